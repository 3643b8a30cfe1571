//! The dict that a class has its attributes in.
//!
//! *How.* `__dict__` of a class is a view of that dict. A view shows the garbage collector what it is a view of, so its
//! `tp_traverse` hands it over. The dict belongs to the class, which has the same one for life; it is asked, never
//! changed, and not owned: a reference to it would keep alive what only the class should.
//!
//! So who asks it has to know that the class is there: a weak reference says so (`asked.rs`).
//!
//! *Place.* `PyDict_Next` goes from place to place, and starts wherever it is told to: it compares the place with the number
//! of entries, and goes on to the next entry that is taken. So a place that has been remembered gives the key and the
//! value that are there now, whatever was done to the dict meanwhile; if the key is the name, that is what a look-up
//! would find, for a dict has a key once.
//!
//! *When.* That a class has one dict for life, and what `PyDict_Next` makes of an old place, is nowhere promised: it is
//! relied on for versions that are known, and if the dict has what was found in the class, under this very `str`
//! (that of a definition is interned, as ours is). Elsewhere there is none, and the long way is gone.

use std::ffi::{c_int, c_void};
use std::mem::MaybeUninit;
use std::ptr;

use super::own;
use crate::object::Bound;
use crate::types::PyType;
use crate::{abi, ffi};

type Object = *mut ffi::PyObject;
pub(super) type Place = ffi::Py_ssize_t;

/// The dict of a class, and where in it the name is (for [`at`]), if it can be got at and has the value; else null.
/// Leaves no exception set.
///
/// # Safety
/// Attached; a living type, a name and an object.
#[cold]
#[inline]
pub(super) unsafe fn of(class: &Bound<'_, PyType>, name: Object, value: Object) -> (Object, Place) {
    const NONE: (Object, Place) = (ptr::null_mut(), 0);
    if !abi::layout::is_known() {
        return NONE;
    }
    let Ok(view) = own::namespace(class.as_any()) else { return NONE };
    let (view, mut dict): (Object, Object) = (view.as_ptr(), ptr::null_mut());
    // SAFETY: the caller's obligations; a living view, whose type's slot is of that type.
    unsafe {
        if ffi::Py_TYPE(view) == ffi::PyDictProxy_Type() {
            let traverse = ffi::PyType_GetSlot(ffi::PyDictProxy_Type(), ffi::Py_tp_traverse);
            if let Some(traverse) =
                std::mem::transmute::<*mut c_void, Option<ffi::traverseproc>>(traverse)
            {
                traverse(view, take, (&raw mut dict).cast());
            }
        }
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
