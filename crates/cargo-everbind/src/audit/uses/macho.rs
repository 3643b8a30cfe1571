//! The pointers that the loader fills in, and the linker's stubs, of Mach-O files: sections of these kinds name, entry by
//! entry, a symbol in the table of indirect symbols.

use anyhow::{Context, Result};
use object::{
    Endianness, U32,
    macho::{
        DysymtabCommand, MachHeader64, S_LAZY_SYMBOL_POINTERS, S_NON_LAZY_SYMBOL_POINTERS,
        S_SYMBOL_STUBS, Section64,
    },
    read::macho::{LoadCommandVariant, MachHeader, Nlist, Segment},
};

use super::slots::Slots;
use crate::audit::stable::is_python_symbol;

/// By the table of indirect symbols; nothing for 32-bit files.
pub fn slots(data: &[u8]) -> Result<Slots> {
    let mut slots = Slots::default();
    let Ok(header) = MachHeader64::<Endianness>::parse(data, 0) else { return Ok(slots) };
    let endian = header.endian()?;
    let mut sections: Vec<&Section64<Endianness>> = Vec::new();
    let (mut symbols, mut indirect) = (None, None);
    let mut commands = header.load_commands(endian, data, 0)?;
    while let Some(command) = commands.next()? {
        match command.variant()? {
            LoadCommandVariant::Segment64(segment, rest) => {
                sections.extend(segment.sections(endian, rest)?);
            }
            LoadCommandVariant::Symtab(table) => {
                symbols = Some(table.symbols::<MachHeader64<Endianness>, _>(endian, data)?);
            }
            LoadCommandVariant::Dysymtab(table) => indirect = Some(table),
            _ => {}
        }
    }
    let (Some(symbols), Some(indirect)) = (symbols, indirect) else { return Ok(slots) };
    let indirect = entries(indirect, endian, data)?;

    for section in sections {
        let kind = section.flags.get(endian).typ();
        let size = match kind {
            S_NON_LAZY_SYMBOL_POINTERS | S_LAZY_SYMBOL_POINTERS => 8,
            S_SYMBOL_STUBS => u64::from(section.reserved2.get(endian)),
            _ => continue,
        };
        let count = section.size.get(endian).checked_div(size).unwrap_or(0);
        let first = section.reserved1.get(endian) as usize;
        let own = indirect.get(first..).unwrap_or_default().iter().take(count as usize);
        for (at, index) in own.enumerate() {
            // Two high bits mark entries without a symbol, which no table is long enough to have.
            let Ok(symbol) = symbols.symbol(object::SymbolIndex(index.get(endian) as usize)) else {
                continue;
            };
            let name =
                String::from_utf8_lossy(symbol.name(endian, symbols.strings())?).into_owned();
            let name = name.strip_prefix('_').unwrap_or(&name).to_owned();
            if is_python_symbol(&name) && symbol.is_undefined() {
                let address = section.addr.get(endian) + size * at as u64;
                let is_stub = kind == S_SYMBOL_STUBS;
                let table = if is_stub { &mut slots.stubs } else { &mut slots.pointers };
                table.insert(address, name);
            }
        }
    }
    Ok(slots)
}

fn entries<'data>(
    table: &DysymtabCommand<Endianness>,
    endian: Endianness,
    data: &'data [u8],
) -> Result<&'data [U32<Endianness>]> {
    let start = table.indirectsymoff.get(endian) as usize;
    let bytes = data.get(start..).context("damaged table of indirect symbols")?;
    let count = table.nindirectsyms.get(endian) as usize;
    let (entries, _) = object::pod::slice_from_bytes(bytes, count)
        .ok()
        .context("damaged table of indirect symbols")?;
    Ok(entries)
}
