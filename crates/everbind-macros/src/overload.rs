//! Candidates: functions of which several have one Python name, marked `#[pyo3(overload)]`.
//!
//! A candidate has no entry of its own but an *attempt*: a Rust function that binds the arguments,
//! reads them as strictly as it is told, and calls the user's function. Generated for
//! `fn area(r: f64) -> f64`:
//!
//! ```text
//! #[inline(always)]
//! unsafe fn attempt(__slf, __given: rt::Given) -> rt::Outcome<*mut PyObject> {
//!     let mut __slots = None;
//!     let __call = unsafe { rt::bound::<1, 1, 1, false>(&SIGNATURE, &__given, &mut __slots) }?;
//!     let __pass = __given.pass;
//!     let __a0 = unsafe { rt::try_arg(__call, __pass, 0) }?;
//!     Ok((|| { let __value = area(__a0); …to Python… })())
//! }
//! ```
//!
//! What fails outside the closure is a refusal, what fails inside is raised. All else is in the function
//! itself and in no closure of a shim: an attempt stands in two places, in line and in the table, and a
//! closure that is called from two cannot be told to be inlined. With one the outcome went through memory, and
//! the third candidate took a quarter longer.

use crate::docs::Docs;
use crate::emit_call::{Convention, First, Reading, argument_of, call_of, valued};
use crate::error::Result;
use crate::function::Function;
use crate::hints;
use crate::krate::Krate;
use crate::literal::{str_literal, usize_literal};
use crate::record::Record;
use crate::signature::Signature;
use crate::template::{places, template, template_at, tokens};
use crate::tokens::{Ident, Span, TokenStream, TokenTree};
use crate::type_hints;

/// A function or method, and how it is called.
pub(crate) struct Attempt<'a> {
    pub(crate) krate: &'a Krate,
    pub(crate) function: &'a Function,
    pub(crate) signature: &'a Signature,
    /// The path to call.
    pub(crate) callee: TokenStream,
    /// The name of the class, for a method; else empty.
    pub(crate) class: TokenStream,
    /// Statements before the call, after the conversions: warnings, the receiver. They may use `__call`
    /// and `__slf`, and raise by `?`.
    pub(crate) before: TokenStream,
    /// The arguments that come before the parameters, each followed by a comma.
    pub(crate) first: TokenStream,
    /// How many of the function's own parameters `first` stands for.
    pub(crate) skip: usize,
    /// What makes a result for C of `__value`.
    pub(crate) finished: TokenStream,
    /// The type of that result.
    pub(crate) result: TokenStream,
    /// Whether it is a slot, which always passes all operands.
    pub(crate) is_slot: bool,
}

/// What the runtime is told of all candidates together: see `everbind::call::told`.
pub(crate) fn told(convention: Convention, first: First, name: &str) -> String {
    convention.told_of(first, &format!("{name}\0*args\0**kwargs\0"))
}

/// How many attempts are made in line, at most.
const IN_LINE: usize = 4;

/// The closure that makes the strict attempts of the first candidates: see `everbind::call::overload`.
/// `attempts` are their paths, in order.
pub(crate) fn in_line(attempts: &[TokenStream]) -> TokenStream {
    let mut steps = TokenStream::new();
    for (index, attempt) in attempts.iter().take(IN_LINE).enumerate() {
        steps.extend(template(
            "*__tried = $tried;
            match unsafe { $attempt(__slf, __given) } {
                ::core::result::Result::Err(::core::option::Option::None) => {}
                __outcome => return __outcome,
            }",
            places![tried = usize_literal(index + 1), attempt = *attempt],
        ));
    }
    template(
        "|__given, __tried: &mut usize| {
            $steps
            ::core::result::Result::Err(::core::option::Option::None)
        }",
        places![steps = steps],
    )
}

