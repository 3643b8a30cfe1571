//! The methods of [`PyAnyMethods`] that [`Py<T>`] offers directly.

use crate::call::PyCallArgs;
use crate::error::PyResult;
use crate::object::{Bound, Py, PyTypeCheck};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyDict, PyString};
use crate::{CastError, FromPyObject, IntoPyObject, PyAny};

impl<T> Py<T> {
    /// Whether the object is `None`.
    pub fn is_none(&self, py: Python<'_>) -> bool {
        self.bind(py).as_any().is_none()
    }

    /// The object's truth value.
    ///
    /// # Errors
    /// What its `__bool__` or `__len__` raises.
    pub fn is_truthy(&self, py: Python<'_>) -> PyResult<bool> {
        self.bind(py).as_any().is_truthy()
    }

    /// Converts to a Rust value; see [`FromPyObject`].
    ///
    /// # Errors
    /// The conversion's own error.
    pub fn extract<'a, 'py, D>(&'a self, py: Python<'py>) -> Result<D, D::Error>
    where
        D: FromPyObject<'a, 'py>,
    {
        self.bind_borrowed(py).extract()
    }

    /// Python's `getattr(self, name)`.
    ///
    /// # Errors
    /// `AttributeError`, or what the attribute's lookup raises.
    pub fn getattr<'py, N>(&self, py: Python<'py>, attr_name: N) -> PyResult<Py<PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        self.bind(py).as_any().getattr(attr_name).map(Bound::unbind)
    }

    /// Python's `setattr(self, name, value)`.
    ///
    /// # Errors
    /// What setting the attribute raises.
    pub fn setattr<'py, N, V>(&self, py: Python<'py>, attr_name: N, value: V) -> PyResult<()>
    where
        N: IntoPyObject<'py, Target = PyString>,
        V: IntoPyObject<'py>,
    {
        self.bind(py).as_any().setattr(attr_name, value)
    }

    /// Calls the object with positional and keyword arguments.
    ///
    /// # Errors
    /// What the call raises.
    pub fn call<'py, A>(
        &self,
        py: Python<'py>,
        args: A,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Py<PyAny>>
    where
        A: PyCallArgs<'py>,
    {
        self.bind(py).as_any().call(args, kwargs).map(Bound::unbind)
    }

    /// Calls the object with positional arguments.
    ///
    /// # Errors
    /// What the call raises.
    pub fn call1<'py, A>(&self, py: Python<'py>, args: A) -> PyResult<Py<PyAny>>
    where
        A: PyCallArgs<'py>,
    {
        self.bind(py).as_any().call1(args).map(Bound::unbind)
    }

    /// Calls the object without arguments.
    ///
    /// # Errors
    /// What the call raises.
    pub fn call0(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.bind(py).as_any().call0().map(Bound::unbind)
    }

    /// Calls a method with positional and keyword arguments.
    ///
    /// # Errors
    /// `AttributeError`, or what the call raises.
    pub fn call_method<'py, N, A>(
        &self,
        py: Python<'py>,
        name: N,
        args: A,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Py<PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
        A: PyCallArgs<'py>,
    {
        let object = self.bind(py).as_any();
        object.call_method(name, args, kwargs).map(Bound::unbind)
    }

    /// Calls a method with positional arguments.
    ///
    /// # Errors
    /// `AttributeError`, or what the call raises.
    pub fn call_method1<'py, N, A>(&self, py: Python<'py>, name: N, args: A) -> PyResult<Py<PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
        A: PyCallArgs<'py>,
    {
        let object = self.bind(py).as_any();
        object.call_method1(name, args).map(Bound::unbind)
    }

    /// Calls a method without arguments.
    ///
    /// # Errors
    /// `AttributeError`, or what the call raises.
    pub fn call_method0<'py, N>(&self, py: Python<'py>, name: N) -> PyResult<Py<PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        self.bind(py).as_any().call_method0(name).map(Bound::unbind)
    }

    /// Binds the reference and checks that the object is a `U`.
    ///
    /// # Errors
    /// [`CastError`] when it is not.
    pub fn cast_bound<'py, U>(&self, py: Python<'py>) -> Result<&Bound<'py, U>, CastError<'_, 'py>>
    where
        U: PyTypeCheck,
    {
        self.bind(py).cast()
    }

    /// # Safety
    /// The object is a `U`.
    pub unsafe fn cast_bound_unchecked<'py, U>(&self, py: Python<'py>) -> &Bound<'py, U> {
        // SAFETY: the caller's obligation.
        unsafe { self.bind(py).cast_unchecked() }
    }
}

/// PyO3's name until 0.27.
impl<T> Py<T> {
    /// Binds the reference and checks that the object is a `U`.
    ///
    /// # Errors
    /// [`CastError`] when it is not.
    #[deprecated(note = "renamed to `cast_bound`")]
    pub fn downcast_bound<'py, U>(
        &self,
        py: Python<'py>,
    ) -> Result<&Bound<'py, U>, CastError<'_, 'py>>
    where
        U: PyTypeCheck,
    {
        self.cast_bound(py)
    }
}
