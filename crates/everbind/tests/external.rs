//! Conversions of other crates' types.
#![cfg(feature = "auto-initialize")]

#[allow(unused_imports)] // without any of the features
use everbind::prelude::*;

mod support;
#[allow(unused_imports)]
use support::*;

#[test]
#[cfg(feature = "indexmap")]
fn indexmap() {
    use indexmap::IndexMap;

    let map = IndexMap::from([("b".to_string(), 1), ("a".to_string(), 2)]);
    round_trips!(map, "{'b': 1, 'a': 2}");
    fails::<IndexMap<String, i32>>(
        "{'a': ''}",
        "TypeError: value of key 'a': expected int, got str",
    );
}

#[test]
#[cfg(feature = "hashbrown")]
fn hashbrown() {
    use hashbrown::{HashMap, HashSet};

    round_trips!(HashMap::from([("a".to_string(), 1)]), "{'a': 1}");
    round_trips!(HashSet::from([1, 2]), "{1, 2}");
    reads("frozenset([1])", HashSet::from([1]));
}

#[test]
#[cfg(feature = "smallvec")]
fn smallvec() {
    use smallvec::{SmallVec, smallvec};

    let vec: SmallVec<[i32; 2]> = smallvec![1, 2, 3];
    round_trips!(vec, "[1, 2, 3]");
    reads::<SmallVec<[i32; 4]>>("(1, Index(2))", smallvec![1, 2]);
    fails::<SmallVec<[i32; 2]>>("[1, 2, '']", "TypeError: item 2: expected int, got str");
    fails::<SmallVec<[String; 2]>>("'ab'", "TypeError: Can't extract `str` to `SmallVec`");
}

#[test]
#[cfg(feature = "either")]
fn either() {
    use either::Either;

    type Number = Either<i64, f64>;
    round_trips!(Number::Left(1), "1");
    round_trips!(Number::Right(1.5), "1.5");
    reads("[1, 2.5]", vec![Number::Left(1), Number::Right(2.5)]);
    fails::<Number>("''", "TypeError: failed to convert the value to 'Union[i64, f64]'");
}

#[test]
#[cfg(feature = "uuid")]
fn uuid() {
    use uuid::{NonNilUuid, Uuid};

    let uuid = Uuid::from_u128(0x1234_5678_9abc_def0_1234_5678_9abc_def0);
    let code = format!("__import__('uuid').UUID('{uuid}')");
    round_trips!(uuid, &code);
    round_trips!(NonNilUuid::new(uuid).unwrap(), &code);
    fails::<Uuid>("'x'", "TypeError: expected uuid.UUID, got str");
    fails::<NonNilUuid>(
        "__import__('uuid').UUID(int=0)",
        "ValueError: expected a UUID that is not nil, got the nil UUID",
    );
}

#[test]
#[cfg(feature = "bytes")]
fn bytes() {
    use bytes::Bytes;

    round_trips!(Bytes::from_static(b"abc"), "b'abc'");
    reads("bytearray(b'abc')", Bytes::from_static(b"abc"));
    fails::<Bytes>("'abc'", "TypeError: expected bytes | bytearray, got str");
}

#[test]
#[cfg(feature = "num-complex")]
fn num_complex() {
    use num_complex::Complex;

    round_trips!(Complex { re: 1.0, im: -2.5 }, "1-2.5j");
    round_trips!(Complex { re: 1.0f32, im: -2.5 }, "1-2.5j");
    reads("Float(2.5)", Complex { re: 2.5, im: 0.0 });
    reads("3", Complex { re: 3.0, im: 0.0 });
    reads("type('C', (), {'__complex__': lambda self: 2j})()", Complex { re: 0.0, im: 2.0 });
    fails::<Complex<f64>>("''", "TypeError: expected complex, got str");
    fails::<Complex<f64>>("BadFloat()", "KeyError: 'mine'");
}

#[test]
#[cfg(feature = "num-bigint")]
fn num_bigint() {
    use num_bigint::{BigInt, BigUint};

    for bits in [0, 1, 7, 8, 31, 63, 64, 127, 128, 200, 1000] {
        for offset in [-1, 0, 1] {
            let positive: BigInt = (BigInt::from(1) << bits) + offset;
            round_trips!(positive.clone(), &format!("2**{bits} + {offset}"));
            if let Ok(unsigned) = BigUint::try_from(positive.clone()) {
                round_trips!(unsigned, &format!("2**{bits} + {offset}"));
            }
            round_trips!(-positive, &format!("-(2**{bits} + {offset})"));
        }
    }
    reads("Index(5)", BigInt::from(5));
    fails::<BigInt>("1.0", "TypeError: expected int, got float");
    fails::<BigUint>("-1", "ValueError: expected an int that is not negative, got a negative one");
}

