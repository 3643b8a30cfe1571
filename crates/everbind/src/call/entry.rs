//! The C entries: what stands between the interpreter and a generated closure.
//!
//! *Problem.* Each function called from Python has an `extern "C"` entry of its
//! own. What it does besides converting arguments must cost nothing when the call
//! is the common one, and must exist once in the binary when it is not.
//!
//! *How.* A shim below is inlined into each generated entry. It makes slots for the
//! closure: when all arguments are given by position, and none is missing that has no
//! default, the interpreter's own argument array serves as the slots, as many as there are;
//! everything else goes through the one `bind`. The closure's
//! body appears once, after either. A panic is caught around it.
//!
//! *Invariants.* Nothing unwinds into C. No thread-local is touched, no atomic
//! and no allocation happens on the common path. A null result means that an
//! exception is set.
//!
//! *Next.* The closure reads its arguments by `args.rs` and ends with `ret.rs`.

use std::any::Any;
use std::ffi::c_int;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use super::args::Args;
use super::bind;
use super::signature::Signature;
use crate::error::panic_to_err;
use crate::ffi;
use crate::python::Python;
use crate::{PyErr, PyResult};

type Object = *mut ffi::PyObject;

/// What an entry can return to C.
pub trait EntryResult: Copy {
    /// Says that an exception is set.
    const ERROR: Self;
}

impl EntryResult for Object {
    const ERROR: Self = ptr::null_mut();
}

impl EntryResult for c_int {
    const ERROR: Self = -1;
}

impl EntryResult for isize {
    const ERROR: Self = -1;
}

impl EntryResult for () {
    const ERROR: Self = ();
}

/// Bound arguments.
impl EntryResult for *const Object {
    const ERROR: Self = ptr::null();
}

/// Runs `body`, turning an error or a panic into a raised exception.
///
/// `body` could be `FnOnce`, as it runs once. But then `catch_unwind` moves all that it holds, which
/// the processor waits for where the compiler takes that for cold, as of a function that always fails.
///
/// # Safety
/// The thread is attached, and stays so for the call.
#[inline(always)]
pub unsafe fn guard<R: EntryResult>(mut body: impl FnMut(Python<'_>) -> PyResult<R>) -> R {
    // SAFETY: the caller's obligation.
    let py = unsafe { Python::assume_attached() };
    let body = &mut body;
    let run = || match body(py) {
        Ok(result) => result,
        Err(err) => {
            raise(py, err);
            R::ERROR
        }
    };
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(result) => result,
        Err(payload) => {
            raise_panic(py, payload);
            R::ERROR
        }
    }
}

/// Raises an error. It does not unwind, so that an entry whose function cannot panic has no landing pad.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions)] // only called from Rust
extern "C" fn raise(py: Python<'_>, err: PyErr) {
    if let Some(err) = err.raise_literal(py)
        && let Err(payload) = catch_unwind(AssertUnwindSafe(|| err.restore(py)))
    {
        raise_panic(py, payload);
    }
}

#[cold]
#[inline(never)]
fn raise_panic(py: Python<'_>, payload: Box<dyn Any + Send>) {
    // Should even this panic, there is nothing left to do but to end the process,
    // which unwinding out of an `extern "C"` function does.
    panic_to_err(payload).restore(py);
}

/// The slots of a call that was not the common one. Owns what is in those of
/// `*args` and `**kwargs`.
pub struct Slots<const N: usize, const VARIABLE: bool> {
    pub(super) slots: [Object; N],
    regular: usize,
}

impl<const N: usize, const VARIABLE: bool> Slots<N, VARIABLE> {
    #[inline(always)]
    pub(super) fn new(signature: &Signature) -> Self {
        Slots { slots: [ptr::null_mut(); N], regular: signature.count() }
    }
}

impl<const N: usize, const VARIABLE: bool> Drop for Slots<N, VARIABLE> {
    #[inline(always)]
    fn drop(&mut self) {
        if VARIABLE {
            for object in self.slots.iter().skip(self.regular) {
                // SAFETY: attached, as during the whole call; `bind` left a
                // reference of its own there, or null.
                unsafe { ffi::Py_XDECREF(*object) };
            }
        }
    }
}

/// An entry of `METH_FASTCALL | METH_KEYWORDS`. `N` counts the slots; from `MIN` to `MAX`
/// arguments, all by position, need no binding (none where `MIN` is greater); `VARIABLE` says
/// whether there are slots of `*args` or `**kwargs`.
///
/// # Safety
/// Called by the interpreter, which passes what that convention says; `signature`
/// has `N` slots, of which the first `MAX` can be given by position, and `MIN` must be.
#[inline(always)]
pub unsafe fn fast_keywords<
    const N: usize,
    const MIN: usize,
    const MAX: usize,
    const VARIABLE: bool,
    F,
>(
    signature: &'static Signature,
    args: *const Object,
    nargs: ffi::Py_ssize_t,
    kwnames: Object,
    body: F,
) -> Object
where
    F: for<'a, 'py> Fn(Args<'a, 'py, N>) -> PyResult<Object>,
{
    let run = |py: Python<'_>| {
        let mut bound;
        let (mut slots, mut given) = (args, nargs as usize);
        if given < MIN || MAX < given || !kwnames.is_null() {
            bound = Slots::<N, VARIABLE>::new(signature);
            // SAFETY: what the interpreter passed; `N` empty slots.
            let found =
                unsafe { bind::bind(py, signature, args, given, kwnames, &mut bound.slots) };
            match found {
                Ok(found) => (slots, given) = (found, N),
                Err(err) => return Err(err),
            }
        }
        // SAFETY: so many objects, which live as long as the arguments or `bound`, those that are
        // required among them.
        let args = unsafe { Args::first(py, slots, given, signature) };
        body(args)
    };
    // SAFETY: the interpreter calls entries attached.
    unsafe { guard(run) }
}

