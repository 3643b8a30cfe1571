//! Errors of the macros: each one points at the user's tokens, and all of them are reported at once.

use crate::tokens::{
    Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree,
};

pub(crate) type Result<T> = core::result::Result<T, Error>;

/// One or more messages, each with the first and the last token it is about.
#[derive(Debug)]
pub(crate) struct Error {
    messages: Vec<(Span, Span, String)>,
}

impl Error {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Error { messages: vec![(span, span, message.into())] }
    }

    /// An error about all of `tokens`; `fallback` is used when there are none.
    pub(crate) fn about(tokens: &TokenStream, fallback: Span, message: impl Into<String>) -> Self {
        let mut trees = tokens.trees();
        let first = trees.next().map_or(fallback, |tree| tree.span());
        let last = trees.last().map_or(first, |tree| tree.span());
        Error { messages: vec![(first, last, message.into())] }
    }

    pub(crate) fn append(&mut self, other: Error) {
        self.messages.extend(other.messages);
    }

    /// `::core::compile_error! { "…" }`, once for each message.
    pub(crate) fn into_tokens(self) -> TokenStream {
        let mut out = TokenStream::new();
        for (first, last, message) in &self.messages {
            let punct = |ch, spacing| {
                let mut punct = Punct::new(ch, spacing);
                punct.set_span(*first);
                TokenTree::Punct(punct)
            };
            let mut literal = Literal::string(message);
            literal.set_span(*last);
            let mut group =
                Group::new(Delimiter::Brace, TokenStream::from(TokenTree::Literal(literal)));
            group.set_span(*last);
            for tree in [
                punct(':', Spacing::Joint),
                punct(':', Spacing::Alone),
                TokenTree::Ident(Ident::new("core", *first)),
                punct(':', Spacing::Joint),
                punct(':', Spacing::Alone),
                TokenTree::Ident(Ident::new("compile_error", *first)),
                punct('!', Spacing::Alone),
                TokenTree::Group(group),
            ] {
                out.push(tree);
            }
        }
        out
    }
}

/// Collects errors so that the user sees all of them in one build.
#[derive(Default)]
pub(crate) struct Errors(Option<Error>);

impl Errors {
    pub(crate) fn push(&mut self, error: Error) {
        match &mut self.0 {
            Some(all) => all.append(error),
            none => *none = Some(error),
        }
    }

    /// The value of `result`, or `None` after its error has been kept.
    pub(crate) fn take<T>(&mut self, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The errors as tokens to put beside what could be generated; empty without errors.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.0.map_or_else(TokenStream::new, Error::into_tokens)
    }
}
