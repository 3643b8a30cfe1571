//! `Path`, `PathBuf`: a `str` or anything with `__fspath__` comes in, a
//! `pathlib.Path` goes out.

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::convert::{FromPyObject, IntoPyObject};
use crate::error::{Failure, PyErr};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::support::Imported;
use crate::types::{PyAnyMethods, PyString};
use crate::{PyAny, ffi};

static PATH: Imported = Imported::new("pathlib", "Path");

impl<'a, 'py> FromPyObject<'a, 'py> for PathBuf {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("str | os.PathLike[str]");

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
        if obj.cast::<PyString>().is_ok() {
            return OsString::extract(obj).map(PathBuf::from);
        }
        // SAFETY: attached, living object; a new object or null.
        match unsafe { Bound::<PyAny>::from_call(obj.py(), ffi::PyOS_FSPath(obj.as_ptr())) } {
            Ok(path) => OsString::extract(path.as_borrowed()).map(PathBuf::from),
            Err(err) if obj.get_type().hasattr("__fspath__")? => Err(err),
            Err(_) => Err(Failure::expected("str or os.PathLike", obj)),
        }
    }
}

/// Borrowed from a `str` that is Unicode.
impl<'a, 'py> FromPyObject<'a, 'py> for Cow<'a, Path> {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("str | os.PathLike[str]");

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
        match <&'a str>::extract(obj) {
            Ok(text) => Ok(Cow::Borrowed(Path::new(text))),
            Err(_) => PathBuf::extract(obj).map(Cow::Owned),
        }
    }
}

macro_rules! path_into_pyobject {
    ($($ty:ty),*) => {$(
        impl<'py> IntoPyObject<'py> for $ty {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;

            const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("pathlib.Path");

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
                let path: &Path = self.as_ref();
                PATH.get(py)?.call1((path.as_os_str(),))
            }
        }
    )*};
}

path_into_pyobject!(&Path, &&Path, PathBuf, &PathBuf, Cow<'_, Path>, &Cow<'_, Path>);
