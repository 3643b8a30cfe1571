//! [`PyErr`]: an exception as a Rust error value.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::mem::{self, ManuallyDrop};
use std::ptr;

use crate::error::failure::{Got, text_of};
use crate::error::state::{Recipe, State, TypeOf, is_exception};
use crate::error::{Failure, Kind, panic};
use crate::exceptions::{PyBaseException, PyTypeError};
use crate::object::{Borrowed, Bound, BoundObject, Py, PyTypeCheck, Variable};
use crate::python::{Python, attached};
use crate::types::{PyAnyMethods, PyTracebackMethods, PyType, PyTypeMethods};
use crate::{IntoPyObject, PyAny, PyTypeInfo, ffi};

/// `Result` with a Python exception as its error.
pub type PyResult<T> = Result<T, PyErr>;

/// A Python exception: raised, or yet to be made.
///
/// It is one pointer, so `PyResult<i64>` is returned in two registers. The
/// exception object is made only when something looks at it or when the error
/// leaves Rust.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::exceptions::PyValueError;
///
/// #[pyfunction]
/// fn sqrt(x: f64) -> PyResult<f64> {
///     if x < 0.0 {
///         return Err(PyValueError::new_err(format!("{x} is negative")));
///     }
///     Ok(x.sqrt())
/// }
/// ```
pub struct PyErr(ManuallyDrop<Box<State>>);

/// What an exception can be made from: anything that converts to a Python
/// object, a tuple of them being several arguments.
pub trait PyErrArguments: Send + Sync {
    /// The argument, or a tuple of arguments.
    fn arguments(self, py: Python<'_>) -> Py<PyAny>;
}

impl<T> PyErrArguments for T
where
    T: for<'py> IntoPyObject<'py> + Send + Sync,
{
    fn arguments(self, py: Python<'_>) -> Py<PyAny> {
        match self.into_pyobject(py) {
            Ok(object) => object.into_any().unbind(),
            Err(err) => err.into().into_value(py).into_any(),
        }
    }
}

/// Marks Rust error types that convert to `PyErr`.
pub trait ToPyErr {}

impl PyErr {
    /// An exception of type `T` with `args`; see [`PyErrArguments`].
    ///
    /// The exception object is made later, when it is needed.
    #[cold]
    pub fn new<T, A>(args: A) -> PyErr
    where
        T: PyTypeInfo,
        A: PyErrArguments + Send + Sync + 'static,
    {
        match (message(args), T::VARIABLE) {
            (Message::Text(Cow::Borrowed(text)), Some(class)) => PyErr::literal(class, text),
            (Message::Text(text), _) => PyErr::text(T::type_object_raw, text),
            (Message::Other(args), _) => {
                PyErr::lazy(Box::new(move |py| (T::type_object(py).unbind(), args.arguments(py))))
            }
        }
    }

