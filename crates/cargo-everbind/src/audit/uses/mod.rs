//! Where a library uses the symbols it imports, found without disassembling it.
//!
//! Code reaches an imported symbol through a pointer that the loader fills in: an entry of the GOT (ELF, Mach-O) or of
//! the import table (PE). `slots.rs` and `macho.rs` find those entries by the file's own relocations and import tables; `code.rs`
//! finds the instructions that refer to one: the only forms compilers use for it have a recognisable opcode and, on
//! x86-64, a 32-bit distance that leads to exactly that address, so that a chance hit is next to impossible. Calls may
//! go by a stub of the linker's (`.plt`), whose own callers are then what is looked for. A relocation
//! anywhere else is an address in a table, which is a use of its own. What is found depends on nothing being
//! stripped; the names in which it is told do (`places.rs`).

mod code;
mod macho;
mod slots;

use std::collections::{BTreeSet, HashMap};

use anyhow::Result;
use object::{BinaryFormat, File};

use super::{library::Library, places::Places};

/// Places of use, by symbol.
#[derive(Debug)]
pub struct Uses(HashMap<String, Vec<String>>);

impl Uses {
    /// Finds the places where a library uses CPython's symbols.
    ///
    /// # Errors
    /// The file is damaged.
    pub fn of(library: &Library<'_>) -> Result<Uses> {
        let file = File::parse(library.data)?;
        let slots = match library.format {
            BinaryFormat::MachO => macho::slots(library.data)?,
            BinaryFormat::Pe => slots::pe(library.data)?,
            _ => slots::elf(&file)?,
        };
        let places = Places::of(&file);
        let mut uses: HashMap<String, BTreeSet<String>> = HashMap::new();
        let sites = code::sites(&file, &slots);
        for (address, symbol) in slots.data.iter().map(|(a, s)| (*a, s)).chain(sites) {
            uses.entry(symbol.clone()).or_default().insert(places.name(address));
        }
        Ok(Uses(uses.into_iter().map(|(name, at)| (name, at.into_iter().collect())).collect()))
    }

    /// The places of one symbol.
    pub fn take(&mut self, symbol: &str) -> Vec<String> {
        self.0.remove(symbol).unwrap_or_default()
    }
}
