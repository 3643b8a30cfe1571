//! `#[pymethods]`: the `impl` block as written, and beside it a table of what Python finds in it.
//!
//! Each function gets its C entry as an associated function, so that `Self` means the class in what
//! the user writes into attributes. The table is the one item of an `impl PyMethods`; `#[pyclass]`
//! finds it through a probe, so neither macro sees the other's input.
//!
//! `methods_kind.rs` says what a function is; `methods_entry.rs` (methods), `methods_constructor.rs`,
//! `methods_property.rs`, `methods_slot.rs` and `overload_methods.rs` emit it into a [`Block`].

use crate::attr::{Attribute, Options, attribute_tokens, attributes, cfgs, take_pyo3};
use crate::class_fields::is_plain;
use crate::error::{Error, Errors, Result};
use crate::function::Function;
use crate::function_options::quiet;
use crate::krate::Krate;

use crate::methods_kind::{Kind, Method, take_flag};
use crate::methods_slot::Fragment;
use crate::methods_told::{Told, Type};
use crate::overload_methods::Overload;
use crate::parse::{Cursor, plain_name};
use crate::template::{Places, places, template, template_with, tokens};
use crate::tokens::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

/// Everything that is generated for one `impl` block.
pub(crate) struct Block {
    pub(crate) krate: Krate,
    /// The type of the `impl`.
    pub(crate) class: TokenStream,
    /// Associated functions.
    pub(crate) functions: TokenStream,
    /// Items beside them: signature tables.
    pub(crate) items: TokenStream,
    /// The lists of the table, each element followed by a comma.
    pub(crate) methods: TokenStream,
    pub(crate) properties: TokenStream,
    pub(crate) attributes: TokenStream,
    pub(crate) slots: TokenStream,
    /// Candidates of one name, which get one entry at the end.
    pub(crate) overloads: Vec<Overload>,
    /// Parts of slots, put together at the end.
    pub(crate) fragments: Vec<Fragment>,
    /// Whether there is `__del__`.
    pub(crate) finalizes: bool,
    pub(crate) traverse: Option<TokenStream>,
    pub(crate) clear: Option<TokenStream>,
    /// The owner that errors name: an expression; else it is the class.
    pub(crate) owner: Option<TokenStream>,
    /// What stubs are made of.
    pub(crate) told: Told,
    /// What has a name already: its kind, and the name.
    named: Vec<(Kind, String)>,
}

impl Block {
    pub(crate) fn new(krate: Krate, class: TokenStream) -> Self {
        let told = Told::new(&krate, &class);
        Block {
            told,
            krate,
            class,
            functions: TokenStream::new(),
            items: TokenStream::new(),
            methods: TokenStream::new(),
            properties: TokenStream::new(),
            attributes: TokenStream::new(),
            slots: TokenStream::new(),
            overloads: Vec::new(),
            fragments: Vec::new(),
            finalizes: false,
            traverse: None,
            clear: None,
            owner: None,
            named: Vec::new(),
        }
    }

    /// Reports a name that is there already. One with a condition may be the other's alternative.
    fn claim(&mut self, method: &Method, errors: &mut Errors) {
        let is_candidate = method.options.overload.is_some();
        if is_candidate && self.has_overload(&method.name) {
            return;
        }
        if !is_candidate && !cfgs(&method.function.attributes).is_empty() {
            return;
        }
        let kind = match method.kind {
            Kind::Getter | Kind::Setter | Kind::Deleter | Kind::SubclassData => method.kind,
            _ => Kind::Instance,
        };
        let name = match kind {
            Kind::SubclassData => (kind, String::new()),
            _ => (kind, method.name.clone()),
        };
        if !self.named.contains(&name) {
            self.named.push(name);
            return;
        }
        let message = match method.kind {
            Kind::New { .. } => "a class has only one constructor\n\
                 put `#[pyo3(overload)]` on each of several, or make this one a `#[staticmethod]`"
                .to_owned(),
            Kind::SubclassData => "a class has only one `#[subclass_data]`".to_owned(),
            Kind::Getter => format!("the property `{}` has a getter already", method.name),
            Kind::Setter => format!("the property `{}` has a setter already", method.name),
            Kind::Deleter => format!("the property `{}` has a deleter already", method.name),
            _ => format!(
                "the class has something named `{0}` already\n\
                 methods that are to be chosen from by their arguments each have \
                 `#[pyo3(name = \"{0}\", overload)]`",
                method.name
            ),
        };
        errors.push(Error::new(method.span, message));
    }

