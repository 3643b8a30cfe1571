//! Enums with fields: the enum is a class, and each variant a subclass of it.
//!
//! An instance of a variant's class holds the enum's value in the base's cell; the variant's own
//! class adds nothing but a type, a constructor, properties for the fields and `__match_args__`. It
//! is written as a `#[pyclass]` with `#[pymethods]` and left to those macros.

use crate::attr::{Options, Value, cfgs};
use crate::class_enum::variant_name;
use crate::class_item::{ClassItem, Shape, Style, Variant};
use crate::class_options::ClassOptions;
use crate::docs::Docs;
use crate::error::{Error, Errors, Result};
use crate::literal::{str_literal, usize_literal};
use crate::methods::{Block, ident, untold_attribute};
use crate::parse::plain_name;
use crate::template::{places, tokens};
use crate::tokens::{Ident, TokenStream, TokenTree};

/// Emits into the enum's own block, and returns the items beside it.
pub(crate) fn emit(
    class: &mut ClassItem,
    options: &ClassOptions,
    block: &mut Block,
    errors: &mut Errors,
) -> Result<TokenStream> {
    let Shape::Enum(variants, _) = &class.shape else { return Ok(TokenStream::new()) };
    let mut out = TokenStream::new();
    let mut arms = TokenStream::new();
    for variant in variants {
        if variant.fields.style == Style::Unit {
            errors.push(Error::new(
                variant.name.span(),
                format!(
                    "in an enum with fields every variant needs them: write `{0} {{}}` or `{0}()`",
                    variant.name
                ),
            ));
            continue;
        }
        let subclass = Ident::new(
            &format!("{}_{}", plain_name(&class.name), plain_name(&variant.name)),
            variant.name.span(),
        );
        let subclass = ident(&subclass);
        let python_name = variant_name(variant, options, errors);
        let value =
            block.fill("$krate::rt::class_type::<$subclass>(__py)", places![subclass = subclass]);
        block.tell(&cfgs(&variant.attributes), |record, block| {
            record.bytes(b"N");
            record.text(&python_name);
            let key = block
                .fill("<$subclass as $krate::rt::PyClassImpl>::KEY", places![subclass = subclass]);
            record.part("Key", key);
            Ok(())
        })?;
        let (attributes, span) = (&variant.attributes, variant.name.span());
        untold_attribute(block, attributes, &python_name, span, &value, true)?;
        arms.extend(block.fill(
            "$cfgs $class::$variant { .. } => {
                let __init = $krate::PyClassInitializer::from(self).add_subclass($subclass);
                ::core::result::Result::Ok($krate::Bound::new(py, __init)?.into_super())
            }",
            places![
                cfgs = cfgs(&variant.attributes),
                variant = ident(&variant.name),
                subclass = subclass
            ],
        ));
        out.extend(variant_class(class, variant, &subclass, &python_name, options, block, errors)?);
    }
    out.extend(block.fill(
        "$cfgs impl<'py> $krate::IntoPyObject<'py> for $class {
            type Target = Self;
            type Output = $krate::Bound<'py, Self>;
            type Error = $krate::PyErr;
            const OUTPUT_TYPE: $krate::inspect::TypeHint =
                $krate::inspect::TypeHint::class::<Self>();
            fn into_pyobject(
                self, py: $krate::Python<'py>
            ) -> ::core::result::Result<Self::Output, Self::Error> {
                match self { $arms }
            }
        }",
        places![cfgs = cfgs(&class.attributes), arms = arms],
    ));
    Ok(out)
}

