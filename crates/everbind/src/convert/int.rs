//! The integer types up to 64 bits, and the `NonZero` ones of all sizes. The
//! 128-bit types are in `int128.rs`.
//!
//! An `int`, or an object with `__index__` (NumPy's integers), never a `float`. A
//! value that does not fit is an `OverflowError` which names the range.

use std::convert::Infallible;
use std::ffi::{c_int, c_long};
use std::num::NonZero;

use crate::abi::layout::{TypeWord, long_of, small_int, type_word};
use crate::convert::hopeless::{is_float, is_no_number};
use crate::convert::{
    Borrows, Exact, FromPyObject, IntoPyObject, Plain, Strict, Token, plain, strict,
};
use crate::error::{Failure, Kind, PyErr, PyResult};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::{
    PyAnyMethods, PyByteArray, PyByteArrayMethods, PyBytes, PyInt, PyString, PyStringMethods,
};
use crate::{PyAny, ffi};

/// What fits into a Rust type of up to 64 bits.
struct Limits {
    /// What an error says of it.
    expected: &'static str,
    min: i64,
    max: u64,
}

/// The types by their numbers in `call/numbers.rs`, less one. The words are written out, because the code that
/// writes a number of 128 bits would be 2 KB in every library.
static LIMITS: [Limits; 10] = [
    Limits::new("an int from -128 to 127 (i8)", i8::MIN as i64, i8::MAX as u64),
    Limits::new("an int from -32768 to 32767 (i16)", i16::MIN as i64, i16::MAX as u64),
    Limits::new("an int from -2147483648 to 2147483647 (i32)", i32::MIN as i64, i32::MAX as u64),
    Limits::new(
        "an int from -9223372036854775808 to 9223372036854775807 (i64)",
        i64::MIN,
        i64::MAX as u64,
    ),
    Limits::new(
        match size_of::<isize>() {
            8 => "an int from -9223372036854775808 to 9223372036854775807 (isize)",
            _ => "an int from -2147483648 to 2147483647 (isize)",
        },
        isize::MIN as i64,
        isize::MAX as u64,
    ),
    Limits::new("an int from 0 to 255 (u8)", 0, u8::MAX as u64),
    Limits::new("an int from 0 to 65535 (u16)", 0, u16::MAX as u64),
    Limits::new("an int from 0 to 4294967295 (u32)", 0, u32::MAX as u64),
    Limits::new("an int from 0 to 18446744073709551615 (u64)", 0, u64::MAX),
    Limits::new(
        match size_of::<usize>() {
            8 => "an int from 0 to 18446744073709551615 (usize)",
            _ => "an int from 0 to 4294967295 (usize)",
        },
        0,
        usize::MAX as u64,
    ),
];

impl Limits {
    const fn new(expected: &'static str, min: i64, max: u64) -> Limits {
        Limits { expected, min, max }
    }
}

/// The error of an `int` that does not fit. One beyond a C `long` begins with CPython's words, which are PyO3's
/// message and so matched by tests of projects.
#[cold]
#[inline(never)]
fn outside(limits: &Limits, int: Borrowed<'_, '_, PyAny>) -> PyErr {
    let err = exceeded(limits.expected, int);
    // SAFETY: the callers' `with_int` passes an `int`.
    let fits = limits.max > i64::MAX as u64 || unsafe { as_i64(int) }.is_some();
    if fits { err } else { err.at_place(int.py(), "Python int too large to convert to C long") }
}

