//! `Py_TYPE`, which is a function from 3.14 on and was a field before.

use crate::table::newer;
use crate::{Interpreter, PyObject, PyTypeObject, interp};

newer! {
    (3, 14) fn Py_TYPE(o: *mut PyObject) -> *mut PyTypeObject = read_type;
}

/// Where the type stands in the header of an object, as far as the stable ABI says.
///
/// With the GIL it says so for all of Python 3: `PyObject.ob_type` is a listed member of the ABI, and
/// what was compiled for the limited API of 3.13 or older reads it in line. Without the GIL there
/// is no such promise, so only what is frozen counts: before 3.14.
pub(crate) fn offset(interpreter: &Interpreter) -> Option<u32> {
    if !interpreter.free_threaded {
        return Some(size_of::<usize>() as u32);
    }
    (!super::type_is_function(interpreter.version)).then_some(24)
}

unsafe extern "C" fn read_type(o: *mut PyObject) -> *mut PyTypeObject {
    // SAFETY: the tables are filled, or nobody could have called this.
    let offset = offset(unsafe { interp::current() }).unwrap_or(24) as usize;
    // SAFETY: `o` is an object (caller's contract) of a version before 3.14, whose header is frozen.
    unsafe { o.byte_add(offset).cast::<*mut PyTypeObject>().read() }
}
