//! `Py_TYPE`, which is a function from 3.14 on and was a field before.

use crate::table::newer;
use crate::{PyObject, PyTypeObject, interp};

newer! {
    (3, 14) fn Py_TYPE(o: *mut PyObject) -> *mut PyTypeObject = read_type;
}

/// Where the type stands in the header of an object before 3.14.
pub(crate) const fn offset(free_threaded: bool) -> u32 {
    if free_threaded { 24 } else { 8 }
}

unsafe extern "C" fn read_type(o: *mut PyObject) -> *mut PyTypeObject {
    // SAFETY: the tables are filled, or nobody could have called this.
    let offset = offset(unsafe { interp::current() }.free_threaded) as usize;
    // SAFETY: `o` is an object (caller's contract) of a version before 3.14, whose header is frozen.
    unsafe { o.byte_add(offset).cast::<*mut PyTypeObject>().read() }
}
