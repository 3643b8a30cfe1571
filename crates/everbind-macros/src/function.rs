//! The model of a Rust function that Python is to call; free functions and methods alike.

use crate::attr::{Attribute, Options, attribute_tokens, attributes, take_pyo3};
use crate::error::{Error, Errors, Result};
use crate::generics::{GenericKind, Generics};
use crate::literal::string_value;
use crate::messages;
use crate::parse::{Cursor, first_span, is_word, plain_name};
use crate::template::{places, template};
use crate::tokens::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

/// A function item, taken apart. [`Function::tokens`] puts it together again.
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: TokenStream,
    /// `const`, `async`, `unsafe`, `extern "C"` as written.
    qualifiers: TokenStream,
    pub(crate) is_async: Option<Span>,
    pub(crate) is_unsafe: bool,
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    pub(crate) receiver: Option<Receiver>,
    pub(crate) params: Vec<Param>,
    /// The place of the parameter list.
    pub(crate) params_span: Span,
    /// The return type; empty when there is none.
    pub(crate) output: TokenStream,
    body: TokenStream,
}

/// `self` in one of its forms.
pub(crate) struct Receiver {
    tokens: TokenStream,
    pub(crate) kind: ReceiverKind,
    pub(crate) span: Span,
}

pub(crate) enum ReceiverKind {
    /// `&self`
    Ref,
    /// `&mut self`
    RefMut,
    /// `self`
    Value,
    /// `self: Type`
    Typed(TokenStream),
}

/// One parameter other than `self`.
pub(crate) struct Param {
    pub(crate) attributes: Vec<Attribute>,
    pattern: TokenStream,
    pub(crate) name: Ident,
    pub(crate) ty: TokenStream,
    /// The place of the type.
    pub(crate) span: Span,
    pub(crate) kind: ParamKind,
    /// Whether the type is written `Option<…>`.
    pub(crate) is_option: bool,
    pub(crate) from_py_with: Option<TokenStream>,
    /// It is not visible to Python either.
    pub(crate) is_cancel_handle: bool,
    /// Which slot of the bound arguments it is read from; set by the signature.
    pub(crate) slot: usize,
    /// The value when the caller gives none; set by the signature.
    pub(crate) default: Option<DefaultValue>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ParamKind {
    /// `Python<'py>`, or a cancel handle: not visible to Python.
    Python,
    /// A type that is converted, as far as its name tells: it may be an alias of a reference.
    Value,
    /// `&T`, `&mut T`, `Option<&T>` or `Option<&mut T>`: borrowed from the caller's object.
    Reference,
}

/// A default value.
#[derive(Clone)]
pub(crate) enum DefaultValue {
    /// What the user wrote in the signature.
    Expression(TokenStream),
    /// `None` for a `**kwargs` that got nothing.
    NoKwargs,
}

impl Function {
    /// Reads a function item, or a function in an `impl` block.
    pub(crate) fn parse(cursor: &mut Cursor, errors: &mut Errors) -> Result<Self> {
        let attributes = attributes(cursor)?;
        Function::parse_after_attributes(attributes, cursor, errors)
    }

    pub(crate) fn parse_after_attributes(
        attributes: Vec<Attribute>,
        cursor: &mut Cursor,
        errors: &mut Errors,
    ) -> Result<Self> {
        let visibility = cursor.visibility();
        let mut qualifiers = TokenStream::new();
        let (mut is_async, mut is_unsafe) = (None, false);
        while !cursor.at_word("fn") {
            match cursor.peek() {
                Some(TokenTree::Ident(word)) => match word.to_string().as_str() {
                    "async" => is_async = Some(word.span()),
                    "unsafe" => is_unsafe = true,
                    "const" | "extern" | "safe" | "default" => {}
                    _ => return Err(cursor.error("expected a function")),
                },
                Some(TokenTree::Literal(_)) => {}
                _ => return Err(cursor.error("expected a function")),
            }
            qualifiers.add(cursor.next());
        }
        qualifiers.add(cursor.next());
        let name = cursor.ident("the name of the function")?;
        let mut generics = Generics::parse(cursor)?;
        let list = cursor.group(Delimiter::Parenthesis, "the parameters of the function")?;
        let output = match cursor.eat_joint('-', '>') {
            Some(_) => cursor.type_until(&[';']),
            None => TokenStream::new(),
        };
        generics.parse_where(cursor);
        let mut body = TokenStream::new();
        body.add(cursor.next());

        let mut inside = Cursor::inside(&list);
        let receiver = receiver(&mut inside)?;
        let params = inside
            .comma_separated(|cursor| Param::parse(cursor, errors))?
            .into_iter()
            .flatten()
            .collect();
        Ok(Function {
            attributes,
            visibility,
            qualifiers,
            is_async,
            is_unsafe,
            name,
            generics,
            receiver,
            params,
            params_span: list.span(),
            output,
            body,
        })
    }

