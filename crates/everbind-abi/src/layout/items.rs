//! The items of tuples and lists, in place.

use super::{field, known};
use crate::PyObject;

/// The items of a tuple, borrowed; `None` if the layout is not known.
///
/// # Safety
/// `tuple` is a `tuple` or an instance of a subclass, alive and complete for `'a`, and
/// [`load`](crate::load) has returned `Ok`.
#[inline(always)]
pub unsafe fn tuple_items<'a>(tuple: *mut PyObject) -> Option<&'a [*mut PyObject]> {
    // SAFETY: loaded (caller's contract).
    let known = unsafe { known() };
    let offset = known.tuple_items;
    if offset == 0 {
        return None;
    }
    // SAFETY: a complete tuple has `ob_size` items at the offset, and never changes.
    unsafe {
        let length = field::<usize>(tuple, known.ob_size).read();
        Some(std::slice::from_raw_parts(field(tuple, offset), length))
    }
}

/// The items of a list, borrowed; `None` if the layout is not known or there is no GIL.
///
/// # Safety
/// `list` is a `list` or an instance of a subclass, and [`load`](crate::load) has returned `Ok`.
/// During `'a` nothing runs that could change the list or detach the thread.
#[inline(always)]
pub unsafe fn list_items<'a>(list: *mut PyObject) -> Option<&'a [*mut PyObject]> {
    // SAFETY: loaded (caller's contract).
    let known = unsafe { known() };
    let offset = known.list_items;
    if offset == 0 {
        return None;
    }
    // SAFETY: a list has `ob_size` items where the pointer says; an empty one has none and perhaps
    // a null pointer.
    unsafe {
        let length = field::<usize>(list, known.ob_size).read();
        if length == 0 {
            return Some(&[]);
        }
        let items = field::<*mut *mut PyObject>(list, offset).read();
        Some(std::slice::from_raw_parts(items, length))
    }
}

/// Stores an item of a new list; `false`, with nothing done, if the list has no empty place there,
/// the layout is not known, or there is no GIL.
///
/// # Safety
/// `list` is a `list`, `item` an owned reference, which is stolen if the answer is `true`, and
/// [`load`](crate::load) has returned `Ok`.
#[inline(always)]
pub unsafe fn list_init_item(list: *mut PyObject, index: usize, item: *mut PyObject) -> bool {
    // SAFETY: loaded (caller's contract).
    let known = unsafe { known() };
    let offset = known.list_items;
    // SAFETY: a list has `ob_size` places where the pointer says; null ones own nothing.
    unsafe {
        if offset == 0 || index >= field::<usize>(list, known.ob_size).read() {
            return false;
        }
        let place = field::<*mut *mut PyObject>(list, offset).read().add(index);
        let empty = place.read().is_null();
        if empty {
            place.write(item);
        }
        empty
    }
}

/// The places of a new list, all of them empty; `None` if the layout is not known or there is no GIL.
///
/// # Safety
/// `list` was made by `PyList_New(len)`, and [`load`](crate::load) has returned `Ok`. During `'a`
/// nothing runs that could find the list.
#[inline(always)]
pub unsafe fn list_places<'a>(list: *mut PyObject, len: usize) -> Option<&'a mut [*mut PyObject]> {
    // SAFETY: loaded (caller's contract).
    let offset = unsafe { known() }.list_items;
    if offset == 0 {
        return None;
    }
    if len == 0 {
        return Some(&mut []);
    }
    // SAFETY: a list has `len` places where the pointer says.
    unsafe {
        let places = field::<*mut *mut PyObject>(list, offset).read();
        Some(std::slice::from_raw_parts_mut(places, len))
    }
}

/// Stores an item of a new tuple; `false`, with nothing done, if the layout is not known.
///
/// # Safety
/// `tuple` was made by `PyTuple_New`, longer than `index`, and nobody else has seen it; there is no
/// item yet; `item` is an owned reference, which is stolen if the answer is `true`; and
/// [`load`](crate::load) has returned `Ok`.
#[inline(always)]
pub unsafe fn tuple_init_item(tuple: *mut PyObject, index: usize, item: *mut PyObject) -> bool {
    // SAFETY: loaded (caller's contract).
    let offset = unsafe { known() }.tuple_items;
    if offset == 0 {
        return false;
    }
    // SAFETY: the tuple has a place at this index (caller's contract).
    unsafe { field::<*mut PyObject>(tuple, offset).add(index).write(item) };
    true
}

/// Whether tuples have their items where [`tuple_places`] says.
///
/// # Safety
/// [`load`](crate::load) has returned `Ok`.
#[inline(always)]
pub unsafe fn knows_tuple_items() -> bool {
    // SAFETY: loaded (caller's contract).
    unsafe { known() }.tuple_items != 0
}

/// The places of a new tuple, all of them empty.
///
/// # Safety
/// `tuple` was made by `PyTuple_New`, and [`knows_tuple_items`].
#[inline(always)]
pub unsafe fn tuple_places(tuple: *mut PyObject) -> *mut *mut PyObject {
    // SAFETY: loaded and known (caller's contract).
    unsafe { field(tuple, known().tuple_items) }
}
