//! Signatures as an author writes them: `[T](x: T, /, *args: int, y: str = "a") -> T`.

use anyhow::{Context, Result, bail};

use super::callable::stub_default;
use crate::stubs::{
    expression::Expression,
    model::{Kind, Parameter, Signature},
    names::{outside_brackets, split_outside_brackets},
};

/// Reads a signature.
///
/// # Errors
/// It is none; the error says which part of it.
pub fn parse(text: &str) -> Result<Signature> {
    let text = text.trim();
    let (type_parameters, rest) = match text.strip_prefix('[') {
        Some(rest) => {
            split_at_bracket(rest, ']').with_context(|| format!("`{text}` lacks a `]`"))?
        }
        None => ("", text),
    };
    let rest = rest
        .trim()
        .strip_prefix('(')
        .with_context(|| format!("the signature `{text}` does not begin with `(`"))?;
    let (inner, rest) = split_at_bracket(rest, ')')
        .with_context(|| format!("the signature `{text}` lacks a `)`"))?;
    let returns = match rest.trim().strip_prefix("->") {
        Some(returns) => Some(Expression::parse(returns)?),
        None if rest.trim().is_empty() => None,
        None => bail!("the signature `{text}` has `{}` where `->` is expected", rest.trim()),
    };
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut kind = Kind::Positional;
    for part in split_outside_brackets(inner) {
        match part {
            "/" => {
                parameters.iter_mut().for_each(|parameter| parameter.kind = Kind::PositionalOnly)
            }
            "*" => kind = Kind::KeywordOnly,
            "self" | "cls" if parameters.is_empty() => {}
            _ => {
                let parameter =
                    parameter(part, kind).with_context(|| format!("in the signature `{text}`"))?;
                if parameter.kind == Kind::Args {
                    kind = Kind::KeywordOnly;
                }
                parameters.push(parameter);
            }
        }
    }
    Ok(Signature {
        type_parameters: type_parameters.to_owned(),
        parameters,
        returns,
        ..Signature::default()
    })
}

fn parameter(text: &str, kind: Kind) -> Result<Parameter> {
    let (stars, kind) = match text.bytes().take_while(|b| *b == b'*').count() {
        0 => (0, kind),
        1 => (1, Kind::Args),
        _ => (2, Kind::Kwargs),
    };
    let text = text[stars..].trim_start();
    let (declared, default) = match text.split_once('=') {
        Some((declared, default)) => (declared, Some(stub_default(default.trim()))),
        None => (text, None),
    };
    let (name, annotation) = match declared.split_once(':') {
        Some((name, annotation)) => (name, Some(Expression::parse(annotation)?)),
        None => (declared, None),
    };
    let name = name.trim();
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
        bail!("`{name}` is no parameter's name");
    }
    Ok(Parameter { name: name.to_owned(), kind, annotation, default })
}

/// What is before the bracket that closes, and after.
fn split_at_bracket(text: &str, close: char) -> Option<(&str, &str)> {
    let (at, _) = outside_brackets(text).find(|(_, c)| *c == close)?;
    Some((&text[..at], &text[at + close.len_utf8()..]))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn signatures_are_read() {
        let signature = parse("[T, U: int](self, x: T, /, y=(1, 2), *args: int, z: 'str' = \"a)\", **kw) -> tuple[T, U]").unwrap();
        assert_eq!(signature.type_parameters, "T, U: int");
        assert_eq!(signature.returns.unwrap().render(), "tuple[T, U]");
        let shown: Vec<_> = signature
            .parameters
            .iter()
            .map(|p| format!("{} {:?} {:?}", p.name, p.kind, p.default))
            .collect();
        assert_eq!(
            shown,
            [
                "x PositionalOnly None",
                "y Positional Some(\"...\")",
                "args Args None",
                "z KeywordOnly Some(\"\\\"a)\\\"\")",
                "kw Kwargs None"
            ]
        );
    }

    #[test]
    fn what_is_no_signature_is_refused() {
        for text in ["", "x", "(x", "(x) > int", "(x y)", "(: int)", "[T(x)", "() -> "] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
