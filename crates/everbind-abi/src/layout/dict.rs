//! The number of items in a dict, read in place.

use super::{field, known};
use crate::PyObject;

/// The number of items in a dict; `None` if the layout is not known or there is no GIL.
///
/// # Safety
/// `dict` is a `dict` or an instance of a subclass, and [`load`](crate::load) has returned `Ok`.
#[inline(always)]
pub unsafe fn dict_len(dict: *mut PyObject) -> Option<usize> {
    // SAFETY: loaded (caller's contract).
    let row = unsafe { known() }.row.as_ref()?;
    if row.free_threaded {
        return None;
    }
    // SAFETY: `dict` is a dict and the offset its version's.
    Some(unsafe { field::<usize>(dict, row.dict_used).read() })
}
