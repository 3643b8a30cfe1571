//! The items of a module, split apart: enough to know their kind, name and attributes.

use crate::attr::{Attribute, attribute_tokens};
use crate::error::Result;
use crate::parse::Cursor;
use crate::tokens::{Delimiter, Ident, Span, TokenStream, TokenTree};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ItemKind {
    Use,
    Const,
    Function,
    /// A struct or an enum.
    Class,
    Module,
    Other,
}

pub(crate) struct Item {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) kind: ItemKind,
    /// The name of a function, class, module or constant.
    pub(crate) name: Option<Ident>,
    /// The place of the keyword.
    pub(crate) span: Span,
    visibility: TokenStream,
    keyword: TokenStream,
    /// What follows the keyword.
    pub(crate) rest: TokenStream,
}

impl Item {
    /// Whether it has the attribute `name`, by any path.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.attributes.iter().any(|attribute| attribute.ends_with(name))
    }

    pub(crate) fn tokens(&self) -> TokenStream {
        let mut out = attribute_tokens(&self.attributes);
        out.extend(self.visibility);
        out.extend(self.keyword);
        out.extend(self.rest);
        out
    }
}

/// Reads the item after its attributes.
pub(crate) fn read_item(attributes: Vec<Attribute>, cursor: &mut Cursor) -> Result<Item> {
    let visibility = cursor.visibility();
    let span = cursor.span();
    let mut keyword = TokenStream::new();
    let kind = loop {
        let word = match cursor.peek() {
            Some(TokenTree::Ident(word)) => word.to_string(),
            // The ABI in `extern "C" fn`.
            Some(TokenTree::Literal(_)) if !keyword.is_empty() => {
                keyword.add(cursor.next());
                continue;
            }
            _ => break ItemKind::Other,
        };
        let qualifies_fn = |cursor: &mut Cursor| {
            (1..4).any(|ahead| {
                matches!(cursor.peek_at(ahead), Some(TokenTree::Ident(word))
                    if word.to_string() == "fn")
            })
        };
        match word.as_str() {
            "const" | "unsafe" | "async" | "extern" if qualifies_fn(cursor) => {
                keyword.add(cursor.next());
                continue;
            }
            "use" => break ItemKind::Use,
            "const" => break ItemKind::Const,
            "fn" => break ItemKind::Function,
            "struct" | "enum" => break ItemKind::Class,
            "mod" => break ItemKind::Module,
            _ => break ItemKind::Other,
        }
    };
    let ends_with_semicolon = matches!(kind, ItemKind::Use | ItemKind::Const)
        || ["static", "type"].iter().any(|word| cursor.at_word(word));
    if kind != ItemKind::Other {
        keyword.add(cursor.next());
    }
    let name = match cursor.peek() {
        Some(TokenTree::Ident(name)) if kind != ItemKind::Other => Some(name.clone()),
        _ => None,
    };
    let mut rest = TokenStream::new();
    let mut depth = 0usize;
    let mut arrow = false;
    while let Some(tree) = cursor.next() {
        let mut ends = false;
        let mut dash = false;
        match &tree {
            TokenTree::Punct(punct) => match punct.as_char() {
                ';' => ends = true,
                '<' => depth += 1,
                '>' if !arrow => depth = depth.saturating_sub(1),
                '-' | '=' => dash = true,
                _ => {}
            },
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                ends = depth == 0 && !ends_with_semicolon;
            }
            _ => {}
        }
        arrow = dash;
        rest.push(tree);
        if ends {
            break;
        }
    }
    Ok(Item { attributes, kind, name, span, visibility, keyword, rest })
}
