//! Overloads: several Rust functions under one Python name.
//!
//! *Rule.* The candidates are tried in the order they are written in, twice: first strictly
//! (`convert/strict.rs`), then with all the conversions there are, implicit ones included. The first that
//! accepts the arguments is called, and what it returns or raises is the result of the call.
//!
//! *How.* The one C entry has the strict attempts of the first four candidates in line: where the first
//! accepts, the call is an ordinary one. All else is [`choose`], which goes through a table of attempts. An
//! attempt binds the arguments to its own signature, reads them, and calls the function.
//!
//! *Refusals are data.* An attempt that refuses in the strict pass makes nothing, neither an exception nor a
//! message; whether arguments can be bound at all is asked before they are ([`fits`]). In the converting
//! pass failures are kept, and are the reasons in the error, should no candidate accept.
//!
//! *What is no refusal.* An error that no conversion of ours makes and that is no `TypeError`, `ValueError`,
//! `LookupError`, `AttributeError` or `ArithmeticError` (an interrupt, a panic, an instance that is borrowed)
//! ends the call. So does every error of the function itself.
//!
//! *Rejected.* Ranking the candidates by how well each argument fits, as C++ does: which one is called would
//! then be a puzzle to readers, and each call would have to look at all of them.

use std::ffi::{CStr, CString, c_char};
use std::ptr;
use std::sync::OnceLock;

use super::args::Args;
use super::bind;
use super::entry::{EntryResult, Slots, guard};
use super::overload_error::{documentation, none_fits};
use super::signature::Signature;
use crate::class::macros::{new_by_vectorcall, not_implemented_ptr};
use crate::exceptions::{
    PyArithmeticError, PyAttributeError, PyLookupError, PyTypeError, PyValueError,
};
use crate::python::Python;
use crate::stub::record::{Entry, Part};
use crate::{PyErr, PyResult, ffi};

type Object = *mut ffi::PyObject;

/// Which conversions a candidate may use.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// Only those of `convert/strict.rs`.
    Strict,
    /// All.
    Converting,
}

/// What comes of an attempt: the function's own result, or a refusal, with its reason if that is known.
pub type Outcome<R> = Result<PyResult<R>, Option<PyErr>>;

/// The arguments of a call as they came, and the pass that they are tried in.
#[derive(Clone, Copy)]
pub struct Given {
    pub(super) args: *const Object,
    pub(super) count: usize,
    pub(super) kwnames: Object,
    /// The pass.
    pub pass: Pass,
}

/// One of the functions.
pub struct Candidate<R: 'static> {
    /// What Python may pass to it.
    pub signature: &'static Signature,
    /// Its parameters with their types in Python: `(r: float, *, n: int = 1)`.
    pub hints: &'static str,
    /// The type in Python of what it returns.
    pub returns: &'static str,
    /// Its documentation, or nothing.
    pub doc: &'static CStr,
    /// Its attempt.
    pub attempt: unsafe fn(Object, Given) -> Outcome<R>,
}

/// A function that is a candidate: what `#[pyo3(overload)]` makes of a `#[pyfunction]`.
pub trait OverloadSource {
    /// What Python may pass to it, and what is said of it.
    const CANDIDATE: Candidate<Object>;

    /// Whether it has one parameter, which is required and by position only.
    const IS_OF_ONE: bool;

    /// What stubs are made of: a callable of `stub/mod.rs`.
    const PARTS: &'static [Part];

    /// The attempt.
    ///
    /// # Safety
    /// The receiver and the arguments of a call by the interpreter.
    unsafe fn attempt(slf: Object, given: Given) -> Outcome<Object>;
}

/// What stands for a candidate in place of a function: Python has it only by its `overloads!`.
pub struct OnlyInOverloads;

impl OnlyInOverloads {
    /// A module tells nothing of it.
    pub const fn entry(&self) -> Entry {
        Entry::Nothing
    }
}

/// All candidates of one name.
pub struct Overloads<R: 'static> {
    /// The name, and the documentation of all of them together.
    pub(super) name: &'static str,
    pub(super) doc: &'static CStr,
    pub(super) candidates: &'static [Candidate<R>],
    text: OnceLock<CString>,
}

impl<R> Overloads<R> {
    /// Those of the Python name `name`, in order.
    pub const fn new(
        name: &'static str,
        doc: &'static CStr,
        candidates: &'static [Candidate<R>],
    ) -> Self {
        assert!(!candidates.is_empty(), "there must be a candidate whatever the conditions are");
        Overloads { name, doc, candidates, text: OnceLock::new() }
    }

    /// The docstring: every signature, each with its documentation. `first` is the name of what
    /// the function is bound to, or nothing.
    pub fn doc(&'static self, first: &str) -> *const c_char {
        self.text.get_or_init(|| documentation(self, first)).as_ptr()
    }
}

