"""Functions of more numbers than are read in line: see everbind's call/numbers.rs."""

import struct

import pytest
from everbind_tests import many_numbers as m

NAMES = "abcdefghij"
SIZE = 8 * struct.calcsize("P")
SIGNED = {"a": 8, "c": 16, "e": 32, "g": 64, "i": SIZE}
UNSIGNED = {"b": 8, "d": 16, "f": 32, "h": 64, "j": SIZE}


class Index:
    def __index__(self):
        return 7


class Float:
    def __float__(self):
        return 2.5


def limits(name):
    if name in SIGNED:
        return -(2 ** (SIGNED[name] - 1)), 2 ** (SIGNED[name] - 1) - 1
    return 0, 2 ** UNSIGNED[name] - 1


@pytest.mark.parametrize("end", [0, 1])
def test_integers_reach_their_limits(end):
    values = [limits(name)[end] for name in NAMES]
    assert m.ints(*values) == values
    assert m.ints(**dict(zip(NAMES, values, strict=True))) == values
    assert m.ints(*values[:3], **dict(zip(NAMES[3:], values[3:], strict=True))) == values


@pytest.mark.parametrize("name", NAMES)
def test_beyond_the_limits(name):
    low, high = limits(name)
    for value in (low - 1, high + 1, 2**200):
        # CPython's words come first where it would say them.
        beyond = not -(2**63) <= value < 2**63 and UNSIGNED.get(name) != 64
        words = "Python int too large to convert to C long: " if beyond else ""
        with pytest.raises(
            OverflowError, match=rf"^argument '{name}': {words}expected an int from"
        ):
            m.ints(**{**dict.fromkeys(NAMES, 1), name: value})


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_int(name):
    with pytest.raises(TypeError, match=rf"^argument '{name}': expected int, got float$"):
        m.ints(**{**dict.fromkeys(NAMES, 1), name: 1.0})
    assert m.ints(**{**dict.fromkeys(NAMES, 1), name: Index()})[NAMES.index(name)] == 7


def test_other_types():
    assert m.others(1.5, 2.5, True, 3, Index()) == (1.5, 2.5, True, 3.0, 7.0)
    assert m.others(Float(), 0.1, False, 1e308, -0.0) == (2.5, pytest.approx(0.1), False, 1e308, 0)
    with pytest.raises(TypeError, match=r"^argument 'c': expected bool, got int$"):
        m.others(1, 2, 3, 4, 5)
    with pytest.raises(TypeError, match=r"^argument 'e': expected float, got str$"):
        m.others(1, 2, True, 4, "5")


def test_errors_of_python_code():
    class Bad:
        def __index__(self):
            raise KeyError("bad")

    with pytest.raises(KeyError, match="bad"):
        m.ints(*[1] * 9, Bad())


def test_too_few_and_too_many():
    with pytest.raises(TypeError, match=r"missing 1 required positional argument: 'e'"):
        m.fails(1, 2, 3, 4)
    with pytest.raises(TypeError, match=r"takes 5 positional arguments but 6 were given"):
        m.fails(1, 2, 3, 4, 5, 6)
    with pytest.raises(TypeError, match="unexpected keyword argument 'x'"):
        m.fails(1, 2, 3, 4, 5, x=6)


def test_failures_of_the_function():
    assert m.fails(1, 2, 3, 4, 5) == 15
    with pytest.raises(ValueError, match="too few"):
        m.fails(-1, -2, -3, -4, -5)
    with pytest.raises(BaseException, match="no numbers"):
        m.fails(0, 0, 0, 0, 0)


def test_methods_and_constructors():
    five = m.Five(1, 2, 3, d=4, e=5)
    assert five.plus(1, 2, 3, e=4, d=5) == 30
    assert m.Five.sum(1, 2, 3, 4, 5) == 15

    class Sub(m.Five):
        pass

    assert Sub(1, 2, 3, d=4, e=5).plus(0, 0, 0, 0, 0) == 15
    with pytest.raises(TypeError, match=r"^argument 'c': expected int, got str$"):
        m.Five(1, 2, "3", 4, 5)
    with pytest.raises(TypeError, match="missing 4 required positional arguments"):
        m.Five(1)
