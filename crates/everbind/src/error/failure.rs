//! [`Failure`]: a conversion that failed, as plain data.
//!
//! A conversion that fails is often tried another way (`Option`, an untagged
//! enum, an overload), and then its error is thrown away. So it holds what a
//! message needs (places, what was expected, the type that came) and becomes a
//! Python exception only when it leaves Rust: see `state.rs`.
//!
//! The message reads `argument 'rows': item 3: expected float, got str`.

use std::borrow::Cow;

use crate::error::PyErr;
use crate::error::state::raise_text;
use crate::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use crate::object::{Borrowed, Bound, Py};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyStringMethods, PyType, PyTypeMethods};
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
        far!(PyErr::failure: fn(Kind, Cow<'static, str>, Got) -> PyErr)(kind, expected, got)
    }

    fn push(&mut self, place: Place) {
        match self.place {
            None => self.place = Some(place),
            Some(_) => self.outer.push(place),
        }
    }

    /// Sets the exception in the interpreter.
    pub(super) fn raise(&self, py: Python<'_>) {
        let exception = match self.kind {
            Kind::Type => PyTypeError::type_object_raw(py),
            Kind::Value => PyValueError::type_object_raw(py),
            Kind::Overflow => PyOverflowError::type_object_raw(py),
        };
        raise_text(py, exception, &self.text(py));
    }

    /// Put together piece by piece: by `format!` it takes twice as long.
    fn text(&self, py: Python<'_>) -> String {
        let mut text = String::with_capacity(80);
        for place in self.outer.iter().rev().chain(&self.place) {
            match place {
                Place::Argument(name) => all(&mut text, &["argument '", name, "': "]),
                Place::Item(index) => all(&mut text, &["item ", &index.to_string(), ": "]),
                Place::Named(name) => all(&mut text, &[name, ": "]),
            }
        }
        match &self.got {
            Got::Instance(got) if self.place.is_none() => {
                text.push('\'');
                push_name(&mut text, got.bind(py));
                all(&mut text, &["' object is not an instance of '", &self.expected, "'"]);
            }
            Got::Type(got) | Got::Instance(got) => {
                all(&mut text, &["expected ", &self.expected, ", got "]);
                push_name(&mut text, got.bind(py));
            }
            Got::Text(got) => all(&mut text, &["expected ", &self.expected, ", got ", got]),
            Got::Nothing => text.push_str(&self.expected),
            Got::Words(words) => text.push_str(&words(py)),
        }
        text
    }
}

fn all(text: &mut String, pieces: &[&str]) {
    for piece in pieces {
        text.push_str(piece);
    }
}

fn push_name(text: &mut String, class: &Bound<'_, PyType>) {
    match class.name() {
        Ok(name) => match name.to_str() {
            Ok(name) => text.push_str(name),
            Err(_) => text.push_str(&name.to_string_lossy()),
        },
        Err(_) => text.push_str("an object"),
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
        let text = match self.value(py).as_any().str() {
            Ok(text) => text.to_string_lossy().into_owned(),
            Err(_) => return self,
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
