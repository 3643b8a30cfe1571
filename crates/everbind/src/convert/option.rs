//! `Option<T>`: `None` is Python's.

use crate::PyAny;
use crate::convert::{Borrows, Exact, FromPyObject, IntoPyObject, Strict, Token};
use crate::error::PyResult;
use crate::object::{Borrowed, Bound, BoundObject};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyNone};

impl<'a, 'py, T: FromPyObject<'a, 'py>> FromPyObject<'a, 'py> for Option<T> {
    type Error = T::Error;

    const BORROWS: Borrows<Self> = Borrows::like(&T::BORROWS);

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::optional(&T::INPUT_TYPE);
    const PARAMETER_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::optional(&T::PARAMETER_TYPE);

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error> {
        if obj.is_none() { Ok(None) } else { T::extract(obj).map(Some) }
    }

    #[inline(always)]
    fn extract_exact(obj: Borrowed<'a, 'py, PyAny>, exact: Exact) -> Option<Self> {
        if exact.is_none(obj) { Some(None) } else { T::extract_exact(obj, exact).map(Some) }
    }

    #[inline(always)]
    fn extract_strict(obj: Borrowed<'a, 'py, PyAny>, token: Token) -> Strict<Self> {
        if obj.is_none() { Ok(None) } else { T::extract_strict(obj, token).map(Some) }
    }

    #[inline]
    fn extract_implicit(obj: Borrowed<'a, 'py, PyAny>, token: Token) -> Option<PyResult<Self>> {
        Some(T::extract_implicit(obj, token)?.map(Some))
    }

    #[inline(always)]
    fn never_fits(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> bool {
        !obj.is_none() && T::never_fits(obj, Token::NEW)
    }
}

impl<'py, T: IntoPyObject<'py>> IntoPyObject<'py> for Option<T> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = T::Error;

    const OUTPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::optional(&T::OUTPUT_TYPE);

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        match self {
            Some(value) => Ok(value.into_pyobject(py)?.into_any().into_bound()),
            None => Ok(PyNone::get(py).to_owned().into_any()),
        }
    }
}

impl<'a, 'py, T> IntoPyObject<'py> for &'a Option<T>
where
    &'a T: IntoPyObject<'py>,
{
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = <&'a T as IntoPyObject<'py>>::Error;

    const OUTPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::optional(&<&'a T as IntoPyObject<'py>>::OUTPUT_TYPE);

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        self.as_ref().into_pyobject(py)
    }
}
