//! The options of `#[pymodule]`, and the definition and hooks that both of its forms end in.

use crate::attr::{Entry, Options};
use crate::docs::Docs;
use crate::error::{Error, Errors, Result};
use crate::krate::Krate;
use crate::literal::{bool_literal, c_literal, str_literal};
use crate::record::Record;
use crate::template::{places, template, tokens};
use crate::tokens::{Ident, Span, TokenStream, TokenTree};

pub(crate) const OPTIONS: &[&str] =
    &["name", "submodule", "module", "gil_used", "sub_interpreters", "crate"];

/// What a module tells of itself: see `everbind::stub`.
pub(crate) struct Told {
    pub(crate) flags: &'static str,
    /// Expressions of type `rt::Part`, each followed by a comma.
    pub(crate) entries: TokenStream,
}

pub(crate) struct ModuleOptions {
    pub(crate) krate: Krate,
    name: Option<(String, Span)>,
    submodule: bool,
    module: Option<String>,
    gil_used: bool,
    /// The variant of `rt::SubInterpreters`.
    sub_interpreters: &'static str,
}

impl ModuleOptions {
    pub(crate) fn new(entries: Vec<Entry>, errors: &mut Errors) -> Self {
        let options = Options::new(entries, "`#[pymodule]`", OPTIONS, &["submodule"], errors);
        let sub_interpreters = match options.string("sub_interpreters", errors) {
            None => "Refused",
            Some((text, span)) => match text.as_str() {
                "own_gil" => "OwnGil",
                "shared_gil" => "SharedGil",
                _ => {
                    errors.push(Error::new(span, "expected \"own_gil\" or \"shared_gil\""));
                    "Refused"
                }
            },
        };
        ModuleOptions {
            krate: Krate::from_options(&options, errors),
            name: options.identifier("name", errors),
            submodule: options.flag("submodule", errors).is_some(),
            module: options.string("module", errors).map(|module| module.0),
            gil_used: options.boolean("gil_used", errors).unwrap_or(false),
            sub_interpreters,
        }
    }

    /// The last part of the module's name; `item` names the Rust item.
    pub(crate) fn name(&self, item: &Ident) -> String {
        match &self.name {
            Some((name, _)) => name.clone(),
            None => crate::parse::plain_name(item),
        }
    }

    /// The name with the names of the modules it is in.
    pub(crate) fn full_name(&self, item: &Ident) -> String {
        match &self.module {
            Some(module) => format!("{module}.{}", self.name(item)),
            None => self.name(item),
        }
    }

    /// What stands in the hidden module, or in the inline module itself: the definition's static,
    /// and the exported hooks unless this is a submodule. `definition` gives its value.
    pub(crate) fn statics(&self, item: &Ident, definition: &TokenStream) -> Result<TokenStream> {
        let krate = self.krate.path();
        let name = self.name(item);
        let mut out = template(
            "#[doc(hidden)] pub static __PYO3_NAME: &::core::ffi::CStr = $name;
            #[doc(hidden)] pub static _PYO3_DEF: $krate::rt::ModuleDef = $definition;",
            places![
                krate = *krate,
                name = c_literal(&self.full_name(item), item.span())?,
                definition = *definition
            ],
        );
        if !self.submodule {
            out.extend(template(
                "#[doc(hidden)]
                #[unsafe(export_name = $init)]
                pub unsafe extern \"C\" fn __pyo3_init() -> *mut $krate::rt::ffi::PyObject {
                    // SAFETY: the interpreter calls this hook.
                    unsafe { $krate::rt::module_init(&_PYO3_DEF) }
                }
                #[doc(hidden)]
                #[unsafe(export_name = $export)]
                pub unsafe extern \"C\" fn __pyo3_export() -> *mut $krate::rt::ffi::PySlot {
                    // SAFETY: the interpreter calls this hook.
                    unsafe { $krate::rt::module_export(&_PYO3_DEF) }
                }",
                places![
                    krate = *krate,
                    init = str_literal(&format!("PyInit_{name}")),
                    export = str_literal(&format!("PyModExport_{name}"))
                ],
            ));
        }
        Ok(out)
    }

    /// The body of a `const fn` that gives the `rt::ModuleDef`. `def` is the path of its static,
    /// `fill` the name of the function that fills the module.
    pub(crate) fn definition(
        &self,
        item: &Ident,
        docs: &Docs,
        told: Told,
        def: &TokenStream,
        fill: &TokenStream,
    ) -> Result<TokenStream> {
        let krate = &self.krate;
        c_literal(&self.full_name(item), item.span())?;
        let mut record = Record::default();
        record.part("Bytes", template("&[$krate::rt::VERSION]", places![krate = *krate.path()]));
        record.text(&format!("{}{}", told.flags, if self.submodule { "s" } else { "" }));
        let name = record.mark();
        record.text(&self.full_name(item));
        let doc = record.mark();
        docs.add_to(&mut record, "", krate)?;
        record.parts_at_end(told.entries);
        let offset = |mark| record.offset(mark, "__TOLD", krate);
        Ok(template(
            "$told
            unsafe extern \"C\" fn __exec(
                module: *mut $krate::rt::ffi::PyObject
            ) -> ::core::ffi::c_int {
                // SAFETY: the interpreter calls this with a module made of the definition.
                unsafe { $krate::rt::module_exec(&$def, module) }
            }
            $krate::rt::ModuleDef::new(
                $krate::rt::text_at(&__TOLD, $name), $krate::rt::text_at(&__TOLD, $doc),
                __exec, $fill,
            )
                .gil_used($gil_used)
                .sub_interpreters($krate::rt::SubInterpreters::$sub_interpreters)",
            places![
                krate = *self.krate.path(),
                def = *def,
                told = record.item(b'M', "__TOLD", krate),
                name = offset(name),
                doc = offset(doc),
                fill = *fill,
                gil_used = bool_literal(self.gil_used),
                sub_interpreters = tokens(self.sub_interpreters)
            ],
        ))
    }
}

/// `name` as a token stream.
pub(crate) fn ident_tokens(name: &Ident) -> TokenStream {
    TokenTree::Ident(name.clone()).into()
}
