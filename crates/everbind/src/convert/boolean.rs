//! `bool`.

use std::convert::Infallible;
use std::ffi::CStr;

use crate::convert::hopeless::{is_no_number, is_number};
use crate::convert::{Borrows, Exact, FromPyObject, IntoPyObject, Strict, Token};
use crate::error::{Failure, PyErr, PyResult};
use crate::object::Borrowed;
use crate::python::Python;
use crate::types::{PyAnyMethods, PyBool, PyTypeMethods};
use crate::{PyAny, ffi};

impl<'py> IntoPyObject<'py> for bool {
    type Target = PyBool;
    type Output = Borrowed<'py, 'py, PyBool>;
    type Error = Infallible;

    const QUIET: bool = true;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::BOOL;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyBool::new(py, self))
    }
}

super::copy_into_pyobject!(bool);

/// Only a `bool` (or NumPy's) is one: truth values of other objects are for
/// [`is_truthy`](PyAnyMethods::is_truthy).
impl<'a, 'py> FromPyObject<'a, 'py> for bool {
    type Error = PyErr;

    const BORROWS: Borrows<Self> = Borrows::NO;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::BOOL;

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
        match Self::extract_exact(obj, Exact::new(obj.py())) {
            Some(value) => Ok(value),
            None => numpy_bool(obj),
        }
    }

    #[inline(always)]
    fn extract_exact(obj: Borrowed<'a, 'py, PyAny>, exact: Exact) -> Option<Self> {
        exact.bool(obj)
    }

    #[inline(always)]
    fn extract_strict(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> Strict<Self> {
        Self::extract_exact(obj, Exact::new(obj.py())).ok_or(None)
    }

    #[inline(always)]
    fn never_fits(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> bool {
        is_number(obj) || is_no_number(obj)
    }
}

/// `numpy.bool_` (`numpy.bool` from NumPy 2 on) is no subclass of `bool`.
#[cold]
#[inline]
fn numpy_bool(obj: Borrowed<'_, '_, PyAny>) -> PyResult<bool> {
    let ty = obj.get_type();
    let is_numpy_bool = match ty.fully_qualified_name() {
        // SAFETY: attached; a living `str` and ASCII strings.
        Ok(name) => unsafe {
            let is = |other: &CStr| {
                ffi::PyUnicode_CompareWithASCIIString(name.as_ptr(), other.as_ptr()) == 0
            };
            is(c"numpy.bool") || is(c"numpy.bool_")
        },
        Err(_) => false,
    };
    if !is_numpy_bool {
        return Err(Failure::expected("bool", obj));
    }
    // A class of the same name need not have a truth value of its own.
    // SAFETY: attached; a living type.
    let has_bool = unsafe { !ffi::PyType_GetSlot(ty.as_type_ptr(), ffi::Py_nb_bool).is_null() };
    if !has_bool {
        return Err(Failure::expected("an object with __bool__", obj));
    }
    obj.is_truthy()
}
