//! Tuples of up to twelve values, and `()`.

use std::convert::Infallible;

use crate::convert::{Exact, FromPyObject, IntoPyObject, IntoPyObjectExt};
use crate::error::{Failure, Kind, PyErr, PyResult};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyTuple;
use crate::{PyAny, abi, ffi};

impl<'py> IntoPyObject<'py> for () {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = Infallible;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyTuple::empty(py))
    }

    #[inline(always)]
    fn into_return(self, py: Python<'py>) -> PyResult<*mut ffi::PyObject> {
        Ok(py.None().into_ptr())
    }
}

/// A new tuple of the items.
///
/// # Panics
/// If there is no memory for it.
#[inline(never)]
fn new_tuple<'py>(py: Python<'py>, items: &mut [Option<Bound<'py, PyAny>>]) -> Bound<'py, PyTuple> {
    // SAFETY: attached; a new tuple, nobody knows it yet; each item is stolen once.
    unsafe {
        let ptr = ffi::PyTuple_New(items.len().cast_signed());
        let tuple = Bound::from_owned_ptr(py, ptr);
        for (index, item) in items.iter_mut().enumerate() {
            let Some(item) = item.take() else { continue };
            let item = item.into_ptr();
            if !abi::layout::tuple_init_item(ptr, index, item) {
                ffi::PyTuple_SetItem(ptr, index.cast_signed(), item);
            }
        }
        tuple.cast_into_unchecked()
    }
}

/// The items of a tuple (or of a subclass) of length `N`.
#[inline]
fn items<'a, 'py, const N: usize>(
    obj: Borrowed<'a, 'py, PyAny>,
) -> PyResult<[Borrowed<'a, 'py, PyAny>; N]> {
    // SAFETY: attached; read as a tuple only if it is one.
    unsafe {
        if ffi::PyTuple_Check(obj.as_ptr()) == 0 {
            return Err(Failure::expected("tuple", obj));
        }
        unpack(obj).map_err(|len| wrong_length(N, len))
    }
}

/// The items, or how many there are if not `N`.
///
/// # Safety
/// `obj` is a tuple or of a subclass.
#[inline(always)]
unsafe fn unpack<'a, 'py, const N: usize>(
    obj: Borrowed<'a, 'py, PyAny>,
) -> Result<[Borrowed<'a, 'py, PyAny>; N], usize> {
    let py = obj.py();
    // SAFETY: attached; a tuple owns its items and never changes, and `obj` keeps it
    // alive for `'a`.
    unsafe {
        if let Some(items) = abi::layout::tuple_items(obj.as_ptr()) {
            let items: &[_; N] = items.try_into().map_err(|_| items.len())?;
            return Ok(items.map(|item| Borrowed::from_ptr_unchecked(py, item)));
        }
        let len = ffi::PyTuple_Size(obj.as_ptr()).cast_unsigned();
        if len != N {
            return Err(len);
        }
        Ok(std::array::from_fn(|index| {
            let item = ffi::PyTuple_GetItem(obj.as_ptr(), index.cast_signed());
            Borrowed::from_ptr_unchecked(py, item)
        }))
    }
}

/// As [`items`], of exactly a tuple.
#[inline(always)]
fn exact_items<'a, 'py, const N: usize>(
    obj: Borrowed<'a, 'py, PyAny>,
) -> Option<[Borrowed<'a, 'py, PyAny>; N]> {
    // SAFETY: attached; read as a tuple only if it is one.
    unsafe { if ffi::PyTuple_CheckExact(obj.as_ptr()) == 0 { None } else { unpack(obj).ok() } }
}

#[cold]
fn wrong_length(expected: usize, got: usize) -> PyErr {
    let expected = format!("a tuple of length {expected}");
    Failure::described(Kind::Value, expected, format!("tuple of length {got}"))
}

#[cold]
fn misfit(err: impl Into<PyErr>, py: Python<'_>, index: usize) -> PyErr {
    err.into().at_item(py, index)
}

macro_rules! tuple_conversions {
    ($($n:literal: $($T:ident $x:ident $i:tt),+;)*) => {$(
        impl<'py, $($T: IntoPyObject<'py>),+> IntoPyObject<'py> for ($($T,)+) {
            type Target = PyTuple;
            type Output = Bound<'py, PyTuple>;
            type Error = PyErr;

            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
                Ok(new_tuple(py, &mut [$(Some(self.$i.into_bound_py_any(py)?)),+]))
            }
        }

        impl<'a, 'py, $($T),+> IntoPyObject<'py> for &'a ($($T,)+)
        where
            $(&'a $T: IntoPyObject<'py>,)+
        {
            type Target = PyTuple;
            type Output = Bound<'py, PyTuple>;
            type Error = PyErr;

            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
                Ok(new_tuple(py, &mut [$(Some(self.$i.into_bound_py_any(py)?)),+]))
            }
        }

        impl<'a, 'py, $($T: FromPyObject<'a, 'py>),+> FromPyObject<'a, 'py> for ($($T,)+) {
            type Error = PyErr;

            fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
                let [$($x),+] = items::<$n>(obj)?;
                Ok(($($x.extract::<$T>().map_err(|err| misfit(err, obj.py(), $i))?,)+))
            }

            #[inline]
            fn extract_exact(obj: Borrowed<'a, 'py, PyAny>, exact: Exact) -> Option<Self> {
                let [$($x),+] = exact_items::<$n>(obj)?;
                Some(($($T::extract_exact($x, exact)?,)+))
            }
        }
    )*};
}

tuple_conversions! {
    1: A a 0;
    2: A a 0, B b 1;
    3: A a 0, B b 1, C c 2;
    4: A a 0, B b 1, C c 2, D d 3;
    5: A a 0, B b 1, C c 2, D d 3, E e 4;
    6: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5;
    7: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6;
    8: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7;
    9: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8;
    10: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8, J j 9;
    11: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8, J j 9, K k 10;
    12: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8, J j 9, K k 10, L l 11;
}
