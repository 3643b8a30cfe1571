//! Types with the names that classes have in Python.

use std::collections::{BTreeMap, BTreeSet};

use super::places::{Home, Places};
use crate::stubs::{
    expression::Expression,
    names::split_outside_brackets,
    read::{CLASS, Item, Key, SELF},
};

/// The class that a type stands in.
#[derive(Clone, Debug)]
pub enum Inside {
    None,
    /// Where `Self` is allowed.
    Method(Key),
    /// Where it is not: a static method, an attribute, a base, anything of a metaclass.
    Else(Key),
}

/// See the module.
#[derive(Debug)]
pub struct Types {
    homes: BTreeMap<Key, Home>,
    /// Classes that no module has, by their names.
    homeless: BTreeMap<Key, String>,
    /// The names of type parameters of those that have some.
    parameters: BTreeMap<Key, Vec<String>>,
    /// By the text of its key.
    keys: BTreeMap<String, Key>,
    /// The module that is being assembled.
    module: String,
    /// Classes to be declared as hidden in a module.
    hidden: BTreeSet<(String, Key)>,
    /// Names that a module has already.
    taken: BTreeSet<(String, String)>,
}

impl Types {
    pub fn of(places: &Places<'_>) -> Types {
        let homeless = places.classes.keys().filter(|key| !places.homes.contains_key(key));
        let homeless: BTreeMap<Key, String> =
            homeless.filter_map(|key| Some((*key, places.name(*key)?.to_owned()))).collect();
        let mut parameters = BTreeMap::new();
        for (key, items) in &places.items {
            for item in items {
                if let Item::TypeParameters(text) = item {
                    let name = |part: &str| {
                        part.split([':', '=']).next().unwrap_or(part).trim().to_owned()
                    };
                    parameters
                        .insert(*key, split_outside_brackets(text).into_iter().map(name).collect());
                }
            }
        }
        let keys = places.classes.keys().map(|key| (key.text(), *key)).collect();
        Types {
            homes: places.homes.clone(),
            homeless,
            parameters,
            keys,
            module: String::new(),
            hidden: BTreeSet::new(),
            taken: places.taken(),
        }
    }

    /// What follows stands in this module.
    pub fn enter(&mut self, module: &str) {
        module.clone_into(&mut self.module);
    }

    /// A class that this module is to declare although it does not have it.
    pub fn next_hidden(&mut self, module: &str) -> Option<Key> {
        let found = self.hidden.iter().find(|(own, _)| own == module)?.clone();
        self.hidden.remove(&found);
        Some(found.1)
    }

    /// The type with real names in place of keys.
    pub fn resolve(&mut self, of: &Expression, inside: &Inside) -> Expression {
        let all = |types: &mut Self, list: &[Expression]| {
            list.iter().map(|e| types.resolve(e, inside)).collect()
        };
        match of {
            Expression::Name(words) => match (words.as_slice(), inside) {
                ([own], Inside::Method(_)) if own == SELF => Expression::name("typing.Self"),
                ([own], Inside::Else(key)) if own == SELF => self.class(*key, inside),
                ([own], Inside::None) if own == SELF => Expression::any(),
                ([class, key], _) if class == CLASS => match self.keys.get(key).copied() {
                    Some(key) => self.class(key, inside),
                    // Of another library.
                    None => Expression::any(),
                },
                // In `types` from 3.13 on.
                ([types, name], _) if types == "types" && name == "CapsuleType" => {
                    Expression::name("typing_extensions.CapsuleType")
                }
                _ => of.clone(),
            },
            Expression::Subscript(of, list) => {
                let list = all(self, list);
                Expression::Subscript(Box::new(self.resolve(of, inside)), list)
            }
            Expression::Union(list) => {
                let members: Vec<_> = all(self, list);
                Expression::union(members)
            }
            Expression::List(list) => Expression::List(all(self, list)),
            Expression::Star(of) => Expression::Star(Box::new(self.resolve(of, inside))),
            Expression::Verbatim(_) => of.clone(),
        }
    }

    /// The class's name, with what a generic one must have in brackets.
    fn class(&mut self, key: Key, inside: &Inside) -> Expression {
        let name = self.bare(key);
        let Some(parameters) = self.parameters.get(&key) else { return name };
        let is_own = matches!(inside, Inside::Method(own) | Inside::Else(own) if *own == key);
        let one = |name: &String| if is_own { Expression::name(name) } else { Expression::any() };
        Expression::Subscript(Box::new(name), parameters.iter().map(one).collect())
    }

    /// The last word of the class's name.
    pub fn own_name(&self, key: Key) -> Option<&String> {
        self.homes.get(&key)?.path.last()
    }

    /// The class's name alone.
    fn bare(&mut self, key: Key) -> Expression {
        if let Some(home) = self.homes.get(&key) {
            return Expression::Name(home.words());
        }
        let Some(name) = self.homeless.get(&key) else { return Expression::any() };
        let mut name = name.clone();
        while !self.taken.insert((self.module.clone(), name.clone())) {
            name.push('_');
        }
        let home = Home { module: self.module.clone(), path: vec![name] };
        self.hidden.insert((self.module.clone(), key));
        self.homes.insert(key, home.clone());
        Expression::Name(home.words())
    }
}
