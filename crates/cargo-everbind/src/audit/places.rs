//! Names for addresses in a library: the function or object there, else as much as a stripped file tells.

use object::{File, Object, ObjectSection, ObjectSymbol, SymbolKind};

use super::unwind;

/// What lies where.
#[derive(Debug)]
pub struct Places {
    /// Functions and objects by address, with size and readable name.
    named: Vec<(u64, u64, String)>,
    /// Where functions without a name begin, by the tables for unwinding.
    starts: Vec<u64>,
    /// Address, size and name of each section.
    sections: Vec<(u64, u64, String)>,
}

impl Places {
    pub fn of(file: &File<'_>) -> Places {
        let mut named: Vec<_> = file
            .symbols()
            .chain(file.dynamic_symbols())
            .filter(|s| {
                s.is_definition() && matches!(s.kind(), SymbolKind::Text | SymbolKind::Data)
            })
            .filter_map(|s| Some((s.address(), s.size(), readable(s.name().ok()?))))
            .collect();
        named.sort();
        named.dedup_by_key(|(address, ..)| *address);
        let sections = file.sections().filter_map(|section| {
            let name = section.name().ok()?.to_owned();
            (section.address() != 0).then(|| (section.address(), section.size(), name))
        });
        Places { named, starts: unwind::functions(file), sections: sections.collect() }
    }

    /// `demo::area (+0x1c)`, `a function at .text+0x1200 (+0x1c)`, `.data.rel.ro+0x40`.
    pub fn name(&self, address: u64) -> String {
        let before = self.named.partition_point(|(start, ..)| *start <= address);
        if let Some((start, size, name)) = before.checked_sub(1).map(|at| &self.named[at])
            // Mach-O and PE tell no sizes: there a symbol reaches to the next.
            && (address - start < *size || *size == 0 && self.same_section(*start, address))
        {
            return format!("{name}{}", offset(address - start));
        }
        let before = self.starts.partition_point(|start| *start <= address);
        match before.checked_sub(1).map(|at| self.starts[at]) {
            Some(start) if self.same_section(start, address) => {
                format!("a function at {}{}", self.place(start), offset(address - start))
            }
            _ => self.place(address),
        }
    }

    fn section(&self, address: u64) -> Option<&(u64, u64, String)> {
        self.sections.iter().find(|(start, size, _)| (*start..start + size).contains(&address))
    }

    fn same_section(&self, one: u64, other: u64) -> bool {
        self.section(one).map(|s| s.0) == self.section(other).map(|s| s.0)
    }

    fn place(&self, address: u64) -> String {
        match self.section(address) {
            Some((start, _, name)) => format!("{name}+{:#x}", address - start),
            None => format!("{address:#x}"),
        }
    }
}

fn offset(bytes: u64) -> String {
    if bytes == 0 { String::new() } else { format!(" (+{bytes:#x})") }
}

/// A Rust or plain name as a person writes it.
pub fn readable(name: &str) -> String {
    let plain = format!("{:#}", rustc_demangle::demangle(name));
    // Mach-O's underscore before a name that is not Rust's.
    plain.strip_suffix(".llvm").unwrap_or(&plain).to_owned()
}
