//! A message in the making.
//!
//! It is on the stack, as nearly all messages are short: an allocation takes as long as writing one.

use std::mem::MaybeUninit;

/// As much as is on the stack.
const SHORT: usize = 120;

/// A text that pieces are added to.
pub(super) struct Line {
    short: [MaybeUninit<u8>; SHORT],
    /// How much of `short` is written.
    length: usize,
    /// All of it instead, as soon as it is longer.
    long: Vec<u8>,
}

impl Line {
    #[inline(always)]
    pub(super) fn new() -> Self {
        Line { short: [const { MaybeUninit::uninit() }; SHORT], length: 0, long: Vec::new() }
    }

    /// Adds a piece.
    pub(super) fn push(&mut self, piece: &str) {
        self.add(piece.as_bytes());
    }

    /// Adds a piece whose length the compiler knows: a store or two instead of a call.
    #[inline(always)]
    pub(super) fn push_constant(&mut self, piece: &'static str) {
        self.add_inline(piece.as_bytes());
    }

    #[inline(never)]
    fn add(&mut self, bytes: &[u8]) {
        self.add_inline(bytes);
    }

    #[inline(always)]
    fn add_inline(&mut self, bytes: &[u8]) {
        if bytes.len() > SHORT - self.length {
            return self.add_far(bytes);
        }
        // SAFETY: there is so much room after what is written.
        unsafe {
            let end = self.short.as_mut_ptr().add(self.length);
            end.cast::<u8>().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
        }
        self.length += bytes.len();
    }

    /// Adds what does not fit. There is no room for anything more then.
    #[cold]
    #[inline(never)]
    fn add_far(&mut self, bytes: &[u8]) {
        if self.long.is_empty() {
            self.long = self.written().to_vec();
            self.length = SHORT;
        }
        self.long.extend_from_slice(bytes);
    }

    /// Adds a number in decimal. (A loop over an array of digits is unrolled to twelve times the size.)
    pub(super) fn push_number(&mut self, number: usize) {
        if number >= 10 {
            self.push_number(number / 10);
        }
        self.add(&[b'0' + (number % 10) as u8]);
    }

    #[inline(always)]
    fn written(&self) -> &[u8] {
        // SAFETY: `length` bytes are written.
        unsafe { std::slice::from_raw_parts(self.short.as_ptr().cast(), self.length) }
    }

    /// All of it: UTF-8.
    #[inline(always)]
    pub(super) fn as_bytes(&self) -> &[u8] {
        if self.long.is_empty() { self.written() } else { &self.long }
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, SHORT};

    #[test]
    fn pieces_follow_each_other() {
        let mut line = Line::new();
        line.push("item ");
        line.push_number(usize::MAX);
        line.push(": ");
        line.push_number(0);
        assert_eq!(line.as_bytes(), format!("item {}: 0", usize::MAX).as_bytes());
    }

    #[test]
    fn a_long_line_is_whole() {
        for piece in ["x", "caf\u{e9} ", "seven.."] {
            for count in [SHORT / piece.len(), SHORT / piece.len() + 1, 3 * SHORT] {
                let mut line = Line::new();
                for _ in 0..count {
                    line.push("");
                    line.push(piece);
                }
                assert_eq!(line.as_bytes(), piece.repeat(count).as_bytes());
            }
        }
        let mut line = Line::new();
        line.push(&"y".repeat(SHORT + 1));
        line.push("z");
        assert_eq!(line.as_bytes(), ("y".repeat(SHORT + 1) + "z").as_bytes());
    }
}
