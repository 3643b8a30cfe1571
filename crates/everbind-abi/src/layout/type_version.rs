//! `tp_version_tag`: the number by which CPython's own caches know that a type is as it was.
//!
//! Assigning an attribute of the type or of a base takes the number away (it is zero then), and the next look-up in
//! the type gives a new one, which the interpreter has not given before. Whoever uses it tries first whether it does so.

use super::{field, known};
use crate::PyTypeObject;

/// What is behind [`type_version`]: `tp_version_tag` of a type, by its offset.
#[derive(Clone, Copy)]
pub struct TypeVersion(u32);

impl TypeVersion {
    /// The version of the attributes that a type has, its bases' included; zero if it has none at the moment.
    ///
    /// # Safety
    /// `type_` is a type, and the thread is attached.
    #[inline(always)]
    pub unsafe fn of(self, type_: *mut PyTypeObject) -> u32 {
        // SAFETY: `type_` is a type and the offset its version's.
        unsafe { field::<u32>(type_.cast(), self.0).read() }
    }
}

/// How the versions of types are read; `None` if the layout is not known, and without the GIL, where a version
/// may change between reading it and using what it stands for.
///
/// # Safety
/// [`load`](crate::load) has returned `Ok`.
pub unsafe fn type_version() -> Option<TypeVersion> {
    // SAFETY: loaded (caller's contract).
    let row = unsafe { known() }.row.as_ref()?;
    (!row.free_threaded).then_some(TypeVersion(row.type_version))
}
