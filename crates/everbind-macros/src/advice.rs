//! What a mistake tells about what was meant: where a misplaced option belongs, and types that, by
//! their names alone, can never be right where they stand.
//!
//! A type is judged only where every value of it fails at run time, so nothing that works is refused.

use crate::class_fields::FIELD_OPTIONS;
use crate::class_options::CLASS_OPTIONS;
use crate::derive_options;
use crate::emit_call::is_plain_name;
use crate::function::{Function, ParamKind};
use crate::function_options::FUNCTION_OPTIONS;
use crate::module_options;
use crate::parse::{is_word, plain_name};
use crate::signature::Kind;
use crate::tokens::{Delimiter, TokenStream, TokenTree};

/// Where the option `name` belongs, if it is known anywhere.
pub(crate) fn home(name: &str) -> Option<&'static str> {
    let homes: [(&[&str], &str); 6] = [
        (FIELD_OPTIONS, "on a field of a `#[pyclass]`"),
        (FUNCTION_OPTIONS, "on a `#[pyfunction]` or a method"),
        (CLASS_OPTIONS, "on a `#[pyclass]`"),
        (module_options::OPTIONS, "on a `#[pymodule]`"),
        (derive_options::CONTAINER, "on a type with `#[derive(FromPyObject)]`"),
        (derive_options::FIELD, "on a field of a type with `#[derive(FromPyObject)]`"),
    ];
    for (known, home) in homes {
        if known.contains(&name) {
            return Some(home);
        }
    }
    None
}

/// What a result is to Python, by the words of its type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Result {
    Nothing,
    Number,
    Text,
    List,
    /// Anything else.
    Unknown,
}

/// What a function that is declared to return `output` gives to Python; the content of a `Result`.
pub(crate) fn result(output: &TokenStream) -> Result {
    let trees: Vec<TokenTree> = output.trees().collect();
    match trees.as_slice() {
        [] => Result::Nothing,
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => {
            match group.stream().is_empty() {
                true => Result::Nothing,
                false => Result::Unknown,
            }
        }
        [TokenTree::Ident(word)] if is_word(word, "String") => Result::Text,
        [TokenTree::Ident(word)] if is_word(word, "char") => Result::Text,
        [TokenTree::Ident(word)] if is_plain_name(word) => Result::Number,
        [TokenTree::Ident(word), ..] if is_word(word, "Vec") => Result::List,
        // `PyResult<T>`.
        [TokenTree::Ident(word), TokenTree::Punct(_), inside @ .., TokenTree::Punct(_)]
            if is_word(word, "PyResult") && !inside.is_empty() =>
        {
            let mut given = TokenStream::new();
            for tree in inside {
                given.push(tree.clone());
            }
            result(&given)
        }
        _ => Result::Unknown,
    }
}

/// Why `__name__` cannot return what it is declared to return.
pub(crate) fn wrong_result(name: &str, output: &TokenStream) -> Option<&'static str> {
    let given = result(output);
    match name {
        "__str__" | "__repr__" if !matches!(given, Result::Text | Result::Unknown) => Some(
            "Python takes only text from `__str__` and `__repr__`\n\
             return `String`, `&str` or `PyResult<String>`",
        ),
        "__iter__" if given != Result::Unknown => Some(
            "`__iter__` must return an iterator, and this is none\n\
             return a `#[pyclass]` with `__next__`, or the iterator of a Python object: \
             `Ok(list.try_iter()?)`",
        ),
        _ => None,
    }
}

/// Whether the function promises a borrow from Python (`Bound<'_, …>`) and has no parameter that it
/// could be borrowed from.
pub(crate) fn lacks_token(function: &Function) -> bool {
    if function.receiver.is_some() || !has_elided(&function.output) {
        return false;
    }
    for param in &function.params {
        let trees: Vec<TokenTree> = param.ty.trees().collect();
        let plain = matches!(trees.as_slice(), [TokenTree::Ident(word)] if is_plain_name(word));
        if param.kind != ParamKind::Value || !plain {
            return false;
        }
    }
    true
}

/// Whether `'_` stands in `tokens`.
fn has_elided(tokens: &TokenStream) -> bool {
    let mut quote = false;
    for tree in tokens.trees() {
        match tree {
            TokenTree::Ident(word) if quote && plain_name(&word) == "_" => return true,
            TokenTree::Group(group) if has_elided(&group.stream()) => return true,
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                quote = true;
                continue;
            }
            _ => {}
        }
        quote = false;
    }
    false
}

/// Whether it is `impl Iterator<…>` and promises nothing else.
pub(crate) fn is_rust_iterator(output: &TokenStream) -> bool {
    let (mut is_impl, mut iterator, mut converts) = (false, false, false);
    for tree in output.trees() {
        if let TokenTree::Ident(word) = &tree {
            is_impl |= is_word(word, "impl");
            let name = plain_name(word);
            iterator |= name.ends_with("Iterator");
            converts |= name == "IntoPyObject";
        }
    }
    is_impl && iterator && !converts
}

/// Why a type cannot take all that `*args` or `**kwargs` are.
pub(crate) fn not_variable(kind: Kind, ty: &TokenStream) -> Option<&'static str> {
    let mut trees = ty.trees();
    let is_plain = match (trees.next(), trees.next()) {
        (Some(TokenTree::Ident(word)), None) => is_plain_name(&word),
        _ => false,
    };
    match kind {
        Kind::Args if is_plain => {
            Some("`*args` is a tuple\ntake `&Bound<'_, PyTuple>`, or `Vec<T>` if all have one type")
        }
        Kind::Kwargs if is_plain => Some("`**kwargs` is a dict\ntake `Option<&Bound<'_, PyDict>>`"),
        _ => None,
    }
}
