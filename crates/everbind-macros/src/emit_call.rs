//! The C entry of a callable: a const signature table, and a thin shim around one closure that
//! converts the arguments, calls the user's function and converts its result.
//!
//! Everything is shared by functions and methods; a [`Callable`] says what differs. What is
//! generated for `fn add(a: i64, b: &str)`:
//!
//! ```text
//! static SIGNATURE: rt::Signature = rt::Signature::new("add\0a\0b\0");
//! unsafe extern "C" fn entry(slf, args, nargs, kwnames) -> *mut PyObject {
//!     let body = |call: rt::Args<'_, '_, 2>| -> rt::PyResult<*mut PyObject> {
//!         let mut __h1 = rt::no_holder();
//!         let __a0 = unsafe { rt::arg(call, 0) }?;
//!         let __a1 = unsafe { rt::arg_ref(call, 1, &mut __h1) }?;
//!         let __out = rt::ret(call.py(), add(__a0, __a1));
//!         __out
//!     };
//!     unsafe { rt::fast_keywords::<2, 2, 2, false, _>(&SIGNATURE, args, nargs, kwnames, body) }
//! }
//! ```
//!
//! The closure is outside the `unsafe` of the shim, because it holds the user's default expressions.

use crate::emit_numbers;
use crate::function::{DefaultValue, Function, Param, ParamKind};
use crate::krate::Krate;
use crate::literal::{str_literal, usize_literal};
use crate::parse::{first_span, is_word};
use crate::signature::{Kind, Signature};
use crate::template::{places, template, template_at, template_on, tokens};
use crate::tokens::{Ident, Span, TokenStream, TokenTree};

/// A function or method together with how it is called.
pub(crate) struct Callable<'a> {
    pub(crate) krate: &'a Krate,
    pub(crate) function: &'a Function,
    pub(crate) signature: &'a Signature,
    /// The path to call: `foo`, `<Foo>::foo`.
    pub(crate) callee: TokenStream,
    /// The name of the class, for a method; else empty.
    pub(crate) class: TokenStream,
    /// Statements that come first in the body: warnings, getting at the receiver. They may use
    /// `__call: rt::Args`, `__slf: *mut ffi::PyObject`, `?` and `return`.
    pub(crate) before: TokenStream,
    /// Statements that come after the conversions: borrowing the receiver, which is then not held
    /// while a conversion runs Python code. They may use the same names.
    pub(crate) after: TokenStream,
    /// The arguments that come before the parameters, each followed by a comma: the receiver.
    pub(crate) first: TokenStream,
    /// How many of the function's own parameters `first` stands for.
    pub(crate) skip: usize,
    /// The function of `rt` that turns the result into what C wants; `ret` for an object.
    pub(crate) ret: &'a str,
    /// The name in Python.
    pub(crate) name: &'a str,
}

/// How the interpreter calls an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Convention {
    /// `METH_NOARGS`: `(slf, unused)`
    NoArgs,
    /// `METH_O`: `(slf, arg)`
    OneArg,
    /// `METH_FASTCALL`: `(slf, args, nargs)`
    Fast,
    /// `METH_FASTCALL | METH_KEYWORDS`: `(slf, args, nargs, kwnames)`
    FastKeywords,
    /// `(slf, args tuple, kwargs dict or null)`: `tp_new`, `tp_call`
    TupleDict,
}

/// What Python has bound already when it calls: the numbers are those of `everbind::call::told`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum First {
    Nothing,
    Instance,
    Class,
    /// Nothing, in a class.
    Static,
}

impl First {
    /// Its name in a docstring.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            First::Instance => Some("self"),
            First::Class => Some("cls"),
            First::Nothing | First::Static => None,
        }
    }
}

impl Convention {
    /// What the interpreter specialises best for this signature. A module function without
    /// parameters is `METH_FASTCALL`, since `METH_NOARGS` is fast for methods only.
    pub(crate) fn of(signature: &Signature, is_method: bool) -> Self {
        match &signature.parameters[..] {
            [] if is_method => Convention::NoArgs,
            [] => Convention::Fast,
            [one] if one.kind == Kind::PositionalOnly && one.default.is_none() => {
                Convention::OneArg
            }
            _ => Convention::FastKeywords,
        }
    }

    /// What the runtime is told of a function: its convention, name and signature (see
    /// `everbind::call::told`).
    pub(crate) fn told(self, first: First, signature: &Signature, name: &str) -> String {
        self.told_of(first, &signature.table_text(name))
    }

