//! Conversions between Rust values and Python objects.
//!
//! [`FromPyObject`] reads a Rust value out of an object, [`IntoPyObject`] makes an
//! object of a value. Each file here implements both for one family of types.

mod array;
mod boolean;
mod borrows;
mod bytes;
mod c_string;
mod cell;
mod depth;
pub(crate) mod derive;
mod exact;
mod external;
mod float;
mod hopeless;
pub(crate) mod int;
mod int128;
mod map;
pub(crate) mod nested;
mod net;
mod option;
mod os_string;
mod path;
pub(crate) mod plain;
mod set;
pub(crate) mod source;
mod strict;
mod string;
mod time;
mod tuple;
mod vec;
pub(crate) mod walk;

use std::convert::Infallible;

pub use self::borrows::Borrows;
pub use self::exact::Exact;
pub(crate) use self::map::value_of;
pub use self::plain::Plain;
pub use self::strict::Strict;
use crate::error::{CastError, PyErr, PyResult};
use crate::inspect::TypeHint;
use crate::object::{Borrowed, Bound, BoundObject, Py, PyTypeCheck};
use crate::python::Python;
use crate::types::PyList;
use crate::{PyAny, ffi};

/// A Rust value that can be made into a Python object.
///
/// Implemented for the standard library's types, all handles, every
/// `#[pyclass]`, and by the derive macro of the same name.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
///
/// # Python::attach(|py| -> PyResult<()> {
/// let number = 5u8.into_pyobject(py)?;
/// assert_eq!(number.to_string(), "5");
/// # Ok(()) }).unwrap();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be converted to a Python object",
    label = "has no conversion to Python",
    note = "a `#[pyclass]` converts by itself; `#[derive(IntoPyObject)]` makes a dict or tuple of a struct",
    note = "a reference to a class's value is no object: return a clone, or a `Py<T>` that the class holds; for `self` take and return `slf: PyRef<'_, Self>`",
    note = "a type of another crate can be wrapped in a struct of your own"
)]
pub trait IntoPyObject<'py>: Sized {
    /// The object type that results.
    type Target;
    /// An owned or a borrowed handle to it.
    type Output: BoundObject<'py, Self::Target>;
    /// What can go wrong; [`Infallible`] for most.
    type Error: Into<PyErr>;

    /// Makes the object.
    ///
    /// # Errors
    /// When the value has no Python form.
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error>;

    /// The object as an owned reference; null if it could not be made and an exception is set.
    #[doc(hidden)]
    #[inline(always)]
    fn into_raw(self, py: Python<'py>) -> PyResult<*mut ffi::PyObject> {
        match self.into_pyobject(py) {
            Ok(object) => Ok(object.into_ptr()),
            Err(err) => Err(err.into()),
        }
    }

    /// What a function that returns `self` hands to the interpreter, as [`into_raw`](Self::into_raw).
    /// `()` becomes `None` here.
    #[doc(hidden)]
    #[inline(always)]
    fn into_return(self, py: Python<'py>) -> PyResult<*mut ffi::PyObject> {
        self.into_raw(py)
    }

    /// What type checkers are told of the result. `#[pyclass]` and the derive macros say it, as [`TypeHint`] tells; it is
    /// `typing.Any` where nobody does.
    const OUTPUT_TYPE: TypeHint = TypeHint::UNKNOWN;

    /// The same of [`into_return`](Self::into_return).
    #[doc(hidden)]
    const RETURN_TYPE: TypeHint = Self::OUTPUT_TYPE;

    /// The same of a `Vec<Self>`.
    #[doc(hidden)]
    const SEQUENCE_OUTPUT_TYPE: TypeHint = TypeHint::list(&Self::OUTPUT_TYPE);

    /// Whether making the object runs no Python code, whatever the value.
    #[doc(hidden)]
    const QUIET: bool = false;

    /// What a `Vec<Self>` converts to: a list, or `bytes` for `u8`.
    #[doc(hidden)]
    fn sequence_into_pyobject<I>(items: I, py: Python<'py>, _: Token) -> PyResult<Bound<'py, PyAny>>
    where
        I: IntoIterator<Item = Self> + AsRef<[Self]>,
        I::IntoIter: ExactSizeIterator<Item = Self>,
    {
        Ok(PyList::of_slice(py, items)?.into_any())
    }

    /// What a `&[T]` converts to, where `Self` is `&T`.
    #[doc(hidden)]
    fn borrowed_sequence_into_pyobject<I>(
        items: I,
        py: Python<'py>,
        _: Token,
    ) -> PyResult<Bound<'py, PyAny>>
    where
        Self: Reference,
        I: IntoIterator<Item = Self> + AsRef<[<Self as Reference>::Target]>,
        I::IntoIter: ExactSizeIterator<Item = Self>,
    {
        Ok(PyList::of_slice(py, items)?.into_any())
    }
}