/// The error of an `int` that is not within what `expected` says.
#[cold]
#[inline]
pub(super) fn exceeded(expected: &'static str, int: Borrowed<'_, '_, PyAny>) -> PyErr {
    far!(beyond: fn(&'static str, Borrowed<'_, '_, PyAny>) -> PyErr)(expected, int)
}

#[cold]
fn beyond(expected: &'static str, int: Borrowed<'_, '_, PyAny>) -> PyErr {
    // SAFETY: attached, living object; a new `str`, or null for very many digits.
    let text =
        unsafe { Bound::<PyString>::from_call(int.py(), ffi::PyNumber_ToBase(int.as_ptr(), 10)) };
    let got = match text {
        // No value of 128 bits is longer.
        Ok(text) if text.len().is_ok_and(|length| length <= 40) => {
            text.to_string_lossy().into_owned()
        }
        _ => "an int of more than 128 bits".to_owned(),
    };
    Failure::described(Kind::Overflow, expected, got)
}

/// An integer by the number of its type in `call/numbers.rs`, as a word.
#[inline(never)]
pub(crate) fn by_number(obj: Borrowed<'_, '_, PyAny>, number: usize) -> PyResult<u64> {
    let limits = &LIMITS[number - 1];
    // SAFETY: attached, living object.
    let word = unsafe { type_word(obj.as_ptr()) };
    if limits.max > i64::MAX as u64 {
        return unsigned(obj, word, limits);
    }
    signed(obj, word, limits).map(|value| value as u64)
}

/// Calls `f` with `obj` if it is an `int`, else with what its `__index__` returns.
#[inline]
pub(super) fn with_int<R>(
    obj: Borrowed<'_, '_, PyAny>,
    f: impl FnOnce(Borrowed<'_, '_, PyAny>) -> PyResult<R>,
) -> PyResult<R> {
    // SAFETY: attached, living object; `PyNumber_Index` returns an `int` or null.
    unsafe {
        if ffi::PyLong_CheckExact(obj.as_ptr()) != 0 || ffi::PyLong_Check(obj.as_ptr()) != 0 {
            return f(obj);
        }
        f(index(obj)?.as_borrowed())
    }
}

/// What `__index__` returns.
#[cold]
fn index<'py>(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attached, living object; a new reference or null.
    unsafe {
        if ffi::PyIndex_Check(obj.as_ptr()) == 0 {
            return Err(Failure::expected("int", obj));
        }
        Bound::from_call(obj.py(), ffi::PyNumber_Index(obj.as_ptr()))
    }
}

/// The value of an `int`, unless it is beyond an `i64`. Runs no Python code.
///
/// # Safety
/// `int` is an `int` or of a subclass.
#[inline]
pub(super) unsafe fn as_i64(int: Borrowed<'_, '_, PyAny>) -> Option<i64> {
    let mut overflow: c_int = 0;
    // SAFETY: attached; for an `int` it raises nothing and calls nothing.
    let value = unsafe { ffi::PyLong_AsLongLongAndOverflow(int.as_ptr(), &mut overflow) };
    (overflow == 0).then_some(value)
}

/// The value of an `int`, unless it is beyond a `u64`. Runs no Python code.
///
/// # Safety
/// `int` is an `int` or of a subclass.
#[inline]
pub(super) unsafe fn as_u64(int: Borrowed<'_, '_, PyAny>) -> Option<u64> {
    // SAFETY: the caller's obligation.
    if let Some(value) = unsafe { as_i64(int) } {
        return u64::try_from(value).ok();
    }
    // SAFETY: attached; for an `int` all it can raise is `OverflowError`.
    unsafe {
        let value = ffi::PyLong_AsUnsignedLongLong(int.as_ptr());
        if value == u64::MAX && !ffi::PyErr_Occurred().is_null() {
            ffi::PyErr_Clear();
            return None;
        }
        Some(value)
    }
}

/// `PyLong_AsLongLong` of an exact `int`. `PyLong_AsSsize_t` is a fifth shorter, and differs but in the words of the
/// `OverflowError`.
///
/// # Safety
/// Attached; an exact `int`.
#[inline(always)]
unsafe fn exact_i64(int: *mut ffi::PyObject) -> i64 {
    // SAFETY: the caller's obligations.
    unsafe {
        if size_of::<ffi::Py_ssize_t>() == size_of::<i64>() {
            ffi::PyLong_AsSsize_t(int) as i64
        } else {
            ffi::PyLong_AsLongLong(int)
        }
    }
}

/// A value within `limits`, which are within those of `i64`. The caller has a function of its own
/// for them, in which they are constants.
///
/// One call for what most arguments are where the layout is not known: exactly an `int`, and not -1,
/// by which CPython says that it has raised.
#[inline(always)]
fn signed(obj: Borrowed<'_, '_, PyAny>, word: TypeWord, limits: &'static Limits) -> PyResult<i64> {
    // SAFETY: attached, living object; an `int` is read, and runs no Python code.
    unsafe {
        if let Some(value) = small_int(obj.as_ptr())
            && limits.min <= value
            && value <= limits.max as i64
        {
            return Ok(value);
        }
        if word.is_int() {
            let value = exact_i64(obj.as_ptr());
            if value != -1 && limits.min <= value && value <= limits.max as i64 {
                return Ok(value);
            }
            return unusual(obj, value, limits);
        }
    }
    any_signed(obj, limits)
}

/// As [`signed`], of an `int` that was read as -1, or as a value beyond the limits.
#[cold]
#[inline(never)]
fn unusual(obj: Borrowed<'_, '_, PyAny>, value: i64, limits: &Limits) -> PyResult<i64> {
    // SAFETY: attached. What is set can only be the `OverflowError` of this very `int`.
    unsafe {
        if !ffi::PyErr_Occurred().is_null() {
            ffi::PyErr_Clear();
        } else if value == -1 && limits.min < 0 {
            return Ok(value);
        }
    }
    any_signed(obj, limits)
}

/// As [`signed`], of any object.
#[inline(never)]
fn any_signed(obj: Borrowed<'_, '_, PyAny>, limits: &Limits) -> PyResult<i64> {
    // SAFETY: `with_int` passes an `int`.
    with_int(obj, |int| match unsafe { as_i64(int) } {
        Some(value) if limits.min <= value && value <= limits.max as i64 => Ok(value),
        _ => Err(outside(limits, int)),
    })
}

/// As [`signed`], within limits of `u64`.
#[inline(always)]
fn unsigned(
    obj: Borrowed<'_, '_, PyAny>,
    word: TypeWord,
    limits: &'static Limits,
) -> PyResult<u64> {
    // SAFETY: as in `signed`. What is set can only be the `OverflowError` of this very `int`.
    unsafe {
        if let Some(value) = small_int(obj.as_ptr())
            && value >= 0
            && value.cast_unsigned() <= limits.max
        {
            return Ok(value.cast_unsigned());
        }
        if word.is_int() {
            if limits.max > i64::MAX as u64 {
                let value = ffi::PyLong_AsUnsignedLongLong(obj.as_ptr());
                if value != u64::MAX {
                    return Ok(value);
                }
            } else {
                let value = exact_i64(obj.as_ptr());
                if value >= 0 && value.cast_unsigned() <= limits.max {
                    return Ok(value.cast_unsigned());
                }
            }
            // Without an exception it is -1, or the largest of all, which is read again.
            if !ffi::PyErr_Occurred().is_null() {
                ffi::PyErr_Clear();
            }
        }
    }
    any_unsigned(obj, limits)
}

/// As [`unsigned`], of any object.
#[inline(never)]
fn any_unsigned(obj: Borrowed<'_, '_, PyAny>, limits: &Limits) -> PyResult<u64> {
    // SAFETY: `with_int` passes an `int`.
    with_int(obj, |int| match unsafe { as_u64(int) } {
        Some(value) if value <= limits.max => Ok(value),
        _ => Err(outside(limits, int)),
    })
}

/// A new `int`, or null with an exception set.
#[inline(always)]
fn from_i64(_py: Python<'_>, value: i64) -> *mut ffi::PyObject {
    // SAFETY: attached (token). `PyLong_FromLong` has the shorter path for small values, but `long`
    // has 32 bits on Windows.
    unsafe {
        if size_of::<c_long>() == size_of::<i64>() {
            ffi::PyLong_FromLong(value as c_long)
        } else {
            ffi::PyLong_FromLongLong(value)
        }
    }
}

#[inline(always)]
fn from_u64(py: Python<'_>, value: u64) -> *mut ffi::PyObject {
    match i64::try_from(value) {
        Ok(value) => from_i64(py, value),
        // SAFETY: attached (token).
        Err(_) => unsafe { ffi::PyLong_FromUnsignedLongLong(value) },
    }
}

macro_rules! int_conversions {
    ($($number:literal $ty:ident: $read:ident, $make:ident as $wide:ident $({ $($hooks:tt)* } { $($out_hooks:tt)* })?;)*) => {$(
        impl<'py> IntoPyObject<'py> for $ty {
            type Target = PyInt;
            type Output = Bound<'py, PyInt>;
            type Error = Infallible;

            const QUIET: bool = true;

            const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::INT;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
                // SAFETY: a new `int` or null.
                let int = unsafe { Bound::from_owned_ptr(py, $make(py, self as $wide)) };
                // SAFETY: just made.
                Ok(unsafe { int.cast_into_unchecked() })
            }

            #[inline(always)]
            fn into_raw(self, py: Python<'py>) -> PyResult<*mut ffi::PyObject> {
                Ok($make(py, self as $wide))
            }

            $($($out_hooks)*)?
        }

        impl<'a, 'py> FromPyObject<'a, 'py> for $ty {
            type Error = PyErr;

            const PLAIN: Plain<Self> = Plain::<$ty>::NUMBER;

            const BORROWS: Borrows<Self> = Borrows::NO;

            const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::INT;

            #[inline]
            fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
                #[cold]
                #[inline(never)]
                fn read(obj: Borrowed<'_, '_, PyAny>, word: TypeWord) -> PyResult<$ty> {
                    // Within the limits of `$ty`, so the cast loses nothing.
                    $read(obj, word, &LIMITS[$number - 1]).map(|value| value as $ty)
                }
                // SAFETY: attached, living object.
                let (word, small) = unsafe {
                    let word = type_word(obj.as_ptr());
                    (word, long_of(obj.as_ptr(), word))
                };
                match small.and_then(|value| value.try_into().ok()) {
                    Some(value) => Ok(value),
                    None => read(obj, word),
                }
            }

            #[inline(always)]
            fn extract_exact(obj: Borrowed<'a, 'py, PyAny>, exact: Exact) -> Option<Self> {
                exact.int(obj).and_then(|value| value.try_into().ok())
            }

            #[inline(always)]
            fn extract_strict(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> Strict<Self> {
                strict::int(obj)
            }

            #[inline(always)]
            fn never_fits(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> bool {
                is_float(obj) || is_no_number(obj)
            }

            $($($hooks)*)?
        }
    )*};
}

int_conversions! {
    1 i8: signed, from_i64 as i64;
    2 i16: signed, from_i64 as i64;
    3 i32: signed, from_i64 as i64;
    4 i64: signed, from_i64 as i64;
    5 isize: signed, from_i64 as i64;
    7 u16: signed, from_i64 as i64;
    8 u32: signed, from_i64 as i64;
    9 u64: unsigned, from_u64 as u64;
    10 usize: unsigned, from_u64 as u64;
    6 u8: signed, from_i64 as i64 {
        const SEQUENCE_INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text(
            "bytes | bytearray | collections.abc.Sequence[int]",
        );

        #[inline]
        fn extract_bulk(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> Option<Vec<u8>> {
            if let Ok(bytes) = obj.cast::<PyBytes>() {
                Some(bytes.as_bytes().to_vec())
            } else if let Ok(bytes) = obj.cast::<PyByteArray>() {
                Some(bytes.to_vec())
            } else {
                plain::to_vec(obj, &Self::PLAIN)
            }
        }
    } {
        const SEQUENCE_OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::BYTES;

        fn sequence_into_pyobject<I>(
            items: I,
            py: Python<'py>,
            _: Token,
        ) -> PyResult<Bound<'py, PyAny>>
        where
            I: IntoIterator<Item = Self> + AsRef<[Self]>,
            I::IntoIter: ExactSizeIterator<Item = Self>,
        {
            Ok(PyBytes::new(py, items.as_ref()).into_any())
        }
    };
}

super::copy_into_pyobject!(i8, i16, i32, i64, isize, u16, u32, u64, usize);

impl<'py> IntoPyObject<'py> for &u8 {
    type Target = PyInt;
    type Output = Bound<'py, PyInt>;
    type Error = Infallible;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::INT;
    const SEQUENCE_OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::BYTES;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        (*self).into_pyobject(py)
    }

    fn borrowed_sequence_into_pyobject<I>(
        items: I,
        py: Python<'py>,
        _: Token,
    ) -> PyResult<Bound<'py, PyAny>>
    where
        I: IntoIterator<Item = Self> + AsRef<[<Self as super::Reference>::Target]>,
        I::IntoIter: ExactSizeIterator<Item = Self>,
    {
        Ok(PyBytes::new(py, items.as_ref()).into_any())
    }
}

macro_rules! non_zero_conversions {
    ($($ty:ty),*) => {$(
        impl<'py> IntoPyObject<'py> for NonZero<$ty> {
            type Target = PyInt;
            type Output = Bound<'py, PyInt>;
            type Error = Infallible;

            const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::INT;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
                self.get().into_pyobject(py)
            }
        }

        impl<'a, 'py> FromPyObject<'a, 'py> for NonZero<$ty> {
            type Error = PyErr;

            const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::INT;

            #[inline]
            fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
                NonZero::new(<$ty>::extract(obj)?).ok_or_else(zero)
            }

            #[inline]
            fn extract_strict(obj: Borrowed<'a, 'py, PyAny>, token: Token) -> Strict<Self> {
                NonZero::new(<$ty>::extract_strict(obj, token)?).ok_or_else(|| Some(zero()))
            }
        }

        super::copy_into_pyobject!(NonZero<$ty>);
    )*};
}

#[cold]
fn zero() -> PyErr {
    Failure::described(Kind::Value, "an int other than zero", "0")
}

non_zero_conversions!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);
