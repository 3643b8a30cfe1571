//! Generic parameters: `<'a, T: Bound, const N: usize>` and the `where` clause.

use crate::error::Result;
use crate::parse::Cursor;
use crate::template::{places, template, tokens};
use crate::tokens::{Span, TokenStream, TokenTree};

#[derive(Clone, Default)]
pub(crate) struct Generics {
    pub(crate) params: Vec<GenericParam>,
    /// The predicates after `where`, without the word.
    pub(crate) predicates: TokenStream,
}

#[derive(Clone)]
pub(crate) struct GenericParam {
    pub(crate) kind: GenericKind,
    /// `'a`, `T` or `N`.
    pub(crate) name: TokenStream,
    /// As declared, without a default: `T: Bound`, `const N: usize`.
    pub(crate) declaration: TokenStream,
    pub(crate) span: Span,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum GenericKind {
    Lifetime,
    Type,
    Const,
}

impl Generics {
    /// Reads `<…>` if it is there.
    pub(crate) fn parse(cursor: &mut Cursor) -> Result<Self> {
        let mut generics = Generics::default();
        if cursor.eat_punct('<').is_none() {
            return Ok(generics);
        }
        while !cursor.at_punct('>') && !cursor.is_empty() {
            generics.params.push(parameter(cursor)?);
            if cursor.eat_punct('=').is_some() {
                cursor.type_until(&[',', '>']);
            }
            if cursor.eat_punct(',').is_none() {
                break;
            }
        }
        cursor.punct('>')?;
        Ok(generics)
    }

    /// Reads `where …`, up to `{` or `;`, if it is there.
    pub(crate) fn parse_where(&mut self, cursor: &mut Cursor) {
        if cursor.eat_word("where").is_some() {
            self.predicates = cursor.type_until(&[';']);
        }
    }

    pub(crate) fn of_kind(&self, kind: GenericKind) -> impl Iterator<Item = &GenericParam> {
        self.params.iter().filter(move |param| param.kind == kind)
    }

    /// `'a, T: Bound,` for `impl<…>`; lifetimes first, as they stand.
    pub(crate) fn declarations(&self) -> TokenStream {
        list(self.params.iter().map(|param| &param.declaration))
    }

    /// `<'a, T>` for naming the type; empty without parameters.
    pub(crate) fn arguments(&self) -> TokenStream {
        if self.params.is_empty() {
            return TokenStream::new();
        }
        let names = list(self.params.iter().map(|param| &param.name));
        template("<$names>", places![names = names])
    }

    /// The predicates, ending in a comma if there are any.
    pub(crate) fn predicates_comma(&self) -> TokenStream {
        let mut out = self.predicates;
        let last = out.trees().last();
        match last {
            None => {}
            Some(TokenTree::Punct(punct)) if punct.as_char() == ',' => {}
            Some(_) => out.extend(tokens(",")),
        }
        out
    }
}

/// `a, b, ` from `a` and `b`.
fn list<'a>(parts: impl Iterator<Item = &'a TokenStream>) -> TokenStream {
    let mut out = TokenStream::new();
    for part in parts {
        out.extend(*part);
        out.extend(tokens(","));
    }
    out
}

fn parameter(cursor: &mut Cursor) -> Result<GenericParam> {
    crate::attr::attributes(cursor)?;
    let span = cursor.span();
    let (kind, lead) = if cursor.at_punct('\'') {
        (GenericKind::Lifetime, cursor.next())
    } else if let Some(word) = cursor.eat_word("const") {
        (GenericKind::Const, Some(word.into()))
    } else {
        (GenericKind::Type, None)
    };
    let ident = cursor.ident("a generic parameter")?;
    let (mut name, mut declaration) = (TokenStream::new(), TokenStream::new());
    if kind == GenericKind::Lifetime {
        name.add(lead.clone());
    }
    name.push(ident.clone().into());
    declaration.add(lead);
    declaration.push(ident.into());
    if cursor.at_punct(':') {
        declaration.add(cursor.next());
        declaration.extend(cursor.type_until(&[',', '>', '=']));
    }
    Ok(GenericParam { kind, name, declaration, span })
}
