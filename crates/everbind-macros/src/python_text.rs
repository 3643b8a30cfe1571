//! Rust default values as Python source, for text signatures.

use crate::literal::string_value;
use crate::parse::Cursor;
use crate::tokens::{Literal, Span, TokenStream, TokenTree};

/// What `inspect.signature` shows for the default `expression`: literals as Python writes them,
/// and `...` for everything else.
pub(crate) fn expression(expression: &TokenStream) -> String {
    let mut cursor = Cursor::new(*expression, Span::call_site());
    let minus = cursor.eat_punct('-').is_some();
    let text = match cursor.next() {
        Some(TokenTree::Ident(ident)) if !minus => match ident.to_string().as_str() {
            "None" => Some("None".to_owned()),
            "true" => Some("True".to_owned()),
            "false" => Some("False".to_owned()),
            _ => None,
        },
        Some(TokenTree::Literal(literal)) => literal_text(&literal, minus),
        _ => None,
    };
    match text {
        Some(text) if cursor.is_empty() => format!("{}{text}", if minus { "-" } else { "" }),
        _ => "...".to_owned(),
    }
}

fn literal_text(literal: &Literal, minus: bool) -> Option<String> {
    let source = literal.to_string();
    if source.starts_with(|ch: char| ch.is_ascii_digit()) {
        return Some(number(&source));
    }
    if minus {
        return None;
    }
    if let Some(text) = string_value(literal) {
        return Some(quote(&text, '"'));
    }
    let ch = source.strip_prefix('\'')?.strip_suffix('\'')?;
    string_value(&format!("\"{ch}\"").parse().ok()?).map(|text| quote(&text, '\''))
}

/// `text` as a Python string literal.
pub(crate) fn quoted(text: &str) -> String {
    quote(text, '"')
}

/// A Rust number as Python writes it: no type suffix, no underscores.
fn number(source: &str) -> String {
    let mut text = crate::rename::replaced(source, '_', "");
    let is_hex = text.starts_with("0x");
    const SUFFIXES: &[&str] = &[
        "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize",
        "f32", "f64",
    ];
    for &suffix in SUFFIXES {
        if is_hex && suffix.starts_with('f') {
            continue;
        }
        if let Some(bare) = text.strip_suffix(suffix) {
            text = bare.to_owned();
            break;
        }
    }
    text
}

/// `text` as a Python string literal between two `mark`s.
fn quote(text: &str, mark: char) -> String {
    let mut out = String::from(mark);
    for ch in text.chars() {
        match ch {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            ch if ch == mark => {
                out.push('\\');
                out.push(ch);
            }
            ch if (ch as u32) < 0x20 || ch as u32 == 0x7f => {
                out.push_str(&format!("\\x{:02x}", ch as u32));
            }
            ch => out.push(ch),
        }
    }
    out.push(mark);
    out
}
