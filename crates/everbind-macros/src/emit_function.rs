//! `#[pyfunction]`: the function as written, and beside it a hidden module of the same name that
//! holds its definition.
//!
//! The module has the function's name, so that one `use` brings both into scope and
//! `wrap_pyfunction!(path::to::function)` finds the definition. Its contents are made in the scope
//! of the function, not in the module, because `super` does not lead back there when the function
//! stands inside another function's body.

use crate::attr::{Attribute, Entry, Options, cfgs, take_pyo3};
use crate::docs::Docs;
use crate::emit_call::{Callable, Convention, First, entry};
use crate::error::{Error, Errors, Result};
use crate::function::Function;
use crate::function_options::{FUNCTION_OPTIONS, FunctionOptions, REPEATABLE, quiet};
use crate::krate::Krate;
use crate::literal::c_literal;
use crate::parse::Cursor;
use crate::record::Record;
use crate::template::{places, template, tokens};
use crate::tokens::{Span, TokenStream, TokenTree};
use crate::type_hints;

/// Expands `#[pyfunction(args)] item`.
pub(crate) fn pyfunction(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let mut cursor = Cursor::new(item, Span::call_site());
    let function = match Function::parse(&mut cursor, &mut errors) {
        Ok(function) => function,
        Err(error) => {
            errors.push(match item_after_attributes(&item) {
                Some(span) => Error::new(
                    span,
                    "`#[pyfunction]` is for functions\n\
                     a struct or an enum takes `#[pyclass]`, an `impl` block `#[pymethods]`",
                ),
                None => error,
            });
            let mut out = item;
            out.extend(errors.into_tokens());
            return out;
        }
    };
    let entries = errors
        .take(crate::attr::entries(&mut Cursor::new(args, Span::call_site())))
        .unwrap_or_default();
    let mut out = expand(function, entries, &mut errors);
    out.extend(errors.into_tokens());
    out
}

/// The place of the keyword, if `item` is a type or an `impl`.
fn item_after_attributes(item: &TokenStream) -> Option<Span> {
    let mut cursor = Cursor::new(*item, Span::call_site());
    crate::attr::attributes(&mut cursor).ok()?;
    cursor.visibility();
    let words = ["struct", "enum", "union", "impl", "trait"];
    words.iter().any(|word| cursor.at_word(word)).then(|| cursor.span())
}

/// The function with its definition beside it; with errors, one that says nothing.
pub(crate) fn expand(
    mut function: Function,
    mut entries: Vec<Entry>,
    errors: &mut Errors,
) -> TokenStream {
    take_pyo3(&mut function.attributes, &mut entries, errors);
    let generated = definition(&mut function, entries, errors);
    let mut out = function.tokens();
    out.extend(generated);
    out
}

fn definition(function: &mut Function, entries: Vec<Entry>, errors: &mut Errors) -> TokenStream {
    let entries = crate::signature::without_old_style(entries, function, errors);
    let options = Options::new(entries, "`#[pyfunction]`", FUNCTION_OPTIONS, REPEATABLE, errors);
    let krate = Krate::from_options(&options, errors);
    let options = FunctionOptions::new(&options, errors);
    if let Some(receiver) = &function.receiver {
        errors.push(Error::new(
            receiver.span,
            "`#[pyfunction]` is for free functions\n\
             put a method into an `impl` block with `#[pymethods]`",
        ));
    }
    function.check_callable(options.overload.is_none(), errors);
    let skip = usize::from(options.pass_module.is_some());
    if function.params.len() < skip {
        errors.push(Error::new(
            options.pass_module.unwrap_or(function.params_span),
            "with `pass_module`, the first parameter must be `&Bound<'_, PyModule>` or \
             `Py<PyModule>`",
        ));
    }
    let signature = options.resolve(function, skip, errors);
    let emitted = match options.overload {
        Some(_) => crate::overload_functions::candidate(function, &options, &signature, &krate),
        None => emit(function, &options, &signature, &krate),
    };
    let emitted = errors.take(emitted).unwrap_or_default();
    match errors.is_empty() {
        true => emitted,
        false if function.receiver.is_some() => TokenStream::new(),
        false => placeholder(function, &krate),
    }
}

