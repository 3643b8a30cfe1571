"""Durations, points in time and network addresses, both ways."""

import ipaddress
from datetime import UTC, datetime, timedelta, timezone

from everbind_tests import times as m
from hypothesis import given
from hypothesis import strategies as st
from support import Raises, check, wrong

NAMES = {
    "timedelta": timedelta,
    "datetime": datetime,
    "UTC": UTC,
    "timezone": timezone,
    "IPv4": ipaddress.IPv4Address,
    "IPv6": ipaddress.IPv6Address,
}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def test_durations():
    check(
        m,
        [
            ("duration(timedelta(0))", timedelta(0)),
            ("duration(timedelta(1, 2, 3))", timedelta(1, 2, 3)),
            ("duration_parts(timedelta(1, 2, 3))", (86402, 3000)),
            ("make_duration(90061, 1_500)", timedelta(1, 3661, 1)),
            ("make_duration(2**63, 0)", Raises((OverflowError, ValueError))),
            ("duration(timedelta(-1))", Raises(ValueError, "negative")),
            ("duration(5)", wrong("value", "timedelta", "int")),
            ("duration(None)", wrong("value", "timedelta", "NoneType")),
        ],
        **NAMES,
    )


def test_points_in_time():
    noon = datetime(2026, 1, 2, 12, 30, 15, 250_000, UTC)
    check(
        m,
        [
            ("at_epoch()", EPOCH),
            ("at_epoch().tzinfo", UTC),
            ("system_time(noon)", noon),
            ("since_epoch(noon)", noon.timestamp()),
            ("system_time(datetime(1969, 12, 31, tzinfo=UTC))", EPOCH - timedelta(1)),
            ("since_epoch(datetime(1970, 1, 1, 1, tzinfo=timezone(hour)))", 0.0),
            ("since_epoch(5)", Raises(TypeError)),
            ("since_epoch(datetime(1970, 1, 1))", Raises(TypeError)),
        ],
        noon=noon,
        hour=timedelta(hours=1),
        **NAMES,
    )


def test_addresses():
    check(
        m,
        [
            ("ip(IPv4('192.0.2.1'))", ipaddress.IPv4Address("192.0.2.1")),
            ("ip(IPv6('2001:db8::1'))", ipaddress.IPv6Address("2001:db8::1")),
            ("ip('127.0.0.1')", ipaddress.IPv4Address("127.0.0.1")),
            ("ip('::1')", ipaddress.IPv6Address("::1")),
            ("ipv4(), ipv6()", (ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1"))),
            ("is_loopback('127.0.0.9'), is_loopback('10.0.0.1')", (True, False)),
            ("option_ip(None)", None),
            ("ip('not an address')", Raises(ValueError, "IP address")),
        ],
        **NAMES,
    )


@given(st.timedeltas(min_value=timedelta(0)))
def test_durations_round_trip(value):
    assert m.duration(value) == value


@given(st.datetimes(min_value=datetime(1700, 1, 1), max_value=datetime(2200, 1, 1)))
def test_points_in_time_round_trip(value):
    assert m.system_time(value.replace(tzinfo=UTC)) == value.replace(tzinfo=UTC)


@given(st.ip_addresses())
def test_addresses_round_trip(value):
    assert m.ip(value) == m.ip(str(value)) == value
