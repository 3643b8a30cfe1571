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
    fails::<Bytes>("'abc'", "TypeError: 'str' object is not an instance of 'bytes | bytearray'");
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

#[test]
#[cfg(feature = "time")]
fn time() {
    use time::{Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time};
    use time::{UtcDateTime, UtcOffset};

    round_trips!(Duration::microseconds(-1), "datetime.timedelta(microseconds=-1)");
    round_trips!(Duration::seconds(-100_000), "datetime.timedelta(seconds=-100000)");
    writes_error(Duration::MAX, "OverflowError: duration out of range for Python timedelta");
    let date = Date::from_calendar_date(2024, Month::February, 29).unwrap();
    let time = Time::from_hms_micro(23, 59, 58, 7).unwrap();
    round_trips!(date, "datetime.date(2024, 2, 29)");
    round_trips!(time, "datetime.time(23, 59, 58, 7)");
    let at = PrimitiveDateTime::new(date, time);
    round_trips!(at, "datetime.datetime(2024, 2, 29, 23, 59, 58, 7)");
    let utc = "datetime.datetime(2024, 2, 29, 23, 59, 58, 7, tzinfo=datetime.timezone.utc)";
    round_trips!(UtcDateTime::new(date, time), utc);
    let zone = "datetime.timezone(datetime.timedelta(hours=1))";
    let code = format!("datetime.datetime(2024, 2, 29, 23, 59, 58, 7, tzinfo={zone})");
    let east = UtcOffset::from_hms(1, 0, 0).unwrap();
    round_trips!(east, zone);
    round_trips!(at.assume_offset(east), &code);
    fails::<UtcDateTime>(&code, "ValueError: expected a datetime with UTC timezone");
    fails::<PrimitiveDateTime>(&code, "TypeError: expected a datetime without tzinfo");
    fails::<OffsetDateTime>("5", "TypeError: expected datetime, got int");
}

#[test]
#[cfg(feature = "jiff-02")]
fn jiff() {
    use jiff_02::civil::{Date, DateTime, date, time};
    use jiff_02::tz::{Offset, TimeZone};
    use jiff_02::{SignedDuration, Span, Timestamp, ToSpan, Zoned};

    round_trips!(SignedDuration::from_micros(-1), "datetime.timedelta(microseconds=-1)");
    round_trips!(SignedDuration::from_secs(-100_000), "datetime.timedelta(seconds=-100000)");
    round_trips!(date(2024, 2, 29), "datetime.date(2024, 2, 29)");
    round_trips!(date(2024, 2, 29).iso_week_date(), "datetime.date(2024, 2, 29)");
    round_trips!(time(23, 59, 58, 7000), "datetime.time(23, 59, 58, 7)");
    let at = date(2024, 2, 29).at(23, 59, 58, 7000);
    round_trips!(at, "datetime.datetime(2024, 2, 29, 23, 59, 58, 7)");
    let utc = "datetime.datetime(1970, 1, 2, tzinfo=datetime.timezone.utc)";
    round_trips!(Timestamp::from_second(86_400).unwrap(), utc);
    round_trips!(Offset::constant(1), "datetime.timezone(datetime.timedelta(hours=1))");
    round_trips!(TimeZone::UTC, "datetime.timezone.utc");
    let span: Span = 90.seconds();
    Python::attach(|py| {
        let read: Span = eval(py, "datetime.timedelta(seconds=90)").extract().unwrap();
        assert_eq!(read.fieldwise(), span.fieldwise());
    });
    let zone = "__import__('zoneinfo').ZoneInfo('Europe/London')";
    round_trips!(TimeZone::get("Europe/London").unwrap(), zone);
    // The wall time comes twice.
    for (hour, fold) in [(0, 0), (1, 1)] {
        let at: Timestamp = format!("2020-10-25T{hour:02}:30:00Z").parse().unwrap();
        let at = at.in_tz("Europe/London").unwrap();
        let code = format!("datetime.datetime(2020, 10, 25, 1, 30, tzinfo={zone}, fold={fold})");
        round_trips!(at, &code);
    }
    // This one is skipped: read with the offset before the change, or after it.
    for (fold, read) in [(0, "2020-03-29T01:30:00Z"), (1, "2020-03-29T00:30:00Z")] {
        let code = format!("datetime.datetime(2020, 3, 29, 1, 30, tzinfo={zone}, fold={fold})");
        reads(&code, read.parse::<Timestamp>().unwrap());
    }
    fails::<Zoned>(
        "datetime.datetime(2020, 1, 1)",
        "TypeError: expected a datetime with non-None tzinfo",
    );
    fails::<DateTime>(utc, "TypeError: expected a datetime without tzinfo");
    fails::<Date>("5", "TypeError: expected date, got int");
}

