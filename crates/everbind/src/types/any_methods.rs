//! [`PyAnyMethods`] for `Bound<'py, PyAny>`.

use std::cmp::Ordering;

use super::any_operators::{implement, operators};
use super::any_ops as ops;
use crate::call::{Keywords, PyCallArgs, Target, outgoing};
use crate::convert::{FromPyObject, IntoPyObject};
use crate::error::PyResult;
use crate::ffi;
use crate::object::{Bound, BoundObject, Py, PyTypeCheck, PyTypeInfo};
use crate::pyclass::CompareOp;
use crate::types::{PyAny, PyAnyMethods, PyDict, PyIterator, PyList, PyString, PySuper, PyType};

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

    operators!(implement);

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
        outgoing::call(Target::Function(self.as_borrowed()), args, kwargs)
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
        outgoing::call(Target::Function(self.as_borrowed()), args, None)
    }

    #[inline]
    fn call_method<N, A>(
        &self,
        name: N,
        args: A,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
        A: PyCallArgs<'py>,
    {
        let name = self::name(self, name)?;
        let target = Target::Method(self.as_borrowed(), name.as_borrowed());
        outgoing::call(target, args, kwargs)
    }

    #[inline]
    fn call_kw<A, V>(&self, args: A, keywords: Keywords<V>) -> PyResult<Bound<'py, PyAny>>
    where
        A: PyCallArgs<'py>,
        V: PyCallArgs<'py>,
    {
        outgoing::call_kw(Target::Function(self.as_borrowed()), args, keywords)
    }

    #[inline]
    fn call_method_kw<N, A, V>(
        &self,
        name: N,
        args: A,
        keywords: Keywords<V>,
    ) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
        A: PyCallArgs<'py>,
        V: PyCallArgs<'py>,
    {
        let name = self::name(self, name)?;
        let target = Target::Method(self.as_borrowed(), name.as_borrowed());
        outgoing::call_kw(target, args, keywords)
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
        self.call_method(name, args, None)
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