/// The arguments of an attempt, bound to its signature; `slots` holds what the call's own array does not.
/// `N`, `MIN`, `MAX` and `VARIABLE` are those of [`fast_keywords`](super::entry::fast_keywords). They
/// live as long as what the caller has on its stack, so no argument outlives the call.
///
/// # Errors
/// A refusal.
///
/// # Safety
/// Attached; the arguments of a call by the interpreter; `signature` has `N` slots, of which the first
/// `MAX` can be given by position, and `MIN` must be.
#[inline(always)]
pub unsafe fn bound<
    'a,
    const N: usize,
    const MIN: usize,
    const MAX: usize,
    const VARIABLE: bool,
>(
    signature: &'static Signature,
    given: &'a Given,
    slots: &'a mut Option<Slots<N, VARIABLE>>,
) -> Result<Args<'a, 'a, N>, Option<PyErr>> {
    // SAFETY: the caller's obligations: so many objects, alive for the call, those that are required among
    // them; or `N` slots, empty and then bound.
    unsafe {
        let py = Python::assume_attached();
        let Given { args, count, kwnames, .. } = *given;
        if MIN <= count && count <= MAX && kwnames.is_null() {
            return Ok(Args::first(py, args, count, signature));
        }
        if !fits(py, signature, *given).map_err(Some)? {
            return Err(None);
        }
        let slots = &mut slots.insert(Slots::new(signature)).slots;
        let slots = bind::bind(py, signature, args, count, kwnames, slots);
        Ok(Args::first(py, slots.map_err(Some)?, N, signature))
    }
}

/// As [`bound`], for the operands of a slot, of which there are as many as C passes.
///
/// # Errors
/// A refusal.
///
/// # Safety
/// As for [`bound`]; there are at least `N` operands, and no parameter is by keyword only.
#[inline(always)]
pub unsafe fn bound_operands<'a, const N: usize>(
    signature: &'static Signature,
    given: &'a Given,
    _slots: &'a mut Option<Slots<N, false>>,
) -> Result<Args<'a, 'a, N>, Option<PyErr>> {
    // SAFETY: the caller's obligation.
    Ok(unsafe { Args::first(Python::assume_attached(), given.args, N, signature) })
}

/// Whether the arguments can be bound to `signature`.
///
/// # Errors
/// When memory runs out.
#[inline]
fn fits(py: Python<'_>, signature: &'static Signature, given: Given) -> PyResult<bool> {
    let Given { args: _, count, kwnames, .. } = given;
    let positional = signature.positional();
    if count > positional && !signature.has_args() {
        return Ok(false);
    }
    let filled = count.min(positional);
    let mut missing = 0;
    for index in filled..signature.count() {
        missing += usize::from(signature.is_required(index));
    }
    if kwnames.is_null() {
        return Ok(missing == 0);
    }
    let names = signature.names(py)?;
    let first = signature.positional_only();
    // SAFETY: a living tuple of strings.
    let keywords = unsafe { ffi::PyTuple_Size(kwnames) };
    for place in 0..keywords {
        // SAFETY: within the tuple; strings.
        let found = unsafe {
            let keyword = ffi::PyTuple_GetItem(kwnames, place);
            let mut open = first..names.len();
            open.clone().find(|index| names[*index].as_ptr() == keyword).or_else(|| {
                open.find(|index| ffi::PyUnicode_Compare(names[*index].as_ptr(), keyword) == 0)
            })
        };
        match found {
            Some(index) if index < filled => return Ok(false),
            Some(index) => missing -= usize::from(signature.is_required(index)),
            None if signature.has_kwargs() => {}
            None => return Ok(false),
        }
    }
    Ok(missing == 0)
}

