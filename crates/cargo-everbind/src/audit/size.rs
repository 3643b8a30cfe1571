//! What a library's bytes are spent on: sections, crates, classes and functions.
//!
//! The last three need the symbol table. A stripped ELF file still tells where functions begin, so the largest are
//! listed by address. A *class* is a type of the module's own crate, in names like `demo::Point`, whatever its
//! functions are for; generic code of other crates that is compiled for it counts as theirs.

use std::collections::BTreeMap;

use anyhow::Result;
use object::{File, Object, ObjectSection, ObjectSymbol, SectionKind, SymbolKind};
use serde::Serialize;

use super::{places::readable, unwind};

/// How many contributors of each kind are kept.
const TOP: usize = 10;
/// Bytes of a file.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Size {
    pub file: u64,
    /// Whether there is no symbol table, so that functions have no names.
    pub stripped: bool,
    pub sections: Vec<(String, u64)>,
    pub crates: Vec<(String, u64)>,
    pub classes: Vec<(String, u64)>,
    pub functions: Vec<(String, u64)>,
}

/// Measures a library, whose own crate is named as the module.
///
/// # Errors
/// It is damaged.
pub fn measure(data: &[u8], module: &str) -> Result<Size> {
    let file = File::parse(data)?;
    let mut sections = BTreeMap::new();
    for section in file.sections() {
        let stored = section.file_range().map_or(0, |(_, size)| size);
        if let Ok(name) = section.name() {
            *sections.entry(name.to_owned()).or_default() += stored;
        }
    }
    let functions = functions(&file);
    let stripped = functions.is_empty();
    let (mut crates, mut classes, mut by_name) =
        (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (name, size) in functions {
        let path = path(&name);
        let owner = path.first().map_or("(not Rust)", |first| first);
        *crates.entry(owner.to_owned()).or_default() += size;
        if let Some(class) = class(&path, module) {
            *classes.entry(class).or_default() += size;
        }
        *by_name.entry(name).or_default() += size;
    }
    if stripped {
        by_name.extend(unnamed(&file));
    }
    Ok(Size {
        file: data.len() as u64,
        stripped,
        sections: top(sections),
        crates: top(crates),
        classes: top(classes),
        functions: top(by_name),
    })
}

/// The largest, largest first.
fn top(sizes: BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut sizes: Vec<_> = sizes.into_iter().filter(|(_, size)| *size > 0).collect();
    sizes.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    sizes.truncate(TOP);
    sizes
}

/// Functions by name, from the symbol table. Mach-O tells no sizes: there a function reaches to the next symbol.
fn functions(file: &File<'_>) -> Vec<(String, u64)> {
    let mut symbols: Vec<_> = file
        .symbols()
        .filter(|symbol| symbol.is_definition() && symbol.kind() == SymbolKind::Text)
        .filter_map(|symbol| Some((symbol.address(), symbol.size(), symbol.name().ok()?)))
        .collect();
    symbols.sort();
    symbols.dedup_by_key(|(address, ..)| *address);
    let text = text(file);
    let ends = symbols.iter().skip(1).map(|(address, ..)| *address).chain([text.end]);
    let to_next: Vec<u64> = ends.zip(&symbols).map(|(end, s)| end.saturating_sub(s.0)).collect();
    let size = |(symbol, to_next): (&(u64, u64, &str), u64)| {
        let size = if symbol.1 == 0 && text.contains(&symbol.0) { to_next } else { symbol.1 };
        (readable(symbol.2), size)
    };
    symbols.iter().zip(to_next).map(size).collect()
}

/// Functions of a stripped file, by address.
fn unnamed(file: &File<'_>) -> Vec<(String, u64)> {
    let (starts, text) = (unwind::functions(file), text(file));
    let ends = starts.iter().skip(1).copied().chain([text.end]);
    let named = starts.iter().zip(ends).filter(|(start, _)| text.contains(start));
    named
        .map(|(start, end)| (format!("a function at .text+{:#x}", start - text.start), end - start))
        .collect()
}

/// The largest section of code.
fn text(file: &File<'_>) -> std::ops::Range<u64> {
    let code = file.sections().filter(|section| section.kind() == SectionKind::Text);
    let largest = code.max_by_key(ObjectSection::size);
    largest.map_or(0..0, |section| section.address()..section.address() + section.size())
}

/// The parts of a Rust path, of `<demo::Point as core::fmt::Debug>::fmt` those of the type and the function; nothing for names
/// that are not Rust's.
fn path(name: &str) -> Vec<&str> {
    // What macros write inside a function or constant: `demo::_::<impl everbind::… for demo::Point>::definition`.
    if let Some((_, rest)) = name.split_once("::<impl ")
        && let Some((_, class)) = rest.split_once(" for ")
        && let Some((class, rest)) = class.split_once('>')
    {
        let function = rest.rsplit("::").next().unwrap_or_default();
        return class.split("::").chain([function]).collect();
    }
    let (inner, rest) = match name.strip_prefix('<') {
        Some(inner) => {
            let (mut depth, mut end) = (1, inner.len());
            for (at, c) in inner.char_indices() {
                match c {
                    '<' => depth += 1,
                    // Not the `>` of `->`.
                    '>' if !inner[..at].ends_with('-') => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    end = at;
                    break;
                }
            }
            let own = &inner[..end];
            (own.split(" as ").next().unwrap_or(own), inner.get(end + 1..).unwrap_or_default())
        }
        None => (name, ""),
    };
    let plain = inner.trim_start_matches(['&', '*', '[', '(']).trim_start_matches("mut ");
    let plain = plain.split(['<', '(', ' ', ']', ',']).next().unwrap_or(plain);
    if !name.contains("::") || !plain.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        return Vec::new();
    }
    plain.split("::").chain(rest.split("::").filter(|part| !part.is_empty())).collect()
}