    /// As [`told`](Self::told), of the text of a signature.
    pub(crate) fn told_of(self, first: First, text: &str) -> String {
        let call = match self {
            Convention::NoArgs => 0,
            Convention::OneArg => 1,
            Convention::Fast => 2,
            Convention::FastKeywords | Convention::TupleDict => 3,
        };
        let code = b'0' + call + 4 * first as u8;
        format!("{}{text}\0", char::from(code))
    }

    /// The shim of `rt` for it.
    pub(crate) fn constructor(self) -> &'static str {
        match self {
            Convention::NoArgs => "noargs",
            Convention::OneArg => "one_arg",
            Convention::Fast => "fast",
            Convention::FastKeywords => "fast_keywords",
            Convention::TupleDict => "tuple_dict",
        }
    }

    /// The parameters of the entry after `__slf`, and the arguments of the shim for them.
    pub(crate) fn parameters(self) -> (&'static str, &'static str) {
        match self {
            Convention::NoArgs => ("_: *mut $krate::rt::ffi::PyObject", ""),
            Convention::OneArg => ("__arg: *mut $krate::rt::ffi::PyObject", "__arg,"),
            Convention::Fast => (
                "__args: *const *mut $krate::rt::ffi::PyObject, \
                 __nargs: $krate::rt::ffi::Py_ssize_t",
                "__args, __nargs,",
            ),
            Convention::FastKeywords => (
                "__args: *const *mut $krate::rt::ffi::PyObject, \
                 __nargs: $krate::rt::ffi::Py_ssize_t, \
                 __kwnames: *mut $krate::rt::ffi::PyObject",
                "__args, __nargs, __kwnames,",
            ),
            Convention::TupleDict => (
                "__args: *mut $krate::rt::ffi::PyObject, \
                 __kwargs: *mut $krate::rt::ffi::PyObject",
                "__args, __kwargs,",
            ),
        }
    }
}

/// `static NAME: rt::Signature = …;` for a callable that Python calls `python_name`, of the class
/// `class` if it is a method (an expression of type `&'static str`).
pub(crate) fn signature_table(
    krate: &Krate,
    signature: &Signature,
    name: &str,
    python_name: &str,
    class: Option<&TokenStream>,
) -> TokenStream {
    let text = signature.table_text(python_name);
    let of_class = match class {
        Some(class) => template(".of_class($class)", places![class = *class]),
        None => TokenStream::new(),
    };
    template(
        "static $name: $krate::rt::Signature = $krate::rt::Signature::new($text) $of_class;",
        places![
            krate = *krate.path(),
            name = tokens(name),
            text = str_literal(&text),
            of_class = of_class
        ],
    )
}

/// `unsafe extern "C" fn NAME(…)`, the entry the interpreter calls. `signature_place` is a reference to
/// the static that [`signature_table`] made.
pub(crate) fn entry(
    callable: &Callable<'_>,
    convention: Convention,
    name: &str,
    signature_place: &TokenStream,
) -> TokenStream {
    let krate = callable.krate.path();
    let slots = callable.signature.slots();
    let (parameters, arguments) = convention.parameters();
    let parameters = template(parameters, places![krate = *krate]);
    let generics = match convention {
        Convention::NoArgs | Convention::Fast | Convention::OneArg => TokenStream::new(),
        Convention::FastKeywords => tokens(&format!("::<{}, _>", callable.signature.shape())),
        Convention::TupleDict => {
            let variable =
                callable.signature.has(Kind::Args) || callable.signature.has(Kind::Kwargs);
            tokens(&format!("::<{slots}, {variable}, _>"))
        }
    };
    let call = call(callable, convention.constructor(), &generics, signature_place, arguments);
    template(
        "unsafe extern \"C\" fn $name(
            __slf: *mut $krate::rt::ffi::PyObject, $parameters
        ) -> *mut $krate::rt::ffi::PyObject { $call }",
        places![krate = *krate, name = tokens(name), parameters = parameters, call = call],
    )
}

