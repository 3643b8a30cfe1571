//! Records, put together at compile time: see the module above.
//!
//! The macros know nearly all bytes of a record of functions that take numbers and texts, and write them as one literal, into which
//! only the scope is put ([`placed`]). What has types of other names is put together of [`Part`]s.

use std::ffi::CStr;

use super::hint::TypeHint;

/// The 32-bit FNV-1a hash of a text: of `module_path!()`, a scope.
#[inline]
pub const fn hash(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let (mut hash, mut at) = (0x811c_9dc5_u32, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}

/// The key of what is called `name` and stands in that line of the Rust module `path`.
#[inline]
pub const fn key(path: &str, name: &str, line: u32) -> [u8; 4] {
    (hash(path) ^ hash(name).rotate_left(8) ^ line).to_le_bytes()
}

/// A record of a class or block, with the class's key put into it.
#[inline]
pub const fn placed<const N: usize>(bytes: &[u8; N], [a, b, c, d]: [u8; 4]) -> [u8; N] {
    let mut bytes = *bytes;
    (bytes[4], bytes[5], bytes[6], bytes[7]) = (a, b, c, d);
    bytes
}

/// The record of a function: what stands before its text, and the rest.
#[repr(C)]
pub struct FunctionRecord<const A: usize, const B: usize>(pub [u8; A], pub [u8; B]);

/// The text at `at` in a record.
///
/// # Panics
/// At compile time, if it has no end.
#[inline]
pub const fn text_at(record: &'static [u8], at: usize) -> &'static CStr {
    match CStr::from_bytes_until_nul(record.split_at(at).1) {
        Ok(text) => text,
        Err(_) => panic!("a text has no end"),
    }
}

/// A part of a record.
#[derive(Clone, Copy)]
pub enum Part {
    /// Bytes as they are.
    Bytes(&'static [u8]),
    /// The code of a hint.
    Hint(TypeHint),
    /// That of the first hint that says anything.
    Either(TypeHint, TypeHint),
    /// The same where it is a class with implicit conversions, else that of the class it stands in.
    Own(TypeHint, TypeHint),
    /// That of the first hint that says anything, without `None`, which ends an iterator.
    Next(TypeHint, TypeHint),
    /// That of the items of either, for `*args`.
    Items(TypeHint, TypeHint),
    /// That of the values of either, for `**kwargs`.
    Values(TypeHint, TypeHint),
    /// A key.
    Key([u8; 4]),
    /// Parts with their length before them.
    Sized(&'static [Part]),
    /// An entry of a module.
    Entry(Entry),
}

/// What a module exports.
#[derive(Clone, Copy)]
pub enum Entry {
    /// Nothing that a stub could tell.
    Nothing,
    /// A function, or overloads, by its key.
    Function([u8; 4]),
    /// A class or an exception, by its key.
    Class([u8; 4]),
    /// A type that is no class of ours.
    Type(TypeHint),
}

/// Where a record is written; with no place, its length is counted.
pub(super) struct Writer<'a> {
    place: Option<&'a mut [u8]>,
    at: usize,
}

impl Writer<'_> {
    #[inline]
    pub(super) const fn byte(&mut self, byte: u8) {
        if let Some(place) = &mut self.place {
            place[self.at] = byte;
        }
        self.at += 1;
    }

    #[inline]
    pub(super) const fn bytes(&mut self, bytes: &[u8]) {
        let mut at = 0;
        while at < bytes.len() {
            self.byte(bytes[at]);
            at += 1;
        }
    }

    /// A length in three bytes.
    #[inline]
    const fn length(&mut self, length: usize) {
        assert!(length < 1 << 21, "a stub must not be longer than two megabytes");
        self.byte(length as u8 | 0x80);
        self.byte((length >> 7) as u8 | 0x80);
        self.byte((length >> 14) as u8);
    }

    #[inline]
    const fn parts(&mut self, parts: &[Part]) {
        let mut at = 0;
        while at < parts.len() {
            match &parts[at] {
                Part::Bytes(bytes) => self.bytes(bytes),
                Part::Hint(hint) => hint.write(self),
                Part::Either(first, second) => first.or(second).write(self),
                Part::Own(first, second) => first.or(second).own().write(self),
                Part::Next(first, second) => first.or(second).next().write(self),
                Part::Items(first, second) => first.or(second).items().write(self),
                Part::Values(first, second) => first.or(second).values().write(self),
                Part::Key(key) => self.bytes(key),
                Part::Sized(parts) => {
                    self.length(size(parts));
                    self.parts(parts);
                }
                Part::Entry(entry) => self.entry(entry),
            }
            at += 1;
        }
    }

    #[inline]
    const fn entry(&mut self, entry: &Entry) {
        match entry {
            Entry::Nothing => {}
            Entry::Function(key) => {
                self.byte(b'F');
                self.bytes(key);
            }
            Entry::Class(key) => {
                self.byte(b'C');
                self.bytes(key);
            }
            Entry::Type(hint) => {
                self.byte(b'T');
                hint.write(self);
            }
        }
    }
}

/// How many bytes the parts are.
#[inline]
pub const fn size(parts: &[Part]) -> usize {
    let mut writer = Writer { place: None, at: 0 };
    writer.parts(parts);
    writer.at
}

/// Where the part `index` begins in the record of `parts`.
#[inline]
pub const fn offset(parts: &[Part], index: usize) -> usize {
    4 + size(parts.split_at(index).0)
}

/// The record of `parts`, which is [`offset`] of its end long.
#[inline]
pub const fn record<const N: usize>(kind: u8, parts: &[Part]) -> [u8; N] {
    let mut bytes = [0; N];
    let mut writer = Writer { place: Some(&mut bytes), at: 0 };
    writer.byte(kind);
    writer.length(N - 4);
    writer.parts(parts);
    assert!(writer.at == N, "the record was counted wrongly");
    bytes
}
