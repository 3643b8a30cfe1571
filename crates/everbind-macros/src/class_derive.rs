//! `eq`, `ord`, `hash` and `str`: slots by way of the Rust traits.

use crate::class_item::{ClassItem, Shape};
use crate::class_options::ClassOptions;
use crate::error::{Error, Errors, Result};
use crate::literal::str_literal;
use crate::methods::Block;
use crate::methods_slot::push_slot;
use crate::template::{places, template, template_at, tokens};
use crate::tokens::{Span, TokenStream};

/// Emits the slots, and returns the `compare` method of `PyClassImpl`.
pub(crate) fn emit(
    class: &ClassItem,
    options: &ClassOptions,
    block: &mut Block,
    errors: &mut Errors,
) -> Result<TokenStream> {
    if let Some(span) = options.hash {
        unary(block, "tp_hash", "isize", "Py_tp_hash", "hash_value", span);
    }
    if let Some((format, span)) = &options.str {
        match format {
            None => display(block, *span),
            Some((text, span)) => formatted(class, options, text, *span, block, errors)?,
        }
    }
    Ok(compare(options, block))
}

/// `__str__` by `Display`.
pub(crate) fn display(block: &mut Block, span: Span) {
    let object = "*mut $krate::rt::ffi::PyObject";
    unary(block, "tp_str", object, "Py_tp_str", "display_value", span);
}

fn unary(block: &mut Block, name: &str, result: &str, slot: &str, shim: &str, span: Span) {
    let name = format!("__pymethod_derived_{name}__");
    let path = template_at(
        span,
        "$krate::rt::$shim::<$class>",
        places![krate = *block.krate.path(), shim = tokens(shim), class = block.class],
    );
    let function = block.fill(
        "#[doc(hidden)] unsafe extern \"C\" fn $name(
            __slf: *mut $krate::rt::ffi::PyObject
        ) -> $result {
            unsafe { $path(__slf) }
        }",
        places![name = tokens(&name), result = block.fill(result, places![]), path = path],
    );
    block.functions.extend(function);
    push_slot(block, &TokenStream::new(), slot, &name);
}

/// `str = "{x}, {y:?}"`: the names in braces are fields.
fn formatted(
    class: &ClassItem,
    options: &ClassOptions,
    text: &str,
    span: Span,
    block: &mut Block,
    errors: &mut Errors,
) -> Result<()> {
    if matches!(class.shape, Shape::Enum(..)) {
        errors.push(Error::new(span, "`str` with a format is for structs; write plain `str`"));
    }
    if options.name.is_some() || options.rename.is_some() {
        errors.push(Error::new(
            span,
            "the format of `str` names Rust fields; it cannot be used with `name` or `rename_all`",
        ));
    }
    let (mut format, mut arguments) = (String::new(), TokenStream::new());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, after) = rest.split_at(at);
        format.push_str(before);
        if after.starts_with("{{") || after.starts_with("}}") {
            format.push_str(&after[..2]);
            rest = &after[2..];
            continue;
        }
        let inside = after.strip_prefix('{').and_then(|inside| inside.split_once('}'));
        let Some((inside, after)) = inside else {
            return Err(Error::new(span, "a brace of the format is not closed"));
        };
        let (field, spec) = inside.split_once(':').unwrap_or((inside, ""));
        let path = field.trim();
        let valid = !path.is_empty()
            && path.split('.').all(|part| {
                let part = part.strip_prefix("r#").unwrap_or(part);
                part.chars().all(|ch| ch.is_alphanumeric() || ch == '_')
            });
        if !valid {
            return Err(Error::new(span, "a name between braces must be that of a field"));
        }
        format.push_str(if spec.is_empty() { "{}" } else { "{:" });
        if !spec.is_empty() {
            format.push_str(spec);
            format.push('}');
        }
        arguments.extend(template("&__me.$path,", places![path = tokens(path)]));
        rest = after;
    }
    format.push_str(rest);
    let function = block.fill(
        "#[doc(hidden)] unsafe extern \"C\" fn __pymethod_derived_tp_str__(
            __slf: *mut $krate::rt::ffi::PyObject
        ) -> *mut $krate::rt::ffi::PyObject {
            unsafe {
                $krate::rt::format_value::<$class, _>(
                    __slf, |__me| ::std::format!($format, $arguments)
                )
            }
        }",
        places![format = str_literal(&format), arguments = arguments],
    );
    block.functions.extend(function);
    push_slot(block, &TokenStream::new(), "Py_tp_str", "__pymethod_derived_tp_str__");
    Ok(())
}

/// The comparison of `eq`, `ord` and `eq_int`, and the slot that uses it.
fn compare(options: &ClassOptions, block: &mut Block) -> TokenStream {
    let kind = match (options.ord, options.eq, options.eq_int) {
        (Some(span), _, int) => Some(("ordered", int, span)),
        (None, Some(span), int) => Some(("equal", int, span)),
        (None, None, Some(span)) => Some(("same", Some(span), span)),
        (None, None, None) => None,
    };
    let Some((kind, int, span)) = kind else { return TokenStream::new() };
    let function = block.fill(
        "#[doc(hidden)] unsafe extern \"C\" fn __pymethod_derived_richcompare__(
            __slf: *mut $krate::rt::ffi::PyObject,
            __other: *mut $krate::rt::ffi::PyObject,
            __op: ::core::ffi::c_int,
        ) -> *mut $krate::rt::ffi::PyObject {
            unsafe { $krate::rt::compare_default::<$class>(__slf, __other, __op) }
        }",
        places![],
    );
    block.functions.extend(function);
    push_slot(block, &TokenStream::new(), "Py_tp_richcompare", "__pymethod_derived_richcompare__");
    let place = |name: &str| {
        template_at(
            span,
            "$krate::rt::$name::<$class>",
            places![krate = *block.krate.path(), name = tokens(name), class = block.class],
        )
    };
    let value = match kind {
        "ordered" => block.fill(
            "unsafe { $path(__py, __slf, __other, __op) }",
            places![path = place("compare_ordered")],
        ),
        "equal" => block.fill(
            "unsafe { $path(__py, __slf, __other, __op) }",
            places![path = place("compare_equal")],
        ),
        _ => block.fill("::core::result::Result::Ok($krate::rt::not_implemented_ptr())", places![]),
    };
    let value = match int {
        Some(_) => block.fill(
            "{
                let __out = $value?;
                if $krate::rt::is_not_implemented(__out) {
                    unsafe { $krate::rt::compare_int::<$class>(__py, __slf, __other, __op) }
                } else {
                    ::core::result::Result::Ok(__out)
                }
            }",
            places![value = value],
        ),
        None => value,
    };
    block.fill(
        "#[inline]
        unsafe fn compare(
            __py: $krate::Python<'_>,
            __slf: *mut $krate::rt::ffi::PyObject,
            __other: *mut $krate::rt::ffi::PyObject,
            __op: ::core::ffi::c_int,
        ) -> $krate::PyResult<*mut $krate::rt::ffi::PyObject> {
            $value
        }",
        places![value = value],
    )
}
