//! `#[pyclass]` on a struct or enum: the item as written, and the implementations that make it a
//! class. Behaviour is in the runtime; what is written here are constants and thin entries.

use crate::attr::{cfgs, take_pyo3};
use crate::class_item::{ClassItem, Field, Shape, Style};
use crate::class_metaclass::Parts;
use crate::class_options::ClassOptions;
use crate::docs::Docs;
use crate::error::{Error, Errors, Result};
use crate::function_options::quiet;
use crate::generics::GenericKind;
use crate::literal::{c_literal, str_literal};
use crate::messages;
use crate::methods::{Block, ident};
use crate::methods_told::Header;
use crate::parse::{Cursor, plain_name};
use crate::template::{places, template, template_at, tokens};
use crate::tokens::{Span, TokenStream};

/// Expands `#[pyclass(args)] item`.
pub(crate) fn pyclass(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let parsed = ClassItem::parse(&mut Cursor::new(item, Span::call_site()), &mut errors);
    let mut class = match parsed {
        Ok(class) => class,
        Err(error) => {
            errors.push(error);
            let mut out = item;
            out.extend(errors.into_tokens());
            return out;
        }
    };
    let generated = definition(&mut class, args, &mut errors);
    let generated = errors.take(generated).unwrap_or_default();
    let mut out = class.tokens();
    if errors.is_empty() {
        out.extend(generated);
    }
    out.extend(errors.into_tokens());
    out
}

fn definition(
    class: &mut ClassItem,
    args: TokenStream,
    errors: &mut Errors,
) -> Result<TokenStream> {
    let mut entries = crate::attr::entries(&mut Cursor::new(args, Span::call_site()))?;
    take_pyo3(&mut class.attributes, &mut entries, errors);
    let options = ClassOptions::new(entries, errors);
    if let Some(param) = class.generics.params.first() {
        errors.push(Error::new(
            param.span,
            match param.kind {
                GenericKind::Lifetime => messages::CLASS_LIFETIME,
                _ => messages::CLASS_GENERIC,
            },
        ));
        return Ok(TokenStream::new());
    }
    if let Some(kind) = &options.python_enum {
        return crate::class_py_enum::emit(class, &options, kind, errors);
    }
    let is_enum = matches!(class.shape, Shape::Enum(..));
    let complex = matches!(&class.shape, Shape::Enum(variants, _)
        if variants.iter().any(|variant| variant.fields.style != Style::Unit));
    if is_enum && let Some(span) = options.subclass {
        errors.push(Error::new(span, "an enum cannot be inherited from"));
    }
    if let (Some(base), true) = (&options.extends, is_enum) {
        errors.push(Error::about(
            base,
            class.name.span(),
            "an enum extends nothing\nmake it a struct that has the enum in a field",
        ));
    }
    if let (Some(span), true) = (options.within, is_enum) {
        errors
            .push(Error::new(span, "`within` is for structs: an enum is not a field's own object"));
    }
    if let (Some(span), true) = (options.eq_int, !is_enum || complex) {
        errors.push(Error::new(span, "`eq_int` is for enums whose variants have no fields"));
    }

    let mut block = Block::new(options.krate.clone(), ident(&class.name));
    let docs = Docs::of(&class.attributes);
    let name = match &options.name {
        Some(name) => name.clone(),
        None => plain_name(&class.name),
    };
    c_literal(&name, class.name.span())?;
    let key = crate::record::key(&name);
    block.tell_class(&Header {
        key,
        base: options.extends.as_ref().ok_or(b"o".to_vec()),
        flags: &flags(&options, is_enum, complex),
        name: &name,
        module: options.module.as_deref(),
        docs: &docs,
    })?;
    tell_options(&options, &mut block)?;
    if let Some(traits) = &options.overridable {
        crate::overridable_class::emit(class, &options, traits, &mut block, errors);
    }
    let mut extra = TokenStream::new();
    match (is_enum, complex) {
        (false, _) => crate::class_fields::emit(class, &options, &mut block, errors)?,
        (true, false) => crate::class_enum::emit(class, &options, &mut block, errors)?,
        (true, true) => {
            extra = crate::class_complex_enum::emit(class, &options, &mut block, errors)?;
        }
    }
    if let Some(span) = options.pickle {
        crate::class_pickle::emit(span, is_enum, &mut block, errors)?;
    }
    let frozen = options.frozen.is_some() || complex;
    crate::class_traverse::emit(class, frozen, &mut block, errors);
    let compare = crate::class_derive::emit(class, &options, &mut block, errors)?;
    let metaclass = crate::class_metaclass::parts(&options, &block, errors);
    let info = Info { class, options: &options, complex, compare, metaclass, name, key };
    let mut out = info.implementations(&block)?;
    out.extend(extra);
    Ok(out)
}

