//! Dunder methods as slots: for each, a C function of the slot's type around a closure.
//!
//! A *body* is that closure's content: get at the instance, convert the operands, call, convert the
//! result. In a binary operator and in a comparison an operand that does not convert makes the
//! result `NotImplemented`; everywhere else it is an error. Parts of one slot (`__setitem__` and
//! `__delitem__`) are gathered as [`Fragment`]s and put together in `slot_groups.rs`.

use crate::attr::cfgs;
use crate::emit_call::{Callable, Convention, entry, returned, signature_table, valued};
use crate::error::{Error, Errors, Result};
use crate::function::{Param, ParamKind};
use crate::literal::usize_literal;
use crate::methods::Block;
use crate::methods_entry::{call, callee, converted, generated_name, receiver, result_span};
use crate::methods_kind::Method;
use crate::slot_table::{Call, Group, Output, Role, find};
use crate::template::{places, template_at, template_on, tokens};
use crate::tokens::{Span, TokenStream};

/// One part of a slot.
pub(crate) struct Fragment {
    pub(crate) group: Group,
    pub(crate) part: usize,
    /// The closure, an expression.
    pub(crate) closure: TokenStream,
    /// The name of the signature table.
    pub(crate) table: String,
    pub(crate) cfgs: TokenStream,
    pub(crate) span: Span,
    pub(crate) name: String,
}

pub(crate) fn is_slot(name: &str) -> bool {
    find(name).is_some()
}

/// Emits a dunder method.
pub(crate) fn emit(method: &mut Method, block: &mut Block, errors: &mut Errors) -> Result<()> {
    let Some(dunder) = find(&method.name) else { return Ok(()) };
    if let Some(message) = crate::advice::wrong_result(&method.name, &method.function.output) {
        errors.push(Error::about(&method.function.output, method.span, message));
    }
    if !matches!(dunder.role, Role::Call | Role::Init)
        && let Some((_, span)) = &method.options.signature
    {
        errors.push(Error::new(*span, format!("`{}` has no signature of its own", method.name)));
    }
    match dunder.role {
        Role::Call | Role::Init => called(method, dunder.role == Role::Init, block, errors),
        Role::Traverse => traverse(method, block, errors),
        Role::Clear => {
            let name = alone(method, "noargs", Output::Status, block, errors)?;
            block.clear = Some(block.fill("<$class>::$name", places![name = tokens(&name)]));
            Ok(())
        }
        Role::Finalize => {
            let name = alone(method, "unraisable", Output::Nothing, block, errors)?;
            push_slot(block, &cfgs(&method.function.attributes), "Py_tp_finalize", &name);
            block.finalizes = true;
            Ok(())
        }
        Role::Slot { slot, call, result } => whole(method, slot, call, result, block, errors),
        Role::Part { group, part } => fragment(method, group, part, block, errors),
    }
}

/// Puts the gathered parts together.
pub(crate) fn finish(block: &mut Block, errors: &mut Errors) {
    crate::slot_groups::finish(block, errors);
}

pub(crate) fn push_slot(block: &mut Block, cfgs: &TokenStream, slot: &str, name: &str) {
    let element = block.fill(
        "$cfgs __items.slot($krate::rt::ffi::$slot, <$class>::$name as *const _);",
        places![cfgs = *cfgs, slot = tokens(slot), name = tokens(name)],
    );
    block.slots.extend(element);
}

/// The C type of a result.
pub(crate) fn c_type(result: Output, block: &Block) -> TokenStream {
    match result {
        Output::Hash | Output::Length => tokens("isize"),
        Output::Truth | Output::Status => tokens("::core::ffi::c_int"),
        Output::Nothing => tokens("()"),
        _ => block.fill("*mut $krate::rt::ffi::PyObject", places![]),
    }
}

/// How the operands get into the call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operands {
    /// Converted; a failure is an error.
    Required,
    /// Converted; a failure makes the result `NotImplemented`.
    Tried,
}

