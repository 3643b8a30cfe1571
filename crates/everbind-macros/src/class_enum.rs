//! Enums without fields: each variant is an attribute of the class.

use crate::attr::{Options, cfgs};
use crate::class_item::{ClassItem, Shape, Variant};
use crate::class_options::ClassOptions;
use crate::error::{Error, Errors, Result};
use crate::literal::{str_literal, usize_literal};
use crate::methods::{Block, class_attribute, ident};
use crate::methods_slot::push_slot;
use crate::methods_told::Type;
use crate::parse::plain_name;
use crate::template::{places, tokens};
use crate::tokens::TokenStream;

/// The variant's name in Python.
pub(crate) fn variant_name(
    variant: &Variant,
    options: &ClassOptions,
    errors: &mut Errors,
) -> String {
    let given = Options::new(
        variant.entries.clone(),
        "a variant of a `#[pyclass]`",
        &["name", "constructor"],
        &[],
        errors,
    );
    match (given.string("name", errors), options.rename) {
        (Some((name, _)), _) => name,
        (None, Some(rename)) => rename.apply(&plain_name(&variant.name)),
        (None, None) => plain_name(&variant.name),
    }
}

pub(crate) fn emit(
    class: &mut ClassItem,
    options: &ClassOptions,
    block: &mut Block,
    errors: &mut Errors,
) -> Result<()> {
    let Shape::Enum(variants, span) = &class.shape else { return Ok(()) };
    if variants.is_empty() {
        errors.push(Error::new(*span, "an enum without variants cannot be a class"));
    }
    let class_name = options.name.clone().unwrap_or_else(|| plain_name(&class.name));
    let (mut names, mut numbers) = (TokenStream::new(), TokenStream::new());
    let mut indices = TokenStream::new();
    for (index, variant) in variants.iter().enumerate() {
        let python_name = variant_name(variant, options, errors);
        let name = ident(&variant.name);
        let value = block.fill("<$class>::$name", places![name = name]);
        class_attribute(
            block,
            &variant.attributes,
            &python_name,
            variant.name.span(),
            &value,
            true,
            (Type::Own, None),
        )?;
        let cfgs = cfgs(&variant.attributes);
        let shown = str_literal(&format!("{class_name}.{python_name}"));
        names.extend(block.fill(
            "$cfgs $class::$name => $shown,",
            places![cfgs = cfgs, name = name, shown = shown],
        ));
        indices.extend(block.fill(
            "$cfgs $class::$name => $index,",
            places![cfgs = cfgs, name = name, index = usize_literal(index)],
        ));
        numbers.extend(block.fill(
            "$cfgs $class::$name => $class::$name as $int,",
            places![cfgs = cfgs, name = name, int = representation(class)],
        ));
    }
    let functions = block.fill(
        "#[doc(hidden)] fn __pyo3__variant(&self) -> &'static $krate::rt::Variant<$class> {
            static VARIANTS: [$krate::rt::Variant<$class>; $count] =
                [const { $krate::rt::Variant::new() }; $count];
            &VARIANTS[match self { $indices }]
        }
        #[doc(hidden)] fn __pyo3__number(&self) -> $int { match self { $numbers } }
        #[doc(hidden)] unsafe extern \"C\" fn __pymethod_default_repr__(
            __slf: *mut $krate::rt::ffi::PyObject
        ) -> *mut $krate::rt::ffi::PyObject {
            unsafe {
                $krate::rt::format_value::<$class, _>(
                    __slf, |__me| -> &'static str { match __me { $names } }
                )
            }
        }
        #[doc(hidden)] unsafe extern \"C\" fn __pymethod_default_int__(
            __slf: *mut $krate::rt::ffi::PyObject
        ) -> *mut $krate::rt::ffi::PyObject {
            unsafe { $krate::rt::format_value::<$class, _>(__slf, |__me| __me.__pyo3__number()) }
        }",
        places![
            int = representation(class),
            numbers = numbers,
            names = names,
            indices = indices,
            count = usize_literal(variants.len())
        ],
    );
    block.functions.extend(functions);
    let none = TokenStream::new();
    push_slot(block, &none, "Py_tp_repr", "__pymethod_default_repr__");
    push_slot(block, &none, "Py_nb_int", "__pymethod_default_int__");
    if options.eq_int.is_some() {
        block.items.extend(block.fill(
            "impl $krate::rt::Numbered for $class {
                fn number(&self) -> i128 { self.__pyo3__number() as i128 }
            }",
            places![],
        ));
    }
    Ok(())
}

/// The integer type of `#[repr(…)]`, or `isize`.
fn representation(class: &ClassItem) -> TokenStream {
    const TYPES: &[&str] =
        &["i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize"];
    for attribute in class.attributes.iter().filter(|attribute| attribute.is("repr")) {
        let Ok(entries) = attribute.entries() else { continue };
        if let Some(entry) = entries.iter().find(|entry| TYPES.contains(&entry.name.as_str())) {
            return tokens(&entry.name);
        }
    }
    tokens("isize")
}