/// The statements of an entry: the closure, and the call of the shim with it.
fn call(
    callable: &Callable<'_>,
    shim: &str,
    generics: &TokenStream,
    signature_place: &TokenStream,
    arguments: &str,
) -> TokenStream {
    let krate = callable.krate.path();
    let slots = usize_literal(callable.signature.slots());
    let types = match shim {
        "fast_keywords" if callable.before.is_empty() => {
            emit_numbers::types(callable.signature, &callable.function.params[callable.skip..])
        }
        _ => None,
    };
    let (text, shim) = match types {
        Some(_) => (
            "let __body = |__call: $krate::rt::Numbers<'_, '_>|
                -> $krate::PyResult<*mut $krate::rt::ffi::PyObject> { $body };
            unsafe { $krate::rt::$shim::<$slots, _>($signature, $types, $arguments __body) }",
            "numbers",
        ),
        None => (
            "let __body = |__call: $krate::rt::Args<'_, '_, $slots>|
                -> $krate::PyResult<*mut $krate::rt::ffi::PyObject> { $body };
            unsafe { $krate::rt::$shim $generics($signature, $arguments __body) }",
            shim,
        ),
    };
    template(
        text,
        places![
            krate = *krate,
            slots = slots,
            body = body(callable, types.is_some()),
            shim = tokens(shim),
            generics = *generics,
            types = types.unwrap_or_default(),
            signature = *signature_place,
            arguments = tokens(arguments)
        ],
    )
}

/// The statements and the final value of the closure: conversions, the call, the result.
///
/// They expect `__call: rt::Args` and, where `before` uses it, `__slf`.
fn body(callable: &Callable<'_>, are_numbers: bool) -> TokenStream {
    let krate = callable.krate.path();
    let mut statements = callable.before;
    let mut arguments = callable.first;
    for (index, param) in callable.function.params.iter().enumerate().skip(callable.skip) {
        let name = TokenStream::from(TokenTree::Ident(Ident::new(
            &format!("__a{index}"),
            Span::call_site(),
        )));
        let number = if are_numbers { emit_numbers::argument(param, &name) } else { None };
        statements.extend(number.unwrap_or_else(|| argument(krate, param, index, &name)));
        // Placed at the type, where a mismatch with it is reported.
        arguments.extend(template_at(param.span, "$name,", places![name = name]));
    }
    statements.extend(callable.after);
    if callable.function.is_async.is_some() {
        return coroutine(callable, &statements, &arguments);
    }
    let call = call_of(callable.function, &callable.callee, &arguments);
    let span = first_span(&callable.function.output).unwrap_or_else(Span::call_site);
    let mut out = valued(&statements, &call, &callable.function.output, &callable.class);
    out.extend(returned(krate, span, callable.ret));
    out
}

/// As [`body`], of an `async fn`: the call is in a future, which the result owns.
fn coroutine(
    callable: &Callable<'_>,
    statements: &TokenStream,
    arguments: &TokenStream,
) -> TokenStream {
    let krate = callable.krate.path();
    let class = match callable.class.is_empty() {
        true => tokens("::core::option::Option::None"),
        false => template(
            "::core::option::Option::Some(<$class as $krate::rt::PyClassImpl>::PYTHON_NAME)",
            places![krate = *krate, class = callable.class],
        ),
    };
    let span = first_span(&callable.function.output).unwrap_or(callable.function.name.span());
    let converted = template_at(span, "$krate::rt::Returned(__value)", places![krate = *krate]);
    template(
        "let mut __cancel = ::core::option::Option::None;
        $statements
        let __future = async move {
            let __value = $call.await;
            $krate::rt::awaited(|__py| {
                use $krate::rt::ReturnPlain as _;
                $converted.to_python(__py)
            })
        };
        let __out = $krate::rt::coroutine(__call.py(), $name, $class, __cancel, __future);
        __out",
        places![
            krate = *krate,
            statements = *statements,
            call = call_of(callable.function, &callable.callee, arguments),
            converted = converted,
            name = str_literal(callable.name),
            class = class
        ],
    )
}

/// The call of the user's function.
pub(crate) fn call_of(
    function: &Function,
    callee: &TokenStream,
    arguments: &TokenStream,
) -> TokenStream {
    let text = match function.is_unsafe {
        true => "unsafe { $callee($arguments) }",
        false => "$callee($arguments)",
    };
    template(text, places![callee = *callee, arguments = *arguments])
}

/// The statements and `call`, whose result gets the name `__value`. Where that certainly borrows from
/// nothing, all borrows end here, before it is converted. `class` is the name of the class, or empty.
pub(crate) fn valued(
    statements: &TokenStream,
    call: &TokenStream,
    output: &TokenStream,
    class: &TokenStream,
) -> TokenStream {
    let text = match owns_itself(output, &class.text()) {
        true => "let __value = { $statements let __value = $call; __value };",
        false => "$statements let __value = $call;",
    };
    template(text, places![statements = *statements, call = *call])
}