/// `unsafe extern "C" fn NAME(…)`, the entry of all candidates together. `list` is the static of them.
pub(crate) fn entry(
    krate: &Krate,
    convention: Convention,
    name: &str,
    list: &TokenStream,
    in_line: &TokenStream,
) -> TokenStream {
    let shim = match convention {
        Convention::OneArg => "overloaded_one",
        _ => "overloaded",
    };
    let (parameters, arguments) = convention.parameters();
    let krate = krate.path();
    template(
        "unsafe extern \"C\" fn $name(
            __slf: *mut $krate::rt::ffi::PyObject, $parameters
        ) -> *mut $krate::rt::ffi::PyObject {
            let __in_line = $in_line;
            unsafe { $krate::rt::$shim(&$list, __slf, $arguments __in_line) }
        }",
        places![
            krate = *krate,
            name = tokens(name),
            parameters = template(parameters, places![krate = *krate]),
            in_line = *in_line,
            shim = tokens(shim),
            list = *list,
            arguments = tokens(arguments)
        ],
    )
}

impl Attempt<'_> {
    /// `unsafe fn NAME(…)`; `table` is the static of the signature.
    pub(crate) fn function(&self, name: &str, table: &str) -> TokenStream {
        let krate = self.krate.path();
        let slots = usize_literal(self.signature.slots());
        let shim = match self.is_slot {
            true => template(
                "$krate::rt::bound_operands::<$slots>",
                places![krate = *krate, slots = slots],
            ),
            false => template(
                "$krate::rt::bound::<$shape>",
                places![krate = *krate, shape = tokens(&self.signature.shape())],
            ),
        };
        template(
            "#[inline(always)]
            unsafe fn $name(
                __slf: *mut $krate::rt::ffi::PyObject, __given: $krate::rt::Given,
            ) -> $krate::rt::Outcome<$result> {
                let mut __slots = ::core::option::Option::None;
                let __call = unsafe { $shim(&$table, &__given, &mut __slots) }?;
                let __pass = __given.pass;
                $body
            }",
            places![
                krate = *krate,
                name = tokens(name),
                result = self.result,
                slots = slots,
                body = self.body(),
                shim = shim,
                table = tokens(table)
            ],
        )
    }

    fn body(&self) -> TokenStream {
        let (mut statements, mut arguments) = (TokenStream::new(), self.first);
        for (index, param) in self.function.params.iter().enumerate().skip(self.skip) {
            let name = Ident::new(&format!("__a{index}"), Span::call_site());
            let name = TokenStream::from(TokenTree::Ident(name));
            let krate = self.krate.path();
            statements.extend(argument_of(krate, param, index, &name, Reading::Candidate));
            arguments.extend(template_at(param.span, "$name,", places![name = name]));
        }
        let call = call_of(self.function, &self.callee, &arguments);
        template(
            "$statements
            ::core::result::Result::Ok((|| -> $krate::PyResult<$result> { $call $finished })())",
            places![
                statements = statements,
                krate = *self.krate.path(),
                result = self.result,
                call = valued(&self.before, &call, &self.function.output, &self.class),
                finished = self.finished
            ],
        )
    }

    /// What stubs are made of.
    pub(crate) fn record(&self, first: First, name: &str) -> Result<Record> {
        let mut record = Record::default();
        let (function, signature) = (self.function, self.signature);
        let convention = Convention::of(signature, !self.class.is_empty());
        record.bytes(convention.told(first, signature, name).as_bytes());
        let text = format!("{name}{}\n--\n\n", signature.text(first.name()));
        Docs::of(&function.attributes).add_to(&mut record, &text, self.krate)?;
        type_hints::parameters(
            &mut record,
            function,
            signature,
            self.skip,
            &self.class,
            self.krate,
        );
        let returns = signature.returns.as_deref();
        type_hints::result(&mut record, function, returns, &self.class, self.krate);
        Ok(record)
    }

    /// `rt::Candidate { … }`; `attempt` is an expression.
    pub(crate) fn candidate(&self, table: &str, attempt: &TokenStream) -> Result<TokenStream> {
        let class = self.class.text();
        let hints = hints::parameters(self.function, self.signature, self.skip, &class);
        let returns = hints::returned(self.function, self.signature, &class);
        let docs = Docs::of(&self.function.attributes).c_string("", self.krate)?;
        Ok(template(
            "$krate::rt::Candidate {
                signature: &$table,
                hints: $hints,
                returns: $returns,
                doc: $docs,
                attempt: $attempt,
            }",
            places![
                krate = *self.krate.path(),
                table = tokens(table),
                hints = str_literal(&hints),
                returns = str_literal(&returns),
                docs = docs,
                attempt = *attempt
            ],
        ))
    }
}
