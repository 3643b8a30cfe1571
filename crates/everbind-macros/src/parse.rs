//! A cursor over token trees: all the parsing the macros do.
//!
//! Only the outline of an item is ever looked at (attributes, visibility, names, generics, the
//! types of parameters); bodies and expressions pass through as they are. That is what keeps this
//! crate free of a full Rust parser, and a cold build short.
//!
//! A `macro_rules!` fragment such as `$ty:ty` or `$vis:vis` arrives inside a group without
//! delimiters. [`Cursor::peek`] opens such a group in place, because names, keywords and
//! attributes must be found through it. [`Cursor::until`], which collects types and expressions,
//! does not, because there the invisible group is what keeps `$a * $b` from being re-associated.

use crate::error::{Error, Result};
use crate::tokens::{
    Delimiter, Group, Ident, Literal, Spacing, Span, TokenStream, TokenTree, Trees,
};

#[derive(Clone)]
pub(crate) struct Cursor {
    /// The next tree, which may be an invisible group, and those after it.
    head: Option<TokenTree>,
    rest: Trees,
    end: Span,
}

impl Cursor {
    /// Reads `stream`; `end` is where an error about missing tokens points.
    pub(crate) fn new(stream: TokenStream, end: Span) -> Self {
        let mut rest = stream.trees();
        Cursor { head: rest.next(), rest, end }
    }

    /// Reads what is inside `group`.
    pub(crate) fn inside(group: &Group) -> Self {
        Cursor::new(group.stream(), group.span_close())
    }

    /// The next tree, with invisible groups opened.
    pub(crate) fn peek(&mut self) -> Option<&TokenTree> {
        self.open();
        self.head.as_ref()
    }

    /// The tree `ahead` places after the next one; invisible groups there stay closed.
    pub(crate) fn peek_at(&mut self, ahead: usize) -> Option<TokenTree> {
        self.open();
        let (mut tree, mut rest) = (self.head.clone(), self.rest);
        for _ in 0..ahead {
            tree = rest.next();
        }
        tree
    }

    fn open(&mut self) {
        while let Some(TokenTree::Group(group)) = &self.head {
            if group.delimiter() != Delimiter::None {
                return;
            }
            self.rest = self.rest.after(group.stream());
            self.head = self.rest.next();
        }
    }

    pub(crate) fn next(&mut self) -> Option<TokenTree> {
        self.open();
        self.next_closed()
    }

    /// The next tree, as it is.
    fn next_closed(&mut self) -> Option<TokenTree> {
        std::mem::replace(&mut self.head, self.rest.next())
    }

