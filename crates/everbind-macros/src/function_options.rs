//! The options a function or method takes, and everything derived from them.

use crate::attr::{Entry, Options, Value};
use crate::docs::{Docs, signature_prefix};
use crate::error::{Error, Errors, Result};
use crate::function::{Function, ParamKind};
use crate::krate::Krate;
use crate::literal::{self, c_literal};
use crate::messages;
use crate::methods_entry::Start;
use crate::parse::Cursor;
use crate::record::Record;
use crate::signature::{Signature, TextSignature};
use crate::template::{places, template, tokens};
use crate::tokens::{Span, TokenStream};

/// The names [`FunctionOptions`] reads; `pass_module` and `crate` are for functions only.
pub(crate) const METHOD_OPTIONS: &[&str] =
    &["name", "overload", "signature", "text_signature", "warn"];
pub(crate) const FUNCTION_OPTIONS: &[&str] =
    &["name", "overload", "signature", "text_signature", "pass_module", "warn", "crate"];
pub(crate) const REPEATABLE: &[&str] = &["warn"];

pub(crate) struct FunctionOptions {
    pub(crate) name: Option<(String, Span)>,
    pub(crate) signature: Option<(TokenStream, Span)>,
    pub(crate) text_signature: Option<(TextSignature, Span)>,
    pub(crate) pass_module: Option<Span>,
    /// Whether it is a candidate: see `overload.rs`.
    pub(crate) overload: Option<Span>,
    warnings: Vec<Warning>,
}

struct Warning {
    message: String,
    category: Option<TokenStream>,
    span: Span,
}

impl FunctionOptions {
    pub(crate) fn new(options: &Options, errors: &mut Errors) -> Self {
        let signature = options
            .tokens("signature", errors)
            .zip(options.get("signature").map(|entry| entry.span));
        let text_signature = options.get("text_signature").and_then(|entry| {
            let value = errors.take(entry.tokens())?;
            Some((errors.take(TextSignature::parse(&value, entry.span))?, entry.span))
        });
        let warnings =
            options.all("warn").filter_map(|entry| errors.take(Warning::parse(entry))).collect();
        FunctionOptions {
            name: options.identifier("name", errors),
            signature,
            text_signature,
            pass_module: options.flag("pass_module", errors),
            overload: options.flag("overload", errors),
            warnings,
        }
    }

    /// The Python signature of `function`, whose first `skip` parameters Python does not see; tells
    /// the parameters their slots and defaults.
    pub(crate) fn resolve(
        &self,
        function: &mut Function,
        skip: usize,
        errors: &mut Errors,
    ) -> Signature {
        let written = match &self.signature {
            Some((value, span)) => match errors.take(Signature::parse(value, *span)) {
                Some(signature) => Some(signature),
                // One error about the signature is enough.
                None => return Signature::default(),
            },
            None => None,
        };
        let visible = function.params.iter().skip(skip);
        for param in visible.filter(|param| param.kind != ParamKind::Python) {
            if crate::parse::is_word(&param.name, "_") {
                errors.push(Error::new(param.name.span(), messages::WILDCARD));
            }
        }
        let signature = written.unwrap_or_else(|| {
            Signature::of_params(function.params.get(skip..).unwrap_or_default())
        });
        signature.assign(function, skip, errors);
        signature
    }

    /// The name in Python: the one that is given, or the function's own.
    pub(crate) fn python_name(&self, function: &Function) -> String {
        match &self.name {
            Some((name, _)) => name.clone(),
            None => function.python_name(),
        }
    }

    /// What precedes the parameters of a free function: warnings, and the module if it is asked for.
    pub(crate) fn start(&self, krate: &Krate) -> Result<Start> {
        let mut before = self.warnings(krate)?;
        if self.pass_module.is_none() {
            return Ok(Start { before, first: TokenStream::new(), skip: 0 });
        }
        let places = places![krate = *krate.path()];
        let module = "let __module = unsafe { $krate::rt::pass_module(__call, &__slf) }?;";
        before.extend(template(module, places));
        let first = template("$krate::rt::ModuleArg::module_arg(__module),", places);
        Ok(Start { before, first, skip: 1 })
    }

    /// Statements that issue the warnings asked for; they use `__call`.
    pub(crate) fn warnings(&self, krate: &Krate) -> Result<TokenStream> {
        let mut out = TokenStream::new();
        for warning in &self.warnings {
            let category = warning.category.unwrap_or_else(|| {
                template("$krate::exceptions::PyUserWarning", places![krate = *krate.path()])
            });
            out.extend(template(
                "$krate::rt::warn::<$category>(__call.py(), $message)?;",
                places![
                    krate = *krate.path(),
                    category = category,
                    message = c_literal(&warning.message, warning.span)?
                ],
            ));
        }
        Ok(out)
    }

    /// Adds what the runtime is told and the docstring to a record, the text signature in front of it.
    /// `first` is the name of the parameter that is bound already, `self` in a method.
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn tell(
        &self,
        record: &mut Record,
        mut told: String,
        docs: &Docs,
        python_name: &str,
        signature: &Signature,
        first: Option<&str>,
        krate: &Krate,
    ) -> Result<()> {
        let text = match &self.text_signature {
            Some((TextSignature::Text(text), _)) => Some(text.clone()),
            Some((TextSignature::Disabled, _)) => None,
            None => Some(signature.text(first)),
        };
        if text.is_none() {
            silence(&mut told);
        }
        record.bytes(told.as_bytes());
        docs.add_to(record, &signature_prefix(python_name, text.as_deref()), krate)
    }
}

/// Makes the text that of a function whose docstring shows no signature: see `everbind::call::told`.
pub(crate) fn silence(told: &mut String) {
    if let Some(code) = told.chars().next() {
        let code = char::from(code as u8 | 0x40);
        told.replace_range(..1, code.encode_utf8(&mut [0; 4]));
    }
}

impl Warning {
    fn parse(entry: &Entry) -> Result<Self> {
        let Value::List(group) = &entry.value else {
            return Err(Error::new(entry.span, "expected `warn(message = \"…\")`"));
        };
        let mut cursor = Cursor::inside(group);
        let (mut message, mut category) = (None, None);
        cursor.comma_separated(|cursor| {
            let name = cursor.ident("`message` or `category`")?;
            cursor.punct('=')?;
            match name.to_string().as_str() {
                "message" => message = Some(literal::string(cursor, "the message")?.0),
                "category" => category = Some(cursor.expression()),
                _ => return Err(Error::new(name.span(), "expected `message` or `category`")),
            }
            Ok(())
        })?;
        let message = message
            .ok_or_else(|| Error::new(group.span(), "`warn` needs a message: `message = \"…\"`"))?;
        Ok(Warning { message, category, span: entry.span })
    }
}

/// The attributes on generated items: what generated code may do without a word from the compiler
/// or clippy, whatever the user's crate asks for.
pub(crate) fn quiet() -> TokenStream {
    tokens(
        "#[allow(
            deprecated, non_snake_case, non_upper_case_globals, unused_mut, unused_unsafe,
            unused_qualifications, unreachable_code, unknown_lints, non_local_definitions,
            clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction
        )]",
    )
}
