//! From a [`Module`] to the text of a `.pyi` file, as `ruff format` leaves it.
//!
//! The text is written for type checkers of Python 3.12 and later (everbind supports no older one), so generics have type
//! parameters in brackets and there is nothing from `__future__`.

mod class;
mod doc;
mod function;
mod value;

use super::{
    model::{Item, Module},
    names::Names,
};

/// The longest line, that of ruff's and black's own settings.
const WIDTH: usize = 88;

/// The text of the module's file. Submodules are files of their own.
pub fn module(module: &Module) -> String {
    let names = module.items.iter().map(|item| item.name().to_owned());
    let mut writer = Writer { names: Names::new(&module.name, names), depth: 0 };
    let mut submodules = String::new();
    for item in &module.items {
        match item {
            Item::Import(words) => writer.names.export(words),
            Item::Module(_) => submodules += &format!("from . import {0} as {0}\n", item.name()),
            _ => {}
        }
    }
    let own = module.items.iter().filter(|item| !matches!(item, Item::Module(_) | Item::Import(_)));
    let body = together(own.map(|item| writer.item(item)).collect());
    let exports = module.exports.as_ref().map(|names| exports(names)).unwrap_or_default();
    let imports = writer.names.imports(WIDTH);
    let doc =
        if module.doc.trim().is_empty() { String::new() } else { doc::string(&module.doc, 0) };
    let imports = [imports, submodules]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n");
    let parts = [doc, imports, exports, body];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// `__all__`, in the order of ruff's rule for it.
fn exports(names: &[String]) -> String {
    let mut names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    names.sort_by_key(|name| (rank(name.trim_matches('"')), name.clone()));
    names.dedup();
    let line = format!("__all__ = [{}]\n", names.join(", "));
    if line.trim_end().chars().count() <= WIDTH {
        return line;
    }
    format!("__all__ = [\n    {},\n]\n", names.join(",\n    "))
}

/// Constants, then classes, then the rest.
fn rank(name: &str) -> u8 {
    match name.trim_start_matches('_').chars().next() {
        Some(c) if c.is_uppercase() => u8::from(name.chars().any(char::is_lowercase)),
        _ => 2,
    }
}

/// An item's lines.
struct Lines {
    text: String,
    sort: Sort,
}

/// What ruff tells items apart by when it sets blank lines.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Value,
    Function,
    Class,
}

/// Items with blank lines between them as ruff has them: none after one that ends in `...`, or in a value, if the next is of its
/// sort.
fn together(items: Vec<Lines>) -> String {
    let mut text = String::new();
    let mut last: Option<&Lines> = None;
    for item in &items {
        if let Some(last) = last
            && !(last.sort == item.sort
                && is_close(last)
                && (item.sort != Sort::Class || is_close(item)))
        {
            text.push('\n');
        }
        text += &item.text;
        last = Some(item);
    }
    text
}

fn is_close(item: &Lines) -> bool {
    match item.sort {
        Sort::Value => !item.text.ends_with("\"\"\"\n"),
        Sort::Function => !item.text.ends_with("\"\"\"\n"),
        Sort::Class => {
            item.text.ends_with(": ...\n")
                && item
                    .text
                    .lines()
                    .last()
                    .is_some_and(|line| line.trim_start().starts_with("class"))
        }
    }
}

/// What the parts of a file are written with.
struct Writer {
    names: Names,
    /// How many classes are around.
    depth: usize,
}

impl Writer {
    fn item(&mut self, item: &Item) -> Lines {
        match item {
            Item::Module(_) | Item::Import(_) => Lines { text: String::new(), sort: Sort::Value },
            Item::Class(class) => self.class(class),
            Item::Function(function) => self.function(function),
            Item::Property(property) => self.property(property),
            Item::Value(value) => self.value(value),
        }
    }

    /// The spaces before a line.
    fn indent(&self) -> String {
        "    ".repeat(self.depth)
    }

    /// The end of a line that begins a body, and the body: `doc`, or nothing.
    fn body(&self, doc: &str) -> String {
        if doc.trim().is_empty() {
            return ": ...\n".to_owned();
        }
        format!(":\n{}", doc::string(doc, self.depth + 1))
    }
}

#[cfg(test)]
mod tests;
