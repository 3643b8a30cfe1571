//! Structs: properties for fields, and the constructor `new = "from_fields"`.

use crate::attr::{Options, cfgs};
use crate::class_item::{ClassItem, Field, Shape, Style};
use crate::class_options::ClassOptions;
use crate::docs::Docs;
use crate::emit_call::is_plain_name;
use crate::error::{Error, Errors, Result};
use crate::function::Function;
use crate::literal::{c_literal, str_literal};
use crate::methods::Block;
use crate::methods_kind::Method;
use crate::methods_told::Type;
use crate::parse::{Cursor, is_word};
use crate::template::{places, template, template_at, tokens};
use crate::tokens::{Span, TokenStream, TokenTree};

/// The options of a struct's field.
pub(crate) const FIELD_OPTIONS: &[&str] = &["get", "set", "name", "traverse", "clear", "within"];

pub(crate) fn emit(
    class: &mut ClassItem,
    options: &ClassOptions,
    block: &mut Block,
    errors: &mut Errors,
) -> Result<()> {
    let Shape::Struct(fields) = &class.shape else { return Ok(()) };
    if fields.style == Style::Unit {
        for span in options.get_all.into_iter().chain(options.set_all) {
            errors.push(Error::new(span, "a struct without fields has nothing to get or set"));
        }
    }
    for (index, field) in fields.list.iter().enumerate() {
        property(field, index, fields.style, options, block, errors)?;
    }
    if options.new.is_some() {
        from_fields(class, block, errors)?;
    }
    Ok(())
}

/// `me.field`.
fn access(field: &Field, index: usize) -> TokenStream {
    match &field.name {
        Some(name) => TokenTree::Ident(name.clone()).into(),
        None => crate::literal::usize_literal(index),
    }
}

fn property(
    field: &Field,
    index: usize,
    style: Style,
    options: &ClassOptions,
    block: &mut Block,
    errors: &mut Errors,
) -> Result<()> {
    let place = "a field of a `#[pyclass]`";
    let given = Options::new(field.entries.clone(), place, FIELD_OPTIONS, &[], errors);
    let get = given.flag("get", errors).or(options.get_all).is_some();
    let set_span = given.flag("set", errors).or(options.set_all);
    let set = set_span.is_some();
    let within = given.flag("within", errors);
    if let (Some(span), false) = (within, get) {
        errors.push(Error::new(span, "`within` goes with `get`: `#[pyo3(get, within)]`"));
    }
    let name = given.string("name", errors);
    if !get && !set {
        if let Some((_, span)) = name {
            errors.push(Error::new(span, "`name` is without effect: the field has no property"));
        }
        return Ok(());
    }
    if let (Some(span), true) = (set_span, options.frozen.is_some()) {
        // Of `set_all` the options have told already.
        if options.set_all.is_none() {
            errors.push(Error::new(span, crate::messages::FROZEN_SET));
        }
        return Ok(());
    }
    if style == Style::Tuple && name.is_none() {
        errors.push(Error::new(
            field.span,
            "the field of a tuple struct needs a name in Python: `#[pyo3(get, name = \"…\")]`",
        ));
        return Ok(());
    }
    let python_name = match (name, options.rename) {
        (Some((name, _)), _) => name,
        (None, Some(rename)) => rename.apply(&field.python_name(index)),
        (None, None) => field.python_name(index),
    };
    let cfgs = cfgs(&field.attributes);
    let access = access(field, index);
    let mut halves = TokenStream::new();
    if get {
        let name = tokens(&format!("__pymethod_get_field_{index}__"));
        // At the place of the type: that is where an unmet bound is reported.
        let places = places![krate = *block.krate.path(), access = access];
        // A number is copied, so that the borrow ends before it is converted.
        let get = match is_number(&field.ty) {
            _ if within.is_some() => "$read(__slf, ::core::mem::offset_of!($class, $access))",
            true => "$krate::rt::get_number::<$class, $ty>(__slf, |__me| { __me.$access })",
            false => "$krate::rt::get_field::<$class>(__slf, |__py, __me| { $read })",
        };
        let read = match within {
            Some(_) => {
                let places =
                    places![krate = *block.krate.path(), class = block.class, ty = field.ty];
                template_at(field.span, "$krate::rt::refer::<$class, $ty>", places)
            }
            None => {
                let read = "$krate::rt::Field(&__me.$access, __py).to_object()";
                template_at(field.span, read, places)
            }
        };
        let get = block.fill(get, places![read = read, access = access, ty = field.ty]);
        block.functions.extend(block.fill(
            "$cfgs #[doc(hidden)] unsafe extern \"C\" fn $name(
                __slf: *mut $krate::rt::ffi::PyObject, _: *mut ::core::ffi::c_void,
            ) -> *mut $krate::rt::ffi::PyObject {
                use $krate::rt::CloneField as _;
                unsafe { $get }
            }",
            places![cfgs = cfgs, name = name, get = get],
        ));
        halves.extend(
            block.fill("get: ::core::option::Option::Some(<$class>::$name),", places![name = name]),
        );
        // CPython does not look for a value that is elsewhere.
        if options.frozen.is_some() && !set && options.within.is_none() {
            halves.extend(block.fill(
                "member: {
                    use $krate::rt::OtherField as _;
                    if $krate::rt::FieldKind::<$ty>::IS_OBJECT {
                        ::core::option::Option::Some(::core::mem::offset_of!($class, $access))
                    } else {
                        ::core::option::Option::None
                    }
                },",
                places![ty = field.ty, access = access],
            ));
        }
    }
    if set {
        let name = tokens(&format!("__pymethod_set_field_{index}__"));
        block.functions.extend(block.fill(
            "$cfgs #[doc(hidden)] unsafe extern \"C\" fn $name(
                __slf: *mut $krate::rt::ffi::PyObject,
                __value: *mut $krate::rt::ffi::PyObject,
                _: *mut ::core::ffi::c_void,
            ) -> ::core::ffi::c_int {
                unsafe {
                    $krate::rt::set_field::<$class, $ty>(
                        __slf, __value, $python_name, |__me| &mut __me.$access
                    )
                }
            }",
            places![
                cfgs = cfgs,
                name = name,
                ty = field.ty,
                python_name = str_literal(&python_name),
                access = access
            ],
        ));
        halves.extend(
            block.fill("set: ::core::option::Option::Some(<$class>::$name),", places![name = name]),
        );
    }
    let docs = Docs::of(&field.attributes);
    if get {
        block.tell_property(&cfgs, b'G', &python_name, Some(Type::Output(&field.ty)), &docs)?;
    }
    if set {
        let (ty, silent) = (Some(Type::Stored(&field.ty)), Docs::default());
        block.tell_property(&cfgs, b'S', &python_name, ty, &silent)?;
    }
    if !docs.is_empty() {
        halves.extend(block.fill(
            "doc: ::core::option::Option::Some($doc),",
            places![doc = docs.c_string("", &block.krate)?],
        ));
    }
    let element = block.fill(
        "$cfgs $krate::rt::Property { $halves ..$krate::rt::Property::named($name) },",
        places![cfgs = cfgs, halves = halves, name = c_literal(&python_name, field.span)?],
    );
    block.properties.extend(element);
    Ok(())
}

