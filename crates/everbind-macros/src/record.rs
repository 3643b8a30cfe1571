//! A record of the section that stubs are made of, while it is put together: see `everbind::stub`.
//!
//! A record whose bytes are all known is one literal, into which the compiler puts a scope or a key; else it is a list of
//! parts. Code refers to texts in it by [`Mark`]s.

use crate::krate::Krate;
use crate::literal::usize_literal;
use crate::template::{places, template, tokens};
use crate::tokens::{Literal, Span, TokenStream, TokenTree};

/// Its content.
#[derive(Clone, Default)]
pub(crate) struct Record {
    pieces: Vec<Piece>,
}

#[derive(Clone)]
enum Piece {
    Bytes(Vec<u8>),
    /// An expression of type `[u8; 4]`.
    Key(TokenStream),
    /// A variant of `rt::Part`, and its arguments.
    Part(&'static str, TokenStream),
    /// A list of parts, each followed by a comma.
    Parts(TokenStream),
}

/// A place in a record.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    piece: usize,
    at: usize,
}

impl Record {
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        match self.pieces.last_mut() {
            Some(Piece::Bytes(last)) => last.extend_from_slice(bytes),
            _ => self.pieces.push(Piece::Bytes(bytes.to_vec())),
        }
    }

    /// Adds a text and a NUL.
    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
        self.bytes(&[0]);
    }

    /// Adds a key. It comes first.
    pub(crate) fn key(&mut self, value: TokenStream) {
        self.pieces.push(Piece::Key(value));
    }

    /// Adds the part `name(arguments)`.
    pub(crate) fn part(&mut self, name: &'static str, arguments: TokenStream) {
        self.pieces.push(Piece::Part(name, arguments));
    }

    /// Adds a list of expressions of type `rt::Part`, each followed by a comma. Nothing may be marked after it.
    pub(crate) fn parts_at_end(&mut self, parts: TokenStream) {
        self.pieces.push(Piece::Parts(parts));
    }

    /// Where the next bytes will be.
    pub(crate) fn mark(&self) -> Mark {
        match self.pieces.last() {
            Some(Piece::Bytes(bytes)) => Mark { piece: self.pieces.len() - 1, at: bytes.len() },
            _ => Mark { piece: self.pieces.len(), at: 0 },
        }
    }

    /// Whether all of it is known but for a key.
    fn is_literal(&self) -> bool {
        let is_part = |piece: &Piece| matches!(piece, Piece::Part(..) | Piece::Parts(_));
        !self.pieces.iter().any(is_part)
    }

    /// How many bytes are before the piece `index`, of a literal.
    fn length_before(&self, index: usize) -> usize {
        let mut length = 0;
        for piece in &self.pieces[..index] {
            match piece {
                Piece::Bytes(bytes) => length += bytes.len(),
                Piece::Key(_) => length += 4,
                Piece::Part(..) | Piece::Parts(_) => {}
            }
        }
        length
    }

    /// The kind and length that stand before a literal. The length has always three bytes, so that a place is known
    /// before the record is complete.
    fn head(&self, kind: u8) -> [u8; 4] {
        let length = self.length_before(self.pieces.len());
        [kind, length as u8 | 0x80, (length >> 7) as u8 | 0x80, (length >> 14) as u8]
    }

    /// The static of a function's record, which begins with `key` and the text, and a pointer to the text.
    pub(crate) fn function(&self, key: u32, krate: &Krate) -> (TokenStream, TokenStream) {
        let [Piece::Bytes(bytes)] = &self.pieces[..] else {
            let mut record = Record::default();
            record.bytes(&key.to_le_bytes());
            let text = record.mark();
            record.pieces.extend(self.pieces.iter().cloned());
            let item = record.item(b'F', "__TOLD", krate);
            return (item, record.place(text, "__TOLD", krate));
        };
        let mut head = vec![b'F'];
        let mut length = bytes.len() + 4;
        while length >= 0x80 {
            head.push(length as u8 | 0x80);
            length >>= 7;
        }
        head.push(length as u8);
        head.extend(key.to_le_bytes());
        let literal = |bytes: &[u8]| TokenTree::from(Literal::byte_string(bytes)).into();
        let item = template(
            "#[unsafe(link_section = \"__TEXT,__everbind\")]
            static __TOLD: $krate::rt::FunctionRecord<$a, $b> =
                $krate::rt::FunctionRecord(*$head, *$text);",
            places![
                krate = *krate.path(),
                a = usize_literal(head.len()),
                b = usize_literal(bytes.len()),
                head = literal(&head),
                text = literal(bytes)
            ],
        );
        (item, tokens("&raw const __TOLD.1 as *const u8"))
    }

    /// The static called `name`, to which code refers by [`place`](Self::place).
    pub(crate) fn item(&self, kind: u8, name: &str, krate: &Krate) -> TokenStream {
        self.item_with(&TokenStream::new(), false, kind, name, krate)
    }

    /// The same, with conditions; `is_used` unless code is certain to refer to it.
    pub(crate) fn item_with(
        &self,
        cfgs: &TokenStream,
        is_used: bool,
        kind: u8,
        name: &str,
        krate: &Krate,
    ) -> TokenStream {
        let name_tokens = tokens(name);
        let used = tokens(if is_used { "#[used]" } else { "" });
        if !self.is_literal() {
            return template(
                "$cfgs const $parts: &[$krate::rt::Part] = $list;
                $cfgs $used #[unsafe(link_section = \"__TEXT,__everbind\")]
                static $name: [u8; $krate::rt::offset($parts, $parts.len())] =
                    $krate::rt::record($kind, $parts);",
                places![
                    krate = *krate.path(),
                    cfgs = *cfgs,
                    used = used,
                    parts = tokens(&format!("{name}_PARTS")),
                    list = self.parts(krate),
                    name = name_tokens,
                    kind = TokenTree::from(Literal::u8_suffixed(kind)).into()
                ],
            );
        }
        let mut bytes = self.head(kind).to_vec();
        let mut key = None;
        for piece in &self.pieces {
            match piece {
                Piece::Bytes(more) => bytes.extend_from_slice(more),
                Piece::Key(value) => {
                    key = Some(value);
                    bytes.extend([0; 4]);
                }
                Piece::Part(..) | Piece::Parts(_) => {}
            }
        }
        template(
            match key {
                Some(_) => {
                    "$cfgs $used #[unsafe(link_section = \"__TEXT,__everbind\")]
                    static $name: [u8; $length] = $krate::rt::placed($bytes, $key);"
                }
                None => {
                    "$cfgs $used #[unsafe(link_section = \"__TEXT,__everbind\")]
                    static $name: [u8; $length] = *$bytes;"
                }
            },
            places![
                krate = *krate.path(),
                cfgs = *cfgs,
                used = used,
                name = name_tokens,
                length = usize_literal(bytes.len()),
                bytes = TokenTree::from(Literal::byte_string(&bytes)).into(),
                key = *key.unwrap_or(&TokenStream::new())
            ],
        )
    }

    /// Expressions of type `rt::Part`, each followed by a comma and under the conditions `cfgs`.
    pub(crate) fn listed(&self, cfgs: &TokenStream, krate: &Krate) -> TokenStream {
        let mut list = TokenStream::new();
        for piece in &self.pieces {
            let (name, arguments) = match piece {
                Piece::Bytes(bytes) => {
                    ("Bytes", TokenTree::from(Literal::byte_string(bytes)).into())
                }
                Piece::Key(value) => ("Key", *value),
                Piece::Part(name, arguments) => (*name, *arguments),
                Piece::Parts(parts) => {
                    list.extend(*parts);
                    continue;
                }
            };
            list.extend(template(
                "$cfgs $krate::rt::Part::$name($arguments),",
                places![
                    cfgs = *cfgs,
                    krate = *krate.path(),
                    name = tokens(name),
                    arguments = arguments
                ],
            ));
        }
        list
    }

    /// An expression of type `&'static [rt::Part]`.
    pub(crate) fn parts(&self, krate: &Krate) -> TokenStream {
        let list = self.listed(&TokenStream::new(), krate);
        template(
            "{
                use $krate::rt::{NoPart as _, NoPlain as _, NoRef as _, NoResult as _, NoValue as _};
                &[$list]
            }",
            places![krate = *krate.path(), list = list],
        )
    }

    /// A pointer to what was marked, in the static called `name`: a `*const u8`.
    pub(crate) fn place(&self, mark: Mark, name: &str, krate: &Krate) -> TokenStream {
        let at = self.offset(mark, name, krate);
        template("&raw const $name[$at]", places![name = tokens(name), at = at])
    }

    /// Where in the static called `name` what was marked is: a constant.
    pub(crate) fn offset(&self, mark: Mark, name: &str, krate: &Krate) -> TokenStream {
        let is_part = |piece: &Piece| matches!(piece, Piece::Part(..) | Piece::Parts(_));
        if !self.pieces[..mark.piece].iter().any(is_part) {
            return usize_literal(4 + self.length_before(mark.piece) + mark.at);
        }
        template(
            "const { $krate::rt::offset($parts, $piece) + $at }",
            places![
                krate = *krate.path(),
                parts = tokens(&format!("{name}_PARTS")),
                piece = usize_literal(mark.piece),
                at = usize_literal(mark.at)
            ],
        )
    }
}

/// The 32-bit FNV-1a hash of a name.
pub(crate) fn hash(name: &str) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for byte in name.bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    hash
}

/// The key of something called `name`, which is that of nothing else in a library: the compiler tells places apart, and one
/// expansion from another, by how it prints a span.
pub(crate) fn key(name: &str) -> u32 {
    let krate = std::env::var("CARGO_CRATE_NAME").unwrap_or_default();
    hash(&format!("{krate} {:?} {name}", Span::call_site()))
}

/// A key as a literal: a reference to its bytes.
pub(crate) fn key_literal(key: u32) -> TokenStream {
    TokenTree::from(Literal::byte_string(&key.to_le_bytes())).into()
}
