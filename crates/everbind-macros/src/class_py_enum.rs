//! `#[pyclass(enum = "…")]`: enums without fields, and structs of one integer, that are enums of Python's.
//!
//! What is written is a table of members and the two conversions; see `enums/mod.rs` of everbind.

use crate::attr::{Options, cfgs};
use crate::class_item::{ClassItem, Field, Shape, Style, Variant};
use crate::class_options::ClassOptions;
use crate::docs::Docs;
use crate::error::{Error, Errors, Result};
use crate::function_options::quiet;
use crate::literal::{c_literal, str_literal, string_value, usize_literal};
use crate::methods::{Block, ident};
use crate::methods_told::Header;
use crate::parse::{Cursor, plain_name};
use crate::python_text;
use crate::template::{places, template, tokens};
use crate::tokens::{Span, TokenStream};

const KINDS: &[&str] = &["Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"];

pub(crate) fn emit(
    class: &ClassItem,
    options: &ClassOptions,
    (kind, span): &(String, Span),
    errors: &mut Errors,
) -> Result<TokenStream> {
    if !KINDS.contains(&kind.as_str()) {
        return Err(Error::new(
            *span,
            "the kinds of enum are \"Enum\", \"IntEnum\", \"StrEnum\", \"Flag\" and \"IntFlag\"",
        ));
    }
    refuse(options, errors);
    let mut block = Block::new(options.krate.clone(), ident(&class.name));
    let name = options.name.clone().unwrap_or_else(|| plain_name(&class.name));
    c_literal(&name, class.name.span())?;
    let docs = Docs::of(&class.attributes);
    let flags = match options.str {
        Some(_) => "Et",
        None => "E",
    };
    let key = crate::record::key(&name);
    block.tell_class(&Header {
        key,
        base: Err([b"\"enum.", kind.as_bytes(), b"\0"].concat()),
        flags,
        name: &name,
        module: options.module.as_deref(),
        docs: &docs,
    })?;
    if let Some((format, span)) = &options.str {
        match format {
            None => crate::class_derive::display(&mut block, *span),
            Some((_, span)) => errors.push(Error::new(
                *span,
                "`str` with a format is for structs with fields; write plain `str`",
            )),
        }
    }
    let parts = match &class.shape {
        Shape::Enum(variants, span) => {
            enum_parts(variants, *span, options, kind, &mut block, errors)?
        }
        Shape::Struct(fields) => match (&fields.list[..], fields.style) {
            ([field], Style::Tuple) if kind.ends_with("Flag") => struct_parts(field, &block),
            _ => {
                return Err(Error::new(
                    class.name.span(),
                    "a struct can be a `Flag` or `IntFlag` of Python's if its one field is an integer, \
                     as in `struct Permissions(u32);`\nany other kind is for enums without fields",
                ));
            }
        },
    };
    let module = match &options.module {
        Some(module) => {
            template("::core::option::Option::Some($module)", places![module = str_literal(module)])
        }
        None => tokens("::core::option::Option::None"),
    };
    Ok(block.fill(
        include_str!("py_enum_template.txt"),
        places![
            cfgs = cfgs(&class.attributes),
            quiet = quiet(),
            name = str_literal(&name),
            key = crate::record::key_literal(key),
            told = block.told_item(),
            module = module,
            kind = tokens(kind),
            functions = block.functions,
            items = block.items,
            table = block.table(),
            of_member = parts.of_member,
            member = parts.member,
            more = parts.more
        ],
    ))
}

/// Reports the options that have no meaning here.
fn refuse(options: &ClassOptions, errors: &mut Errors) {
    let refused = [
        (options.dict, "dict"),
        (options.eq_int, "eq_int"),
        (options.generic, "generic"),
        (options.get_all, "get_all"),
        (options.immutable_type, "immutable_type"),
        (options.implicit.first().map(|source| source.span), "implicit"),
        (options.mapping, "mapping"),
        (options.new, "new"),
        (options.ord, "ord"),
        (options.sequence, "sequence"),
        (options.set_all, "set_all"),
        (options.subclass, "subclass"),
        (options.unsendable, "unsendable"),
        (options.weakref, "weakref"),
    ];
    for (span, name) in refused {
        if let Some(span) = span {
            let hint = match name {
                "eq_int" | "ord" => "\n`enum = \"IntEnum\"` compares like an integer",
                _ => "",
            };
            let message = format!("`{name}` is not for an enum of Python's{hint}");
            errors.push(Error::new(span, message));
        }
    }
    if let Some(metaclass) = options.metaclass.as_ref().or(options.type_data.as_ref()) {
        let message = "the metaclass of an enum of Python's is `enum.EnumType`";
        errors.push(Error::about(metaclass, Span::call_site(), message));
    }
    if let Some(base) = &options.extends {
        let message = "an enum of Python's extends nothing but its kind of enum";
        errors.push(Error::about(base, Span::call_site(), message));
    }
}

/// What differs between enums and structs.
struct Parts {
    /// An expression of type `PyResult<Self>`, by `__object`.
    of_member: TokenStream,
    /// An expression of type `PyResult<Bound<PyAny>>`, by `__py` and `__me`.
    member: TokenStream,
    more: TokenStream,
}

