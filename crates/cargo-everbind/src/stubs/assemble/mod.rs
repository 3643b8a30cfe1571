//! From a library's records to its modules.
//!
//! Records name each other by keys, and what is in a module is told by where it was written. Here each gets its place: the
//! module that has it, or the first if several do (the others import it from there). What a function fills a module with
//! is told nowhere. So what nobody claims goes into the library's own module if a function fills that one, and such a
//! module says by a `__getattr__` that it may have more.
//!
//! A class that no module has can still be met: an iterator, say. It is declared where it is first spoken of, as one
//! that type checkers alone know.

mod class;
mod dunder;
mod overloads;
mod places;
mod types;

use std::collections::BTreeMap;

use anyhow::Result;

use super::{
    expression::Expression,
    model::{self, Binding, Function, Item, Kind, Parameter, Signature, Value, ValueKind},
    names::is_keyword,
    read::{Entry, Key, Record, stub_default},
};
use places::{Place, Places};
use types::{Inside, Types};

/// The module `name` and all in it.
///
/// # Errors
/// The records have no such module.
pub fn module(records: &[Record], name: &str) -> Result<model::Module> {
    let places = Places::of(records, name)?;
    let mut assembly = Assembly { types: Types::of(&places), places: &places };
    Ok(assembly.module(&places.root))
}

struct Assembly<'a> {
    places: &'a Places<'a>,
    types: Types,
}

impl Assembly<'_> {
    fn module(&mut self, place: &Place<'_>) -> model::Module {
        self.types.enter(&place.name);
        let mut values: Vec<Item> = Vec::new();
        let mut classes: Vec<Item> = Vec::new();
        let mut functions: Vec<Item> = Vec::new();
        for entry in &place.record.entries {
            match entry {
                Entry::Constant { name, of, value } => values.push(self.constant(name, of, value)),
                Entry::Type(of) => {
                    if let Expression::Name(words) = self.types.resolve(of, &Inside::None) {
                        classes.push(Item::Import(words));
                    }
                }
                Entry::Function(_) | Entry::Class(_) | Entry::Module(_) => {}
            }
        }
        for key in &place.classes {
            classes.extend(self.class_here(*key, &place.name));
        }
        for index in &place.functions {
            functions.extend(self.function(*index));
        }
        let modules =
            place.children.iter().map(|child| Item::Module(self.module(child))).collect::<Vec<_>>();
        self.types.enter(&place.name);
        // Those that were spoken of may speak of others.
        let mut hidden = Vec::new();
        while let Some(key) = self.types.next_hidden(&place.name) {
            hidden.extend(self.class(key, true));
        }
        for list in [&mut values, &mut classes, &mut hidden, &mut functions] {
            list.sort_by(|a, b| a.name().cmp(b.name()));
            list.dedup_by(|a, b| a.name() == b.name());
        }
        let has = |name: &str| {
            [&values, &classes, &functions]
                .iter()
                .any(|list| list.iter().any(|item| item.name() == name))
        };
        let is_complete = !place.record.is('f') && !place.record.is('i');
        let exports = is_complete.then(|| {
            let all = [&values, &classes, &functions, &modules];
            all.iter()
                .flat_map(|list| list.iter().map(|item| item.name().to_owned()))
                .collect::<Vec<_>>()
        });
        if !is_complete && !has("__getattr__") {
            functions.push(Item::Function(unknown_attributes()));
        }
        let items = [values, classes, hidden, functions, modules].into_iter().flatten();
        model::Module {
            name: place.name.clone(),
            doc: place.record.doc.clone(),
            exports: exports.filter(|names| !names.is_empty()),
            items: items.filter(|item| is_name(item.name())).collect(),
        }
    }

    fn constant(&mut self, name: &str, of: &Expression, value: &str) -> Item {
        let text = stub_default(value);
        let known = Some(&text).filter(|text| *text != "..." && !value.is_empty());
        let mut of = self.types.resolve(of, &Inside::None);
        if of.is("typing.Any")
            && let Some(name) = known.and_then(|text| type_of(text))
        {
            of = Expression::name(name);
        }
        let literal = known.filter(|_| !name.starts_with("__")).cloned();
        Item::Value(Value {
            name: name.to_owned(),
            doc: String::new(),
            kind: ValueKind::Constant,
            annotation: Some(of),
            literal,
        })
    }

    /// The class as it is in this module: itself, or imported from where it is at home.
    fn class_here(&mut self, key: Key, module: &str) -> Option<Item> {
        let home = self.places.homes.get(&key)?;
        if home.module == module {
            return self.class(key, false);
        }
        Some(Item::Import(home.words()))
    }

    fn function(&mut self, index: usize) -> Option<Item> {
        match &self.places.records[index] {
            Record::Function { callable, .. } => Some(Item::Function(self.callables(
                &callable.name,
                &callable.doc,
                &[callable],
                &Inside::None,
            ))),
            Record::Overloads { overloads, .. } => {
                let candidates: Vec<_> = overloads.candidates.iter().collect();
                Some(Item::Function(self.callables(
                    &overloads.name,
                    &overloads.doc,
                    &candidates,
                    &Inside::None,
                )))
            }
            _ => None,
        }
    }
}

/// The type of a literal.
fn type_of(literal: &str) -> Option<&'static str> {
    Some(match literal.trim_start_matches('-').as_bytes() {
        b"True" | b"False" => "bool",
        [b'"' | b'\'', ..] => "str",
        [b'0'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit) => "int",
        [b'0'..=b'9', ..] => "float",
        _ => return None,
    })
}

/// `def __getattr__(name: str) -> Any`, by which a stub says that it is not complete.
fn unknown_attributes() -> Function {
    let name = Parameter {
        name: "name".into(),
        kind: Kind::Positional,
        annotation: Some(Expression::name("str")),
        default: None,
    };
    let signature = Signature {
        parameters: vec![name],
        returns: Some(Expression::any()),
        ..Signature::default()
    };
    Function {
        name: "__getattr__".into(),
        doc: String::new(),
        binding: Binding::None,
        signatures: vec![signature],
    }
}

/// Whether Python can define something of this name.
fn is_name(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && characters.all(|c| c.is_alphanumeric() || c == '_')
        && !is_keyword(name)
}

/// Items in the order of their first appearance, by name.
fn by_name<T>(
    items: impl IntoIterator<Item = (String, T)>,
) -> (Vec<String>, BTreeMap<String, Vec<T>>) {
    let (mut order, mut map) = (Vec::new(), BTreeMap::<String, Vec<T>>::new());
    for (name, item) in items {
        if !map.contains_key(&name) {
            order.push(name.clone());
        }
        map.entry(name).or_default().push(item);
    }
    (order, map)
}

#[cfg(test)]
mod tests;
