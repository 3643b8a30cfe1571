//! What nearly every extension needs, for `use everbind::prelude::*`.

#[allow(deprecated)]
pub use crate::PyObject;
pub use crate::class::{
    PyClassGuard, PyClassGuardMut, PyClassInitializer, PyRef, PyRefMut, PyTypeData,
};
pub use crate::convert::{FromPyObject, FromPyObjectOwned, IntoPyObject};
pub use crate::error::{PyErr, PyResult};
pub use crate::object::{Borrowed, Bound, Py};
pub use crate::python::Python;
pub use crate::types::{
    PyAny, PyAnyMethods, PyBoolMethods, PyByteArrayMethods, PyBytesMethods, PyCapsuleMethods,
    PyComplexMethods, PyDictMethods, PyFloatMethods, PyFrozenDictMethods, PyFrozenSetMethods,
    PyListMethods, PyMappingMethods, PyMappingProxyMethods, PyModule, PyModuleMethods,
    PySequenceMethods, PySetMethods, PySliceMethods, PyStringMethods, PyTracebackMethods,
    PyTupleMethods, PyTypeMethods, PyWeakrefMethods,
};
pub use crate::wrap_pyfunction;
#[cfg(feature = "macros")]
pub use everbind_macros::{
    FromPyObject, IntoPyObject, IntoPyObjectRef, overloads, overridable, pyclass, pyfunction,
    pymethods, pymodule,
};
