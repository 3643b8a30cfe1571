//! Attributes and the option lists inside them.
//!
//! Every macro takes its options in two spellings, `#[pyfunction(name = "f")]` and
//! `#[pyo3(name = "f")]`; both end up as one list of [`Entry`]s. [`Options`] checks that list
//! against the names a macro knows, so an unknown, repeated or malformed option is reported in the
//! same words everywhere.

use crate::error::{Error, Errors, Result};
use crate::literal::string_value;
use crate::messages;
use crate::parse::{Cursor, is_word, plain_name};
use crate::template::{places, template};
use crate::tokens::{Delimiter, Group, Span, TokenStream, TokenTree};

/// One `#[path …]` in front of an item, a field or a parameter.
#[derive(Clone)]
pub(crate) struct Attribute {
    /// The path as text: `doc`, `pyo3`, `pyo3::pyfunction`.
    pub(crate) path: String,
    /// The place of the path.
    pub(crate) span: Span,
    /// What follows the path: `= "…"`, `(…)` or nothing.
    pub(crate) body: TokenStream,
    /// All of it, as written.
    pub(crate) tokens: TokenStream,
}

impl Attribute {
    pub(crate) fn is(&self, name: &str) -> bool {
        self.path == name
    }

    /// Whether it is written `#![…]`.
    pub(crate) fn is_inner(&self) -> bool {
        matches!(self.tokens.trees().nth(1), Some(TokenTree::Punct(_)))
    }

    /// `#[pyo3(options)]`, as if written at `span`.
    pub(crate) fn pyo3(options: &TokenStream, span: Span) -> Self {
        let body = template("($options)", places![options = *options]);
        let tokens = template("#[pyo3 $body]", places![body = body]);
        Attribute { path: "pyo3".to_owned(), span, body, tokens }
    }

    /// Whether the last part of the path is `name`: `#[name]`, `#[pyo3::name]`,
    /// `#[pyo3::prelude::name]`.
    pub(crate) fn ends_with(&self, name: &str) -> bool {
        last_part(&self.path) == name
    }

    /// The options in `(…)`; none when there are no parentheses.
    pub(crate) fn entries(&self) -> Result<Vec<Entry>> {
        let mut cursor = Cursor::new(self.body, self.span);
        match cursor.eat_group(Delimiter::Parenthesis) {
            Some(group) => entries(&mut Cursor::inside(&group)),
            None if cursor.is_empty() => Ok(Vec::new()),
            None => Err(cursor.error(format!("expected `#[{}(…)]`", self.path))),
        }
    }
}

/// The attributes in front of an item.
pub(crate) fn attributes(cursor: &mut Cursor) -> Result<Vec<Attribute>> {
    let mut out = Vec::new();
    while cursor.at_punct('#') {
        let hash = cursor.next();
        // An inner attribute of a module.
        let bang = if cursor.at_punct('!') { cursor.next() } else { None };
        let group = cursor.group(Delimiter::Bracket, "`[…]`")?;
        let mut inside = Cursor::inside(&group);
        let span = inside.span();
        if let Some(TokenTree::Ident(ident)) = inside.peek()
            && is_word(ident, "unsafe")
        {
            // `#[unsafe(no_mangle)]`: none of ours.
            let tokens = together(hash, bang, group);
            out.push(Attribute { path: "unsafe".into(), span, body: inside.rest(), tokens });
            continue;
        }
        let (path, _) = inside.path("the name of an attribute")?;
        let tokens = together(hash, bang, group);
        out.push(Attribute { path, span, body: inside.rest(), tokens });
    }
    Ok(out)
}

fn together(hash: Option<TokenTree>, bang: Option<TokenTree>, group: Group) -> TokenStream {
    let mut tokens = TokenStream::new();
    tokens.add(hash);
    tokens.add(bang);
    tokens.push(group.into());
    tokens
}

/// The tokens of `attributes`, as written.
pub(crate) fn attribute_tokens(attributes: &[Attribute]) -> TokenStream {
    let mut tokens = TokenStream::new();
    for attribute in attributes {
        tokens.extend(attribute.tokens);
    }
    tokens
}

/// Takes the attributes with the path `name` out of `attributes`.
pub(crate) fn take(attributes: &mut Vec<Attribute>, name: &str) -> Vec<Attribute> {
    let mut taken = Vec::new();
    for attribute in std::mem::take(attributes) {
        if attribute.is(name) { taken.push(attribute) } else { attributes.push(attribute) }
    }
    taken
}

/// Takes all `#[pyo3(…)]` out of `attributes` and appends their options to `entries`.
pub(crate) fn take_pyo3(
    attributes: &mut Vec<Attribute>,
    entries: &mut Vec<Entry>,
    errors: &mut Errors,
) {
    for attribute in take(attributes, "pyo3") {
        entries.extend(errors.take(attribute.entries()).unwrap_or_default());
    }
}

/// The conditions (`#[cfg(…)]`) among `attributes`.
pub(crate) fn cfgs(attributes: &[Attribute]) -> TokenStream {
    tokens_of(attributes, "cfg")
}

/// The tokens of those of `attributes` that have the path `name`.
pub(crate) fn tokens_of(attributes: &[Attribute], name: &str) -> TokenStream {
    let mut tokens = TokenStream::new();
    for attribute in attributes {
        if attribute.is(name) {
            tokens.extend(attribute.tokens);
        }
    }
    tokens
}

/// One option: `name`, `name = value` or `name(list)`.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) value: Value,
}

