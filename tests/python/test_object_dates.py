"""The `PyDateTime` family: made, taken apart, checked."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from everbind_tests import object_dates as m
from hypothesis import given
from hypothesis import strategies as st
from support import Like, Raises, check

HOUR = timezone(timedelta(hours=1))
NAMES = {
    "d": date,
    "dt": datetime,
    "t": time,
    "td": timedelta,
    "UTC": UTC,
    "HOUR": HOUR,
    "tzinfo": tzinfo,
}


def test_dates_and_times():
    check(
        m,
        [
            ("date(2026, 2, 28)", date(2026, 2, 28)),
            ("date(2026, 2, 30)", Raises(ValueError, "day")),
            ("date(0, 1, 1)", Raises(ValueError, "year")),
            ("date_parts(d(2026, 2, 28)), date_parts(dt(1, 2, 3))", ((2026, 2, 28), (1, 2, 3))),
            ("date_parts(5)", Raises(TypeError, "date", "int")),
            ("date_from_timestamp(86400.0 * 365) ", date.fromtimestamp(86400 * 365)),
            ("date_from_timestamp(1e300)", Raises((OverflowError, ValueError, OSError))),
            ("time(1, 2, 3, 4)", time(1, 2, 3, 4)),
            ("time(1, 2, 3, 4, UTC)", time(1, 2, 3, 4, UTC)),
            ("time(1, 2, 3, 4, fold=True).fold", 1),
            ("time(25, 0, 0, 0)", Raises(ValueError, "hour")),
            ("time(1, 2, 3, 4, 5)", Raises(TypeError, "tzinfo", "int")),
            ("time_parts(t(1, 2, 3, 4))", ((1, 2, 3, 4, False), None)),
            ("time_parts(t(1, tzinfo=UTC, fold=1))", ((1, 0, 0, 0, True), UTC)),
            ("date_time(2026, 1, 2, 3)", datetime(2026, 1, 2, 1, 2, 3, 4)),
            ("date_time(2026, 1, 2, 3, HOUR)", datetime(2026, 1, 2, 1, 2, 3, 4, HOUR)),
            ("date_time(2026, 1, 2, 3, None, True).fold", 1),
            ("date_time(2026, 13, 2, 3)", Raises(ValueError, "month")),
            (
                "date_time_parts(dt(2026, 1, 2, 3, 4, 5, 6, HOUR))",
                ((2026, 1, 2), (3, 4, 5, 6, False), HOUR),
            ),
            ("date_time_parts(d(2026, 1, 2))", Raises(TypeError, "datetime")),
            ("utc_from_timestamp(0.5)", datetime(1970, 1, 1, 0, 0, 0, 500_000, UTC)),
        ],
        **NAMES,
    )


def test_deltas_and_zones():
    check(
        m,
        [
            ("delta(1, 2, 3)", timedelta(1, 2, 3)),
            ("delta(0, 90_000, -1)", timedelta(0, 90_000, -1)),
            ("delta(2**31 - 1, 0, 0)", Raises(OverflowError)),
            ("delta_parts(td(1, 2, 3)), delta_parts(td(-1))", ((1, 2, 3), (-1, 0, 0))),
            ("delta_parts(5)", Raises(TypeError, "timedelta")),
            ("zones(1)", [UTC, HOUR]),
            ("zones(24)", Raises(ValueError)),
            ("kinds(d(1, 1, 1))", [True, False, False, False, False]),
            ("kinds(dt(1, 1, 1))", [True, False, True, False, False]),
            ("kinds(t())", [False, True, False, False, False]),
            ("kinds(td())", [False, False, False, True, False]),
            ("kinds(UTC)", [False, False, False, False, True]),
            ("kinds(5)", [False] * 5),
        ],
        **NAMES,
    )


def test_named_zones():
    try:
        import zoneinfo

        zoneinfo.ZoneInfo("Europe/Vienna")
        known = [("named_zone('Europe/Vienna').key", "Europe/Vienna")]
    except KeyError:  # the machine has no time zone data
        known = []
    missing = Like(lambda error: isinstance(error, KeyError), "a KeyError")
    check(m, known, leaks=False)
    check(m, [("caught(named_zone, 'No/Zone')", missing)], caught=caught, leaks=False)


def caught(call, *args):
    try:
        return call(*args)
    except Exception as error:
        return error


@given(st.dates(), st.times(), st.timedeltas(), st.datetimes())
def test_parts_agree_with_python(day, clock, delta, moment):
    assert m.date_parts(day) == (day.year, day.month, day.day)
    assert m.date(*m.date_parts(day)) == day
    assert m.time(*m.time_parts(clock)[0][:4]) == clock.replace(fold=0)
    assert m.delta(*m.delta_parts(delta)) == delta
    assert m.date_time_parts(moment)[0] == (moment.year, moment.month, moment.day)
    assert m.date_time_parts(moment)[1][3] == moment.microsecond