#[test]
#[cfg(feature = "ordered-float")]
fn ordered_float() {
    use ordered_float::{NotNan, OrderedFloat};

    round_trips!(OrderedFloat(1.5), "1.5");
    round_trips!(NotNan::new(1.5f32).unwrap(), "1.5");
    reads("[1, 2.5]", vec![OrderedFloat(1.0), OrderedFloat(2.5)]);
    let nan = "ValueError: item 1: expected a float that is a number, got NaN";
    fails::<Vec<NotNan<f64>>>("[1, float('nan')]", nan);
}

#[test]
#[cfg(feature = "rust_decimal")]
fn rust_decimal() {
    use rust_decimal::Decimal;

    let decimal = |text: &str| format!("__import__('decimal').Decimal('{text}')");
    round_trips!(Decimal::new(-12_345, 3), &decimal("-12.345"));
    reads(&decimal("1e3"), Decimal::new(1000, 0));
    reads("7", Decimal::new(7, 0));
    Python::attach(|py| {
        let err = eval(py, &decimal("NaN")).extract::<Decimal>().unwrap_err();
        assert!(err.to_string().starts_with("ValueError: "), "{err}");
    });
}

#[test]
#[cfg(feature = "bigdecimal")]
fn bigdecimal() {
    use bigdecimal::BigDecimal;

    for text in ["0", "-12.345", "1e30", "1e-30", "123456789012345678901234567890.5"] {
        let value: BigDecimal = text.parse().unwrap();
        round_trips!(value, &format!("__import__('decimal').Decimal('{text}')"));
    }
}

#[test]
#[cfg(feature = "num-rational")]
fn num_rational() {
    use num_rational::Ratio;

    round_trips!(Ratio::new(-1i64, 3), "fractions.Fraction(-1, 3)");
    reads("3", Ratio::new(3i32, 1));
    fails::<Ratio<i32>>("1.5", "TypeError: expected a rational number, got float");
    #[cfg(feature = "num-bigint")]
    round_trips!(
        Ratio::new(num_bigint::BigInt::from(1) << 100, 3.into()),
        "fractions.Fraction(2**100, 3)"
    );
}

#[test]
#[cfg(all(feature = "serde", feature = "macros"))]
fn serde() {
    use serde::de::value::{Error, I64Deserializer};
    use serde::de::{Deserialize, Deserializer, IntoDeserializer};
    use serde::ser::{Serialize, Serializer};

    #[pyclass]
    struct Number(i64);

    impl Serialize for Number {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_i64(self.0)
        }
    }

    impl<'de> Deserialize<'de> for Number {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            i64::deserialize(deserializer).map(Number)
        }
    }

    /// A formatter is the simplest serializer.
    struct Serialized<'a, T>(&'a T);

    impl<T: Serialize> std::fmt::Display for Serialized<'_, T> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            self.0.serialize(f)
        }
    }

    Python::attach(|py| {
        let deserializer: I64Deserializer<Error> = 5i64.into_deserializer();
        let number = Py::<Number>::deserialize(deserializer).unwrap();
        assert_eq!(number.borrow(py).0, 5);
        assert_eq!(Serialized(&number).to_string(), "5");
        let _mutable = number.borrow_mut(py);
        use std::fmt::Write;
        assert!(write!(String::new(), "{}", Serialized(&number)).is_err());
    });
}
