//! [`PyAny`]: any Python object, and [`PyAnyMethods`]: what can be done with one.
//!
//! The methods are one line each over the cores in `any_ops.rs`, which are not
//! generic: what an argument is converted from does not multiply the code.

use std::cmp::Ordering;

use super::any_ops as ops;
use crate::call::PyCallArgs;
use crate::convert::{FromPyObject, IntoPyObject, Token};
use crate::error::PyResult;
use crate::object::{Bound, BoundObject, Py, PyTypeCheck, PyTypeInfo};
use crate::pyclass::CompareOp;
use crate::types::{PyDict, PyIterator, PyList, PyString, PySuper, PyType};
use crate::{CastError, CastIntoError, Python, ffi};

/// Any Python object.
#[repr(transparent)]
pub struct PyAny(std::cell::UnsafeCell<()>, std::marker::PhantomData<*mut ()>);

// SAFETY: `object` is the type of every object.
unsafe impl PyTypeInfo for PyAny {
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

    /// Python's `-self`.
    ///
    /// # Errors
    /// What the operation raises.
    fn neg(&self) -> PyResult<Bound<'py, PyAny>>;

    /// Python's `+self`.
    ///
    /// # Errors
    /// What the operation raises.
    fn pos(&self) -> PyResult<Bound<'py, PyAny>>;

    /// Python's `abs(self)`.
    ///
    /// # Errors
    /// What the operation raises.
    fn abs(&self) -> PyResult<Bound<'py, PyAny>>;

    /// Python's `~self`.
    ///
    /// # Errors
    /// What the operation raises.
    fn bitnot(&self) -> PyResult<Bound<'py, PyAny>>;

    /// Python's `self < other`, as a truth value.
    ///
    /// # Errors
    /// What the comparison raises.
    fn lt<O>(&self, other: O) -> PyResult<bool>
    where
        O: IntoPyObject<'py>;

    /// Python's `self <= other`, as a truth value.
    ///
    /// # Errors
    /// What the comparison raises.
    fn le<O>(&self, other: O) -> PyResult<bool>
    where
        O: IntoPyObject<'py>;

    /// Python's `self == other`, as a truth value.
    ///
    /// # Errors
    /// What the comparison raises.
    fn eq<O>(&self, other: O) -> PyResult<bool>
    where
        O: IntoPyObject<'py>;

    /// Python's `self != other`, as a truth value.
    ///
    /// # Errors
    /// What the comparison raises.
    fn ne<O>(&self, other: O) -> PyResult<bool>
    where
        O: IntoPyObject<'py>;

    /// Python's `self > other`, as a truth value.
    ///
    /// # Errors
    /// What the comparison raises.
    fn gt<O>(&self, other: O) -> PyResult<bool>
    where
        O: IntoPyObject<'py>;

    /// Python's `self >= other`, as a truth value.
    ///
    /// # Errors
    /// What the comparison raises.
    fn ge<O>(&self, other: O) -> PyResult<bool>
    where
        O: IntoPyObject<'py>;

    /// Python's `self + other`.
    ///
    /// # Errors
    /// What the operation raises.
    fn add<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>;

    /// Python's `self - other`.
    ///
    /// # Errors
    /// What the operation raises.
    fn sub<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>;

    /// Python's `self * other`.
    ///
    /// # Errors
    /// What the operation raises.
    fn mul<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>;

    /// Python's `self @ other`.
    ///
    /// # Errors
    /// What the operation raises.
    fn matmul<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>;

    /// Python's `self / other`.
    ///
    /// # Errors
    /// What the operation raises.
    fn div<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>;

    /// Python's `self // other`.
    ///
    /// # Errors
    /// What the operation raises.
    fn floor_div<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>;

    /// Python's `self % other`.
    ///
    /// # Errors
    /// What the operation raises.
    fn rem<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>;

    /// Python's `self << other`.
    ///
    /// # Errors
    /// What the operation raises.
    fn lshift<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>;

    /// Python's `self >> other`.
    ///
    /// # Errors
    /// What the operation raises.
    fn rshift<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>;

    /// Python's `self & other`.
    ///
    /// # Errors
    /// What the operation raises.
    fn bitand<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>;

    /// Python's `self | other`.
    ///
    /// # Errors
    /// What the operation raises.
    fn bitor<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>;

    /// Python's `self ^ other`.
    ///
    /// # Errors
    /// What the operation raises.
    fn bitxor<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>;

