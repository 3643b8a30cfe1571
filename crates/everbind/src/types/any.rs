//! [`PyAny`]: any Python object, and [`PyAnyMethods`]: what can be done with one.
//!
//! The methods (`any_methods.rs`) are one line each over the cores in `any_ops.rs`,
//! which are not generic: what an argument is converted from does not multiply the code.

use std::cmp::Ordering;

use super::any_operators::{declare, operators};
use crate::call::{Keywords, PyCallArgs};
use crate::convert::{FromPyObject, IntoPyObject};
use crate::error::PyResult;
use crate::object::{Bound, Py, PyTypeCheck, PyTypeInfo};
use crate::pyclass::CompareOp;
use crate::types::{PyDict, PyIterator, PyList, PyString, PySuper, PyType};
use crate::{Python, ffi};

/// Any Python object.
#[repr(transparent)]
pub struct PyAny(std::cell::UnsafeCell<()>, std::marker::PhantomData<*mut ()>);

// SAFETY: `object` is the type of every object.
unsafe impl PyTypeInfo for PyAny {
    const QUIET: bool = true;
    const TYPE_HINT: crate::inspect::TypeHint = crate::inspect::TypeHint::ANY;

    #[inline(always)]
    fn type_object_raw(_py: Python<'_>) -> *mut ffi::PyTypeObject {
        ffi::PyBaseObject_Type()
    }

    #[inline(always)]
    fn is_type_of(_object: &Bound<'_, PyAny>) -> bool {
        true
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Bound<'_, super::PyAny> {}
}

/// What every Python object can do. The methods follow Python's built-in
/// functions and operators.
pub trait PyAnyMethods<'py>: sealed::Sealed {
    /// Whether `self` and `other` are the same object: Python's `is`.
    fn is<T: AsRef<Py<PyAny>>>(&self, other: T) -> bool;

    /// Python's `hasattr`.
    ///
    /// # Errors
    /// What the look-up raises, other than `AttributeError`.
    fn hasattr<N>(&self, attr_name: N) -> PyResult<bool>
    where
        N: IntoPyObject<'py, Target = PyString>;

    /// Python's `getattr`.
    ///
    /// # Errors
    /// `AttributeError`, or what the look-up raises.
    fn getattr<N>(&self, attr_name: N) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>;

    /// As [`getattr`](Self::getattr); `None` where there is no such attribute.
    ///
    /// # Errors
    /// What the look-up raises, other than `AttributeError`.
    fn getattr_opt<N>(&self, attr_name: N) -> PyResult<Option<Bound<'py, PyAny>>>
    where
        N: IntoPyObject<'py, Target = PyString>;

    /// Python's `setattr`.
    ///
    /// # Errors
    /// What setting the attribute raises.
    fn setattr<N, V>(&self, attr_name: N, value: V) -> PyResult<()>
    where
        N: IntoPyObject<'py, Target = PyString>,
        V: IntoPyObject<'py>;

    /// Python's `delattr`.
    ///
    /// # Errors
    /// What deleting the attribute raises.
    fn delattr<N>(&self, attr_name: N) -> PyResult<()>
    where
        N: IntoPyObject<'py, Target = PyString>;

    /// Orders two objects by `==`, `<` and `>`.
    ///
    /// # Errors
    /// What a comparison raises; `TypeError` when none of the three holds.
    fn compare<O>(&self, other: O) -> PyResult<Ordering>
    where
        O: IntoPyObject<'py>;

    /// A rich comparison; the result need not be a `bool`.
    ///
    /// # Errors
    /// What the comparison raises.
    fn rich_compare<O>(&self, other: O, compare_op: CompareOp) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>;

    operators!(declare);

    /// Python's `pow(self, other, modulus)`; give `py.None()` for no modulus.
    ///
    /// # Errors
    /// What the operation raises.
    fn pow<O1, O2>(&self, other: O1, modulus: O2) -> PyResult<Bound<'py, PyAny>>
    where
        O1: IntoPyObject<'py>,
        O2: IntoPyObject<'py>;

    /// Whether the object can be called.
    fn is_callable(&self) -> bool;

