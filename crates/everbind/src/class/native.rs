//! CPython's own types that a class can extend. Exceptions are in their own macro,
//! `__exception_common!`.

use super::traits::NativeBase;
use super::type_data::{Objects, Types};
use crate::types;

macro_rules! extensible {
    ($($name:ident)*) => {$(
        impl NativeBase for types::$name {
            type Kind = Objects;
        }
    )*};
}

extensible! {
    PyComplex PyDate PyDateTime PyDelta PyDict PyFloat PyFrozenSet PyList PySet PyTime PyTzInfo
    PyWeakrefReference
}

impl NativeBase for types::PyType {
    type Kind = Types;
}