/// An entry of `METH_FASTCALL | METH_KEYWORDS`. `in_line` makes the strict attempts of the first candidates, as
/// long as they refuse without a reason, and counts them.
///
/// # Safety
/// Called by the interpreter, which passes what that convention says.
#[inline(always)]
pub unsafe fn overloaded(
    overloads: &'static Overloads<Object>,
    slf: Object,
    args: *const Object,
    nargs: ffi::Py_ssize_t,
    kwnames: Object,
    in_line: impl Fn(Given, &mut usize) -> Outcome<Object>,
) -> Object {
    let given = Given { args, count: nargs as usize, kwnames, pass: Pass::Strict };
    // SAFETY: the interpreter calls entries attached.
    unsafe { guard(|py: Python<'_>| picked(py, overloads, slf, given, &in_line)) }
}

/// An entry of `METH_O`, where every candidate is of one parameter by position only.
///
/// # Safety
/// As for [`overloaded`].
#[inline(always)]
pub unsafe fn overloaded_one(
    overloads: &'static Overloads<Object>,
    slf: Object,
    arg: Object,
    in_line: impl Fn(Given, &mut usize) -> Outcome<Object>,
) -> Object {
    // SAFETY: the caller's obligation; the argument is alive during the call, and so is its place here.
    unsafe { overloaded(overloads, slf, &arg, 1, ptr::null_mut(), in_line) }
}

/// As [`overloaded`], of the vectorcall protocol.
///
/// # Safety
/// As for [`overloaded`].
#[inline(always)]
pub unsafe fn overloaded_vectorcall(
    overloads: &'static Overloads<Object>,
    slf: Object,
    args: *const Object,
    nargsf: usize,
    kwnames: Object,
    in_line: impl Fn(Given, &mut usize) -> Outcome<Object>,
) -> Object {
    // SAFETY: the caller's obligations.
    unsafe {
        let nargs = ffi::PyVectorcall_NARGS(nargsf);
        overloaded(overloads, slf, args, nargs, kwnames, in_line)
    }
}

/// An entry that gets a tuple, and a dict or null, by way of one of the vectorcall protocol.
///
/// # Safety
/// Called by the interpreter with a receiver that `function` takes.
#[inline]
pub unsafe fn overloaded_args(
    function: ffi::vectorcallfunc,
    slf: Object,
    args: Object,
    kwargs: Object,
) -> Object {
    // SAFETY: the caller's obligation.
    unsafe { new_by_vectorcall(function, slf, args, kwargs) }
}

/// The result of the first candidate that accepts the call: in line, or found by [`choose`].
#[inline(always)]
fn picked<R>(
    py: Python<'_>,
    overloads: &'static Overloads<R>,
    slf: Object,
    given: Given,
    in_line: &impl Fn(Given, &mut usize) -> Outcome<R>,
) -> PyResult<R> {
    let mut tried = 0;
    match in_line(given, &mut tried) {
        Ok(result) => result,
        Err(reason) => choose(py, overloads, slf, given, tried, reason),
    }
}

/// The result of a slot whose operands are in `args`.
///
/// # Errors
/// Those of the function; `TypeError` when none accepts the operands.
#[inline(always)]
pub fn overloaded_slot<R: EntryResult, const N: usize>(
    overloads: &'static Overloads<R>,
    slf: Object,
    args: Args<'_, '_, N>,
    in_line: impl Fn(Given, &mut usize) -> Outcome<R>,
) -> PyResult<R> {
    picked(args.py(), overloads, slf, operands(args), &in_line)
}

/// As [`overloaded_slot`], where the other operand gets its turn when none accepts: `NotImplemented`.
///
/// # Errors
/// Those of the function.
#[inline(always)]
pub fn overloaded_operator<const N: usize>(
    overloads: &'static Overloads<Object>,
    slf: Object,
    args: Args<'_, '_, N>,
    in_line: impl Fn(Given, &mut usize) -> Outcome<Object>,
) -> PyResult<Object> {
    let (given, mut tried) = (operands(args), 0);
    match in_line(given, &mut tried) {
        Ok(result) => result,
        Err(reason) => match try_rest(args.py(), overloads, slf, given, tried, reason)? {
            Ok(result) => Ok(result),
            Err(_) => Ok(not_implemented_ptr()),
        },
    }
}

fn operands<const N: usize>(args: Args<'_, '_, N>) -> Given {
    Given { args: args.slots(), count: N, kwnames: ptr::null_mut(), pass: Pass::Strict }
}

/// Finds the candidate for a call that the first `tried` ones, tried strictly, have refused, the last of
/// them for that reason.
#[inline(never)]
fn choose<R>(
    py: Python<'_>,
    overloads: &'static Overloads<R>,
    slf: Object,
    given: Given,
    tried: usize,
    reason: Option<PyErr>,
) -> PyResult<R> {
    match try_rest(py, overloads, slf, given, tried, reason)? {
        Ok(result) => Ok(result),
        Err(reasons) => Err(none_fits(py, overloads, given, reasons)),
    }
}

/// The result of the candidate that accepts the call, or every candidate's refusal. The error is that of
/// the function.
#[inline(never)]
fn try_rest<R>(
    py: Python<'_>,
    overloads: &'static Overloads<R>,
    slf: Object,
    mut given: Given,
    tried: usize,
    reason: Option<PyErr>,
) -> PyResult<Result<R, Vec<Option<PyErr>>>> {
    refused(py, reason)?;
    for candidate in &overloads.candidates[tried..] {
        // SAFETY: the receiver and the arguments of a call by the interpreter, which every attempt takes.
        match unsafe { (candidate.attempt)(slf, given) } {
            Ok(result) => return result.map(Ok),
            Err(reason) => drop(refused(py, reason)?),
        }
    }
    given.pass = Pass::Converting;
    let mut reasons = Vec::new();
    for candidate in overloads.candidates {
        // SAFETY: as above.
        match unsafe { (candidate.attempt)(slf, given) } {
            Ok(result) => return result.map(Ok),
            Err(reason) => reasons.push(refused(py, reason)?),
        }
    }
    Ok(Err(reasons))
}

/// The reason of a refusal, or the error that ends the call: see the module.
#[cold]
#[inline]
pub(crate) fn refused(py: Python<'_>, reason: Option<PyErr>) -> PyResult<Option<PyErr>> {
    let Some(mut error) = reason else { return Ok(None) };
    let refuses = error.failure_mut().is_some()
        || error.is_instance_of::<PyTypeError>(py)
        || error.is_instance_of::<PyValueError>(py)
        || error.is_instance_of::<PyLookupError>(py)
        || error.is_instance_of::<PyAttributeError>(py)
        || error.is_instance_of::<PyArithmeticError>(py);
    if refuses { Ok(Some(error)) } else { Err(error) }
}
