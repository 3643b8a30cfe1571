//! The dict that a class has its attributes in, and word of the class's end.
//!
//! *How.* `__dict__` of a class is a view of that dict. A view shows the garbage collector what it is a view of, so its
//! `tp_traverse` hands it over. The dict belongs to the class, which has the same one for life; it is asked, never
//! changed, and not owned: a reference to it would keep alive what only the class should.
//!
//! So word is needed when the class goes: a weak reference calls [`forget`] before its memory can be another's.
//!
//! *Place.* `PyDict_Next` goes from place to place, and starts wherever it is told to: it compares the place with the number
//! of entries, and goes on to the next entry that is taken. So a place that has been remembered gives the key and the
//! value that are there now, whatever was done to the dict meanwhile; if the key is the name, that is what a look-up
//! would find, for a dict has a key once.
//!
//! *When.* That a class has one dict for life, and what `PyDict_Next` makes of an old place, is nowhere promised: it is
//! relied on for versions that are known, and if the dict has what was found in the class, under this very `str`
//! (that of a definition is interned, as ours is). Elsewhere there is none, and the long way is gone.

use std::ffi::{CStr, c_int, c_void};
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::atomic::Ordering;

use super::asked::Asked;
use crate::{abi, ffi};

type Object = *mut ffi::PyObject;
pub(super) type Place = ffi::Py_ssize_t;

/// The name of a capsule with the address of an [`Asked`]; one that has no name has none any more.
const NAME: &CStr = c"everbind.overriding";

/// The dict of a class, and where in it the name is (for [`at`]), if it can be got at and has the value; else null.
/// Leaves no exception set.
///
/// # Safety
/// Attached; a living type, a name and an object.
#[cold]
#[inline]
pub(super) unsafe fn of(class: Object, name: Object, value: Object) -> (Object, Place) {
    const NONE: (Object, Place) = (ptr::null_mut(), 0);
    if !abi::layout::is_known() {
        return NONE;
    }
    let mut dict: Object = ptr::null_mut();
    // SAFETY: the caller's obligations; the view is owned here. Its type's slot is of that type.
    unsafe {
        let view = ffi::PyObject_GetAttrString(class, c"__dict__".as_ptr());
        if !view.is_null() && ffi::Py_TYPE(view) == ffi::PyDictProxy_Type() {
            let traverse = ffi::PyType_GetSlot(ffi::PyDictProxy_Type(), ffi::Py_tp_traverse);
            if let Some(traverse) =
                std::mem::transmute::<*mut c_void, Option<ffi::traverseproc>>(traverse)
            {
                traverse(view, take, (&raw mut dict).cast());
            }
        }
        ffi::Py_XDECREF(view);
        ffi::PyErr_Clear();
        if dict.is_null() || ffi::PyDict_CheckExact(dict) == 0 {
            return NONE;
        }
        let (mut place, mut next) = (0, 0);
        let (mut key, mut there) = (ptr::null_mut(), ptr::null_mut());
        while ffi::PyDict_Next(dict, &mut next, &mut key, &mut there) != 0 {
            if key == name {
                return if there == value { (dict, place) } else { NONE };
            }
            place = next;
        }
        NONE
    }
}

/// What a dict has under the name, if that is still at the place; borrowed.
///
/// # Safety
/// Attached, with the GIL; a living dict, on a version that is known.
#[inline(always)]
pub(super) unsafe fn at(dict: Object, mut place: Place, name: Object) -> Option<Object> {
    let (mut key, mut value) = (MaybeUninit::uninit(), MaybeUninit::uninit());
    // SAFETY: the caller's obligations. A place beyond the end is none, and nothing is there; else both are written.
    unsafe {
        let any = ffi::PyDict_Next(dict, &mut place, key.as_mut_ptr(), value.as_mut_ptr()) != 0;
        (any && key.assume_init() == name).then(|| value.assume_init())
    }
}

/// Takes down what is visited, and ends the visit.
unsafe extern "C" fn take(object: Object, place: *mut c_void) -> c_int {
    // SAFETY: `of` passes the place of an object.
    unsafe { place.cast::<Object>().write(object) };
    1
}

/// A new weak reference to a class, at whose end `asked` forgets it; null if there can be none. Leaves no exception set.
///
/// # Safety
/// Attached; a living type. `asked` stays where it is until it is dropped.
#[cold]
#[inline]
pub(super) unsafe fn watch(asked: &Asked, class: Object) -> Object {
    static METHOD: ffi::PyMethodDef = ffi::PyMethodDef {
        ml_name: c"forget".as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunction: forget },
        ml_flags: ffi::METH_O,
        ml_doc: ptr::null(),
    };
    // SAFETY: attached; new references or null, and the first is kept in `asked`. A definition is only read.
    unsafe {
        let mut clearing = asked.clearing.load(Ordering::Relaxed);
        if clearing.is_null() {
            let address = ptr::from_ref(asked).cast_mut().cast();
            let capsule = ffi::PyCapsule_New(address, NAME.as_ptr(), None);
            if !capsule.is_null() {
                let method = (&raw const METHOD).cast_mut();
                clearing = ffi::PyCFunction_NewEx(method, capsule, ptr::null_mut());
                ffi::Py_DECREF(capsule);
                asked.clearing.store(clearing, Ordering::Relaxed);
            }
        }
        let watch = if clearing.is_null() {
            ptr::null_mut()
        } else {
            ffi::PyWeakref_NewRef(class, clearing)
        };
        if watch.is_null() {
            ffi::PyErr_Clear();
        }
        watch
    }
}

/// What a weak reference calls.
unsafe extern "C" fn forget(capsule: Object, watch: Object) -> Object {
    // SAFETY: the interpreter calls it attached, with the capsule that `watch` made. While that has its name, what it
    // holds is there.
    unsafe {
        let asked = ffi::PyCapsule_GetPointer(capsule, NAME.as_ptr()).cast::<Asked>();
        match asked.as_ref() {
            Some(asked) => asked.forget(watch),
            None => ffi::PyErr_Clear(),
        }
        ffi::Py_NewRef(ffi::Py_None())
    }
}

/// Gives up what clears entries, when there are none any more.
///
/// # Safety
/// Attached; null, or what [`watch`] has made, with its reference.
#[cold]
#[inline]
pub(super) unsafe fn end(clearing: Object) {
    if clearing.is_null() {
        return;
    }
    // SAFETY: attached; the function's own capsule, borrowed.
    unsafe {
        ffi::PyCapsule_SetName(ffi::PyCFunction_GetSelf(clearing), ptr::null());
        ffi::Py_DECREF(clearing);
    }
}
