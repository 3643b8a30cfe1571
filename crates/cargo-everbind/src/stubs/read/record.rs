//! Records, and the keys by which they name each other.

use anyhow::{Context, Result};

use super::{Callable, Class, Item, Module, bytes::Bytes, class, hint, module};
use crate::stubs::expression::Expression;

/// What names a function or a class across records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u32);

impl Key {
    pub fn read(bytes: &mut Bytes<'_>, what: &str) -> Result<Key> {
        bytes.u32(what).map(Key)
    }

    /// As a word, for an [`Expression`].
    pub fn text(self) -> String {
        format!("{:08x}", self.0)
    }

    /// What [`text`](Self::text) wrote.
    pub fn parse(text: &str) -> Option<Key> {
        u32::from_str_radix(text, 16).ok().map(Key)
    }
}

/// What a library tells of one thing.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    Module(Module),
    Function { key: Key, callable: Callable },
    Overloads { key: Key, overloads: Overloads },
    Class(Class),
    Items { of: Key, items: Vec<Item> },
    Exception(Exception),
}

/// Candidates of one name.
#[derive(Clone, Debug, PartialEq)]
pub struct Overloads {
    pub name: String,
    pub doc: String,
    pub candidates: Vec<Callable>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    pub key: Key,
    pub base: Expression,
    pub name: String,
    pub module: String,
    pub doc: String,
}

/// All records in a section, in its order.
pub fn all(section: &[u8]) -> Result<Vec<Record>> {
    let mut bytes = Bytes::new(section);
    let mut records = Vec::new();
    while !bytes.is_empty() {
        let at = bytes.at();
        let kind = bytes.byte("a record")?;
        if kind == 0 {
            continue;
        }
        let place = || format!("the record {:?} at byte {at} of its section", char::from(kind));
        let length = bytes.number("a length").with_context(place)?;
        let body = bytes.take(length, "a record").with_context(place)?;
        records.extend(one(kind, &mut Bytes::new(body)).with_context(place)?);
    }
    Ok(records)
}

/// Nothing for a kind that is not known.
fn one(kind: u8, body: &mut Bytes<'_>) -> Result<Option<Record>> {
    Ok(Some(match kind {
        b'M' => Record::Module(module::read(body)?),
        b'F' => Record::Function {
            key: Key::read(body, "a function's key")?,
            callable: Callable::read(body)?,
        },
        b'O' => Record::Overloads {
            key: Key::read(body, "a function's key")?,
            overloads: overloads(body)?,
        },
        b'C' => Record::Class(class::read(body)?),
        b'B' => Record::Items { of: Key::read(body, "a class")?, items: class::items(body)? },
        b'X' => Record::Exception(Exception {
            key: Key::read(body, "an exception's key")?,
            base: hint::read(body)?,
            name: body.text("an exception's name")?.to_owned(),
            module: body.text("an exception's module")?.to_owned(),
            doc: body.text("a docstring")?.to_owned(),
        }),
        _ => return Ok(None),
    }))
}

/// Candidates up to the end of `body`.
fn overloads(body: &mut Bytes<'_>) -> Result<Overloads> {
    let name = body.text("the name of overloads")?.to_owned();
    let doc = body.text("a docstring")?.to_owned();
    let mut candidates = Vec::new();
    while !body.is_empty() {
        let length = body.number("the length of a candidate")?;
        let candidate = body.take(length, "a candidate")?;
        candidates.push(
            Callable::read(&mut Bytes::new(candidate))
                .with_context(|| format!("a candidate of {name}"))?,
        );
    }
    Ok(Overloads { name, doc, candidates })
}
