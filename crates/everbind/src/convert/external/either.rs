//! `Either<L, R>`: the first of the two that fits.

use either::Either;

use crate::PyAny;
use crate::convert::{Exact, FromPyObject, IntoPyObject, IntoPyObjectExt, Token};
use crate::error::{Failure, Kind, PyErr};
use crate::object::{Borrowed, Bound};
use crate::python::Python;

/// # Errors
/// `TypeError` when neither fits.
impl<'a, 'py, L, R> FromPyObject<'a, 'py> for Either<L, R>
where
    L: FromPyObject<'a, 'py>,
    R: FromPyObject<'a, 'py>,
{
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::union(&[&L::INPUT_TYPE, &R::INPUT_TYPE]);

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
        if !L::never_fits(obj, Token::NEW)
            && let Ok(left) = L::extract(obj)
        {
            return Ok(Either::Left(left));
        }
        R::extract(obj).map(Either::Right).map_err(|_| {
            let (left, right) = (std::any::type_name::<L>(), std::any::type_name::<R>());
            let message = format!("failed to convert the value to 'Union[{left}, {right}]'");
            Failure::message(Kind::Type, message)
        })
    }

    /// The first that fits exactly need not be the first that fits.
    #[inline(always)]
    fn extract_exact(obj: Borrowed<'a, 'py, PyAny>, exact: Exact) -> Option<Self> {
        match L::extract_exact(obj, exact) {
            Some(left) => Some(Either::Left(left)),
            None if L::never_fits(obj, Token::NEW) => {
                R::extract_exact(obj, exact).map(Either::Right)
            }
            None => None,
        }
    }

    #[inline(always)]
    fn never_fits(obj: Borrowed<'a, 'py, PyAny>, token: Token) -> bool {
        L::never_fits(obj, token) && R::never_fits(obj, token)
    }
}

impl<'py, L: IntoPyObject<'py>, R: IntoPyObject<'py>> IntoPyObject<'py> for Either<L, R> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::union(&[&L::OUTPUT_TYPE, &R::OUTPUT_TYPE]);

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        match self {
            Either::Left(left) => left.into_bound_py_any(py),
            Either::Right(right) => right.into_bound_py_any(py),
        }
    }
}

impl<'a, 'py, L, R> IntoPyObject<'py> for &'a Either<L, R>
where
    &'a L: IntoPyObject<'py>,
    &'a R: IntoPyObject<'py>,
{
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::union(&[
        &<&'a L as IntoPyObject<'py>>::OUTPUT_TYPE,
        &<&'a R as IntoPyObject<'py>>::OUTPUT_TYPE,
    ]);

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        match self {
            Either::Left(left) => left.into_bound_py_any(py),
            Either::Right(right) => right.into_bound_py_any(py),
        }
    }
}