/// The content of the closure. `raw` are expressions for the parameters that are passed as they
/// are, after those that are converted.
fn body(
    method: &mut Method,
    operands: Operands,
    objects: usize,
    raw: &[&str],
    result: Output,
    block: &Block,
    errors: &mut Errors,
) -> Result<(TokenStream, crate::signature::Signature)> {
    let start = receiver(method, block, errors, false);
    let visible: Vec<usize> = (start.skip..method.function.params.len())
        .filter(|index| method.function.params[*index].kind != ParamKind::Python)
        .collect();
    let most = objects + raw.len();
    if visible.len() > most
        || (visible.len() < most
            && method.name != "__pow__"
            && method.name != "__rpow__"
            && method.name != "__ipow__"
            && method.name != "__get__")
    {
        let most = match most {
            0 => "no parameter besides the instance".to_owned(),
            1 => "one parameter besides the instance".to_owned(),
            most => format!("{most} parameters besides the instance"),
        };
        return Err(Error::new(
            method.function.params_span,
            format!("`{}` takes {most}", method.name),
        ));
    }
    let signature = method.options.resolve(&mut method.function, start.skip, errors);
    let mut statements = method.options.warnings(&block.krate)?;
    let mut arguments = start.first;
    let raw_from = visible.get(objects).copied().unwrap_or(usize::MAX);
    if operands == Operands::Required && raw.is_empty() {
        let (converted, passed) = converted(method, start.skip, block);
        statements.extend(converted);
        arguments.extend(passed);
    } else {
        for (index, param) in method.function.params.iter().enumerate().skip(start.skip) {
            let name = format!("__a{index}");
            if param.kind == ParamKind::Python {
                arguments.extend(tokens("__call.py(),"));
            } else if index >= raw_from {
                let at = visible.iter().position(|one| *one == index).unwrap_or(0) - objects;
                arguments.extend(block.fill(raw[at.min(raw.len() - 1)], places![]));
                arguments.extend(tokens(","));
            } else {
                statements.extend(operand(param, index, operands, &name, block));
                // Placed at the type, where a mismatch with it is reported.
                arguments.extend(template_at(param.span, &format!("{name},"), places![]));
            }
        }
    }
    // After the conversions, which may run Python code that uses the instance.
    statements.extend(start.before);
    let call = call(method, block, &arguments);
    let mut out = valued(&statements, &call, &method.function.output, &block.class);
    out.extend(finished(result_span(method), result, block));
    Ok((out, signature))
}

/// The conversion of the call's result.
pub(crate) fn finished(span: Span, result: Output, block: &Block) -> TokenStream {
    let krate = block.krate.path();
    let text = match result {
        Output::Object => return returned(krate, span, "ret"),
        Output::Hash => return returned(krate, span, "ret_hash"),
        Output::Length => return returned(krate, span, "ret_length"),
        Output::Truth => return returned(krate, span, "ret_truth"),
        Output::Status => return returned(krate, span, "ret_unit"),
        Output::Nothing => return returned(krate, span, "ret_nothing"),
        Output::Same => {
            "let __out = unsafe { $krate::rt::ret_same(__call.py(), __slf, __value) };
            __out"
        }
        Output::Next => {
            "use $krate::rt::NextPlain as _;
            let __out = $krate::rt::Next(__value).next_object(__call.py());
            __out"
        }
        Output::NextAsync => {
            "use $krate::rt::NextPlain as _;
            let __out = $krate::rt::Next(__value).next_async(__call.py());
            __out"
        }
    };
    template_at(span, text, places![krate = *krate])
}

/// Converts one operand.
fn operand(
    param: &Param,
    index: usize,
    operands: Operands,
    name: &str,
    block: &Block,
) -> TokenStream {
    let holder = tokens(&format!("__h{index}"));
    let mut out = TokenStream::new();
    let (function, extra) = if let Some(path) = &param.from_py_with {
        ("arg_with", block.fill("$path,", places![path = *path]))
    } else if !param.is_owned() {
        out.extend(
            block.fill("let mut $holder = $krate::rt::no_holder();", places![holder = holder]),
        );
        ("arg_ref", block.fill("&mut $holder,", places![holder = holder]))
    } else {
        ("arg", TokenStream::new())
    };
    let text = match operands {
        Operands::Required => "let $name = unsafe { $krate::$function(__call, $slot, $extra) }?;",
        Operands::Tried => {
            "let $name = match unsafe { $krate::$function(__call, $slot, $extra) } {
                ::core::result::Result::Ok(__value) => __value,
                ::core::result::Result::Err(__error) => {
                    return $krate::not_implemented(__call.py(), __error);
                }
            };"
        }
    };
    // At the place of the type: that is where an unmet bound is reported.
    let rt = template_at(param.span, "$krate::rt", places![krate = *block.krate.path()]);
    out.extend(template_on(
        param.span,
        text,
        places![
            krate = rt,
            name = tokens(name),
            function = template_at(param.span, function, places![]),
            slot = usize_literal(param.slot),
            extra = extra
        ],
    ));
    out
}

