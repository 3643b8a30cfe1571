//! Records of modules.

use anyhow::{Context, Result, bail};

use super::{bytes::Bytes, hint, record::Key};
use crate::stubs::expression::Expression;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Module {
    pub version: u8,
    pub flags: String,
    /// With the names of the modules around.
    pub name: String,
    pub doc: String,
    pub entries: Vec<Entry>,
}

impl Module {
    /// Whether it has this flag.
    pub fn is(&self, flag: char) -> bool {
        self.flags.contains(flag)
    }
}

/// Something that a module has.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    Function(Key),
    Class(Key),
    Module(String),
    Type(Expression),
    Constant { name: String, of: Expression, value: String },
}

pub fn read(bytes: &mut Bytes<'_>) -> Result<Module> {
    let mut module = Module {
        version: bytes.byte("the format's version")?,
        flags: bytes.text("a module's flags")?.to_owned(),
        name: bytes.text("a module's name")?.to_owned(),
        doc: bytes.text("a docstring")?.to_owned(),
        entries: Vec::new(),
    };
    while !bytes.is_empty() {
        let at = bytes.at();
        let entry = match bytes.byte("an entry")? {
            b'F' => Entry::Function(Key::read(bytes, "a function")?),
            b'C' => Entry::Class(Key::read(bytes, "a class")?),
            b'M' => Entry::Module(bytes.text("a module's name")?.to_owned()),
            b'T' => match hint::read(bytes)? {
                // Of this library after all.
                Expression::Name(words)
                    if words.first().is_some_and(|word| word == hint::CLASS) =>
                {
                    Entry::Class(words.get(1).and_then(|text| Key::parse(text)).context("a key")?)
                }
                of => Entry::Type(of),
            },
            b'k' => Entry::Constant {
                name: bytes.text("a constant's name")?.to_owned(),
                of: hint::read(bytes)?,
                value: bytes.text("a constant's value")?.to_owned(),
            },
            other => bail!("expected an entry of a module at byte {at}, found {other:#04x}"),
        };
        module.entries.push(entry);
    }
    Ok(module)
}
