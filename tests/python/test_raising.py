"""Every kind of error, raised, looked at, given away and thrown away."""

import array
import collections
import datetime
import sys

import pytest
from everbind_tests import raising as m
from support import Like, Raises, check, on_threads, wrong

KINDS = [
    ("constant", "''", Raises(ValueError, "a constant")),
    ("empty", "''", Raises(ValueError)),
    ("text", "''", Raises(ValueError, "text 1")),
    ("long", "''", Raises(ValueError, "long " * 100)),
    ("own constant", "''", Raises(m.Own, "a constant")),
    ("own text", "''", Raises(m.Own, "text")),
    ("arguments", "''", Raises(KeyError, "('several', 2)")),
    ("object", "'key'", Raises(KeyError, "'key'")),
    ("by type", "''", Raises(TypeError, "by type")),
    ("by value", "OSError(2, 'gone')", Raises(FileNotFoundError, "gone")),
    ("by value", "StopIteration", Raises(StopIteration)),
    ("by value", "5", Raises(TypeError, "BaseException")),
    ("cast", "'x'", Raises(TypeError, "'str' object is not an instance of 'int'")),
    ("conversion", "'x'", Raises(TypeError, "expected float, got str")),
    ("part", "([1, None], b'')", Raises(TypeError, "item 0: item 1: expected int, got NoneType")),
    ("part", "([1], b'abc')", Raises(ValueError, "item 1: ", "3")),
    ("part", "([1, 2 ** 64], b'')", Raises(OverflowError, "item 0: item 1: ", "i64")),
    ("call", "failing", Raises(ZeroDivisionError, "division")),
]


def failing():
    return 1 / 0


def raising(error):
    raise error


@pytest.mark.parametrize("way", ["raised", "looked_at", "cloned"])
def test_every_kind_is_raised(way):
    rows = [(f"{way}({given}, {kind!r})", expected) for kind, given, expected in KINDS]
    check(m, rows, failing=failing)


@pytest.mark.parametrize("way", ["value", "restored"])
def test_every_kind_is_an_object(way):
    rows = [(f"raising({way}({given}, {kind!r}))", expected) for kind, given, expected in KINDS]
    check(m, rows, failing=failing, raising=raising)


def test_every_kind_is_thrown_away():
    check(
        m, [(f"thrown_away({given}, {kind!r})", None) for kind, given, _ in KINDS], failing=failing
    )


def test_a_raised_error_leaves_nothing_set():
    with pytest.raises(ValueError, match=r"^always$"):
        m.always()
    assert sys.exception() is None


def context_of(call, *args):
    try:
        failing()
    except ZeroDivisionError as handled:
        return caught_by(call, *args).__context__ is handled
    return None


def test_the_context_is_what_is_being_handled():
    rows = [("context_of(always)", True), ("context_of(int, 'x')", True)]
    for kind, given, _ in KINDS:
        # What was an object before keeps what it has for a context, be it nothing.
        made = not given.startswith("OSError")
        rows.append((f"context_of(raised, {given}, {kind!r})", made))
    check(m, rows, context_of=context_of, failing=failing)


@pytest.mark.usefixtures("capfd")
def test_panics_on_the_way():
    panic = Like(lambda error: type(error).__name__ == "PanicException", "a panic")
    check(
        m,
        [
            ("caught(raised, '', 'panicking')", panic),
            ("caught(value, '', 'panicking')", panic),
            ("caught(speechless)", panic),
            ("panicked_before()", True),
            ("thrown_away('', 'panicking')", None),
        ],
        caught=caught_by,
        repeat=10,
    )


def caught_by(call, *args):
    try:
        call(*args)
    except BaseException as error:
        return error.with_traceback(None)
    return None


def named(name):
    return type(name, (), {})


def test_the_name_of_what_came():
    class Renamed:
        pass

    Renamed.__name__ = "Other"

    class Numbers(array.array):
        pass

    given = {
        "date": datetime.date(2024, 2, 29),
        "OrderedDict": collections.OrderedDict(),
        "deque": collections.deque(),
        "array": array.array("d"),
        "Numbers": Numbers("d"),
        "NoneType": None,
        "type": int,
        "builtin_function_or_method": len,
        "Other": Renamed(),
        "a.b": named("a.b")(),
        "caf\u00e9": named("caf\u00e9")(),
        "\U0001f40d": named("\U0001f40d")(),
        "n" * 119: named("n" * 119)(),
        "m" * 500: named("m" * 500)(),
        "": named("")(),
    }
    rows = [(f"int(given[{name!r}])", wrong("value", "int", name)) for name in given]
    check(m, rows, given=given)
    for name, value in given.items():
        with pytest.raises(TypeError) as caught:
            m.int(value)
        assert str(caught.value) == f"argument 'value': expected int, got {name}"


@pytest.mark.threads
def test_threads_see_one_object():
    for kind, given, expected in KINDS:
        given = eval(given, {"failing": failing})
        seen = m.shared(given, kind, 4)
        assert len(seen) == 4
        assert all(one is seen[0] for one in seen)
        assert expected.accepts(seen[0]), (kind, seen[0])


@pytest.mark.threads
def test_threads_raise_at_once():
    failures = []

    def work():
        for index in range(2000):
            try:
                if index % 2:
                    m.always()
                else:
                    m.int("x")
                failures.append("nothing raised")
            except ValueError as error:
                failures.extend([] if str(error) == "always" else [error])
            except TypeError as error:
                failures.extend([] if "got str" in str(error) else [error])

    on_threads(*[work] * 4)
    assert not failures