/// A constructor with one parameter for each field, in order.
fn from_fields(class: &ClassItem, block: &mut Block, errors: &mut Errors) -> Result<()> {
    let Shape::Struct(fields) = &class.shape else { return Ok(()) };
    let (mut params, mut values) = (TokenStream::new(), TokenStream::new());
    for (index, field) in fields.list.iter().enumerate() {
        let cfgs = cfgs(&field.attributes);
        let name = match &field.name {
            Some(name) => TokenTree::Ident(name.clone()).into(),
            None => tokens(&format!("_{index}")),
        };
        let places = places![cfgs = cfgs, name = name, field = access(field, index), ty = field.ty];
        params.extend(template("$cfgs $name: $ty,", places));
        values.extend(template("$cfgs $field: $name,", places));
    }
    let function = block.fill(
        "fn __pymethod_from_fields__($params) -> $class { $class { $values } }",
        places![params = params, values = values],
    );
    constructor(function, block, errors)
}

/// Adds a constructor written as a function.
pub(crate) fn constructor(
    function: TokenStream,
    block: &mut Block,
    errors: &mut Errors,
) -> Result<()> {
    let new = tokens("#[new]");
    let item = template("$new $function", places![new = new, function = function]);
    method(item, block, errors)
}

/// Adds a method written as a function.
pub(crate) fn method(item: TokenStream, block: &mut Block, errors: &mut Errors) -> Result<()> {
    let mut cursor = Cursor::new(item, Span::call_site());
    let function = Function::parse(&mut cursor, errors)?;
    let mut method = Method::of(function, errors);
    crate::methods_entry::emit(&mut method, block, errors)?;
    block.functions.extend(method.function.tokens());
    Ok(())
}

/// Whether the type, by its text, is a number or `bool`.
fn is_number(ty: &TokenStream) -> bool {
    let mut trees = ty.trees();
    match (trees.next(), trees.next()) {
        (Some(TokenTree::Ident(word)), None) => {
            is_plain_name(&word) && !is_word(&word, "String") && !is_word(&word, "char")
        }
        _ => false,
    }
}

/// Whether values of the type, by its text, are certainly no instances of a class.
pub(crate) fn is_plain(ty: &TokenStream) -> bool {
    ty.trees().all(|tree| match tree {
        TokenTree::Ident(word) => {
            is_plain_name(&word) || is_word(&word, "str") || is_word(&word, "static")
        }
        TokenTree::Punct(punct) => matches!(punct.as_char(), '&' | '\''),
        _ => false,
    })
}
