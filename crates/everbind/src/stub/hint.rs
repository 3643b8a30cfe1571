//! [`TypeHint`]: a type as Python's type checkers see it.

use super::record::Writer;
use super::through::{Through, Within};

/// A Python type, for the stubs of functions that take or return a Rust type.
///
/// The conversion traits have one each, [`FromPyObject::INPUT_TYPE`](crate::FromPyObject::INPUT_TYPE) and
/// [`IntoPyObject::OUTPUT_TYPE`](crate::IntoPyObject::OUTPUT_TYPE). `#[pyclass]` and the derive macros write it; an implementation by
/// hand may, and is `typing.Any` otherwise.
///
/// The derive macros put it together of the hints of the fields:
///
/// | | `FromPyObject` | `IntoPyObject` |
/// |-|-|-|
/// | `struct A(T);`, `transparent` | `T` | `T` |
/// | `struct A(T, U);` | `tuple[T, U]` | `tuple[T, U]` |
/// | `struct A { t: T, u: U }` | `typing.Any`: it has attributes, for which Python's types have no name | `dict[str, T \| U]` |
/// | the same with `item`, `from_item_all` | `collections.abc.Mapping[str, typing.Any]`; other items may be in it | `dict[str, T \| U]` |
/// | `enum` | any of its variants | any of its variants |
///
/// What is not known is `typing.Any` there as well: a field with `from_py_with` or `into_py_with`, the type itself inside of it, and
/// in a generic type what is neither a parameter nor a well-known type of the standard library or of everbind.
///
/// # Examples
/// ```
/// use everbind::inspect::TypeHint;
///
/// struct Angle(f64);
///
/// impl<'py> everbind::IntoPyObject<'py> for Angle {
///     type Target = everbind::types::PyFloat;
///     type Output = everbind::Bound<'py, Self::Target>;
///     type Error = std::convert::Infallible;
///
///     const OUTPUT_TYPE: TypeHint = TypeHint::FLOAT;
///
///     fn into_pyobject(self, py: everbind::Python<'py>) -> Result<Self::Output, Self::Error> {
///         self.0.into_pyobject(py)
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TypeHint {
    /// The first byte of its code: see `stub/mod.rs`.
    code: u8,
    /// What follows it.
    bytes: &'static [u8],
    /// The hints that follow that.
    first: Option<&'static TypeHint>,
    second: Option<&'static TypeHint>,
    more: &'static [&'static TypeHint],
    /// Instead of all that: where the hint is.
    through: Option<Through>,
}

