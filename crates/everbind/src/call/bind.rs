//! Binding: the arguments of a C call, and a [`Signature`], give filled slots.
//!
//! *Problem.* Of all the ways to pass arguments only one is hot, and the entry
//! deals with it itself (`entry.rs`): all by position, as many as there are
//! parameters. Here is the rest, once for all functions: keywords, defaults, `*args`,
//! `**kwargs`, and every error.
//!
//! *How.* Positional arguments are copied. A keyword is looked for by pointer among
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
use super::signature::Signature;
use crate::ffi;
use crate::object::Borrowed;
use crate::python::Python;
use crate::{PyErr, PyResult};

type Object = *mut ffi::PyObject;

/// Binds the arguments of a vectorcall.
///
/// # Safety
/// `args` points to `nargs` living objects, and to as many more as `kwnames` has
/// names; `kwnames` is null or a tuple of strings; `slots` is as long as
/// `signature` wants it, and null throughout.
#[inline(never)]
pub(crate) unsafe fn bind(
    py: Python<'_>,
    signature: &'static Signature,
    args: *const Object,
    nargs: usize,
    kwnames: Object,
    slots: &mut [Object],
) -> PyResult<()> {
    let mut binder = Binder::new(py, signature, slots, nargs);
    let copied = nargs.min(signature.positional());
    // SAFETY: both arrays have that many items; they do not overlap, because the
    // slots are the caller's own.
    unsafe { ptr::copy_nonoverlapping(args, binder.slots.as_mut_ptr(), copied) };
    if let Some(surplus) = binder.surplus() {
        let tuple = new_tuple(py, surplus)?;
        binder.set_args(tuple);
        for index in 0..surplus {
            // SAFETY: `surplus` more arguments follow; the tuple is new, and has
            // room for them; it steals the reference made here.
            unsafe {
                let item = ffi::Py_NewRef(*args.add(copied + index));
                ffi::PyTuple_SetItem(tuple, index as ffi::Py_ssize_t, item);
            }
        }
    }
    if !kwnames.is_null() {
        // SAFETY: a tuple of names, with one value for each after the positional ones.
        unsafe {
            for index in 0..ffi::PyTuple_Size(kwnames) {
                let name = ffi::PyTuple_GetItem(kwnames, index);
                binder.keyword(name, *args.add(nargs + index as usize))?;
            }
        }
    }
    binder.finish()
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
    let copied = (nargs as usize).min(signature.positional());
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
        let (mut place, mut name, mut value) = (0, ptr::null_mut(), ptr::null_mut());
        // SAFETY: a dict, which nobody changes during the call; its items are borrowed.
        unsafe {
            while ffi::PyDict_Next(kwargs, &mut place, &mut name, &mut value) != 0 {
                if ffi::PyUnicode_Check(name) == 0 {
                    return Err(bind_error::not_a_string(signature));
                }
                binder.keyword(name, value)?;
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
    /// Where the next keyword is looked for first.
    next: usize,
    /// Whether a positional-only parameter was given by keyword: an error, but
    /// which parameters are missing is to be said first.
    misplaced: bool,
    misplaced_names: Vec<&'static str>,
}

impl<'a, 'py> Binder<'a, 'py> {
    fn new(
        py: Python<'py>,
        signature: &'static Signature,
        slots: &'a mut [Object],
        nargs: usize,
    ) -> Self {
        debug_assert_eq!(slots.len(), signature.slots());
        let next = nargs.min(signature.positional());
        Binder { py, signature, slots, nargs, next, misplaced: false, misplaced_names: Vec::new() }
    }

    /// How long `*args` is to be, if there is one.
    fn surplus(&self) -> Option<usize> {
        self.signature.args?;
        Some(self.nargs.saturating_sub(self.signature.positional()))
    }

    /// Puts the tuple of surplus arguments, whose reference is taken, into its slot.
    fn set_args(&mut self, tuple: Object) {
        self.slots[self.signature.params.len()] = tuple;
    }

    /// Binds one keyword argument.
    ///
    /// # Safety
    /// `name` is a string and `value` an object, both alive during the call.
    unsafe fn keyword(&mut self, name: Object, value: Object) -> PyResult<()> {
        let signature = self.signature;
        let names = signature.names(self.py)?;
        let first = signature.positional_only;
        let next = self.next.max(first);
        let same = |index: &usize| names[*index].as_ptr() == name;
        let found = (next..names.len()).chain(first..next).find(same).or_else(|| {
            // SAFETY: strings.
            let equal = |index: &usize| unsafe {
                ffi::PyUnicode_Compare(names[*index].as_ptr(), name) == 0
            };
            (first..names.len()).find(equal)
        });
        let Some(index) = found else {
            // SAFETY: the caller's obligation.
            return unsafe { self.unknown_keyword(name, value) };
        };
        if !self.slots[index].is_null() {
            return Err(bind_error::multiple_values(signature, signature.params[index].name));
        }
        self.slots[index] = value;
        self.next = index + 1;
        Ok(())
    }

    /// Puts a keyword that names no parameter into `**kwargs`.
    ///
    /// # Safety
    /// As for [`keyword`](Self::keyword).
    #[cold]
    unsafe fn unknown_keyword(&mut self, name: Object, value: Object) -> PyResult<()> {
        let signature = self.signature;
        if signature.kwargs.is_none() {
            // SAFETY: a living string.
            let name = unsafe { Borrowed::from_ptr(self.py, name).cast_unchecked() };
            match bind_error::unknown(signature, name) {
                Keyword::PositionalOnly(name) => self.misplaced_names.push(name),
                Keyword::Unexpected(err) => return Err(err),
            }
            self.misplaced = true;
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
    #[inline]
    fn finish(self) -> PyResult<()> {
        let signature = self.signature;
        let too_many = self.nargs > signature.positional() && signature.args.is_none();
        let missing = |(param, slot): (&super::signature::Param, &Object)| {
            param.required && slot.is_null()
        };
        if too_many || self.misplaced || signature.params.iter().zip(&*self.slots).any(missing) {
            return Err(self.failed(too_many));
        }
        Ok(())
    }

    #[cold]
    fn failed(self, too_many: bool) -> PyErr {
        let given = |index: usize| !self.slots[index].is_null();
        if self.misplaced {
            bind_error::misplaced(self.signature, &self.misplaced_names)
        } else if too_many {
            bind_error::too_many(self.signature, self.nargs, given)
        } else {
            bind_error::missing(self.signature, given)
        }
    }
}
