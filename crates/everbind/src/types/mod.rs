//! Python's object types.
//!
//! Each is a marker for the `T` of [`Bound<'py, T>`](crate::Bound); its methods are in the
//! trait named after it (`PyList` → `PyListMethods`), all of which the
//! [`prelude`](crate::prelude) imports.

#[macro_use]
mod by_index;
mod compare;
pub(crate) mod native;
pub(crate) mod support;

pub(crate) mod any;
mod any_methods;
mod any_operators;
mod any_ops;
mod boolean;
mod bytearray;
pub mod bytes;
pub mod capsule;
pub mod code;
mod complex;
pub mod datetime;
pub(crate) mod descriptor;
pub mod dict;
mod ellipsis;
mod filling;
mod float;
mod frame;
pub mod frozendict;
pub mod frozenset;
mod function;
mod generic_alias;
mod int;
pub mod iterator;
pub mod list;
mod mapping;
pub mod mappingproxy;
mod memoryview;
pub(crate) mod module;
mod none;
mod not_implemented;
mod range;
mod sequence;
pub mod set;
pub mod slice;
pub mod string;
mod super_;
mod traceback;
pub mod tuple;
mod type_;
pub mod weakref;

pub use crate::object::DerefToPyAny;
pub use any::{PyAny, PyAnyMethods};
pub use boolean::{PyBool, PyBoolMethods};
pub use bytearray::{PyByteArray, PyByteArrayMethods};
pub use bytes::{PyBytes, PyBytesMethods};
pub use capsule::{CapsuleName, PyCapsule, PyCapsuleMethods};
pub use code::{PyCode, PyCodeInput, PyCodeMethods};
pub use complex::{PyComplex, PyComplexMethods};
pub use datetime::{
    PyDate, PyDateAccess, PyDateTime, PyDelta, PyDeltaAccess, PyTime, PyTimeAccess, PyTzInfo,
    PyTzInfoAccess,
};
pub use dict::{IntoPyDict, Pairs, PyDict, PyDictItems, PyDictKeys, PyDictMethods, PyDictValues};
pub use ellipsis::PyEllipsis;
pub use float::{PyFloat, PyFloatMethods};
pub use frame::{PyFrame, PyFrameMethods};
pub use frozendict::{PyFrozenDict, PyFrozenDictMethods};
pub use frozenset::{PyFrozenSet, PyFrozenSetBuilder, PyFrozenSetMethods};
pub use function::{PyCFunction, PyFunction};
pub use generic_alias::PyGenericAlias;
pub use int::PyInt;
pub use iterator::{PyIterator, PySendResult};
pub use list::{PyList, PyListMethods};
pub use mapping::{PyMapping, PyMappingMethods};
pub use mappingproxy::{PyMappingProxy, PyMappingProxyMethods};
pub use memoryview::PyMemoryView;
pub use module::{PyModule, PyModuleMethods};
pub use none::PyNone;
pub use not_implemented::PyNotImplemented;
pub use range::{PyRange, PyRangeMethods};
pub use sequence::{PySequence, PySequenceMethods};
pub use set::{PySet, PySetMethods};
pub use slice::{PySlice, PySliceIndices, PySliceMethods};
pub use string::{PyString, PyStringMethods};
pub use super_::PySuper;
pub use traceback::{PyTraceback, PyTracebackMethods};
pub use tuple::{PyTuple, PyTupleMethods};
pub use type_::{PyType, PyTypeMethods};
pub use weakref::{PyWeakref, PyWeakrefMethods, PyWeakrefProxy, PyWeakrefReference};

/// The iterators over containers.
pub mod iter {
    pub use super::dict::BoundDictIterator;
    pub use super::frozendict::BoundFrozenDictIterator;
    pub use super::frozenset::BoundFrozenSetIterator;
    pub use super::list::BoundListIterator;
    pub use super::set::BoundSetIterator;
    pub use super::tuple::{BorrowedTupleIterator, BoundTupleIterator};
}
