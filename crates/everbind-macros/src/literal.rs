//! Literals: reading the text of a string literal, and writing literals.

use crate::error::{Error, Result};
use crate::parse::Cursor;
use crate::tokens::{Literal, Span, TokenStream, TokenTree};
use std::ffi::CString;

/// The text of a string literal (`"…"`, `r"…"`, `r#"…"#`), or `None` for another literal.
pub(crate) fn string_value(literal: &Literal) -> Option<String> {
    let source = literal.to_string();
    if let Some(raw) = source.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let body = raw.get(hashes + 1..raw.len().checked_sub(hashes + 1)?)?;
        return Some(body.to_owned());
    }
    let body = source.strip_prefix('"')?.strip_suffix('"')?;
    unescape(body)
}

fn unescape(body: &str) -> Option<String> {
    let mut out = String::with_capacity(body.len());
    let mut chars = body.chars().peekable();
    while let Some(ch) = chars.next() {
        if ch != '\\' {
            out.push(ch);
            continue;
        }
        match chars.next()? {
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            '0' => out.push('\0'),
            'x' => {
                let high = chars.next()?.to_digit(16)?;
                let low = chars.next()?.to_digit(16)?;
                out.push(char::from_u32(high * 16 + low)?);
            }
            'u' => {
                chars.next();
                let mut code = 0_u32;
                loop {
                    match chars.next()? {
                        '}' => break,
                        '_' => {}
                        digit => code = code.checked_mul(16)? + digit.to_digit(16)?,
                    }
                }
                out.push(char::from_u32(code)?);
            }
            '\n' => while chars.next_if(|ch| ch.is_whitespace()).is_some() {},
            other => out.push(other),
        }
    }
    Some(out)
}

/// A string literal read from `cursor`: its text and its place.
pub(crate) fn string(cursor: &mut Cursor, what: &str) -> Result<(String, Span)> {
    let span = cursor.span();
    match cursor.eat_literal() {
        Some(literal) => match string_value(&literal) {
            Some(text) => Ok((text, span)),
            None => Err(Error::new(span, format!("expected {what}, a string in double quotes"))),
        },
        None => Err(Error::new(span, format!("expected {what}, a string in double quotes"))),
    }
}

/// `"text"`.
pub(crate) fn str_literal(text: &str) -> TokenStream {
    TokenTree::Literal(Literal::string(text)).into()
}

/// `c"text"`; an error at `span` if `text` has a NUL inside.
pub(crate) fn c_literal(text: &str, span: Span) -> Result<TokenStream> {
    match CString::new(text) {
        Ok(text) => Ok(TokenTree::Literal(Literal::c_string(&text)).into()),
        Err(_) => Err(Error::new(span, "text for Python must not contain a NUL character")),
    }
}

/// A `usize` literal without suffix.
pub(crate) fn usize_literal(value: usize) -> TokenStream {
    TokenTree::Literal(Literal::usize_unsuffixed(value)).into()
}

/// `true` or `false`.
pub(crate) fn bool_literal(value: bool) -> TokenStream {
    crate::template::tokens(if value { "true" } else { "false" })
}
