//! Binding: the arguments of a C call, and a [`Signature`], give filled slots.
//!
//! *Problem.* Of all the ways to pass arguments only one is hot, and the entry
//! deals with it itself (`entry.rs`): all by position, as many as there are
//! parameters. Here is the rest, once for all functions: keywords, defaults, `*args`,
//! `**kwargs`, and every error.
//!
//! *How.* A call that gives every parameter in order needs no slots: see [`bind`]. Else
//! positional arguments are copied. A keyword is looked for by pointer among
//! the interned names, beginning after the last one found, since callers mostly
//! keep to the order; only if no pointer matches are texts compared (a key of `**d`
//! need not be interned). Slots of parameters not given stay null: the generated
//! code knows the defaults.
//!
//! *Invariants.* On success every slot of a required parameter and of `*args` is
//! non-null. Slots hold borrowed references, except that those of `*args` and
//! `**kwargs` are owned by the array of slots, also when binding fails.

use std::ptr;

use super::bind_error::{self, Keyword};
use super::in_order::bind_in_order;
use super::signature::Signature;
use crate::object::{Borrowed, Py};
use crate::python::Python;
use crate::types::PyString;
use crate::{PyErr, PyResult};
use crate::{abi, ffi};

type Object = *mut ffi::PyObject;

/// Binds the arguments of a vectorcall: gives the slots, which may be the arguments themselves.
///
/// They are where every parameter is given, and each keyword is the very string that the parameter's
/// name is and comes in the order of the parameters: then values stand in `args` as in the slots. That is
/// the usual call with keywords, so it is seen first, without a frame; all else is done by [`bind_some`].
///
/// # Safety
/// `args` points to `nargs` living objects, and to as many more as `kwnames` has
/// names; `kwnames` is null or a tuple of strings; `slots` is as long as
/// `signature` wants it, and null throughout.
#[cold]
#[inline(never)]
pub(crate) unsafe fn bind(
    py: Python<'_>,
    signature: &'static Signature,
    args: *const Object,
    nargs: usize,
    kwnames: Object,
    slots: &mut [Object],
) -> PyResult<*const Object> {
    // SAFETY: the caller's obligations.
    unsafe {
        if kwnames.is_null() {
            return bind_some(py, signature, args, nargs, kwnames, slots);
        }
        let Some(given) = ffi::layout::tuple_items(kwnames) else {
            return bind_asking(py, signature, args, nargs, kwnames, slots);
        };
        let (given, count) = (given.as_ptr(), given.len());
        if is_in_place(py, signature, nargs, count, slots.len(), |at| *given.add(at)) {
            return Ok(args);
        }
        bind_some(py, signature, args, nargs, kwnames, slots)
    }
}

/// As [`bind`], where the layout of a tuple is not known.
///
/// # Safety
/// As for [`bind`]; there are keywords.
#[inline(never)]
unsafe fn bind_asking(
    py: Python<'_>,
    signature: &'static Signature,
    args: *const Object,
    nargs: usize,
    kwnames: Object,
    slots: &mut [Object],
) -> PyResult<*const Object> {
    // SAFETY: the caller's obligations: a tuple of so many names.
    unsafe {
        let count = ffi::PyTuple_Size(kwnames).cast_unsigned();
        let given = |at: usize| ffi::PyTuple_GetItem(kwnames, at.cast_signed());
        if is_in_place(py, signature, nargs, count, slots.len(), given) {
            return Ok(args);
        }
        bind_some(py, signature, args, nargs, kwnames, slots)
    }
}

/// Whether the arguments stand where the slots are wanted. `given` tells the keywords, `count` of them.
#[inline(always)]
fn is_in_place(
    py: Python<'_>,
    signature: &'static Signature,
    nargs: usize,
    count: usize,
    slots: usize,
    given: impl Fn(usize) -> Object,
) -> bool {
    let Some(names) = signature.known_names(py) else { return false };
    if nargs + count != slots
        || slots != names.len()
        || nargs < signature.positional_only()
        || nargs > signature.positional()
    {
        return false;
    }
    for (at, name) in names[nargs..].iter().enumerate() {
        if name.as_ptr() != given(at) {
            return false;
        }
    }
    true
}