    /// Adds what a method needs beside the class, under the method's conditions. Without any items
    /// the conditions would be those of whatever follows.
    pub(crate) fn add_items(&mut self, cfgs: &TokenStream, items: &TokenStream) {
        if !items.is_empty() {
            self.items.extend(*cfgs);
            self.items.extend(*items);
        }
    }

    fn has_overload(&self, name: &str) -> bool {
        self.overloads.iter().any(|overload| overload.name == name)
    }

    /// `template` with `$krate` and `$class` given.
    pub(crate) fn fill(&self, text: &str, places: Places) -> TokenStream {
        self.fill_with(text, places, places![])
    }

    /// As [`fill`](Self::fill), with more places.
    pub(crate) fn fill_with(&self, text: &str, places: Places, more: Places) -> TokenStream {
        let own = places![krate = *self.krate.path(), class = self.class];
        template_with(text, &[own, places, more])
    }

    /// The name of the class in Python: an expression.
    pub(crate) fn class_name(&self) -> TokenStream {
        if let Some(owner) = &self.owner {
            return *owner;
        }
        self.fill("<$class as $krate::rt::PyClassImpl>::PYTHON_NAME", places![])
    }

    /// The statements that fill in `__items`, a `&mut ClassItems`.
    pub(crate) fn table(&self) -> TokenStream {
        let mut out = self.methods;
        out.extend(self.slots);
        for (name, elements) in [("properties", &self.properties), ("attributes", &self.attributes)]
        {
            if !elements.is_empty() {
                out.extend(template(
                    "__items.$name(&[$elements]);",
                    places![name = tokens(name), elements = *elements],
                ));
            }
        }
        let visits = self.traverse.is_some() || self.clear.is_some();
        if self.finalizes || visits || !self.attributes.is_empty() {
            out.extend(self.fill("__items.collected::<$class>();", places![]));
        }
        for (name, value) in [("traverse", &self.traverse), ("clear", &self.clear)] {
            if let Some(value) = value {
                out.extend(template(
                    "__items.$name = ::core::option::Option::Some($value);",
                    places![name = tokens(name), value = *value],
                ));
            }
        }
        out
    }
}

/// Expands `#[pymethods] impl …`.
pub(crate) fn pymethods(args: TokenStream, item: TokenStream) -> TokenStream {
    match expand(args, item) {
        Ok(out) => out,
        Err(error) => {
            let mut out = item;
            out.extend(error.into_tokens());
            out
        }
    }
}

fn expand(args: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let mut errors = Errors::default();
    let mut cursor = Cursor::new(item, Span::call_site());
    let mut outer = attributes(&mut cursor)?;
    let krate = Krate::from_attribute(args, &mut outer, "`#[pymethods]`", &mut errors)?;

    let keyword = match cursor.eat_word("impl") {
        Some(keyword) => keyword,
        None => {
            return Err(cursor.error(
                "`#[pymethods]` is for `impl` blocks\n\
                 a struct or an enum takes `#[pyclass]`, a function `#[pyfunction]`",
            ));
        }
    };
    if cursor.at_punct('<') {
        return Err(cursor.error(
            "a class has no generic parameters, so its `impl` with `#[pymethods]` has none",
        ));
    }
    let class = cursor.type_until(&[]);
    let body = cursor.group(Delimiter::Brace, "the methods of the class")?;
    if class
        .trees()
        .any(|tree| matches!(&tree, TokenTree::Ident(word) if word.to_string() == "for"))
    {
        return Err(Error::about(
            &class,
            keyword.span(),
            "`#[pymethods]` cannot be used on the implementation of a trait",
        ));
    }

    let mut block = Block::new(krate, class);
    let mut kept = TokenStream::new();
    let mut inside = Cursor::inside(&body);
    while !inside.is_empty() {
        kept.extend(impl_item(&mut inside, &mut block, &mut errors)?);
    }
    let finished = crate::overload_methods::finish(&mut block);
    errors.take(finished);
    crate::methods_slot::finish(&mut block, &mut errors);
    let generated = emit(&block);

    let mut group = Group::new(Delimiter::Brace, kept);
    group.set_span(body.span());
    let mut out = attribute_tokens(&outer);
    out.push(TokenTree::Ident(keyword));
    out.extend(class);
    out.push(TokenTree::Group(group));
    if errors.is_empty() {
        out.extend(generated);
    }
    out.extend(errors.into_tokens());
    Ok(out)
}

