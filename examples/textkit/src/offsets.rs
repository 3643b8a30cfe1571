//! Byte positions turned into code-point positions, in one walk over the text.

/// A cursor that only moves forward, so that the positions of all matches cost one walk in all.
#[derive(Default)]
pub struct Offsets {
    byte: usize,
    point: usize,
}

impl Offsets {
    /// The code-point position of byte `byte` of `text`, at or after the one asked for last.
    pub fn advance(&mut self, text: &str, byte: usize) -> usize {
        let passed = &text.as_bytes()[self.byte..byte];
        // Every code point has exactly one byte that does not continue another.
        self.point += passed.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        self.byte = byte;
        self.point
    }
}