/// Keeps the hidden methods of the conversion traits from being called or
/// implemented by name outside.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Token(());

impl Token {
    pub(crate) const NEW: Token = Token(());
}

/// What a reference refers to.
#[doc(hidden)]
pub trait Reference {
    /// The referent.
    type Target;
}

impl<T> Reference for &T {
    type Target = T;
}

/// Shorthands for [`IntoPyObject`].
pub trait IntoPyObjectExt<'py>: IntoPyObject<'py> {
    /// As [`into_pyobject`](IntoPyObject::into_pyobject), giving an owned handle to any object.
    ///
    /// # Errors
    /// Those of the conversion.
    #[inline]
    fn into_bound_py_any(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self.into_pyobject(py) {
            Ok(object) => Ok(object.into_any().into_bound()),
            Err(err) => Err(err.into()),
        }
    }

    /// As [`into_bound_py_any`](Self::into_bound_py_any), unbound.
    ///
    /// # Errors
    /// Those of the conversion.
    #[inline]
    fn into_py_any(self, py: Python<'py>) -> PyResult<Py<PyAny>> {
        self.into_bound_py_any(py).map(Bound::unbind)
    }

    /// As [`into_pyobject`](IntoPyObject::into_pyobject), with a [`PyErr`] for an error.
    ///
    /// # Errors
    /// Those of the conversion.
    #[inline]
    fn into_pyobject_or_pyerr(self, py: Python<'py>) -> PyResult<Self::Output> {
        self.into_pyobject(py).map_err(Into::into)
    }
}

impl<'py, T: IntoPyObject<'py>> IntoPyObjectExt<'py> for T {}

/// A Rust value that can be read out of a Python object.
///
/// `'a` is the borrow of the object: `&'a str` points into it.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
///
/// # Python::attach(|py| -> PyResult<()> {
/// let (a, b): (i64, String) = py.eval(c"(1, 'two')", None, None)?.extract()?;
/// # Ok(()) }).unwrap();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a Python object",
    label = "has no conversion from Python",
    note = "a `#[pyclass]` that is `Clone` converts by value with `#[pyclass(from_py_object)]`; else take `&{Self}` or `PyRef<'_, {Self}>`",
    note = "`#[derive(FromPyObject)]` reads a struct from attributes or items"
)]
pub trait FromPyObject<'a, 'py>: Sized {
    /// What can go wrong.
    type Error: Into<PyErr>;

    /// What type checkers are told of the objects that can be read. `#[pyclass]` and the derive macros say it, as [`TypeHint`] tells;
    /// it is `typing.Any` where nobody does.
    const INPUT_TYPE: TypeHint = TypeHint::UNKNOWN;

    /// The same of a parameter, which may accept other objects: see `class/implicit.rs`.
    #[doc(hidden)]
    const PARAMETER_TYPE: TypeHint = Self::INPUT_TYPE;

    /// The same of a `Vec<Self>`.
    #[doc(hidden)]
    const SEQUENCE_INPUT_TYPE: TypeHint = TypeHint::sequence(&Self::INPUT_TYPE);

    /// Whether the value may borrow from the object, as it may unless we know better.
    #[doc(hidden)]
    const BORROWS: Borrows<Self> = Borrows::PERHAPS;