/// As [`bind`], into the slots.
///
/// # Safety
/// As for [`bind`].
#[inline(never)]
unsafe fn bind_some(
    py: Python<'_>,
    signature: &'static Signature,
    args: *const Object,
    nargs: usize,
    kwnames: Object,
    slots: &mut [Object],
) -> PyResult<*const Object> {
    // SAFETY: the caller's obligations.
    unsafe {
        if !bind_in_order(py, signature, args, nargs, kwnames, slots)
            && let Err(err) = bind_any(py, signature, args, nargs, kwnames, slots)
        {
            return Err(err);
        }
    }
    Ok(slots.as_ptr())
}

/// Binds any call.
///
/// # Safety
/// As for [`bind`], but that the slots may hold anything.
#[cold]
#[inline(never)]
unsafe fn bind_any(
    py: Python<'_>,
    signature: &'static Signature,
    args: *const Object,
    nargs: usize,
    kwnames: Object,
    slots: &mut [Object],
) -> PyResult<()> {
    slots.fill(ptr::null_mut());
    let mut binder = Binder::new(py, signature, slots, nargs);
    let copied = binder.filled;
    for index in 0..copied {
        // SAFETY: fewer than `nargs`.
        binder.slots[index] = unsafe { *args.add(index) };
    }
    if let Some(surplus) = binder.surplus() {
        let tuple = new_tuple(py, surplus)?;
        binder.set_args(tuple);
        for index in 0..surplus {
            // SAFETY: `surplus` more arguments follow; the tuple is new, and has
            // room for them; it steals the reference made here.
            unsafe {
                let item = ffi::Py_NewRef(*args.add(copied + index));
                if !abi::layout::tuple_init_item(tuple, index, item) {
                    ffi::PyTuple_SetItem(tuple, index as ffi::Py_ssize_t, item);
                }
            }
        }
    }
    if !kwnames.is_null() {
        // SAFETY: a tuple of names, with one value for each after the positional ones.
        unsafe {
            let values = args.add(nargs);
            let names = signature.names(py)?;
            for index in 0..ffi::PyTuple_Size(kwnames) {
                let name = ffi::PyTuple_GetItem(kwnames, index);
                binder.keyword(names, name, *values.add(index as usize))?;
            }
        }
    }
    binder.finish()
}

/// Whether a required parameter has no value.
fn lacks_some(signature: &Signature, slots: &[Object]) -> bool {
    for (index, slot) in slots.iter().enumerate().take(signature.count()) {
        if slot.is_null() && signature.is_required(index) {
            return true;
        }
    }
    false
}

/// Binds the arguments of a classic call: a tuple, and a dict or null.
///
/// # Safety
/// As for [`bind`]; the tuple and the dict are alive and are not changed meanwhile.
#[inline(never)]
pub(crate) unsafe fn bind_tuple_dict(
    py: Python<'_>,
    signature: &'static Signature,
    args: Object,
    kwargs: Object,
    slots: &mut [Object],
) -> PyResult<()> {
    // SAFETY: a tuple.
    let nargs = unsafe { ffi::PyTuple_Size(args) };
    let mut binder = Binder::new(py, signature, slots, nargs as usize);
    let copied = binder.filled;
    for index in 0..copied {
        // SAFETY: in range; the tuple keeps the item alive.
        binder.slots[index] = unsafe { ffi::PyTuple_GetItem(args, index as ffi::Py_ssize_t) };
    }
    if binder.surplus().is_some() {
        // SAFETY: a tuple; a new reference or null.
        let rest = unsafe { ffi::PyTuple_GetSlice(args, copied as ffi::Py_ssize_t, nargs) };
        if rest.is_null() {
            return Err(PyErr::fetch(py));
        }
        binder.set_args(rest);
    }
    if !kwargs.is_null() {
        let names = signature.names(py)?;
        let (mut place, mut name, mut value) = (0, ptr::null_mut(), ptr::null_mut());
        // SAFETY: a dict, which nobody changes during the call; its items are borrowed.
        unsafe {
            while ffi::PyDict_Next(kwargs, &mut place, &mut name, &mut value) != 0 {
                if ffi::PyUnicode_Check(name) == 0 {
                    return Err(bind_error::not_a_string(signature));
                }
                binder.keyword(names, name, value)?;
            }
        }
    }
    binder.finish()
}

/// A new tuple with empty items.
fn new_tuple(py: Python<'_>, length: usize) -> PyResult<Object> {
    // SAFETY: attached; a new reference or null.
    let tuple = unsafe { ffi::PyTuple_New(length as ffi::Py_ssize_t) };
    if tuple.is_null() { Err(PyErr::fetch(py)) } else { Ok(tuple) }
}

