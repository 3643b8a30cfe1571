//! Records of modules.

use anyhow::{Result, bail};

use super::{bytes::Bytes, hint, record::Key};
use crate::stubs::expression::Expression;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Module {
    pub version: u8,
    /// What is written in this scope belongs to it, if it is declarative.
    pub scope: u32,
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

/// Something that a module has besides what its scope has.
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
        scope: bytes.u32("a scope")?,
        flags: bytes.text("a module's flags")?.to_owned(),
        name: bytes.text("a module's name")?.to_owned(),
        doc: bytes.text("a docstring")?.to_owned(),
        entries: Vec::new(),
    };
    while !bytes.is_empty() {
        let at = bytes.at();
        let entry = match bytes.byte("an entry")? {
            b'=' => match bytes.byte("what is exported")? {
                b'F' => Entry::Function(Key::read(bytes, "a function")?),
                b'C' => Entry::Class(Key::read(bytes, "a class")?),
                b'M' => Entry::Module(bytes.text("a module's name")?.to_owned()),
                b'T' => Entry::Type(hint::read(bytes)?),
                other => {
                    bail!("expected one of F, C, M and T at byte {}, found {other:#04x}", at + 1)
                }
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
