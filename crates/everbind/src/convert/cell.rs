//! `Cell<T>`: what is in it.

use std::cell::Cell;

use crate::PyAny;
use crate::convert::{FromPyObject, IntoPyObject, Strict, Token};
use crate::object::Borrowed;
use crate::python::Python;

impl<'a, 'py, T: FromPyObject<'a, 'py>> FromPyObject<'a, 'py> for Cell<T> {
    type Error = T::Error;

    const INPUT_TYPE: crate::inspect::TypeHint = T::INPUT_TYPE;

    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error> {
        T::extract(obj).map(Cell::new)
    }

    fn extract_strict(obj: Borrowed<'a, 'py, PyAny>, token: Token) -> Strict<Self> {
        T::extract_strict(obj, token).map(Cell::new)
    }
}

macro_rules! cell_into_pyobject {
    ($($cell:ty),*) => {$(
        impl<'py, T: Copy + IntoPyObject<'py>> IntoPyObject<'py> for $cell {
            type Target = T::Target;
            type Output = T::Output;
            type Error = T::Error;

            const OUTPUT_TYPE: crate::inspect::TypeHint = T::OUTPUT_TYPE;

            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
                self.get().into_pyobject(py)
            }
        }
    )*};
}

cell_into_pyobject!(Cell<T>, &Cell<T>);
