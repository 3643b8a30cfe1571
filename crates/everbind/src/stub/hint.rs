//! [`TypeHint`]: a type as Python's type checkers see it.

use super::record::Writer;

/// A Python type, for the stubs of functions that take or return a Rust type.
///
/// The conversion traits have one each, [`FromPyObject::INPUT_TYPE`](crate::FromPyObject::INPUT_TYPE) and
/// [`IntoPyObject::OUTPUT_TYPE`](crate::IntoPyObject::OUTPUT_TYPE). The derive macros write it; an implementation by hand may, and is
/// `typing.Any` otherwise.
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
    pub const fn dict(key: &'static TypeHint, value: &'static TypeHint) -> TypeHint {
        TypeHint { first: Some(key), second: Some(value), ..TypeHint::plain(b'D') }
    }

    /// `collections.abc.Mapping[key, value]`
    pub const fn mapping(key: &'static TypeHint, value: &'static TypeHint) -> TypeHint {
        TypeHint { first: Some(key), second: Some(value), ..TypeHint::plain(b'M') }
    }

    /// `tuple[…]` of exactly these items.
    pub const fn tuple(items: &'static [&'static TypeHint]) -> TypeHint {
        TypeHint { more: items, ..TypeHint::plain(b'T') }
    }

    /// Any of the types: `a | b`.
    pub const fn union(types: &'static [&'static TypeHint]) -> TypeHint {
        TypeHint { more: types, ..TypeHint::plain(b'U') }
    }

    /// A generic type with its arguments: `collections.abc.Callable[…]`, of which the path is
    /// `collections.abc.Callable`.
    pub const fn generic(path: &'static str, arguments: &'static [&'static TypeHint]) -> TypeHint {
        TypeHint { bytes: path.as_bytes(), more: arguments, ..TypeHint::plain(b'X') }
    }

    /// What Python source calls the type, with the modules of all names in it: `decimal.Decimal`, `str |
    /// os.PathLike[str]`. Names of Python's built-in types stand alone. The stub imports the modules.
    pub const fn text(text: &'static str) -> TypeHint {
        TypeHint { bytes: text.as_bytes(), ..TypeHint::plain(b'"') }
    }

    /// That of a `#[pyclass]`.
    pub const fn class<T: crate::PyTypeInfo>() -> TypeHint {
        T::TYPE_HINT
    }

    /// That of what has the key.
    #[doc(hidden)]
    pub const fn keyed(key: &'static [u8; 4]) -> TypeHint {
        TypeHint { bytes: key, ..TypeHint::plain(b'C') }
    }

    const fn plain(code: u8) -> TypeHint {
        TypeHint { code, bytes: &[], first: None, second: None, more: &[] }
    }

    /// This one, or the other if this says nothing.
    pub(super) const fn or(&self, other: &TypeHint) -> TypeHint {
        if self.code == b'?' { *other } else { *self }
    }

    /// What an iterator gives that ends with `None`.
    pub(super) const fn next(&self) -> TypeHint {
        match (self.code, self.first) {
            (b'O', Some(item)) => *item,
            _ => *self,
        }
    }

    /// The type of the items of a list or tuple.
    pub(super) const fn items(&self) -> TypeHint {
        match (self.code, self.first) {
            (b'L' | b'V' | b'Q' | b'E', Some(item)) => *item,
            _ => TypeHint::ANY,
        }
    }

    /// The type of the values of a dict that may be left out.
    pub(super) const fn values(&self) -> TypeHint {
        match (self.code, self.first, self.second) {
            (b'O', Some(dict), _) => dict.values(),
            (b'D' | b'M', _, Some(value)) => *value,
            _ => TypeHint::ANY,
        }
    }

    /// Writes its code.
    pub(super) const fn write(&self, out: &mut Writer<'_>) {
        out.byte(self.code);
        out.bytes(self.bytes);
        if matches!(self.code, b'"' | b'X') {
            out.byte(0);
        }
        if let Some(first) = self.first {
            first.write(out);
        }
        if let Some(second) = self.second {
            second.write(out);
        }
        let mut at = 0;
        while at < self.more.len() {
            self.more[at].write(out);
            at += 1;
        }
        if matches!(self.code, b'T' | b'U' | b'X') {
            out.byte(b';');
        }
    }
}
