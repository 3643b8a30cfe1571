//! `INPUT_TYPE` and `OUTPUT_TYPE` of derived conversions: see `everbind::inspect::TypeHint`.
//!
//! *Problem.* The hint of a type is made of those of its fields, and types may contain one another: `enum Json { List(Vec<Json>) }`.
//! Constants that need one another are an error of the compiler, which a derived conversion must not bring to anybody.
//!
//! *How.* The hint stands in a static, to which the constant points: see `everbind::stub::through`. Fields are asked for their hints
//! as parameters of functions are: where a field does not convert, that is reported once, by the conversion.
//!
//! *Generic types* cannot have a static for each of their instances, so theirs is a plain constant. Fields are asked
//! only where nothing but parameters and types of [`PLAIN`] is named, so none can lead back.

use crate::derive_options::{Container, Derive, DeriveField, DeriveKind, Form, Source};
use crate::generics::GenericKind;
use crate::literal::str_literal;
use crate::template::{places, template, tokens};
use crate::tokens::{TokenStream, TokenTree};
use crate::type_hints::nameable;

/// Names in types that cannot contain a type of somebody else unless it is their argument.
const PLAIN: &[&str] = &[
    "Arc",
    "BTreeMap",
    "BTreeSet",
    "Borrowed",
    "Bound",
    "Box",
    "Cow",
    "HashMap",
    "HashSet",
    "Option",
    "Py",
    "PyAny",
    "PyBytes",
    "PyDict",
    "PyFloat",
    "PyInt",
    "PyList",
    "PyString",
    "PyTuple",
    "Rc",
    "String",
    "Vec",
    "VecDeque",
    "alloc",
    "bool",
    "borrow",
    "boxed",
    "char",
    "collections",
    "core",
    "everbind",
    "f32",
    "f64",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "mut",
    "option",
    "pyo3",
    "rc",
    "static",
    "std",
    "str",
    "string",
    "sync",
    "types",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
    "vec",
];

/// Which conversion is derived.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    From,
    Into,
    IntoRef,
}

/// The constant of the conversion; `lifetime` is that of the interpreter.
pub(crate) fn constant(derive: &Derive, way: Way, lifetime: &TokenStream) -> TokenStream {
    let hints = Hints { derive, way, lifetime };
    let krate = derive.krate.path();
    let hint = match &derive.kind {
        DeriveKind::Struct(container) => hints.container(container),
        DeriveKind::Enum(variants) => {
            hints.union(variants.iter().map(|variant| hints.container(variant)))
        }
    };
    let value = match hints.is_generic() {
        true => hint,
        false => template(
            "{
                #[allow(unused_imports)]
                use $krate::rt::NoPart as _;
                static __HINT: $krate::inspect::TypeHint = $hint;
                $krate::inspect::TypeHint::through(
                    &$krate::rt::key(::core::module_path!(), $name, ::core::line!()),
                    &__HINT,
                )
            }",
            places![krate = *krate, hint = hint, name = str_literal(&derive.name.to_string())],
        ),
    };
    let name = if way == Way::From { "INPUT_TYPE" } else { "OUTPUT_TYPE" };
    template(
        "const $name: $krate::inspect::TypeHint = $value;",
        places![name = tokens(name), krate = *krate, value = value],
    )
}

struct Hints<'a> {
    derive: &'a Derive,
    way: Way,
    lifetime: &'a TokenStream,
}