/// What the implementations depend on.
struct Info<'a> {
    class: &'a ClassItem,
    options: &'a ClassOptions,
    complex: bool,
    /// The method `compare` of `PyClassImpl`, or nothing.
    compare: TokenStream,
    metaclass: Parts,
    /// The name in Python.
    name: String,
    /// The key of what the class tells.
    key: u32,
}

/// The letters of a class's options: see `everbind::stub`.
fn flags(options: &ClassOptions, is_enum: bool, complex: bool) -> String {
    let given = [
        ('f', options.frozen.is_some() || complex),
        ('s', options.subclass.is_some() || complex),
        ('d', options.dict.is_some()),
        ('w', options.weakref.is_some()),
        ('g', options.generic.is_some()),
        ('m', options.mapping.is_some()),
        ('q', options.sequence.is_some()),
        ('e', options.eq.is_some()),
        ('o', options.ord.is_some()),
        ('h', options.hash.is_some()),
        ('t', options.str.is_some()),
        ('i', options.eq_int.is_some()),
        ('n', is_enum && !complex),
        ('x', complex),
    ];
    given.iter().filter(|one| one.1).map(|one| one.0).collect()
}

/// Tells of the metaclass and of the type parameters.
fn tell_options(options: &ClassOptions, block: &mut Block) -> Result<()> {
    block.tell(&TokenStream::new(), |record, block| {
        if let Some(metaclass) = &options.metaclass {
            crate::class_metaclass::tell(metaclass, record, block);
        }
        if let Some(parameters) = &options.type_parameters {
            record.bytes(b"Y");
            record.text(parameters);
        }
        Ok(())
    })?;
    Ok(())
}

