//! Classes, exceptions and enums.

use std::collections::BTreeSet;

use super::{Assembly, by_name, dunder, overloads, types::Inside};
use crate::stubs::{
    expression::Expression,
    model::{self, Binding, Function, Property, Signature, Value, ValueKind},
    read::{CLASS, Callable, Class, Getter, Item, Key, Record, SELF, stub_default},
};

impl Assembly<'_> {
    /// The class or exception of that key.
    pub(super) fn class(&mut self, key: Key, is_hidden: bool) -> Option<model::Item> {
        let places = self.places;
        let mut class = match places.classes.get(&key)? {
            Record::Exception(exception) => model::Class {
                name: exception.name.clone(),
                doc: exception.doc.clone(),
                bases: vec![self.types.resolve(&exception.base, &Inside::Else(key))],
                is_hidden,
                ..model::Class::default()
            },
            Record::Class(class) => {
                let items = places.items.get(&key).map_or(&[][..], Vec::as_slice);
                self.native(class, items, is_hidden)
            }
            _ => return None,
        };
        if let Some(name) = self.types.own_name(key) {
            name.clone_into(&mut class.name);
        }
        Some(model::Item::Class(class))
    }

    fn native(&mut self, class: &Class, items: &[&Item], is_hidden: bool) -> model::Class {
        let key = class.key;
        let outside = Inside::Else(key);
        let base = self.types.resolve(&class.base, &outside);
        // Damaged records could say that a class comes of itself.
        let own = self.types.resolve(&Expression::Name(vec![SELF.into()]), &outside);
        let is_metaclass = base.is("type");
        let inside = if is_metaclass { Inside::Else(key) } else { Inside::Method(key) };
        let mut body = Vec::new();
        let (mut metaclass, mut type_parameters) = (None, String::new());

        let mut properties = Vec::new();
        let mut methods = Vec::new();
        let mut seen = BTreeSet::new();
        for item in items {
            match item {
                Item::Attribute { name, of, .. } if class.is_enum() && is_own(of, key) => {
                    body.push(model::Item::Value(Value {
                        name: name.clone(),
                        doc: String::new(),
                        kind: ValueKind::Member,
                        annotation: None,
                        literal: None,
                    }));
                }
                Item::Attribute { name, of, value } => {
                    body.push(model::Item::Value(Value {
                        name: name.clone(),
                        doc: String::new(),
                        // Checkers read the names of `match` only where they are written out.
                        kind: if name == "__match_args__" && !value.is_empty() {
                            ValueKind::Member
                        } else {
                            ValueKind::ClassVariable
                        },
                        annotation: Some(self.types.resolve(of, &outside)),
                        literal: Some(value.clone()).filter(|_| name == "__match_args__"),
                    }));
                }
                Item::Member { name, value, doc } => body.push(model::Item::Value(Value {
                    name: name.clone(),
                    doc: doc.clone(),
                    kind: ValueKind::Member,
                    annotation: None,
                    literal: Some(stub_default(value)).filter(|_| !value.is_empty()),
                })),
                Item::Class { name, key } => {
                    if let Some(model::Item::Class(inner)) = self.class(*key, false) {
                        body.push(model::Item::Class(model::Class { name: name.clone(), ..inner }));
                    }
                }
                Item::Getter(Getter { name, .. })
                | Item::Setter(Getter { name, .. })
                | Item::Deleter { name } => {
                    properties.push((name.clone(), *item));
                }
                Item::Method(callable) => methods.push(self.callables(
                    &callable.name,
                    &callable.doc,
                    &[callable],
                    &inside,
                )),
                Item::Candidate(candidate) if seen.insert(&candidate.name) => {
                    let all: Vec<&Callable> = items
                        .iter()
                        .filter_map(|item| candidate_of(item, &candidate.name))
                        .collect();
                    let doc = all.iter().map(|one| one.doc.as_str()).find(|doc| !doc.is_empty());
                    methods.push(self.callables(
                        &candidate.name,
                        doc.unwrap_or_default(),
                        &all,
                        &inside,
                    ));
                }
                Item::Candidate(_) => {}
                Item::Metaclass(of) => {
                    let of = self.types.resolve(of, &outside);
                    metaclass = Some(of).filter(|of| *of != own);
                }
                Item::Also(_) => {}
                Item::TypeParameters(text) => text.clone_into(&mut type_parameters),
            }
        }
        let (names, mut by_name) = by_name(properties);
        for name in names {
            let parts = by_name.remove(&name).unwrap_or_default();
            body.push(model::Item::Property(self.property(name, &parts, &inside)));
        }
        let enum_base = class.is_enum().then(|| base.render());
        let is_concatenated = methods.iter().any(|method| method.name == "__concat__");
        methods = methods.into_iter().flat_map(dunder::python).collect();
        dunder::widen(&mut methods, enum_base.as_deref());
        generated(class, &type_parameters, &mut methods);
        if enum_base.as_deref().is_none_or(|base| matches!(base, "enum.Enum" | "enum.Flag")) {
            dunder::pair(&mut methods, is_concatenated);
        }
        dunder::excuse(&mut methods);
        for signature in methods.iter_mut().flat_map(|method| &mut method.signatures) {
            self.resolve(signature, &inside);
        }
        // Constructors first.
        methods.sort_by_key(|method| method.binding != Binding::New);
        let at = body
            .iter()
            .take_while(|item| matches!(item, model::Item::Value(_) | model::Item::Class(_)))
            .count();
        let constructors =
            methods.iter().take_while(|method| method.binding == Binding::New).count();
        let rest = methods.split_off(constructors);
        body.splice(at..at, methods.into_iter().map(model::Item::Function));
        body.extend(rest.into_iter().map(model::Item::Function));
        let unhashable = !class.is_enum() && has(&body, "__eq__") && !has(&body, "__hash__");
        if unhashable {
            body.push(model::Item::Value(Value {
                name: "__hash__".into(),
                doc: String::new(),
                kind: ValueKind::Unhashable,
                annotation: Some(Expression::none()),
                literal: None,
            }));
        }
        body.retain(|item| super::is_name(item.name()));
        let is_final = !class.is('s') && !class.is_enum();
        model::Class {
            name: class.name.clone(),
            doc: class.doc.clone(),
            type_parameters,
            bases: Some(base)
                .filter(|base| !base.is("object") && *base != own)
                .into_iter()
                .collect(),
            metaclass,
            is_final,
            is_disjoint: !is_final && !class.is_enum() && !self.is_made_in_python(class, 0),
            is_hidden,
            items: body,
        }
    }

    /// Whether the class, or one that it extends, has a metaclass written in Python: that makes it on top of the native one, and adds nothing.
    fn is_made_in_python(&self, class: &Class, depth: usize) -> bool {
        let of_library = |of: &Expression| match of {
            Expression::Name(words) if words.first().is_some_and(|word| word == CLASS) => {
                words.get(1).and_then(|text| Key::parse(text))
            }
            _ => None,
        };
        let items = self.places.items.get(&class.key).into_iter().flatten();
        let own = items
            .filter_map(|item| if let Item::Metaclass(of) = item { Some(of) } else { None })
            .any(|of| of_library(of).is_none());
        let base = of_library(&class.base).and_then(|key| self.places.class(key));
        own || depth < 20 && base.is_some_and(|base| self.is_made_in_python(base, depth + 1))
    }

    fn property(&mut self, name: String, parts: &[&Item], inside: &Inside) -> Property {
        let mut property = Property { name, ..Property::default() };
        for part in parts {
            match part {
                Item::Getter(getter) => {
                    property.get = Some(self.types.resolve(&getter.of, inside));
                    getter.doc.clone_into(&mut property.doc);
                }
                Item::Setter(setter) => {
                    property.set = Some(self.types.resolve(&setter.of, inside));
                    if property.doc.is_empty() {
                        setter.doc.clone_into(&mut property.doc);
                    }
                }
                Item::Deleter { .. } => property.is_deletable = true,
                _ => {}
            }
        }
        property
    }

    /// A function of these candidates.
    pub(super) fn callables(
        &mut self,
        name: &str,
        doc: &str,
        candidates: &[&Callable],
        inside: &Inside,
    ) -> Function {
        let mut function = Function {
            name: name.to_owned(),
            doc: doc.to_owned(),
            binding: candidates.first().map_or(Binding::None, |first| first.binding),
            signatures: Vec::new(),
        };
        for candidate in candidates {
            let mut signature = candidate.signature.clone();
            let inside = match (candidate.binding, inside) {
                (Binding::Static, Inside::Method(key)) => Inside::Else(*key),
                _ => inside.clone(),
            };
            self.resolve(&mut signature, &inside);
            if candidate.binding == Binding::New && !candidate.is_authors {
                signature.returns = Some(Expression::name("typing.Self"));
            }
            if !function.signatures.contains(&signature) {
                function.signatures.push(signature);
            }
        }
        function.signatures = overloads::ordered(function.signatures);
        function
    }

    fn resolve(&mut self, signature: &mut Signature, inside: &Inside) {
        for parameter in &mut signature.parameters {
            if let Some(of) = &parameter.annotation {
                parameter.annotation = Some(self.types.resolve(of, inside));
            }
        }
        if let Some(returns) = &signature.returns {
            signature.returns = Some(self.types.resolve(returns, inside));
        }
    }
}

