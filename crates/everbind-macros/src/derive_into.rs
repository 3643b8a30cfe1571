//! `#[derive(IntoPyObject)]` and `#[derive(IntoPyObjectRef)]`: a struct becomes a dict, a tuple struct a
//! tuple, one field alone what that field becomes, an enum what its variant becomes.

use crate::derive_hints::{self, Way};
use crate::derive_options::{Container, Derive, DeriveField, DeriveKind, Form, Source};
use crate::error::{Errors, Result};
use crate::generics::GenericKind;
use crate::literal::str_literal;
use crate::template::{places, template, template_at, tokens};
use crate::tokens::{TokenStream, TokenTree};

/// `by_reference` is for `IntoPyObjectRef`.
pub(crate) fn derive(item: TokenStream, by_reference: bool) -> TokenStream {
    let name = if by_reference { "IntoPyObjectRef" } else { "IntoPyObject" };
    let mut errors = Errors::default();
    let out = Derive::parse(item, name, &mut errors)
        .and_then(|derive| Into { derive, by_reference }.implement());
    let out = errors.take(out).unwrap_or_default();
    if errors.is_empty() { out } else { errors.into_tokens() }
}

struct Into {
    derive: Derive,
    by_reference: bool,
}

/// The associated types and the body.
struct Parts {
    target: TokenStream,
    output: TokenStream,
    error: TokenStream,
    body: TokenStream,
}

impl Into {
    fn implement(&self) -> Result<TokenStream> {
        let krate = self.derive.krate.path();
        let generics = &self.derive.generics;
        let parts = match &self.derive.kind {
            DeriveKind::Struct(container) => self.structure(container),
            DeriveKind::Enum(variants) => self.enumeration(variants),
        };
        let mut declarations = generics.declarations();
        let has_py =
            generics.of_kind(GenericKind::Lifetime).any(|param| param.name.text() == "'py");
        if !has_py {
            declarations = template("'py, $list", places![list = declarations]);
        }
        let mut predicates = generics.predicates_comma();
        let mut reference = TokenStream::new();
        let mut bound = "$name: $krate::IntoPyObject<'py>,";
        if self.by_reference {
            declarations = template("'__eb, $list", places![list = declarations]);
            reference = tokens("&'__eb");
            bound = "&'__eb $name: $krate::IntoPyObject<'py>, $name: '__eb,";
            for lifetime in generics.of_kind(GenericKind::Lifetime) {
                predicates.extend(template("$name: '__eb,", places![name = lifetime.name]));
            }
        }
        for param in generics.of_kind(GenericKind::Type) {
            predicates.extend(template(bound, places![name = param.name, krate = *krate]));
        }
        let way = if self.by_reference { Way::IntoRef } else { Way::Into };
        Ok(template(
            "#[automatically_derived]
            #[allow(clippy::all, clippy::pedantic, unused_qualifications, deprecated)]
            impl<$declarations> $krate::IntoPyObject<'py> for $reference $name $arguments
            where $predicates
            {
                type Target = $target;
                type Output = $output;
                type Error = $error;
                $hint
                fn into_pyobject(
                    self, py: $krate::Python<'py>
                ) -> ::core::result::Result<Self::Output, Self::Error> {
                    $body
                }
            }",
            places![
                krate = *krate,
                declarations = declarations,
                reference = reference,
                name = TokenTree::Ident(self.derive.name.clone()).into(),
                arguments = generics.arguments(),
                predicates = predicates,
                target = parts.target,
                output = parts.output,
                error = parts.error,
                hint = derive_hints::constant(&self.derive, way, &tokens("'py")),
                body = parts.body
            ],
        ))
    }

    fn structure(&self, container: &Container) -> Parts {
        let krate = self.derive.krate.path();
        let places = places![krate = *krate];
        let value = self.value(container);
        let pattern = self.pattern(container);
        let body =
            template("let $pattern = self; $value", places![pattern = pattern, value = value]);
        if let (Form::Transparent, [field]) = (container.form, &container.fields[..]) {
            let reference = if self.by_reference { "&'__eb" } else { "" };
            let part = |name: &str| {
                template(
                    "<$reference $ty as $krate::IntoPyObject<'py>>::$name",
                    places![
                        reference = tokens(reference),
                        ty = field.ty,
                        krate = *krate,
                        name = tokens(name)
                    ],
                )
            };
            return Parts {
                target: part("Target"),
                output: part("Output"),
                error: part("Error"),
                body,
            };
        }
        let target = match container.form {
            Form::Named => "$krate::types::PyDict",
            _ => "$krate::types::PyTuple",
        };
        Parts {
            target: template(target, places),
            output: template("$krate::Bound<'py, Self::Target>", places),
            error: template("$krate::PyErr", places),
            body: template("::core::result::Result::Ok({ $body })", places![body = body]),
        }
    }