/// An entry of the vectorcall protocol, `Py_tp_vectorcall` or an instance's.
///
/// # Safety
/// As for [`fast_keywords`].
#[inline(always)]
pub unsafe fn vectorcall<
    const N: usize,
    const MIN: usize,
    const MAX: usize,
    const VARIABLE: bool,
    F,
>(
    signature: &'static Signature,
    args: *const Object,
    nargsf: usize,
    kwnames: Object,
    body: F,
) -> Object
where
    F: for<'a, 'py> Fn(Args<'a, 'py, N>) -> PyResult<Object>,
{
    // SAFETY: the caller's obligations.
    unsafe {
        let nargs = ffi::PyVectorcall_NARGS(nargsf);
        fast_keywords::<N, MIN, MAX, VARIABLE, F>(signature, args, nargs, kwnames, body)
    }
}

/// An entry that gets a tuple, and a dict or null: `tp_new`, `tp_call`.
///
/// # Safety
/// As for [`fast_keywords`].
#[inline(always)]
pub unsafe fn tuple_dict<const N: usize, const VARIABLE: bool, F>(
    signature: &'static Signature,
    args: Object,
    kwargs: Object,
    body: F,
) -> Object
where
    F: for<'a, 'py> Fn(Args<'a, 'py, N>) -> PyResult<Object>,
{
    // SAFETY: the caller's obligations.
    unsafe { tuple_dict_as::<N, VARIABLE, Object, F>(signature, args, kwargs, body) }
}

/// As [`tuple_dict`], for an entry that returns something else, such as `tp_init`.
///
/// # Safety
/// As for [`fast_keywords`].
#[inline(always)]
pub unsafe fn tuple_dict_as<const N: usize, const VARIABLE: bool, R, F>(
    signature: &'static Signature,
    args: Object,
    kwargs: Object,
    body: F,
) -> R
where
    R: EntryResult,
    F: for<'a, 'py> Fn(Args<'a, 'py, N>) -> PyResult<R>,
{
    let run = |py: Python<'_>| {
        let mut bound = Slots::<N, VARIABLE>::new(signature);
        // SAFETY: what the interpreter passed; `N` empty slots.
        unsafe { bind::bind_tuple_dict(py, signature, args, kwargs, &mut bound.slots)? };
        // SAFETY: bound.
        body(unsafe { Args::new(py, &bound.slots, signature) })
    };
    // SAFETY: the interpreter calls entries attached.
    unsafe { guard(run) }
}

/// An entry of `METH_FASTCALL` for a function without parameters.
///
/// # Safety
/// As for [`fast_keywords`].
#[inline(always)]
pub unsafe fn fast<F>(
    signature: &'static Signature,
    args: *const Object,
    nargs: ffi::Py_ssize_t,
    body: F,
) -> Object
where
    F: for<'a, 'py> Fn(Args<'a, 'py, 0>) -> PyResult<Object>,
{
    let run = |py: Python<'_>| {
        if nargs != 0 {
            // SAFETY: what the interpreter passed; there are no slots. It fails.
            unsafe {
                bind::bind(py, signature, args, nargs as usize, ptr::null_mut(), &mut [])?;
            }
        }
        // SAFETY: there are no slots.
        body(unsafe { Args::new(py, &[], signature) })
    };
    // SAFETY: the interpreter calls entries attached.
    unsafe { guard(run) }
}

/// An entry of `METH_NOARGS`, or of a slot that has only a receiver.
///
/// # Safety
/// Called by the interpreter.
#[inline(always)]
pub unsafe fn noargs<R, F>(signature: &'static Signature, body: F) -> R
where
    R: EntryResult,
    F: for<'a, 'py> Fn(Args<'a, 'py, 0>) -> PyResult<R>,
{
    // SAFETY: the interpreter calls entries attached; there are no slots.
    unsafe { guard(|py: Python<'_>| body(Args::new(py, &[], signature))) }
}

/// An entry of `METH_O`, or of a slot with one operand.
///
/// # Safety
/// Called by the interpreter with a living object; `signature` has one required parameter.
#[inline(always)]
pub unsafe fn one_arg<R, F>(signature: &'static Signature, arg: Object, body: F) -> R
where
    R: EntryResult,
    F: for<'a, 'py> Fn(Args<'a, 'py, 1>) -> PyResult<R>,
{
    // SAFETY: the interpreter calls entries attached; the slot is bound.
    unsafe { guard(|py: Python<'_>| body(Args::new(py, &[arg], signature))) }
}

/// An entry of a slot with two operands.
///
/// # Safety
/// Called by the interpreter with living objects, or null for one whose parameter has a default.
#[inline(always)]
pub unsafe fn two_args<R, F>(
    signature: &'static Signature,
    first: Object,
    second: Object,
    body: F,
) -> R
where
    R: EntryResult,
    F: for<'a, 'py> Fn(Args<'a, 'py, 2>) -> PyResult<R>,
{
    // SAFETY: the interpreter calls entries attached; the slots are bound.
    unsafe { guard(|py: Python<'_>| body(Args::new(py, &[first, second], signature))) }
}