    pub(crate) fn is_empty(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Everything that is left.
    pub(crate) fn rest(&mut self) -> TokenStream {
        let mut out = TokenStream::new();
        while let Some(tree) = self.next_closed() {
            out.push(tree);
        }
        out
    }

    /// The place of the next tree, or of the end.
    pub(crate) fn span(&mut self) -> Span {
        let end = self.end;
        self.peek().map_or(end, |tree| tree.span())
    }

    /// An error at the next tree.
    pub(crate) fn error(&mut self, message: impl Into<String>) -> Error {
        Error::new(self.span(), message)
    }

    pub(crate) fn at_word(&mut self, word: &str) -> bool {
        matches!(self.peek(), Some(TokenTree::Ident(ident)) if is_word(ident, word))
    }

    pub(crate) fn at_punct(&mut self, ch: char) -> bool {
        matches!(self.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == ch)
    }

    pub(crate) fn at_group(&mut self, delimiter: Delimiter) -> bool {
        matches!(self.peek(), Some(TokenTree::Group(group)) if group.delimiter() == delimiter)
    }

    /// Whether the next two trees are the joint operator `first``second`, such as `->` or `::`.
    pub(crate) fn at_joint(&mut self, first: char, second: char) -> bool {
        matches!(self.peek(), Some(TokenTree::Punct(punct))
            if punct.as_char() == first && punct.spacing() == Spacing::Joint)
            && matches!(self.peek_at(1), Some(TokenTree::Punct(punct))
                if punct.as_char() == second)
    }

    pub(crate) fn eat_word(&mut self, word: &str) -> Option<Ident> {
        if !self.at_word(word) {
            return None;
        }
        match self.next() {
            Some(TokenTree::Ident(ident)) => Some(ident),
            _ => None,
        }
    }

    pub(crate) fn eat_punct(&mut self, ch: char) -> Option<Span> {
        if !self.at_punct(ch) {
            return None;
        }
        self.next().map(|tree| tree.span())
    }

    pub(crate) fn eat_joint(&mut self, first: char, second: char) -> Option<Span> {
        if !self.at_joint(first, second) {
            return None;
        }
        let span = self.next().map(|tree| tree.span());
        self.next();
        span
    }

    pub(crate) fn eat_group(&mut self, delimiter: Delimiter) -> Option<Group> {
        if !self.at_group(delimiter) {
            return None;
        }
        match self.next() {
            Some(TokenTree::Group(group)) => Some(group),
            _ => None,
        }
    }

    pub(crate) fn eat_ident(&mut self) -> Option<Ident> {
        if !matches!(self.peek(), Some(TokenTree::Ident(_))) {
            return None;
        }
        match self.next() {
            Some(TokenTree::Ident(ident)) => Some(ident),
            _ => None,
        }
    }

    pub(crate) fn eat_literal(&mut self) -> Option<Literal> {
        if !matches!(self.peek(), Some(TokenTree::Literal(_))) {
            return None;
        }
        match self.next() {
            Some(TokenTree::Literal(literal)) => Some(literal),
            _ => None,
        }
    }

    /// An identifier, or an error saying that `what` was expected.
    pub(crate) fn ident(&mut self, what: &str) -> Result<Ident> {
        match self.eat_ident() {
            Some(ident) => Ok(ident),
            None => Err(self.error(format!("expected {what}"))),
        }
    }

    pub(crate) fn punct(&mut self, ch: char) -> Result<Span> {
        match self.eat_punct(ch) {
            Some(span) => Ok(span),
            None => Err(self.error(format!("expected `{ch}`"))),
        }
    }

    pub(crate) fn group(&mut self, delimiter: Delimiter, what: &str) -> Result<Group> {
        match self.eat_group(delimiter) {
            Some(group) => Ok(group),
            None => Err(self.error(format!("expected {what}"))),
        }
    }

    /// The trees of a type up to one of `stops` that is outside angle brackets.
    ///
    /// A `{` outside angle brackets always stops, and so does the word `where`.
    pub(crate) fn type_until(&mut self, stops: &[char]) -> TokenStream {
        let mut depth = 0usize;
        let mut arrow = false;
        let mut out = TokenStream::new();
        while let Some(tree) = &self.head {
            let mut dash = false;
            match tree {
                TokenTree::Punct(punct) => {
                    let ch = punct.as_char();
                    if depth == 0 && !(arrow && ch == '>') && stops.contains(&ch) {
                        break;
                    }
                    match ch {
                        '<' => depth += 1,
                        '>' if !arrow => depth = depth.saturating_sub(1),
                        '-' | '=' => dash = punct.spacing() == Spacing::Joint,
                        _ => {}
                    }
                }
                TokenTree::Group(group) if depth == 0 && group.delimiter() == Delimiter::Brace => {
                    break;
                }
                TokenTree::Ident(ident) if depth == 0 && is_word(ident, "where") => break,
                _ => {}
            }
            arrow = dash;
            out.add(self.next_closed());
        }
        out
    }

    /// The trees of an expression up to a comma, or the end.
    ///
    /// Angle brackets count as brackets after `::`, after `as …` and at the start, which are the
    /// places where an expression can have a comma between them.
    pub(crate) fn expression(&mut self) -> TokenStream {
        let mut depth = 0usize;
        let mut out = TokenStream::new();
        let (mut opens, mut joint, mut cast, mut closure) = (true, false, false, false);
        while let Some(tree) = &self.head {
            let (mut next_opens, mut next_joint) = (false, false);
            match tree {
                TokenTree::Punct(punct) => {
                    next_joint = punct.spacing() == Spacing::Joint;
                    match punct.as_char() {
                        ',' if depth == 0 && !closure => break,
                        '<' if depth > 0 || opens || cast => depth += 1,
                        '>' if depth > 0 && !joint => depth -= 1,
                        ':' => next_opens = joint,
                        '|' if closure => closure = false,
                        '|' if opens && !next_joint => closure = true,
                        _ => cast = false,
                    }
                    next_joint &= matches!(punct.as_char(), '-' | '=' | ':');
                }
                TokenTree::Ident(ident) => match ident.to_string().as_str() {
                    "as" => cast = true,
                    "move" => next_opens = opens,
                    _ => {}
                },
                _ => {}
            }
            (opens, joint) = (next_opens, next_joint);
            out.add(self.next_closed());
        }
        out
    }

    /// Splits what is left at commas, reading each part with `part`; a last comma is allowed.
    pub(crate) fn comma_separated<T>(
        &mut self,
        mut part: impl FnMut(&mut Cursor) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut out = Vec::new();
        self.each_part(&mut |cursor| {
            out.push(part(cursor)?);
            Ok(())
        })?;
        Ok(out)
    }

    /// The same, of parts of any type.
    fn each_part(&mut self, part: &mut dyn FnMut(&mut Cursor) -> Result<()>) -> Result<()> {
        while !self.is_empty() {
            part(self)?;
            if self.is_empty() {
                break;
            }
            self.punct(',')?;
        }
        Ok(())
    }

    /// `pub`, `pub(…)` or nothing.
    pub(crate) fn visibility(&mut self) -> TokenStream {
        let mut out = TokenStream::new();
        if let Some(word) = self.eat_word("pub") {
            out.push(TokenTree::Ident(word));
            // `pub (A, B)` in a tuple struct is a type: only these words restrict visibility.
            let restricted = match self.peek() {
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                    let mut inside = Cursor::inside(group);
                    ["crate", "self", "super", "in"].iter().any(|word| inside.at_word(word))
                        && (inside.at_word("in") || inside.peek_at(1).is_none())
                }
                _ => false,
            };
            if restricted {
                out.add(self.next());
            }
        }
        out
    }

