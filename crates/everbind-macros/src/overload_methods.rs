//! Overloaded methods, constructors and operators: the candidates of each name in a `#[pymethods]` block
//! are gathered, and get one entry together.

use crate::attr::cfgs;
use crate::emit_call::{Convention, First, returned, signature_table};
use crate::error::{Error, Errors, Result};
use crate::function::ParamKind;
use crate::literal::{str_literal, usize_literal};
use crate::methods::Block;
use crate::methods_entry::{
    Start, call_constructed, callee, class_receiver, generated_name, receiver, result_span,
};
use crate::methods_kind::{Kind, Method};
use crate::methods_slot::{Fragment, Operands, c_type, finished, push_slot};
use crate::overload::{self, Attempt, in_line, told};
use crate::slot_table::{Call, Output, Role, find};
use crate::template::{Places, places, template, tokens};
use crate::tokens::{Span, TokenStream};

/// The candidates of one name.
pub(crate) struct Overload {
    kind: Kind,
    pub(crate) name: String,
    span: Span,
    /// The name of the first one's signature table.
    table: String,
    /// The elements of the table, each followed by a comma.
    candidates: TokenStream,
    /// Whether every one has one parameter, by position only.
    is_of_one: bool,
    /// The attempts that may be made in line: those before the first one that has a condition.
    in_line: Vec<TokenStream>,
    /// Whether there is one.
    has_condition: bool,
}

/// What Python calls it by.
#[derive(Clone, Copy)]
enum Form {
    Method,
    New,
    Call { init: bool },
    Slot { operands: Operands, count: usize, result: Output },
}

fn form(kind: Kind, name: &str) -> Option<Form> {
    match kind {
        Kind::New { .. } => return Some(Form::New),
        Kind::Instance | Kind::Static | Kind::Class => {}
        _ => return None,
    }
    let Some(dunder) = find(name) else { return Some(Form::Method) };
    let (operands, count, result) = match dunder.role {
        Role::Call => return Some(Form::Call { init: false }),
        Role::Init => return Some(Form::Call { init: true }),
        Role::Slot { call: Call::One, result, .. } => (Operands::Required, 1, result),
        Role::Slot { call: Call::Operand, result, .. } => (Operands::Tried, 1, result),
        Role::Part { group, part } => crate::methods_slot::operands_of(group, part),
        _ => return None,
    };
    Some(Form::Slot { operands, count, result })
}

