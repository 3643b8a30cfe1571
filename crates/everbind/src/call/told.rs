//! What the macros tell of a function or method: one text.
//!
//! *Room.* Each argument of the call that describes a function takes three to seven bytes of code, and
//! its name, calling convention and signature would be four. So all three are one C string after
//! another: a character for the convention, the text of a [`Signature`], an empty word, which ends it, and the
//! docstring. One that says no more than the parameters' names is not written out, but made. The text stands in a record of what the
//! library tells (`stub/mod.rs`).

use std::ffi::{c_char, c_int};

use super::signature::Signature;
use crate::ffi;

/// A function or method, as its text tells.
#[derive(Clone, Copy)]
pub(crate) struct Told {
    /// The `METH_…` flags.
    pub(crate) flags: c_int,
    /// That of a [`Signature`]; it begins with the name and a NUL.
    pub(crate) text: &'static str,
    /// The docstring, which may be empty.
    pub(crate) doc: *const c_char,
    /// Whether an empty one is to stay empty.
    is_silent: bool,
}

/// What stands for a calling convention: the character `'0'` and two bits for the kind of call, then two
/// for what comes first.
const CALLS: [c_int; 4] =
    [ffi::METH_NOARGS, ffi::METH_O, ffi::METH_FASTCALL, ffi::METH_FASTCALL | ffi::METH_KEYWORDS];
const FIRST: [(c_int, Option<&str>); 4] =
    [(0, None), (0, Some("self")), (ffi::METH_CLASS, Some("cls")), (ffi::METH_STATIC, None)];

impl Told {
    /// Reads a text.
    ///
    /// # Safety
    /// It is a function's text as the macros write it, and lives for ever.
    pub(crate) unsafe fn read(text: *const c_char) -> Told {
        let start = text.cast::<u8>();
        let mut end = 1;
        // SAFETY: the text has an end, an empty word (caller's contract), no other word is empty, and the docstring
        // follows. It is a literal, so its bytes are UTF-8.
        unsafe {
            while *start.add(end) != 0 || *start.add(end - 1) != 0 {
                end += 1;
            }
            let bytes = std::slice::from_raw_parts(start.add(1), end - 1);
            let text = str::from_utf8_unchecked(bytes);
            let (doc, is_silent) = (start.add(end + 1).cast(), *start & SILENT != 0);
            Told { flags: flags(*start).0, text, doc, is_silent }
        }
    }

    /// The name, a C string.
    pub(crate) fn name(&self) -> *const c_char {
        self.text.as_ptr().cast()
    }

    /// Whether the docstring is to be made of the parameters' names.
    pub(crate) fn is_undocumented(&self) -> bool {
        // SAFETY: a C string (`read`).
        unsafe { *self.doc == 0 && !self.is_silent }
    }
}

/// The bit in the character for a function whose docstring shows no signature.
const SILENT: u8 = 0x40;

fn flags(code: u8) -> (c_int, Option<&'static str>) {
    let code = usize::from(code & 0xf);
    let (flags, first) = FIRST[code >> 2 & 3];
    (CALLS[code & 3] | flags, first)
}

/// What a docstring of a function with that text says at least, which lives for ever: `name(a, b)\n--\n\n`.
///
/// # Safety
/// As for [`Told::read`].
pub(crate) unsafe fn names_alone(text: *const c_char, signature: &Signature) -> *const c_char {
    // SAFETY: the caller's obligation.
    let first = flags(unsafe { *text.cast() }).1;
    let mut doc = String::new();
    push(&mut doc, &[signature.name()]);
    add_names(&mut doc, first, signature);
    push(&mut doc, &["\n--\n\n\0"]);
    doc.leak().as_ptr().cast()
}

/// Adds `($self, a, b)`.
#[inline(never)]
pub(crate) fn add_names(text: &mut String, first: Option<&str>, signature: &Signature) {
    let mut before = "(";
    if let Some(first) = first {
        push(text, &["($", first]);
        before = ", ";
    }
    for param in signature.params() {
        push(text, &[before, param.name]);
        before = ", ";
    }
    push(text, &[if before == "(" { before } else { "" }, ")"]);
}

/// Adds the words to the text: the one place where cold code does that.
#[cold]
#[inline(never)]
pub(crate) fn push(text: &mut String, words: &[&str]) {
    for word in words {
        text.push_str(word);
    }
}