/// Adds the signature table of the method; its name.
fn push_table(
    method: &Method,
    signature: &crate::signature::Signature,
    block: &mut Block,
) -> Result<String> {
    let table = generated_name("SIGNATURE", method);
    let class_name = block.class_name();
    let item = signature_table(&block.krate, signature, &table, &method.name, Some(&class_name));
    let cfgs = cfgs(&method.function.attributes);
    block.add_items(&cfgs, &item);
    block.tell_slot(method, signature)?;
    Ok(table)
}

fn push_function(method: &Method, function: &TokenStream, block: &mut Block) {
    let cfgs = cfgs(&method.function.attributes);
    block.functions.extend(
        block.fill("$cfgs #[doc(hidden)] $function", places![cfgs = cfgs, function = *function]),
    );
}

/// A C function with only the instance; its name.
fn alone(
    method: &mut Method,
    shim: &str,
    result: Output,
    block: &mut Block,
    errors: &mut Errors,
) -> Result<String> {
    let (content, signature) = body(method, Operands::Required, 0, &[], result, block, errors)?;
    let table = push_table(method, &signature, block)?;
    let name = generated_name("slot", method);
    let function = block.fill(
        "unsafe extern \"C\" fn $name(__slf: *mut $krate::rt::ffi::PyObject) -> $c {
            let __body = |__call: $krate::rt::Args<'_, '_, 0>| -> $krate::PyResult<$c> { $content };
            unsafe { $krate::rt::$shim(&$table, $passed __body) }
        }",
        places![
            name = tokens(&name),
            passed = tokens(if shim == "unraisable" { "__slf," } else { "" }),
            c = c_type(result, block),
            content = content,
            shim = tokens(shim),
            table = tokens(&table)
        ],
    );
    push_function(method, &function, block);
    Ok(name)
}

fn whole(
    method: &mut Method,
    slot: &str,
    call: Call,
    result: Output,
    block: &mut Block,
    errors: &mut Errors,
) -> Result<()> {
    let object = "*mut $krate::rt::ffi::PyObject";
    // What is converted, what is passed raw, the parameters of the C function, the shim and its
    // arguments.
    let (operands, objects, raw, parameters, shim, passed): (_, usize, &[&str], _, _, _) =
        match call {
            Call::Alone => (Operands::Required, 0, &[], String::new(), "noargs", ""),
            Call::One => (Operands::Required, 1, &[], format!("__a: {object}"), "one_arg", "__a,"),
            Call::Operand => (Operands::Tried, 1, &[], format!("__a: {object}"), "one_arg", "__a,"),
            Call::OperandAndModulus => (
                Operands::Tried,
                2,
                &[],
                format!("__a: {object}, __b: {object}"),
                "two_args",
                "__a, __b,",
            ),
            Call::Compare => (
                Operands::Tried,
                1,
                &["$krate::rt::compare_op(__op)"],
                format!("__a: {object}, __op: ::core::ffi::c_int"),
                "one_arg",
                "__a,",
            ),
            Call::Count => (
                Operands::Required,
                0,
                &["$krate::rt::count(__call.py(), __n)?"],
                "__n: isize".to_owned(),
                "noargs",
                "",
            ),
            Call::TwoOrNull => (
                Operands::Required,
                2,
                &[],
                format!("__a: {object}, __b: {object}"),
                "two_args",
                "$krate::rt::or_none(__a), $krate::rt::or_none(__b),",
            ),
            Call::Buffer => (
                Operands::Required,
                0,
                &["__view", "__flags"],
                "__view: *mut $krate::rt::ffi::Py_buffer, __flags: ::core::ffi::c_int".to_owned(),
                "noargs",
                "",
            ),
            Call::Release => (
                Operands::Required,
                0,
                &["__view"],
                "__view: *mut $krate::rt::ffi::Py_buffer".to_owned(),
                "unraisable",
                "__slf,",
            ),
        };
    let (content, signature) = body(method, operands, objects, raw, result, block, errors)?;
    let table = push_table(method, &signature, block)?;
    let name = generated_name("slot", method);
    let count = match shim {
        "one_arg" => 1,
        "two_args" => 2,
        _ => 0,
    };
    let function = block.fill(
        "unsafe extern \"C\" fn $name(
            __slf: *mut $krate::rt::ffi::PyObject, $parameters
        ) -> $c {
            let __body = |__call: $krate::rt::Args<'_, '_, $count>| -> $krate::PyResult<$c> {
                $content
            };
            unsafe { $krate::rt::$shim(&$table, $passed __body) }
        }",
        places![
            name = tokens(&name),
            parameters = block.fill(&parameters, places![]),
            c = c_type(result, block),
            count = usize_literal(count),
            content = content,
            shim = tokens(shim),
            table = tokens(&table),
            passed = block.fill(passed, places![])
        ],
    );
    push_function(method, &function, block);
    push_slot(block, &cfgs(&method.function.attributes), slot, &name);
    Ok(())
}

