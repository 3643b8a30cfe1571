//! Frames: functions being run.

use std::ffi::CStr;

use crate::error::{PyErr, PyResult};
use crate::exceptions::{PyKeyError, PyNameError};
use crate::object::Bound;
use crate::types::native::native_type;
use crate::types::support::{Imported, Sealed};
use crate::types::{PyAnyMethods, PyCode, PyDict, PyString, PyType};
use crate::{PyAny, ffi, intern};

/// A frame: one call of a function, running or in a traceback.
#[repr(transparent)]
pub struct PyFrame(PyAny);

static CLASS: Imported<PyType> = Imported::new("types", "FrameType");

native_type!(PyFrame, |py| CLASS.type_ptr(py));

/// The methods of [`PyFrame`].
#[doc(alias = "PyFrame")]
pub trait PyFrameMethods<'py>: Sealed {
    /// The line that is being run.
    fn line_number(&self) -> i32;

    /// The frame that called this one.
    fn outer(&self) -> Option<Bound<'py, PyFrame>>;

    /// The code that is being run.
    fn code(&self) -> Bound<'py, PyCode>;

    /// The value of a local variable.
    ///
    /// # Errors
    /// `NameError` when it has none.
    fn var(&self, name: &CStr) -> PyResult<Bound<'py, PyAny>>;

    /// The names of built-in functions.
    fn builtins(&self) -> Bound<'py, PyDict>;

    /// The module's variables.
    fn globals(&self) -> Bound<'py, PyDict>;

    /// The local variables: a mapping.
    fn locals(&self) -> Bound<'py, PyAny>;
}

impl<'py> PyFrameMethods<'py> for Bound<'py, PyFrame> {
    #[inline]
    fn line_number(&self) -> i32 {
        // SAFETY: attached, a living frame: it cannot fail.
        unsafe { ffi::PyFrame_GetLineNumber(self.as_ptr().cast()) }
    }

    #[inline]
    fn outer(&self) -> Option<Bound<'py, PyFrame>> {
        attribute(self, intern!(self.py(), "f_back")).cast_into().ok()
    }

    #[inline]
    fn code(&self) -> Bound<'py, PyCode> {
        // SAFETY: attached, a living frame: a new reference to its code.
        unsafe {
            let code = ffi::PyFrame_GetCode(self.as_ptr().cast());
            Bound::from_owned_unchecked(self.py(), code.cast())
        }
    }

    #[inline]
    fn var(&self, name: &CStr) -> PyResult<Bound<'py, PyAny>> {
        let text = PyString::from_bytes(self.py(), name.to_bytes())?;
        self.locals().get_item(text).map_err(|err| {
            if !err.is_instance_of::<PyKeyError>(self.py()) {
                return err;
            }
            let name = name.to_string_lossy();
            crate::PyErr::worded::<PyNameError>(format!("the frame has no variable '{name}'"))
        })
    }

    #[inline]
    fn builtins(&self) -> Bound<'py, PyDict> {
        dict(self, intern!(self.py(), "f_builtins"))
    }

    #[inline]
    fn globals(&self) -> Bound<'py, PyDict> {
        dict(self, intern!(self.py(), "f_globals"))
    }

    #[inline]
    fn locals(&self) -> Bound<'py, PyAny> {
        attribute(self, intern!(self.py(), "f_locals"))
    }
}

/// An attribute that every frame has.
#[track_caller]
#[inline]
fn attribute<'py>(frame: &Bound<'py, PyFrame>, name: &Bound<'py, PyString>) -> Bound<'py, PyAny> {
    frame.getattr(name).unwrap_or_else(|err| missing(name, &err))
}

#[track_caller]
#[inline]
fn dict<'py>(frame: &Bound<'py, PyFrame>, name: &Bound<'py, PyString>) -> Bound<'py, PyDict> {
    let value = attribute(frame, name).cast_into();
    value.unwrap_or_else(|err| missing(name, &err.into()))
}

#[cold]
#[track_caller]
#[inline]
fn missing(name: &Bound<'_, PyString>, err: &PyErr) -> ! {
    panic!("reading {name} of a frame: {err}")
}
