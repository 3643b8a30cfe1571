//! The template engine: Rust text with `$name` placeholders.
//!
//! The text is read by the compiler's own lexer and gets the macro's call-site span; what is put
//! in for a placeholder keeps the user's spans, so that a type error in generated code points at
//! the type the user wrote.

use crate::tokens::{Group, Span, TokenStream, TokenTree};

/// What the placeholders of a template stand for: the tokens of each name, in the same order. Made by [`places!`].
#[derive(Clone, Copy)]
pub(crate) struct Places<'a> {
    pub(crate) names: &'a [&'static str],
    pub(crate) tokens: &'a [TokenStream],
}

/// `places![name = tokens, …]`: the names are a constant, so that a place costs a function one number. (As a pair of
/// name and reference it took eleven lines of IR.)
macro_rules! places {
    ($($name:ident = $tokens:expr),* $(,)?) => {
        $crate::template::Places { names: &[$(stringify!($name)),*], tokens: &[$($tokens),*] }
    };
}
pub(crate) use places;

/// `text` with each `$name` replaced by the tokens given for `name`.
///
/// # Panics
///
/// If `text` is not a sequence of Rust tokens or names an unknown placeholder: faults of this
/// crate, not of its user.
pub(crate) fn template(text: &str, places: Places) -> TokenStream {
    fill(tokens(text), &[places])
}

/// As [`template`], with more places.
pub(crate) fn template_with(text: &str, places: &[Places]) -> TokenStream {
    fill(tokens(text), places)
}

/// As [`template`], with every token placed at `span`, those put in too, so that errors about them
/// point there. Hygiene and lint rules stay the macro's.
pub(crate) fn template_at(span: Span, text: &str, places: Places) -> TokenStream {
    place(fill(tokens(text), &[places]), crate::parse::located_at(span))
}

/// As [`template`], with the tokens of `text` at `span`, where an error about the whole of it is to
/// point; what is put in keeps its own place.
pub(crate) fn template_on(span: Span, text: &str, places: Places) -> TokenStream {
    fill(place(tokens(text), crate::parse::located_at(span)), &[places])
}

/// `text` as tokens.
pub(crate) fn tokens(text: &str) -> TokenStream {
    match TokenStream::parse(text) {
        Some(stream) => stream,
        None => panic!("template is not Rust: {text}"),
    }
}

fn place(stream: TokenStream, span: Span) -> TokenStream {
    let mut out = TokenStream::new();
    for mut tree in stream.trees() {
        if let TokenTree::Group(group) = tree {
            tree = Group::new(group.delimiter(), place(group.stream(), span)).into();
        }
        tree.set_span(span);
        out.push(tree);
    }
    out
}

fn fill(stream: TokenStream, places: &[Places]) -> TokenStream {
    let mut out = TokenStream::new();
    let mut trees = stream.trees();
    while let Some(tree) = trees.next() {
        match tree {
            TokenTree::Punct(punct) if punct.as_char() == '$' => {
                out.extend(found(trees.next(), places));
            }
            TokenTree::Group(group) => {
                let mut filled = Group::new(group.delimiter(), fill(group.stream(), places));
                filled.set_span(group.span());
                out.push(filled.into());
            }
            tree => out.push(tree),
        }
    }
    out
}

fn found(name: Option<TokenTree>, places: &[Places]) -> TokenStream {
    if let Some(TokenTree::Ident(name)) = name {
        let name = name.to_string();
        for some in places {
            for (index, known) in some.names.iter().enumerate() {
                if *known == name {
                    return some.tokens[index];
                }
            }
        }
        panic!("template has no value for ${name}");
    }
    panic!("template has no name after $");
}
