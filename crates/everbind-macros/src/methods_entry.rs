//! Methods, constructors and class attributes: their C entries and table elements.

use crate::attr::cfgs;
use crate::docs::Docs;
use crate::emit_call::{Callable, Convention, First, argument, entry, signature_table, valued};
use crate::emit_numbers;
use crate::error::{Error, Errors, Result};
use crate::function::Param;
use crate::function_options::silence;
use crate::literal::c_literal;
use crate::methods::{Block, class_attribute, ident};
use crate::methods_constructor::Constructor;
use crate::methods_kind::{Access, Kind, Method};
use crate::methods_told::{Type, hints};
use crate::parse::{first_span, plain_name};
use crate::signature::TextSignature;
use crate::template::{places, template_at, tokens};
use crate::tokens::{Ident, Span, TokenStream, TokenTree};
use crate::type_hints;

/// Emits one function of the block.
pub(crate) fn emit(method: &mut Method, block: &mut Block, errors: &mut Errors) -> Result<()> {
    let is_plain = matches!(method.kind, Kind::Instance | Kind::Static | Kind::Class)
        && !crate::methods_slot::is_slot(&method.name);
    method.function.check_callable(is_plain, errors);
    match method.kind {
        Kind::Getter | Kind::Setter | Kind::Deleter => {
            crate::methods_property::emit(method, block, errors)
        }
        Kind::Attribute => attribute(method, block, errors),
        Kind::SubclassData => {
            subclass_data(method, block, errors);
            Ok(())
        }
        Kind::New { takes_class } => constructor(method, takes_class, block, errors),
        Kind::Instance | Kind::Static | Kind::Class
            if crate::methods_slot::is_slot(&method.name) =>
        {
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

/// Gets at the instance, which CPython has checked to be one. A borrow that is refused is an error of the
/// closure; or, where its result is the entry's, it is raised at once and null is the result.
pub(crate) fn receiver(
    method: &Method,
    block: &Block,
    errors: &mut Errors,
    result_is_entrys: bool,
) -> Start {
    // A slot can be a static or a class method, too.
    if method.kind == Kind::Static {
        method.refuse_receiver(errors);
        return Start { before: TokenStream::new(), first: TokenStream::new(), skip: 0 };
    }
    if method.kind == Kind::Class {
        let mut start = class_receiver(method, block, errors);
        start.before = block.fill(
            "let __slf = unsafe { $krate::rt::type_of(__slf) }; $before",
            places![before = start.before],
        );
        return start;
    }
    let is_async = method.function.is_async.is_some();
    let (before, first, skip) = match method.access(errors) {
        Some(Access::Shared) | None if is_async => (
            "let __me = unsafe {
                $krate::rt::SharedAwaiting::<Self>::new(__call.py(), __slf)
            }?;",
            "&*__me,",
            0,
        ),
        Some(Access::Exclusive) if is_async => (
            "let mut __me = unsafe {
                $krate::rt::ExclusiveAwaiting::<Self>::new(__call.py(), __slf)
            }?;",
            "&mut *__me,",
            0,
        ),
        Some(Access::Shared) | None if result_is_entrys => (
            "let __me = match unsafe { $krate::rt::shared_or_null::<Self>(__slf) } {
                ::core::result::Result::Ok(__me) => __me,
                ::core::result::Result::Err(__null) => return ::core::result::Result::Ok(__null),
            };",
            "&*__me,",
            0,
        ),
        Some(Access::Exclusive) if result_is_entrys => (
            "let mut __me = match unsafe { $krate::rt::exclusive_or_null::<Self>(__slf) } {
                ::core::result::Result::Ok(__me) => __me,
                ::core::result::Result::Err(__null) => return ::core::result::Result::Ok(__null),
            };",
            "&mut *__me,",
            0,
        ),
        Some(Access::Shared) | None => {
            ("let __me = unsafe { $krate::rt::shared::<Self>(__slf) }?;", "&*__me,", 0)
        }
        Some(Access::Exclusive) => {
            ("let mut __me = unsafe { $krate::rt::exclusive::<Self>(__slf) }?;", "&mut *__me,", 0)
        }
        Some(Access::Handle | Access::HandleRef) => (
            "let __me = unsafe { $krate::rt::receiver::<Self, _>(__call.py(), &__slf) }?;",
            "__me,",
            1,
        ),
    };
    let span = match (&method.function.receiver, method.function.params.first()) {
        (Some(receiver), _) => receiver.span,
        (None, Some(param)) => param.span,
        (None, None) => method.span,
    };
    let before = template_at(span, before, places![krate = *block.krate.path()]);
    Start { before, first: tokens(first), skip }
}

/// Gets at the class, for `#[classmethod]`.
pub(crate) fn class_receiver(method: &Method, block: &Block, errors: &mut Errors) -> Start {
    method.refuse_receiver(errors);
    if method.function.params.is_empty() && method.function.receiver.is_none() {
        errors.push(Error::new(
            method.function.params_span,
            "a class method gets the class first: `cls: &Bound<'_, PyType>`",
        ));
    }
    Start {
        before: template_at(
            method.function.params.first().map_or(method.span, |param| param.span),
            "let __me = unsafe { $krate::rt::class_receiver(__call.py(), &__slf) };",
            places![krate = *block.krate.path()],
        ),
        first: tokens("__me,"),
        skip: 1,
    }
}