    /// The function as written, less the attributes that were taken out of the model.
    pub(crate) fn tokens(&self) -> TokenStream {
        let mut list = TokenStream::new();
        if let Some(receiver) = &self.receiver {
            list.extend(receiver.tokens);
        }
        for param in &self.params {
            list.extend(template(
                "$attributes $pattern: $ty,",
                places![
                    attributes = attribute_tokens(&param.attributes),
                    pattern = param.pattern,
                    ty = param.ty
                ],
            ));
        }
        let mut list = Group::new(Delimiter::Parenthesis, list);
        list.set_span(self.params_span);
        let mut out = attribute_tokens(&self.attributes);
        out.extend(self.visibility);
        out.extend(self.qualifiers);
        out.push(TokenTree::Ident(self.name.clone()));
        if !self.generics.params.is_empty() {
            out.extend(template("<$list>", places![list = self.generics.declarations()]));
        }
        out.push(TokenTree::Group(list));
        if !self.output.is_empty() {
            out.extend(template("-> $output", places![output = self.output]));
        }
        if !self.generics.predicates.is_empty() {
            out.extend(template("where $list", places![list = self.generics.predicates]));
        }
        out.extend(self.body);
        out
    }

    pub(crate) fn body(&self) -> &TokenStream {
        &self.body
    }

    pub(crate) fn set_body(&mut self, body: TokenStream) {
        self.body = body;
    }

    /// The name Python sees when no other is given.
    pub(crate) fn python_name(&self) -> String {
        plain_name(&self.name)
    }

    /// Reports what no function called from Python can be; one that is `async` where it may not be.
    pub(crate) fn check_callable(&self, may_be_async: bool, errors: &mut Errors) {
        let has_feature = cfg!(feature = "experimental-async");
        if let Some(span) = self.is_async {
            match has_feature {
                false => errors.push(Error::new(span, messages::ASYNC)),
                true if may_be_async => {}
                true => errors.push(Error::new(span, messages::ASYNC_MISPLACED)),
            }
        }
        for param in self.params.iter().filter(|param| param.is_cancel_handle) {
            if self.is_async.is_none() || !may_be_async {
                errors.push(Error::new(param.span, messages::CANCEL_HANDLE));
            }
        }
        if crate::advice::lacks_token(self) {
            errors.push(Error::about(&self.output, self.params_span, messages::TOKEN));
        }
        if crate::advice::is_rust_iterator(&self.output) {
            errors.push(Error::about(&self.output, self.params_span, messages::RUST_ITERATOR));
        }
        for param in &self.generics.params {
            if param.kind != GenericKind::Lifetime {
                errors.push(Error::new(param.span, messages::GENERIC));
            }
        }
        for param in &self.params {
            let mut cursor = Cursor::new(param.ty, param.span);
            if cursor.at_word("impl") {
                errors.push(Error::about(&param.ty, param.span, messages::IMPL_TRAIT));
            }
        }
    }
}

/// `self` in any form, with the comma after it.
fn receiver(cursor: &mut Cursor) -> Result<Option<Receiver>> {
    // Up to `& 'a mut self`: anything else in front means a parameter.
    let mut after_quote = false;
    let mut ahead = 0;
    loop {
        match &cursor.peek_at(ahead) {
            Some(TokenTree::Ident(ident)) if is_word(ident, "self") => break,
            Some(TokenTree::Punct(punct)) if matches!(punct.as_char(), '&' | '\'') => {
                after_quote = punct.as_char() == '\'';
            }
            Some(TokenTree::Ident(ident)) if after_quote || is_word(ident, "mut") => {
                after_quote = false;
            }
            _ => return Ok(None),
        }
        ahead += 1;
    }
    let span = cursor.span();
    let (mut reference, mut mutable) = (false, false);
    let mut tokens = TokenStream::new();
    loop {
        reference |= cursor.at_punct('&');
        mutable |= cursor.at_word("mut");
        let last = cursor.at_word("self");
        tokens.add(cursor.next());
        if last {
            break;
        }
    }
    let mut kind = match (reference, mutable) {
        (true, true) => ReceiverKind::RefMut,
        (true, false) => ReceiverKind::Ref,
        (false, _) => ReceiverKind::Value,
    };
    if cursor.at_punct(':') {
        tokens.add(cursor.next());
        let ty = cursor.type_until(&[',']);
        tokens.extend(ty);
        kind = ReceiverKind::Typed(ty);
    }
    if cursor.at_punct(',') {
        tokens.add(cursor.next());
    }
    Ok(Some(Receiver { tokens, kind, span }))
}

/// Types of whose names one can be sure: for them the compiler is spared a question.
const OWNED: &[&str] = &[
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32",
    "u64", "u128", "usize", "String",
];

impl Param {
    /// Whether the type certainly does not borrow from the caller's object.
    pub(crate) fn is_owned(&self) -> bool {
        let Some((name, mut rest)) = last_segment(&self.ty) else { return false };
        OWNED.contains(&name.as_str()) && rest.is_empty()
    }

