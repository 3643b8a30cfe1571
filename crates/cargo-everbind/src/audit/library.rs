//! What a shared library exports and imports, read from the file alone: ELF, Mach-O (each half of a fat one) and PE.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use object::{
    Architecture, BinaryFormat, File, FileKind, Object,
    read::{NameOrOrdinal, macho},
};

use super::Report;

/// How many symbol names an error lists before it counts the rest.
const LISTED: usize = 10;

/// The symbols of one library, without the underscore that Mach-O puts before each.
#[derive(Clone, Debug)]
pub struct Library {
    pub format: BinaryFormat,
    pub architecture: Architecture,
    pub exports: BTreeSet<String>,
    pub imports: BTreeSet<String>,
    /// Libraries it asks the loader for.
    pub needed: BTreeSet<String>,
}

impl Library {
    /// Reads a library; several from a fat Mach-O file.
    ///
    /// # Errors
    /// The data is not a library of a known format, or is damaged.
    pub fn parse(data: &[u8]) -> Result<Vec<Library>> {
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

    fn parse_one(data: &[u8]) -> Result<Library> {
        let file = File::parse(data).context("not a library in a known format")?;
        let format = file.format();
        if !matches!(format, BinaryFormat::Elf | BinaryFormat::MachO | BinaryFormat::Pe) {
            bail!("a library of format {format:?} is not supported");
        }
        let mut library = Library {
            format,
            architecture: file.architecture(),
            exports: BTreeSet::new(),
            imports: BTreeSet::new(),
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

    /// Whether this is the extension module `module` that imports on every CPython.
    pub fn check_module(&self, module: &str) -> Report {
        let mut report = self.check_imports();
        let hooks = hooks(module);
        let missing: Vec<&String> =
            hooks.iter().filter(|hook| !self.exports.contains(*hook)).collect();
        for hook in &missing {
            let who = if hook.starts_with("PyInit") {
                "CPython 3.12 to 3.14"
            } else {
                "CPython 3.15 and later"
            };
            report.problems.push(format!(
                "does not export {hook}, by which {who} import it{}",
                self.other_hook(module)
            ));
        }
        if report.problems.is_empty() {
            report.facts.push(format!(
                "{}, exports {} and {}, imports no CPython symbol",
                self.kind(),
                hooks[0],
                hooks[1]
            ));
        }
        report
    }

    /// Whether the library leaves nothing of CPython to the loader.
    fn check_imports(&self) -> Report {
        let mut problems = Vec::new();
        let symbols: Vec<&str> =
            self.imports.iter().map(String::as_str).filter(|name| is_python_symbol(name)).collect();
        if !symbols.is_empty() {
            let more = symbols.len().saturating_sub(LISTED);
            let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
            problems.push(format!(
                "imports CPython's {}{rest}; everbind looks its symbols up at run time, so other code in the crate asks \
                 for these. See which binding crate is in its dependencies: `cargo tree -i pyo3-ffi`",
                symbols[..symbols.len().min(LISTED)].join(", ")
            ));
        }
        let linked = self.needed.iter().filter(|library| is_python_library(library));
        problems.extend(
            linked.map(|library| format!("is linked to {library}, which ties it to one CPython")),
        );
        Report { facts: Vec::new(), problems }
    }

    /// Names the module the library does hold, if it is another.
    fn other_hook(&self, module: &str) -> String {
        let named = |export: &String| {
            let name = export.strip_prefix("PyInit_").or(export.strip_prefix("PyModExport_"))?;
            (name != module).then(|| name.to_owned())
        };
        match self.exports.iter().find_map(named) {
            Some(other) => format!(" (it exports the hook of `{other}`)"),
            None => String::new(),
        }
    }
}

/// The functions by which CPython up to 3.14, and from 3.15 on, imports a module.
fn hooks(module: &str) -> [String; 2] {
    [format!("PyInit_{module}"), format!("PyModExport_{module}")]
}

fn symbol(name: &[u8], format: BinaryFormat) -> String {
    let name = String::from_utf8_lossy(name);
    let bare =
        if format == BinaryFormat::MachO { name.strip_prefix('_').unwrap_or(&name) } else { &name };
    bare.to_owned()
}

/// Whether a symbol is in CPython's name space: `Py` or `_Py`, then a capital or an underscore.
fn is_python_symbol(name: &str) -> bool {
    let name = name.strip_prefix('_').unwrap_or(name);
    name.strip_prefix("Py")
        .and_then(|rest| rest.chars().next())
        .is_some_and(|c| c == '_' || c.is_ascii_uppercase())
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
    use super::{is_python_library, is_python_symbol};

    #[test]
    fn names_of_cpython_are_recognised() {
        for name in ["PyList_New", "Py_Version", "_Py_Dealloc", "_PyObject_New", "PyInit_x"] {
            assert!(is_python_symbol(name), "{name}");
        }
        for name in ["Pyramid", "python", "__Py_x", "py_list", "Py", "memcpy"] {
            assert!(!is_python_symbol(name), "{name}");
        }
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