fn emit(block: &Block) -> TokenStream {
    // A trait can be implemented once only. Where there may be several blocks, each is registered
    // when the library is loaded.
    let found = if cfg!(feature = "multiple-pymethods") {
        include_str!("several_blocks.txt")
    } else {
        "impl $krate::rt::PyMethods for $class {
            #[inline]
            $traverses
            fn method_items(items: &mut $krate::rt::ClassItems) { method_items(items); }
        }"
    };
    let mut traverses = TokenStream::new();
    if block.traverse.is_some() {
        traverses = tokens("const TRAVERSES: bool = true;");
    }
    block.fill(
        "$quiet const _: () = {
            $items
            $told
            impl $class { $functions }
            #[inline]
            fn method_items(__items: &mut $krate::rt::ClassItems) { $place $table }
            $found
        };",
        places![
            found = block.fill(found, places![traverses = traverses]),
            quiet = quiet(),
            items = block.items,
            told = block.told_item(),
            place = block.told_place(),
            functions = block.functions,
            table = block.table()
        ],
    )
}

/// Reads one item of the block, emits what belongs to it, and returns it as it stays.
fn impl_item(cursor: &mut Cursor, block: &mut Block, errors: &mut Errors) -> Result<TokenStream> {
    let attributes = attributes(cursor)?;
    match item_kind(cursor) {
        ItemKind::Function => {
            let function = Function::parse_after_attributes(attributes, cursor, errors)?;
            let mut method = Method::of(function, errors);
            block.claim(&method, errors);
            let emitted = match method.options.overload {
                Some(_) => crate::overload_methods::add(&mut method, block, errors),
                None => crate::methods_entry::emit(&mut method, block, errors),
            };
            errors.take(emitted);
            Ok(method.function.tokens())
        }
        ItemKind::Const => constant(attributes, cursor, block, errors),
        ItemKind::Other => {
            let mut out = attribute_tokens(&attributes);
            while let Some(tree) = cursor.next() {
                let last = match &tree {
                    TokenTree::Punct(punct) => punct.as_char() == ';',
                    TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                    _ => false,
                };
                out.push(tree);
                if last {
                    break;
                }
            }
            Ok(out)
        }
    }
}

enum ItemKind {
    Function,
    Const,
    Other,
}

/// Looks ahead over the qualifiers of an item.
fn item_kind(cursor: &mut Cursor) -> ItemKind {
    let mut constant = false;
    for ahead in 0..12 {
        match cursor.peek_at(ahead) {
            Some(TokenTree::Ident(word)) => match word.to_string().as_str() {
                "fn" => return ItemKind::Function,
                "const" => constant = true,
                "pub" | "async" | "unsafe" | "extern" | "default" => {}
                _ if constant => return ItemKind::Const,
                _ => return ItemKind::Other,
            },
            Some(TokenTree::Group(_) | TokenTree::Literal(_)) => {}
            _ => break,
        }
    }
    ItemKind::Other
}

