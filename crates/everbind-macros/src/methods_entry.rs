//! Methods, constructors and class attributes: their C entries and table elements.

use crate::attr::cfgs;
use crate::docs::Docs;
use crate::emit_call::{Callable, Convention, argument, entry, signature_table};
use crate::error::{Error, Errors, Result};
use crate::literal::{bool_literal, c_literal, usize_literal};
use crate::methods::{Block, class_attribute, ident};
use crate::methods_kind::{Access, Kind, Method};
use crate::parse::{first_span, plain_name};
use crate::signature::{Kind as ParameterKind, Signature, TextSignature};
use crate::template::{template_at, tokens};
use proc_macro::{Ident, Span, TokenStream, TokenTree};

/// Emits one function of the block.
pub(crate) fn emit(method: &mut Method, block: &mut Block, errors: &mut Errors) -> Result<()> {
    method.function.check_callable(errors);
    match method.kind {
        Kind::Getter | Kind::Setter | Kind::Deleter => {
            crate::methods_property::emit(method, block, errors)
        }
        Kind::Attribute => attribute(method, block, errors),
        Kind::New { takes_class } => constructor(method, takes_class, block, errors),
        Kind::Instance if crate::methods_slot::is_slot(&method.name) => {
            crate::methods_slot::emit(method, block, errors)
        }
        Kind::Instance | Kind::Static | Kind::Class => plain(method, block, errors),
    }
}

/// What precedes the parameters in a call: statements, arguments, and how many of the function's
/// own parameters they stand for.
pub(crate) struct Start {
    pub(crate) before: TokenStream,
    pub(crate) first: TokenStream,
    pub(crate) skip: usize,
}

/// Gets at the instance, which CPython has checked to be one.
pub(crate) fn receiver(method: &Method, block: &Block, errors: &mut Errors) -> Start {
    let (before, first, skip) = match method.access(errors) {
        Some(Access::Shared) | None => {
            ("let __me = unsafe { $krate::rt::shared::<$class>(__slf) }?;", "&*__me,", 0)
        }
        Some(Access::Exclusive) => {
            ("let mut __me = unsafe { $krate::rt::exclusive::<$class>(__slf) }?;", "&mut *__me,", 0)
        }
        Some(Access::Handle | Access::HandleRef) => (
            "let __me = unsafe { $krate::rt::receiver::<$class, _>(__call.py(), &__slf) }?;",
            "__me,",
            1,
        ),
    };
    Start { before: block.fill(before, &[]), first: tokens(first), skip }
}

/// Gets at the class, for `#[classmethod]`.
fn class_receiver(method: &Method, block: &Block, errors: &mut Errors) -> Start {
    method.refuse_receiver(errors);
    if method.function.params.is_empty() {
        errors.push(Error::new(
            method.function.params_span,
            "a class method gets the class first: `cls: &Bound<'_, PyType>`",
        ));
    }
    Start {
        before: block
            .fill("let __me = unsafe { $krate::rt::class_receiver(__call.py(), &__slf) };", &[]),
        first: tokens("__me,"),
        skip: 1,
    }
}

/// The path of the user's function.
pub(crate) fn callee(method: &Method, block: &Block) -> TokenStream {
    block.fill("<$class>::$name", &[("name", &ident(&method.function.name))])
}

/// A name for something generated for the method.
pub(crate) fn generated_name(what: &str, method: &Method) -> String {
    format!("__pymethod_{what}_{}__", plain_name(&method.function.name))
}

fn plain(method: &mut Method, block: &mut Block, errors: &mut Errors) -> Result<()> {
    let start = match method.kind {
        Kind::Class => class_receiver(method, block, errors),
        Kind::Static => {
            method.refuse_receiver(errors);
            Start { before: TokenStream::new(), first: TokenStream::new(), skip: 0 }
        }
        _ => receiver(method, block, errors),
    };
    let signature = method.options.resolve(&mut method.function, start.skip, errors);
    let mut before = method.options.warnings(&block.krate)?;
    before.extend(start.before);
    let table = generated_name("SIGNATURE", method);
    let name = generated_name("entry", method);
    let callable = Callable {
        krate: &block.krate,
        function: &method.function,
        signature: &signature,
        callee: callee(method, block),
        before,
        first: start.first,
        skip: start.skip,
        ret: "ret",
    };
    let convention = Convention::of(&signature, true);
    let cfgs = cfgs(&method.function.attributes);
    let function = entry(&callable, convention, &name, &table);
    let class_name = block.class_name();
    let table = signature_table(&block.krate, &signature, &table, &method.name, Some(&class_name));
    let (constructor, first) = match method.kind {
        Kind::Class => ("of_class", Some("cls")),
        Kind::Static => ("of_no_instance", None),
        _ => ("of_instance", Some("self")),
    };
    let docs = Docs::of(&method.function.attributes);
    let doc = method.options.doc(&docs, &method.name, &signature, first, &block.krate)?;
    let element = block.fill(
        "$cfgs $krate::rt::Method::$constructor(
            $krate::rt::FunctionDef::$convention($name, <$class>::$entry, $doc)
        ),",
        &[
            ("cfgs", &cfgs),
            ("constructor", &tokens(constructor)),
            ("convention", &tokens(convention.constructor())),
            ("name", &c_literal(&method.name, method.span)?),
            ("entry", &tokens(&name)),
            ("doc", &doc),
        ],
    );
    block.methods.extend(element);
    block.items.extend(block.fill("$cfgs $table", &[("cfgs", &cfgs), ("table", &table)]));
    block.functions.extend(
        block.fill("$cfgs #[doc(hidden)] $function", &[("cfgs", &cfgs), ("function", &function)]),
    );
    Ok(())
}

