//! `#[pymodule] mod`: the module as written, with a function in it that adds what the module holds.
//!
//! Found by their attributes: functions, classes, modules, what `#[pymodule_export]` marks, and the
//! function `#[pymodule_init]`. Everything is added by the same words, `NAME::_PYO3_DEF`, since
//! each kind has that under its name. Nested classes and modules are told where they are.

use crate::attr::{Attribute, Entry, attribute_tokens, attributes, cfgs, take};
use crate::docs::Docs;
use crate::error::{Error, Errors, Result};
use crate::function::Function;
use crate::function_options::quiet;
use crate::items::{Item, ItemKind, read_item};
use crate::literal::str_literal;
use crate::module_options::{ModuleOptions, Told, ident_tokens};
use crate::overload_functions::{declared, is_candidate};
use crate::parse::{Cursor, first_span, plain_name};
use crate::record::Record;
use crate::template::{places, template, template_at, tokens};
use crate::tokens::{Delimiter, Ident, Span, TokenStream};
use crate::type_hints;

const EXPORT: &str = "`#[pymodule_export]` is for `use` and `const` items\n\
    what has `#[pyfunction]`, `#[pyclass]` or `#[pymodule]` is in the module without it";

/// Expands the item after its attributes and visibility.
pub(crate) fn expand(
    attributes: Vec<Attribute>,
    visibility: TokenStream,
    cursor: &mut Cursor,
    entries: Vec<Entry>,
    errors: &mut Errors,
) -> Result<TokenStream> {
    let keyword = cursor.ident("`mod`")?;
    let name = cursor.ident("the name of the module")?;
    let body = match cursor.eat_group(Delimiter::Brace) {
        Some(body) => body,
        None => {
            return Err(Error::new(
                keyword.span(),
                "`#[pymodule]` needs the contents of the module here: `mod name { … }`",
            ));
        }
    };
    let options = ModuleOptions::new(entries, errors);
    let mut contents = Contents::new(&options, &name);
    let mut inside = Cursor::inside(&body);
    contents.read(&mut inside, errors);
    let mut docs_from = attributes.clone();
    docs_from.extend(contents.inner.iter().cloned());
    let docs = Docs::of(&docs_from);
    let told = Told {
        flags: if contents.init.is_some() { "di" } else { "d" },
        entries: std::mem::take(&mut contents.entries),
    };
    Ok(template(
        "$attributes $vis $keyword $name {
            $inner
            $items
            $statics
            $quiet const fn __pyo3_definition() -> $krate::rt::ModuleDef { $definition }
            $quiet fn __pyo3_fill(
                __module: &$krate::Bound<'_, $krate::types::PyModule>
            ) -> $krate::PyResult<()> {
                let mut __filling = $krate::rt::Filling::new(__module);
                $exports
                __filling.finish()?;
                $constants
                $init
                ::core::result::Result::Ok(())
            }
        }",
        places![
            krate = *options.krate.path(),
            attributes = attribute_tokens(&attributes),
            vis = visibility,
            keyword = ident_tokens(&keyword),
            name = ident_tokens(&name),
            inner = attribute_tokens(&contents.inner),
            items = contents.items,
            statics = options.statics(&name, &tokens("__pyo3_definition()"))?,
            quiet = quiet(),
            definition = options.definition(
                &name,
                &docs,
                told,
                &tokens("_PYO3_DEF"),
                &tokens("__pyo3_fill"),
            )?,
            exports = contents.exports,
            constants = contents.constants,
            init = contents.init.unwrap_or_default()
        ],
    ))
}

/// What has been found in a module.
struct Contents<'a> {
    options: &'a ModuleOptions,
    full_name: String,
    /// The attributes `#![…]`.
    inner: Vec<Attribute>,
    /// The items, as they are to stand in the module.
    items: TokenStream,
    /// Statements that add items.
    exports: TokenStream,
    /// Statements that add constants.
    constants: TokenStream,
    /// The call of the function `#[pymodule_init]`.
    init: Option<TokenStream>,
    /// What is told of exports and constants.
    entries: TokenStream,
}

impl<'a> Contents<'a> {
    fn new(options: &'a ModuleOptions, name: &Ident) -> Self {
        Contents {
            options,
            full_name: options.full_name(name),
            inner: Vec::new(),
            items: TokenStream::new(),
            exports: TokenStream::new(),
            constants: TokenStream::new(),
            init: None,
            entries: TokenStream::new(),
        }
    }

    fn read(&mut self, cursor: &mut Cursor, errors: &mut Errors) {
        while !cursor.is_empty() {
            let read = attributes(cursor).and_then(|attributes| {
                let mut outer = Vec::new();
                for attribute in attributes {
                    if attribute.is_inner() {
                        self.inner.push(attribute);
                    } else {
                        outer.push(attribute);
                    }
                }
                if outer.is_empty() && cursor.is_empty() {
                    return Ok(());
                }
                let item = read_item(outer, cursor)?;
                self.item(item, errors)
            });
            if let Err(error) = read {
                errors.push(error);
                if cursor.next().is_none() {
                    break;
                }
            }
        }
    }