fn variant_class(
    class: &ClassItem,
    variant: &Variant,
    subclass: &TokenStream,
    python_name: &str,
    options: &ClassOptions,
    block: &Block,
    errors: &mut Errors,
) -> Result<TokenStream> {
    let enum_name = options.name.clone().unwrap_or_else(|| plain_name(&class.name));
    let given = Options::new(
        variant.entries.clone(),
        "a variant of a `#[pyclass]`",
        &["name", "constructor"],
        &[],
        errors,
    );
    let constructor = match given.get("constructor").map(|entry| (&entry.value, entry.span)) {
        Some((Value::Assigned(value), _)) => {
            block.fill("#[pyo3(signature = $value)]", places![value = *value])
        }
        Some((Value::List(group), _)) => block
            .fill("#[pyo3(signature = $value)]", places![value = TokenTree::Group(*group).into()]),
        Some((Value::None, span)) => {
            errors.push(Error::new(span, "expected `constructor = (field, field = default)`"));
            TokenStream::new()
        }
        None => TokenStream::new(),
    };
    let (mut params, mut values) = (TokenStream::new(), TokenStream::new());
    let (mut getters, mut names) = (TokenStream::new(), TokenStream::new());
    let (mut items, mut members) = (TokenStream::new(), TokenStream::new());
    for (index, field) in variant.fields.list.iter().enumerate() {
        let (member, name) = match &field.name {
            Some(name) => (ident(name), ident(name)),
            None => (usize_literal(index), tokens(&format!("_{index}"))),
        };
        let field_name = str_literal(&field.python_name(index));
        let places = places![
            name = name,
            member = member,
            ty = field.ty,
            variant = ident(&variant.name),
            index = usize_literal(index),
            python_name = field_name
        ];
        params.extend(block.fill("$name: $ty,", places));
        values.extend(block.fill("$member: $name,", places));
        names.extend(block.fill("$python_name,", places));
        getters.extend(block.fill(
            "#[getter($name)]
            fn $name(slf: $krate::PyRef<'_, Self>) -> $krate::PyResult<$krate::Py<$krate::PyAny>> {
                use $krate::rt::CloneField as _;
                let __py = slf.py();
                match &**slf.as_super() {
                    $class::$variant { $member: __value, .. } => $krate::rt::object_of(
                        __py, $krate::rt::Field(__value, __py).to_object()
                    ),
                    #[allow(unreachable_patterns)]
                    _ => ::core::unreachable!(),
                }
            }",
            places,
        ));
        items.extend(block.fill("$index => Self::$name(slf),", places));
        members.extend(tokens("1 +"));
    }
    if variant.fields.style == Style::Tuple {
        getters.extend(block.fill(
            "fn __len__(&self) -> usize { $members 0 }
            fn __getitem__(
                slf: $krate::PyRef<'_, Self>, index: usize
            ) -> $krate::PyResult<$krate::Py<$krate::PyAny>> {
                match index {
                    $items
                    _ => ::core::result::Result::Err(
                        $krate::exceptions::PyIndexError::new_err(\"tuple index out of range\")
                    ),
                }
            }",
            places![members = members, items = items],
        ));
    }
    let mut class_options = TokenStream::new();
    if let Some(module) = &options.module {
        class_options = block.fill(", module = $module", places![module = str_literal(module)]);
    }
    let docs = Docs::of(&variant.attributes);
    let mut doc = TokenStream::new();
    if !docs.is_empty() {
        doc = crate::attr::tokens_of(&variant.attributes, "doc");
    }
    let path = str_literal(&crate::rename::replaced(&block.krate.path().text(), ' ', ""));
    Ok(block.fill(
        "$cfgs $doc
        #[$krate::pyclass(crate = $path, name = $python_name, extends = $class, frozen $options)]
        #[allow(non_camel_case_types)]
        $visibility struct $subclass;

        $cfgs
        #[$krate::pymethods(crate = $path)]
        impl $subclass {
            #[new]
            $constructor
            fn __pymethod_constructor__($params) -> $krate::PyClassInitializer<Self> {
                $krate::PyClassInitializer::from($class::$variant { $values })
                    .add_subclass($subclass)
            }
            #[classattr]
            const __qualname__: &'static str = $qualname;
            #[classattr]
            fn __match_args__(
                py: $krate::Python<'_>
            ) -> $krate::PyResult<$krate::Bound<'_, $krate::types::PyTuple>> {
                $krate::rt::match_args(py, &[$names])
            }
            $getters
        }",
        places![
            cfgs = cfgs(&variant.attributes),
            doc = doc,
            path = path,
            python_name = str_literal(python_name),
            qualname = str_literal(&format!("{enum_name}.{python_name}")),
            options = class_options,
            visibility = class.visibility,
            subclass = *subclass,
            constructor = constructor,
            params = params,
            values = values,
            variant = ident(&variant.name),
            names = names,
            getters = getters
        ],
    ))
}