#[derive(Clone)]
pub(crate) enum Value {
    None,
    Assigned(TokenStream),
    List(Group),
}

/// The options in `cursor`, separated by commas.
pub(crate) fn entries(cursor: &mut Cursor) -> Result<Vec<Entry>> {
    cursor.comma_separated(|cursor| {
        let name = cursor.ident("the name of an option")?;
        let span = name.span();
        let value = if cursor.eat_punct('=').is_some() {
            let value = cursor.expression();
            if value.is_empty() {
                return Err(cursor.error(format!("expected a value for `{name}`")));
            }
            Value::Assigned(value)
        } else if let Some(group) = cursor.eat_group(Delimiter::Parenthesis) {
            Value::List(group)
        } else {
            Value::None
        };
        Ok(Entry { name: plain_name(&name), span, value })
    })
}

/// The checked options of one item.
pub(crate) struct Options {
    entries: Vec<Entry>,
}

impl Options {
    /// Keeps those of `entries` whose names are in `known`; the others, and repeated ones not in
    /// `repeatable`, become errors. `place` names the item in messages: "`#[pyfunction]`".
    pub(crate) fn new(
        entries: Vec<Entry>,
        place: &str,
        known: &[&str],
        repeatable: &[&str],
        errors: &mut Errors,
    ) -> Self {
        let mut kept: Vec<Entry> = Vec::new();
        for entry in entries {
            let name = entry.name.as_str();
            if !known.contains(&name) {
                errors.push(Error::new(entry.span, messages::unknown_option(name, place, known)));
            } else if !repeatable.contains(&name) && kept.iter().any(|other| other.name == name) {
                errors.push(Error::new(entry.span, format!("`{name}` may only be specified once")));
            } else {
                kept.push(entry);
            }
        }
        Options { entries: kept }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.entries.iter().filter(move |entry| entry.name == name)
    }

    /// The place of the option `name`, which takes no value.
    pub(crate) fn flag(&self, name: &str, errors: &mut Errors) -> Option<Span> {
        let entry = self.get(name)?;
        match entry.value {
            Value::None => Some(entry.span),
            _ => {
                errors.push(Error::new(
                    entry.span,
                    format!("`{name}` takes no value: it is on when it is there"),
                ));
                None
            }
        }
    }

    /// The tokens of `name = tokens`.
    pub(crate) fn tokens(&self, name: &str, errors: &mut Errors) -> Option<TokenStream> {
        errors.take(self.get(name)?.tokens())
    }

    /// The text of `name = "text"`.
    pub(crate) fn string(&self, name: &str, errors: &mut Errors) -> Option<(String, Span)> {
        errors.take(self.get(name)?.string())
    }

    /// The Rust identifier in `name = "identifier"`.
    pub(crate) fn identifier(&self, name: &str, errors: &mut Errors) -> Option<(String, Span)> {
        let (text, span) = self.string(name, errors)?;
        let plain = text.strip_prefix("r#").unwrap_or(&text);
        if is_identifier(plain) {
            return Some((plain.to_owned(), span));
        }
        errors.push(Error::new(span, "expected a single identifier in double quotes"));
        None
    }

    /// The value of `name = true` or `name = false`.
    pub(crate) fn boolean(&self, name: &str, errors: &mut Errors) -> Option<bool> {
        let entry = self.get(name)?;
        let value = errors.take(entry.tokens())?;
        match value.text().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => {
                errors.push(Error::about(
                    &value,
                    entry.span,
                    format!("expected `{name} = true` or `{name} = false`"),
                ));
                None
            }
        }
    }
}

impl Entry {
    pub(crate) fn tokens(&self) -> Result<TokenStream> {
        match &self.value {
            Value::Assigned(tokens) => Ok(*tokens),
            _ => Err(Error::new(
                self.span,
                format!("expected `{} = {}`", self.name, example(&self.name)),
            )),
        }
    }

    pub(crate) fn string(&self) -> Result<(String, Span)> {
        let tokens = self.tokens()?;
        let mut cursor = Cursor::new(tokens, self.span);
        let span = cursor.span();
        let text = cursor.eat_literal().and_then(|literal| string_value(&literal));
        match text {
            Some(text) if cursor.is_empty() => Ok((text, span)),
            _ => Err(Error::about(
                &tokens,
                self.span,
                format!("expected a string in double quotes: `{} = \"…\"`", self.name),
            )),
        }
    }

    /// The one string in `name("text")`, if there are parentheses.
    pub(crate) fn list(&self) -> Result<Option<TokenStream>> {
        match &self.value {
            Value::None => Ok(None),
            Value::List(group) => Ok(Some(group.stream())),
            Value::Assigned(_) => {
                Err(Error::new(self.span, format!("expected `{0}` or `{0}(…)`", self.name)))
            }
        }
    }
}

/// A value as an example for the option `name`.
fn example(name: &str) -> &'static str {
    match name {
        "signature" => "(a, b=1)",
        "extends" => "Base",
        "name" | "module" => "\"…\"",
        _ => "…",
    }
}

/// `c` of `a::b::c`.
pub(crate) fn last_part(path: &str) -> &str {
    path.rsplit(':').next().unwrap_or_default()
}

/// Whether `text` can be the name of something in Python and Rust.
pub(crate) fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|ch| ch == '_' || ch.is_alphabetic())
        && chars.all(|ch| ch == '_' || ch.is_alphanumeric())
}
