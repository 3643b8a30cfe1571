//! Text and bytes that stay in the Python object they came from.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::convert::Infallible;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::ptr::NonNull;
use std::sync::Arc;

use crate::error::{CastError, PyErr, PyResult};
use crate::object::{Borrowed, Bound, Py};
use crate::python::Python;
use crate::types::{
    PyByteArray, PyByteArrayMethods, PyBytes, PyBytesMethods, PyString, PyStringMethods, PyTuple,
};
use crate::{FromPyObject, IntoPyObject, PyAny, PyTypeInfo};

/// A `str` as Rust sees it, and the object that owns it: read without copying,
/// usable on any thread, attached or not.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::pybacked::PyBackedStr;
///
/// #[pyfunction]
/// fn count_words(py: Python<'_>, text: PyBackedStr) -> usize {
///     py.detach(|| text.split_whitespace().count())
/// }
/// ```
#[cfg_attr(feature = "py-clone", derive(Clone))]
pub struct PyBackedStr {
    storage: Py<PyString>,
    data: NonNull<str>,
}

// SAFETY: the text never changes, and `storage` keeps it.
unsafe impl Send for PyBackedStr {}
// SAFETY: as above.
unsafe impl Sync for PyBackedStr {}

impl PyBackedStr {
    /// A second handle to the same text.
    #[inline]
    pub fn clone_ref(&self, py: Python<'_>) -> Self {
        PyBackedStr { storage: self.storage.clone_ref(py), data: self.data }
    }

    /// The text.
    #[inline]
    pub fn as_str(&self) -> &str {
        // SAFETY: `storage` keeps it, and it never changes.
        unsafe { self.data.as_ref() }
    }

    /// The object.
    #[inline]
    pub fn as_py_str(&self) -> &Py<PyString> {
        &self.storage
    }
}

impl TryFrom<Bound<'_, PyString>> for PyBackedStr {
    type Error = PyErr;

    /// # Errors
    /// `UnicodeEncodeError` when the string holds a lone surrogate.
    #[inline]
    fn try_from(string: Bound<'_, PyString>) -> PyResult<Self> {
        let data = NonNull::from(string.to_str()?);
        Ok(PyBackedStr { storage: string.unbind(), data })
    }
}

impl Deref for PyBackedStr {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for PyBackedStr {
    #[inline]
    fn as_ref(&self) -> &str {
        self
    }
}

impl AsRef<[u8]> for PyBackedStr {
    #[inline]
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl Borrow<str> for PyBackedStr {
    #[inline]
    fn borrow(&self) -> &str {
        self
    }
}

impl fmt::Display for PyBackedStr {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl FromPyObject<'_, '_> for PyBackedStr {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::STR;

    #[inline]
    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        obj.cast::<PyString>()?.to_owned().try_into()
    }
}

impl<'py> IntoPyObject<'py> for PyBackedStr {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = Infallible;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::STR;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(self.storage.into_bound(py))
    }
}

impl<'py> IntoPyObject<'py> for &PyBackedStr {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = Infallible;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::STR;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(self.storage.bind(py).clone())
    }
}

/// The bytes of a `bytes` object, without copying, or a copy of a `bytearray`'s:
/// usable on any thread, attached or not.
#[cfg_attr(feature = "py-clone", derive(Clone))]
pub struct PyBackedBytes {
    storage: Storage,
    data: NonNull<[u8]>,
}

#[cfg_attr(feature = "py-clone", derive(Clone))]
enum Storage {
    Python(Py<PyBytes>),
    Rust(Arc<[u8]>),
}

// SAFETY: the bytes never change, and `storage` keeps them.
unsafe impl Send for PyBackedBytes {}
// SAFETY: as above.
unsafe impl Sync for PyBackedBytes {}

impl PyBackedBytes {
    /// A second handle to the same bytes.
    #[inline]
    pub fn clone_ref(&self, py: Python<'_>) -> Self {
        let storage = match &self.storage {
            Storage::Python(bytes) => Storage::Python(bytes.clone_ref(py)),
            Storage::Rust(bytes) => Storage::Rust(Arc::clone(bytes)),
        };
        PyBackedBytes { storage, data: self.data }
    }
}

impl From<Bound<'_, PyBytes>> for PyBackedBytes {
    #[inline]
    fn from(bytes: Bound<'_, PyBytes>) -> Self {
        let data = NonNull::from(bytes.as_bytes());
        PyBackedBytes { storage: Storage::Python(bytes.unbind()), data }
    }
}