    fn item(&mut self, mut item: Item, errors: &mut Errors) -> Result<()> {
        let exported = !take(&mut item.attributes, "pymodule_export").is_empty();
        let cfgs = cfgs(&item.attributes);
        if exported && !matches!(item.kind, ItemKind::Use | ItemKind::Const) {
            errors.push(Error::new(item.span, EXPORT));
        }
        match item.kind {
            ItemKind::Use if exported => {
                for name in errors.take(imported(&item)).unwrap_or_default() {
                    self.export(&cfgs, &name);
                }
            }
            ItemKind::Const if exported => {
                let Some(name) = &item.name else {
                    return Err(Error::new(item.span, "a constant to export needs a name"));
                };
                self.tell_constant(&cfgs, name, &item);
                self.constants.extend(template(
                    "$cfgs $krate::types::PyModuleMethods::add(__module, $text, $name)?;",
                    places![
                        cfgs = cfgs,
                        krate = *self.options.krate.path(),
                        text = str_literal(&plain_name(name)),
                        name = ident_tokens(name)
                    ],
                ));
            }
            ItemKind::Function => return self.function(item, &cfgs, errors),
            ItemKind::Class if item.has("pyclass") => {
                self.tell_module(&mut item, "pyclass");
                self.export_item(&cfgs, &item);
            }
            ItemKind::Module if item.has("pymodule") => {
                self.tell_module(&mut item, "pymodule");
                item.attributes.push(Attribute::pyo3(&tokens("submodule"), item.span));
                self.export_item(&cfgs, &item);
            }
            ItemKind::Other => {
                for name in declared(&item) {
                    self.export(&cfgs, &name);
                }
            }
            _ => {}
        }
        self.items.extend(item.tokens());
        Ok(())
    }

    /// Tells of a constant: `k`, its name, hint and value.
    fn tell_constant(&mut self, cfgs: &TokenStream, name: &Ident, item: &Item) {
        let mut cursor = Cursor::new(item.rest, item.span);
        // Its name.
        cursor.next();
        let mut record = Record::default();
        record.bytes(b"k");
        record.text(&plain_name(name));
        let krate = &self.options.krate;
        match cursor.eat_punct(':') {
            Some(_) => {
                let ty = cursor.type_until(&['=', ';']);
                type_hints::output(&mut record, &ty, &TokenStream::new(), false, krate);
            }
            None => record.bytes(b"?"),
        }
        cursor.eat_punct('=');
        record.text(&crate::methods_told::literal(&cursor.type_until(&[';'])));
        self.entries.extend(record.listed(cfgs, krate));
    }

    fn function(&mut self, mut item: Item, cfgs: &TokenStream, errors: &mut Errors) -> Result<()> {
        let is_function = item.has("pyfunction") && !is_candidate(&item);
        let marks = take(&mut item.attributes, "pymodule_init");
        if is_function {
            self.export_item(cfgs, &item);
        }
        if let Some(mark) = marks.first() {
            if is_function {
                errors.push(Error::new(
                    mark.span,
                    "`#[pymodule_init]` cannot be used together with `#[pyfunction]`",
                ));
            }
            if self.init.is_some() {
                errors.push(Error::new(mark.span, "a module has only one `#[pymodule_init]`"));
            }
            let function = Function::parse(&mut Cursor::new(item.tokens(), item.span), errors)?;
            let arguments = crate::module::arguments(&function, self.options)?;
            let span = first_span(&function.output).unwrap_or_else(Span::call_site);
            let into_result = template_at(
                span,
                "$krate::rt::ModuleInitResult::into_result",
                places![krate = *self.options.krate.path()],
            );
            self.init = Some(template(
                "$cfgs $into_result($name($arguments))?;",
                places![
                    cfgs = *cfgs,
                    into_result = into_result,
                    name = ident_tokens(&function.name),
                    arguments = arguments
                ],
            ));
        }
        self.items.extend(item.tokens());
        Ok(())
    }

    fn export_item(&mut self, cfgs: &TokenStream, item: &Item) {
        if let Some(name) = item.name.clone() {
            self.export(cfgs, &name);
        }
    }

    fn export(&mut self, cfgs: &TokenStream, name: &Ident) {
        self.exports.extend(template(
            "$cfgs $name::_PYO3_DEF.add_to(&mut __filling);",
            places![cfgs = *cfgs, name = ident_tokens(name)],
        ));
        self.entries.extend(template(
            "$cfgs $krate::rt::Part::Entry($name::_PYO3_DEF.entry()),",
            places![cfgs = *cfgs, krate = *self.options.krate.path(), name = ident_tokens(name)],
        ));
    }

    /// Adds `#[pyo3(module = "…")]` unless the item says in which module it is.
    fn tell_module(&self, item: &mut Item, attribute: &str) {
        let says = |one: &Attribute| {
            (one.is("pyo3") || one.ends_with(attribute))
                && one.entries().is_ok_and(|list| list.iter().any(|entry| entry.name == "module"))
        };
        if !item.attributes.iter().any(says) {
            let option = template("module = $name", places![name = str_literal(&self.full_name)]);
            item.attributes.push(Attribute::pyo3(&option, item.span));
        }
    }
}

/// The names that a `use` item brings into scope.
fn imported(item: &Item) -> Result<Vec<Ident>> {
    let mut cursor = Cursor::new(item.rest, item.span);
    let mut names = Vec::new();
    use_tree(&mut cursor, None, &mut names)?;
    Ok(names)
}

fn use_tree(cursor: &mut Cursor, parent: Option<&Ident>, names: &mut Vec<Ident>) -> Result<()> {
    let mut last = parent.cloned();
    loop {
        cursor.eat_joint(':', ':');
        if cursor.at_punct('*') {
            return Err(cursor.error("`#[pymodule_export]` needs names: `*` does not say which"));
        }
        if let Some(group) = cursor.eat_group(Delimiter::Brace) {
            let mut inside = Cursor::inside(&group);
            inside.comma_separated(|cursor| use_tree(cursor, last.as_ref(), names))?;
            return Ok(());
        }
        let ident = cursor.ident("a name")?;
        if ident.to_string() != "self" || last.is_none() {
            last = Some(ident);
        }
        if cursor.eat_word("as").is_some() {
            last = Some(cursor.ident("a name")?);
        }
        if !cursor.at_joint(':', ':') {
            names.extend(last);
            return Ok(());
        }
    }
}