/// What stands in for the definition of a function with errors, so that each use of the function is
/// not an error of its own.
fn placeholder(function: &Function, krate: &Krate) -> TokenStream {
    template(
        "#[doc(hidden)] $cfgs $vis mod $name {
            pub(crate) struct MakeDef;
            pub(crate) struct MarkedOverload;
            fn definition() -> $krate::rt::Function { loop {} }
            pub const _PYO3_DEF: $krate::rt::FunctionSource =
                $krate::rt::FunctionSource(definition, $krate::rt::Entry::Nothing);
        }",
        places![
            krate = *krate.path(),
            cfgs = cfgs(&function.attributes),
            vis = function.visibility,
            name = TokenTree::Ident(function.name.clone()).into()
        ],
    )
}

fn emit(
    function: &Function,
    options: &FunctionOptions,
    signature: &crate::signature::Signature,
    krate: &Krate,
) -> Result<TokenStream> {
    let python_name = options.python_name(function);
    let name = TokenStream::from(TokenTree::Ident(function.name.clone()));
    let docs = Docs::of(&function.attributes);
    let convention = Convention::of(signature, false);
    let start = options.start(krate)?;
    let bound = options.pass_module.map(|_| "module");
    let callable = Callable {
        krate,
        function,
        signature,
        callee: name,
        class: TokenStream::new(),
        before: start.before,
        after: TokenStream::new(),
        first: start.first,
        skip: start.skip,
        ret: "ret",
        name: &python_name,
    };
    c_literal(&python_name, function.name.span())?;
    let mut record = Record::default();
    let mut told = convention.told(First::Nothing, signature, &python_name);
    let says_nothing = docs.is_empty() && bound.is_none() && options.text_signature.is_none();
    if says_nothing && signature.is_plain() {
        told.push('\0');
        record.bytes(told.as_bytes());
    } else {
        options.tell(&mut record, told, &docs, &python_name, signature, bound, krate)?;
    }
    type_hints::signature(&mut record, &callable);
    let key = crate::record::key(&python_name);
    let (item, text) = record.function(key, krate);
    let mut statements =
        entry(&callable, convention, "__entry", &tokens("__DEFINITION.signature()"));
    statements.extend(item);
    let made = Definition {
        attributes: &function.attributes,
        visibility: &function.visibility,
        name,
        key,
        statements,
        text,
        entry: tokens("__entry as *const _"),
        doc: tokens("::core::ptr::null()"),
    };
    Ok(made.tokens(krate))
}

/// What is generated for a function that Python sees: the hidden module, and in the scope of the function
/// what makes its definition.
pub(crate) struct Definition<'a> {
    pub(crate) attributes: &'a [Attribute],
    pub(crate) visibility: &'a TokenStream,
    pub(crate) name: TokenStream,
    pub(crate) key: u32,
    /// Items and statements before the result. They may use `__DEFINITION`.
    pub(crate) statements: TokenStream,
    /// What the runtime is told of the function: a `*const u8`.
    pub(crate) text: TokenStream,
    /// The address of the entry, which is of the convention that `text` tells.
    pub(crate) entry: TokenStream,
    /// The address of the docstring, or null for that of the text.
    pub(crate) doc: TokenStream,
}

impl Definition<'_> {
    pub(crate) fn tokens(&self, krate: &Krate) -> TokenStream {
        template(
            "#[doc(hidden)] $cfgs $vis mod $name {
                pub(crate) struct MakeDef;
                pub const _PYO3_DEF: $krate::rt::FunctionSource = $krate::rt::FunctionSource(
                    MakeDef::definition,
                    $krate::rt::Entry::Function(*$key)
                );
            }
            $cfgs $quiet const _: () = {
                impl $name::MakeDef {
                    #[inline]
                    pub(crate) fn definition() -> $krate::rt::Function {
                        static __DEFINITION: $krate::rt::FunctionDef =
                            $krate::rt::FunctionDef::new();
                        $statements
                        // SAFETY: the entry was made for the convention.
                        unsafe { $krate::rt::Function::new(&__DEFINITION, $text, $entry, $doc) }
                    }
                }
            };",
            places![
                krate = *krate.path(),
                cfgs = cfgs(self.attributes),
                quiet = quiet(),
                vis = *self.visibility,
                name = self.name,
                key = crate::record::key_literal(self.key),
                statements = self.statements,
                text = self.text,
                entry = self.entry,
                doc = self.doc
            ],
        )
    }
}