fn has(items: &[model::Item], name: &str) -> bool {
    items.iter().any(|item| item.name() == name)
}

/// Adds the methods that come of options.
fn generated(class: &Class, type_parameters: &str, methods: &mut Vec<Function>) {
    let mut more = Vec::new();
    if class.is('e') || class.is('i') {
        more.push(dunder::eq());
    }
    if class.is('o') {
        more.extend(dunder::order());
    }
    if class.is('h') {
        more.push(dunder::method("__hash__", &[], "int"));
    }
    if class.is('n') {
        more.push(dunder::method("__int__", &[], "int"));
    }
    if class.is('g') && type_parameters.is_empty() {
        let generic =
            dunder::method("__class_getitem__", &[("item", "typing.Any")], "types.GenericAlias");
        more.push(Function { binding: Binding::Class, ..generic });
    }
    more.retain(|method| methods.iter().all(|other| other.name != method.name));
    methods.extend(more);
}

/// The callable of an item that is a candidate of this name.
fn candidate_of<'a>(item: &'a Item, name: &str) -> Option<&'a Callable> {
    match item {
        Item::Candidate(callable) if callable.name == name => Some(callable),
        _ => None,
    }
}

/// Whether that is the class of this key.
fn is_own(of: &Expression, key: Key) -> bool {
    match of {
        Expression::Name(words) => match words.as_slice() {
            [own] => own == SELF,
            [class, text] => class == CLASS && Key::parse(text) == Some(key),
            _ => false,
        },
        _ => false,
    }
}