    fn parse(cursor: &mut Cursor, errors: &mut Errors) -> Result<Option<Param>> {
        let mut attributes = attributes(cursor)?;
        let pattern = cursor.type_until(&[':', ',']);
        let pattern_span = first_span(&pattern).unwrap_or_else(|| cursor.span());
        if cursor.eat_punct(':').is_none() {
            return Err(Error::about(&pattern, pattern_span, messages::PATTERN));
        }
        let ty = cursor.type_until(&[',']);
        let span = first_span(&ty).unwrap_or(pattern_span);
        let name = match errors.take(pattern_name(&pattern, pattern_span)) {
            Some(name) => name,
            None => Ident::new("_unnamed", pattern_span),
        };
        let mut entries = Vec::new();
        take_pyo3(&mut attributes, &mut entries, errors);
        let options =
            Options::new(entries, "a parameter", &["from_py_with", "cancel_handle"], &[], errors);
        let is_cancel_handle = options.flag("cancel_handle", errors).is_some();
        let from_py_with = options.tokens("from_py_with", errors).map(function_path);
        let (kind, is_option) = match is_cancel_handle {
            true => (ParamKind::Python, false),
            false => classify(&ty),
        };
        Ok(Some(Param {
            attributes,
            pattern,
            name,
            ty,
            span,
            kind,
            is_option,
            from_py_with,
            is_cancel_handle,
            slot: 0,
            default: None,
        }))
    }
}

/// The tokens of a path to a function; a path in quotes, PyO3's old spelling, is unpacked.
pub(crate) fn function_path(tokens: TokenStream) -> TokenStream {
    let mut cursor = Cursor::new(tokens, Span::call_site());
    let text = cursor.eat_literal().and_then(|literal| string_value(&literal));
    match text.and_then(|text| TokenStream::parse(&text)) {
        Some(path) => path,
        None => tokens,
    }
}

fn pattern_name(pattern: &TokenStream, span: Span) -> Result<Ident> {
    let mut cursor = Cursor::new(*pattern, span);
    cursor.eat_word("ref");
    cursor.eat_word("mut");
    // `_` is an identifier here; a parameter that Python sees must not be called so.
    match cursor.eat_ident() {
        Some(name) if cursor.is_empty() => Ok(name),
        _ => Err(Error::about(pattern, span, messages::PATTERN)),
    }
}

/// How a parameter of type `ty` is passed, and whether it is written `Option<…>`.
fn classify(ty: &TokenStream) -> (ParamKind, bool) {
    let kind = |ty: &TokenStream| match Cursor::new(*ty, Span::call_site()).at_punct('&') {
        true => ParamKind::Reference,
        false => ParamKind::Value,
    };
    if let Some(inner) = option_argument(ty) {
        return (kind(&inner), true);
    }
    match last_segment(ty) {
        Some((name, _)) if name == "Python" => (ParamKind::Python, false),
        _ => (kind(ty), false),
    }
}

/// `T` if `ty` is written `Option<T>`.
pub(crate) fn option_argument(ty: &TokenStream) -> Option<TokenStream> {
    let (name, mut rest) = last_segment(ty)?;
    if name != "Option" || rest.eat_punct('<').is_none() {
        return None;
    }
    Some(rest.type_until(&['>']))
}

/// The last name of the path that `ty` is, and what follows it.
pub(crate) fn last_segment(ty: &TokenStream) -> Option<(String, Cursor)> {
    let mut cursor = Cursor::new(*ty, Span::call_site());
    let (path, _) = cursor.path("").ok()?;
    let name = crate::attr::last_part(&path).to_owned();
    Some((name, cursor))
}