fn enum_parts(
    variants: &[Variant],
    span: Span,
    options: &ClassOptions,
    kind: &str,
    block: &mut Block,
    errors: &mut Errors,
) -> Result<Parts> {
    if variants.is_empty() {
        errors.push(Error::new(span, "an enum without variants cannot be a class"));
    }
    let (mut to_index, mut of_index) = (TokenStream::new(), TokenStream::new());
    let mut number = Some(-1);
    for (index, variant) in variants.iter().enumerate() {
        if variant.fields.style != Style::Unit {
            errors.push(Error::new(
                variant.name.span(),
                "the variants of an enum of Python's have no fields",
            ));
        }
        let cfgs = cfgs(&variant.attributes);
        number = variant.number(number);
        let (name, index) = (ident(&variant.name), usize_literal(index));
        let (python_name, value, shown) = member(variant, options, kind, number, block, errors);
        block.tell(&cfgs, |record, block| {
            record.bytes(b"V");
            record.text(&python_name);
            record.text(&shown);
            Docs::of(&variant.attributes).add_to(record, "", &block.krate)?;
            Ok(())
        })?;
        let python_name = c_literal(&python_name, variant.name.span())?;
        let docs = Docs::of(&variant.attributes).c_string("", &block.krate)?;
        let places = places![
            cfgs = cfgs,
            name = name,
            index = index,
            python_name = python_name,
            doc = docs,
            value = value
        ];
        let element =
            block.fill("$cfgs __items.member($index, $python_name, $doc, $value);", places);
        block.methods.extend(element);
        to_index.extend(block.fill("$cfgs $class::$name => $index,", places));
        of_index.extend(block.fill("$cfgs $index => $class::$name,", places));
    }
    Ok(Parts {
        of_member: block.fill(
            "::core::result::Result::Ok(match $krate::rt::variant_of::<$class>( __object)? {
                $of_index
                _ => $krate::rt::no_such_variant(),
            })",
            places![of_index = of_index],
        ),
        member: block.fill(
            "$krate::rt::variant_member::<$class>( __py, match __me { $to_index })",
            places![to_index = to_index],
        ),
        more: TokenStream::new(),
    })
}

/// The variant's name in Python, and its value: an expression of type `rt::MemberValue`, and as Python
/// writes it if it is a literal.
fn member(
    variant: &Variant,
    options: &ClassOptions,
    kind: &str,
    number: Option<i128>,
    block: &Block,
    errors: &mut Errors,
) -> (String, TokenStream, String) {
    let entries = variant.entries.clone();
    let given =
        Options::new(entries, "a variant of an enum of Python's", &["name", "value"], &[], errors);
    let name = match (given.string("name", errors), options.rename) {
        (Some((name, _)), _) => name,
        (None, Some(rename)) => rename.apply(&plain_name(&variant.name)),
        (None, None) => plain_name(&variant.name),
    };
    let text = |text: &str| {
        block.fill("$krate::rt::MemberValue::Text($text)", places![text = str_literal(text)])
    };
    let written = given.tokens("value", errors);
    let shown = match (&written, kind) {
        (Some(value), _) => crate::methods_told::literal(value),
        (None, "StrEnum") => python_text::quoted(&name.to_lowercase()),
        (None, _) => number.map(|number| number.to_string()).unwrap_or_default(),
    };
    let value = match (written, kind) {
        (None, "StrEnum") => text(&name.to_lowercase()),
        (None, _) => block.fill(
            "$krate::rt::MemberValue::Number($class::$name as i128)",
            places![name = ident(&variant.name)],
        ),
        (Some(value), "Enum" | "StrEnum") => {
            let mut cursor = Cursor::new(value, variant.name.span());
            match cursor.eat_literal().and_then(|literal| string_value(&literal)) {
                Some(value) if cursor.is_empty() => text(&value),
                _ if kind == "StrEnum" => {
                    let message =
                        "the value of a member of a `StrEnum` is a string in double quotes";
                    errors.push(Error::about(&value, variant.name.span(), message));
                    value
                }
                _ => block.fill(
                    "$krate::rt::MemberValue::Object(
                        |__py| $krate::rt::class_attribute(__py, $value)
                    )",
                    places![value = value],
                ),
            }
        }
        (Some(value), kind) => {
            let message =
                format!("the value of a member of an `{kind}` is the variant's number: `Name = 1`");
            errors.push(Error::about(&value, variant.name.span(), message));
            value
        }
    };
    (name, value, shown)
}

fn struct_parts(field: &Field, block: &Block) -> Parts {
    let ty = &field.ty;
    Parts {
        of_member: block.fill(
            "::core::result::Result::Ok(
                $class { 0: $krate::rt::flag_of::<$class, $ty>(__object)? }
            )",
            places![ty = *ty],
        ),
        member: block.fill(
            "$krate::rt::flag_member::<$class>( __py, $krate::rt::PyFlags::bits(__me))",
            places![],
        ),
        more: block.fill(
            "impl $krate::rt::PyFlags for $class {
                #[inline]
                fn bits(&self) -> u64 { $krate::rt::FlagBits::widen(self.0) }
            }",
            places![],
        ),
    }
}
