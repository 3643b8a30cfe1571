//! Token streams and trees that need no drop, in place of those of `proc_macro`.
//!
//! Nearly everything in this crate holds or makes token streams, and those of `proc_macro` are handles that
//! must be given back: each one put into a variable cost its function a drop on every way out of it and a
//! landing pad for each call made meanwhile. Landing pads and drops were a sixth of the IR that LLVM got of
//! this crate, which every cold build of a user's project compiles. Here a stream is a number, and what it stands for is
//! in an arena that an expansion frees as a whole ([`expand`]). Joining two streams makes a node; they become one
//! stream of the compiler's when they go into a group, or out of the macro.
//!
//! Invariants: a number is used in the expansion that made it only (an expansion runs on one thread, and in no other
//! one), and what a number stands for never changes, so that copies are independent. The arena is cleared while
//! the compiler still listens, even if a macro panics: handles cannot be given back later.

use proc_macro::TokenStream as Stream;
pub(crate) use proc_macro::{Delimiter, Ident, Literal, Punct, Spacing, Span};
use std::cell::RefCell;

thread_local! {
    static ARENA: RefCell<Arena> = const {
        RefCell::new(Arena { nodes: Vec::new(), groups: Vec::new(), links: Vec::new() })
    };
}

struct Arena {
    nodes: Vec<Node>,
    groups: Vec<proc_macro::Group>,
    links: Vec<Link>,
}

/// What a [`TokenStream`] stands for, at its number less one.
enum Node {
    Stream(Stream),
    Tree(TokenTree),
    Both(TokenStream, TokenStream),
}

/// A tree of an opened stream, and the number of the link after it.
struct Link {
    tree: TokenTree,
    next: u32,
}

/// A sequence of tokens: nothing, or the number of a node.
#[derive(Clone, Copy, Default)]
pub(crate) struct TokenStream(u32);

#[derive(Clone)]
pub(crate) enum TokenTree {
    Group(Group),
    Ident(Ident),
    Punct(Punct),
    Literal(Literal),
}

/// A place in the arena's groups.
#[derive(Clone, Copy)]
pub(crate) struct Group {
    number: u32,
    delimiter: Delimiter,
}

/// The trees of a stream from one of them on: nothing, or the number of a link.
#[derive(Clone, Copy)]
pub(crate) struct Trees(u32);

/// What `run` makes of `args` and `item`, for the compiler. The arena serves this call.
pub(crate) fn expand(
    run: fn(TokenStream, TokenStream) -> TokenStream,
    args: Stream,
    item: Stream,
) -> Stream {
    struct Clear;
    impl Drop for Clear {
        fn drop(&mut self) {
            with(|arena| {
                arena.nodes.clear();
                arena.groups.clear();
                arena.links.clear();
            });
        }
    }
    let _clear = Clear;
    run(TokenStream::of(args), TokenStream::of(item)).stream()
}

/// Each use makes five functions: there are few.
fn with<T>(run: impl FnOnce(&mut Arena) -> T) -> T {
    ARENA.with(|arena| run(&mut arena.borrow_mut()))
}

fn node(node: Node) -> TokenStream {
    with(|arena| {
        arena.nodes.push(node);
        TokenStream(arena.nodes.len() as u32)
    })
}

impl Arena {
    fn group(&mut self, group: proc_macro::Group) -> Group {
        let (number, delimiter) = (self.groups.len() as u32, group.delimiter());
        self.groups.push(group);
        Group { number, delimiter }
    }

    fn link(&mut self, tree: TokenTree, next: u32) -> u32 {
        self.links.push(Link { tree, next });
        self.links.len() as u32
    }

    /// The number of the first link of `stream`, after the last of which comes `tail`.
    fn open(&mut self, stream: TokenStream, tail: u32) -> u32 {
        let mut next = tail;
        let mut left = vec![stream];
        while let Some(TokenStream(number)) = left.pop() {
            if number == 0 {
                continue;
            }
            match &self.nodes[number as usize - 1] {
                Node::Both(first, second) => left.extend_from_slice(&[*first, *second]),
                Node::Tree(tree) => next = self.link(tree.clone(), next),
                Node::Stream(stream) => {
                    let mut trees: Vec<proc_macro::TokenTree> = Vec::new();
                    for tree in stream.clone() {
                        trees.push(tree);
                    }
                    while let Some(tree) = trees.pop() {
                        let tree = self.own(tree);
                        next = self.link(tree, next);
                    }
                }
            }
        }
        next
    }

    fn own(&mut self, tree: proc_macro::TokenTree) -> TokenTree {
        match tree {
            proc_macro::TokenTree::Group(group) => TokenTree::Group(self.group(group)),
            proc_macro::TokenTree::Ident(ident) => TokenTree::Ident(ident),
            proc_macro::TokenTree::Punct(punct) => TokenTree::Punct(punct),
            proc_macro::TokenTree::Literal(literal) => TokenTree::Literal(literal),
        }
    }

    fn given(&self, tree: &TokenTree) -> proc_macro::TokenTree {
        match tree {
            TokenTree::Group(group) => {
                proc_macro::TokenTree::Group(self.groups[group.number as usize].clone())
            }
            TokenTree::Ident(ident) => proc_macro::TokenTree::Ident(ident.clone()),
            TokenTree::Punct(punct) => proc_macro::TokenTree::Punct(punct.clone()),
            TokenTree::Literal(literal) => proc_macro::TokenTree::Literal(literal.clone()),
        }
    }

