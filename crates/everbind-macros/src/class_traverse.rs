//! Garbage collection by fields: `#[pyclass]` and `#[derive(Traverse)]`.
//!
//! A macro cannot know whether a type holds Python objects. So each field is visited through
//! `rt::Visited`, which does nothing for a type without `Traverse`; only fields that are plain by
//! their text (numbers, strings) are left out here. Whether a class has anything to visit is a
//! constant; where it is false, no code comes of all this.

use crate::attr::{Entry, Value, cfgs, take_pyo3};
use crate::class_fields::is_plain;
use crate::class_item::{ClassItem, Field, Fields, Shape};
use crate::error::{Error, Errors, Result};
use crate::function_options::quiet;
use crate::generics::GenericKind;
use crate::krate::Krate;
use crate::literal::usize_literal;
use crate::methods::{Block, ident};
use crate::parse::Cursor;
use crate::template::{places, template, template_at, tokens};
use crate::tokens::{Span, TokenStream};

/// How a field is visited.
enum Visit {
    /// If its type can be.
    Maybe,
    /// As its type says; it must be able to.
    Asked,
    /// By a function.
    By(TokenStream),
    Never,
}

/// What `#[pyo3(…)]` on a field says about visiting it.
struct Visiting {
    visit: Visit,
    /// The function that clears it.
    clear: Option<(TokenStream, Span)>,
}

impl Visiting {
    fn of(entries: &[Entry], errors: &mut Errors) -> Self {
        let get = |name: &str| entries.iter().find(|entry| entry.name == name);
        let visit = match get("traverse").map(|entry| &entry.value) {
            None => Visit::Maybe,
            Some(Value::None) => Visit::Asked,
            Some(Value::Assigned(value)) if value.text() == "false" => Visit::Never,
            Some(Value::Assigned(path)) => Visit::By(*path),
            Some(Value::List(group)) => {
                let message = "expected `traverse`, `traverse = false` or `traverse = function`";
                errors.push(Error::new(group.span(), message));
                Visit::Never
            }
        };
        let clear = get("clear").and_then(|entry| {
            let path = errors.take(entry.tokens())?;
            if !matches!(visit, Visit::By(_)) {
                let message = "`clear = function` goes with `traverse = function`";
                errors.push(Error::new(entry.span, message));
            }
            Some((path, entry.span))
        });
        Visiting { visit, clear }
    }
}

/// The bodies of the functions, put together field by field.
struct Bodies<'a> {
    krate: &'a Krate,
    /// Statements that set `__holds`.
    holds: TokenStream,
    /// In the order traverse, clear, clear shared.
    parts: [TokenStream; 3],
    frozen: bool,
}

impl Bodies<'_> {
    fn of<'a>(
        item: &ClassItem,
        krate: &'a Krate,
        frozen: bool,
        errors: &mut Errors,
    ) -> Option<Bodies<'a>> {
        let empty = TokenStream::new;
        let parts = [empty(), empty(), empty()];
        let mut bodies = Bodies { krate, holds: empty(), parts, frozen };
        match &item.shape {
            Shape::Struct(fields) => bodies.fields(fields, None, errors),
            Shape::Enum(variants, _) => {
                let mut arms = [empty(), empty(), empty()];
                for variant in variants {
                    let mut pattern = TokenStream::new();
                    bodies.fields(&variant.fields, Some(&mut pattern), errors);
                    for (arms, body) in arms.iter_mut().zip(&mut bodies.parts) {
                        arms.extend(template(
                            "$cfgs Self::$name { $pattern .. } => { $body }",
                            places![
                                cfgs = cfgs(&variant.attributes),
                                name = ident(&variant.name),
                                pattern = pattern,
                                body = std::mem::take(body)
                            ],
                        ));
                    }
                }
                for (part, arms) in bodies.parts.iter_mut().zip(&arms) {
                    *part = template("match self { $arms }", places![arms = *arms]);
                }
            }
        }
        (!bodies.holds.is_empty()).then_some(bodies)
    }

    /// Adds the fields; of a variant, whose `pattern` names them.
    fn fields(
        &mut self,
        fields: &Fields,
        mut pattern: Option<&mut TokenStream>,
        errors: &mut Errors,
    ) {
        for (index, field) in fields.list.iter().enumerate() {
            let visiting = Visiting::of(&field.entries, errors);
            if let (Some((_, span)), true) = (&visiting.clear, self.frozen) {
                errors.push(Error::new(*span, "the fields of a `frozen` class are not cleared"));
            }
            let skipped = match visiting.visit {
                Visit::Maybe => is_plain(&field.ty),
                Visit::Never => true,
                Visit::Asked | Visit::By(_) => false,
            };
            if skipped {
                continue;
            }
            let member = match &field.name {
                Some(name) => ident(name),
                None => usize_literal(index),
            };
            let cfgs = cfgs(&field.attributes);
            let (shared, exclusive) = match &mut pattern {
                None => {
                    let places = places![member = member];
                    (template("&self.$member", places), template("&mut self.$member", places))
                }
                Some(pattern) => {
                    let name = tokens(&format!("__field{index}"));
                    pattern.extend(template(
                        "$cfgs $member: $name,",
                        places![cfgs = cfgs, member = member, name = name],
                    ));
                    (name, name)
                }
            };
            self.field(field, &visiting, &cfgs, [&shared, &exclusive, &shared]);
        }
    }

    fn field(
        &mut self,
        field: &Field,
        visiting: &Visiting,
        cfgs: &TokenStream,
        operands: [&TokenStream; 3],
    ) {
        let krate = self.krate.path();
        let places = places![krate = *krate, ty = field.ty];
        let by = match &visiting.visit {
            Visit::Maybe => template("$krate::rt::Visited::<$ty>", places),
            Visit::Asked => {
                let must = template_at(field.span, "$krate::rt::must_visit::<$ty>();", places);
                self.parts[0]
                    .extend(template("$cfgs { $must }", places![cfgs = *cfgs, must = must]));
                template("$krate::rt::Asked::<$ty>", places)
            }
            Visit::By(path) => {
                self.holds.extend(template("$cfgs { __holds = true; }", places![cfgs = *cfgs]));
                let clear = visiting.clear.as_ref().map(|(path, _)| path);
                let calls = [
                    (Some(path), "$cfgs { $path($operand, __visit)?; }"),
                    (clear, "$cfgs { $path($operand, __removed); }"),
                ];
                for (index, (path, text)) in calls.into_iter().enumerate() {
                    if let Some(path) = path {
                        self.parts[index].extend(template(
                            text,
                            places![cfgs = *cfgs, path = *path, operand = *operands[index]],
                        ));
                    }
                }
                return;
            }
            Visit::Never => return,
        };
        self.holds
            .extend(template("$cfgs { __holds |= $by::HOLDS; }", places![cfgs = *cfgs, by = by]));
        let calls = [
            "$cfgs { $by::traverse($operand, __visit)?; }",
            "$cfgs { $by::clear($operand, __removed); }",
            "$cfgs { $by::clear_shared($operand, __removed); }",
        ];
        for (index, text) in calls.into_iter().enumerate() {
            self.parts[index]
                .extend(template(text, places![cfgs = *cfgs, by = by, operand = *operands[index]]));
        }
    }

    /// The three functions, their names ending in `suffix`.
    fn functions(&self, suffix: &str) -> TokenStream {
        let name = |name: &str| tokens(&format!("{name}{suffix}"));
        template(
            "#[inline]
            #[allow(unused_variables)]
            fn $traverse(
                &self, __visit: &$krate::PyVisit<'_>
            ) -> ::core::result::Result<(), $krate::PyTraverseError> {
                use $krate::rt::NotVisited as _;
                $visits
                ::core::result::Result::Ok(())
            }
            #[inline]
            #[allow(unused_variables)]
            fn $clear(&mut self, __removed: &mut $krate::rt::Removed) {
                use $krate::rt::NotVisited as _;
                $clears
            }
            #[inline]
            #[allow(unused_variables)]
            fn $clear_shared(&self, __removed: &mut $krate::rt::Removed) {
                use $krate::rt::NotVisited as _;
                $clears_shared
            }",
            places![
                krate = *self.krate.path(),
                traverse = name("traverse"),
                clear = name("clear"),
                clear_shared = name("clear_shared"),
                visits = self.parts[0],
                clears = self.parts[1],
                clears_shared = self.parts[2]
            ],
        )
    }
}

