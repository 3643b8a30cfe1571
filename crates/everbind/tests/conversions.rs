//! Conversions between Rust values and Python objects: values that come out, and the
//! messages of those that do not.
#![cfg(feature = "auto-initialize")]

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ffi::{CStr, CString, OsStr, OsString};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use everbind::prelude::*;
use everbind::types::{PyDict, PyList};

mod support;
use support::*;

const TOO_LARGE: &str = "OverflowError: Python int too large to convert to C long";

#[test]
fn integers() {
    macro_rules! limits {
        ($($ty:ident),*) => {$(
            for value in [0, 1, $ty::MAX, $ty::MIN, $ty::MAX / 3, $ty::MIN / 3, $ty::MAX - 1] {
                round_trips!(value, &value.to_string());
            }
            let (min, max) = ($ty::MIN, $ty::MAX);
            let name = stringify!($ty);
            let range = format!("expected an int from {min} to {max} ({name})");
            // CPython's words come first where it would say them: beyond a C `long`.
            let error = |long: bool, got: &str| match long {
                true => format!("{TOO_LARGE}: {range}, got {got}"),
                false => format!("OverflowError: {range}, got {got}"),
            };
            let long = !matches!(name, "i128" | "u128" | "u64" | "usize");
            fails::<$ty>("2**200", &error(long, "an int of more than 128 bits"));
            if !name.ends_with("128") {
                for beyond in [max as i128 + 1, min as i128 - 1] {
                    let long = long && i64::try_from(beyond).is_err();
                    fails::<$ty>(&beyond.to_string(), &error(long, &beyond.to_string()));
                }
            }
            reads::<$ty>("Int(5)", 5);
            reads::<$ty>("True", 1);
            reads::<$ty>("Index(7)", 7);
            fails::<$ty>("1.0", "TypeError: expected int, got float");
            fails::<$ty>("'1'", "TypeError: expected int, got str");
            fails::<$ty>("None", "TypeError: expected int, got NoneType");
            fails::<$ty>("BadIndex()", "TypeError: __index__ returned non-int (type str)");
            round_trips!(NonZero::<$ty>::new(3).unwrap(), "3");
            fails::<NonZero<$ty>>("0", "ValueError: expected an int other than zero, got 0");
        )*};
    }
    limits!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);
    fails::<u128>(
        "-1",
        &format!("OverflowError: expected an int from 0 to {} (u128), got -1", u128::MAX),
    );
    fails::<i128>(
        "2**127",
        &format!(
            "OverflowError: expected an int from {} to {} (i128), got {}",
            i128::MIN,
            i128::MAX,
            1u128 << 127
        ),
    );
    fails::<u64>(
        "-(2**70)",
        &format!(
            "OverflowError: expected an int from 0 to {} (u64), got {}",
            u64::MAX,
            -(1i128 << 70)
        ),
    );
}

#[test]
fn floats() {
    for value in [0.0, -1.0, 1.5, f64::MAX, f64::INFINITY] {
        round_trips!(value, &format!("float('{value}')"));
    }
    round_trips!(0.25f32, "0.25");
    reads("3", 3.0);
    reads("2**60 + 1", (1u64 << 60) as f64);
    reads("True", 1.0);
    reads("Real(2.5)", 2.5f32);
    reads("Float(2.5)", 2.5);
    reads("Index(2)", 2.0);
    reads("fractions.Fraction(1, 4)", 0.25);
    fails::<f64>("'1'", "TypeError: expected float, got str");
    fails::<f32>("[]", "TypeError: expected float, got list");
    fails::<f64>("BadFloat()", "KeyError: 'mine'");
    fails::<f64>("10**400", "OverflowError: int too large to convert to float");
}

#[test]
fn booleans() {
    round_trips!(true, "True");
    round_trips!(false, "False");
    fails::<bool>("1", "TypeError: expected bool, got int");
    fails::<bool>("None", "TypeError: expected bool, got NoneType");
    fails::<bool>(
        "type('bool', (), {'__module__': 'numpy'})()",
        "TypeError: expected an object with __bool__, got bool",
    );
    reads("type('bool_', (), {'__module__': 'numpy', '__bool__': lambda s: True})()", true);
}

#[test]
fn texts() {
    for text in ["", "plain", "h\u{e9}", "\u{20ac}\u{1f40d}", "a\0b"] {
        let escaped: String = text.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect();
        round_trips!(text.to_string(), &format!("'{escaped}'"));
    }
}

