//! `#[pymodule] fn`: the function that fills a module, and beside it a hidden module of its name
//! with the definition and the hooks. Why it is made so is said in `emit_function.rs`.

use crate::attr::{Entry, cfgs, take_pyo3};
use crate::docs::Docs;
use crate::error::{Error, Errors, Result};
use crate::function::{Function, ParamKind};
use crate::function_options::quiet;
use crate::module_options::{ModuleOptions, Told, ident_tokens};
use crate::parse::{Cursor, first_span};
use crate::template::{places, template, template_at};
use crate::tokens::{Span, TokenStream};

/// Expands `#[pymodule(args)] item`, in either form.
pub(crate) fn pymodule(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let mut entries = errors
        .take(crate::attr::entries(&mut Cursor::new(args, Span::call_site())))
        .unwrap_or_default();
    let mut cursor = Cursor::new(item, Span::call_site());
    let expanded = crate::attr::attributes(&mut cursor).and_then(|mut attributes| {
        take_pyo3(&mut attributes, &mut entries, &mut errors);
        let visibility = cursor.visibility();
        if cursor.at_word("mod") {
            return crate::module_inline::expand(
                attributes,
                visibility,
                &mut cursor,
                entries,
                &mut errors,
            );
        }
        if !matches!(cursor.peek(), Some(crate::tokens::TokenTree::Ident(word))
            if ["fn", "const", "unsafe", "async", "extern"].contains(&word.to_string().as_str()))
        {
            return Err(cursor.error("`#[pymodule]` is for modules and functions"));
        }
        let mut function = Function::parse_after_attributes(attributes, &mut cursor, &mut errors)?;
        function.visibility = visibility;
        crate::pyfn::expand(&mut function, &entries, &mut errors);
        let mut out = function.tokens();
        let generated = beside(&function, entries, &mut errors);
        out.extend(errors.take(generated).unwrap_or_default());
        Ok(out)
    });
    let mut out = match expanded {
        Ok(out) => out,
        Err(error) => {
            errors.push(error);
            item
        }
    };
    out.extend(errors.into_tokens());
    out
}

/// What stands beside the function.
fn beside(function: &Function, entries: Vec<Entry>, errors: &mut Errors) -> Result<TokenStream> {
    let options = ModuleOptions::new(entries, errors);
    function.check_callable(false, errors);
    let arguments = arguments(function, &options)?;
    let name = ident_tokens(&function.name);
    let krate = options.krate.path();
    let docs = Docs::of(&function.attributes);
    let span = first_span(&function.output).unwrap_or_else(Span::call_site);
    let into_result =
        template_at(span, "$krate::rt::ModuleInitResult::into_result", places![krate = *krate]);
    let definition = template("MakeDef::definition()", places![]);
    Ok(template(
        "#[doc(hidden)] $cfgs $vis mod $name {
            pub(crate) struct MakeDef;
            $statics
        }
        $cfgs $quiet const _: () = {
            impl $name::MakeDef {
                pub(crate) const fn definition() -> $krate::rt::ModuleDef {
                    fn __fill(
                        __module: &$krate::Bound<'_, $krate::types::PyModule>
                    ) -> $krate::PyResult<()> {
                        $into_result($name($arguments))
                    }
                    $body
                }
            }
        };",
        places![
            krate = *krate,
            cfgs = cfgs(&function.attributes),
            quiet = quiet(),
            vis = function.visibility,
            name = name,
            statics = options.statics(&function.name, &definition)?,
            into_result = into_result,
            arguments = arguments,
            body = options.definition(
                &function.name,
                &docs,
                Told { flags: "f", entries: TokenStream::new() },
                &template("$name::_PYO3_DEF", places![name = name]),
                &crate::template::tokens("__fill"),
            )?
        ],
    ))
}

/// The arguments for a function that takes the module, after a `Python` token or alone.
pub(crate) fn arguments(function: &Function, options: &ModuleOptions) -> Result<TokenStream> {
    if let Some(receiver) = &function.receiver {
        return Err(Error::new(receiver.span, "the function that fills a module has no `self`"));
    }
    let mut out = TokenStream::new();
    let mut modules = 0;
    for param in &function.params {
        if param.kind == ParamKind::Python {
            out.extend(template("__module.py(),", places![]));
        } else {
            modules += 1;
            out.extend(template_at(
                param.span,
                "$krate::rt::ModuleArg::module_arg(__module),",
                places![krate = *options.krate.path()],
            ));
        }
    }
    if modules > 1 || function.params.len() > 2 {
        return Err(Error::new(
            function.params_span,
            "expected an optional `Python<'_>` parameter and a `&Bound<'_, PyModule>` parameter",
        ));
    }
    Ok(out)
}
