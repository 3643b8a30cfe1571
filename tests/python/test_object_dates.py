"""The `PyDateTime` family: made, taken apart, checked."""

import textwrap
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from everbind_tests import object_dates as m
from hypothesis import given
from hypothesis import strategies as st
from support import Like, Raises, check

HOUR = timezone(timedelta(hours=1))


class OwnDate(date):
    year = 5  # not what the accessors read


class OwnMoment(datetime):
    __slots__ = ("more",)

    @property
    def hour(self):
        raise ZeroDivisionError


NAMES = {
    "OwnDate": OwnDate,
    "OwnMoment": OwnMoment,
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
            ("date(-2**31, 1, 1)", Raises(ValueError, "year")),
            ("date(9999, 12, 31), date(1, 1, 1)", (date.max, date.min)),
            (
                "date_parts(OwnDate(2026, 2, 28)), date_parts(OwnMoment.max)",
                ((2026, 2, 28), (9999, 12, 31)),
            ),
            ("date_parts(d(2026, 2, 28)), date_parts(dt(1, 2, 3))", ((2026, 2, 28), (1, 2, 3))),
            ("date_parts(5)", Raises(TypeError, "date", "int")),
            ("date_from_timestamp(86400.0 * 365) ", date.fromtimestamp(86400 * 365)),
            ("date_from_timestamp(1e300)", Raises((OverflowError, ValueError, OSError))),
            ("time(1, 2, 3, 4)", time(1, 2, 3, 4)),
            ("time(1, 2, 3, 4, UTC)", time(1, 2, 3, 4, UTC)),
            ("time(1, 2, 3, 4, fold=True).fold", 1),
            ("time(25, 0, 0, 0)", Raises(ValueError, "hour")),
            ("time(1, 60, 0, 0)", Raises(ValueError, "minute")),
            ("time(1, 2, 3, 1_000_000)", Raises(ValueError, "microsecond")),
            ("time(1, 2, 3, 2**32 - 1)", Raises(ValueError, "microsecond")),
            ("time(23, 59, 59, 999_999) == t.max", True),
            ("time_parts(t.max)", ((23, 59, 59, 999_999, False), None)),
            ("time(1, 2, 3, 4, 5)", Raises(TypeError, "tzinfo", "int")),
            ("time_parts(t(1, 2, 3, 4))", ((1, 2, 3, 4, False), None)),
            ("time_parts(t(1, tzinfo=UTC, fold=1))", ((1, 0, 0, 0, True), UTC)),
            ("date_time(2026, 1, 2, 3)", datetime(2026, 1, 2, 1, 2, 3, 4)),
            ("date_time(2026, 1, 2, 3, HOUR)", datetime(2026, 1, 2, 1, 2, 3, 4, HOUR)),
            ("date_time(2026, 1, 2, 3, None, True).fold", 1),
            ("date_time(2026, 13, 2, 3)", Raises(ValueError, "month")),
            ("date_time(2026, 2, 29, 3)", Raises(ValueError, "day")),
            ("date_time(10_000, 1, 2, 3, UTC)", Raises(ValueError, "year")),
            ("date_time(2024, 2, 29, 60, UTC)", Raises(ValueError, "second")),
            ("date_time(2024, 2, 29, 59, HOUR, True)", datetime(2024, 2, 29, 1, 2, 59, 4, HOUR)),
            (
                "date_time_parts(dt(2026, 1, 2, 3, 4, 5, 6, HOUR))",
                ((2026, 1, 2), (3, 4, 5, 6, False), HOUR),
            ),
            ("date_time_parts(dt(2026, 1, 2, fold=1))", ((2026, 1, 2), (0, 0, 0, 0, True), None)),
            (
                "date_time_parts(OwnMoment(2026, 1, 2, 3, 4, 5, 6, UTC))",
                ((2026, 1, 2), (3, 4, 5, 6, False), UTC),
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


def test_datetime_in_python_alone(in_fresh_python):
    """`datetime` may be its Python twin, whose instances have other fields."""
    in_fresh_python(
        textwrap.dedent("""
        import sys
        sys.modules["_datetime"] = None
        from datetime import date, datetime, time, timedelta, timezone
        from everbind_tests import object_dates as m
        from everbind_tests import times
        zone = timezone(timedelta(hours=1))
        assert m.date(2026, 2, 28) == date(2026, 2, 28)
        assert m.date_parts(date(2026, 2, 28)) == (2026, 2, 28)
        moment = datetime(2026, 1, 2, 3, 4, 5, 6, zone, fold=1)
        assert m.date_time_parts(moment) == ((2026, 1, 2), (3, 4, 5, 6, True), zone)
        assert m.date_time(2026, 1, 2, 3, zone, True) == datetime(2026, 1, 2, 1, 2, 3, 4, zone)
        assert m.time_parts(time(1, 2, 3, 4)) == ((1, 2, 3, 4, False), None)
        assert m.delta_parts(timedelta(-1, 2, 3)) == (-1, 2, 3)
        assert m.zones(1)[1] == zone
        noon = datetime(2026, 1, 2, 12, tzinfo=timezone.utc)
        assert times.system_time(noon) == noon
    """)
    )


def test_a_class_in_the_place_of_another(in_fresh_python):
    """As libraries that stop the clock put it there."""
    in_fresh_python(
        textwrap.dedent("""
        import datetime
        real = datetime.datetime
        class datetime_(real):
            pass
        datetime_.__name__ = "FakeDatetime"
        datetime.datetime = datetime_
        from everbind_tests import object_dates as m
        assert type(m.date_time(2026, 1, 2, 3)) is real
        assert m.date_time_parts(datetime_(2026, 1, 2))[0] == (2026, 1, 2)
        assert m.date_time_parts(real(2026, 1, 2))[0] == (2026, 1, 2)
    """)
    )