/// Adds a method to the candidates of its name.
pub(crate) fn add(method: &mut Method, block: &mut Block, errors: &mut Errors) -> Result<()> {
    method.function.check_callable(false, errors);
    let Some(form) = form(method.kind, &method.name) else {
        return Err(Error::new(
            method.options.overload.unwrap_or(method.span),
            format!(
                "`{}` cannot be overloaded\n\
                 methods, constructors, `__call__`, operators and item access can",
                method.name
            ),
        ));
    };
    let start = match (method.kind, form) {
        (Kind::New { takes_class: false }, _) | (Kind::Static, _) => {
            method.refuse_receiver(errors);
            Start { before: TokenStream::new(), first: TokenStream::new(), skip: 0 }
        }
        (Kind::New { .. }, _) | (Kind::Class, Form::Method) => {
            class_receiver(method, block, errors)
        }
        _ => receiver(method, block, errors, false),
    };
    if let Form::Slot { count, .. } = form {
        let params = method.function.params.iter().skip(start.skip);
        if params.filter(|param| param.kind != ParamKind::Python).count() != count {
            return Err(Error::new(
                method.function.params_span,
                format!(
                    "`{}` takes {count} operand{}",
                    method.name,
                    if count == 1 { "" } else { "s" }
                ),
            ));
        }
        if let Some((_, span)) = &method.options.signature {
            errors
                .push(Error::new(*span, format!("`{}` has no signature of its own", method.name)));
        }
    }
    let signature = method.options.resolve(&mut method.function, start.skip, errors);
    let span = result_span(method);
    let krate = block.krate.path();
    let (finish, result) = match form {
        Form::Method | Form::Call { init: false } => (returned(krate, span, "ret"), Output::Object),
        Form::Call { init: true } => (returned(krate, span, "ret_none"), Output::Object),
        Form::New => (call_constructed(span, krate), Output::Object),
        Form::Slot { result, .. } => (finished(span, result, block), result),
    };
    let mut before = method.options.warnings(&block.krate)?;
    before.extend(start.before);
    let attempt = Attempt {
        krate: &block.krate,
        function: &method.function,
        signature: &signature,
        callee: callee(method, block),
        class: block.class,
        before,
        first: start.first,
        skip: start.skip,
        finished: finish,
        result: c_type(result, block),
        is_slot: matches!(form, Form::Slot { .. }),
    };
    let name = generated_name("attempt", method);
    let table = generated_name("SIGNATURE", method);
    let itself = block.fill(
        "|__slf, __given| unsafe { <$class>::$name(__slf, __given) }",
        places![name = tokens(&name)],
    );
    let is_of_one = Convention::of(&signature, true) == Convention::OneArg;
    let path = block.fill("<$class>::$name", places![name = tokens(&name)]);
    let cfgs = cfgs(&method.function.attributes);
    let function = attempt.function(&name, &table);
    let candidate = attempt.candidate(&table, &itself)?;
    let first = match method.kind {
        Kind::Class => First::Class,
        Kind::Static | Kind::New { .. } => First::Static,
        _ => First::Instance,
    };
    let called = if matches!(form, Form::New) { "" } else { &method.name };
    let told = attempt.record(first, called)?;
    let class_name = block.class_name();
    let item = signature_table(&block.krate, &signature, &table, &method.name, Some(&class_name));
    block.items.extend(block.fill("$cfgs $item", places![cfgs = cfgs, item = item]));
    block.functions.extend(
        block.fill("$cfgs #[doc(hidden)] $function", places![cfgs = cfgs, function = function]),
    );
    let element = template("$cfgs $candidate,", places![cfgs = cfgs, candidate = candidate]);
    let parts = tokens(&generated_name("PARTS", method));
    block.items.extend(block.fill(
        "$cfgs const $parts: &[$krate::rt::Part] = $list;",
        places![cfgs = cfgs, parts = parts, list = told.parts(&block.krate)],
    ));
    block.tell(&cfgs, |record, _| {
        record.bytes(b"L");
        record.text(&method.name);
        record.part("Sized", parts);
        Ok(())
    })?;
    let same = |one: &&mut Overload| one.name == method.name;
    match block.overloads.iter_mut().find(same) {
        Some(overload) if overload.kind != method.kind => errors.push(Error::new(
            method.span,
            format!("the overloads of `{}` must be of one kind: methods, `#[staticmethod]`s or `#[classmethod]`s", method.name),
        )),
        Some(overload) => {
            overload.candidates.extend(element);
            overload.is_of_one &= is_of_one;
            overload.has_condition |= !cfgs.is_empty();
            if !overload.has_condition {
                overload.in_line.push(path);
            }
        }
        None => block.overloads.push(Overload {
            kind: method.kind,
            name: method.name.clone(),
            span: method.span,
            table,
            candidates: element,
            is_of_one,
            in_line: if cfgs.is_empty() { vec![path] } else { Vec::new() },
            has_condition: !cfgs.is_empty(),
        }),
    }
    Ok(())
}

/// Emits the entry of each name. Parts of slots go to the block's fragments.
pub(crate) fn finish(block: &mut Block) -> Result<()> {
    for overload in std::mem::take(&mut block.overloads) {
        emit(&overload, block)?;
    }
    Ok(())
}

fn emit(overload: &Overload, block: &mut Block) -> Result<()> {
    let Some(form) = form(overload.kind, &overload.name) else { return Ok(()) };
    let list = tokens(&format!("__PYMETHOD_OVERLOADS_{}", overload.name));
    let result = match form {
        Form::Slot { result, .. } => result,
        _ => Output::Object,
    };
    let result = c_type(result, block);
    let item = block.fill(
        "static $list: $krate::rt::Overloads<$result> =
            $krate::rt::Overloads::new($name, c\"\", &[$candidates]);",
        places![
            list = list,
            result = result,
            name = str_literal(&overload.name),
            candidates = overload.candidates
        ],
    );
    block.items.extend(item);
    let in_line = in_line(&overload.in_line);
    let entry = format!("__pymethod_overloaded_{}__", overload.name);
    let places = places![list = list, in_line = in_line, entry = tokens(&entry)];
    match form {
        Form::Method => {
            let first = match overload.kind {
                Kind::Class => First::Class,
                Kind::Static => First::Static,
                _ => First::Instance,
            };
            let convention = match overload.is_of_one {
                true => Convention::OneArg,
                false => Convention::FastKeywords,
            };
            let function = overload::entry(&block.krate, convention, &entry, &list, &in_line);
            let function = block.fill("#[doc(hidden)] $function", places![function = function]);
            block.functions.extend(function);
            block.methods.extend(block.fill(
                // SAFETY of what is written: the entry was made for the convention.
                "unsafe {
                    __items.documented_method(
                        $text.as_ptr(), <$class>::$entry as *const _, $list.doc($bound)
                    )
                };",
                places![
                    text = str_literal(&told(convention, first, &overload.name)),
                    entry = tokens(&entry),
                    list = list,
                    bound = str_literal(first.name().unwrap_or_default())
                ],
            ));
        }
        Form::New | Form::Call { .. } => called(form, &entry, places, block),
        Form::Slot { operands, count, .. } => {
            let shim = match operands {
                Operands::Required => "overloaded_slot",
                Operands::Tried => "overloaded_operator",
            };
            let closure = block.fill(
                "|__call: $krate::rt::Args<'_, '_, $count>| -> $krate::PyResult<$result> {
                    $krate::rt::$shim(&$list, __slf, __call, $in_line)
                }",
                places![
                    count = usize_literal(count),
                    result = result,
                    shim = tokens(shim),
                    list = list,
                    in_line = in_line
                ],
            );
            slot(overload, closure, &result, &entry, block);
        }
    }
    Ok(())
}

