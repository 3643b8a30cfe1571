//! `#[overridable]` on a trait: the trait as written, with one hidden function that gives a class the trait's
//! methods in Python; and beside it the trait by which a handle has them.
//!
//! The C entries are provided methods of a trait inside the hidden function: there `Self` is the class, as in the
//! entries of `#[pymethods]`, which are made by the same code.

use crate::attr::{Attribute, attribute_tokens, attributes, cfgs};
use crate::error::{Error, Errors, Result};
use crate::function::{Function, ParamKind, ReceiverKind};
use crate::function_options::quiet;
use crate::krate::Krate;
use crate::literal::str_literal;
use crate::methods::{Block, ident};
use crate::methods_kind::{Kind, Method};
use crate::methods_told::Told;
use crate::parse::{Cursor, plain_name};
use crate::template::{places, template, template_at, tokens};
use crate::tokens::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

/// Expands `#[overridable(args)] trait …`.
pub(crate) fn overridable(args: TokenStream, item: TokenStream) -> TokenStream {
    match expand(args, item) {
        Ok(out) => out,
        Err(error) => {
            let mut out = item;
            out.extend(error.into_tokens());
            out
        }
    }
}

/// What is made of the methods.
struct Parts {
    block: Block,
    /// The methods of the handles' trait, without and with bodies.
    declared: TokenStream,
    defined: TokenStream,
    /// Whether there is a method with `&mut self`.
    mutates: bool,
}

fn expand(args: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let mut errors = Errors::default();
    let mut cursor = Cursor::new(item, Span::call_site());
    let mut outer = attributes(&mut cursor)?;
    let krate = Krate::from_attribute(args, &mut outer, "`#[overridable]`", &mut errors)?;

    let visibility = cursor.visibility();
    let keyword = match cursor.eat_word("trait") {
        Some(keyword) => keyword,
        None => return Err(cursor.error("`#[overridable]` is for traits")),
    };
    let name = cursor.ident("the name of the trait")?;
    if cursor.at_punct('<') {
        return Err(
            cursor.error("a trait whose methods Python may override has no generic parameters")
        );
    }
    let bounds = until_braces(&mut cursor);
    let body = cursor.group(Delimiter::Brace, "the methods of the trait")?;

    let mut block = Block::new(krate, tokens("Self"));
    block.told = Told::of_trait(&plain_name(&name));
    block.owner = Some(str_literal(&plain_name(&name)));
    let mut parts =
        Parts { block, declared: TokenStream::new(), defined: TokenStream::new(), mutates: false };
    let mut kept = TokenStream::new();
    let mut inside = Cursor::inside(&body);
    while !inside.is_empty() {
        kept.extend(trait_item(&mut inside, &name, &mut parts, &mut errors)?);
    }
    if errors.is_empty() {
        kept.extend(hidden_function(&name, &parts));
    }
    let mut group = Group::new(Delimiter::Brace, kept);
    group.set_span(body.span());
    let mut out = attribute_tokens(&outer);
    out.extend(visibility);
    out.push(TokenTree::Ident(keyword));
    out.extend(ident(&name));
    out.extend(bounds);
    out.push(TokenTree::Group(group));
    if errors.is_empty() {
        out.extend(handles(&outer, &visibility, &name, &parts));
    }
    out.extend(errors.into_tokens());
    Ok(out)
}

/// Supertraits and a `where` clause, as written.
fn until_braces(cursor: &mut Cursor) -> TokenStream {
    let mut out = TokenStream::new();
    while !cursor.is_empty() && !cursor.at_group(Delimiter::Brace) {
        out.add(cursor.next());
    }
    out
}

/// What the class must be besides.
fn bounds_of(parts: &Parts) -> TokenStream {
    match parts.mutates {
        true => parts.block.fill("$krate::PyClass<Frozen = $krate::rt::False>", places![]),
        false => parts.block.fill("$krate::PyClass", places![]),
    }
}

/// Reads one item of the trait, makes what belongs to it, and returns it as it stays.
fn trait_item(
    cursor: &mut Cursor,
    owner: &Ident,
    parts: &mut Parts,
    errors: &mut Errors,
) -> Result<TokenStream> {
    let attributes = attributes(cursor)?;
    if !is_function(cursor) {
        let mut out = attribute_tokens(&attributes);
        while let Some(tree) = cursor.next() {
            let last = matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == ';');
            out.push(tree);
            if last {
                break;
            }
        }
        return Ok(out);
    }
    let function = Function::parse_after_attributes(attributes, cursor, errors)?;
    if function.receiver.is_none() {
        return Ok(function.tokens());
    }
    let mut method = Method::of(function, errors);
    check(&method, errors);
    parts.mutates |= is_exclusive(&method);
    let emitted = crate::methods_entry::emit(&mut method, &mut parts.block, errors);
    errors.take(emitted);
    handle_method(&method, owner, parts);
    Ok(method.function.tokens())
}

fn is_function(cursor: &mut Cursor) -> bool {
    for ahead in 0..6 {
        match cursor.peek_at(ahead) {
            Some(TokenTree::Ident(word)) if word.to_string() == "fn" => return true,
            Some(TokenTree::Ident(_) | TokenTree::Literal(_)) => {}
            _ => return false,
        }
    }
    false
}

fn is_exclusive(method: &Method) -> bool {
    matches!(&method.function.receiver, Some(receiver) if matches!(receiver.kind, ReceiverKind::RefMut))
}

