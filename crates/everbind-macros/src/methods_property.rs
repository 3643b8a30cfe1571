//! `#[getter]`, `#[setter]` and `#[deleter]`.

use crate::attr::cfgs;
use crate::docs::Docs;
use crate::emit_call::{returned, signature_table, valued};
use crate::error::{Error, Errors, Result};
use crate::function::ParamKind;
use crate::literal::c_literal;
use crate::methods::Block;
use crate::methods_entry::{Start, call, converted, generated_name, receiver, result_span};
use crate::methods_kind::{Kind, Method};
use crate::methods_told::Type;
use crate::template::{places, tokens};
use crate::tokens::TokenStream;

pub(crate) fn emit(method: &mut Method, block: &mut Block, errors: &mut Errors) -> Result<()> {
    let Start { before, first, skip } =
        receiver(method, block, errors, method.kind == Kind::Getter);
    let values =
        method.function.params.iter().skip(skip).filter(|param| param.kind != ParamKind::Python);
    let expected = usize::from(method.kind == Kind::Setter);
    if values.count() != expected {
        errors.push(Error::new(
            method.function.params_span,
            match method.kind {
                Kind::Setter => "a setter takes one parameter, the new value",
                Kind::Deleter => "a deleter takes no parameter but `py: Python<'_>`",
                _ => "a getter takes no parameter but `py: Python<'_>`",
            },
        ));
    }
    let signature = method.options.resolve(&mut method.function, skip, errors);
    let (statements, arguments) = converted(method, skip, block);
    let mut all = first;
    all.extend(arguments);
    let (result, half) = match method.kind {
        Kind::Setter => ("ret_unit", "set"),
        Kind::Deleter => ("ret_unit", "delete"),
        _ => ("ret", "get"),
    };
    let body = block.fill(
        "$warnings $statements $before",
        places![
            warnings = method.options.warnings(&block.krate)?,
            before = before,
            statements = statements
        ],
    );
    let mut body = valued(&body, &call(method, block, &all), &method.function.output, &block.class);
    body.extend(returned(block.krate.path(), result_span(method), result));
    let table = generated_name("SIGNATURE", method);
    let entry = generated_name(half, method);
    let text = match method.kind {
        Kind::Setter => {
            "unsafe extern \"C\" fn $entry(
                __slf: *mut $krate::rt::ffi::PyObject,
                __value: *mut $krate::rt::ffi::PyObject,
                _: *mut ::core::ffi::c_void,
            ) -> ::core::ffi::c_int {
                let __body = |__call: $krate::rt::Args<'_, '_, 1>|
                    -> $krate::PyResult<::core::ffi::c_int> { $body };
                unsafe { $krate::rt::set_property(&$table, __value, __body) }
            }"
        }
        Kind::Deleter => {
            "unsafe extern \"C\" fn $entry(
                __slf: *mut $krate::rt::ffi::PyObject,
                __value: *mut $krate::rt::ffi::PyObject,
                _: *mut ::core::ffi::c_void,
            ) -> ::core::ffi::c_int {
                let __body = |__call: $krate::rt::Args<'_, '_, 0>|
                    -> $krate::PyResult<::core::ffi::c_int> { $body };
                unsafe { $krate::rt::delete_property(&$table, __value, __body) }
            }"
        }
        _ => {
            "unsafe extern \"C\" fn $entry(
                __slf: *mut $krate::rt::ffi::PyObject,
                _: *mut ::core::ffi::c_void,
            ) -> *mut $krate::rt::ffi::PyObject {
                let __body = |__call: $krate::rt::Args<'_, '_, 0>|
                    -> $krate::PyResult<*mut $krate::rt::ffi::PyObject> { $body };
                unsafe { $krate::rt::noargs(&$table, __body) }
            }"
        }
    };
    let function =
        block.fill(text, places![entry = tokens(&entry), table = tokens(&table), body = body]);
    let cfgs = cfgs(&method.function.attributes);
    let class_name = block.class_name();
    let items = signature_table(&block.krate, &signature, &table, &method.name, Some(&class_name));
    let docs = Docs::of(&method.function.attributes);
    let doc = if docs.is_empty() {
        TokenStream::new()
    } else {
        block.fill(
            "doc: ::core::option::Option::Some($doc),",
            places![doc = docs.c_string("", &block.krate)?],
        )
    };
    let (tag, ty) = match method.kind {
        Kind::Setter => {
            let value = method.function.params.iter().skip(skip);
            let value = value.clone().find(|param| param.kind != ParamKind::Python);
            (b'S', Some(value.map_or(Type::Code(b"?"), |param| Type::Input(&param.ty))))
        }
        Kind::Deleter => (b'D', None),
        _ => (b'G', Some(Type::Output(&method.function.output))),
    };
    block.tell_property(&cfgs, tag, &method.name, ty, &docs)?;
    let element = block.fill(
        "$cfgs $krate::rt::Property {
            $half: ::core::option::Option::Some(<$class>::$entry),
            $doc
            ..$krate::rt::Property::named($name)
        },",
        places![
            cfgs = cfgs,
            half = tokens(half),
            entry = tokens(&entry),
            doc = doc,
            name = c_literal(&method.name, method.span)?
        ],
    );
    block.properties.extend(element);
    block.add_items(&cfgs, &items);
    block.functions.extend(
        block.fill("$cfgs #[doc(hidden)] $function", places![cfgs = cfgs, function = function]),
    );
    Ok(())
}