macro_rules! plain {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {$(
        $(#[$doc])*
        pub const $name: TypeHint = TypeHint::plain($code);
    )*};
}

macro_rules! of_one {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {$(
        $(#[$doc])*
        #[inline]
        pub const fn $name(item: &'static TypeHint) -> TypeHint {
            TypeHint { first: Some(item), ..TypeHint::plain($code) }
        }
    )*};
}

impl TypeHint {
    plain! {
        /// Nothing is known of the type; stubs say `typing.Any`.
        UNKNOWN = b'?';
        /// `typing.Any`
        ANY = b'a';
        /// `object`
        OBJECT = b'o';
        /// `None`
        NONE = b'n';
        /// `bool`
        BOOL = b'b';
        /// `int`
        INT = b'i';
        /// `float`
        FLOAT = b'f';
        /// `complex`
        COMPLEX = b'c';
        /// `str`
        STR = b's';
        /// `bytes`
        BYTES = b'y';
        /// `bytearray`
        BYTEARRAY = b'Y';
        /// `slice`
        SLICE = b'z';
        /// `list`, of anything
        LIST = b'l';
        /// `tuple`, of anything
        TUPLE = b't';
        /// `dict`, of anything
        DICT = b'd';
        /// `set`, of anything
        SET = b'e';
        /// `frozenset`, of anything
        FROZENSET = b'g';
        /// `type`
        TYPE = b'p';
    }

    of_one! {
        /// `list[item]`
        list = b'L';
        /// `set[item]`
        set = b'S';
        /// `frozenset[item]`
        frozenset = b'G';
        /// `tuple[item, ...]`
        tuple_of = b'V';
        /// `item | None`
        optional = b'O';
        /// `collections.abc.Sequence[item]`
        sequence = b'Q';
        /// `collections.abc.Iterator[item]`
        iterator = b'I';
        /// `collections.abc.Iterable[item]`
        iterable = b'E';
        /// `collections.abc.Awaitable[item]`
        awaitable = b'W';
        /// `type[item]`
        type_of = b'P';
    }

    /// `dict[key, value]`
    #[inline]
    pub const fn dict(key: &'static TypeHint, value: &'static TypeHint) -> TypeHint {
        TypeHint { first: Some(key), second: Some(value), ..TypeHint::plain(b'D') }
    }

    /// `collections.abc.Mapping[key, value]`
    #[inline]
    pub const fn mapping(key: &'static TypeHint, value: &'static TypeHint) -> TypeHint {
        TypeHint { first: Some(key), second: Some(value), ..TypeHint::plain(b'M') }
    }

    /// `tuple[…]` of exactly these items.
    #[inline]
    pub const fn tuple(items: &'static [&'static TypeHint]) -> TypeHint {
        TypeHint { more: items, ..TypeHint::plain(b'T') }
    }

    /// Any of the types: `a | b`.
    #[inline]
    pub const fn union(types: &'static [&'static TypeHint]) -> TypeHint {
        TypeHint { more: types, ..TypeHint::plain(b'U') }
    }

    /// A generic type with its arguments: `collections.abc.Callable[…]`, of which the path is
    /// `collections.abc.Callable`.
    #[inline]
    pub const fn generic(path: &'static str, arguments: &'static [&'static TypeHint]) -> TypeHint {
        TypeHint { bytes: path.as_bytes(), more: arguments, ..TypeHint::plain(b'X') }
    }

    /// What Python source calls the type, with the modules of all names in it: `decimal.Decimal`, `str |
    /// os.PathLike[str]`. Names of Python's built-in types stand alone. The stub imports the modules.
    #[inline]
    pub const fn text(text: &'static str) -> TypeHint {
        TypeHint { bytes: text.as_bytes(), ..TypeHint::plain(b'"') }
    }

    /// That of a `#[pyclass]`.
    #[inline]
    pub const fn class<T: crate::PyTypeInfo>() -> TypeHint {
        T::TYPE_HINT
    }

    /// That of what has the key.
    #[doc(hidden)]
    #[inline]
    pub const fn keyed(key: &'static [u8; 4]) -> TypeHint {
        TypeHint { bytes: key, ..TypeHint::plain(b'C') }
    }

    /// That of a type which may have itself among its parts; the key tells it from others.
    #[doc(hidden)]
    #[inline]
    pub const fn through(key: &'static [u8; 4], hint: &'static TypeHint) -> TypeHint {
        TypeHint { bytes: key, through: Some(Through::new(hint)), ..TypeHint::UNKNOWN }
    }

    #[inline]
    const fn plain(code: u8) -> TypeHint {
        TypeHint { code, bytes: &[], first: None, second: None, more: &[], through: None }
    }

    /// This one, or the other if this says nothing.
    #[doc(hidden)]
    #[inline]
    pub const fn or(&self, other: &TypeHint) -> TypeHint {
        if self.code == b'?' && self.through.is_none() { *other } else { *self }
    }

    /// That of the class itself, unless more is accepted than it.
    #[inline]
    pub(super) const fn own(&self) -> TypeHint {
        if self.code == b'U' { *self } else { TypeHint::plain(b'@') }
    }

    /// What an iterator gives that ends with `None`.
    #[inline]
    pub(super) const fn next(&self) -> TypeHint {
        match (self.code, self.first) {
            (b'O', Some(item)) => *item,
            _ => *self,
        }
    }

    /// The type of the items of a list or tuple.
    #[inline]
    pub(super) const fn items(&self) -> TypeHint {
        match (self.code, self.first) {
            (b'L' | b'V' | b'Q' | b'E', Some(item)) => *item,
            _ => TypeHint::ANY,
        }
    }

    /// The type of the values of a dict that may be left out.
    #[inline]
    pub(super) const fn values(&self) -> TypeHint {
        match (self.code, self.first, self.second) {
            (b'O', Some(dict), _) => dict.values(),
            (b'D' | b'M', _, Some(value)) => *value,
            _ => TypeHint::ANY,
        }
    }

    /// Writes its code.
    #[inline]
    pub(super) const fn write(&self, out: &mut Writer<'_>) {
        self.write_in(out, None);
    }

    #[inline]
    const fn write_in(&self, out: &mut Writer<'_>, within: Option<&Within<'_>>) {
        if let Some(through) = self.through {
            match Within::has(within, self.bytes) {
                true => TypeHint::ANY.write(out),
                false => {
                    let inner = Within { key: self.bytes, outer: within };
                    through.hint().write_in(out, Some(&inner));
                }
            }
            return;
        }
        out.byte(self.code);
        out.bytes(self.bytes);
        if matches!(self.code, b'"' | b'X') {
            out.byte(0);
        }
        if let Some(first) = self.first {
            first.write_in(out, within);
        }
        if let Some(second) = self.second {
            second.write_in(out, within);
        }
        let mut at = 0;
        while at < self.more.len() {
            self.more[at].write_in(out, within);
            at += 1;
        }
        if matches!(self.code, b'T' | b'U' | b'X') {
            out.byte(b';');
        }
    }
}
