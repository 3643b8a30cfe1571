//! The pointers that the loader fills in with CPython's addresses: of ELF and of PE files.

use std::collections::HashMap;

use anyhow::Result;
use object::{
    File, LittleEndian as LE, Object, ObjectSection, ObjectSymbol, ObjectSymbolTable,
    RelocationTarget,
    read::pe::{ImageNtHeaders, Import, PeFile, PeFile32, PeFile64},
};

use crate::audit::stable::is_python_symbol;

/// Addresses by what stands there.
#[derive(Debug, Default)]
pub struct Slots {
    /// Pointers through which code reaches a symbol.
    pub pointers: HashMap<u64, String>,
    /// Code of the linker's that only jumps to a symbol.
    pub stubs: HashMap<u64, String>,
    /// A symbol's address in a table of the library's own.
    pub data: Vec<(u64, String)>,
}

/// By dynamic relocations: those of the GOT are pointers, others are in tables.
pub fn elf(file: &File<'_>) -> Result<Slots> {
    let mut slots = Slots::default();
    let (Some(symbols), Some(relocations)) =
        (file.dynamic_symbol_table(), file.dynamic_relocations())
    else {
        return Ok(slots);
    };
    let mut got = Vec::new();
    for section in file.sections() {
        if section.name().is_ok_and(|name| name.starts_with(".got")) {
            got.push(section.address()..section.address() + section.size());
        }
    }
    for (address, relocation) in relocations {
        let RelocationTarget::Symbol(index) = relocation.target() else { continue };
        let symbol = symbols.symbol_by_index(index)?;
        let name = symbol.name()?;
        if !symbol.is_undefined() || !is_python_symbol(name) {
            continue;
        }
        if got.iter().any(|range| range.contains(&address)) {
            slots.pointers.insert(address, name.to_owned());
        } else {
            slots.data.push((address, name.to_owned()));
        }
    }
    Ok(slots)
}

/// By the import table.
pub fn pe(data: &[u8]) -> Result<Slots> {
    match PeFile64::parse(data) {
        Ok(file) => pe_of(&file),
        Err(_) => pe_of(&PeFile32::parse(data)?),
    }
}

fn pe_of<Headers: ImageNtHeaders>(file: &PeFile<'_, Headers>) -> Result<Slots> {
    let mut slots = Slots::default();
    let Some(table) = file.import_table()? else { return Ok(slots) };
    let step = size_of::<Headers::ImageThunkData>() as u64;
    let mut descriptors = table.descriptors()?;
    while let Some(descriptor) = descriptors.next()? {
        let first = descriptor.first_thunk.get(LE);
        let names = match descriptor.original_first_thunk.get(LE) {
            0 => first,
            names => names,
        };
        let mut thunks = table.thunks(names)?;
        let mut address = file.relative_address_base() + u64::from(first);
        while let Some(thunk) = thunks.next::<Headers>()? {
            if let Import::Name(_, name) = table.import::<Headers>(thunk)? {
                let name = String::from_utf8_lossy(name).into_owned();
                if is_python_symbol(&name) {
                    slots.pointers.insert(address, name);
                }
            }
            address += step;
        }
    }
    Ok(slots)
}