/// A constructor, `__call__` or `__init__`: an entry of the vectorcall protocol, and one that gets a tuple
/// and a dict and goes through it.
fn called(form: Form, entry: &str, places: Places, block: &mut Block) {
    let (result, finish) = match form {
        Form::Call { init: true } => ("::core::ffi::c_int", "$krate::rt::init_status"),
        _ => ("*mut $krate::rt::ffi::PyObject", ""),
    };
    let (result, finish) = (block.fill(result, places![]), block.fill(finish, places![]));
    let outer = tokens(&format!("{entry}args"));
    let more = places![result = result, finish = finish, outer = outer];
    block.functions.extend(block.fill_with(
        "#[doc(hidden)] unsafe extern \"C\" fn $entry(
            __slf: *mut $krate::rt::ffi::PyObject,
            __args: *const *mut $krate::rt::ffi::PyObject,
            __nargsf: usize,
            __kwnames: *mut $krate::rt::ffi::PyObject,
        ) -> *mut $krate::rt::ffi::PyObject {
            let __in_line = $in_line;
            unsafe {
                $krate::rt::overloaded_vectorcall(
                    &$list, __slf, __args, __nargsf, __kwnames, __in_line
                )
            }
        }
        #[doc(hidden)] unsafe extern \"C\" fn $outer(
            __slf: *mut $krate::rt::ffi::PyObject,
            __args: *mut $krate::rt::ffi::PyObject,
            __kwargs: *mut $krate::rt::ffi::PyObject,
        ) -> $result {
            unsafe {
                $finish($krate::rt::overloaded_args(<$class>::$entry, __slf, __args, __kwargs))
            }
        }",
        places,
        more,
    ));
    match form {
        Form::New => {
            block.items.extend(block.fill(
                "static __PYMETHOD_ANY: $krate::rt::LateSignature =
                    $krate::rt::LateSignature::new();",
                places![],
            ));
            let told = told(Convention::FastKeywords, First::Static, "__new__");
            let text = format!("{told}(*args, **kwargs)\0");
            block.slots.extend(block.fill(
                // SAFETY of what is written: the entries construct the class.
                "unsafe {
                    let __told = ::core::mem::replace(&mut __items.told, $text.as_ptr());
                    __items.constructor::<$class>(
                        <$class>::$entry, <$class>::$outer, &__PYMETHOD_ANY, 0
                    );
                    __items.told = __told;
                };",
                places![outer = outer, entry = tokens(entry), text = str_literal(&text)],
            ));
        }
        Form::Call { init: true } => {
            push_slot(block, &TokenStream::new(), "Py_tp_init", &outer.text());
        }
        _ => push_slot(block, &TokenStream::new(), "Py_tp_call", &outer.text()),
    }
}

/// A whole slot of one operand, or a part of one that several methods share.
fn slot(
    overload: &Overload,
    closure: TokenStream,
    result: &TokenStream,
    entry: &str,
    block: &mut Block,
) {
    match find(&overload.name).map(|dunder| dunder.role) {
        Some(Role::Part { group, part }) => block.fragments.push(Fragment {
            group,
            part,
            closure,
            table: overload.table.clone(),
            cfgs: TokenStream::new(),
            span: overload.span,
            name: overload.name.clone(),
        }),
        Some(Role::Slot { slot, .. }) => {
            block.functions.extend(block.fill(
                "#[doc(hidden)] unsafe extern \"C\" fn $entry(
                    __slf: *mut $krate::rt::ffi::PyObject, __a: *mut $krate::rt::ffi::PyObject
                ) -> $result {
                    let __body = $closure;
                    unsafe { $krate::rt::one_arg(&$table, __a, __body) }
                }",
                places![
                    entry = tokens(entry),
                    result = *result,
                    closure = closure,
                    table = tokens(&overload.table)
                ],
            ));
            push_slot(block, &TokenStream::new(), slot, entry);
        }
        _ => {}
    }
}
