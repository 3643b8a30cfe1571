//! `PatternError`: says where in the pattern the mistake is.

use everbind::create_exception;
use everbind::exceptions::PyValueError;
use everbind::prelude::*;
use regex_syntax::ast::Error as SyntaxError;

create_exception!(
    textkit,
    PatternError,
    PyValueError,
    "A pattern that does not compile; `position` is the index of the mistake, or None."
);

/// A `PatternError` with its `pattern` and `position`.
pub fn pattern_error(py: Python<'_>, pattern: &str, error: &regex::Error) -> PyErr {
    let located = regex_syntax::ast::parse::Parser::new().parse(pattern).err();
    let (message, position) = match &located {
        Some(syntax) => describe(pattern, syntax),
        None => (error.to_string(), None),
    };
    let raised = PatternError::new_err(message);
    let value = raised.value(py);
    match value.setattr("pattern", pattern).and_then(|()| value.setattr("position", position)) {
        Ok(()) => raised,
        Err(failure) => failure,
    }
}

fn describe(pattern: &str, error: &SyntaxError) -> (String, Option<usize>) {
    let position = pattern[..error.span().start.offset].chars().count();
    (format!("{} at position {position} of {pattern:?}", error.kind()), Some(position))
}