    /// Python's `divmod(self, other)`.
    ///
    /// # Errors
    /// What the operation raises.
    fn divmod<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>;

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
    fn call_method<N, A>(&self, name: N, args: A, kwargs: Option<&Bound<'py, PyDict>>) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
        A: PyCallArgs<'py>;

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

/// The attribute name as a string object.
#[inline]
fn name<'py, N>(object: &Bound<'py, PyAny>, name: N) -> PyResult<N::Output>
where
    N: IntoPyObject<'py, Target = PyString>,
{
    name.into_pyobject(object.py()).map_err(Into::into)
}

/// An operand as an object.
#[inline]
fn any<'py, V: IntoPyObject<'py>>(
    object: &Bound<'py, PyAny>,
    value: V,
) -> PyResult<<V::Output as BoundObject<'py, V::Target>>::Any> {
    match value.into_pyobject(object.py()) {
        Ok(value) => Ok(value.into_any()),
        Err(err) => Err(err.into()),
    }
}

impl<'py> PyAnyMethods<'py> for Bound<'py, PyAny> {
    #[inline]
    fn is<T: AsRef<Py<PyAny>>>(&self, other: T) -> bool {
        self.as_ptr() == other.as_ref().as_ptr()
    }

    #[inline]
    fn hasattr<N>(&self, attr_name: N) -> PyResult<bool>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        ops::hasattr(self, name(self, attr_name)?.as_borrowed())
    }

    #[inline]
    fn getattr<N>(&self, attr_name: N) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        ops::getattr(self, name(self, attr_name)?.as_borrowed())
    }

    #[inline]
    fn getattr_opt<N>(&self, attr_name: N) -> PyResult<Option<Bound<'py, PyAny>>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        ops::getattr_opt(self, name(self, attr_name)?.as_borrowed())
    }

    #[inline]
    fn setattr<N, V>(&self, attr_name: N, value: V) -> PyResult<()>
    where
        N: IntoPyObject<'py, Target = PyString>,
        V: IntoPyObject<'py>,
    {
        ops::setattr(self, name(self, attr_name)?.as_borrowed(), any(self, value)?.as_borrowed())
    }

    #[inline]
    fn delattr<N>(&self, attr_name: N) -> PyResult<()>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        ops::delattr(self, name(self, attr_name)?.as_borrowed())
    }

    #[inline]
    fn compare<O>(&self, other: O) -> PyResult<Ordering>
    where
        O: IntoPyObject<'py>,
    {
        ops::compare(self, any(self, other)?.as_borrowed())
    }

    #[inline]
    fn rich_compare<O>(&self, other: O, compare_op: CompareOp) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>,
    {
        ops::rich_compare(self, any(self, other)?.as_borrowed(), compare_op)
    }

    #[inline]
    fn neg(&self) -> PyResult<Bound<'py, PyAny>> {
        ops::unary(self, ffi::PyNumber_Negative)
    }

    #[inline]
    fn pos(&self) -> PyResult<Bound<'py, PyAny>> {
        ops::unary(self, ffi::PyNumber_Positive)
    }

    #[inline]
    fn abs(&self) -> PyResult<Bound<'py, PyAny>> {
        ops::unary(self, ffi::PyNumber_Absolute)
    }

    #[inline]
    fn bitnot(&self) -> PyResult<Bound<'py, PyAny>> {
        ops::unary(self, ffi::PyNumber_Invert)
    }

    #[inline]
    fn lt<O>(&self, other: O) -> PyResult<bool>
    where
        O: IntoPyObject<'py>,
    {
        ops::holds(self, any(self, other)?.as_borrowed(), CompareOp::Lt)
    }

    #[inline]
    fn le<O>(&self, other: O) -> PyResult<bool>
    where
        O: IntoPyObject<'py>,
    {
        ops::holds(self, any(self, other)?.as_borrowed(), CompareOp::Le)
    }

    #[inline]
    fn eq<O>(&self, other: O) -> PyResult<bool>
    where
        O: IntoPyObject<'py>,
    {
        ops::holds(self, any(self, other)?.as_borrowed(), CompareOp::Eq)
    }

    #[inline]
    fn ne<O>(&self, other: O) -> PyResult<bool>
    where
        O: IntoPyObject<'py>,
    {
        ops::holds(self, any(self, other)?.as_borrowed(), CompareOp::Ne)
    }

    #[inline]
    fn gt<O>(&self, other: O) -> PyResult<bool>
    where
        O: IntoPyObject<'py>,
    {
        ops::holds(self, any(self, other)?.as_borrowed(), CompareOp::Gt)
    }

    #[inline]
    fn ge<O>(&self, other: O) -> PyResult<bool>
    where
        O: IntoPyObject<'py>,
    {
        ops::holds(self, any(self, other)?.as_borrowed(), CompareOp::Ge)
    }

    #[inline]
    fn add<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>,
    {
        ops::binary(self, any(self, other)?.as_borrowed(), ffi::PyNumber_Add)
    }

    #[inline]
    fn sub<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>,
    {
        ops::binary(self, any(self, other)?.as_borrowed(), ffi::PyNumber_Subtract)
    }

    #[inline]
    fn mul<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>,
    {
        ops::binary(self, any(self, other)?.as_borrowed(), ffi::PyNumber_Multiply)
    }

    #[inline]
    fn matmul<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>,
    {
        ops::binary(self, any(self, other)?.as_borrowed(), ffi::PyNumber_MatrixMultiply)
    }

    #[inline]
    fn div<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>,
    {
        ops::binary(self, any(self, other)?.as_borrowed(), ffi::PyNumber_TrueDivide)
    }

    #[inline]
    fn floor_div<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>,
    {
        ops::binary(self, any(self, other)?.as_borrowed(), ffi::PyNumber_FloorDivide)
    }

    #[inline]
    fn rem<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>,
    {
        ops::binary(self, any(self, other)?.as_borrowed(), ffi::PyNumber_Remainder)
    }

    #[inline]
    fn lshift<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>,
    {
        ops::binary(self, any(self, other)?.as_borrowed(), ffi::PyNumber_Lshift)
    }

    #[inline]
    fn rshift<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>,
    {
        ops::binary(self, any(self, other)?.as_borrowed(), ffi::PyNumber_Rshift)
    }

    #[inline]
    fn bitand<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>,
    {
        ops::binary(self, any(self, other)?.as_borrowed(), ffi::PyNumber_And)
    }

    #[inline]
    fn bitor<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>,
    {
        ops::binary(self, any(self, other)?.as_borrowed(), ffi::PyNumber_Or)
    }

    #[inline]
    fn bitxor<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>,
    {
        ops::binary(self, any(self, other)?.as_borrowed(), ffi::PyNumber_Xor)
    }

    #[inline]
    fn divmod<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>,
    {
        ops::binary(self, any(self, other)?.as_borrowed(), ffi::PyNumber_Divmod)
    }

    #[inline]
    fn pow<O1, O2>(&self, other: O1, modulus: O2) -> PyResult<Bound<'py, PyAny>>
    where
        O1: IntoPyObject<'py>,
        O2: IntoPyObject<'py>,
    {
        ops::power(self, any(self, other)?.as_borrowed(), any(self, modulus)?.as_borrowed())
    }

    #[inline]
    fn is_callable(&self) -> bool {
        ops::is_callable(self)
    }

    #[inline]
    fn call<A>(&self, args: A, kwargs: Option<&Bound<'py, PyDict>>) -> PyResult<Bound<'py, PyAny>>
    where
        A: PyCallArgs<'py>,
    {
        args.call(self.as_borrowed(), kwargs, Token::NEW)
    }

    #[inline]
    fn call0(&self) -> PyResult<Bound<'py, PyAny>> {
        ops::call0(self)
    }

    #[inline]
    fn call1<A>(&self, args: A) -> PyResult<Bound<'py, PyAny>>
    where
        A: PyCallArgs<'py>,
    {
        args.call_positional(self.as_borrowed(), Token::NEW)
    }

    #[inline]
    fn call_method<N, A>(&self, name: N, args: A, kwargs: Option<&Bound<'py, PyDict>>) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
        A: PyCallArgs<'py>,
    {
        match kwargs {
            None => self.call_method1(name, args),
            Some(_) => self.getattr(name)?.call(args, kwargs),
        }
    }

    #[inline]
    fn call_method0<N>(&self, name: N) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        ops::call_method0(self, self::name(self, name)?.as_borrowed())
    }

    #[inline]
    fn call_method1<N, A>(&self, name: N, args: A) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
        A: PyCallArgs<'py>,
    {
        args.call_method_positional(self.as_borrowed(), self::name(self, name)?.as_borrowed(), Token::NEW)
    }

    #[inline]
    fn is_truthy(&self) -> PyResult<bool> {
        ops::is_truthy(self)
    }

    #[inline]
    fn is_none(&self) -> bool {
        ops::is_none(self)
    }

    #[inline]
    fn is_empty(&self) -> PyResult<bool> {
        Ok(self.len()? == 0)
    }

    #[inline]
    fn get_item<K>(&self, key: K) -> PyResult<Bound<'py, PyAny>>
    where
        K: IntoPyObject<'py>,
    {
        ops::get_item(self, any(self, key)?.as_borrowed())
    }

    #[inline]
    fn set_item<K, V>(&self, key: K, value: V) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>,
    {
        ops::set_item(self, any(self, key)?.as_borrowed(), any(self, value)?.as_borrowed())
    }

    #[inline]
    fn del_item<K>(&self, key: K) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
    {
        ops::del_item(self, any(self, key)?.as_borrowed())
    }

    #[inline]
    fn try_iter(&self) -> PyResult<Bound<'py, PyIterator>> {
        PyIterator::from_object(self)
    }

    #[inline]
    fn get_type(&self) -> Bound<'py, PyType> {
        ops::get_type(self)
    }

    #[inline]
    fn get_type_ptr(&self) -> *mut ffi::PyTypeObject {
        ops::get_type_ptr(self)
    }

    #[inline]
    fn extract<'a, T>(&'a self) -> Result<T, T::Error>
    where
        T: FromPyObject<'a, 'py>,
    {
        T::extract(self.as_borrowed())
    }

    #[inline]
    fn get_refcnt(&self) -> isize {
        self.as_unbound().get_refcnt(self.py())
    }

    #[inline]
    fn repr(&self) -> PyResult<Bound<'py, PyString>> {
        ops::repr(self)
    }

    #[inline]
    fn str(&self) -> PyResult<Bound<'py, PyString>> {
        ops::str(self)
    }

    #[inline]
    fn hash(&self) -> PyResult<isize> {
        ops::hash(self)
    }

    #[inline]
    fn len(&self) -> PyResult<usize> {
        ops::len(self)
    }

    #[inline]
    fn dir(&self) -> PyResult<Bound<'py, PyList>> {
        ops::dir(self)
    }

    #[inline]
    fn is_instance(&self, ty: &Bound<'py, PyAny>) -> PyResult<bool> {
        ops::is_instance(self, ty)
    }

    #[inline]
    fn is_exact_instance(&self, ty: &Bound<'py, PyAny>) -> bool {
        self.get_type_ptr().cast() == ty.as_ptr()
    }

    #[inline]
    fn is_instance_of<T: PyTypeCheck>(&self) -> bool {
        T::type_check(self)
    }

    #[inline]
    fn is_exact_instance_of<T: PyTypeInfo>(&self) -> bool {
        T::is_exact_type_of(self)
    }

    #[inline]
    fn contains<V>(&self, value: V) -> PyResult<bool>
    where
        V: IntoPyObject<'py>,
    {
        ops::contains(self, any(self, value)?.as_borrowed())
    }

    #[inline]
    fn py_super(&self) -> PyResult<Bound<'py, PySuper>> {
        PySuper::new(&self.get_type(), self)
    }
}

