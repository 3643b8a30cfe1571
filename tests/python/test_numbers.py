"""Integers of every width, floats and bool, both ways."""

import math
import struct

import pytest
from everbind_tests import numbers as m
from hypothesis import given
from hypothesis import strategies as st
from support import Like, Raises, check, overflow, wrong

LIMITS = {
    **{f"i{bits}": (-(1 << bits - 1), (1 << bits - 1) - 1) for bits in (8, 16, 32, 64, 128)},
    **{f"u{bits}": (0, (1 << bits) - 1) for bits in (8, 16, 32, 64, 128)},
}
POINTER = struct.calcsize("P") * 8
LIMITS["isize"] = LIMITS[f"i{POINTER}"]
LIMITS["usize"] = LIMITS[f"u{POINTER}"]


class Indexed:
    """A number by `__index__` alone, as NumPy's integers are."""

    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


class Floating:
    def __init__(self, value):
        self.value = value

    def __float__(self):
        return self.value


class Subclass(int):
    pass


class Failing:
    def __index__(self):
        raise ZeroDivisionError("in __index__")

    def __float__(self):
        raise ZeroDivisionError("in __float__")


@pytest.mark.parametrize("kind", LIMITS)
def test_limits(kind):
    low, high = LIMITS[kind]
    function = f"{kind}_"
    near = [low, low + 1, -1, 0, 1, 255, 256, high - 1, high]
    check(
        m,
        [
            (f"limits({kind!r})", (low, high)),
            *((f"{function}({n})", n) for n in near if low <= n <= high),
            (f"{function}({high + 1})", overflow("value", kind)),
            (f"{function}({low - 1})", overflow("value", kind)),
            (f"{function}({1 << 200})", overflow("value", kind)),
            (f"{function}({-(1 << 200)})", overflow("value", kind)),
            (f"{function}(Indexed(7))", 7),
            (f"{function}(Indexed({high + 1}))", overflow("value", kind)),
            (f"{function}(Subclass(7))", 7),
            (f"{function}(True)", 1),
            (f"{function}(1.0)", wrong("value", "int", "float")),
            (f"{function}('1')", wrong("value", "int", "str")),
            (f"{function}(None)", wrong("value", "int", "NoneType")),
            (f"{function}(Failing())", Raises(ZeroDivisionError, "in __index__")),
        ],
        Indexed=Indexed,
        Subclass=Subclass,
        Failing=Failing,
        repeat=20,
    )


@pytest.mark.parametrize("kind", LIMITS)
@given(data=st.data())
def test_round_trip(kind, data):
    low, high = LIMITS[kind]
    value = data.draw(st.integers(low, high) | st.integers(-300, 300) | st.integers())
    function = getattr(m, f"{kind}_")
    if low <= value <= high:
        assert function(value) == value
        assert type(function(value)) is int
    else:
        with pytest.raises(OverflowError):
            function(value)


def test_overflow_says_the_range():
    with pytest.raises(OverflowError) as caught:
        m.i16_(40_000)
    for part in ("argument 'value'", "i16", "-32768", "32767"):
        assert part in str(caught.value)


def test_nonzero():
    check(
        m,
        [
            ("nonzero_i8(-128), nonzero_u8(255)", (-128, 255)),
            ("nonzero_i64(-1), nonzero_u64(2**64 - 1)", (-1, 2**64 - 1)),
            ("nonzero_i128(-(2**127)), nonzero_u128(2**128 - 1)", (-(2**127), 2**128 - 1)),
            ("nonzero_u32(0)", Raises(ValueError, "zero")),
            ("nonzero_i128(0)", Raises(ValueError, "zero")),
            ("nonzero_u8(256)", Raises(OverflowError)),
            ("nonzero_u8('x')", Raises(TypeError)),
        ],
    )


def test_floats():
    check(
        m,
        [
            ("f64_(1.5)", 1.5),
            ("f64_(3)", 3.0),
            ("f64_(True)", 1.0),
            ("f64_(2**53 + 1)", float(2**53 + 1)),
            ("f64_(Floating(2.5))", 2.5),
            ("f64_(Indexed(4))", 4.0),
            ("f64_(1e308 * 10)", math.inf),
            ("f64_(float('nan'))", Like(math.isnan, "nan")),
            ("f64_(-0.0)", Like(lambda x: math.copysign(1, x) == -1, "-0.0")),
            ("f64_(10**400)", Raises(OverflowError)),
            ("f64_('1')", wrong("value", "float", "str")),
            ("f64_(None)", wrong("value", "float", "NoneType")),
            ("f64_(1j)", wrong("value", "float", "complex")),
            ("f64_(Failing())", Raises(ZeroDivisionError, "in __float__")),
            ("f32_(1.5)", 1.5),
            ("f32_(0.1)", struct.unpack("f", struct.pack("f", 0.1))[0]),
            ("f32_(1e300)", math.inf),
            ("f32_([])", wrong("value", "float", "list")),
        ],
        Floating=Floating,
        Indexed=Indexed,
        Failing=Failing,
    )


@given(st.floats(allow_nan=False))
def test_floats_round_trip(value):
    assert m.f64_(value) == value
    assert math.copysign(1, m.f64_(value)) == math.copysign(1, value)


@given(st.floats(width=32, allow_nan=False))
def test_single_precision_round_trip(value):
    assert m.f32_(value) == value


def test_booleans():
    check(
        m,
        [
            ("bool_(True), bool_(False)", (True, False)),
            ("booleans()", (True, False)),
            ("bool_(1)", wrong("value", "bool", "int")),
            ("bool_(None)", wrong("value", "bool", "NoneType")),
            ("bool_([])", wrong("value", "bool", "list")),
        ],
    )


def test_options_and_references():
    check(
        m,
        [
            ("option_i64(None), option_i64(5)", (None, 5)),
            ("option_f64(None), option_f64(5)", (None, 5.0)),
            ("option_bool(None), option_bool(False)", (None, False)),
            ("option_option(None), option_option(1)", (None, 1)),
            ("option_i64('x')", wrong("value", "int", "str")),
            ("option_option(256)", Raises(OverflowError)),
            ("cell(5)", 5),
            ("by_reference()", [1, -2, 3, -4]),
            ("int_or_float(3), int_or_float(3.5)", ("int 3", "float 3.5")),
            ("int_or_float('x')", Raises(TypeError)),
        ],
    )