    fn enumeration(&self, variants: &[Container]) -> Parts {
        let krate = self.derive.krate.path();
        let places = places![krate = *krate];
        let mut arms = TokenStream::new();
        for variant in variants {
            let mut value = self.value(variant);
            if variant.form == Form::Transparent {
                // Each field has an error type of its own.
                value = template("$krate::IntoPyObjectExt::into_bound_py_any(field0, py)?", places);
            } else {
                value = template("$value.into_any()", places![value = block(&value)]);
            }
            arms.extend(template(
                "$pattern => $value,",
                places![pattern = self.pattern(variant), value = value],
            ));
        }
        Parts {
            target: template("$krate::PyAny", places),
            output: template("$krate::Bound<'py, Self::Target>", places),
            error: template("$krate::PyErr", places),
            body: template(
                "::core::result::Result::Ok(match self { $arms })",
                places![arms = arms],
            ),
        }
    }

    /// `Path { name: field0, … }`.
    fn pattern(&self, container: &Container) -> TokenStream {
        let mut fields = TokenStream::new();
        for (index, field) in container.fields.iter().enumerate() {
            let name = tokens(&format!("field{index}"));
            fields.extend(template("$member: $name,", places![member = field.member, name = name]));
        }
        template("$path { $fields }", places![path = container.path, fields = fields])
    }

    /// The object, from the variables of the pattern, with `?` on failure; of a transparent
    /// container the result of the conversion.
    fn value(&self, container: &Container) -> TokenStream {
        let krate = self.derive.krate.path();
        match container.form {
            Form::Transparent => template_at(
                container.fields[0].span,
                "$krate::IntoPyObject::into_pyobject(field0, py)",
                places![krate = *krate],
            ),
            Form::Tuple => {
                let mut items = TokenStream::new();
                for (index, field) in container.fields.iter().enumerate() {
                    items.extend(self.converted(field, index));
                    items.extend(tokens(","));
                }
                template(
                    "$krate::types::PyTuple::new(py, [$items])?",
                    places![krate = *krate, items = items],
                )
            }
            Form::Named => {
                let mut out =
                    template("let dict = $krate::types::PyDict::new(py);", places![krate = *krate]);
                for (index, field) in container.fields.iter().enumerate() {
                    let key = match &field.source {
                        Source::Key(key) => *key,
                        Source::Named(name) => self.interned(name),
                        Source::Attribute(_) => self.interned(&field.python_name),
                    };
                    out.extend(template(
                        "$krate::types::PyDictMethods::set_item(&dict, $key, $value)?;",
                        places![krate = *krate, key = key, value = self.converted(field, index)],
                    ));
                }
                out.extend(tokens("dict"));
                out
            }
        }
    }

    fn interned(&self, name: &str) -> TokenStream {
        template(
            "$krate::intern!(py, $name)",
            places![krate = *self.derive.krate.path(), name = str_literal(name)],
        )
    }

    /// One field as a `Bound<PyAny>`.
    fn converted(&self, field: &DeriveField, index: usize) -> TokenStream {
        let krate = self.derive.krate.path();
        let value = tokens(&format!("field{index}"));
        match &field.into_py_with {
            Some(path) => {
                let cow = if self.by_reference { "Borrowed" } else { "Owned" };
                template(
                    "$krate::rt::into_with(py, ::std::borrow::Cow::$cow($value), $path)?",
                    places![krate = *krate, cow = tokens(cow), value = value, path = *path],
                )
            }
            None => template_at(
                field.span,
                "$krate::IntoPyObjectExt::into_bound_py_any($value, py)?",
                places![krate = *krate, value = value],
            ),
        }
    }
}

/// `value` as one operand, statements and all.
fn block(value: &TokenStream) -> TokenStream {
    template("({ $value })", places![value = *value])
}