/// The path of the user's function.
pub(crate) fn callee(method: &Method, block: &Block) -> TokenStream {
    block.fill("<$class>::$name", places![name = ident(&method.function.name)])
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
        _ => receiver(method, block, errors, true),
    };
    let signature = method.options.resolve(&mut method.function, start.skip, errors);
    let before = method.options.warnings(&block.krate)?;
    let table = generated_name("SIGNATURE", method);
    let name = generated_name("entry", method);
    let callable = Callable {
        krate: &block.krate,
        function: &method.function,
        signature: &signature,
        callee: callee(method, block),
        class: block.class,
        before,
        after: start.before,
        first: start.first,
        skip: start.skip,
        ret: "ret",
        name: &method.name,
    };
    let convention = Convention::of(&signature, true);
    let cfgs = cfgs(&method.function.attributes);
    let place = match convention {
        Convention::FastKeywords => format!("{table}.get()"),
        // A method without parameters has no use for its signature.
        Convention::NoArgs => "&$krate::rt::NO_PARAMETERS".to_owned(),
        _ => format!("&{table}"),
    };
    let function = entry(&callable, convention, &name, &block.fill(&place, places![]));
    let first = match method.kind {
        Kind::Class => First::Class,
        Kind::Static => First::Static,
        _ => First::Instance,
    };
    let (item, signature_place) = match convention {
        Convention::FastKeywords => (
            late_signature(block, &table),
            block.fill("::core::option::Option::Some(&$table)", places![table = tokens(&table)]),
        ),
        Convention::NoArgs => (TokenStream::new(), tokens("::core::option::Option::None")),
        _ => {
            let class_name = block.class_name();
            let (krate, name) = (&block.krate, &method.name);
            let item = signature_table(krate, &signature, &table, name, Some(&class_name));
            (item, tokens("::core::option::Option::None"))
        }
    };
    let docs = Docs::of(&method.function.attributes);
    let says_nothing = docs.is_empty() && method.options.text_signature.is_none();
    let has_doc = !says_nothing || !signature.is_plain();
    c_literal(&method.name, method.span)?;
    let told = convention.told(first, &signature, &method.name);
    let place = block.tell(&cfgs, |record, block| {
        if has_doc {
            let (name, bound) = (&method.name, first.name());
            let (options, krate) = (&method.options, &block.krate);
            options.tell(record, told, &docs, name, &signature, bound, krate)?;
        } else {
            record.text(&told);
        }
        hints(record, &method.function, &signature, start.skip, block);
        Ok(())
    })?;
    let element = block.fill(
        // SAFETY of what is written: the entry was made for the convention.
        "$cfgs unsafe {
            $before __items.method($text, <$class>::$entry as *const _, $place); $after
        };",
        places![
            cfgs = cfgs,
            before = place.before,
            after = place.after,
            text = place.at,
            place = signature_place,
            entry = tokens(&name)
        ],
    );
    block.methods.extend(element);
    block.add_items(&cfgs, &item);
    block.functions.extend(
        block.fill("$cfgs #[doc(hidden)] $function", places![cfgs = cfgs, function = function]),
    );
    Ok(())
}

/// The statements that convert the parameters after the first `skip`, and the arguments they make.
pub(crate) fn converted(method: &Method, skip: usize, block: &Block) -> (TokenStream, TokenStream) {
    conversions(method, skip, |param, index, name| argument(block.krate.path(), param, index, name))
}

/// As [`converted`]; `convert` makes the statement of each parameter.
fn conversions(
    method: &Method,
    skip: usize,
    convert: impl Fn(&Param, usize, &TokenStream) -> TokenStream,
) -> (TokenStream, TokenStream) {
    let (mut statements, mut arguments) = (TokenStream::new(), TokenStream::new());
    for (index, param) in method.function.params.iter().enumerate().skip(skip) {
        let name = Ident::new(&format!("__a{index}"), Span::call_site());
        let name = TokenStream::from(TokenTree::Ident(name));
        statements.extend(convert(param, index, &name));
        arguments.extend(template_at(param.span, "$name,", places![name = name]));
    }
    (statements, arguments)
}

/// The call of the user's function.
pub(crate) fn call(method: &Method, block: &Block, arguments: &TokenStream) -> TokenStream {
    let text = match method.function.is_unsafe {
        true => "unsafe { $callee($arguments) }",
        false => "$callee($arguments)",
    };
    block.fill(text, places![callee = callee(method, block), arguments = *arguments])
}

/// The place of the method's return type, where an unmet bound is reported.
pub(crate) fn result_span(method: &Method) -> Span {
    first_span(&method.function.output).unwrap_or(method.span)
}

