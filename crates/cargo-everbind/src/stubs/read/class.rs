//! Records of classes, and of what is in them.

use anyhow::{Result, bail};

use super::{
    Callable,
    bytes::Bytes,
    hint,
    record::{Key, Overloads, overloads},
};
use crate::stubs::expression::Expression;

#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    pub key: Key,
    pub base: Expression,
    /// The base is a name of the module `enum`, and the class an enum of Python's.
    pub is_enum: bool,
    pub flags: String,
    pub name: String,
    pub module: String,
    pub doc: String,
    pub items: Vec<Item>,
}

impl Class {
    /// Whether it has this flag.
    pub fn is(&self, flag: char) -> bool {
        self.flags.contains(flag)
    }
}

/// Something in a class.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    Method(Callable),
    Overloads(Overloads),
    Getter(Getter),
    Setter(Getter),
    Deleter { name: String },
    Attribute { name: String, of: Expression, value: String },
    Member { name: String, value: String, doc: String },
    Class { name: String, key: Key },
    Metaclass(Expression),
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
    let is_enum = bytes.peek() == Some(b'E') && bytes.byte("").is_ok();
    let base = if is_enum {
        Expression::name(&format!("enum.{}", bytes.text("an enum's base")?))
    } else {
        hint::read(bytes)?
    };
    Ok(Class {
        key,
        base,
        is_enum,
        flags: bytes.text("a class's flags")?.to_owned(),
        name: bytes.text("a class's name")?.to_owned(),
        module: bytes.text("a class's module")?.to_owned(),
        doc: bytes.text("a docstring")?.to_owned(),
        items: items(bytes)?,
    })
}

/// Items up to the end.
pub fn items(bytes: &mut Bytes<'_>) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    while let Some(code) = bytes.peek() {
        if (b'0'..=b'?').contains(&code) {
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
            b'K' => Item::Metaclass(hint::read(bytes)?),
            b'Y' => Item::TypeParameters(bytes.text("type parameters")?.to_owned()),
            b'L' => {
                let length = bytes.number("the length of overloads")?;
                Item::Overloads(overloads(&mut Bytes::new(bytes.take(length, "overloads")?))?)
            }
            other => bail!("expected an item of a class at byte {at}, found {other:#04x}"),
        });
    }
    Ok(items)
}