#[test]
fn more_texts() {
    reads("Text('a')", "a".to_string());
    reads::<Box<str>>("'a'", "a".into());
    round_trips!(Arc::<str>::from("a"), "'a'");
    round_trips!('x', "'x'");
    round_trips!('\u{1f40d}', "'\\U0001f40d'");
    fails::<char>("'ab'", "ValueError: expected a str of length 1, got a str of length 2");
    fails::<String>("b'a'", "TypeError: expected str, got bytes");
    fails::<String>(
        "'\\ud800'",
        "UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800' in position 0: \
         surrogates not allowed",
    );
    Python::attach(|py| {
        let text = eval(py, "'borrowed'");
        assert_eq!(text.extract::<&str>().unwrap(), "borrowed");
        assert!(matches!(text.extract::<Cow<'_, str>>().unwrap(), Cow::Borrowed("borrowed")));
    });
}

#[test]
fn c_strings() {
    round_trips!(CString::new("a").unwrap(), "'a'");
    fails::<CString>(
        "'a\\0'",
        "ValueError: expected a str without null characters, got one with a null character",
    );
    Python::attach(|py| {
        assert_eq!(eval(py, "'abc'").extract::<&CStr>().unwrap(), c"abc");
        let err = c"\xff".into_pyobject(py).unwrap_err();
        assert!(err.is_instance_of::<everbind::exceptions::PyUnicodeDecodeError>(py));
    });
}

#[test]
fn bytes() {
    round_trips!(vec![1u8, 2], "b'\\x01\\x02'");
    round_trips!([1u8, 2], "b'\\x01\\x02'");
    writes(&[1u8, 2][..], "b'\\x01\\x02'");
    writes(Cow::Borrowed(&[1u8][..]), "b'\\x01'");
    reads("bytearray(b'ab')", b"ab".to_vec());
    reads("[1, 2]", vec![1u8, 2]);
    reads("memoryview(b'ab')", b"ab".to_vec());
    reads("b'ab'", vec![97, 98]);
    fails::<Vec<u8>>(
        "[1, 300]",
        "OverflowError: item 1: expected an int from 0 to 255 (u8), got 300",
    );
    fails::<[u8; 3]>("b'ab'", "ValueError: expected a sequence of length 3, got one of length 2");
    Python::attach(|py| {
        assert_eq!(eval(py, "b'abc'").extract::<&[u8]>().unwrap(), b"abc");
        let object = eval(py, "b'abc'");
        assert!(matches!(object.extract::<Cow<'_, [u8]>>().unwrap(), Cow::Borrowed(b"abc")));
        let object = eval(py, "bytearray(b'abc')");
        assert!(matches!(object.extract::<Cow<'_, [u8]>>().unwrap(), Cow::Owned(_)));
        let err = PyErr::from(object.extract::<&[u8]>().unwrap_err());
        assert_eq!(err.to_string(), "TypeError: 'bytearray' object is not an instance of 'bytes'");
    });
}

/// PyO3's words come first, and the place of an item behind them.
#[test]
fn casts() {
    fails::<Py<PyDict>>("[]", "TypeError: 'list' object is not an instance of 'dict'");
    fails::<Option<Py<PyDict>>>("[]", "TypeError: 'list' object is not an instance of 'dict'");
    fails::<Vec<Py<PyDict>>>(
        "[{}, 5]",
        "TypeError: 'int' object is not an instance of 'dict' (item 1)",
    );
    fails::<Vec<(i64, Py<PyDict>)>>(
        "[(1, {}), (2, 3)]",
        "TypeError: 'int' object is not an instance of 'dict' (item 1: item 1)",
    );
    fails::<HashMap<String, Py<PyList>>>(
        "{'a': ()}",
        "TypeError: 'tuple' object is not an instance of 'list' (value of key 'a')",
    );
}

#[test]
fn paths() {
    round_trips!(PathBuf::from("a/b"), "pathlib.Path('a/b')");
    writes(Path::new("a"), "pathlib.Path('a')");
    round_trips!(OsString::from("a"), "'a'");
    writes(OsStr::new("h\u{e9}"), "'h\\u00e9'");
    reads("'a/b'", PathBuf::from("a/b"));
    reads("Path()", PathBuf::from("a/b"));
    Python::attach(|py| {
        let text = eval(py, "'a/b'");
        let path: Cow<'_, Path> = text.extract().unwrap();
        assert!(matches!(path, Cow::Borrowed(path) if path == Path::new("a/b")));
    });
    fails::<PathBuf>("BytesPath()", "TypeError: expected str, got bytes");
    fails::<PathBuf>("5", "TypeError: expected str or os.PathLike, got int");
    fails::<OsString>("5", "TypeError: expected str, got int");
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        round_trips!(OsString::from_vec(b"a\xff".to_vec()), "'a\\udcff'");
    }
}

#[test]
fn options_and_cells() {
    round_trips!(Some(1), "1");
    round_trips!(None::<i32>, "None");
    fails::<Option<i32>>("''", "TypeError: expected int, got str");
    reads("5", Cell::new(5));
    writes(Cell::new(5), "5");
}

#[test]
fn tuples() {
    writes((), "()");
    round_trips!((1,), "(1,)");
    round_trips!((1, "a".to_string()), "(1, 'a')");
    let twelve = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12.0);
    reads("(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)", twelve);
    writes(twelve, "(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12.0)");
    reads("Named(1, 2.0)", (1, 2.0));
    reads("Pair((1, 2.0))", (1, 2.0));
    fails::<(i32, i32)>("[1, 2]", "TypeError: expected tuple, got list");
    fails::<(i32, i32)>(
        "(1, 2, 3)",
        "ValueError: expected a tuple of length 2, got tuple of length 3",
    );
    fails::<(i32, f64)>("(1, 'a')", "TypeError: item 1: expected float, got str");
    fails::<(i32, (i32, f64))>(
        "(1, (1, 'a'))",
        "TypeError: item 1: item 1: expected float, got str",
    );
}

#[test]
fn sequences() {
    round_trips!(vec![1, 2, 3], "[1, 2, 3]");
    round_trips!(Vec::<i32>::new(), "[]");
    round_trips!(vec![vec![1.5], vec![]], "[[1.5], []]");
    round_trips!(vec![Some(true), None], "[True, None]");
    round_trips!(vec![("a".to_string(), 1)], "[('a', 1)]");
    round_trips!(vec![1, 2].into_boxed_slice(), "[1, 2]");
    writes(Cow::Borrowed(&[1, 2][..]), "[1, 2]");
    reads("(1, 2.0, True)", vec![1.0, 2.0, 1.0]);
    reads("[1, 2.0, Float(3.0), True, 5]", vec![1.0, 2.0, 3.0, 1.0, 5.0]);
    reads(
        "[2**62, 2**62 + 1, -2**63, Int(1), Index(2)]",
        vec![1 << 62, (1 << 62) + 1, i64::MIN, 1, 2],
    );
    reads("[[1, 2], (3, Index(4)), [], Seq()]", vec![vec![1, 2], vec![3, 4], vec![], vec![0, 10]]);
    reads("[b'ab', bytearray(b'c'), [100]]", vec![b"ab".to_vec(), b"c".to_vec(), b"d".to_vec()]);
    reads("List([1])", vec![7, 8]);
    reads("Pair((1, 2))", vec![1, 2]);
    reads("range(3)", vec![0, 1, 2]);
    reads("Seq()", vec![0, 10]);
    reads("array.array('d', [1, 2])", vec![1.0, 2.0]);
    reads("[b'a', 'b'][1:]", vec!["b".to_string()]);
    reads("appending()", vec![1, 2, 9, 3, 4]);
    reads("clearing()", vec![1, 2, 9]);
    fails::<Vec<String>>("'abc'", "TypeError: Can't extract `str` to `Vec`");
    fails::<Vec<i32>>("{1, 2}", "TypeError: expected sequence, got set");
    fails::<Vec<i32>>("{1: 2}", "TypeError: expected sequence, got dict");
    fails::<Vec<i32>>("iter([])", "TypeError: expected sequence, got list_iterator");
    for sequence in ["[1, 2, 'x']", "(1, 2, 'x')", "Pair((1, 2, 'x'))"] {
        fails::<Vec<i32>>(sequence, "TypeError: item 2: expected int, got str");
    }
    fails::<Vec<Vec<f64>>>(
        "[[], [1.0, 's']]",
        "TypeError: item 1: item 1: expected float, got str",
    );
}

#[test]
fn arrays() {
    round_trips!([1.0, 2.0], "[1.0, 2.0]");
    round_trips!([0i32; 0], "[]");
    reads("(1, 2)", [1, 2]);
    reads("Seq()", [0, 10]);
    reads("'ab'", ["a".to_string(), "b".to_string()]);
    reads("[Index(1), 'x'][:1]", [1]);
    fails::<[i32; 2]>("[1]", "ValueError: expected a sequence of length 2, got one of length 1");
    fails::<[i32; 2]>(
        "(1, 2, 3)",
        "ValueError: expected a sequence of length 2, got one of length 3",
    );
    fails::<[i32; 4]>(
        "appending()",
        "ValueError: expected a sequence of length 4, got one of length 5",
    );
    fails::<[i32; 4]>(
        "clearing()",
        "ValueError: expected a sequence of length 4, got one of length 3",
    );
    fails::<[i32; 3]>("Liar()", "ValueError: expected a sequence of length 3, got one of length 2");
    fails::<[i32; 2]>("5", "TypeError: expected sequence, got int");
    fails::<[String; 2]>("['a', 5]", "TypeError: item 1: expected str, got int");
}

#[test]
fn maps() {
    let map = || [("a".to_string(), 1), ("b".to_string(), 2)];
    round_trips!(HashMap::from(map()), "{'a': 1, 'b': 2}");
    round_trips!(BTreeMap::from(map()), "{'a': 1, 'b': 2}");
    reads("Dict(a=1, b=2)", BTreeMap::from(map()));
    reads("{1: [2]}", HashMap::from([(1, vec![2])]));
    fails::<HashMap<String, i32>>("[]", "TypeError: expected dict, got list");
    fails::<HashMap<String, i32>>("{1: 1}", "TypeError: key: expected str, got int");
    fails::<HashMap<String, i32>>(
        "{'x': ''}",
        "TypeError: value of key 'x': expected int, got str",
    );
    fails::<HashMap<(i32,), i32>>("{(1,): ''}", "TypeError: value: expected int, got str");
    fails::<HashMap<String, i32>>(
        "growing()",
        "RuntimeError: dictionary changed size during iteration",
    );
    writes_error(HashMap::from([(vec![1], 1)]), "TypeError: ");
}

#[test]
fn sets() {
    round_trips!(HashSet::from([1, 2]), "{1, 2}");
    round_trips!(BTreeSet::from([1, 2]), "{1, 2}");
    reads("frozenset([1, 2])", HashSet::from([1, 2]));
    fails::<HashSet<i32>>("[]", "TypeError: expected set or frozenset, got list");
    fails::<BTreeSet<i32>>("{'a'}", "TypeError: element: expected int, got str");
}

#[test]
fn addresses() {
    let v4 = Ipv4Addr::new(127, 0, 0, 1);
    writes(v4, "ipaddress.IPv4Address('127.0.0.1')");
    writes(Ipv6Addr::LOCALHOST, "ipaddress.IPv6Address('::1')");
    round_trips!(IpAddr::V4(v4), "ipaddress.ip_address('127.0.0.1')");
    round_trips!(IpAddr::V6(Ipv6Addr::LOCALHOST), "ipaddress.ip_address('::1')");
    reads("'127.0.0.1'", IpAddr::V4(v4));
    fails::<IpAddr>("'x'", "ValueError: expected an IP address, got 'x'");
}

#[test]
fn times() {
    round_trips!(
        Duration::new(90_000, 5000),
        "datetime.timedelta(days=1, seconds=3600, microseconds=5)",
    );
    writes(Duration::from_nanos(1999), "datetime.timedelta(microseconds=1)");
    fails::<Duration>(
        "datetime.timedelta(-1)",
        "ValueError: expected a timedelta that is not negative, got one of -1 days",
    );
    fails::<Duration>("5", "TypeError: expected timedelta, got int");
    writes_error(Duration::MAX, "OverflowError: ");
    let utc = |text: &str| format!("datetime.datetime({text}, tzinfo=datetime.timezone.utc)");
    round_trips!(UNIX_EPOCH + Duration::new(86_400, 1000), &utc("1970, 1, 2, 0, 0, 0, 1"));
    round_trips!(UNIX_EPOCH - Duration::from_secs(86_400), &utc("1969, 12, 31"));
    fails::<SystemTime>("5", "TypeError: expected datetime, got int");
    fails::<SystemTime>(
        "datetime.datetime(2020, 1, 1)",
        "TypeError: can't subtract offset-naive and offset-aware datetimes",
    );
}
