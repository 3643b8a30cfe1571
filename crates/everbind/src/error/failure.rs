//! [`Failure`]: a conversion that failed, as plain data.
//!
//! A conversion that fails is often tried another way (`Option`, an untagged
//! enum, an overload), and then its error is thrown away. So it holds what a
//! message needs (places, what was expected, the type that came) and becomes a
//! Python exception only when it leaves Rust: see `state.rs`.
//!
//! The message reads `argument 'rows': item 3: expected float, got str`.

use std::borrow::Cow;
use std::fmt::Write;

use crate::error::PyErr;
use crate::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use crate::object::{Borrowed, Bound, Py};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyString, PyStringMethods, PyType, PyTypeMethods};
use crate::{PyAny, PyTypeInfo};

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
    places: Vec<Place>,
}

enum Got {
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
    /// `expected EXPECTED, got TYPE`: a `TypeError`.
    #[cold]
    pub(crate) fn expected(
        expected: impl Into<Cow<'static, str>>,
        got: Borrowed<'_, '_, PyAny>,
    ) -> PyErr {
        let got = Got::Type(got.get_type().unbind());
        Failure::error(Kind::Type, expected.into(), got)
    }

    /// As [`expected`](Self::expected), for a class; without a place it reads
    /// `'TYPE' object is not an instance of 'EXPECTED'`, as in PyO3.
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
        far!(PyErr::failure: fn(Failure) -> PyErr)(Failure {
            kind,
            expected,
            got,
            places: Vec::new(),
        })
    }

    /// The exception's type and its argument.
    pub(super) fn arguments(self, py: Python<'_>) -> (Py<PyType>, Py<PyAny>) {
        let exception = match self.kind {
            Kind::Type => PyTypeError::type_object(py),
            Kind::Value => PyValueError::type_object(py),
            Kind::Overflow => PyOverflowError::type_object(py),
        };
        let text = PyString::new(py, &self.text(py));
        (exception.unbind(), text.into_any().unbind())
    }

    fn text(&self, py: Python<'_>) -> String {
        let mut text = String::new();
        for place in self.places.iter().rev() {
            // Writing to a String cannot fail.
            let _ = match place {
                Place::Argument(name) => write!(text, "argument '{name}': "),
                Place::Item(index) => write!(text, "item {index}: "),
                Place::Named(name) => write!(text, "{name}: "),
            };
        }
        let _ = match &self.got {
            Got::Instance(got) if self.places.is_empty() => {
                let (got, expected) = (type_name(got.bind(py)), &self.expected);
                write!(text, "'{got}' object is not an instance of '{expected}'")
            }
            Got::Type(got) | Got::Instance(got) => {
                write!(text, "expected {}, got {}", self.expected, type_name(got.bind(py)))
            }
            Got::Text(got) => write!(text, "expected {}, got {got}", self.expected),
            Got::Nothing => write!(text, "{}", self.expected),
            Got::Words(words) => write!(text, "{}", words(py)),
        };
        text
    }
}

fn type_name(class: &Bound<'_, PyType>) -> String {
    match class.name() {
        Ok(name) => name.to_string_lossy().into_owned(),
        Err(_) => "an object".to_owned(),
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
            failure.places.push(place);
            return self;
        }
        if !PyTypeError::is_exact_type_of(self.value(py).as_any()) {
            return self;
        }
        let text = match self.value(py).as_any().str() {
            Ok(text) => text.to_string_lossy().into_owned(),
            Err(_) => return self,
        };
        let mut placed = Failure::message(Kind::Type, text);
        if let Some(failure) = placed.failure_mut() {
            failure.places.push(place);
        }
        if let Some(cause) = self.cause(py) {
            placed.set_cause(py, Some(cause));
        }
        placed
    }
}
