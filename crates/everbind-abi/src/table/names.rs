//! The names by which the tables are filled, packed.
//!
//! *Problem.* There are some 900, of 18 KB, in every library; one pointer and length for each family more.
//!
//! *How.* They stand in one text, in the order of [`FAMILIES`](crate::FAMILIES) and of the slots in each. Most begin as the one
//! before does, so of each there is one byte, with its high bit set, that says how much it shares with that, and the rest. An older
//! name, which is looked up where the newer one is not found, follows it and has another bit. That is half as much,
//! and what reads it is a hundred bytes of code.
//!
//! The text is written by a test, from the blocks that make the tables, and compared by it: `packed.rs`. To pack at compile
//! time would cost every cold build. That the tables have as many slots as there are names is checked
//! by the compiler, so a library with another text cannot be built.

use std::ffi::{CStr, c_char};

use super::packed::PACKED;

/// The bit of a byte with which a name begins.
const BEGINS: u8 = 0x80;
/// The bit of one that is an older name of that before.
const OLDER: u8 = 0x40;
/// How many bytes a name has at most, with its NUL.
const ROOM: usize = 64;

/// All names, one after another.
#[derive(Clone, Copy)]
pub(crate) struct Names {
    rest: &'static [u8],
    /// The last one; the last byte is always zero.
    name: [u8; ROOM],
}

impl Names {
    /// Before the first.
    pub(crate) const fn new() -> Self {
        Self::of(PACKED)
    }

    /// Those of that text.
    pub(super) const fn of(packed: &'static [u8]) -> Self {
        Names { rest: packed, name: [0; ROOM] }
    }

    /// The one that [`next`](Self::next) has given.
    pub(crate) fn last(&self) -> &CStr {
        // SAFETY: the array ends with a NUL, which nothing overwrites.
        unsafe { CStr::from_ptr((&raw const self.name).cast::<c_char>()) }
    }

    /// The next one; an empty one after the last.
    pub(crate) fn next(&mut self) -> &CStr {
        let mut length = 0;
        if let [head, rest @ ..] = self.rest {
            length = usize::from(head & !(BEGINS | OLDER));
            self.rest = rest;
        }
        while let [byte, rest @ ..] = self.rest
            && *byte & BEGINS == 0
            && length < ROOM - 1
        {
            self.name[length] = *byte;
            length += 1;
            self.rest = rest;
        }
        self.name[length] = 0;
        self.last()
    }

    /// Whether the next one is an older name of the last.
    pub(crate) fn has_older(&self) -> bool {
        matches!(self.rest, [head, ..] if head & OLDER != 0)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::FAMILIES;

    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/table/packed.rs");
    /// What a line of the file has room for.
    const LINE: usize = 96;

    /// What the file should be.
    fn packed() -> String {
        let mut text = String::from(
            "//! Written by `EVERBIND_NAMES=overwrite cargo test -p everbind-abi packed`: see `names.rs`.\n\n\
             /// How many slots there are.\n#[cfg(not(test))]\npub(super) const COUNT: usize = ",
        );
        let count: usize = FAMILIES.iter().map(|family| family.names().count()).sum();
        writeln!(text, "{count};\n\n/// The names.\npub(super) static PACKED: &[u8] = b\"\\")
            .unwrap();
        let mut last = "";
        for family in FAMILIES {
            let mut line = String::new();
            let mut older = family.older.split_terminator('\0');
            for name in family.names() {
                for (name, bit) in [(name, 0), (older.next().unwrap_or_default(), OLDER)] {
                    if name.is_empty() {
                        continue;
                    }
                    assert!(name.len() < ROOM && name.is_ascii());
                    let same = |(a, b): &(u8, u8)| a == b;
                    let shared = last.bytes().zip(name.bytes()).take_while(same).count();
                    let entry =
                        format!("\\x{:02x}{}", BEGINS | bit | shared as u8, &name[shared..]);
                    if line.len() + entry.len() > LINE {
                        writeln!(text, "{line}\\").unwrap();
                        line.clear();
                    }
                    line.push_str(&entry);
                    last = name;
                }
            }
            writeln!(text, "{line}\\").unwrap();
        }
        text.push_str("\";\n");
        text
    }

    #[test]
    fn packed_names_are_those_of_the_tables() {
        let expected = packed();
        if std::env::var_os("EVERBIND_NAMES").is_some_and(|value| value == "overwrite") {
            std::fs::write(FILE, &expected).expect("the file can be written");
            return;
        }
        let said = "EVERBIND_NAMES=overwrite cargo test -p everbind-abi packed";
        let found = std::fs::read_to_string(FILE).expect("the file is there");
        assert!(
            found.replace("\r\n", "\n") == expected,
            "the names are not those of the tables: {said}"
        );
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        let mut names = Names::new();
        for family in FAMILIES {
            let mut older = family.older.split_terminator('\0');
            for name in family.names() {
                assert_eq!(names.next().to_str(), Ok(name));
                let older = older.next().unwrap_or_default();
                assert_eq!(names.has_older(), !older.is_empty());
                if names.has_older() {
                    assert_eq!(names.next().to_str(), Ok(older));
                }
            }
        }
        assert_eq!(names.next(), c"");
    }
}
