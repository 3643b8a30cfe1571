//! Hints: a few bytes that tell a type.

use anyhow::{Context, Result, bail};

use super::{bytes::Bytes, record::Key};
use crate::stubs::expression::Expression;

/// The module of names that stand for a class of a library, whose real name is known only when all records are: the name is its key.
pub const CLASS: &str = "<class>";
/// The name of the class that something stands in.
pub const SELF: &str = "<self>";
/// How deeply hints may be nested.
const DEPTH: usize = 40;

/// A type.
pub fn read(bytes: &mut Bytes<'_>) -> Result<Expression> {
    nested(bytes, 0)
}

fn nested(bytes: &mut Bytes<'_>, depth: usize) -> Result<Expression> {
    if depth > DEPTH {
        bail!("types are nested more than {DEPTH} deep at byte {}", bytes.at());
    }
    let at = bytes.at();
    let code = bytes.byte("a type")?;
    if let Some(name) = simple(code) {
        return Expression::parse(name);
    }
    let mut one = |of: &str| Ok(subscript(of, vec![nested(bytes, depth + 1)?]));
    match code {
        b'@' => Ok(Expression::Name(vec![SELF.into()])),
        b'L' => one("list"),
        b'S' => one("set"),
        b'G' => one("frozenset"),
        b'P' => one("type"),
        b'Q' => one("collections.abc.Sequence"),
        b'I' => one("collections.abc.Iterator"),
        b'E' => one("collections.abc.Iterable"),
        b'W' => one("collections.abc.Awaitable"),
        b'R' => {
            let result = nested(bytes, depth + 1)?;
            Ok(subscript(
                "collections.abc.Coroutine",
                vec![Expression::any(), Expression::any(), result],
            ))
        }
        b'V' => {
            let item = nested(bytes, depth + 1)?;
            Ok(subscript("tuple", vec![item, Expression::Verbatim("...".into())]))
        }
        b'D' | b'M' => {
            let of = if code == b'D' { "dict" } else { "collections.abc.Mapping" };
            Ok(subscript(of, vec![nested(bytes, depth + 1)?, nested(bytes, depth + 1)?]))
        }
        b'O' => Ok(Expression::union([nested(bytes, depth + 1)?, Expression::none()])),
        b'T' => {
            let mut items = several(bytes, depth)?;
            if items.is_empty() {
                items.push(Expression::Verbatim("()".into()));
            }
            Ok(subscript("tuple", items))
        }
        b'U' => {
            let members = several(bytes, depth)?;
            Ok(if members.is_empty() {
                Expression::name("typing.Never")
            } else {
                Expression::union(members)
            })
        }
        b'C' => {
            let key = Key::read(bytes, "a class")?;
            Ok(Expression::Name(vec![CLASS.into(), key.text()]))
        }
        b'X' => {
            let path = Expression::parse(bytes.text("a type's name")?)?;
            Ok(Expression::Subscript(Box::new(path), several(bytes, depth)?))
        }
        b'"' => {
            let text = bytes.text("a type")?;
            Expression::parse(text).with_context(|| format!("the type at byte {at}"))
        }
        _ => bail!("expected a type at byte {at}, found the byte {code:#04x}"),
    }
}

/// What a byte by itself stands for.
fn simple(code: u8) -> Option<&'static str> {
    Some(match code {
        b'?' | b'a' => "typing.Any",
        b'o' => "object",
        b'n' => "None",
        b'b' => "bool",
        b'i' => "int",
        b'f' => "float",
        b'c' => "complex",
        b's' => "str",
        b'y' => "bytes",
        b'Y' => "bytearray",
        b'z' => "slice",
        b'l' => "list[typing.Any]",
        b't' => "tuple[typing.Any, ...]",
        b'd' => "dict[typing.Any, typing.Any]",
        b'e' => "set[typing.Any]",
        b'g' => "frozenset[typing.Any]",
        b'p' => "type",
        _ => return None,
    })
}

fn subscript(of: &str, items: Vec<Expression>) -> Expression {
    Expression::Subscript(Box::new(Expression::name(of)), items)
}

/// Types up to a semicolon.
fn several(bytes: &mut Bytes<'_>, depth: usize) -> Result<Vec<Expression>> {
    let mut all = Vec::new();
    while bytes.peek() != Some(b';') {
        all.push(nested(bytes, depth + 1)?);
    }
    bytes.byte("a semicolon")?;
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::{Bytes, read};

    #[test]
    fn hints_are_types() {
        for (hint, expected) in [
            (&b"i"[..], "int"),
            (b"?", "typing.Any"),
            (b"OLf", "list[float] | None"),
            (b"Dsl", "dict[str, list[typing.Any]]"),
            (b"Tis;", "tuple[int, str]"),
            (b"T;", "tuple[()]"),
            (b"Vb", "tuple[bool, ...]"),
            (b"UinOs;", "int | str | None"),
            (b"U;", "typing.Never"),
            (b"Rn", "collections.abc.Coroutine[typing.Any, typing.Any, None]"),
            (b"MsQi", "collections.abc.Mapping[str, collections.abc.Sequence[int]]"),
            (b"P@", "type[<self>]"),
            (b"C\x01\x02\x03\x04", "<class>.04030201"),
            (b"Xcollections.abc.Callable\0\"[int]\0n;", "collections.abc.Callable[[int], None]"),
            (b"\"str | os.PathLike[str]\0", "str | os.PathLike[str]"),
        ] {
            let mut bytes = Bytes::new(hint);
            assert_eq!(read(&mut bytes).unwrap().render(), expected);
            assert!(bytes.is_empty());
        }
    }

    #[test]
    fn damaged_hints_are_refused() {
        for (hint, expected) in [
            (&b""[..], "expected a type at byte 0, where the data ends"),
            (b"L", "expected a type at byte 1, where the data ends"),
            (b"T!", "expected a type at byte 1, found the byte 0x21"),
            (b"Ti", "expected a type at byte 2, where the data ends"),
            (b"Cabc", "expected a class of 4 bytes at byte 1, where 3 are left"),
            (&[b'O'; 100], "types are nested more than 40 deep at byte 41"),
        ] {
            assert_eq!(read(&mut Bytes::new(hint)).unwrap_err().to_string(), expected);
        }
    }
}