/// `const NAME: Type = value;`, which `#[classattr]` makes an attribute of the class.
fn constant(
    mut attributes: Vec<Attribute>,
    cursor: &mut Cursor,
    block: &mut Block,
    errors: &mut Errors,
) -> Result<TokenStream> {
    let is_attribute = take_flag(&mut attributes, "classattr", errors).is_some();
    let mut entries = Vec::new();
    take_pyo3(&mut attributes, &mut entries, errors);
    let options = Options::new(entries, "a class constant", &["name"], &[], errors);
    let visibility = cursor.visibility();
    let (mut word, mut rest) = (TokenStream::new(), TokenStream::new());
    word.add(cursor.next());
    let name = cursor.ident("the name of the constant")?;
    rest.add(cursor.next());
    let ty = cursor.type_until(&['=', ';']);
    rest.extend(ty);
    let mut literal = cursor.clone();
    let literal = literal.eat_punct('=').map(|_| literal.type_until(&[';']));
    while let Some(tree) = cursor.next() {
        let last = matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == ';');
        rest.push(tree);
        if last {
            break;
        }
    }
    if is_attribute {
        let python_name = match options.string("name", errors) {
            Some((name, _)) => name,
            None => plain_name(&name),
        };
        let value = block.fill("<$class>::$name", places![name = ident(&name)]);
        let cyclic = !is_plain(&ty);
        if is_own_type(&ty, &block.class) {
            block.tell_attribute(&cfgs(&attributes), &python_name, Type::Own, None)?;
            own_constant(block, &attributes, &python_name, name.span(), &value)?;
        } else {
            let told = (Type::Output(&ty), literal.as_ref());
            class_attribute(block, &attributes, &python_name, name.span(), &value, cyclic, told)?;
        }
    }
    let mut out = attribute_tokens(&attributes);
    out.extend(visibility);
    out.extend(word);
    out.extend(ident(&name));
    out.extend(rest);
    Ok(out)
}

/// Whether a type is written `Self`, or as the class is.
fn is_own_type(ty: &TokenStream, class: &TokenStream) -> bool {
    let text = ty.text();
    text == "Self" || text == class.text()
}

/// Adds a constant of the class's own type: a member, where the class is a flag of Python's.
fn own_constant(
    block: &mut Block,
    attributes: &[Attribute],
    python_name: &str,
    span: Span,
    value: &TokenStream,
) -> Result<()> {
    let statement = block.fill(
        "$cfgs {
            use $krate::rt::PlainConstant as _;
            $krate::rt::Constant::<$class>::new().add(
                __items,
                $doc,
                $value,
                $krate::rt::Attribute {
                    name: $name,
                    value: |__py| $krate::rt::class_attribute(__py, $value),
                    cyclic: true,
                },
            );
        }",
        places![
            cfgs = cfgs(attributes),
            doc = crate::docs::Docs::of(attributes).c_string("", &block.krate)?,
            name = crate::literal::c_literal(python_name, span)?,
            value = *value
        ],
    );
    block.methods.extend(statement);
    Ok(())
}

/// Adds an attribute of the class whose value is the expression `value`, which may use `__py`;
/// `cyclic` unless the value is certainly no instance of the class. `told` is its type, and the value if that
/// may be a literal.
pub(crate) fn class_attribute(
    block: &mut Block,
    attributes: &[Attribute],
    python_name: &str,
    span: Span,
    value: &TokenStream,
    cyclic: bool,
    (ty, literal): (Type<'_>, Option<&TokenStream>),
) -> Result<()> {
    block.tell_attribute(&cfgs(attributes), python_name, ty, literal)?;
    untold_attribute(block, attributes, python_name, span, value, cyclic)
}

/// As [`class_attribute`], without telling of it.
pub(crate) fn untold_attribute(
    block: &mut Block,
    attributes: &[Attribute],
    python_name: &str,
    span: Span,
    value: &TokenStream,
    cyclic: bool,
) -> Result<()> {
    let element = block.fill(
        "$cfgs $krate::rt::Attribute {
            name: $name,
            value: |__py| $krate::rt::class_attribute(__py, $value),
            cyclic: $cyclic,
        },",
        places![
            cfgs = crate::attr::cfgs(attributes),
            name = crate::literal::c_literal(python_name, span)?,
            value = *value,
            cyclic = crate::literal::bool_literal(cyclic)
        ],
    );
    block.attributes.extend(element);
    Ok(())
}

pub(crate) fn ident(ident: &Ident) -> TokenStream {
    TokenTree::Ident(ident.clone()).into()
}