    /// Reads the value.
    ///
    /// # Errors
    /// When the object is of another type, or its value does not fit.
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error>;

    /// Reads the value from an object of exactly the right built-in type, without
    /// running any Python code: see `exact.rs`. `None` says nothing: `extract` decides.
    #[doc(hidden)]
    #[inline(always)]
    fn extract_exact(_obj: Borrowed<'a, 'py, PyAny>, _exact: Exact) -> Option<Self> {
        None
    }

    /// Reads the value from an object that is by itself what the value is: see `strict.rs`.
    #[doc(hidden)]
    #[inline]
    fn extract_strict(obj: Borrowed<'a, 'py, PyAny>, token: Token) -> Strict<Self> {
        if Self::never_fits(obj, token) {
            return Err(None);
        }
        Self::extract(obj).map_err(|error| Some(error.into()))
    }

    /// A value made of an object that `extract` has refused, where the type of an argument says how: see
    /// `class/implicit.rs`.
    #[doc(hidden)]
    #[inline(always)]
    fn extract_implicit(_obj: Borrowed<'a, 'py, PyAny>, _: Token) -> Option<PyResult<Self>> {
        None
    }

    /// Whether `extract` is certain to fail: see `hopeless.rs`. False says nothing.
    #[doc(hidden)]
    #[inline(always)]
    fn never_fits(_obj: Borrowed<'a, 'py, PyAny>, _: Token) -> bool {
        false
    }

    /// The zone of a `datetime` that names none: only `chrono::Local` has one.
    #[doc(hidden)]
    #[cfg(feature = "chrono")]
    fn local_zone(_: Token) -> Option<Self> {
        None
    }

    /// Which buffers hold such values as they are: see `plain.rs`.
    #[doc(hidden)]
    const PLAIN: Plain<Self> = Plain::NONE;

    /// A whole `Vec<Self>` from an object that is not to be walked item by item
    /// (`bytes` for `u8`, arrays of numbers). `None`: walk it.
    #[doc(hidden)]
    #[inline(always)]
    fn extract_bulk(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> Option<Vec<Self>> {
        if const { Self::PLAIN.is_none() } { None } else { plain::to_vec(obj, &Self::PLAIN) }
    }
}

/// A value that does not borrow from the object it is read from.
pub trait FromPyObjectOwned<'py>: for<'a> FromPyObject<'a, 'py> {}

impl<'py, T> FromPyObjectOwned<'py> for T where T: for<'a> FromPyObject<'a, 'py> {}

impl<'a, 'py, T: PyTypeCheck + 'a> FromPyObject<'a, 'py> for Bound<'py, T> {
    type Error = CastError<'a, 'py>;

    const BORROWS: Borrows<Self> = Borrows::NO;

    const INPUT_TYPE: crate::inspect::TypeHint = T::TYPE_HINT;
    const PARAMETER_TYPE: crate::inspect::TypeHint = T::PARAMETER_HINT;

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error> {
        Ok(obj.cast::<T>()?.to_owned())
    }