#[test]
#[cfg(feature = "anyhow")]
fn anyhow() {
    use anyhow::Context;
    use everbind::exceptions::PyKeyError;

    let err: PyErr = anyhow::anyhow!("inner").context("outer").into();
    assert!(err.to_string().starts_with("RuntimeError: outer\n\nCaused by:\n    inner"));
    let plain: PyErr = anyhow::Error::from(PyKeyError::new_err("x")).into();
    assert_eq!(plain.to_string(), "KeyError: 'x'");
    let wrapped = Err::<(), _>(PyKeyError::new_err("x")).context("reading");
    let wrapped: PyErr = wrapped.unwrap_err().into();
    assert!(wrapped.to_string().starts_with("RuntimeError: reading"));
}

#[test]
#[cfg(feature = "eyre")]
fn eyre() {
    use everbind::exceptions::PyKeyError;

    let err: PyErr = eyre::eyre!("inner").wrap_err("outer").into();
    assert!(err.to_string().starts_with("RuntimeError: outer"));
    let plain: PyErr = eyre::Report::from(PyKeyError::new_err("x")).into();
    assert_eq!(plain.to_string(), "KeyError: 'x'");
}

#[test]
#[cfg(feature = "chrono")]
fn chrono() {
    use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

    round_trips!(TimeDelta::microseconds(-1), "datetime.timedelta(microseconds=-1)");
    round_trips!(TimeDelta::seconds(100_000), "datetime.timedelta(seconds=100000)");
    writes(TimeDelta::nanoseconds(-1_500), "datetime.timedelta(microseconds=-1)");
    writes_error(TimeDelta::MAX, "OverflowError: ");
    let date = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    round_trips!(date, "datetime.date(2024, 2, 29)");
    writes_error(NaiveDate::MAX, "ValueError: year 262142 is out of range");
    let time = NaiveTime::from_hms_micro_opt(23, 59, 58, 7).unwrap();
    round_trips!(time, "datetime.time(23, 59, 58, 7)");
    let at = date.and_time(time);
    round_trips!(at, "datetime.datetime(2024, 2, 29, 23, 59, 58, 7)");
    let utc = "datetime.datetime(2024, 2, 29, 23, 59, 58, 7, tzinfo=datetime.timezone.utc)";
    round_trips!(at.and_utc(), utc);
    let east = FixedOffset::east_opt(3600).unwrap();
    round_trips!(east, "datetime.timezone(datetime.timedelta(hours=1))");
    let zone = "datetime.timezone(datetime.timedelta(hours=1))";
    let code = format!("datetime.datetime(2024, 3, 1, 0, 59, 58, 7, tzinfo={zone})");
    round_trips!(at.and_utc().with_timezone(&east), &code);
    round_trips!(Utc, "datetime.timezone.utc");
    fails::<NaiveDate>("5", "TypeError: expected date, got int");
    fails::<NaiveDateTime>(utc, "TypeError: expected a datetime without tzinfo");
    let naive = "datetime.datetime(2024, 1, 1)";
    fails::<DateTime<Utc>>(naive, "TypeError: expected a datetime with non-None tzinfo");
    fails::<Utc>(zone, "ValueError: expected datetime.timezone.utc");
    fails::<FixedOffset>("5", "TypeError: expected tzinfo, got int");
    Python::attach(|py| {
        let leap = NaiveTime::from_hms_micro_opt(23, 59, 59, 1_500_000).unwrap();
        py.run(c"import warnings; warnings.simplefilter('ignore')", None, None).unwrap();
        let leap = leap.into_pyobject(py).unwrap();
        assert_eq!(leap.to_string(), "23:59:59.500000");
    });
}

#[test]
#[cfg(feature = "chrono-tz")]
fn chrono_tz() {
    use chrono::{DateTime, Utc};
    use chrono_tz::Tz;

    let zone = |name: &str| format!("__import__('zoneinfo').ZoneInfo('{name}')");
    round_trips!(Tz::Europe__London, &zone("Europe/London"));
    // The wall time comes twice.
    for (hour, fold) in [(0, 0), (1, 1)] {
        let at: DateTime<Utc> = format!("2020-10-25T{hour:02}:30:00Z").parse().unwrap();
        let at = at.with_timezone(&Tz::Europe__London);
        let zone = zone("Europe/London");
        let code = format!("datetime.datetime(2020, 10, 25, 1, 30, tzinfo={zone}, fold={fold})");
        round_trips!(at, &code);
    }
    Python::attach(|py| {
        let skipped =
            format!("datetime.datetime(2020, 3, 29, 1, 30, tzinfo={})", zone("Europe/London"));
        let err = eval(py, &skipped).extract::<DateTime<Tz>>().unwrap_err();
        assert!(err.to_string().ends_with("contains an incompatible timezone"), "{err}");
    });
}

#[test]
#[cfg(feature = "chrono-local")]
fn chrono_local() {
    use chrono::{DateTime, Local};

    Python::attach(|py| {
        let naive = eval(py, "datetime.datetime(2024, 1, 1)");
        let local: DateTime<Local> = naive.extract().unwrap();
        assert_eq!(local.naive_local().to_string(), "2024-01-01 00:00:00");
        // A machine without a zone of its own has none to give to Python.
        if let Ok(back) = local.into_pyobject(py) {
            assert_eq!(back.extract::<DateTime<Local>>().unwrap(), local);
        }
    });
}