    /// `stream` for the compiler.
    fn stream(&self, stream: TokenStream) -> Stream {
        let mut parts: Vec<&Node> = Vec::new();
        let mut left = vec![stream];
        while let Some(TokenStream(number)) = left.pop() {
            if number == 0 {
                continue;
            }
            match &self.nodes[number as usize - 1] {
                Node::Both(first, second) => left.extend_from_slice(&[*first, *second]),
                node => parts.push(node),
            }
        }
        let mut out = Stream::new();
        let mut trees: Vec<proc_macro::TokenTree> = Vec::new();
        while let Some(node) = parts.pop() {
            match node {
                Node::Tree(tree) => trees.push(self.given(tree)),
                Node::Stream(stream) => {
                    out.extend(std::mem::take(&mut trees));
                    out.extend(stream.clone());
                }
                Node::Both(..) => {}
            }
        }
        out.extend(trees);
        out
    }
}

impl TokenStream {
    pub(crate) const fn new() -> Self {
        TokenStream(0)
    }

    pub(crate) fn of(stream: Stream) -> Self {
        match stream.is_empty() {
            true => TokenStream(0),
            false => node(Node::Stream(stream)),
        }
    }

    /// `text` as tokens, if it can be.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text.parse() {
            Ok(stream) => Some(TokenStream::of(stream)),
            Err(_) => None,
        }
    }

    fn stream(self) -> Stream {
        with(|arena| arena.stream(self))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0 == 0
    }

    pub(crate) fn extend(&mut self, more: TokenStream) {
        if self.0 == 0 {
            *self = more;
        } else if more.0 != 0 {
            *self = node(Node::Both(*self, more));
        }
    }

    pub(crate) fn push(&mut self, tree: TokenTree) {
        self.extend(tree.into());
    }

    /// Adds a tree if there is one.
    pub(crate) fn add(&mut self, tree: Option<TokenTree>) {
        if let Some(tree) = tree {
            self.push(tree);
        }
    }

    pub(crate) fn trees(self) -> Trees {
        Trees(0).after(self)
    }

    /// As Rust text.
    pub(crate) fn text(self) -> String {
        self.stream().to_string()
    }
}

impl Trees {
    /// The next tree, and those after it.
    pub(crate) fn split(self) -> Option<(TokenTree, Trees)> {
        if self.0 == 0 {
            return None;
        }
        with(|arena| {
            let link = &arena.links[self.0 as usize - 1];
            Some((link.tree.clone(), Trees(link.next)))
        })
    }

    /// Whether `test` says so of a tree. (The iterator's own makes four functions of each test.)
    pub(crate) fn any(self, test: impl Fn(TokenTree) -> bool) -> bool {
        for tree in self {
            if test(tree) {
                return true;
            }
        }
        false
    }

    pub(crate) fn last(self) -> Option<TokenTree> {
        let mut last = None;
        for tree in self {
            last = Some(tree);
        }
        last
    }

    /// The trees of `stream`, and these after them.
    pub(crate) fn after(self, stream: TokenStream) -> Trees {
        Trees(with(|arena| arena.open(stream, self.0)))
    }
}

impl Iterator for Trees {
    type Item = TokenTree;

    fn next(&mut self) -> Option<TokenTree> {
        let (tree, rest) = self.split()?;
        *self = rest;
        Some(tree)
    }
}

impl TokenTree {
    pub(crate) fn span(&self) -> Span {
        match self {
            TokenTree::Group(group) => group.span(),
            TokenTree::Ident(ident) => ident.span(),
            TokenTree::Punct(punct) => punct.span(),
            TokenTree::Literal(literal) => literal.span(),
        }
    }

    pub(crate) fn set_span(&mut self, span: Span) {
        match self {
            TokenTree::Group(group) => group.set_span(span),
            TokenTree::Ident(ident) => ident.set_span(span),
            TokenTree::Punct(punct) => punct.set_span(span),
            TokenTree::Literal(literal) => literal.set_span(span),
        }
    }

    /// As Rust text.
    pub(crate) fn text(&self) -> String {
        TokenStream::from(self.clone()).text()
    }
}

impl Group {
    pub(crate) fn new(delimiter: Delimiter, stream: TokenStream) -> Self {
        Group::of(proc_macro::Group::new(delimiter, stream.stream()))
    }

    fn of(group: proc_macro::Group) -> Self {
        with(|arena| arena.group(group))
    }

    fn given(self) -> proc_macro::Group {
        with(|arena| arena.groups[self.number as usize].clone())
    }

    pub(crate) fn delimiter(self) -> Delimiter {
        self.delimiter
    }

    pub(crate) fn stream(self) -> TokenStream {
        TokenStream::of(self.given().stream())
    }

    pub(crate) fn span(self) -> Span {
        self.given().span()
    }

    pub(crate) fn span_close(self) -> Span {
        self.given().span_close()
    }

    pub(crate) fn set_span(&mut self, span: Span) {
        let mut group = self.given();
        group.set_span(span);
        *self = Group::of(group);
    }
}

impl From<TokenTree> for TokenStream {
    fn from(tree: TokenTree) -> Self {
        node(Node::Tree(tree))
    }
}

impl From<Group> for TokenTree {
    fn from(group: Group) -> Self {
        TokenTree::Group(group)
    }
}

impl From<Ident> for TokenTree {
    fn from(ident: Ident) -> Self {
        TokenTree::Ident(ident)
    }
}

impl From<Literal> for TokenTree {
    fn from(literal: Literal) -> Self {
        TokenTree::Literal(literal)
    }
}

impl From<Punct> for TokenTree {
    fn from(punct: Punct) -> Self {
        TokenTree::Punct(punct)
    }
}
