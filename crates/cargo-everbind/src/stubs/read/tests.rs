//! Records as a library has them, written here by hand; and bytes that are no records.

use super::{Record, library, record};

/// A section: the kind and the body of each record.
#[derive(Clone, Default)]
pub struct Section(pub Vec<(u8, Vec<u8>)>);

impl Section {
    pub fn add(mut self, kind: u8, body: &[&[u8]]) -> Self {
        self.0.push((kind, body.concat()));
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (kind, body) in &self.0 {
            bytes.push(*kind);
            // Padded, as `const` code may have to.
            bytes.extend([
                body.len() as u8 & 0x7f | 0x80,
                (body.len() >> 7) as u8 & 0x7f | 0x80,
                0,
            ]);
            bytes.extend(body);
            bytes.extend([0, 0]);
        }
        bytes
    }

    pub fn records(&self) -> Vec<Record> {
        record::all(&self.bytes()).unwrap()
    }
}

/// With its length before it.
fn sized(parts: &[&[u8]]) -> Vec<u8> {
    let bytes = parts.concat();
    [vec![bytes.len() as u8], bytes].concat()
}

/// The key of something of that name in the place of that number.
pub fn key(place: u8, name: &str) -> Vec<u8> {
    let sum = name.bytes().fold(0_u16, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    vec![sum as u8, (sum >> 8) as u8, place, 0]
}

/// One of everything.
pub fn everything() -> Section {
    Section::default()
        .add(
            b'M',
            &[
                b"\x01d\0kit\0Things.\0F",
                &key(3, "outside"),
                b"F",
                &key(1, "add"),
                b"F",
                &key(1, "twice"),
                b"C",
                &key(1, "Stack"),
                b"C",
                &key(1, "KitError"),
                b"C",
                &key(3, "Shape"),
                b"C",
                &key(3, "Colour"),
                b"MKit\0T\"collections.OrderedDict\0kLIMIT\0i3\0k__version__\0s'1'\0",
            ],
        )
        .add(
            b'M',
            &[
                b"\x01ds\0kit.sub\0\0C",
                &key(1, "Stack"),
                b"F",
                &key(2, "typed"),
                b"F",
                &key(2, "stack"),
            ],
        )
        .add(b'M', &[b"\x01f\0by_function\0\0"])
        .add(b'F', &[&key(1, "add"), b"3add\0a\0b=\0\0add(a, b=1)\n--\n\nAdds.\0iii"])
        .add(b'F', &[&key(3, "outside"), b"0outside\0\0\0C", &key(3, "Iter")])
        .add(b'F', &[&key(3, "unclaimed"), b"0unclaimed\0\0\0n"])
        .add(b'F', &[&key(2, "typed"), b"3typed\0x\0\0\0![T](x: list[T]) -> T\0"])
        .add(b'F', &[&key(2, "stack"), b"0stack\0\0\0OC", &key(1, "Stack")])
        .add(
            b'O',
            &[
                &key(1, "twice"),
                b"twice\0Doubles.\0",
                &sized(&[b"2twice\0x\0\0\0ii"]),
                &sized(&[b"2twice\0x\0\0\0ss"]),
            ],
        )
        .add(
            b'C',
            &[
                &key(1, "Stack"),
                b"Stack\0A stack.\0\0swg\0o",
                b"YT\0",
                b"8\0\0\0n",
                b"AMAX\0i\0",
                b"7push\0item\0\0\0\"T\0n",
                b"4both\0\0\0@",
                b"<make\0\0\0@",
                b"Gsize\0iHow many.\0Ssize\0i\0Dsize\0\0",
                b"6__eq__\0other\0\0\0@b",
            ],
        )
        .add(
            b'B',
            &[
                &key(1, "Stack"),
                b"4__iadd__\0other\0\0\0@nLget\0",
                &sized(&[b"6get\0i\0\0\0i\"T\0"]),
                b"Lget\0",
                &sized(&[b"6get\0s\0\0\0ss"]),
            ],
        )
        .add(b'C', &[&key(3, "Iter"), b"Iter\0\0\0h\0o", b"4__next__\0\0\0i"])
        .add(b'C', &[&key(3, "Shape"), b"Shape\0\0\0sx\0oNCircle\0", &key(3, "Shape_Circle")])
        .add(
            b'C',
            &[&key(3, "Shape_Circle"), b"Shape_Circle\0\0\0\0C", &key(3, "Shape"), b"Gradius\0f\0"],
        )
        .add(
            b'C',
            &[&key(3, "Colour"), b"Colour\0\0\0E\0\"enum.IntEnum\0VRED\x001\0Warm.\0VBLUE\0\0\0"],
        )
        .add(b'X', &[&key(1, "KitError"), b"\"ValueError\0KitError\0kit\0Wrong.\0"])
        .add(b'Z', &[b"of the future"])
}

#[test]
fn damaged_records_are_told_with_their_place() {
    let told = |bytes: &[u8]| format!("{:#}", record::all(bytes).unwrap_err());
    assert_eq!(
        told(b"\0F\x05abc"),
        "the record 'F' at byte 1 of its section: expected a record of 5 bytes at byte 3, where 3 are left"
    );
    let text = told(&Section::default().add(b'F', &[&key(1, "f"), b"3f\0a\0\0\0L\0"]).bytes());
    assert_eq!(
        text,
        "the record 'F' at byte 0 of its section: the function f: the parameter a: expected a type at byte 12, found the byte 0x00"
    );
    let text = told(&Section::default().add(b'C', &[&key(1, "A"), b"A\0\0\0\0o!"]).bytes());
    assert!(text.ends_with("expected an item of a class at byte 10, found 0x21"), "{text}");
}

#[test]
fn what_is_no_library_is_refused() {
    assert!(
        format!("{:#}", library(b"hello").unwrap_err()).contains("not a library in a known format")
    );
}

/// No change of bytes makes reading, assembling or writing panic, loop or overflow the stack.
#[test]
fn no_bytes_make_it_panic() {
    let sound = everything();
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let (mut read, mut refused) = (0, 0);
    for round in 0..10_000 {
        // Records that stay in step, so that damage within them is reached; and bytes that do not.
        let mut section = sound.clone();
        let body = &mut section.0[random(sound.0.len())].1;
        for _ in 0..=random(3) {
            let at = random(body.len());
            match random(4) {
                0 => body[at] = random(256) as u8,
                1 => drop(body.remove(at)),
                _ => body.insert(at, b"\0;OULC=@!\"'[(.s\xff"[random(16)]),
            }
        }
        let mut bytes = section.bytes();
        if round % 4 == 0 {
            let at = random(bytes.len());
            bytes.remove(at);
        }
        match record::all(&bytes) {
            Ok(records) => {
                read += 1;
                if let Ok(module) = crate::stubs::assemble::module(&records, "kit") {
                    let files = crate::stubs::files::of(&module, crate::stubs::files::Top::Beside);
                    assert!(!files.is_empty(), "{round}");
                }
            }
            Err(_) => refused += 1,
        }
    }
    assert!(read > 1000 && refused > 1000, "{read} {refused}");
}
