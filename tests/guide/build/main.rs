//! Makes Rust modules of the blocks of Rust on the pages of README and guide.
//!
//! A generated file has its page's line numbers: what the compiler says of `items.rs:20` is about
//! line 20 of `guide/src/items.md`. Lines that begin with `# ` are hidden from readers, as in rustdoc.

mod declared;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let guide = root.join("guide/src");
    println!("cargo::rerun-if-changed={}", guide.display());
    println!("cargo::rerun-if-changed={}", root.join("README.md").display());
    let mut pages = vec![root.join("README.md")];
    let files = fs::read_dir(&guide).expect("guide/src is a folder");
    pages.extend(files.map(|file| file.expect("it can be listed").path()));
    pages.retain(|page| {
        page.extension().is_some_and(|e| e == "md") && !page.ends_with("SUMMARY.md")
    });
    pages.sort();

    let (mut modules, mut table) = (String::new(), String::new());
    for page in &pages {
        let text = fs::read_to_string(page).expect("pages are text");
        let name = page.file_stem().expect("it has a name").to_string_lossy().into_owned();
        let (code, rows) = modules_of(&name, &text);
        if rows.is_empty() {
            continue;
        }
        fs::write(out.join(format!("{name}.rs")), code).expect("OUT_DIR can be written");
        let module = format!("page_{}", name.replace('-', "_").to_lowercase());
        let _ = writeln!(
            modules,
            "mod {module} {{ include!(concat!(env!(\"OUT_DIR\"), \"/{name}.rs\")); }}"
        );
        let rows: String =
            rows.iter().map(|at| format!("({at}, {module}::line_{at}::declare__), ")).collect();
        let _ = writeln!(table, "    (\"{name}\", &[{rows}]),");
    }
    let _ = writeln!(modules, "static PAGES: &[(&str, &[(u32, Declare)])] = &[\n{table}];");
    fs::write(out.join("pages.rs"), modules).expect("OUT_DIR can be written");
}

/// A page's blocks of Rust as modules, and the lines where they begin.
fn modules_of(page: &str, text: &str) -> (String, Vec<usize>) {
    let (mut code, mut starts) = (String::new(), Vec::new());
    let mut block: Option<String> = None;
    let mut other = false;
    for (number, line) in (1..).zip(text.lines()) {
        let fence = line.trim_start().strip_prefix("```");
        match (&mut block, fence) {
            (Some(inside), Some(_)) => {
                let declared = declared::by(inside).unwrap_or_else(|error| {
                    panic!("{page}.md, the block before line {number}: {error}")
                });
                code += &declared;
                code += "}\n";
                block = None;
            }
            (Some(inside), None) => {
                let line = match line.trim_start() {
                    "#" => "",
                    hidden => hidden.strip_prefix("# ").unwrap_or(line),
                };
                for part in [line, "\n"] {
                    inside.push_str(part);
                    code += part;
                }
            }
            (None, Some("rust")) if !other => {
                let _ = writeln!(code, "pub mod line_{number} {{");
                starts.push(number);
                block = Some(String::new());
            }
            (None, fence) => {
                other ^= fence.is_some();
                code.push('\n');
            }
        }
    }
    (code, starts)
}