    #[inline]
    fn extract_implicit(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> Option<PyResult<Self>> {
        T::implicit(&obj)
    }

    #[inline]
    fn extract_exact(obj: Borrowed<'a, 'py, PyAny>, _exact: Exact) -> Option<Self> {
        // SAFETY: checked.
        T::surely_type_check(&obj).then(|| unsafe { obj.cast_unchecked() }.to_owned())
    }

    #[inline(always)]
    fn never_fits(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> bool {
        T::QUIET && !T::type_check(&obj)
    }
}

impl<'a, 'py, T: PyTypeCheck + 'a> FromPyObject<'a, 'py> for Borrowed<'a, 'py, T> {
    type Error = CastError<'a, 'py>;

    const INPUT_TYPE: crate::inspect::TypeHint = T::TYPE_HINT;

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error> {
        obj.cast::<T>()
    }

    #[inline(always)]
    fn never_fits(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> bool {
        T::QUIET && !T::type_check(&obj)
    }
}

impl<'a, 'py, T: PyTypeCheck + 'a> FromPyObject<'a, 'py> for Py<T> {
    type Error = CastError<'a, 'py>;

    const BORROWS: Borrows<Self> = Borrows::NO;

    const INPUT_TYPE: crate::inspect::TypeHint = T::TYPE_HINT;
    const PARAMETER_TYPE: crate::inspect::TypeHint = T::PARAMETER_HINT;

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error> {
        Ok(obj.cast::<T>()?.to_owned().unbind())
    }

    #[inline]
    fn extract_implicit(obj: Borrowed<'a, 'py, PyAny>, token: Token) -> Option<PyResult<Self>> {
        Some(Bound::extract_implicit(obj, token)?.map(Bound::unbind))
    }

    #[inline]
    fn extract_exact(obj: Borrowed<'a, 'py, PyAny>, exact: Exact) -> Option<Self> {
        Bound::extract_exact(obj, exact).map(Bound::unbind)
    }

    #[inline(always)]
    fn never_fits(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> bool {
        T::QUIET && !T::type_check(&obj)
    }
}

macro_rules! handle_into_pyobject {
    ($([$($lt:lifetime),*] $handle:ty => $output:ty, |$value:ident, $py:ident| $expr:expr;)*) => {$(
        impl<'py, $($lt,)* T: PyTypeCheck> IntoPyObject<'py> for $handle {
            type Target = T;
            type Output = $output;
            type Error = Infallible;

            const OUTPUT_TYPE: TypeHint = T::TYPE_HINT;

            #[inline(always)]
            fn into_pyobject(self, $py: Python<'py>) -> Result<Self::Output, Self::Error> {
                let $value = self;
                Ok($expr)
            }
        }
    )*};
}

handle_into_pyobject! {
    [] Bound<'py, T> => Bound<'py, T>, |value, _py| value;
    ['a] &'a Bound<'py, T> => Borrowed<'a, 'py, T>, |value, _py| value.as_borrowed();
    ['a] Borrowed<'a, 'py, T> => Borrowed<'a, 'py, T>, |value, _py| value;
    ['a, 'b] &'b Borrowed<'a, 'py, T> => Borrowed<'a, 'py, T>, |value, _py| *value;
    [] Py<T> => Bound<'py, T>, |value, py| value.into_bound(py);
    ['a] &'a Py<T> => Borrowed<'a, 'py, T>, |value, py| value.bind_borrowed(py);
}

impl<'a, 'py, T> IntoPyObject<'py> for &&'a T
where
    &'a T: IntoPyObject<'py>,
{
    type Target = <&'a T as IntoPyObject<'py>>::Target;
    type Output = <&'a T as IntoPyObject<'py>>::Output;
    type Error = <&'a T as IntoPyObject<'py>>::Error;

    const OUTPUT_TYPE: crate::inspect::TypeHint = <&'a T as IntoPyObject<'py>>::OUTPUT_TYPE;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        (*self).into_pyobject(py)
    }
}

/// The way out by reference, for types that are `Copy`.
macro_rules! copy_into_pyobject {
    ($($ty:ty),*) => {$(
        impl<'py> $crate::IntoPyObject<'py> for &$ty {
            type Target = <$ty as $crate::IntoPyObject<'py>>::Target;
            type Output = <$ty as $crate::IntoPyObject<'py>>::Output;
            type Error = <$ty as $crate::IntoPyObject<'py>>::Error;

            const QUIET: bool = <$ty as $crate::IntoPyObject<'py>>::QUIET;

            const OUTPUT_TYPE: crate::inspect::TypeHint = <$ty as $crate::IntoPyObject<'py>>::OUTPUT_TYPE;

            #[inline]
            fn into_pyobject(
                self,
                py: $crate::Python<'py>,
            ) -> Result<Self::Output, Self::Error> {
                (*self).into_pyobject(py)
            }

            #[inline(always)]
            fn into_raw(
                self,
                py: $crate::Python<'py>,
            ) -> $crate::PyResult<*mut $crate::ffi::PyObject> {
                (*self).into_raw(py)
            }
        }
    )*};
}

use copy_into_pyobject;
