//! `#[derive(FromPyObject)]`: a struct is read from attributes or items, a tuple struct from a tuple,
//! an enum as the first of its variants that fits.

use crate::derive_hints::{self, Way};
use crate::derive_options::{Container, Derive, DeriveField, DeriveKind, Form, Source};
use crate::error::{Errors, Result};
use crate::literal::{str_literal, usize_literal};
use crate::template::{places, template, template_at, template_on, tokens};
use crate::tokens::{TokenStream, TokenTree};

const TRAIT: &str = "FromPyObject";

pub(crate) fn derive(item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let out = Derive::parse(item, TRAIT, &mut errors).and_then(|derive| implement(&derive));
    let out = errors.take(out).unwrap_or_default();
    if errors.is_empty() { out } else { errors.into_tokens() }
}

fn implement(derive: &Derive) -> Result<TokenStream> {
    let krate = derive.krate.path();
    let mut declarations = derive.generics.declarations();
    let lifetime = match derive.lifetime(TRAIT)? {
        Some(lifetime) => lifetime,
        None => {
            let lifetime = tokens("'py");
            declarations = template("'py, $declarations", places![declarations = declarations]);
            lifetime
        }
    };
    let bound = template(
        "$krate::conversion::FromPyObjectOwned<$lifetime>",
        places![krate = *krate, lifetime = lifetime],
    );
    let mut predicates = derive.predicates("");
    for param in derive.generics.of_kind(crate::generics::GenericKind::Type) {
        predicates.extend(template("$name: $bound,", places![name = param.name, bound = bound]));
    }
    let body = match &derive.kind {
        DeriveKind::Struct(container) => {
            let value = container_value(krate, container);
            template("::core::result::Result::Ok($value)", places![value = value])
        }
        DeriveKind::Enum(variants) => enum_body(derive, variants),
    };
    Ok(template(
        "#[automatically_derived]
        #[allow(clippy::all, clippy::pedantic, unused_qualifications, deprecated)]
        impl<$declarations> $krate::FromPyObject<'_, $lifetime> for $name $arguments
        where $predicates
        {
            type Error = $krate::PyErr;
            $hint
            fn extract(
                object: $krate::Borrowed<'_, $lifetime, $krate::PyAny>
            ) -> ::core::result::Result<Self, $krate::PyErr> {
                let object: &$krate::Bound<'_, $krate::PyAny> = &object;
                $body
            }
        }",
        places![
            krate = *krate,
            declarations = declarations,
            lifetime = lifetime,
            name = TokenTree::Ident(derive.name.clone()).into(),
            arguments = derive.generics.arguments(),
            predicates = predicates,
            hint = derive_hints::constant(derive, Way::From, &lifetime),
            body = body
        ],
    ))
}

/// Each variant is attempted in turn, the first time without making errors of what is seen to be
/// missing. Only when all have failed are those attempts made again, for their errors.
fn enum_body(derive: &Derive, variants: &[Container]) -> TokenStream {
    let krate = derive.krate.path();
    let mut attempts = TokenStream::new();
    let mut again = TokenStream::new();
    let mut failures = TokenStream::new();
    for (index, variant) in variants.iter().enumerate() {
        let (attempt, failure) =
            (tokens(&format!("attempt{index}")), tokens(&format!("failure{index}")));
        attempts.extend(template(
            "let $attempt = |quietly: bool| -> ::core::result::Result<Self, $krate::rt::Miss> {
                let _ = quietly;
                ::core::result::Result::Ok($value)
            };
            let $failure = if $hopeless { $krate::rt::Miss::Unsaid } else {
                match $attempt(true) {
                    ::core::result::Result::Ok(value) => {
                        return ::core::result::Result::Ok(value);
                    }
                    ::core::result::Result::Err(miss) => miss,
                }
            };",
            places![
                krate = *krate,
                attempt = attempt,
                failure = failure,
                value = container_value(krate, variant),
                hopeless = hopeless(krate, variant)
            ],
        ));
        again.extend(template(
            "let $failure = match $failure {
                $krate::rt::Miss::Said(failure) => failure,
                $krate::rt::Miss::Unsaid => match $attempt(false) {
                    ::core::result::Result::Ok(value) => {
                        return ::core::result::Result::Ok(value);
                    }
                    ::core::result::Result::Err(miss) => miss.into_error(),
                },
            };",
            places![krate = *krate, attempt = attempt, failure = failure],
        ));
        let short = crate::attr::last_part(&variant.name);
        let called = variant.annotation.as_deref().unwrap_or(short);
        failures.extend(template(
            "($short, $called, $failure),",
            places![short = str_literal(short), called = str_literal(called), failure = failure],
        ));
    }
    template(
        "$attempts
        $again
        ::core::result::Result::Err($krate::rt::no_variant(object, $name, [$failures]))",
        places![
            krate = *krate,
            attempts = attempts,
            again = again,
            name = str_literal(&derive.name.to_string()),
            failures = failures
        ],
    )
}

