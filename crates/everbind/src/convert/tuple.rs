//! Tuples of up to twelve values, and `()`.

use std::convert::Infallible;

use super::nested::{Give, Take, nested};
use crate::convert::{Exact, FromPyObject, IntoPyObject, Strict, Token};
use crate::error::{Failure, Kind, PyErr, PyResult};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::{PyNone, PyTuple};
use crate::{PyAny, abi, ffi};

impl<'py> IntoPyObject<'py> for () {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = Infallible;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::tuple(&[]);
    const RETURN_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::NONE;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyTuple::empty(py))
    }

    #[inline(always)]
    fn into_return(self, py: Python<'py>) -> PyResult<*mut ffi::PyObject> {
        // Immortal on every version, so it needs no reference of its own.
        Ok(PyNone::get(py).as_ptr())
    }
}

const _: () = assert!(size_of::<Option<Bound<'_, PyAny>>>() == size_of::<*mut ffi::PyObject>());

/// A new tuple of the items, which are to be forgotten once this returns.
///
/// # Panics
/// If there is no memory for it.
///
/// # Safety
/// None is `None`.
#[inline(never)]
unsafe fn new_tuple<'py>(
    py: Python<'py>,
    items: &[Option<Bound<'py, PyAny>>],
) -> Bound<'py, PyTuple> {
    // A handle is its object's address, and so is one in an `Option` (asserted above).
    let objects = items.as_ptr().cast::<*mut ffi::PyObject>();
    // SAFETY: attached; a new tuple, nobody knows it yet; each item is stolen once.
    unsafe {
        let ptr = ffi::PyTuple_New(items.len().cast_signed());
        let tuple = Bound::from_owned_ptr(py, ptr);
        if abi::layout::knows_tuple_items() {
            objects.copy_to_nonoverlapping(abi::layout::tuple_places(ptr), items.len());
        } else {
            for index in 0..items.len() {
                ffi::PyTuple_SetItem(ptr, index.cast_signed(), objects.add(index).read());
            }
        }
        tuple.cast_into_unchecked()
    }
}

/// The items of a tuple (or of a subclass) of length `N`.
fn items<'a, 'py, const N: usize>(
    obj: Borrowed<'a, 'py, PyAny>,
) -> PyResult<[Borrowed<'a, 'py, PyAny>; N]> {
    let (py, tuple) = (obj.py(), obj.as_ptr());
    let mut all = [obj; N];
    // SAFETY: attached; read as a tuple only if it is one. It owns its items and never
    // changes, and `obj` keeps it alive for `'a`.
    unsafe {
        if ffi::PyTuple_Check(tuple) == 0 {
            return Err(Failure::expected("tuple", obj));
        }
        if let Some(items) = abi::layout::tuple_items(tuple) {
            if items.len() != N {
                return Err(wrong_length(N, items.len()));
            }
            for (place, &item) in all.iter_mut().zip(items) {
                *place = Borrowed::from_ptr_unchecked(py, item);
            }
            return Ok(all);
        }
        let len = ffi::PyTuple_Size(tuple).cast_unsigned();
        if len != N {
            return Err(wrong_length(N, len));
        }
        for (index, place) in all.iter_mut().enumerate() {
            let item = ffi::PyTuple_GetItem(tuple, index.cast_signed());
            *place = Borrowed::from_ptr_unchecked(py, item);
        }
    }
    Ok(all)
}

#[cold]
#[inline]
fn wrong_length(expected: usize, got: usize) -> PyErr {
    let expected = format!("a tuple of length {expected}");
    Failure::described(Kind::Value, expected, format!("tuple of length {got}"))
}

macro_rules! tuple_conversions {
    ($($n:literal: $($T:ident $x:ident $i:tt),+;)*) => {$(
        impl<'py, $($T: IntoPyObject<'py>),+> IntoPyObject<'py> for ($($T,)+) {
            type Target = PyTuple;
            type Output = Bound<'py, PyTuple>;
            type Error = PyErr;

            const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::tuple(&[$(&<$T as IntoPyObject<'py>>::OUTPUT_TYPE),+]);

            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
                let ($($x,)+) = self;
                let mut items = [const { None }; $n];
                match nested!($($x)+).fill(py, &mut items) {
                    None => {
                        // SAFETY: `fill` has filled them all, and they are forgotten.
                        let tuple = unsafe { new_tuple(py, &items) };
                        std::mem::forget(items);
                        Ok(tuple)
                    }
                    Some(err) => Err(err),
                }
            }
        }

        impl<'a, 'py, $($T),+> IntoPyObject<'py> for &'a ($($T,)+)
        where
            $(&'a $T: IntoPyObject<'py>,)+
        {
            type Target = PyTuple;
            type Output = Bound<'py, PyTuple>;
            type Error = PyErr;

            const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::tuple(&[$(&<&'a $T as IntoPyObject<'py>>::OUTPUT_TYPE),+]);

            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
                ($(&self.$i,)+).into_pyobject(py)
            }
        }

        impl<'a, 'py, $($T: FromPyObject<'a, 'py>),+> FromPyObject<'a, 'py> for ($($T,)+) {
            type Error = PyErr;

            const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::tuple(&[$(&<$T as FromPyObject<'a, 'py>>::INPUT_TYPE),+]);

            fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
                let items = match items::<$n>(obj) {
                    Ok(items) => items,
                    Err(err) => return Err(err),
                };
                match Take::take(&items, 0) {
                    Ok(nested!($($x)+)) => Ok(($($x,)+)),
                    Err(err) => Err(err),
                }
            }

            fn extract_strict(obj: Borrowed<'a, 'py, PyAny>, token: Token) -> Strict<Self> {
                let items = match items::<$n>(obj) {
                    Ok(items) => items,
                    Err(err) => return Err(Some(err)),
                };
                match Take::take_strict(&items, token) {
                    Ok(nested!($($x)+)) => Ok(($($x,)+)),
                    Err(err) => Err(err),
                }
            }

            /// Always in line: called, it would have to load again for each tuple what a loop
            /// keeps in registers, which doubles the cost of a list of pairs.
            #[inline(always)]
            fn extract_exact(obj: Borrowed<'a, 'py, PyAny>, exact: Exact) -> Option<Self> {
                if !exact.is_tuple(obj, $n) {
                    return None;
                }
                // SAFETY: a tuple of so many.
                match unsafe { Take::take_exact(obj, exact, 0) } {
                    Some(nested!($($x)+)) => Some(($($x,)+)),
                    None => None,
                }
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
