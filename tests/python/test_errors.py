"""`PyErr`: what it tells, chains, values and types, warnings, and errors with nowhere to go."""

import sys
import warnings

import pytest
from everbind_tests import errors as m
from support import Raises, check


def divide():
    return 1 / 0


def chained():
    try:
        divide()
    except ZeroDivisionError as error:
        raise KeyError("k") from error


def bad_value():
    raise UnicodeError("sub")


def test_what_an_error_tells():
    check(
        m,
        [
            ("describe(divide)", ("ZeroDivisionError", "division by zero", None, True)),
            ("describe(chained)", ("KeyError", "'k'", "division by zero", True)),
            ("describe(list)", Raises(ValueError, "did not raise")),
            ("texts()", ("ValueError: said", True)),
            ("matches(bad_value, ValueError)", (True, True, True)),
            ("matches(bad_value, KeyError)", (False, True, False)),
            ("matches(divide, ArithmeticError)", (True, False, True)),
            ("cloned()", True),
            ("swallow(divide), swallow(list)", (True, False)),
            ("raise_again(divide)", Raises(ZeroDivisionError, "division by zero")),
        ],
        divide=divide,
        chained=chained,
        bad_value=bad_value,
    )


def test_swallowed_errors_leave_nothing_set():
    assert m.swallow(divide)
    assert sys.exception() is None


def test_tracebacks_pass_through():
    with pytest.raises(ZeroDivisionError) as caught:
        m.raise_again(divide)
    assert [entry.name for entry in caught.traceback][-1] == "divide"


def test_values_and_types():
    check(
        m,
        [
            ("from_value(KeyError('v'))", Raises(KeyError, "v")),
            ("from_value(5)", Raises(TypeError, "BaseException")),
            ("from_type(KeyError)", Raises(KeyError, "by type")),
            ("from_type(int)", Raises(TypeError, "BaseException")),
            ("into_value().args", ("as a value",)),
            ("restore_and_take()", (True, "ValueError: set", False)),
        ],
    )


@pytest.mark.usefixtures("capfd")
def test_fetching_an_error_that_is_not_there():
    # PyO3 panics in a debug build of the extension.
    try:
        given = m.fetch_without_error()
    except BaseException as error:
        given = error
    assert type(given).__name__ in ("SystemError", "PanicException")


def test_chains():
    with pytest.raises(RuntimeError, match="outer") as caught:
        m.chain()
    assert isinstance(caught.value.__cause__, ValueError)
    assert str(caught.value.__cause__) == "cause"
    with pytest.raises(RuntimeError, match="outer") as caught:
        m.context()
    assert str(caught.value.__context__) == "context"
    assert caught.value.__cause__ is None
    assert caught.value.__notes__ == ["a note"]
    check(m, [("chain()", Raises(RuntimeError)), ("context()", Raises(RuntimeError, "a note"))])


def test_an_error_raised_while_one_is_handled_has_it_as_context():
    def handle():
        try:
            divide()
        except ZeroDivisionError:
            m.describe(list)

    with pytest.raises(ValueError, match="did not raise") as caught:
        handle()
    assert isinstance(caught.value.__context__, ZeroDivisionError)


def test_warnings():
    with pytest.warns(UserWarning, match="careful"):
        m.warn("careful")
    with pytest.warns(DeprecationWarning, match="this is old"):
        assert m.deprecated() == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check(
            m,
            [
                ("warn('as an error')", Raises(UserWarning, "as an error")),
                ("deprecated()", Raises(DeprecationWarning, "this is old")),
                ("warn('a\\0b')", Raises(ValueError, "nul")),
            ],
        )


def test_unraisable(monkeypatch):
    seen = []
    monkeypatch.setattr(
        sys, "unraisablehook", lambda args: seen.append((args.exc_value, args.object))
    )
    m.unraisable("the object")
    ((error, about),) = seen
    assert isinstance(error, RuntimeError)
    assert about == "the object"
    seen.clear()