impl Hints<'_> {
    fn is_generic(&self) -> bool {
        self.derive.generics.params.iter().any(|param| param.kind != GenericKind::Lifetime)
    }

    /// A hint with a name: `ANY`, or `mapping(&…)`.
    fn hint(&self, text: &str) -> TokenStream {
        template(
            &format!("$krate::inspect::TypeHint::{text}"),
            places![krate = *self.derive.krate.path()],
        )
    }

    fn several(&self, function: &str, hints: impl Iterator<Item = TokenStream>) -> TokenStream {
        let mut list = TokenStream::new();
        for hint in hints {
            list.extend(template("&$hint,", places![hint = hint]));
        }
        let function = self.hint(function);
        template("$function(&[$list])", places![function = function, list = list])
    }

    fn union(&self, hints: impl Iterator<Item = TokenStream>) -> TokenStream {
        self.several("union", hints)
    }

    fn container(&self, container: &Container) -> TokenStream {
        let fields = &container.fields;
        match (container.form, self.way) {
            (Form::Transparent, _) => self.field(&fields[0]),
            (Form::Tuple, _) => self.several("tuple", fields.iter().map(|field| self.field(field))),
            // Other items may be in it as well, of any type.
            (Form::Named, Way::From) => {
                match fields.iter().all(|field| matches!(field.source, Source::Named(_))) {
                    true => {
                        let (key, any) = (self.hint("STR"), self.hint("ANY"));
                        let mapping = self.hint("mapping");
                        template(
                            "$mapping(&$key, &$any)",
                            places![mapping = mapping, key = key, any = any],
                        )
                    }
                    false => self.hint("ANY"),
                }
            }
            (Form::Named, _) => {
                let has_keys = fields.iter().any(|field| matches!(field.source, Source::Key(_)));
                let key = self.hint(if has_keys { "ANY" } else { "STR" });
                let value = self.union(fields.iter().map(|field| self.field(field)));
                let dict = self.hint("dict");
                template("$dict(&$key, &$value)", places![dict = dict, key = key, value = value])
            }
        }
    }

    fn field(&self, field: &DeriveField) -> TokenStream {
        let with = match self.way {
            Way::From => &field.from_py_with,
            _ => &field.into_py_with,
        };
        let hint = match (with, self.is_generic()) {
            (Some(_), _) => None,
            (None, true) => self.of_parameters(&field.ty),
            (None, false) => self.asked(&field.ty),
        };
        hint.unwrap_or_else(|| self.hint("ANY"))
    }

    /// The hint of a type that may mention parameters.
    fn of_parameters(&self, ty: &TokenStream) -> Option<TokenStream> {
        let names: Vec<String> =
            self.derive.generics.params.iter().map(|param| param.name.text()).collect();
        let is_plain =
            all_words(ty, &|word| PLAIN.contains(&word) || names.iter().any(|name| name == word));
        let template_text = match self.way {
            Way::From => "<$ty as $krate::FromPyObject<'_, $lifetime>>::INPUT_TYPE",
            Way::Into => "<$ty as $krate::IntoPyObject<$lifetime>>::OUTPUT_TYPE",
            Way::IntoRef => "<&'__eb $ty as $krate::IntoPyObject<$lifetime>>::OUTPUT_TYPE",
        };
        let places =
            places![ty = *ty, krate = *self.derive.krate.path(), lifetime = *self.lifetime];
        is_plain.then(|| template(template_text, places))
    }

    /// The hint of a type without parameters.
    fn asked(&self, ty: &TokenStream) -> Option<TokenStream> {
        let mut own = TokenStream::from(TokenTree::Ident(self.derive.name.clone()));
        own.extend(self.derive.generics.arguments());
        let own = nameable(&own, &TokenStream::new())?;
        let ty = nameable(ty, &own)?;
        let text = match self.way {
            Way::From => "$krate::rt::Input::<$ty>::PART",
            Way::Into => "$krate::rt::Output::<$ty>::PART",
            Way::IntoRef => "$krate::rt::Output::<&'static $ty>::PART",
        };
        Some(template(text, places![ty = ty, krate = *self.derive.krate.path()]))
    }
}

/// Whether all names in `ty` are such; lifetimes are not names.
fn all_words(ty: &TokenStream, is_such: &dyn Fn(&str) -> bool) -> bool {
    let mut after_quote = false;
    ty.trees().all(|tree| {
        let is_lifetime = std::mem::take(&mut after_quote);
        match tree {
            TokenTree::Ident(word) => is_lifetime || is_such(&word.to_string()),
            TokenTree::Group(group) => all_words(&group.stream(), is_such),
            TokenTree::Punct(punct) => {
                after_quote = punct.as_char() == '\'';
                true
            }
            TokenTree::Literal(_) => true,
        }
    })
}