/// The path up to the first type in it, if it is of the module's crate.
fn class(path: &[&str], module: &str) -> Option<String> {
    if *path.first()? != module {
        return None;
    }
    let at = path.iter().position(|part| part.starts_with(|c: char| c.is_ascii_uppercase()))?;
    (at > 0).then(|| path[..=at].join("::"))
}

/// `12.3 KiB`.
pub fn shown(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{:.1} KiB", bytes as f64 / 1024.0),
        _ => format!("{:.2} MiB", bytes as f64 / 1_048_576.0),
    }
}

impl Size {
    /// The table that `--size` prints.
    pub fn table(&self) -> String {
        let mut text = format!("{}\n", shown(self.file));
        let parts = [
            ("sections", &self.sections),
            ("crates", &self.crates),
            ("classes", &self.classes),
            ("functions", &self.functions),
        ];
        for (what, sizes) in parts.iter().filter(|(_, sizes)| !sizes.is_empty()) {
            text += &format!("  {what}\n");
            for (name, bytes) in *sizes {
                text += &format!("    {:>10}  {name}\n", shown(*bytes));
            }
        }
        if self.stripped {
            text += "  its symbols are stripped: for sizes by crate, class and function, look into a library built \
                     without `strip`\n";
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{class, path, shown};

    #[test]
    fn functions_belong_to_crates_and_classes() {
        for (name, owner, of_class) in [
            ("demo::area", Some("demo"), None),
            ("demo::shapes::Point::norm", Some("demo"), Some("demo::shapes::Point")),
            ("<demo::Point>::norm", Some("demo"), Some("demo::Point")),
            ("<demo::Point as core::fmt::Debug>::fmt", Some("demo"), Some("demo::Point")),
            ("<alloc::vec::Vec<demo::Point> as X>::f", Some("alloc"), None),
            ("<&mut demo::Point as X>::f", Some("demo"), Some("demo::Point")),
            ("core::ptr::drop_glue::<demo::Point>", Some("core"), None),
            ("<fn() -> demo::Point as X>::f", Some("fn"), None),
            ("demo::_::<impl everbind::X for demo::Point>::f", Some("demo"), Some("demo::Point")),
            ("demo::_::<impl demo::area::MakeDef>::definition", Some("demo"), None),
            ("PyInit_demo", None, None),
            ("memcpy", None, None),
        ] {
            let path = path(name);
            assert_eq!(path.first().copied(), owner, "{name}");
            assert_eq!(class(&path, "demo").as_deref(), of_class, "{name}");
        }
    }

    #[test]
    fn sizes_are_short() {
        assert_eq!(shown(12), "12 B");
        assert_eq!(shown(1536), "1.5 KiB");
        assert_eq!(shown(3 << 20), "3.00 MiB");
    }
}
