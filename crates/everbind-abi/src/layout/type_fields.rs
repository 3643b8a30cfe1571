//! Fields of types, where the layout is known.

use super::{field, known};
use crate::*;

/// The `tp_vectorcall` field of a type; `None` if the layout is not known.
///
/// # Safety
/// `type_` is a type and [`load`] has returned `Ok`. Writing through the pointer is
/// only for a type that no other thread has seen.
pub unsafe fn type_vectorcall(type_: *mut PyTypeObject) -> Option<*mut Option<vectorcallfunc>> {
    // SAFETY: loaded (caller's contract).
    let row = unsafe { known() }.row.as_ref()?;
    // SAFETY: `type_` is a type and the offset its version's.
    Some(unsafe { field(type_.cast(), row.type_vectorcall) })
}

/// The `tp_dealloc` of a type; `None` if the layout is not known.
///
/// # Safety
/// `type_` is a type and [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn type_dealloc(type_: *mut PyTypeObject) -> Option<destructor> {
    // SAFETY: loaded (caller's contract).
    let row = unsafe { known() }.row.as_ref()?;
    // SAFETY: `type_` is a type and the offset its version's; every ready type has one.
    unsafe { field::<Option<destructor>>(type_.cast(), row.type_dealloc).read() }
}

/// The `tp_methods` of a type; `None` if the layout is not known.
///
/// # Safety
/// `type_` is a type and [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn type_methods(type_: *mut PyTypeObject) -> Option<*mut PyMethodDef> {
    // SAFETY: loaded (caller's contract).
    let row = unsafe { known() }.row.as_ref()?;
    // SAFETY: `type_` is a type and the offset its version's.
    Some(unsafe { field::<*mut PyMethodDef>(type_.cast(), row.type_methods).read() })
}

/// The type of an object, and the `tp_methods` of that; `None` if the layout is not known.
///
/// # Safety
/// `o` is an object and [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn type_and_methods(o: *mut PyObject) -> Option<(*mut PyTypeObject, *mut PyMethodDef)> {
    // SAFETY: loaded (caller's contract).
    let row = unsafe { known() }.row.as_ref()?;
    // SAFETY: `o` is an object, which has a type; the offsets are their version's.
    unsafe {
        let tp = field::<*mut PyTypeObject>(o, row.ob_type).read();
        Some((tp, field::<*mut PyMethodDef>(tp.cast(), row.type_methods).read()))
    }
}

/// The size of a type's instances without items; `None` if the layout is not known.
///
/// # Safety
/// `type_` is a type and [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn type_basicsize(type_: *mut PyTypeObject) -> Option<Py_ssize_t> {
    // SAFETY: loaded (caller's contract).
    let row = unsafe { known() }.row.as_ref()?;
    // SAFETY: `type_` is a type and the offset its version's.
    Some(unsafe { field::<Py_ssize_t>(type_.cast(), row.type_basicsize).read() })
}
