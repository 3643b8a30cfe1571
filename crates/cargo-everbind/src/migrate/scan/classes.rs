//! Classes that are taken by value without saying so, and what else the whole crate declares.
//!
//! Up to PyO3 0.28 a class that is `Clone` could be an argument by value, by a copy of it. Now it says `from_py_object`.

use std::collections::{HashMap, HashSet};

use syn::{
    Attribute, GenericArgument, ImplItemFn, Item, ItemEnum, ItemImpl, ItemStruct, Meta,
    PathArguments, Signature, Token, TraitItemFn, Type, punctuated::Punctuated, visit::Visit,
};

use super::{cfg::Conditions, files::Source};

/// Handles of objects: a class inside one is not copied.
const HANDLES: [&str; 9] = [
    "Bound",
    "Borrowed",
    "Py",
    "PyRef",
    "PyRefMut",
    "PyClassGuard",
    "PyClassGuardMut",
    "PhantomData",
    "PyClassInitializer",
];

/// What the crate declares.
#[derive(Debug, Default)]
pub struct Classes {
    /// Classes that are `Clone` and say nothing of `from_py_object`.
    pub silent: HashSet<String>,
    /// Functions of the crate's own, by name.
    pub functions: HashSet<String>,
}

impl Classes {
    pub fn of(files: &[Source], conditions: Conditions) -> Classes {
        let mut found = Found::new(conditions);
        for file in files {
            found.visit_file(&file.syntax);
        }
        let silent = found
            .classes
            .into_iter()
            .filter(|(name, clone)| {
                (*clone || found.clone.contains(name)) && !found.converted.contains(name)
            })
            .map(|(name, _)| name)
            .collect();
        Classes { silent, functions: found.functions }
    }

    /// A silent class that this type takes by value.
    pub fn by_value(&self, of: &Type) -> Option<String> {
        match of {
            Type::Path(path) => {
                let last = path.path.segments.last()?;
                let name = last.ident.to_string();
                if self.silent.contains(&name) {
                    return Some(name);
                }
                let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
                if HANDLES.contains(&name.as_str()) {
                    return None;
                }
                arguments.args.iter().find_map(|argument| match argument {
                    GenericArgument::Type(of) => self.by_value(of),
                    _ => None,
                })
            }
            Type::Tuple(tuple) => tuple.elems.iter().find_map(|of| self.by_value(of)),
            Type::Array(array) => self.by_value(&array.elem),
            Type::Group(group) => self.by_value(&group.elem),
            Type::Paren(paren) => self.by_value(&paren.elem),
            _ => None,
        }
    }
}

struct Found {
    conditions: Conditions,
    /// Classes without `from_py_object`, and whether they derive `Clone`.
    classes: HashMap<String, bool>,
    /// Types with an `impl Clone`.
    clone: HashSet<String>,
    /// Types with an `impl FromPyObject`.
    converted: HashSet<String>,
    functions: HashSet<String>,
}

impl Found {
    fn new(conditions: Conditions) -> Found {
        Found {
            conditions,
            classes: HashMap::new(),
            clone: HashSet::new(),
            converted: HashSet::new(),
            functions: HashSet::new(),
        }
    }

    fn class(&mut self, name: &syn::Ident, attributes: &[Attribute]) {
        let Some(class) = attributes.iter().find(|a| is(a, "pyclass")) else { return };
        let says = |word: &str| words(class).any(|own| own == word);
        if !says("from_py_object") && !says("skip_from_py_object") {
            self.classes.insert(name.to_string(), derives(attributes, "Clone"));
        }
    }
}

impl<'ast> Visit<'ast> for Found {
    fn visit_item(&mut self, item: &'ast Item) {
        if !self.conditions.excluded(attributes(item)) {
            syn::visit::visit_item(self, item);
        }
    }

    fn visit_item_struct(&mut self, item: &'ast ItemStruct) {
        self.class(&item.ident, &item.attrs);
    }

    fn visit_item_enum(&mut self, item: &'ast ItemEnum) {
        self.class(&item.ident, &item.attrs);
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        if let (Some((of, _)), Type::Path(own)) = (&item.trait_, &*item.self_ty)
            && let (Some(of), Some(own)) = (of.segments.last(), own.path.segments.last())
        {
            let own = own.ident.to_string();
            match of.ident.to_string().as_str() {
                "Clone" => drop(self.clone.insert(own)),
                "FromPyObject" => drop(self.converted.insert(own)),
                _ => {}
            }
        }
        // What an `impl` of PyO3's own traits declares is no method of the crate's.
        let foreign =
            item.trait_.as_ref().and_then(|(of, _)| of.segments.last()).is_some_and(|of| {
                super::super::names::absent_item(&format!("pyo3::{}", of.ident)).is_some()
                    || of.ident == "FromPyObject"
            });
        if !foreign {
            syn::visit::visit_item_impl(self, item);
        }
    }

    fn visit_signature(&mut self, signature: &'ast Signature) {
        self.functions.insert(signature.ident.to_string());
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.visit_signature(&item.sig);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        self.visit_signature(&item.sig);
    }
}

/// Whether an attribute is this one, by the last part of its path.
pub fn is(attribute: &Attribute, name: &str) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == name)
}

/// Whether a derive of this name is among the attributes.
pub fn derives(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().filter(|attribute| attribute.path().is_ident("derive")).any(|attribute| {
        attribute.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated).is_ok_and(
            |list| list.iter().any(|path| path.segments.last().is_some_and(|l| l.ident == name)),
        )
    })
}

/// The identifiers in an attribute, at any depth.
pub fn words(attribute: &Attribute) -> impl Iterator<Item = String> {
    let tokens = match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        _ => proc_macro2::TokenStream::new(),
    };
    fn walk(tokens: proc_macro2::TokenStream, found: &mut Vec<String>) {
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Ident(ident) => found.push(ident.to_string()),
                proc_macro2::TokenTree::Group(group) => walk(group.stream(), found),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    walk(tokens, &mut found);
    found.into_iter()
}

/// The attributes of an item.
pub fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
