//! What `#[derive(FromPyObject)]` and `#[derive(IntoPyObject)]` read from `#[pyo3(…)]`, and the shape
//! that a struct or variant has for them.

use crate::attr::{Entry, Options, Value, take_pyo3};
use crate::class_item::{ClassItem, Field, Fields, Shape, Style};
use crate::error::{Error, Errors, Result};
use crate::function::function_path;
use crate::generics::{GenericKind, Generics};
use crate::krate::Krate;
use crate::literal::string_value;
use crate::parse::Cursor;
use crate::rename::Rename;
use crate::template::{places, template, tokens};
use crate::tokens::{Ident, Span, TokenStream, TokenTree};

pub(crate) const CONTAINER: &[&str] =
    &["transparent", "from_item_all", "annotation", "rename_all", "crate"];
pub(crate) const FIELD: &[&str] = &["attribute", "item", "from_py_with", "into_py_with", "default"];

/// A struct or an enum to derive for.
pub(crate) struct Derive {
    pub(crate) krate: Krate,
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    pub(crate) kind: DeriveKind,
}

pub(crate) enum DeriveKind {
    Struct(Container),
    Enum(Vec<Container>),
}

/// A struct or a variant.
pub(crate) struct Container {
    /// `Name` or `Name::Variant`.
    pub(crate) path: TokenStream,
    /// The last part of the path.
    pub(crate) name: String,
    /// What an error calls the variant.
    pub(crate) annotation: Option<String>,
    pub(crate) form: Form,
    pub(crate) fields: Vec<DeriveField>,
}

/// What a struct or a variant is in Python.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// The object that its only field is.
    Transparent,
    /// A tuple.
    Tuple,
    /// Something with attributes or items.
    Named,
}

pub(crate) struct DeriveField {
    /// `name` or `0`: how the field is named in an expression of the struct.
    pub(crate) member: TokenStream,
    /// The name or number, for messages.
    pub(crate) label: String,
    /// The name in Python.
    pub(crate) python_name: String,
    pub(crate) ty: TokenStream,
    pub(crate) span: Span,
    pub(crate) source: Source,
    pub(crate) from_py_with: Option<TokenStream>,
    pub(crate) into_py_with: Option<TokenStream>,
    pub(crate) default: Option<TokenStream>,
}

/// Where a field's value is found.
pub(crate) enum Source {
    /// The attribute of this name.
    Attribute(String),
    /// The item of this name.
    Named(String),
    /// The item with this key.
    Key(TokenStream),
}

impl Derive {
    /// Reads the item; `trait_name` is what is derived.
    pub(crate) fn parse(item: TokenStream, trait_name: &str, errors: &mut Errors) -> Result<Self> {
        let mut cursor = Cursor::new(item, Span::call_site());
        if let Some(union) = union_keyword(&mut cursor) {
            return Err(Error::new(
                union,
                format!("`{trait_name}` cannot be derived for unions: nobody knows their field"),
            ));
        }
        let mut cursor = Cursor::new(item, Span::call_site());
        let mut item = ClassItem::parse(&mut cursor, errors)?;
        let mut entries = Vec::new();
        take_pyo3(&mut item.attributes, &mut entries, errors);
        let options = Options::new(entries, &place(trait_name), CONTAINER, &[], errors);
        let krate = Krate::from_options(&options, errors);
        let name = TokenStream::from(TokenTree::Ident(item.name.clone()));
        let kind = match &item.shape {
            Shape::Struct(fields) => {
                if let Some(entry) = options.get("annotation") {
                    errors.push(Error::new(entry.span, "`annotation` is for variants of enums"));
                }
                let label = item.name.to_string();
                let part = Part { name: &item.name, label, path: name, fields };
                DeriveKind::Struct(Container::new(part, &options, None, trait_name, errors)?)
            }
            Shape::Enum(variants, span) => {
                for option in ["transparent", "annotation"] {
                    if let Some(entry) = options.get(option) {
                        let message = format!("`{option}` is for single variants of an enum");
                        errors.push(Error::new(entry.span, message));
                    }
                }
                if variants.is_empty() {
                    let message = format!("`{trait_name}` cannot be derived for an empty enum");
                    return Err(Error::new(*span, message));
                }
                let mut containers = Vec::new();
                for variant in variants {
                    let own =
                        Options::new(variant.entries.clone(), "a variant", CONTAINER, &[], errors);
                    let path = template(
                        "$name::$variant",
                        places![
                            name = name,
                            variant = TokenTree::Ident(variant.name.clone()).into()
                        ],
                    );
                    let label = format!("{}::{}", item.name, variant.name);
                    let part = Part { name: &variant.name, label, path, fields: &variant.fields };
                    let made = Container::new(part, &own, Some(&options), trait_name, errors);
                    containers.extend(errors.take(made));
                }
                DeriveKind::Enum(containers)
            }
        };
        Ok(Derive { krate, name: item.name, generics: item.generics, kind })
    }

    /// The only lifetime parameter, if there is one; two are an error.
    pub(crate) fn lifetime(&self, trait_name: &str) -> Result<Option<TokenStream>> {
        let mut lifetimes = self.generics.of_kind(GenericKind::Lifetime);
        let first = lifetimes.next().map(|param| param.name);
        match lifetimes.next() {
            None => Ok(first),
            Some(second) => Err(Error::new(
                second.span,
                format!("`{trait_name}` can be derived with at most one lifetime parameter"),
            )),
        }
    }

    /// The `where` predicates, with `bound` (a template with `$name`) for each type parameter.
    pub(crate) fn predicates(&self, bound: &str) -> TokenStream {
        let mut out = self.generics.predicates_comma();
        for param in self.generics.of_kind(GenericKind::Type) {
            out.extend(template(bound, places![name = param.name, krate = *self.krate.path()]));
        }
        out
    }
}

