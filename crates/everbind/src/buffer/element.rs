//! What the items of a buffer are.

use std::ffi::{
    CStr, c_char, c_int, c_long, c_longlong, c_short, c_uint, c_ulong, c_ulonglong, c_ushort,
};

/// The kind and size of a buffer's items, as its format says.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum ElementType {
    /// A signed integer.
    SignedInteger {
        /// Its size.
        bytes: usize,
    },
    /// An unsigned integer.
    UnsignedInteger {
        /// Its size.
        bytes: usize,
    },
    /// A boolean.
    Bool,
    /// A binary floating-point number.
    Float {
        /// Its size.
        bytes: usize,
    },
    /// Something else.
    Unknown,
}

impl ElementType {
    /// Reads a format of the `struct` module. Only single items are known, and
    /// nothing is said about their byte order.
    #[inline]
    pub fn from_format(format: &CStr) -> ElementType {
        match format.to_bytes() {
            [code] | [b'@', code] => native(*code),
            [b'=' | b'<' | b'>' | b'!', code] => standard(*code),
            _ => ElementType::Unknown,
        }
    }
}

/// Sizes of the C compiler's types.
#[inline]
fn native(code: u8) -> ElementType {
    use ElementType::{SignedInteger, Unknown, UnsignedInteger};
    match code {
        b'c' => UnsignedInteger { bytes: size_of::<c_char>() },
        b'h' => SignedInteger { bytes: size_of::<c_short>() },
        b'H' => UnsignedInteger { bytes: size_of::<c_ushort>() },
        b'i' => SignedInteger { bytes: size_of::<c_int>() },
        b'I' => UnsignedInteger { bytes: size_of::<c_uint>() },
        b'l' => SignedInteger { bytes: size_of::<c_long>() },
        b'L' => UnsignedInteger { bytes: size_of::<c_ulong>() },
        b'q' => SignedInteger { bytes: size_of::<c_longlong>() },
        b'Q' => UnsignedInteger { bytes: size_of::<c_ulonglong>() },
        b'n' => SignedInteger { bytes: size_of::<isize>() },
        b'N' => UnsignedInteger { bytes: size_of::<usize>() },
        b'b' | b'B' | b'?' | b'e' | b'f' | b'd' => standard(code),
        _ => Unknown,
    }
}

/// Sizes that are the same everywhere.
#[inline]
fn standard(code: u8) -> ElementType {
    use ElementType::{Bool, Float, SignedInteger, Unknown, UnsignedInteger};
    match code {
        b'c' | b'B' => UnsignedInteger { bytes: 1 },
        b'b' => SignedInteger { bytes: 1 },
        b'?' => Bool,
        b'h' => SignedInteger { bytes: 2 },
        b'H' => UnsignedInteger { bytes: 2 },
        b'i' | b'l' => SignedInteger { bytes: 4 },
        b'I' | b'L' => UnsignedInteger { bytes: 4 },
        b'q' => SignedInteger { bytes: 8 },
        b'Q' => UnsignedInteger { bytes: 8 },
        b'e' => Float { bytes: 2 },
        b'f' => Float { bytes: 4 },
        b'd' => Float { bytes: 8 },
        _ => Unknown,
    }
}

/// Types that the items of a [`PyBuffer`](super::PyBuffer) can have: the integers, `f32` and `f64`.
///
/// # Safety
/// Any bytes are a value of the type, and `is_compatible_format` is true only for
/// formats of items of its size.
pub unsafe trait Element: Copy {
    /// Whether items of this format, in the `struct` module's notation, are of this type.
    fn is_compatible_format(format: &CStr) -> bool;
}

/// Whether the format's items have this machine's byte order.
#[inline]
fn is_native_order(format: &CStr) -> bool {
    match format.to_bytes() {
        [b'<', ..] => cfg!(target_endian = "little"),
        [b'>' | b'!', ..] => cfg!(target_endian = "big"),
        _ => true,
    }
}

macro_rules! elements {
    ($($kind:ident: $($element:ty)*;)*) => {$($(
        // SAFETY: a number without invalid values; the format says its kind and size.
        unsafe impl Element for $element {
            #[inline]
            fn is_compatible_format(format: &CStr) -> bool {
                let expected = ElementType::$kind { bytes: size_of::<$element>() };
                let found = ElementType::from_format(format);
                // One byte has no order.
                found == expected && (size_of::<$element>() == 1 || is_native_order(format))
            }
        }
    )*)*};
}

elements! {
    UnsignedInteger: u8 u16 u32 u64 usize;
    SignedInteger: i8 i16 i32 i64 isize;
    Float: f32 f64;
}
