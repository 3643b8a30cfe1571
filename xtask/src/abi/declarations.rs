//! What `everbind-abi` declares, read from its sources.
//!
//! The blocks `api!`, `quiet!`, `newer!`, `optional!`, `variadic!` and `pointers!` have a grammar of their own,
//! one declaration to a semicolon, which a few lines can read.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::sh;

/// A version whose stable ABI a name joined.
pub type Minor = (u32, u32);

/// Everything that is declared.
pub struct Declarations {
    pub functions: Vec<Function>,
    pub objects: Vec<Object>,
    /// `pub const NAME: type = value;`, the value as it is written.
    pub constants: Vec<(String, String)>,
}

/// A function.
#[derive(Debug, PartialEq)]
pub struct Function {
    pub name: String,
    /// The types of its parameters, in Rust.
    pub parameters: Vec<String>,
    pub variadic: bool,
    /// The type of its result, in Rust; empty for none.
    pub result: String,
    pub since: Since,
}

/// An object or a variable.
#[derive(Debug, PartialEq)]
pub struct Object {
    pub name: String,
    /// Its type, in Rust.
    pub of: String,
}

/// When a function joined the stable ABI, according to `since.rs`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Since {
    /// Not later than the oldest version.
    Oldest,
    Version(Minor),
    /// It has not.
    Never,
}

impl Declarations {
    /// Reads the sources.
    ///
    /// # Errors
    /// When a declaration cannot be read, or one of the crate's tables has a name that was not found.
    pub fn read() -> Result<Self> {
        let mut all = Self { functions: Vec::new(), objects: Vec::new(), constants: Vec::new() };
        all.read_folder(&sh::root().join("crates/everbind-abi/src"))?;
        let mut read: BTreeSet<_> = all.functions.iter().map(|f| f.name.as_str()).collect();
        read.extend(all.objects.iter().map(|o| o.name.as_str()));
        let (names, newer) = (everbind_abi::names(), everbind_abi::newer_names());
        let tables: BTreeSet<_> = names.iter().chain(&newer).map(String::as_str).collect();
        let differing: Vec<_> = read.symmetric_difference(&tables).collect();
        ensure!(differing.is_empty(), "tables and sources differ in {differing:?}");
        Ok(all)
    }

    fn read_folder(&mut self, folder: &Path) -> Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.read_folder(&path)?;
            } else if !path.ends_with("macros.rs") {
                let text = fs::read_to_string(&path)?;
                self.read_file(&text).with_context(|| format!("in {}", path.display()))?;
            }
        }
        Ok(())
    }

    fn read_file(&mut self, text: &str) -> Result<()> {
        let code: String = text
            .lines()
            .map(|line| line.split("//").next().unwrap_or_default())
            .collect::<Vec<_>>()
            .join("\n");
        for keyword in ["api!", "quiet!", "newer!", "optional!", "variadic!", "pointers!"] {
            for (at, _) in code.match_indices(&format!("{keyword} {{")) {
                let block = &code[at + keyword.len() + 2..];
                let end = block.find('}').context("a block does not end")?;
                self.read_block(&block[..end], keyword)?;
            }
        }
        for constant in code.split("pub const ").skip(1) {
            let constant = constant.split(';').next().unwrap_or_default();
            if let Some((name, rest)) = constant.split_once(':')
                && let Some((_, value)) = rest.split_once('=')
                && name.starts_with(['P', 'M', '_'])
            {
                self.constants.push((name.to_owned(), words(value)));
            }
        }
        Ok(())
    }

    fn read_block(&mut self, block: &str, keyword: &str) -> Result<()> {
        for declaration in block.split(';').map(words).filter(|d| !d.is_empty()) {
            if let Some((since, rest)) = declaration.split_once("fn ") {
                let function = function(rest, version(since, keyword)?);
                self.functions.push(function.with_context(|| declaration.clone())?);
            } else if let Some(rest) = declaration.strip_prefix("static ") {
                let (name, of) = rest.split_once(": ").context("a static without a type")?;
                self.objects.push(Object { name: name.into(), of: of.into() });
            } else {
                bail!("cannot read {declaration:?}");
            }
        }
        Ok(())
    }
}

/// The text with single spaces.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands before `fn` in a block: `(3, 13)`, `(none)` or nothing.
fn version(text: &str, keyword: &str) -> Result<Since> {
    let text = text.trim().trim_start_matches('(').trim_end_matches(')');
    if text.is_empty() {
        ensure!(!matches!(keyword, "newer!" | "optional!"), "a newer function without its version");
        return Ok(Since::Oldest);
    }
    if text == "none" {
        return Ok(Since::Never);
    }
    let (major, minor) = text.split_once(", ").with_context(|| format!("version {text:?}"))?;
    Ok(Since::Version((major.parse()?, minor.parse()?)))
}

/// `name(a: T, …) -> R = replacement [older]`.
fn function(text: &str, since: Since) -> Result<Function> {
    let (name, rest) = text.split_once('(').context("no parameters")?;
    let (list, rest) = rest.split_at(closing(rest).context("parameters do not end")?);
    let rest = rest[1..].split(" = ").next().unwrap_or_default().trim();
    let result = rest.strip_prefix("-> ").unwrap_or_default().to_owned();
    let mut parameters = Vec::new();
    let mut variadic = false;
    for parameter in commas(list) {
        match parameter.split_once(": ") {
            Some((_, of)) => parameters.push(of.to_owned()),
            None if parameter == "..." => variadic = true,
            None => bail!("parameter {parameter:?} has no type"),
        }
    }
    Ok(Function { name: name.into(), parameters, variadic, result, since })
}

/// Where the bracket that is open at the start of `text` is closed.
pub fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The parts between the commas that are in no bracket, without the empty ones.
pub fn commas(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_read() {
        let mut all = Declarations { functions: vec![], objects: vec![], constants: vec![] };
        all.read_file(
            "api! {\n    /// Doc; with a stop.\n    fn A(o: *mut PyObject, f: Option<unsafe extern \"C\" fn(c_int) -> c_int>,\n    ) -> c_int;\n    fn B();\n\n    static C: PyObject;\n}\n\
             newer! {\n (3, 13) fn D(x: c_int) = containers::d [_D];\n (none) fn E() -> c_int = e; }\n\
             variadic! { fn F(a: c_int, ...) -> c_int; }\npub const Py_X: c_int = 1 << 3;\n",
        )
        .unwrap();
        let shown: Vec<_> = all
            .functions
            .iter()
            .map(|f| format!("{}{:?}{}{:?}", f.name, f.parameters, f.result, f.since))
            .collect();
        assert_eq!(
            shown,
            [
                r#"A["*mut PyObject", "Option<unsafe extern \"C\" fn(c_int) -> c_int>"]c_intOldest"#,
                "B[]Oldest",
                r#"D["c_int"]Version((3, 13))"#,
                "E[]c_intNever",
                r#"F["c_int"]c_intOldest"#,
            ]
        );
        assert!(all.functions[4].variadic);
        assert_eq!(all.objects, [Object { name: "C".into(), of: "PyObject".into() }]);
        assert_eq!(all.constants, [("Py_X".into(), "1 << 3".into())]);
    }
}