/// Reports what an override could not be called with.
fn check(method: &Method, errors: &mut Errors) {
    if let Some(receiver) = &method.function.receiver
        && !matches!(receiver.kind, ReceiverKind::Ref | ReceiverKind::RefMut)
    {
        errors.push(Error::new(
            receiver.span,
            "a method that Python may override has `&self` or `&mut self`",
        ));
    }
    if method.kind != Kind::Instance || method.name.starts_with("__") {
        errors.push(Error::new(
            method.span,
            "only plain methods are called by their names, and so can be overridden",
        ));
    }
    if let Some(span) = method.options.overload {
        errors.push(Error::new(span, "a method that Python may override has no overloads"));
    }
    let has_star = |tree: TokenTree| match tree {
        TokenTree::Group(group) => group
            .stream()
            .trees()
            .any(|tree| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == '*')),
        _ => false,
    };
    if let Some((signature, span)) = &method.options.signature
        && signature.trees().any(has_star)
    {
        errors.push(Error::new(
            *span,
            "an override is called with positional arguments, one for each parameter",
        ));
    }
    if method.function.output.is_empty() {
        errors.push(Error::new(
            method.span,
            "an override can raise: the method must return a `PyResult`",
        ));
    }
}

/// The method of a handle: `py_` and the method's name.
fn handle_method(method: &Method, owner: &Ident, parts: &mut Parts) {
    let function = &method.function;
    let (mut params, mut all, mut passed) =
        (TokenStream::new(), TokenStream::new(), TokenStream::new());
    for (index, param) in function.params.iter().enumerate() {
        let name = Ident::new(&format!("__a{index}"), Span::call_site());
        let name = TokenStream::from(TokenTree::Ident(name));
        params.extend(template("$name: $ty,", places![name = name, ty = param.ty]));
        let argument = template_at(param.span, "$name,", places![name = name]);
        all.extend(argument);
        if param.kind != ParamKind::Python {
            passed.extend(argument);
        }
    }
    let rust = plain_name(&function.name);
    let doc = format!(" Calls `{rust}`, or the method that Python has put in its place.");
    let borrowed = match is_exclusive(method) {
        true => "$krate::rt::exclusive::<T>",
        false => "$krate::rt::shared::<T>",
    };
    let reborrowed = if is_exclusive(method) { "mut __me" } else { "__me" };
    let reference = if is_exclusive(method) { "&mut *__me" } else { "&*__me" };
    let block = &parts.block;
    let places = places![
        cfgs = cfgs(&function.attributes),
        doc = str_literal(&doc),
        name = ident(&Ident::new(&format!("py_{rust}"), function.name.span())),
        method = ident(&function.name),
        python_name = str_literal(&method.name),
        owner = ident(owner),
        params = params,
        output = function.output,
        all = all,
        passed = passed,
        borrowed = block.fill(borrowed, places![]),
        me = tokens(reborrowed),
        reference = tokens(reference),
        answer = answer(method, block)
    ];
    parts
        .declared
        .extend(block.fill("$cfgs #[doc = $doc] fn $name(&self, $params) -> $output;", places));
    parts.defined.extend(block.fill(include_str!("overridable_method.txt"), places));
}

/// The path of the conversion of the override's answer, at the place of the return type.
fn answer(method: &Method, block: &Block) -> TokenStream {
    template_at(
        crate::methods_entry::result_span(method),
        "$krate::rt::OverrideReturn::of_override",
        places![krate = *block.krate.path()],
    )
}

/// The provided function of the trait that gives a class the methods.
fn hidden_function(name: &Ident, parts: &Parts) -> TokenStream {
    let block = &parts.block;
    block.fill(
        "#[doc(hidden)]
        fn __pyo3_overridable(__items: &mut $krate::rt::ClassItems)
        where
            Self: ::core::marker::Sized + $bound,
        {
            $items
            $told
            $quiet trait __Entries: $name + $bound {
                $functions
                fn __fill(__items: &mut $krate::rt::ClassItems) {
                    let __told = __items.told;
                    $place
                    $table
                    __items.told = __told;
                }
            }
            $quiet impl<T: $name + $bound> __Entries for T {}
            let __class = __items.rename($owner);
            <Self as __Entries>::__fill(__items);
            __items.rename(__class);
        }",
        places![
            bound = bounds_of(parts),
            quiet = quiet(),
            name = ident(name),
            owner = block.class_name(),
            items = block.items,
            told = block.told_item(),
            place = block.told_place(),
            functions = block.functions,
            table = block.table()
        ],
    )
}

/// The trait of the handles.
fn handles(
    outer: &[Attribute],
    visibility: &TokenStream,
    name: &Ident,
    parts: &Parts,
) -> TokenStream {
    let rust = plain_name(name);
    let doc = format!(" The methods of [`{rust}`] as Python has them: of a handle to an instance.");
    parts.block.fill(
        "$cfgs #[doc = $doc] #[allow(clippy::too_many_arguments)] $visibility trait $handles<'py> { $declared }
        $cfgs $quiet impl<'py, T> $handles<'py> for $krate::Bound<'py, T>
        where
            T: $name + $krate::rt::Overridable + $bound,
        {
            $defined
        }",
        places![cfgs = cfgs(outer), doc = str_literal(&doc), quiet = quiet(), visibility = *visibility, handles = ident(&Ident::new(&format!("Py{rust}"), name.span())), name = ident(name), bound = bounds_of(parts), declared = parts.declared, defined = parts.defined],
    )
}
