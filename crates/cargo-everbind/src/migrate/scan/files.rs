//! The files of a crate, as its `mod` declarations lead to them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use syn::{Expr, Item, Lit, Meta};

use super::cfg::Conditions;

/// A source file.
pub struct Source {
    pub path: PathBuf,
    pub syntax: syn::File,
}

/// The root file and the files of all modules that are compiled.
///
/// # Errors
/// The root file cannot be read, or is not Rust. (Others that are not are left out: rustc will say so.)
pub fn load(root: &Path, conditions: Conditions) -> Result<Vec<Source>> {
    let text =
        fs::read_to_string(root).with_context(|| format!("cannot read {}", root.display()))?;
    let syntax =
        syn::parse_file(&text).with_context(|| format!("{} is not Rust", root.display()))?;
    let mut files = Vec::new();
    let folder = root.parent().unwrap_or(Path::new("")).to_owned();
    add(Source { path: root.to_owned(), syntax }, &folder, conditions, &mut files);
    Ok(files)
}

/// Adds a file, and the modules that it declares, which lie in `folder`.
fn add(file: Source, folder: &Path, conditions: Conditions, files: &mut Vec<Source>) {
    let mut found = Vec::new();
    modules(&file.syntax.items, &file.path, folder, conditions, &mut found);
    files.push(file);
    for (path, folder) in found {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        if let Ok(syntax) = syn::parse_file(&text) {
            add(Source { path, syntax }, &folder, conditions, files);
        }
    }
}

/// Files of the modules declared here, each with the folder of its own modules.
fn modules(
    items: &[Item],
    file: &Path,
    folder: &Path,
    conditions: Conditions,
    found: &mut Vec<(PathBuf, PathBuf)>,
) {
    for item in items {
        let Item::Mod(module) = item else { continue };
        if conditions.excluded(&module.attrs) {
            continue;
        }
        let name = module.ident.to_string();
        let name = name.trim_start_matches("r#");
        let own = folder.join(name);
        let named = module.attrs.iter().find_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
                Expr::Lit(literal) => match &literal.lit {
                    Lit::Str(text) => Some(text.value()),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        });
        match (&module.content, named) {
            (Some((_, items)), _) => modules(items, file, &own, conditions, found),
            (None, Some(named)) => {
                let path = file.parent().unwrap_or(Path::new("")).join(named);
                let folder = path.parent().unwrap_or(Path::new("")).to_owned();
                found.push((path, folder));
            }
            (None, None) => {
                let places = [folder.join(format!("{name}.rs")), own.join("mod.rs")];
                if let Some(path) = places.into_iter().find(|path| path.is_file()) {
                    found.push((path, own));
                }
            }
        }
    }
}