/// Emits what visits the fields of a class.
pub(crate) fn emit(class: &ClassItem, frozen: bool, block: &mut Block, errors: &mut Errors) {
    let krate = block.krate.clone();
    let Some(bodies) = Bodies::of(class, &krate, frozen, errors) else { return };
    let items = block.fill(
        "impl $krate::rt::Fields for $class { $functions }",
        places![functions = bodies.functions("_fields")],
    );
    block.items.extend(items);
    let statement = block.fill(
        "if const {
            use $krate::rt::{NoMethods as _, NotVisited as _};
            let mut __holds = false;
            $holds
            __holds && !$krate::rt::Probe::<$class>::TRAVERSES
        } {
            __items.derived::<$class>();
        }",
        places![holds = bodies.holds],
    );
    block.slots.extend(statement);
}

/// Expands `#[derive(Traverse)]`.
pub(crate) fn derive(item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let out = implement(item, &mut errors);
    let out = errors.take(out).unwrap_or_default();
    if errors.is_empty() { out } else { errors.into_tokens() }
}

fn implement(item: TokenStream, errors: &mut Errors) -> Result<TokenStream> {
    let mut cursor = Cursor::new(item, Span::call_site());
    if let Some(span) = crate::derive_options::union_keyword(&mut cursor) {
        return Err(Error::new(
            span,
            "`Traverse` cannot be derived for unions: nobody knows their field",
        ));
    }
    let mut item = ClassItem::parse(&mut Cursor::new(item, Span::call_site()), errors)?;
    let mut entries = Vec::new();
    take_pyo3(&mut item.attributes, &mut entries, errors);
    let place = "`#[derive(Traverse)]`";
    let options = crate::attr::Options::new(entries, place, &["crate"], &[], errors);
    let krate = Krate::from_options(&options, errors);
    let functions = match Bodies::of(&item, &krate, false, errors) {
        Some(bodies) => bodies.functions(""),
        None => template(
            "#[inline]
            fn traverse(
                &self, _: &$krate::PyVisit<'_>
            ) -> ::core::result::Result<(), $krate::PyTraverseError> {
                ::core::result::Result::Ok(())
            }",
            places![krate = *krate.path()],
        ),
    };
    let mut predicates = item.generics.predicates_comma();
    for param in item.generics.of_kind(GenericKind::Type) {
        let places = places![name = param.name, krate = *krate.path()];
        predicates.extend(template("$name: $krate::Traverse,", places));
    }
    Ok(template(
        "$quiet
        #[automatically_derived]
        impl<$declarations> $krate::Traverse for $name $arguments
        where
            $predicates
        {
            $functions
        }",
        places![
            quiet = quiet(),
            krate = *krate.path(),
            declarations = item.generics.declarations(),
            name = ident(&item.name),
            arguments = item.generics.arguments(),
            predicates = predicates,
            functions = functions
        ],
    ))
}