impl Info<'_> {
    fn implementations(&self, block: &Block) -> Result<TokenStream> {
        let options = self.options;
        let base = match &options.extends {
            Some(base) => *base,
            None => block.fill("$krate::PyAny", places![]),
        };
        let module = match &options.module {
            Some(module) => template(
                "::core::option::Option::Some($module)",
                places![module = str_literal(module)],
            ),
            None => tokens("::core::option::Option::None"),
        };
        let (mut implicit, mut implicit_instance) = (TokenStream::new(), TokenStream::new());
        let mut temporary = block.fill("$krate::rt::Never", places![]);
        if !options.implicit.is_empty() {
            temporary = block.fill("$krate::rt::Made<Self>", places![]);
            implicit = crate::class_implicit::functions(&options.implicit, &block.krate);
            let make = match options.extends {
                Some(_) => block.fill("|value, py| $krate::Bound::new(py, value)", places![]),
                None => block.fill("$krate::IntoPyObject::into_pyobject", places![]),
            };
            let hint = crate::class_implicit::hint(&options.implicit, &block.class, &block.krate);
            implicit_instance = block.fill(
                "$hint
                fn implicit_instance<'py>(
                    object: &$krate::Bound<'py, $krate::PyAny>
                ) -> ::core::option::Option<$krate::PyResult<$krate::Bound<'py, Self>>> {
                    $krate::rt::implicit_object::<Self, _>(object, $make)
                }",
                places![hint = hint, make = make],
            );
        }
        let mut out = block.fill(
            include_str!("class_template.txt"),
            places![
                cfgs = cfgs(&self.class.attributes),
                quiet = quiet(),
                base = base,
                name = str_literal(&self.name),
                key = crate::record::key_literal(self.key),
                told = block.told_item(),
                module = module,
                options = self.option_set(block),
                frozen = tokens(if self.is_frozen() { "True" } else { "False" }),
                functions = block.functions,
                items = block.items,
                table = block.table(),
                compare = self.compare,
                temporary = temporary,
                implicit = implicit,
                implicit_instance = implicit_instance,
                threads = self.thread_check(block),
                metaclass = self.metaclass.constants,
                beside = self.metaclass.items,
                exact = self.exact(block)
            ],
        );
        if options.subclass.is_some() || self.complex {
            out.extend(block.fill(
                include_str!("base_template.txt"),
                places![cfgs = cfgs(&self.class.attributes), quiet = quiet()],
            ));
        }
        if options.within.is_some() {
            out.extend(block.fill(
                "$cfgs $quiet impl $krate::rt::Referable for $class {}",
                places![cfgs = cfgs(&self.class.attributes), quiet = quiet()],
            ));
        }
        out.extend(self.conversions(block));
        Ok(out)
    }

    fn is_frozen(&self) -> bool {
        self.options.frozen.is_some() || self.complex
    }

    /// The check for an exact instance, which may be a type that has no data yet.
    fn exact(&self, block: &Block) -> TokenStream {
        if self.options.extends.is_none() {
            return TokenStream::new();
        }
        block.fill(
            "#[inline]
            fn is_exact_type_of(object: &$krate::Bound<'_, $krate::PyAny>) -> bool {
                $krate::rt::is_exact_instance_of::<Self>(object)
            }",
            places![],
        )
    }

    /// An expression of type `rt::Options`.
    fn option_set(&self, block: &Block) -> TokenStream {
        let options = self.options;
        let given = [
            ("FROZEN", self.is_frozen()),
            ("SUBCLASS", options.subclass.is_some() || self.complex),
            ("DICT", options.dict.is_some()),
            ("WEAKREF", options.weakref.is_some()),
            ("UNSENDABLE", options.unsendable.is_some()),
            ("MAPPING", options.mapping.is_some()),
            ("SEQUENCE", options.sequence.is_some()),
            ("IMMUTABLE", options.immutable_type.is_some()),
            ("GENERIC", options.generic.is_some()),
            ("WITHIN", options.within.is_some()),
        ];
        let mut out = block.fill("$krate::rt::Options::NONE", places![]);
        for (name, _) in given.iter().filter(|given| given.1) {
            out.extend(
                block.fill(".and($krate::rt::Options::$name)", places![name = tokens(name)]),
            );
        }
        out
    }

    /// A check that instances may be shared by threads, with the fields at their own places.
    fn thread_check(&self, block: &Block) -> TokenStream {
        if self.options.unsendable.is_some() {
            return TokenStream::new();
        }
        let mut fields: Vec<&Field> = Vec::new();
        match &self.class.shape {
            Shape::Struct(of_struct) => fields.extend(&of_struct.list),
            Shape::Enum(variants, _) => {
                for variant in variants {
                    fields.extend(&variant.fields.list);
                }
            }
        }
        let mut questions = TokenStream::new();
        for field in fields {
            if crate::class_fields::is_plain(&field.ty) {
                continue;
            }
            questions.extend(cfgs(&field.attributes));
            questions.extend(template_at(
                field.span,
                "verdict.field::<$ty>();",
                places![ty = field.ty],
            ));
        }
        block.fill(
            "impl $class {
                #[doc(hidden)]
                const __PYO3_THREADS: () = {
                    use $krate::rt::NotShared as _;
                    let verdict = $krate::rt::Threads::<$class>::VERDICT;
                    $questions
                    verdict.end();
                };
            }
            const _: () = <$class>::__PYO3_THREADS;",
            places![questions = questions],
        )
    }

    fn conversions(&self, block: &Block) -> TokenStream {
        let cfgs = cfgs(&self.class.attributes);
        let mut out = TokenStream::new();
        if self.options.extends.is_none() && !self.complex {
            // A variant of an enum is always the same object.
            let make = match self.class.shape {
                Shape::Enum(..) => block.fill("self.__pyo3__variant().object(py, self)", places![]),
                Shape::Struct(_) => block.fill("$krate::Bound::new(py, self)", places![]),
            };
            out.extend(block.fill(
                "$cfgs impl<'py> $krate::IntoPyObject<'py> for $class {
                    type Target = Self;
                    type Output = $krate::Bound<'py, Self>;
                    type Error = $krate::PyErr;
                    const OUTPUT_TYPE: $krate::inspect::TypeHint =
                        $krate::inspect::TypeHint::class::<Self>();
                    #[inline]
                    fn into_pyobject(
                        self, py: $krate::Python<'py>
                    ) -> ::core::result::Result<Self::Output, Self::Error> {
                        $make
                    }
                }",
                places![cfgs = cfgs, make = make],
            ));
        }
        if let Some(span) = self.options.from_py_object {
            let copied =
                template_at(span, "Self: $krate::rt::Copied", places![krate = *block.krate.path()]);
            let implicit = match self.options.implicit.is_empty() {
                true => TokenStream::new(),
                false => block.fill(
                    "const PARAMETER_TYPE: $krate::inspect::TypeHint =
                        <Self as $krate::PyTypeInfo>::PARAMETER_HINT;
                    fn extract_implicit(
                        object: $krate::Borrowed<'a, 'py, $krate::PyAny>,
                        _: $krate::rt::Token,
                    ) -> ::core::option::Option<$krate::PyResult<Self>> {
                        $krate::rt::implicit_value::<Self>(&object)
                    }",
                    places![],
                ),
            };
            out.extend(block.fill(
                "$cfgs impl<'a, 'py> $krate::FromPyObject<'a, 'py> for $class
                where
                    $copied,
                {
                    type Error = $krate::pyclass::PyClassGuardError<'a, 'py>;
                    const INPUT_TYPE: $krate::inspect::TypeHint =
                        $krate::inspect::TypeHint::class::<Self>();
                    #[inline]
                    fn extract(
                        object: $krate::Borrowed<'a, 'py, $krate::PyAny>
                    ) -> ::core::result::Result<Self, Self::Error> {
                        $krate::rt::clone_value::<Self>(object)
                    }
                    $implicit
                }",
                places![cfgs = cfgs, copied = copied, implicit = implicit],
            ));
        }
        out
    }
}
