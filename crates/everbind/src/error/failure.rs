//! [`Failure`]: a conversion that failed, as plain data.
//!
//! A conversion that fails is often tried another way (`Option`, an untagged
//! enum, an overload), and then its error is thrown away. So it holds what a
//! message needs (places, what was expected, the type that came) and becomes a
//! Python exception only when it leaves Rust: see `state.rs`.
//!
//! The message reads `argument 'rows': item 3: expected float, got str`. One of a cast to a class begins as PyO3's,
//! which tests of projects match: `argument 'rows': 'str' object is not an instance of 'list' (item 3)`.

use std::borrow::Cow;
use std::mem;

use crate::error::line::Line;
use crate::error::state::raise_text;
use crate::error::{PyErr, PyResult};
use crate::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use crate::object::{Borrowed, Bound, Py};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyString, PyStringMethods, PyType, PyTypeMethods};
use crate::{PyAny, PyTypeInfo, abi};

/// Which exception it becomes.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Type,
    Value,
    Overflow,
}

/// Where in the argument it happened, outermost last.
enum Place {
    Argument(&'static str),
    Item(usize),
    Named(Cow<'static, str>),
}

pub(crate) struct Failure {
    kind: Kind,
    expected: Cow<'static, str>,
    got: Got,
    /// The innermost place: mostly there is no other.
    place: Option<Place>,
    outer: Vec<Place>,
}

pub(super) enum Got {
    /// The type of what came.
    Type(Py<PyType>),
    /// The type of what was to be cast to the class `expected`.
    Instance(Py<PyType>),
    /// What came, in words.
    Text(String),
    /// `expected` is the whole message.
    Nothing,
    /// The whole message, put together when it is needed.
    Words(Box<dyn Fn(Python<'_>) -> String + Send + Sync>),
}

impl Failure {
    /// Without a place yet.
    #[inline(always)]
    pub(super) fn new(kind: Kind, expected: Cow<'static, str>, got: Got) -> Self {
        Failure { kind, expected, got, place: None, outer: Vec::new() }
    }

    /// `expected EXPECTED, got TYPE`: a `TypeError`.
    #[cold]
    pub(crate) fn expected(
        expected: impl Into<Cow<'static, str>>,
        got: Borrowed<'_, '_, PyAny>,
    ) -> PyErr {
        match expected.into() {
            Cow::Borrowed(expected) => {
                far!(PyErr::mismatch: fn(&'static str, Borrowed<'_, '_, PyAny>) -> PyErr)(
                    expected, got,
                )
            }
            Cow::Owned(expected) => {
                far!(mismatch: fn(String, Borrowed<'_, '_, PyAny>) -> PyErr)(expected, got)
            }
        }
    }

    /// `'TYPE' object is not an instance of 'EXPECTED' (PLACE)`.
    #[cold]
    pub(crate) fn instance(expected: String, got: Borrowed<'_, '_, PyAny>) -> PyErr {
        let got = Got::Instance(got.get_type().unbind());
        Failure::error(Kind::Type, expected.into(), got)
    }

    /// `expected EXPECTED, got WORDS`.
    #[cold]
    pub(crate) fn described(
        kind: Kind,
        expected: impl Into<Cow<'static, str>>,
        got: impl Into<String>,
    ) -> PyErr {
        Failure::error(kind, expected.into(), Got::Text(got.into()))
    }

    /// A message of its own.
    #[cold]
    pub(crate) fn message(kind: Kind, message: impl Into<Cow<'static, str>>) -> PyErr {
        Failure::error(kind, message.into(), Got::Nothing)
    }

    /// A message of its own that is costly to put together.
    #[cold]
    pub(crate) fn worded(
        kind: Kind,
        words: impl Fn(Python<'_>) -> String + Send + Sync + 'static,
    ) -> PyErr {
        Failure::error(kind, Cow::Borrowed(""), Got::Words(Box::new(words)))
    }

    fn error(kind: Kind, expected: Cow<'static, str>, got: Got) -> PyErr {
        far!(PyErr::failure: fn(Kind, Cow<'static, str>, Got) -> PyErr)(kind, expected, got)
    }

    fn push(&mut self, place: Place) {
        match self.place {
            None => self.place = Some(place),
            Some(_) => self.outer.push(place),
        }
    }

    /// Sets the exception in the interpreter. To be called once.
    pub(super) fn raise(&mut self, py: Python<'_>) {
        let exception = match self.kind {
            Kind::Type => PyTypeError::type_object_raw(py),
            Kind::Value => PyValueError::type_object_raw(py),
            Kind::Overflow => PyOverflowError::type_object_raw(py),
        };
        let mut line = Line::new();
        self.write(py, &mut line);
        raise_text(py, exception, line.as_bytes());
    }

    /// Put together piece by piece: by `format!` it takes twice as long.
    #[inline]
    fn write(&mut self, py: Python<'_>, line: &mut Line) {
        let got = mem::replace(&mut self.got, Got::Nothing);
        let behind = matches!(got, Got::Instance(_));
        for place in self.outer.iter().rev().chain(&self.place) {
            if !behind || matches!(place, Place::Argument(_)) {
                write_place(line, place);
                line.push_constant(": ");
            }
        }
        match got {
            Got::Type(got) => {
                self.write_expected(line);
                push_name(line, &got.into_bound(py));
            }
            Got::Text(got) => {
                self.write_expected(line);
                line.push(&got);
            }
            Got::Instance(got) => {
                line.push_constant("'");
                push_name(line, &got.into_bound(py));
                line.push_constant("' object is not an instance of '");
                line.push(&self.expected);
                line.push_constant("'");
                let mut mark = " (";
                for place in self.outer.iter().rev().chain(&self.place) {
                    if !matches!(place, Place::Argument(_)) {
                        line.push_constant(mark);
                        write_place(line, place);
                        mark = ": ";
                    }
                }
                if mark == ": " {
                    line.push_constant(")");
                }
            }
            Got::Nothing => line.push(&self.expected),
            Got::Words(words) => line.push(&words(py)),
        }
    }

    #[inline]
    fn write_expected(&self, line: &mut Line) {
        line.push_constant("expected ");
        line.push(&self.expected);
        line.push_constant(", got ");
    }
}

fn write_place(line: &mut Line, place: &Place) {
    match place {
        Place::Argument(name) => {
            line.push_constant("argument '");
            line.push(name);
            line.push_constant("'");
        }
        Place::Item(index) => {
            line.push_constant("item ");
            line.push_number(*index);
        }
        Place::Named(name) => line.push(name),
    }
}

#[cold]
fn mismatch(expected: String, got: Borrowed<'_, '_, PyAny>) -> PyErr {
    Failure::error(Kind::Type, expected.into(), Got::Type(got.get_type().unbind()))
}

/// The name without its module. Of most classes it stands in the class itself, and no `str` is made.
fn push_name(line: &mut Line, class: &Bound<'_, PyType>) {
    // SAFETY: attached (`Bound`), a living class.
    if let Some(name) = unsafe { abi::layout::static_type_name(class.as_ptr().cast()) } {
        return line.push(name);
    }
    match class.name() {
        Ok(name) => line.push(name.to_str().unwrap_or("an object")),
        Err(_) => line.push("an object"),
    }
}

/// A text that was asked for, if there is one.
#[inline(never)]
pub(super) fn text_of(text: PyResult<Bound<'_, PyString>>) -> Option<String> {
    match text {
        Ok(text) => Some(text.to_string_lossy().into_owned()),
        Err(_) => None,
    }
}

impl PyErr {
    /// Says which argument the conversion was of.
    #[cold]
    pub(crate) fn at_argument(self, py: Python<'_>, name: &'static str) -> PyErr {
        far!(PyErr::at: fn(PyErr, Python<'_>, Place) -> PyErr)(self, py, Place::Argument(name))
    }

    /// Says which item of a sequence the conversion was of.
    #[cold]
    pub(crate) fn at_item(self, py: Python<'_>, index: usize) -> PyErr {
        far!(PyErr::at: fn(PyErr, Python<'_>, Place) -> PyErr)(self, py, Place::Item(index))
    }

    /// Says which part (`key`, `field 'x'`, …) the conversion was of.
    #[cold]
    pub(crate) fn at_place(self, py: Python<'_>, place: impl Into<Cow<'static, str>>) -> PyErr {
        far!(PyErr::at: fn(PyErr, Python<'_>, Place) -> PyErr)(self, py, Place::Named(place.into()))
    }

    /// A failure of ours notes the place. A plain `TypeError` from elsewhere is
    /// replaced by one whose message begins with the place, with the same cause;
    /// any other exception passes unchanged.
    fn at(mut self, py: Python<'_>, place: Place) -> PyErr {
        if let Some(failure) = self.failure_mut() {
            failure.push(place);
            return self;
        }
        if !PyTypeError::is_exact_type_of(self.value(py).as_any()) {
            return self;
        }
        let Some(text) = text_of(self.value(py).as_any().str()) else {
            return self;
        };
        let mut placed = Failure::message(Kind::Type, text);
        if let Some(failure) = placed.failure_mut() {
            failure.push(place);
        }
        if let Some(cause) = self.cause(py) {
            placed.set_cause(py, Some(cause));
        }
        placed
    }
}
