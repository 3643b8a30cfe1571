//! [`Bytes`]: reading from a slice, with errors in place of panics.

use anyhow::{Context, Result, bail};

/// What is left of some bytes.
#[derive(Clone, Debug)]
pub struct Bytes<'a> {
    left: &'a [u8],
    /// How many have been read, for errors.
    at: usize,
}

impl<'a> Bytes<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Bytes { left: bytes, at: 0 }
    }

    /// How many bytes have been read.
    pub fn at(&self) -> usize {
        self.at
    }

    pub fn is_empty(&self) -> bool {
        self.left.is_empty()
    }

    /// The next byte, which stays.
    pub fn peek(&self) -> Option<u8> {
        self.left.first().copied()
    }

    pub fn take(&mut self, count: usize, what: &str) -> Result<&'a [u8]> {
        let Some((taken, left)) = self.left.split_at_checked(count) else {
            bail!(
                "expected {what} of {count} bytes at byte {}, where {} are left",
                self.at,
                self.left.len()
            );
        };
        self.left = left;
        self.at += count;
        Ok(taken)
    }

    pub fn byte(&mut self, what: &str) -> Result<u8> {
        let at = self.at;
        self.take(1, what)
            .ok()
            .and_then(|bytes| bytes.first().copied())
            .with_context(|| format!("expected {what} at byte {at}, where the data ends"))
    }

    /// A `u32`, lowest byte first.
    pub fn u32(&mut self, what: &str) -> Result<u32> {
        let bytes = self.take(4, what)?;
        Ok(bytes.iter().rev().fold(0, |all, byte| all << 8 | u32::from(*byte)))
    }

    /// A number in LEB128.
    pub fn number(&mut self, what: &str) -> Result<usize> {
        let mut number = 0_u64;
        for shift in (0..35).step_by(7) {
            let byte = self.byte(what)?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return usize::try_from(number).with_context(|| format!("{what} is too large"));
            }
        }
        bail!("expected {what} before byte {}, found a number of more than five bytes", self.at)
    }

    /// UTF-8 up to a NUL.
    pub fn text(&mut self, what: &str) -> Result<&'a str> {
        let Some(end) = self.left.iter().position(|byte| *byte == 0) else {
            bail!("expected {what} at byte {}, found a text without an end", self.at);
        };
        let at = self.at;
        let bytes = self.take(end, what)?;
        self.take(1, what)?;
        str::from_utf8(bytes)
            .with_context(|| format!("expected {what} at byte {at}, found what is not UTF-8"))
    }
}

#[cfg(test)]
mod tests {
    use super::Bytes;

    #[test]
    fn numbers_may_be_padded() {
        for (bytes, number) in [
            (&[5][..], 5),
            (&[0x85, 0x80, 0], 5),
            (&[0x80, 1], 128),
            (&[0xff, 0xff, 0xff, 0xff, 0xf], 0xffff_ffff),
        ] {
            assert_eq!(Bytes::new(bytes).number("a number").unwrap(), number);
        }
        assert!(Bytes::new(&[0x80; 6]).number("a number").is_err());
    }

    #[test]
    fn errors_say_what_was_expected_where() {
        let mut bytes = Bytes::new(b"ab\0\xff\0c");
        assert_eq!(bytes.text("a name").unwrap(), "ab");
        let told = |error: anyhow::Error| format!("{error}");
        assert_eq!(
            told(bytes.clone().text("a name").unwrap_err()),
            "expected a name at byte 3, found what is not UTF-8"
        );
        assert_eq!(
            told(bytes.u32("a scope").unwrap_err()),
            "expected a scope of 4 bytes at byte 3, where 3 are left"
        );
        bytes.take(2, "").unwrap();
        assert_eq!(
            told(bytes.text("a doc").unwrap_err()),
            "expected a doc at byte 5, found a text without an end"
        );
        bytes.take(1, "").unwrap();
        assert_eq!(
            told(bytes.byte("a kind").unwrap_err()),
            "expected a kind at byte 6, where the data ends"
        );
    }
}
