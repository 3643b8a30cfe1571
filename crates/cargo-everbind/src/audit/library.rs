//! What a shared library exports and imports, read from the file alone: ELF, Mach-O (each half of a fat one) and PE.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use object::{
    Architecture, BinaryFormat, File, FileKind, Object, ObjectSymbol, SymbolFlags,
    elf::{STB_GNU_UNIQUE, STB_LOCAL},
    read::{NameOrOrdinal, macho},
};

use super::stable::is_python_symbol;

/// The symbols of one library, without the underscore that Mach-O puts before each.
#[derive(Clone, Debug)]
pub struct Library<'data> {
    /// The file, or of a fat one the part for this architecture.
    pub data: &'data [u8],
    pub format: BinaryFormat,
    pub architecture: Architecture,
    pub exports: BTreeSet<String>,
    pub imports: BTreeSet<String>,
    /// Names of CPython's, module hooks apart, that the library itself gives to symbols which other libraries can see.
    pub defines: BTreeSet<String>,
    /// Libraries it asks the loader for.
    pub needed: BTreeSet<String>,
}

impl<'data> Library<'data> {
    /// Reads a library; several from a fat Mach-O file.
    ///
    /// # Errors
    /// The data is not a library of a known format, or is damaged.
    pub fn parse(data: &'data [u8]) -> Result<Vec<Library<'data>>> {
        match FileKind::parse(data).context("not a library in a known format")? {
            FileKind::MachOFat32 => {
                let fat = macho::MachOFatFile32::parse(data)?;
                fat.arches()
                    .iter()
                    .map(|arch| Library::parse_one(macho::FatArch::data(arch, data)?))
                    .collect()
            }
            FileKind::MachOFat64 => {
                let fat = macho::MachOFatFile64::parse(data)?;
                fat.arches()
                    .iter()
                    .map(|arch| Library::parse_one(macho::FatArch::data(arch, data)?))
                    .collect()
            }
            _ => Ok(vec![Library::parse_one(data)?]),
        }
    }

    fn parse_one(data: &'data [u8]) -> Result<Library<'data>> {
        let file = File::parse(data).context("not a library in a known format")?;
        let format = file.format();
        if !matches!(format, BinaryFormat::Elf | BinaryFormat::MachO | BinaryFormat::Pe) {
            bail!("a library of format {format:?} is not supported");
        }
        let mut library = Library {
            data,
            format,
            architecture: file.architecture(),
            exports: BTreeSet::new(),
            imports: BTreeSet::new(),
            defines: BTreeSet::new(),
            needed: BTreeSet::new(),
        };
        for export in file.exports().context("damaged table of exports")? {
            if let NameOrOrdinal::Name(name) = export?.name() {
                library.exports.insert(symbol(name, format));
            }
        }
        for import in file.imports().context("damaged table of imports")? {
            let import = import?;
            match import.name() {
                NameOrOrdinal::Name(name) => library.imports.insert(symbol(name, format)),
                NameOrOrdinal::Ordinal(ordinal) => library
                    .imports
                    .insert(format!("{}#{ordinal}", String::from_utf8_lossy(import.library()))),
            };
        }
        for needed in file.import_libraries().context("damaged list of libraries")? {
            library.needed.insert(String::from_utf8_lossy(needed?.name()).into_owned());
        }
        if format == BinaryFormat::Elf {
            let defined = file.symbols().chain(file.dynamic_symbols()).filter(is_visible);
            let names = defined.filter_map(|symbol| symbol.name().ok().map(str::to_owned));
            library.defines =
                names.filter(|name| is_python_symbol(name) && !is_hook(name)).collect();
        }
        Ok(library)
    }

    /// `ELF x86_64`.
    pub fn kind(&self) -> String {
        let format = match self.format {
            BinaryFormat::Elf => "ELF",
            BinaryFormat::MachO => "Mach-O",
            _ => "PE",
        };
        format!("{format} {}", format!("{:?}", self.architecture).to_lowercase())
    }

    /// Whether some CPython can import the library as `module`.
    pub fn has_hook(&self, module: &str) -> bool {
        hooks(module).iter().any(|hook| self.exports.contains(hook))
    }

    /// The module hooks it exports, its own module's or others'.
    pub fn all_hooks(&self) -> impl Iterator<Item = &String> {
        self.exports.iter().filter(|export| is_hook(export))
    }

    /// CPython's symbols that it leaves to the loader.
    pub fn python_imports(&self) -> impl Iterator<Item = &str> {
        self.imports.iter().map(String::as_str).filter(|name| is_python_symbol(name))
    }

    /// The libraries of CPython that it is linked to.
    pub fn python_libraries(&self) -> impl Iterator<Item = &String> {
        self.needed.iter().filter(|library| is_python_library(library))
    }
}

/// The functions by which CPython up to 3.14, and from 3.15 on, imports a module.
pub fn hooks(module: &str) -> [String; 2] {
    [format!("PyInit_{module}"), format!("PyModExport_{module}")]
}

/// Whether an export is a module hook; `PyInitU_` and `PyModExportU_` are those of modules with other than ASCII names.
pub fn is_hook(name: &str) -> bool {
    ["PyInit_", "PyInitU_", "PyModExport_", "PyModExportU_"].iter().any(|p| name.starts_with(p))
}

/// Whether a symbol of an ELF file is defined in it and may be seen by other libraries.
fn is_visible<'data>(symbol: &impl ObjectSymbol<'data>) -> bool {
    let SymbolFlags::Elf { st_info, .. } = symbol.flags() else { return false };
    !symbol.is_undefined() && !matches!(st_info.st_bind(), STB_LOCAL | STB_GNU_UNIQUE)
}

pub fn symbol(name: &[u8], format: BinaryFormat) -> String {
    let name = String::from_utf8_lossy(name);
    let bare =
        if format == BinaryFormat::MachO { name.strip_prefix('_').unwrap_or(&name) } else { &name };
    bare.to_owned()
}

/// `libpython3.13.so.1.0`, `python312.dll`, `…/Python.framework/Versions/3.13/Python`.
fn is_python_library(library: &str) -> bool {
    let file = library.rsplit(['/', '\\']).next().unwrap_or(library).to_ascii_lowercase();
    let name = file.strip_prefix("lib").unwrap_or(&file);
    name == "python"
        || name
            .strip_prefix("python")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::is_python_library;

    #[test]
    fn libraries_of_cpython_are_recognised() {
        for name in [
            "libpython3.13.so.1.0",
            "python3.dll",
            "/x/Python.framework/Versions/3.13/Python",
            "PYTHON3T.DLL",
        ] {
            assert!(is_python_library(name), "{name}");
        }
        for name in ["libc.so.6", "libpythonic.so", "/usr/lib/libSystem.B.dylib"] {
            assert!(!is_python_library(name), "{name}");
        }
    }
}
