//! `metaclass = …` and `type_data = …`: the metaclass of a class, and the data in its type object.

use crate::class_options::ClassOptions;
use crate::error::{Error, Errors};
use crate::literal::{str_literal, string_value};
use crate::methods::Block;
use crate::parse::{Cursor, first_span};
use crate::record::Record;
use crate::template::{places, template_on, tokens};
use crate::tokens::{Delimiter, Span, TokenStream, TokenTree};
use crate::type_hints;

/// What `metaclass = …` names.
enum Named {
    /// A class written in Rust.
    Class,
    /// `"module.Name"`.
    Imported(String, String),
    /// A call.
    Found,
}

/// What goes into the class: constants of `PyClassImpl`, and items beside it.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) constants: TokenStream,
    pub(crate) items: TokenStream,
}

/// The parts of a class with these options.
pub(crate) fn parts(options: &ClassOptions, block: &Block, errors: &mut Errors) -> Parts {
    let mut parts = Parts::default();
    if let Some(base) = &options.extends {
        let first = template_on(
            first_span(base).unwrap_or_else(Span::call_site),
            "const FIRST: ::core::option::Option<fn() -> Self> = <Self as $krate::rt::FirstData<
                <Self::BaseType as $krate::rt::PyClassBaseType>::Kind
            >>::FIRST;",
            places![krate = *block.krate.path()],
        );
        parts.constants.extend(first);
        parts.items.extend(
            block.fill("const _: () = $krate::rt::check_type_options::<$class>();", places![]),
        );
    }
    let Some(metaclass) = &options.metaclass else {
        if let Some(data) = &options.type_data {
            let message = "`type_data` needs `metaclass`: it is the metaclass' data";
            errors.push(Error::about(data, Span::call_site(), message));
        }
        return parts;
    };
    let span = first_span(metaclass).unwrap_or_else(Span::call_site);
    let Some(named) = named(metaclass, span, errors) else { return parts };
    if let (Some(data), Named::Imported(..) | Named::Found) = (&options.type_data, &named) {
        errors.push(Error::about(
            data,
            span,
            "only a metaclass written in Rust has data: a `#[pyclass(extends = PyType)]`",
        ));
    }
    let value = match &named {
        Named::Class => {
            let data = match &options.type_data {
                None => tokens("::core::option::Option::None"),
                Some(data) => template_on(
                    first_span(data).unwrap_or(span),
                    "::core::option::Option::Some(|py, __class| {
                        let _ = py;
                        unsafe { $krate::rt::set_type_data::<$metaclass, _>(__class, $data) }
                    })",
                    places![krate = *block.krate.path(), metaclass = *metaclass, data = *data],
                ),
            };
            parts.items.extend(block.fill(
                "impl $krate::type_object::PyTypeData for $class { type Metaclass = $metaclass; }",
                places![metaclass = *metaclass],
            ));
            template_on(
                span,
                "$krate::rt::Named::native::<$metaclass>($data)",
                places![krate = *block.krate.path(), metaclass = *metaclass, data = data],
            )
        }
        Named::Imported(module, name) => block.fill(
            "$krate::rt::Named::python(|py| $krate::rt::import_metaclass(py, $module, $name))",
            places![module = str_literal(module), name = str_literal(name)],
        ),
        Named::Found => template_on(
            span,
            "$krate::rt::Named::python(|py| $krate::rt::found_metaclass(py, $found))",
            places![krate = *block.krate.path(), found = *metaclass],
        ),
    };
    parts.constants.extend(block.fill(
        "const METACLASS: ::core::option::Option<&'static $krate::rt::Named> =
            ::core::option::Option::Some(&$value);",
        places![value = value],
    ));
    parts
}

/// Tells of it: `K` and a hint.
pub(crate) fn tell(metaclass: &TokenStream, record: &mut Record, block: &Block) {
    record.bytes(b"K");
    let mut ignored = Errors::default();
    match named(metaclass, Span::call_site(), &mut ignored) {
        Some(Named::Class) => record.part(
            "Hint",
            block.fill(
                "<$metaclass as $krate::PyTypeInfo>::TYPE_HINT",
                places![metaclass = *metaclass],
            ),
        ),
        Some(Named::Imported(module, name)) => {
            type_hints::written(record, &format!("{module}.{name}"));
        }
        Some(Named::Found) | None => record.bytes(b"p"),
    }
}

fn named(metaclass: &TokenStream, span: Span, errors: &mut Errors) -> Option<Named> {
    let mut cursor = Cursor::new(*metaclass, span);
    if let Some(literal) = cursor.eat_literal() {
        let text = string_value(&literal).unwrap_or_default();
        return match text.rsplit_once('.') {
            Some((module, name)) if !module.is_empty() && !name.is_empty() => {
                Some(Named::Imported(module.to_owned(), name.to_owned()))
            }
            _ => {
                let message = "expected a module and a name: `metaclass = \"abc.ABCMeta\"`";
                errors.push(Error::new(span, message));
                None
            }
        };
    }
    let is_call = metaclass.trees().any(|tree| {
        matches!(&tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis)
    });
    Some(if is_call { Named::Found } else { Named::Class })
}
