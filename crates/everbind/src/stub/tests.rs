//! The hints of many types, as their codes.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

use super::asked::{Input, NoPlain, NoRef, NoResult, NoValue, Output};
use super::record::{Entry, Part, key, offset, placed, record, size};
use crate::inspect::TypeHint;
use crate::types::{PyDict, PyList, PyTuple};
use crate::{Bound, Py, PyAny, PyResult};

/// The code of a part.
macro_rules! code {
    ($part:expr) => {{
        const PARTS: &[Part] = &[$part];
        const BYTES: [u8; offset(PARTS, 1)] = record(b'F', PARTS);
        String::from_utf8_lossy(&BYTES[4..]).into_owned()
    }};
}

macro_rules! inputs {
    ($($ty:ty => $code:literal;)*) => {$(
        let code = code!(Part::Either(Input::<$ty>::BY_VALUE, Input::<$ty>::BY_REF));
        assert_eq!(code, $code, "{}", stringify!($ty));
    )*};
}

macro_rules! outputs {
    ($($ty:ty => $code:literal;)*) => {$(
        let code = code!(Part::Either(Output::<$ty>::PLAIN, Output::<$ty>::RESULT));
        assert_eq!(code, $code, "{}", stringify!($ty));
    )*};
}

mod derived;

struct Unconverted;

#[test]
fn what_is_read() {
    inputs! {
        i64 => "i";
        f32 => "f";
        &str => "s";
        char => "s";
        bool => "b";
        Option<u8> => "Oi";
        Vec<f64> => "Qf";
        Vec<u8> => "\"bytes | bytearray | collections.abc.Sequence[int]\0";
        Vec<Vec<i32>> => "QQi";
        [i32; 3] => "Qi";
        Cow<'_, [u8]> => "\"bytes | bytearray\0";
        HashMap<String, Vec<bool>> => "DsQb";
        HashSet<i32> => "Xcollections.abc.Set\0i;";
        (i32, f64) => "Tif;";
        PathBuf => "\"str | os.PathLike[str]\0";
        Bound<'_, PyAny> => "a";
        &Bound<'_, PyList> => "l";
        Option<&Bound<'_, PyDict>> => "Od";
        Py<PyTuple> => "t";
        Unconverted => "?";
    }
}

#[test]
fn what_is_returned() {
    outputs! {
        () => "n";
        PyResult<()> => "n";
        Result<i32, std::num::ParseIntError> => "i";
        std::io::Result<String> => "s";
        Vec<u8> => "y";
        &[u8] => "y";
        Vec<String> => "Ls";
        Option<(i32, ())> => "OTiT;;";
        BTreeMap<i32, f64> => "Dif";
        HashSet<&str> => "Ss";
        PathBuf => "\"pathlib.Path\0";
        Bound<'_, PyAny> => "a";
        std::time::Duration => "\"datetime.timedelta\0";
        Unconverted => "?";
    }
}

#[test]
fn what_is_gathered() {
    let args = code!(Part::Items(Input::<Vec<i32>>::BY_VALUE, Input::<Vec<i32>>::BY_REF));
    assert_eq!(args, "i");
    let args = code!(Part::Items(TypeHint::TUPLE, TypeHint::UNKNOWN));
    assert_eq!(args, "a");
    let kwargs = code!(Part::Values(
        TypeHint::optional(&TypeHint::dict(&TypeHint::STR, &TypeHint::INT)),
        TypeHint::UNKNOWN
    ));
    assert_eq!(kwargs, "i");
    let next = code!(Part::Next(TypeHint::optional(&TypeHint::INT), TypeHint::UNKNOWN));
    assert_eq!(next, "i");
}

#[test]
fn records_are_framed() {
    const INNER: &[Part] = &[Part::Bytes(b"abc")];
    const PARTS: &[Part] = &[
        Part::Bytes(b"x\0"),
        Part::Sized(INNER),
        Part::Entry(Entry::Nothing),
        Part::Entry(Entry::Function(*b"1234")),
        Part::Entry(Entry::Class(*b"5678")),
        Part::Entry(Entry::Type(TypeHint::SLICE)),
    ];
    const BYTES: [u8; offset(PARTS, PARTS.len())] = record(b'M', PARTS);
    assert_eq!(&BYTES, b"M\x94\x80\0x\0\x83\x80\0abcF1234C5678Tz");
    assert_eq!(size(PARTS) + 4, BYTES.len());
    assert_eq!(offset(PARTS, 1), 6);
    assert_eq!(&placed(b"B\x85\x80\0\0\0\0\0x", *b"keys"), b"B\x85\x80\0keysx");
    assert_ne!(key("a", "b", 1), key("b", "a", 1));
    assert_ne!(key("a", "b", 1), key("a", "b", 2));
}
