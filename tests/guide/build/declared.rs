//! What a block of Rust declares for Python.

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, Item, Meta, Path, Token, Visibility};

/// A function, on one line, that adds all of it to a module.
pub fn by(block: &str) -> syn::Result<String> {
    let mut adds = String::new();
    for item in syn::parse_file(block)?.items {
        adds += &match item {
            Item::Fn(item) if has(&item.attrs, "pymodule") => module(&item.sig.ident),
            Item::Mod(item) if has(&item.attrs, "pymodule") => module(&item.ident),
            Item::Fn(item) if has(&item.attrs, "pyfunction") => function(&item.sig.ident),
            Item::Struct(item) if has(&item.attrs, "pyclass") => class(&item.ident),
            Item::Enum(item) if has(&item.attrs, "pyclass") => class(&item.ident),
            Item::Macro(item) => by_macro(&item)?,
            _ => String::new(),
        };
    }
    Ok(format!(
        "pub fn declare__(m: &everbind::Bound<'_, everbind::types::PyModule>) -> everbind::PyResult<()> {{ \
         use everbind::prelude::*; {adds} Ok(()) }}"
    ))
}

/// Whether the attribute is there; a function that is one of several of a name is none for Python.
fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| {
        let overload =
            matches!(&attribute.meta, Meta::List(list) if list.tokens.to_string() == "overload");
        attribute.path().segments.last().is_some_and(|last| last.ident == name) && !overload
    })
}

fn module(name: &Ident) -> String {
    format!("m.add(stringify!({name}), everbind::wrap_pymodule!({name})(m.py()))?; ")
}

fn function(name: &Ident) -> String {
    format!("m.add_function(everbind::wrap_pyfunction!({name}, m)?)?; ")
}

fn class(name: &Ident) -> String {
    format!("m.add_class::<{name}>()?; ")
}

/// What `overloads!` is given: `/// …`, `pub name = one, other;` any number of times.
struct Overloads(Vec<Ident>);

impl Parse for Overloads {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut names = Vec::new();
        while !input.is_empty() {
            Attribute::parse_outer(input)?;
            input.parse::<Visibility>()?;
            names.push(input.parse()?);
            input.parse::<Token![=]>()?;
            Punctuated::<Path, Token![,]>::parse_separated_nonempty(input)?;
            input.parse::<Token![;]>()?;
        }
        Ok(Overloads(names))
    }
}

/// `overloads!` and `create_exception!` declare, whatever others do.
fn by_macro(item: &syn::ItemMacro) -> syn::Result<String> {
    let macro_name = item.mac.path.segments.last().map(|last| last.ident.to_string());
    Ok(match macro_name.as_deref() {
        Some("overloads") => item.mac.parse_body::<Overloads>()?.0.iter().map(function).collect(),
        Some("create_exception") => {
            let tokens = item.mac.tokens.to_string();
            let name = tokens.split(',').nth(1).unwrap_or_default().trim();
            format!("m.add(\"{name}\", m.py().get_type::<{name}>())?; ")
        }
        _ => String::new(),
    })
}