fn constructor(
    method: &mut Method,
    takes_class: bool,
    block: &mut Block,
    errors: &mut Errors,
) -> Result<()> {
    method.refuse_receiver(errors);
    if method.function.output.is_empty() {
        errors.push(Error::new(
            method.span,
            "a constructor must return the new instance: write `-> Self`, or `-> PyResult<Self>`",
        ));
    }
    let start = if takes_class {
        class_receiver(method, block, errors)
    } else {
        Start { before: TokenStream::new(), first: TokenStream::new(), skip: 0 }
    };
    let signature = method.options.resolve(&mut method.function, start.skip, errors);
    let warnings = method.options.warnings(&block.krate)?;
    let types = match warnings.is_empty() {
        true => emit_numbers::types(&signature, &method.function.params[start.skip..]),
        false => None,
    };
    let krate = block.krate.path();
    let (statements, arguments) = conversions(method, start.skip, |param, index, name| {
        let number = types.as_ref().and_then(|_| emit_numbers::argument(param, name));
        number.unwrap_or_else(|| argument(krate, param, index, name))
    });
    let mut all = start.first;
    all.extend(arguments);
    let body = block.fill(
        "$warnings $statements $before",
        places![warnings = warnings, before = start.before, statements = statements],
    );
    let call = call(method, block, &all);
    let makes_self = !takes_class && method.function.output.text() == "Self";
    let make = types
        .as_ref()
        .filter(|_| makes_self)
        .map(|_| block.fill("$statements $call", places![statements = statements, call = call]));
    let mut body = valued(&body, &call, &method.function.output, &block.class);
    body.extend(call_constructed(result_span(method), block.krate.path()));
    let shown = match &method.options.text_signature {
        Some((TextSignature::Text(text), _)) => Some(text.clone()),
        Some((TextSignature::Disabled, _)) => Some(String::new()),
        None if signature.is_plain() => None,
        None => Some(signature.text(None)),
    };
    let cfgs = cfgs(&method.function.attributes);
    c_literal(shown.as_deref().unwrap_or_default(), method.span)?;
    let place = block.tell(&cfgs, |record, block| {
        let mut told = Convention::FastKeywords.told(First::Static, &signature, "");
        if shown.as_ref().is_some_and(String::is_empty) {
            silence(&mut told);
        }
        record.bytes(told.as_bytes());
        record.text(shown.as_deref().unwrap_or_default());
        let (function, class) = (&method.function, &block.class);
        type_hints::parameters(record, function, &signature, start.skip, class, &block.krate);
        record.bytes(b"@");
        Ok(())
    })?;
    let constructor = Constructor { signature: &signature, types, place, cfgs };
    match make {
        Some(make) => constructor.emit_numbers(block, &make, result_span(method)),
        None => constructor.emit(block, &body),
    }
    Ok(())
}

/// The instance made of `__value`, which a constructor has returned.
pub(crate) fn call_constructed(span: Span, krate: &TokenStream) -> TokenStream {
    template_at(
        span,
        "use $krate::rt::NewAny as _;
        let __new = $krate::rt::New::<Self, _>::of(__value);
        let __out = unsafe { __new.construct(__call.py(), __slf) };
        __out",
        places![krate = *krate],
    )
}

/// The static of a signature that is told when the class is made.
fn late_signature(block: &Block, name: &str) -> TokenStream {
    block.fill(
        "static $name: $krate::rt::LateSignature = $krate::rt::LateSignature::new();",
        places![name = tokens(name)],
    )
}

/// The hook that makes the data of a type whose base has some.
fn subclass_data(method: &Method, block: &mut Block, errors: &mut Errors) {
    let arguments = match (&method.function.receiver, method.function.params.len()) {
        (None, 1) => "__base",
        (None, 2) => "__base, __class",
        _ => {
            errors.push(Error::new(
                method.span,
                "`#[subclass_data]` is for `fn(base: &Self) -> Self`\n\
                 a second parameter `class: &Bound<'_, PyType>` and a `PyResult` are possible",
            ));
            return;
        }
    };
    let name = ident(&method.function.name);
    let hook = template_at(
        method.span,
        "$krate::rt::tell_by_base::<Self, _>",
        places![krate = *block.krate.path()],
    );
    let cfgs = cfgs(&method.function.attributes);
    block.functions.extend(block.fill(
        "$cfgs unsafe fn __pyo3__subclass_data(
            py: $krate::Python<'_>, class: *mut $krate::rt::ffi::PyObject
        ) -> $krate::PyResult<()> {
            unsafe { $hook(py, class, |__base, __class| { let _ = __class; Self::$name($arguments) }) }
        }",
        places![cfgs = cfgs, hook = hook, name = name, arguments = tokens(arguments)],
    ));
    block.methods.extend(block.fill(
        "$cfgs { __items.tell = ::core::option::Option::Some(<$class>::__pyo3__subclass_data); }",
        places![cfgs = cfgs],
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
    let output = method.function.output;
    let (attributes, name) = (&method.function.attributes, &method.name);
    let told = (Type::Output(&output), None);
    class_attribute(block, attributes, name, method.span, &value, cyclic, told)
}
