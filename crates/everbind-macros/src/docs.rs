//! Doc comments → Python docstrings.

use crate::attr::Attribute;
use crate::error::Result;
use crate::krate::Krate;
use crate::literal::{c_literal, str_literal, string_value};
use crate::parse::Cursor;
use crate::record::Record;
use crate::template::{places, template};
use crate::tokens::{Span, TokenStream, TokenTree};

/// The documentation of an item: text, and expressions from `#[doc = include_str!(…)]`.
#[derive(Clone, Default)]
pub(crate) struct Docs {
    pieces: Vec<Piece>,
    span: Option<Span>,
}

#[derive(Clone)]
enum Piece {
    Text(String),
    Expression(TokenStream),
}

impl Docs {
    /// Gathers the `#[doc = …]` among `attributes`, without the space that follows `///`.
    pub(crate) fn of(attributes: &[Attribute]) -> Self {
        let mut docs = Docs::default();
        for attribute in attributes.iter().filter(|attribute| attribute.is("doc")) {
            let mut cursor = Cursor::new(attribute.body, attribute.span);
            if cursor.eat_punct('=').is_none() {
                continue;
            }
            if docs.span.is_some() {
                docs.push_text("\n");
            }
            docs.span.get_or_insert(attribute.span);
            match cursor.peek() {
                Some(TokenTree::Literal(literal)) if string_value(literal).is_some() => {
                    let line = string_value(literal).unwrap_or_default();
                    docs.push_text(line.strip_prefix(' ').unwrap_or(&line));
                }
                _ => docs.pieces.push(Piece::Expression(cursor.rest())),
            }
        }
        docs
    }

    fn push_text(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// An expression of type `&'static CStr`: `prefix` and the documentation.
    pub(crate) fn c_string(&self, prefix: &str, krate: &Krate) -> Result<TokenStream> {
        let span = self.span.unwrap_or_else(Span::call_site);
        match &self.pieces[..] {
            [] => c_literal(prefix, span),
            [Piece::Text(text)] => c_literal(&format!("{prefix}{text}"), span),
            pieces => {
                let mut list = str_literal(prefix);
                for piece in pieces {
                    let piece = match piece {
                        Piece::Text(text) => str_literal(text),
                        Piece::Expression(tokens) => *tokens,
                    };
                    list = template("$list, $piece", places![list = list, piece = piece]);
                }
                Ok(template(
                    "$krate::rt::c_str(::core::concat!($list, \"\\0\"))",
                    places![krate = *krate.path(), list = list],
                ))
            }
        }
    }

    /// Adds the same to a record.
    pub(crate) fn add_to(&self, record: &mut Record, prefix: &str, krate: &Krate) -> Result<()> {
        let text = self.c_string(prefix, krate)?;
        match &self.pieces[..] {
            [] => record.text(prefix),
            [Piece::Text(text)] => record.text(&format!("{prefix}{text}")),
            _ => record.part("Bytes", template("$text.to_bytes_with_nul()", places![text = text])),
        }
        Ok(())
    }
}

/// What stands before the documentation so that `inspect.signature` finds the signature.
pub(crate) fn signature_prefix(name: &str, signature: Option<&str>) -> String {
    match signature {
        Some(signature) => format!("{name}{signature}\n--\n\n"),
        None => String::new(),
    }
}
