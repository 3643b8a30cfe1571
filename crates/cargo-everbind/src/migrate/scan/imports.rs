//! What names in a module stand for, as far as PyO3 is concerned.

use std::collections::{HashMap, HashSet};

use syn::{Item, ItemUse, UseTree, visit::Visit};

/// The `use` declarations of a module, those inside its functions among them, and what it declares itself.
#[derive(Clone, Debug, Default)]
pub struct Imports {
    /// What this crate calls PyO3.
    root: String,
    aliases: HashMap<String, String>,
    globs: Vec<String>,
    own: HashSet<String>,
    /// `use super::*`.
    pub of_parent: bool,
}

impl Imports {
    /// Of these items; `root` is the name of PyO3 in this crate.
    pub fn of(items: &[Item], root: &str) -> Imports {
        let mut imports = Imports { root: root.to_owned(), ..Imports::default() };
        for item in items {
            if let Some(name) = declared(item) {
                imports.own.insert(name);
            }
            // Modules have imports of their own.
            if !matches!(item, Item::Mod(_)) {
                Collector(&mut imports).visit_item(item);
            }
        }
        imports
    }

    /// With the names of the module around it, for `use super::*`.
    pub fn with(mut self, parent: &Imports) -> Imports {
        for (name, path) in &parent.aliases {
            self.aliases.entry(name.clone()).or_insert_with(|| path.clone());
        }
        self.globs.extend(parent.globs.iter().cloned());
        self.own.extend(parent.own.iter().cloned());
        self
    }

    /// The paths from `pyo3` that this path may stand for: one, or one for each glob import.
    pub fn resolve(&self, path: &[String]) -> Vec<String> {
        let Some((first, rest)) = path.split_first() else { return Vec::new() };
        let joined = |start: &str| {
            [start]
                .into_iter()
                .chain(rest.iter().map(String::as_str))
                .collect::<Vec<_>>()
                .join("::")
        };
        if *first == self.root {
            return vec![joined("pyo3")];
        }
        if let Some(start) = self.aliases.get(first) {
            return if start.is_empty() { Vec::new() } else { vec![joined(start)] };
        }
        if self.own.contains(first) {
            return Vec::new();
        }
        self.globs.iter().map(|glob| joined(&format!("{glob}::{first}"))).collect()
    }

    /// Whether anything of PyO3's raw interface is imported here.
    pub fn mentions_ffi(&self) -> bool {
        let mut all = self.aliases.values().chain(&self.globs);
        all.any(|path| path.starts_with("pyo3::ffi") || path == "pyo3")
    }

    fn add(&mut self, tree: &UseTree, path: &mut Vec<String>) {
        match tree {
            UseTree::Path(part) => {
                path.push(part.ident.to_string());
                self.add(&part.tree, path);
                path.pop();
            }
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                let is_self = name == "self";
                let own =
                    if is_self { path.last().cloned().unwrap_or_default() } else { name.clone() };
                if !is_self {
                    path.push(name);
                }
                self.alias(own, path);
                if !is_self {
                    path.pop();
                }
            }
            UseTree::Rename(renamed) => {
                path.push(renamed.ident.to_string());
                self.alias(renamed.rename.to_string(), path);
                path.pop();
            }
            UseTree::Glob(_) if path == &["super"] => self.of_parent = true,
            UseTree::Glob(_) => {
                if let Some(start) = self.in_pyo3(path) {
                    self.globs.push(start);
                }
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.add(tree, path)),
        }
    }

    /// A name imported from elsewhere hides what a glob import may bring.
    fn alias(&mut self, name: String, path: &[String]) {
        let path = self.in_pyo3(path).unwrap_or_default();
        self.aliases.insert(name, path);
    }

    fn in_pyo3(&self, path: &[String]) -> Option<String> {
        let (first, rest) = path.split_first()?;
        let start = match self.aliases.get(first).filter(|path| !path.is_empty()) {
            _ if *first == self.root => "pyo3".to_owned(),
            Some(start) => start.clone(),
            None => return None,
        };
        Some([start].into_iter().chain(rest.iter().cloned()).collect::<Vec<_>>().join("::"))
    }
}

/// Every leaf of a `use`, as a path, with the token to point at.
pub fn leaves(tree: &UseTree) -> Vec<(Vec<String>, proc_macro2::Span)> {
    fn walk(
        tree: &UseTree,
        path: &mut Vec<String>,
        found: &mut Vec<(Vec<String>, proc_macro2::Span)>,
    ) {
        match tree {
            UseTree::Path(part) => {
                path.push(part.ident.to_string());
                walk(&part.tree, path, found);
                path.pop();
            }
            UseTree::Name(name) if name.ident == "self" => {
                found.push((path.clone(), name.ident.span()))
            }
            UseTree::Name(name) => {
                let all = path.iter().cloned().chain([name.ident.to_string()]).collect();
                found.push((all, name.ident.span()));
            }
            UseTree::Rename(renamed) => {
                let all = path.iter().cloned().chain([renamed.ident.to_string()]).collect();
                found.push((all, renamed.ident.span()));
            }
            UseTree::Glob(glob) => found.push((path.clone(), glob.star_token.spans[0])),
            UseTree::Group(group) => group.items.iter().for_each(|tree| walk(tree, path, found)),
        }
    }
    let mut found = Vec::new();
    walk(tree, &mut Vec::new(), &mut found);
    found
}

struct Collector<'i>(&'i mut Imports);

impl Visit<'_> for Collector<'_> {
    fn visit_item_use(&mut self, item: &ItemUse) {
        self.0.add(&item.tree, &mut Vec::new());
    }

    fn visit_item_mod(&mut self, _: &syn::ItemMod) {}
}

/// The name that an item gives to its module.
fn declared(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Mod(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        _ => return None,
    };
    Some(name.to_string())
}

#[cfg(test)]
mod tests {
    use super::Imports;

    #[test]
    fn names_lead_to_pyo3_or_nowhere() {
        let file: syn::File = syn::parse_str(
            "use pyo3::{prelude::*, types::{self, PyDict as Dict}, ffi}; use other::PyList; struct PySet;",
        )
        .unwrap();
        let imports = Imports::of(&file.items, "pyo3");
        let resolve =
            |path: &str| imports.resolve(&path.split("::").map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(resolve("pyo3::a::B"), ["pyo3::a::B"]);
        assert_eq!(resolve("Dict::new"), ["pyo3::types::PyDict::new"]);
        assert_eq!(resolve("types::PyLong"), ["pyo3::types::PyLong"]);
        assert_eq!(resolve("ToPyObject"), ["pyo3::prelude::ToPyObject"]);
        assert_eq!(resolve("PyList"), [""; 0]);
        assert_eq!(resolve("PySet"), [""; 0]);
        assert!(imports.mentions_ffi());
    }
}
