//! The hints of Python's own types, by the names of their markers in `types`.

#![allow(non_upper_case_globals)]

use super::hint::TypeHint;

macro_rules! texts {
    ($($name:ident = $text:literal;)*) => {$(
        pub(crate) const $name: TypeHint = TypeHint::text($text);
    )*};
}

pub(crate) const PyBool: TypeHint = TypeHint::BOOL;
pub(crate) const PyByteArray: TypeHint = TypeHint::BYTEARRAY;
pub(crate) const PyBytes: TypeHint = TypeHint::BYTES;
pub(crate) const PyComplex: TypeHint = TypeHint::COMPLEX;
pub(crate) const PyDict: TypeHint = TypeHint::DICT;
pub(crate) const PyFloat: TypeHint = TypeHint::FLOAT;
pub(crate) const PyFrozenSet: TypeHint = TypeHint::FROZENSET;
pub(crate) const PyInt: TypeHint = TypeHint::INT;
pub(crate) const PyIterator: TypeHint = TypeHint::iterator(&TypeHint::ANY);
pub(crate) const PyList: TypeHint = TypeHint::LIST;
pub(crate) const PyMapping: TypeHint = TypeHint::mapping(&TypeHint::ANY, &TypeHint::ANY);
pub(crate) const PyNone: TypeHint = TypeHint::NONE;
pub(crate) const PySequence: TypeHint = TypeHint::sequence(&TypeHint::ANY);
pub(crate) const PySet: TypeHint = TypeHint::SET;
pub(crate) const PySlice: TypeHint = TypeHint::SLICE;
pub(crate) const PyString: TypeHint = TypeHint::STR;
pub(crate) const PyTuple: TypeHint = TypeHint::TUPLE;
pub(crate) const PyType: TypeHint = TypeHint::TYPE;

texts! {
    PyCFunction = "types.BuiltinFunctionType";
    PyCapsule = "types.CapsuleType";
    PyCode = "types.CodeType";
    PyDate = "datetime.date";
    PyDateTime = "datetime.datetime";
    PyDelta = "datetime.timedelta";
    PyDictItems = "collections.abc.ItemsView[typing.Any, typing.Any]";
    PyDictKeys = "collections.abc.KeysView[typing.Any]";
    PyDictValues = "collections.abc.ValuesView[typing.Any]";
    PyEllipsis = "types.EllipsisType";
    PyFrame = "types.FrameType";
    PyFrozenDict = "collections.abc.Mapping[typing.Any, typing.Any]";
    PyFunction = "types.FunctionType";
    PyGenericAlias = "types.GenericAlias";
    PyMappingProxy = "types.MappingProxyType[typing.Any, typing.Any]";
    PyMemoryView = "memoryview";
    PyModule = "types.ModuleType";
    PyNotImplemented = "types.NotImplementedType";
    PyRange = "range";
    PySuper = "super";
    PyTime = "datetime.time";
    PyTraceback = "types.TracebackType";
    PyTzInfo = "datetime.tzinfo";
    PyWeakrefReference = "weakref.ReferenceType[typing.Any]";
}