/// How the operands of a part get into the call, how many there are, and what comes out.
pub(crate) fn operands_of(group: Group, part: usize) -> (Operands, usize, Output) {
    match (group, part) {
        (Group::Binary { .. }, _) => (Operands::Tried, 1, Output::Object),
        (Group::Compare, _) => (Operands::Tried, 1, Output::Object),
        (Group::Power, _) => (Operands::Tried, 2, Output::Object),
        (Group::GetAttribute, _) => (Operands::Required, 1, Output::Object),
        (_, 0) => (Operands::Required, 2, Output::Status),
        _ => (Operands::Required, 1, Output::Status),
    }
}

fn fragment(
    method: &mut Method,
    group: Group,
    part: usize,
    block: &mut Block,
    errors: &mut Errors,
) -> Result<()> {
    let (operands, objects, result) = operands_of(group, part);
    let (content, signature) = body(method, operands, objects, &[], result, block, errors)?;
    let table = push_table(method, &signature, block)?;
    let closure = block.fill(
        "|__call: $krate::rt::Args<'_, '_, $count>| -> $krate::PyResult<$c> { $content }",
        places![count = usize_literal(objects), c = c_type(result, block), content = content],
    );
    let cfgs = cfgs(&method.function.attributes);
    block.fragments.push(Fragment {
        group,
        part,
        closure,
        table,
        cfgs,
        span: method.span,
        name: method.name.clone(),
    });
    Ok(())
}

/// `__call__` and `__init__`.
fn called(method: &mut Method, init: bool, block: &mut Block, errors: &mut Errors) -> Result<()> {
    let start = receiver(method, block, errors, false);
    let signature = method.options.resolve(&mut method.function, start.skip, errors);
    let table = push_table(method, &signature, block)?;
    let before = method.options.warnings(&block.krate)?;
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
        ret: if init { "ret_none" } else { "ret" },
        name: &method.name,
    };
    let name = generated_name("slot", method);
    let inner = generated_name("inner", method);
    let (entry_name, slot) = if init { (&inner, "Py_tp_init") } else { (&name, "Py_tp_call") };
    let mut function =
        entry(&callable, Convention::TupleDict, entry_name, &tokens(&format!("&{table}")));
    if init {
        function.extend(block.fill(
            "#[doc(hidden)] unsafe extern \"C\" fn $name(
                __slf: *mut $krate::rt::ffi::PyObject,
                __args: *mut $krate::rt::ffi::PyObject,
                __kwargs: *mut $krate::rt::ffi::PyObject,
            ) -> ::core::ffi::c_int {
                unsafe { $krate::rt::init_status(<$class>::$inner(__slf, __args, __kwargs)) }
            }",
            places![name = tokens(&name), inner = tokens(&inner)],
        ));
    }
    push_function(method, &function, block);
    push_slot(block, &cfgs(&method.function.attributes), slot, &name);
    Ok(())
}

fn traverse(method: &mut Method, block: &mut Block, errors: &mut Errors) -> Result<()> {
    let shared = method.access(errors) == Some(crate::methods_kind::Access::Shared);
    if !shared || method.function.params.len() != 1 {
        errors.push(Error::new(
            method.function.params_span,
            "`__traverse__` takes `&self` and `visit: PyVisit<'_>`, for it runs inside the \
             garbage collector",
        ));
    }
    let name = generated_name("slot", method);
    let function = block.fill(
        "unsafe extern \"C\" fn $name(
            __slf: *mut $krate::rt::ffi::PyObject,
            __visit: $krate::rt::ffi::visitproc,
            __arg: *mut ::core::ffi::c_void,
        ) -> ::core::ffi::c_int {
            unsafe {
                $krate::rt::traverse_value::<$class>(
                    __slf, __visit, __arg, |__me, __visit| $callee(__me, __visit)
                )
            }
        }",
        places![name = tokens(&name), callee = callee(method, block)],
    );
    push_function(method, &function, block);
    block.traverse = Some(block.fill("<$class>::$name", places![name = tokens(&name)]));
    Ok(())
}