/// PyO3's names until 0.27.
impl<'py, T> Bound<'py, T> {
    /// As [`cast`](Bound::cast).
    ///
    /// # Errors
    /// [`CastError`] when the object is not a `U`.
    #[deprecated(note = "renamed to `cast`")]
    pub fn downcast<U: PyTypeCheck>(&self) -> Result<&Bound<'py, U>, CastError<'_, 'py>> {
        self.cast()
    }

    /// As [`cast_into`](Bound::cast_into).
    ///
    /// # Errors
    /// [`CastIntoError`] when the object is not a `U`.
    #[deprecated(note = "renamed to `cast_into`")]
    pub fn downcast_into<U: PyTypeCheck>(self) -> Result<Bound<'py, U>, CastIntoError<'py>> {
        self.cast_into()
    }

    /// As [`cast_exact`](Bound::cast_exact).
    ///
    /// # Errors
    /// [`CastError`] when the object is not exactly a `U`.
    #[deprecated(note = "renamed to `cast_exact`")]
    pub fn downcast_exact<U: PyTypeInfo>(&self) -> Result<&Bound<'py, U>, CastError<'_, 'py>> {
        self.cast_exact()
    }

    /// As [`cast_into_exact`](Bound::cast_into_exact).
    ///
    /// # Errors
    /// [`CastIntoError`] when the object is not exactly a `U`.
    #[deprecated(note = "renamed to `cast_into_exact`")]
    pub fn downcast_into_exact<U: PyTypeInfo>(self) -> Result<Bound<'py, U>, CastIntoError<'py>> {
        self.cast_into_exact()
    }
}