    /// A path such as `a::b::C`, without generic arguments: its text and its tokens.
    pub(crate) fn path(&mut self, what: &str) -> Result<(String, TokenStream)> {
        let mut text = String::new();
        let mut tokens = TokenStream::new();
        loop {
            if self.at_joint(':', ':') {
                text.push_str("::");
                tokens.add(self.next());
                tokens.add(self.next());
            } else if !tokens.is_empty() {
                break;
            }
            let ident = self.ident(what)?;
            text.push_str(&ident.to_string());
            tokens.push(TokenTree::Ident(ident));
        }
        Ok((text, tokens))
    }
}

/// Whether `ident` is the keyword or name `word`, not written raw.
pub(crate) fn is_word(ident: &Ident, word: &str) -> bool {
    ident.to_string() == word
}

/// The name of `ident` without `r#`.
pub(crate) fn plain_name(ident: &Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map(str::to_owned).unwrap_or(text)
}

/// The place of the first tree of `tokens`.
pub(crate) fn first_span(tokens: &TokenStream) -> Option<Span> {
    tokens.trees().next().map(|tree| tree.span())
}

/// `span`'s place with the macro's own hygiene and lint rules, for generated tokens whose errors
/// must point at the user's code.
pub(crate) fn located_at(span: Span) -> Span {
    Span::call_site().located_at(span)
}