/// The statements that convert the parameters after the first `skip`, and the arguments they make.
pub(crate) fn converted(method: &Method, skip: usize, block: &Block) -> (TokenStream, TokenStream) {
    let (mut statements, mut arguments) = (TokenStream::new(), TokenStream::new());
    for (index, param) in method.function.params.iter().enumerate().skip(skip) {
        let name = Ident::new(&format!("__a{index}"), Span::call_site());
        let name = TokenStream::from(TokenTree::Ident(name));
        statements.extend(argument(block.krate.path(), param, index, &name));
        arguments.extend(block.fill("$name,", &[("name", &name)]));
    }
    (statements, arguments)
}

/// The call of the user's function.
pub(crate) fn call(method: &Method, block: &Block, arguments: &TokenStream) -> TokenStream {
    let text = match method.function.is_unsafe {
        true => "unsafe { $callee($arguments) }",
        false => "$callee($arguments)",
    };
    block.fill(text, &[("callee", &callee(method, block)), ("arguments", arguments)])
}

/// A function of `rt`, placed at the method's return type, where an unmet bound is reported.
pub(crate) fn result_path(method: &Method, block: &Block, name: &str) -> TokenStream {
    let span = first_span(&method.function.output).unwrap_or(method.span);
    template_at(
        span,
        "$krate::rt::$name",
        &[("krate", block.krate.path()), ("name", &tokens(name))],
    )
}

fn constructor(
    method: &mut Method,
    takes_class: bool,
    block: &mut Block,
    errors: &mut Errors,
) -> Result<()> {
    method.refuse_receiver(errors);
    let start = if takes_class {
        class_receiver(method, block, errors)
    } else {
        Start { before: TokenStream::new(), first: TokenStream::new(), skip: 0 }
    };
    let signature = method.options.resolve(&mut method.function, start.skip, errors);
    let (statements, arguments) = converted(method, start.skip, block);
    let mut all = start.first;
    all.extend(arguments);
    let body = block.fill(
        "$warnings $before $statements
        let __value = $call;
        let __out = unsafe { $construct::<$class, _>(__call.py(), __slf, __value) };
        __out",
        &[
            ("warnings", &method.options.warnings(&block.krate)?),
            ("before", &start.before),
            ("statements", &statements),
            ("construct", &result_path(method, block, "construct")),
            ("call", &call(method, block, &all)),
        ],
    );
    if block.text_signature.is_none() {
        block.text_signature = match &method.options.text_signature {
            Some((TextSignature::Text(text), _)) => Some(text.clone()),
            Some((TextSignature::Disabled, _)) => None,
            None => Some(signature.text(None)),
        };
    }
    emit_constructor(block, &signature, "__pymethod_SIGNATURE___new____", &body);
    Ok(())
}

/// The two entries of a constructor: vectorcall, and `tp_new`, which goes through it.
pub(crate) fn emit_constructor(
    block: &mut Block,
    signature: &Signature,
    table: &str,
    body: &TokenStream,
) {
    let variable = [ParameterKind::KeywordOnly, ParameterKind::Args, ParameterKind::Kwargs]
        .into_iter()
        .any(|kind| signature.has(kind));
    let class_name = block.class_name();
    block.items.extend(signature_table(
        &block.krate,
        signature,
        table,
        "__new__",
        Some(&class_name),
    ));
    block.functions.extend(block.fill(
        "#[doc(hidden)] unsafe extern \"C\" fn __pymethod_vectorcall__(
            __slf: *mut $krate::rt::ffi::PyObject,
            __args: *const *mut $krate::rt::ffi::PyObject,
            __nargsf: usize,
            __kwnames: *mut $krate::rt::ffi::PyObject,
        ) -> *mut $krate::rt::ffi::PyObject {
            let __body = |__call: $krate::rt::Args<'_, '_, $slots>|
                -> $krate::PyResult<*mut $krate::rt::ffi::PyObject> { $body };
            unsafe {
                $krate::rt::vectorcall::<$slots, $variable, _>(
                    &$table, __args, __nargsf, __kwnames, __body
                )
            }
        }
        #[doc(hidden)] unsafe extern \"C\" fn __pymethod_new__(
            __slf: *mut $krate::rt::ffi::PyObject,
            __args: *mut $krate::rt::ffi::PyObject,
            __kwargs: *mut $krate::rt::ffi::PyObject,
        ) -> *mut $krate::rt::ffi::PyObject {
            unsafe {
                $krate::rt::new_by_vectorcall(
                    <$class>::__pymethod_vectorcall__, __slf, __args, __kwargs
                )
            }
        }",
        &[
            ("slots", &usize_literal(signature.slots())),
            ("variable", &bool_literal(variable)),
            ("table", &tokens(table)),
            ("body", body),
        ],
    ));
    block.slots.extend(block.fill(
        "$krate::rt::Slot::new(
            $krate::rt::ffi::Py_tp_new, <$class>::__pymethod_new__ as *const _
        ),
        $krate::rt::Slot::new(
            $krate::rt::ffi::Py_tp_vectorcall, <$class>::__pymethod_vectorcall__ as *const _
        ),",
        &[],
    ));
}

fn attribute(method: &mut Method, block: &mut Block, errors: &mut Errors) -> Result<()> {
    method.refuse_receiver(errors);
    let mut arguments = TokenStream::new();
    for param in &method.function.params {
        match param.kind {
            crate::function::ParamKind::Python => arguments.extend(tokens("__py,")),
            _ => errors.push(Error::about(
                &param.ty,
                param.span,
                "a class attribute's function can only take `py: Python<'_>`",
            )),
        }
    }
    let value = call(method, block, &arguments);
    let cyclic = !crate::class_fields::is_plain(&method.function.output);
    class_attribute(block, &method.function.attributes, &method.name, method.span, &value, cyclic)
}
