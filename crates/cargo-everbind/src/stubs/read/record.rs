//! Records, and the keys by which they name each other.

use anyhow::{Context, Result};

use super::{Callable, Class, Item, Module, bytes::Bytes, class, hint, module};
use crate::stubs::expression::Expression;

/// What names a function or a class across records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub scope: u32,
    pub name: u32,
}

impl Key {
    pub fn read(bytes: &mut Bytes<'_>, what: &str) -> Result<Key> {
        Ok(Key { scope: bytes.u32(what)?, name: bytes.u32(what)? })
    }

    /// That of a name in a scope.
    pub fn of(scope: u32, name: &str) -> Key {
        Key { scope, name: fnv1a(name.as_bytes()) }
    }

    /// As a word, for an [`Expression`].
    pub fn text(self) -> String {
        format!("{:08x}-{:08x}", self.scope, self.name)
    }
}

fn fnv1a(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// What a library tells of one thing.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    Module(Module),
    Function { scope: u32, callable: Callable },
    Overloads { scope: u32, overloads: Overloads },
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
        b'F' => Record::Function { scope: body.u32("a scope")?, callable: Callable::read(body)? },
        b'O' => Record::Overloads { scope: body.u32("a scope")?, overloads: overloads(body)? },
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
pub fn overloads(body: &mut Bytes<'_>) -> Result<Overloads> {
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

#[cfg(test)]
mod tests {
    use super::fnv1a;

    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(
            (fnv1a(b""), fnv1a(b"a"), fnv1a(b"foobar")),
            (0x811c_9dc5, 0xe40c_292c, 0xbf9c_f968)
        );
    }
}