/// Whether the type, by its text, holds no reference: it is made of well-known names alone, and the
/// name of the class, which cannot hold one.
fn owns_itself(ty: &TokenStream, class: &str) -> bool {
    const OWN: &[&str] = &["Self", "Option", "Result", "PyResult", "PyErr", "Vec"];
    ty.trees().all(|tree| match tree {
        TokenTree::Ident(word) => {
            is_plain_name(&word)
                || OWN.iter().any(|name| is_word(&word, name))
                || is_word(&word, class)
        }
        TokenTree::Punct(punct) => matches!(punct.as_char(), '<' | '>' | ','),
        TokenTree::Group(group) => owns_itself(&group.stream(), class),
        TokenTree::Literal(_) => false,
    })
}

/// Whether it is the name of a type that holds no reference and is no class.
pub(crate) fn is_plain_name(word: &Ident) -> bool {
    const PLAIN: &[&str] = &[
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "String", "u8",
        "u16", "u32", "u64", "u128", "usize",
    ];
    PLAIN.iter().any(|plain| is_word(word, plain))
}

/// The conversion of `__value`, which the call has returned, placed at `span`, the return type.
pub(crate) fn returned(krate: &TokenStream, span: Span, ret: &str) -> TokenStream {
    template_at(
        span,
        match ret {
            "ret" => {
                "use $krate::rt::ReturnPlain as _;
                let __out = $krate::rt::Returned(__value).to_python(__call.py());
                __out"
            }
            _ => "let __out = $krate::rt::$ret(__call.py(), __value); __out",
        },
        places![krate = *krate, ret = tokens(ret)],
    )
}

/// How arguments are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// For the one function that there is.
    Call,
    /// For a candidate, as strictly as `__pass` says.
    Candidate,
}

/// The statements that convert one parameter.
pub(crate) fn argument(
    krate: &TokenStream,
    param: &Param,
    index: usize,
    name: &TokenStream,
) -> TokenStream {
    argument_of(krate, param, index, name, Reading::Call)
}

/// As [`argument`].
pub(crate) fn argument_of(
    krate: &TokenStream,
    param: &Param,
    index: usize,
    name: &TokenStream,
    reading: Reading,
) -> TokenStream {
    if param.is_cancel_handle {
        let places = places![name = *name, krate = *krate];
        return template("let $name = $krate::rt::cancel_handle(&mut __cancel);", places);
    }
    if param.kind == ParamKind::Python {
        return template("let $name = __call.py();", places![name = *name]);
    }
    let default = param.default.as_ref().map(|default| match default {
        DefaultValue::NoKwargs => tokens("::core::option::Option::None"),
        DefaultValue::Expression(expression) if param.is_option => template(
            "$krate::rt::SomeWrap::some_wrap($expression)",
            places![krate = *krate, expression = *expression],
        ),
        DefaultValue::Expression(expression) => *expression,
    });
    let holder = tokens(&format!("__h{index}"));
    let mut out = TokenStream::new();
    let (function, extra) = if let Some(path) = &param.from_py_with {
        ("arg_with", template("$path,", places![path = *path]))
    } else if !param.is_owned() {
        out.extend(template(
            "let mut $holder = $krate::rt::no_holder();",
            places![holder = holder, krate = *krate],
        ));
        ("arg_ref", template("&mut $holder,", places![holder = holder]))
    } else {
        ("arg", TokenStream::new())
    };
    let (function, pass) = match (reading, function) {
        (Reading::Call, _) => (function, TokenStream::new()),
        (_, "arg_with") => ("try_with", tokens("__pass,")),
        (_, "arg_ref") => ("try_ref", tokens("__pass,")),
        _ => ("try_arg", tokens("__pass,")),
    };
    let function = match default {
        Some(_) => format!("{function}_or"),
        None => function.to_owned(),
    };
    let default = match &default {
        Some(default) => template("|| $default", places![default = *default]),
        None => TokenStream::new(),
    };
    // The call has the place of the type: that is where an unmet bound is reported. Only without a
    // default does the runtime rely on the slot being filled.
    let path = template_at(param.span, "$krate::rt", places![krate = *krate]);
    let call = match param.default {
        Some(_) => "let $name = $path::$function(__call, $pass $slot, $extra $default)?;",
        None => "let $name = unsafe { $path::$function(__call, $pass $slot, $extra) }?;",
    };
    out.extend(template_on(
        param.span,
        call,
        places![
            name = *name,
            path = path,
            function = template_at(param.span, &function, places![]),
            pass = pass,
            slot = usize_literal(param.slot),
            extra = extra,
            default = default
        ],
    ));
    out
}