    /// As [`new`](PyErr::new) with a message, for code of this crate: nothing is made to keep other
    /// arguments.
    #[cold]
    pub(crate) fn worded<T: PyTypeInfo>(message: impl Into<Cow<'static, str>>) -> PyErr {
        far!(PyErr::worded_as: fn(Option<Variable>, TypeOf, Cow<'static, str>) -> PyErr)(
            T::VARIABLE,
            T::type_object_raw,
            message.into(),
        )
    }

    #[cold]
    #[inline(never)]
    fn worded_as(class: Option<Variable>, any: TypeOf, message: Cow<'static, str>) -> PyErr {
        match (message, class) {
            (Cow::Borrowed(text), Some(class)) => PyErr::literal(class, text),
            (text, _) => PyErr::text(any, text),
        }
    }

    /// As [`new`](PyErr::new), of a type only known at run time.
    pub fn from_type<A>(ty: Bound<'_, PyType>, args: A) -> PyErr
    where
        A: PyErrArguments + Send + Sync + 'static,
    {
        let ty = ty.unbind();
        PyErr::lazy(Box::new(move |py| (ty, args.arguments(py))))
    }

    /// From an exception instance, or an exception class (instantiated without
    /// arguments). Anything else gives a `TypeError`.
    pub fn from_value(value: Bound<'_, PyAny>) -> PyErr {
        if is_exception(&value) {
            // SAFETY: just checked.
            let exception: Bound<'_, PyBaseException> = unsafe { value.cast_into_unchecked() };
            return PyErr::from_exception(exception);
        }
        if value.is_instance_of::<PyType>() {
            let none = value.py().None();
            // SAFETY: just checked.
            return PyErr::from_type(unsafe { value.cast_into_unchecked() }, none);
        }
        PyErr::worded::<PyTypeError>("exceptions must derive from BaseException")
    }

    pub(super) fn lazy(lazy: super::state::Lazy) -> PyErr {
        far!(boxed: fn(Recipe) -> PyErr)(Recipe::Lazy(lazy))
    }

    /// An exception of a built-in class with a constant message. Both come in registers, and go from
    /// there to where they stay: as a whole, or by way of the stack, they would have to be waited for.
    #[cold]
    #[inline(never)]
    fn literal(class: Variable, text: &'static str) -> PyErr {
        PyErr::of(|| Recipe::Literal(class, text))
    }

    /// An exception of any class with a message.
    #[cold]
    #[inline(never)]
    fn text(class: TypeOf, text: Cow<'static, str>) -> PyErr {
        PyErr::of(|| Recipe::Text(class, text))
    }

    #[cold]
    pub(super) fn failure(kind: Kind, expected: Cow<'static, str>, got: Got) -> PyErr {
        PyErr::of(|| Recipe::Failure(Failure::new(kind, expected, got)))
    }

    /// The usual failure: of a conversion to what a constant names.
    #[cold]
    #[inline(never)]
    pub(super) fn mismatch(expected: &'static str, got: Borrowed<'_, '_, PyAny>) -> PyErr {
        let got = got.get_type().unbind();
        PyErr::of(|| {
            let expected = Cow::Borrowed(expected);
            Recipe::Failure(Failure::new(Kind::Type, expected, Got::Type(got)))
        })
    }

    /// Makes the recipe where it stays.
    #[inline(always)]
    fn of(recipe: impl FnOnce() -> Recipe) -> PyErr {
        let place = Box::new_uninit();
        PyErr(ManuallyDrop::new(Box::write(place, State::recipe(recipe()))))
    }

    /// The conversion failure, while it has not become an exception.
    pub(crate) fn failure_mut(&mut self) -> Option<&mut Failure> {
        self.0.failure_mut()
    }

    pub(super) fn from_exception(exception: Bound<'_, PyBaseException>) -> PyErr {
        far!(raised: fn(Py<PyBaseException>) -> PyErr)(exception.unbind())
    }

    /// The exception's type.
    #[inline]
    pub fn get_type<'py>(&self, py: Python<'py>) -> Bound<'py, PyType> {
        self.value(py).as_any().get_type()
    }

