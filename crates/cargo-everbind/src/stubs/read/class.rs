//! Records of classes, and of what is in them.

use anyhow::{Context, Result, bail};

use super::{Callable, bytes::Bytes, callable, hint, record::Key};
use crate::stubs::expression::Expression;

#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    pub key: Key,
    pub base: Expression,
    pub flags: String,
    pub name: String,
    pub module: String,
    pub doc: String,
    pub items: Vec<Item>,
}

impl Class {
    /// Whether it is an enum of Python's.
    pub fn is_enum(&self) -> bool {
        self.is('E')
    }

    /// Whether it has this flag.
    pub fn is(&self, flag: char) -> bool {
        self.flags.contains(flag)
    }
}

/// Something in a class.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    Method(Callable),
    /// One of several of its name.
    Candidate(Callable),
    Getter(Getter),
    Setter(Getter),
    Deleter {
        name: String,
    },
    Attribute {
        name: String,
        of: Expression,
        value: String,
    },
    Member {
        name: String,
        value: String,
        doc: String,
    },
    Class {
        name: String,
        key: Key,
    },
    Metaclass(Expression),
    /// It also has what records of items under another key tell.
    Also(Key),
    TypeParameters(String),
}

/// A getter or a setter.
#[derive(Clone, Debug, PartialEq)]
pub struct Getter {
    pub name: String,
    pub of: Expression,
    pub doc: String,
}

pub fn read(bytes: &mut Bytes<'_>) -> Result<Class> {
    let key = Key::read(bytes, "a class's key")?;
    Ok(Class {
        key,
        name: bytes.text("a class's name")?.to_owned(),
        doc: bytes.text("a docstring")?.to_owned(),
        module: bytes.text("a class's module")?.to_owned(),
        flags: bytes.text("a class's flags")?.to_owned(),
        base: hint::read(bytes)?,
        items: items(bytes)?,
    })
}

/// Items up to the end.
pub fn items(bytes: &mut Bytes<'_>) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    while let Some(code) = bytes.peek() {
        if callable::is_code(code) {
            items.push(Item::Method(Callable::read(bytes)?));
            continue;
        }
        let at = bytes.at();
        bytes.byte("an item")?;
        items.push(match code {
            b'G' | b'S' => {
                let getter = Getter {
                    name: bytes.text("a property's name")?.to_owned(),
                    of: hint::read(bytes)?,
                    doc: bytes.text("a docstring")?.to_owned(),
                };
                if code == b'G' { Item::Getter(getter) } else { Item::Setter(getter) }
            }
            b'D' => {
                let name = bytes.text("a property's name")?.to_owned();
                bytes.text("a docstring")?;
                Item::Deleter { name }
            }
            b'A' => Item::Attribute {
                name: bytes.text("an attribute's name")?.to_owned(),
                of: hint::read(bytes)?,
                value: bytes.text("an attribute's value")?.to_owned(),
            },
            b'V' => Item::Member {
                name: bytes.text("a member's name")?.to_owned(),
                value: bytes.text("a member's value")?.to_owned(),
                doc: bytes.text("a docstring")?.to_owned(),
            },
            b'N' => Item::Class {
                name: bytes.text("a class's name")?.to_owned(),
                key: Key::read(bytes, "a class")?,
            },
            b'H' => Item::Also(Key::read(bytes, "a key of items")?),
            b'K' => Item::Metaclass(hint::read(bytes)?),
            b'Y' => Item::TypeParameters(bytes.text("type parameters")?.to_owned()),
            b'L' => {
                let name = bytes.text("the name of a candidate")?.to_owned();
                let length = bytes.number("the length of a candidate")?;
                let candidate = bytes.take(length, "a candidate")?;
                let callable = Callable::read(&mut Bytes::new(candidate))
                    .with_context(|| format!("a candidate of {name}"))?;
                Item::Candidate(Callable { name, ..callable })
            }
            other => bail!("expected an item of a class at byte {at}, found {other:#04x}"),
        });
    }
    Ok(items)
}