/// Fills the slots of one call.
struct Binder<'a, 'py> {
    py: Python<'py>,
    signature: &'static Signature,
    slots: &'a mut [Object],
    /// How many arguments were given by position.
    nargs: usize,
    /// How many parameters have a value.
    filled: usize,
    /// Where the next keyword is looked for first.
    next: usize,
    /// Positional-only parameters that were given by keyword.
    misplaced: Vec<&'static str>,
}

impl<'a, 'py> Binder<'a, 'py> {
    #[inline(always)]
    fn new(
        py: Python<'py>,
        signature: &'static Signature,
        slots: &'a mut [Object],
        nargs: usize,
    ) -> Self {
        debug_assert_eq!(slots.len(), signature.slots());
        let filled = nargs.min(signature.positional());
        let next = filled.max(signature.positional_only());
        Binder { py, signature, slots, nargs, filled, next, misplaced: Vec::new() }
    }

    /// How long `*args` is to be, if there is one.
    #[inline(always)]
    fn surplus(&self) -> Option<usize> {
        self.signature.has_args().then(|| self.nargs - self.filled)
    }

    /// Puts the tuple of surplus arguments, whose reference is taken, into its slot.
    fn set_args(&mut self, tuple: Object) {
        self.slots[self.signature.count()] = tuple;
    }

    /// Binds one keyword argument. `names` are the parameters' names.
    ///
    /// # Safety
    /// `name` is a string and `value` an object, both alive during the call.
    #[inline(always)]
    unsafe fn keyword(
        &mut self,
        names: &[Py<PyString>],
        name: Object,
        value: Object,
    ) -> PyResult<()> {
        let expected = names.get(self.next).map_or(ptr::null_mut(), Py::as_ptr);
        let index = if expected == name {
            self.next
        } else {
            // SAFETY: a string.
            match unsafe { self.find(names, name) } {
                Some(index) => index,
                // SAFETY: the caller's obligation.
                None => return unsafe { self.unknown_keyword(name, value) },
            }
        };
        if !self.slots[index].is_null() {
            return Err(bind_error::multiple_values(self.signature, index));
        }
        self.slots[index] = value;
        self.filled += 1;
        self.next = index + 1;
        Ok(())
    }

    /// The parameter that `name` is the name of.
    ///
    /// # Safety
    /// `name` is a living string.
    unsafe fn find(&self, names: &[Py<PyString>], name: Object) -> Option<usize> {
        let mut open = self.signature.positional_only()..names.len();
        for index in open.clone() {
            if names[index].as_ptr() == name {
                return Some(index);
            }
        }
        // SAFETY: strings.
        open.find(|index| unsafe { ffi::PyUnicode_Compare(names[*index].as_ptr(), name) } == 0)
    }

    /// Puts a keyword that names no parameter into `**kwargs`.
    ///
    /// # Safety
    /// As for [`keyword`](Self::keyword).
    #[cold]
    #[inline(never)]
    unsafe fn unknown_keyword(&mut self, name: Object, value: Object) -> PyResult<()> {
        let signature = self.signature;
        if !signature.has_kwargs() {
            // SAFETY: a living string.
            let name = unsafe { Borrowed::from_ptr(self.py, name).cast_unchecked() };
            match bind_error::unknown(signature, name) {
                Keyword::PositionalOnly(name) => self.misplaced.push(name),
                Keyword::Unexpected(err) => return Err(err),
            }
            return Ok(());
        }
        let slot = self.slots.len() - 1;
        // SAFETY: attached; the dict is ours; name and value are alive.
        unsafe {
            if self.slots[slot].is_null() {
                self.slots[slot] = ffi::PyDict_New();
            }
            let dict = self.slots[slot];
            if dict.is_null() || ffi::PyDict_SetItem(dict, name, value) != 0 {
                return Err(PyErr::fetch(self.py));
            }
        }
        Ok(())
    }

    /// Checks that nothing is missing, and nothing is too much.
    #[inline(always)]
    fn finish(self) -> PyResult<()> {
        let signature = self.signature;
        let too_many = self.nargs > signature.positional() && !signature.has_args();
        let all = self.filled == signature.count();
        if too_many || !self.misplaced.is_empty() || (!all && lacks_some(signature, self.slots)) {
            return Err(self.failed(too_many));
        }
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn failed(self, too_many: bool) -> PyErr {
        if !self.misplaced.is_empty() {
            bind_error::misplaced(self.signature, &self.misplaced)
        } else if too_many {
            bind_error::too_many(self.signature, self.nargs, self.slots)
        } else {
            bind_error::missing(self.signature, self.slots)
        }
    }
}