    /// The exception object.
    pub fn value<'py>(&self, py: Python<'py>) -> &Bound<'py, PyBaseException> {
        far!(State::get: for<'a, 'py> fn(&'a State, Python<'py>) -> &'a Bound<'py, PyBaseException>)(
            &self.0, py,
        )
    }

    /// The exception object, by value.
    pub fn into_value(self, py: Python<'_>) -> Py<PyBaseException> {
        let mut this = ManuallyDrop::new(self);
        // SAFETY: `this` is neither used nor dropped after this.
        let state = unsafe { ManuallyDrop::take(&mut this.0) };
        far!(into_raised: fn(Box<State>, Python<'_>) -> Py<PyBaseException>)(state, py)
    }

    /// Another handle to the same exception.
    pub fn clone_ref(&self, py: Python<'_>) -> PyErr {
        PyErr::from_exception(self.value(py).clone())
    }

    /// Whether an exception is set in the interpreter.
    pub fn occurred(_py: Python<'_>) -> bool {
        // SAFETY: attached (token).
        unsafe { !ffi::PyErr_Occurred().is_null() }
    }

    /// Takes the exception that is set in the interpreter, if any.
    ///
    /// # Panics
    /// Goes on unwinding when it stands for a Rust panic.
    pub fn take(py: Python<'_>) -> Option<PyErr> {
        // SAFETY: attached; a new reference or null.
        let raised = unsafe {
            Bound::from_owned_ptr_or_opt(py, ffi::PyErr_GetRaisedException())?
                .cast_into_unchecked::<PyBaseException>()
        };
        if far!(panic::is_panic: fn(&Bound<'_, PyBaseException>) -> bool)(&raised) {
            far!(panic::resume: fn(PyErr, Python<'_>) -> !)(PyErr::from_exception(raised), py);
        }
        Some(PyErr::from_exception(raised))
    }

    /// Takes the exception after a call that reported failure. A call that set
    /// none gives a `SystemError`.
    #[cold]
    #[inline]
    pub fn fetch(py: Python<'_>) -> PyErr {
        far!(fetch: fn(Python<'_>) -> PyErr)(py)
    }

    /// Raises the exception in the interpreter.
    #[cold]
    pub fn restore(self, py: Python<'_>) {
        let mut this = ManuallyDrop::new(self);
        // SAFETY: `this` is neither used nor dropped after this.
        let state = unsafe { ManuallyDrop::take(&mut this.0) };
        far!(raise: fn(Box<State>, Python<'_>))(state, py);
    }

    /// Raises an error that is no more than a message, which cannot panic. Gives back any other.
    #[inline(always)]
    pub(crate) fn raise_literal(self, py: Python<'_>) -> Option<PyErr> {
        let mut this = ManuallyDrop::new(self);
        // SAFETY: `this` is neither used nor dropped after this.
        let state = unsafe { ManuallyDrop::take(&mut this.0) };
        state.raise_literal(py).map(|state| PyErr(ManuallyDrop::new(state)))
    }

    /// Makes a new exception class, as [`create_exception!`](crate::create_exception) does.
    ///
    /// # Errors
    /// If `name` is not of the form `module.Class`, or `base` is no exception class.
    pub fn new_type<'py>(
        py: Python<'py>,
        name: &std::ffi::CStr,
        doc: Option<&std::ffi::CStr>,
        base: Option<&Bound<'py, PyAny>>,
        dict: Option<Py<PyAny>>,
    ) -> PyResult<Py<PyType>> {
        let base = Bound::ptr_or_null(base);
        let dict_ptr = dict.as_ref().map_or(ptr::null_mut(), Py::as_ptr);
        let doc = doc.map_or(ptr::null(), std::ffi::CStr::as_ptr);
        // SAFETY: attached; nul-terminated texts, living or null objects.
        let made = unsafe {
            let made = ffi::PyErr_NewExceptionWithDoc(name.as_ptr(), doc, base, dict_ptr);
            Bound::from_owned_ptr_or_err(py, made)?
        };
        Ok(made.cast_into::<PyType>()?.unbind())
    }

    /// Whether the exception matches `exc` (a class, or a tuple of classes) as in
    /// `except exc`.
    ///
    /// # Errors
    /// When `exc` cannot be converted.
    pub fn matches<'py, T>(&self, py: Python<'py>, exc: T) -> Result<bool, T::Error>
    where
        T: IntoPyObject<'py>,
    {
        Ok(self.is_instance(py, &exc.into_pyobject(py)?.into_any().into_bound()))
    }

    /// Whether the exception is an instance of `ty`.
    #[inline]
    pub fn is_instance(&self, py: Python<'_>, ty: &Bound<'_, PyAny>) -> bool {
        let ty_ptr = ty.as_ptr();
        // SAFETY: attached; both are living objects.
        unsafe { ffi::PyErr_GivenExceptionMatches(self.value(py).as_ptr(), ty_ptr) != 0 }
    }

    /// Whether the exception is a `T`.
    pub fn is_instance_of<T: PyTypeInfo>(&self, py: Python<'_>) -> bool {
        T::type_check(self.value(py).as_any())
    }
}

fn into_raised(state: Box<State>, py: Python<'_>) -> Py<PyBaseException> {
    state.into_raised(py)
}

fn raise(state: Box<State>, py: Python<'_>) {
    state.raise(py);
}

/// The arguments of an exception: a text, which need not be boxed to be kept, or anything else.
enum Message<A> {
    Text(Cow<'static, str>),
    Other(A),
}

#[inline(always)]
fn message<A: 'static>(args: A) -> Message<A> {
    let mut args = Some(args);
    let any: &mut dyn Any = &mut args;
    if let Some(Some(text)) = any.downcast_mut::<Option<&'static str>>() {
        return Message::Text(Cow::Borrowed(text));
    }
    if let Some(Some(text)) = any.downcast_mut::<Option<String>>() {
        return Message::Text(Cow::Owned(mem::take(text)));
    }
    match args {
        Some(args) => Message::Other(args),
        None => unreachable!("nothing has taken it"),
    }
}

fn boxed(recipe: Recipe) -> PyErr {
    PyErr::of(|| recipe)
}

fn raised(exception: Py<PyBaseException>) -> PyErr {
    PyErr(ManuallyDrop::new(Box::new(State::raised(exception))))
}

fn fetch(py: Python<'_>) -> PyErr {
    PyErr::take(py).unwrap_or_else(|| {
        crate::PyErr::worded::<crate::exceptions::PySystemError>(
            "a call reported failure without setting an exception",
        )
    })
}

impl Drop for PyErr {
    /// Once for all, and out of line: whatever can fail contains this.
    #[cold]
    #[inline(never)]
    fn drop(&mut self) {
        // SAFETY: dropped here and nowhere else; who moves the state out forgets the error.
        unsafe { ManuallyDrop::drop(&mut self.0) }
    }
}

impl fmt::Debug for PyErr {
    /// Attaches to the interpreter, as `Display` does.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut result = Ok(());
        attached(&mut |py| {
            result = f
                .debug_struct("PyErr")
                .field("type", &self.get_type(py))
                .field("value", self.value(py))
                .field("traceback", &self.traceback(py).map(|tb| tb.format().unwrap_or_default()))
                .finish();
        });
        result
    }
}

impl fmt::Display for PyErr {
    /// `TypeName: message`, as the last line of a traceback.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut whole = String::new();
        attached(&mut |py| {
            let value = self.value(py).as_any();
            let name = text_of(value.get_type().qualname());
            whole.push_str(name.as_deref().unwrap_or("<unknown exception type>"));
            whole.push_str(": ");
            let text = text_of(value.str());
            whole.push_str(text.as_deref().unwrap_or("<exception str() failed>"));
        });
        f.write_str(&whole)
    }
}

impl std::error::Error for PyErr {}

impl<'py, T> From<Bound<'py, T>> for PyErr
where
    T: PyTypeCheck + ToPyErr,
{
    fn from(exception: Bound<'py, T>) -> PyErr {
        PyErr::from_value(exception.into_any())
    }
}

impl<'py> IntoPyObject<'py> for PyErr {
    type Target = PyBaseException;
    type Output = Bound<'py, PyBaseException>;
    type Error = std::convert::Infallible;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("BaseException");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(self.into_value(py).into_bound(py))
    }
}

impl<'py> IntoPyObject<'py> for &PyErr {
    type Target = PyBaseException;
    type Output = Bound<'py, PyBaseException>;
    type Error = std::convert::Infallible;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("BaseException");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(self.value(py).clone())
    }
}