fn place(trait_name: &str) -> String {
    format!("`#[derive({trait_name})]`")
}

/// The place of the word `union` if that is what the item is.
pub(crate) fn union_keyword(cursor: &mut Cursor) -> Option<Span> {
    crate::attr::attributes(cursor).ok()?;
    cursor.visibility();
    cursor.eat_word("union").map(|word| word.span())
}

/// A struct or variant, as written.
struct Part<'a> {
    name: &'a Ident,
    label: String,
    path: TokenStream,
    fields: &'a Fields,
}

impl Container {
    /// `outer` are the options of the enum that a variant is in.
    fn new(
        part: Part<'_>,
        options: &Options,
        outer: Option<&Options>,
        trait_name: &str,
        errors: &mut Errors,
    ) -> Result<Self> {
        let count = part.fields.list.len();
        if count == 0 {
            return Err(Error::new(
                part.name.span(),
                format!("`{trait_name}` needs at least one field here"),
            ));
        }
        let transparent = options.flag("transparent", errors);
        if let Some(span) = transparent
            && count != 1
        {
            errors.push(Error::new(span, "what is `transparent` has exactly one field"));
        }
        let is_tuple = part.fields.style == Style::Tuple;
        let form = match (transparent.is_some() || (is_tuple && count == 1), is_tuple) {
            (true, _) => Form::Transparent,
            (false, true) => Form::Tuple,
            (false, false) => Form::Named,
        };
        if form != Form::Named {
            for option in ["rename_all", "from_item_all"] {
                if let Some(entry) = options.get(option) {
                    let message =
                        format!("`{option}` is for structs and variants with named fields");
                    errors.push(Error::new(entry.span, message));
                }
            }
        }
        let rename =
            Rename::of(options, errors).or_else(|| Rename::of(outer?, &mut Errors::default()));
        let item_all =
            options.get("from_item_all").or_else(|| outer?.get("from_item_all")).is_some();
        let annotation = options.string("annotation", errors).map(|text| text.0);
        let fields = part
            .fields
            .list
            .iter()
            .enumerate()
            .map(|(index, field)| DeriveField::new(field, index, form, rename, item_all, errors))
            .collect();
        Ok(Container { path: part.path, name: part.label, annotation, form, fields })
    }
}

impl DeriveField {
    fn new(
        field: &Field,
        index: usize,
        form: Form,
        rename: Option<Rename>,
        item_all: bool,
        errors: &mut Errors,
    ) -> Self {
        let options = Options::new(field.entries.clone(), "a field", FIELD, &[], errors);
        let label = match &field.name {
            Some(_) => field.python_name(index),
            None => index.to_string(),
        };
        let member = match &field.name {
            Some(name) => TokenTree::Ident(name.clone()).into(),
            None => tokens(&index.to_string()),
        };
        let python_name = match rename {
            Some(rename) => rename.apply(&label),
            None => label.clone(),
        };
        let source = errors.take(source(&options, &python_name, item_all, form));
        let default = options.get("default").and_then(|entry| match &entry.value {
            Value::None => Some(tokens("::core::default::Default::default()")),
            _ => errors.take(entry.tokens()),
        });
        if form != Form::Named
            && let Some(entry) = options.get("default")
        {
            errors.push(Error::new(entry.span, "`default` is for named fields"));
        }
        if form == Form::Transparent
            && let Some(entry) = options.get("into_py_with")
        {
            errors.push(Error::new(
                entry.span,
                "`into_py_with` is not possible where the field is the whole object",
            ));
        }
        DeriveField {
            member,
            label,
            source: source.unwrap_or_else(|| Source::Attribute(python_name.clone())),
            python_name,
            ty: field.ty,
            span: field.span,
            from_py_with: options.tokens("from_py_with", errors).map(function_path),
            into_py_with: options.tokens("into_py_with", errors).map(function_path),
            default,
        }
    }
}

fn source(options: &Options, name: &str, item_all: bool, form: Form) -> Result<Source> {
    let attribute = options.get("attribute");
    let item = options.get("item");
    let only = |entry: &Entry| {
        Error::new(
            entry.span,
            "`attribute` and `item` are for named fields that are not the whole object",
        )
    };
    match (attribute, item) {
        (Some(entry), Some(_)) => {
            Err(Error::new(entry.span, "only one of `attribute` and `item` can be given"))
        }
        (Some(entry), None) | (None, Some(entry)) if form != Form::Named => Err(only(entry)),
        (Some(entry), None) => match entry.list()? {
            None => Ok(Source::Attribute(name.to_owned())),
            Some(list) => {
                let mut cursor = Cursor::new(list, entry.span);
                let text = cursor.eat_literal().and_then(|text| string_value(&text));
                match text {
                    Some(text) if cursor.is_empty() && !text.is_empty() => {
                        Ok(Source::Attribute(text))
                    }
                    _ => Err(Error::new(entry.span, "expected `attribute(\"name\")`")),
                }
            }
        },
        (None, Some(entry)) => match entry.list()? {
            None => Ok(Source::Named(name.to_owned())),
            Some(list) if list.is_empty() => {
                Err(Error::new(entry.span, "expected `item` or `item(key)`"))
            }
            Some(list) => {
                let mut cursor = Cursor::new(list, entry.span);
                match cursor.eat_literal().and_then(|text| string_value(&text)) {
                    Some(text) if cursor.is_empty() => Ok(Source::Named(text)),
                    _ => Ok(Source::Key(list)),
                }
            }
        },
        (None, None) if item_all => Ok(Source::Named(name.to_owned())),
        (None, None) => Ok(Source::Attribute(name.to_owned())),
    }
}