/// Whether the variant is known not to fit, as an expression.
fn hopeless(krate: &TokenStream, variant: &Container) -> TokenStream {
    match (&variant.form, variant.fields.as_slice()) {
        (Form::Transparent, [field]) if field.from_py_with.is_none() => template(
            "$krate::rt::never_fits::<$ty>(object)",
            places![krate = *krate, ty = field.ty],
        ),
        _ => tokens("false"),
    }
}

/// `Path { field: …, }` from `object`, with `?` on failure.
fn container_value(krate: &TokenStream, container: &Container) -> TokenStream {
    let mut fields = TokenStream::new();
    for (index, field) in container.fields.iter().enumerate() {
        let value = match container.form {
            Form::Transparent => convert(krate, container, field, &tokens("object")),
            Form::Tuple => convert(krate, container, field, &tokens(&format!("&items[{index}]"))),
            Form::Named => named(krate, container, field),
        };
        fields.extend(template("$member: $value,", places![member = field.member, value = value]));
    }
    let value = template("$path { $fields }", places![path = container.path, fields = fields]);
    let is_variant = is_variant(container);
    match container.form {
        Form::Tuple => template(
            "{ let items = $krate::rt::$function::<$count>(object $quietly)?; $value }",
            places![
                function = tokens(if is_variant { "variant_items" } else { "tuple_items" }),
                quietly = tokens(if is_variant { ", quietly" } else { "" }),
                krate = *krate,
                count = usize_literal(container.fields.len()),
                value = value
            ],
        ),
        _ => value,
    }
}

/// Whether it is a variant of an enum, which is tried beside others.
fn is_variant(container: &Container) -> bool {
    container.name.contains(':')
}

/// The value of a named field.
fn named(krate: &TokenStream, container: &Container, field: &DeriveField) -> TokenStream {
    let (mut function, key) = match &field.source {
        Source::Attribute(name) => ("attribute", interned(krate, name)),
        Source::Named(name) => ("item", interned(krate, name)),
        Source::Key(key) => ("item", *key),
    };
    let places = places![krate = *krate, key = key];
    let converted = convert(krate, container, field, &tokens("&value"));
    let mut quietly = "";
    if is_variant(container) && field.default.is_none() {
        function = if function == "item" { "variant_item" } else { "variant_attribute" };
        quietly = ", quietly";
    }
    match &field.default {
        None => template(
            "{ let value = $get; $converted }",
            places![
                get = template(&format!("$krate::rt::{function}(object, $key{quietly})?"), places),
                converted = converted
            ],
        ),
        Some(default) => template(
            "match $get {
                ::core::option::Option::Some(value) => $converted,
                ::core::option::Option::None => $default,
            }",
            places![
                get = template(&format!("$krate::rt::{function}_opt(object, $key)?"), places),
                converted = converted,
                default = *default
            ],
        ),
    }
}

fn interned(krate: &TokenStream, name: &str) -> TokenStream {
    template(
        "$krate::intern!(object.py(), $name)",
        places![krate = *krate, name = str_literal(name)],
    )
}

/// The conversion of one field's object.
fn convert(
    krate: &TokenStream,
    container: &Container,
    field: &DeriveField,
    object: &TokenStream,
) -> TokenStream {
    let place = match container.form {
        // A variant that is its only field is named by the error of the enum.
        Form::Transparent if is_variant(container) => String::new(),
        Form::Transparent => container.name.clone(),
        Form::Tuple => format!("field {} of {}", field.label, container.name),
        Form::Named => format!("field '{}' of {}", field.label, container.name),
    };
    let (function, with) = match &field.from_py_with {
        Some(path) => ("field_with", template("$path,", places![path = *path])),
        None => ("field", TokenStream::new()),
    };
    let path = template_at(
        field.span,
        "$krate::rt::$function",
        places![krate = *krate, function = tokens(function)],
    );
    template_on(
        field.span,
        "$path($object, $with $place)?",
        places![path = path, object = *object, with = with, place = str_literal(&place)],
    )
}