impl From<Bound<'_, PyByteArray>> for PyBackedBytes {
    /// Copies the bytes: a `bytearray` can change.
    #[inline]
    fn from(array: Bound<'_, PyByteArray>) -> Self {
        let bytes: Arc<[u8]> = array.to_vec().into();
        let data = NonNull::from(&*bytes);
        PyBackedBytes { storage: Storage::Rust(bytes), data }
    }
}

impl Deref for PyBackedBytes {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        // SAFETY: `storage` keeps them, and they never change.
        unsafe { self.data.as_ref() }
    }
}

impl AsRef<[u8]> for PyBackedBytes {
    #[inline]
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for PyBackedBytes {
    type Error = CastError<'a, 'py>;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("bytes | bytearray");

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error> {
        if let Ok(bytes) = obj.cast::<PyBytes>() {
            return Ok(bytes.to_owned().into());
        }
        if let Ok(array) = obj.cast::<PyByteArray>() {
            return Ok(array.to_owned().into());
        }
        let py = obj.py();
        let classes = [PyBytes::type_object(py), PyByteArray::type_object(py)];
        let classes = PyTuple::new(py, classes).expect("a tuple of two");
        Err(CastError::new(obj, classes.into_any()))
    }
}

impl<'py> IntoPyObject<'py> for PyBackedBytes {
    type Target = PyBytes;
    type Output = Bound<'py, PyBytes>;
    type Error = Infallible;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::BYTES;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        (&self).into_pyobject(py)
    }
}

impl<'py> IntoPyObject<'py> for &PyBackedBytes {
    type Target = PyBytes;
    type Output = Bound<'py, PyBytes>;
    type Error = Infallible;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::BYTES;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(match &self.storage {
            Storage::Python(bytes) => bytes.bind(py).clone(),
            Storage::Rust(bytes) => PyBytes::new(py, bytes),
        })
    }
}

impl<const N: usize> PartialEq<[u8; N]> for PyBackedBytes {
    fn eq(&self, other: &[u8; N]) -> bool {
        **self == *other
    }
}

impl<const N: usize> PartialEq<&[u8; N]> for PyBackedBytes {
    fn eq(&self, other: &&[u8; N]) -> bool {
        **self == **other
    }
}

impl<const N: usize> PartialEq<PyBackedBytes> for [u8; N] {
    fn eq(&self, other: &PyBackedBytes) -> bool {
        *self == **other
    }
}

impl<const N: usize> PartialEq<PyBackedBytes> for &[u8; N] {
    fn eq(&self, other: &PyBackedBytes) -> bool {
        **self == **other
    }
}

/// Equality, order, hashing and `Debug` are those of the data.
macro_rules! like_data {
    ($backed:ty, $data:ty) => {
        impl fmt::Debug for $backed {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&**self, f)
            }
        }

        impl Eq for $backed {}

        impl PartialEq for $backed {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                **self == **other
            }
        }

        impl PartialEq<$data> for $backed {
            #[inline]
            fn eq(&self, other: &$data) -> bool {
                **self == *other
            }
        }

        impl PartialEq<&$data> for $backed {
            #[inline]
            fn eq(&self, other: &&$data) -> bool {
                **self == **other
            }
        }

        impl PartialEq<$backed> for $data {
            #[inline]
            fn eq(&self, other: &$backed) -> bool {
                *self == **other
            }
        }

        impl PartialEq<$backed> for &$data {
            #[inline]
            fn eq(&self, other: &$backed) -> bool {
                **self == **other
            }
        }

        impl Ord for $backed {
            #[inline]
            fn cmp(&self, other: &Self) -> Ordering {
                (**self).cmp(&**other)
            }
        }

        impl PartialOrd for $backed {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl PartialOrd<$data> for $backed {
            #[inline]
            fn partial_cmp(&self, other: &$data) -> Option<Ordering> {
                (**self).partial_cmp(other)
            }
        }

        impl PartialOrd<$backed> for $data {
            #[inline]
            fn partial_cmp(&self, other: &$backed) -> Option<Ordering> {
                self.partial_cmp(&**other)
            }
        }

        impl Hash for $backed {
            fn hash<H: Hasher>(&self, state: &mut H) {
                (**self).hash(state);
            }
        }
    };
}

like_data!(PyBackedStr, str);
like_data!(PyBackedBytes, [u8]);
