//! CPython's own types that a class can extend. Exceptions are in their own macro,
//! `__exception_common!`.

use super::traits::NativeBase;
use crate::types;

macro_rules! extensible {
    ($($name:ident)*) => {$(
        impl NativeBase for types::$name {}
    )*};
}

extensible! {
    PyComplex PyDate PyDateTime PyDelta PyDict PyFloat PyFrozenSet PyList PySet PyTime PyTzInfo
    PyWeakrefReference
}
