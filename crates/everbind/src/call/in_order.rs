//! Calls whose keywords come in the order of the parameters, some perhaps left out: one pass over the
//! slots, in which each name is read once and compared by its address.

use std::ptr;

use super::signature::Signature;
use crate::ffi;
use crate::object::Py;
use crate::python::Python;
use crate::types::PyString;

type Object = *mut ffi::PyObject;

/// Binds a call of the usual kind. Says whether it was one; if not, the slots hold anything.
///
/// # Safety
/// As for [`bind`](super::bind::bind).
#[inline(always)]
pub(super) unsafe fn bind_in_order(
    py: Python<'_>,
    signature: &'static Signature,
    args: *const Object,
    nargs: usize,
    kwnames: Object,
    slots: &mut [Object],
) -> bool {
    if nargs > signature.positional() || slots.len() != signature.count() {
        return false;
    }
    let mut names: &[Py<PyString>] = &[];
    let mut given = Keywords::NONE;
    if !kwnames.is_null() {
        let Some(known) = signature.known_names(py) else { return false };
        names = known;
        // SAFETY: a tuple, and after the positional arguments one for each name.
        given = unsafe { Keywords::new(kwnames, args.add(nargs)) };
    }
    let by_name = signature.positional_only();
    for (index, slot) in slots.iter_mut().enumerate() {
        if index < nargs {
            // SAFETY: fewer than `nargs`.
            *slot = unsafe { *args.add(index) };
        } else if index >= by_name
            && !given.name.is_null()
            && names.get(index).is_some_and(|name| name.as_ptr() == given.name)
        {
            // SAFETY: there is a keyword left.
            *slot = unsafe { given.take() };
        } else if signature.is_required(index) {
            return false;
        } else {
            *slot = ptr::null_mut();
        }
    }
    given.name.is_null()
}

/// The keywords of a vectorcall, one by one.
struct Keywords {
    /// The next name; null after the last.
    name: Object,
    value: *const Object,
    names: Object,
    /// The names, where the layout of a tuple is known.
    items: Option<*const Object>,
    next: usize,
    count: usize,
}

impl Keywords {
    const NONE: Self = Keywords {
        name: ptr::null_mut(),
        value: ptr::null(),
        names: ptr::null_mut(),
        items: None,
        next: 0,
        count: 0,
    };

    /// # Safety
    /// `names` is a living tuple of strings, and `values` as many living objects.
    #[inline(always)]
    unsafe fn new(names: Object, value: *const Object) -> Self {
        // SAFETY: the caller's obligation.
        unsafe {
            let items = ffi::layout::tuple_items(names);
            let count = match items {
                Some(items) => items.len(),
                None => ffi::PyTuple_Size(names).cast_unsigned(),
            };
            let items = items.map(<[Object]>::as_ptr);
            let mut keywords = Keywords { names, value, items, count, ..Keywords::NONE };
            keywords.advance();
            keywords
        }
    }

    /// # Safety
    /// As for [`new`](Self::new).
    #[inline(always)]
    unsafe fn advance(&mut self) {
        if self.next == self.count {
            self.name = ptr::null_mut();
            return;
        }
        // SAFETY: within the tuple.
        self.name = unsafe {
            match self.items {
                Some(items) => *items.add(self.next),
                None => ffi::PyTuple_GetItem(self.names, self.next.cast_signed()),
            }
        };
        self.next += 1;
    }

    /// The value of the next name.
    ///
    /// # Safety
    /// There is one.
    #[inline(always)]
    unsafe fn take(&mut self) -> Object {
        // SAFETY: as many values as names.
        unsafe {
            let value = *self.value;
            self.value = self.value.add(1);
            self.advance();
            value
        }
    }
}
