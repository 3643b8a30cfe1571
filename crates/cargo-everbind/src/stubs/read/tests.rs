//! Records as a library has them, written here by hand; and bytes that are no records.

use super::{Key, Record, library, record};

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

pub fn scope(number: u32) -> Vec<u8> {
    number.to_le_bytes().to_vec()
}

pub fn key(scope: u32, name: &str) -> Vec<u8> {
    let key = Key::of(scope, name);
    [key.scope.to_le_bytes(), key.name.to_le_bytes()].concat()
}

/// One of everything.
pub fn everything() -> Section {
    let (kit, sub, other) = (scope(1), scope(2), scope(3));
    Section::default()
        .add(
            b'M',
            &[
                b"\x01",
                &kit,
                b"d\0kit\0Things.\0",
                b"=F",
                &key(3, "outside"),
                b"=C",
                &key(3, "Shape"),
                b"=C",
                &key(3, "Colour"),
                b"=MKit\0",
                b"=T\"collections.OrderedDict\0",
                b"kLIMIT\0i3\0k__version__\0s'1'\0",
            ],
        )
        .add(b'M', &[b"\x01", &sub, b"ds\0kit.sub\0\0", b"=C", &key(1, "Stack")])
        .add(b'M', &[b"\x01", &other, b"f\0by_function\0\0"])
        .add(b'F', &[&kit, b"3add\0a\0b=\0\0iiiadd(a, b=1)\n--\n\nAdds.\0"])
        .add(b'F', &[&other, b"0outside\0\0C", &key(3, "Iter"), b"\0"])
        .add(b'F', &[&other, b"0unclaimed\0\0n\0"])
        .add(b'F', &[&sub, b"3typed\0x\0\0![T](x: list[T]) -> T\0\0"])
        .add(b'F', &[&sub, b"0stack\0\0OC", &key(1, "Stack"), b"\0"])
        .add(
            b'O',
            &[
                &kit,
                b"twice\0Doubles.\0",
                &sized(&[b"2twice\0x\0\0ii\0"]),
                &sized(&[b"2twice\0x\0\0ss\0"]),
            ],
        )
        .add(
            b'C',
            &[
                &key(1, "Stack"),
                b"oswg\0Stack\0\0A stack.\0",
                b"YT\0",
                b"8__new__\0\0n\0",
                b"AMAX\0i\0",
                b"7push\0item\0\0\"T\0n\0",
                b"4both\0\0@\0",
                b"<make\0\0@\0",
                b"Gsize\0iHow many.\0Ssize\0i\0Dsize\0\0",
                b"6__eq__\0other\0\0@b\0",
            ],
        )
        .add(
            b'B',
            &[
                &key(1, "Stack"),
                b"4__iadd__\0other\0\0@n\0L",
                &sized(&[
                    b"get\0\0",
                    &sized(&[b"6get\0i\0\0i\"T\0\0"]),
                    &sized(&[b"6get\0s\0\0ss\0"]),
                ]),
            ],
        )
        .add(b'C', &[&key(3, "Iter"), b"oh\0Iter\0\0\0", b"4__next__\0\0i\0"])
        .add(b'C', &[&key(3, "Shape"), b"osx\0Shape\0\0\0", b"NCircle\0", &key(3, "Shape_Circle")])
        .add(
            b'C',
            &[
                &key(3, "Shape_Circle"),
                b"C",
                &key(3, "Shape"),
                b"\0Shape_Circle\0\0\0",
                b"Gradius\0f\0",
            ],
        )
        .add(
            b'C',
            &[&key(3, "Colour"), b"EIntEnum\0\0Colour\0\0\0", b"VRED\x001\0Warm.\0VBLUE\0\0\0"],
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
    let text = told(&Section::default().add(b'F', &[&scope(1), b"3f\0a\0\0L\0"]).bytes());
    assert_eq!(
        text,
        "the record 'F' at byte 0 of its section: the function f: the parameter a: expected a type at byte 11, found the byte 0x00"
    );
    let text = told(&Section::default().add(b'C', &[&key(1, "A"), b"o\0A\0\0\0!"]).bytes());
    assert!(text.ends_with("expected an item of a class at byte 14, found 0x21"), "{text}");
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
