//! What a Rust marker type says about Python objects.

use crate::inspect::TypeHint;
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyType;
use crate::{PyAny, PyResult, ffi};

/// Marks the types whose handles dereference to `Bound<'py, PyAny>`: all
/// concrete object types.
pub trait DerefToPyAny {}

/// The address of a variable that holds a type object.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Variable(*const *mut ffi::PyObject);

// SAFETY: the variable is written when the library is loaded, and only read after that.
unsafe impl Send for Variable {}
// SAFETY: as above.
unsafe impl Sync for Variable {}

impl Variable {
    /// # Safety
    /// A variable that holds a type object whenever a thread is attached, and lives for ever.
    pub(crate) const unsafe fn new(variable: *const *mut ffi::PyObject) -> Self {
        Variable(variable)
    }

    #[inline(always)]
    pub(crate) fn get(self, _py: Python<'_>) -> *mut ffi::PyTypeObject {
        // SAFETY: the obligation of `new`; attached (token).
        unsafe { self.0.read() }.cast()
    }
}

/// A Rust type that stands for a Python type with a type object.
///
/// # Safety
/// `type_object_raw` returns a type object that lives as long as the
/// interpreter, and `is_type_of` is true only for its instances.
pub unsafe trait PyTypeInfo: Sized {
    /// Whether `is_type_of` never runs any Python code.
    #[doc(hidden)]
    const QUIET: bool = false;

    /// The variable that holds the type object, if the interpreter has one. It is read only while
    /// attached, and never changes then.
    #[doc(hidden)]
    const VARIABLE: Option<Variable> = None;

    /// What stubs call the type.
    const TYPE_HINT: TypeHint = TypeHint::UNKNOWN;

    /// The same of a parameter, which may accept other objects: see `class/implicit.rs`.
    #[doc(hidden)]
    const PARAMETER_HINT: TypeHint = Self::TYPE_HINT;

    /// The type object, borrowed.
    fn type_object_raw(py: Python<'_>) -> *mut ffi::PyTypeObject;

    /// The type object.
    #[inline]
    fn type_object(py: Python<'_>) -> Bound<'_, PyType> {
        let raw = Self::type_object_raw(py).cast::<ffi::PyObject>();
        // SAFETY: a living type object by the trait's contract.
        unsafe { Borrowed::from_ptr_unchecked(py, raw).cast_unchecked::<PyType>() }.to_owned()
    }

    /// Whether `object` is an instance of the type or of a subclass.
    #[inline]
    fn is_type_of(object: &Bound<'_, PyAny>) -> bool {
        let expected = Self::type_object_raw(object.py());
        // SAFETY: both are living objects.
        unsafe {
            let actual = ffi::Py_TYPE(object.as_ptr());
            actual == expected || ffi::PyType_IsSubtype(actual, expected) != 0
        }
    }

    /// Whether `object` is an instance of the type itself, not of a subclass.
    #[inline]
    fn is_exact_type_of(object: &Bound<'_, PyAny>) -> bool {
        // SAFETY: a living object.
        unsafe { ffi::Py_TYPE(object.as_ptr()) == Self::type_object_raw(object.py()) }
    }

    /// Whether `object` is certainly an instance, found out without running any Python code. False says nothing.
    #[doc(hidden)]
    #[inline(always)]
    fn is_surely_type_of(object: &Bound<'_, PyAny>) -> bool {
        Self::QUIET && Self::is_type_of(object)
    }

    /// A new instance made of `object`, which is none: see `class/implicit.rs`.
    #[doc(hidden)]
    #[inline(always)]
    fn implicit_instance<'py>(_object: &Bound<'py, PyAny>) -> Option<PyResult<Bound<'py, Self>>> {
        None
    }
}

/// A Rust type that an object can be checked against: every [`PyTypeInfo`], and
/// protocols such as [`PySequence`](crate::types::PySequence) that are no single class.
///
/// # Safety
/// `type_check` is true only for objects on which all methods of the type are
/// sound.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type that Python objects can be checked against",
    note = "use a type of `everbind::types` or a `#[pyclass]`"
)]
pub unsafe trait PyTypeCheck {
    /// Whether `type_check` never runs any Python code.
    #[doc(hidden)]
    const QUIET: bool = false;

    /// What stubs call the type.
    const TYPE_HINT: TypeHint = TypeHint::UNKNOWN;

    /// The same of a parameter, which may accept other objects: see `class/implicit.rs`.
    #[doc(hidden)]
    const PARAMETER_HINT: TypeHint = Self::TYPE_HINT;

    /// Whether `object` can be used as `Self`.
    fn type_check(object: &Bound<'_, PyAny>) -> bool;

    /// Whether `object` certainly can, found out without running any Python code. False says nothing.
    #[doc(hidden)]
    #[inline(always)]
    fn surely_type_check(object: &Bound<'_, PyAny>) -> bool {
        Self::QUIET && Self::type_check(object)
    }

    /// What `isinstance` would be given: a class, or a tuple of classes.
    fn classinfo_object(py: Python<'_>) -> Bound<'_, PyAny>;

    /// An object that can be used as `Self`, made of `object`, which cannot: see `class/implicit.rs`.
    #[doc(hidden)]
    #[inline(always)]
    fn implicit<'py>(_object: &Bound<'py, PyAny>) -> Option<PyResult<Bound<'py, Self>>>
    where
        Self: Sized,
    {
        None
    }
}

// SAFETY: `is_type_of` answers for exactly the type's instances.
unsafe impl<T: PyTypeInfo> PyTypeCheck for T {
    const QUIET: bool = T::QUIET;
    const TYPE_HINT: TypeHint = T::TYPE_HINT;
    const PARAMETER_HINT: TypeHint = T::PARAMETER_HINT;

    #[inline]
    fn type_check(object: &Bound<'_, PyAny>) -> bool {
        T::is_type_of(object)
    }

    #[inline(always)]
    fn surely_type_check(object: &Bound<'_, PyAny>) -> bool {
        T::is_surely_type_of(object)
    }

    #[inline]
    fn classinfo_object(py: Python<'_>) -> Bound<'_, PyAny> {
        T::type_object(py).into_any()
    }

    #[inline(always)]
    fn implicit<'py>(object: &Bound<'py, PyAny>) -> Option<PyResult<Bound<'py, Self>>> {
        T::implicit_instance(object)
    }
}