    /// Calls the object with positional arguments (a tuple) and keyword arguments.
    ///
    /// # Errors
    /// What the call raises.
    fn call<A>(&self, args: A, kwargs: Option<&Bound<'py, PyDict>>) -> PyResult<Bound<'py, PyAny>>
    where
        A: PyCallArgs<'py>;

    /// Calls the object without arguments.
    ///
    /// # Errors
    /// What the call raises.
    fn call0(&self) -> PyResult<Bound<'py, PyAny>>;

    /// Calls the object with positional arguments: a tuple.
    ///
    /// # Errors
    /// What the call raises.
    fn call1<A>(&self, args: A) -> PyResult<Bound<'py, PyAny>>
    where
        A: PyCallArgs<'py>;

    /// Calls a method with positional and keyword arguments.
    ///
    /// # Errors
    /// `AttributeError`, or what the call raises.
    fn call_method<N, A>(
        &self,
        name: N,
        args: A,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
        A: PyCallArgs<'py>;

    /// As [`call`](Self::call), with constant keywords: `call_kw((x,), kwargs!(indent = 2))`. No
    /// dictionary is made.
    ///
    /// # Errors
    /// What the call raises.
    fn call_kw<A, V>(&self, args: A, keywords: Keywords<V>) -> PyResult<Bound<'py, PyAny>>
    where
        A: PyCallArgs<'py>,
        V: PyCallArgs<'py>;

    /// As [`call_method`](Self::call_method), with constant keywords: see [`kwargs!`](crate::kwargs).
    ///
    /// # Errors
    /// `AttributeError`, or what the call raises.
    fn call_method_kw<N, A, V>(
        &self,
        name: N,
        args: A,
        keywords: Keywords<V>,
    ) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
        A: PyCallArgs<'py>,
        V: PyCallArgs<'py>;

    /// Calls a method without arguments.
    ///
    /// # Errors
    /// `AttributeError`, or what the call raises.
    fn call_method0<N>(&self, name: N) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>;

    /// Calls a method with positional arguments: a tuple.
    ///
    /// # Errors
    /// `AttributeError`, or what the call raises.
    fn call_method1<N, A>(&self, name: N, args: A) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
        A: PyCallArgs<'py>;

    /// The object's truth value.
    ///
    /// # Errors
    /// What `__bool__` or `__len__` raises.
    fn is_truthy(&self) -> PyResult<bool>;

    /// Whether the object is `None`.
    fn is_none(&self) -> bool;

    /// Whether `len(self)` is 0.
    ///
    /// # Errors
    /// What `__len__` raises.
    fn is_empty(&self) -> PyResult<bool>;

    /// Python's `self[key]`.
    ///
    /// # Errors
    /// `KeyError`, `IndexError`, or what the look-up raises.
    fn get_item<K>(&self, key: K) -> PyResult<Bound<'py, PyAny>>
    where
        K: IntoPyObject<'py>;

    /// Python's `self[key] = value`.
    ///
    /// # Errors
    /// What the assignment raises.
    fn set_item<K, V>(&self, key: K, value: V) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>;

    /// Python's `del self[key]`.
    ///
    /// # Errors
    /// What the deletion raises.
    fn del_item<K>(&self, key: K) -> PyResult<()>
    where
        K: IntoPyObject<'py>;

    /// Python's `iter(self)`.
    ///
    /// # Errors
    /// `TypeError` when the object is not iterable.
    fn try_iter(&self) -> PyResult<Bound<'py, PyIterator>>;

    /// The object's type.
    fn get_type(&self) -> Bound<'py, PyType>;

    /// The address of the object's type.
    fn get_type_ptr(&self) -> *mut ffi::PyTypeObject;

    /// Converts to a Rust value; see [`FromPyObject`].
    ///
    /// # Errors
    /// The conversion's own error.
    fn extract<'a, T>(&'a self) -> Result<T, T::Error>
    where
        T: FromPyObject<'a, 'py>;

    /// The number of references, as CPython counts them.
    fn get_refcnt(&self) -> isize;

    /// Python's `repr(self)`.
    ///
    /// # Errors
    /// What `__repr__` raises.
    fn repr(&self) -> PyResult<Bound<'py, PyString>>;

    /// Python's `str(self)`.
    ///
    /// # Errors
    /// What `__str__` raises.
    fn str(&self) -> PyResult<Bound<'py, PyString>>;

    /// Python's `hash(self)`.
    ///
    /// # Errors
    /// `TypeError` when the object is not hashable.
    fn hash(&self) -> PyResult<isize>;

    /// Python's `len(self)`.
    ///
    /// # Errors
    /// `TypeError` when the object has no length.
    fn len(&self) -> PyResult<usize>;

    /// Python's `dir(self)`.
    ///
    /// # Errors
    /// What `__dir__` raises.
    fn dir(&self) -> PyResult<Bound<'py, PyList>>;

    /// Python's `isinstance(self, ty)`.
    ///
    /// # Errors
    /// What `__instancecheck__` raises.
    fn is_instance(&self, ty: &Bound<'py, PyAny>) -> PyResult<bool>;

    /// Whether the object's type is `ty` itself.
    fn is_exact_instance(&self, ty: &Bound<'py, PyAny>) -> bool;

    /// Whether the object is a `T`.
    fn is_instance_of<T: PyTypeCheck>(&self) -> bool;

    /// Whether the object's type is exactly `T`.
    fn is_exact_instance_of<T: PyTypeInfo>(&self) -> bool;

    /// Python's `value in self`.
    ///
    /// # Errors
    /// What the test raises.
    fn contains<V>(&self, value: V) -> PyResult<bool>
    where
        V: IntoPyObject<'py>;

    /// Python's `super(type(self), self)`.
    ///
    /// # Errors
    /// What `super` raises.
    fn py_super(&self) -> PyResult<Bound<'py, PySuper>>;
}
