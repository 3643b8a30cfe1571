"""Exceptions of every kind: built in, one's own, imported, and made from `std`'s errors."""

import builtins
import errno
import json
import pickle

import pytest
from everbind_tests import exceptions as m
from support import Like, Raises, check

SPECIAL = {"PyUnicodeDecodeError", "PyUnicodeEncodeError", "PyUnicodeTranslateError"}


def test_every_built_in_exception():
    rows = []
    for rust in m.built_in_names():
        kind = getattr(builtins, rust.removeprefix("Py"))
        rows.append((f"raise_built_in({rust!r})", Raises(kind, "made")))
    check(m, rows, repeat=20)
    known = {f"Py{name}" for name, kind in vars(builtins).items() if _is_exception(kind)}
    groups = {"PyBaseExceptionGroup", "PyExceptionGroup"}
    parsing = {"PyIndentationError", "PyTabError", "Py_IncompleteInputError"}
    newer = {"PyPythonFinalizationError", "PyImportCycleError"}
    assert known - set(m.built_in_names()) <= SPECIAL | groups | parsing | newer


def _is_exception(kind):
    return isinstance(kind, type) and issubclass(kind, BaseException)


def test_own_exceptions():
    check(
        m,
        [
            ("raise_own('plain')", Raises(m.Plain, "one")),
            ("raise_own('documented')", Raises(m.Documented, "('two', 2)")),
            ("raise_own('derived')", Raises(m.Derived)),
            ("raise_own('imported')", Raises(json.JSONDecodeError, "bad: line 1 column 2")),
            ("raise_own('lazy')", Raises(ValueError, "('made', 'lazily')")),
            ("raise_own('new')", Raises(TypeError, "by new")),
            ("Plain.__module__, Plain.__name__", ("everbind_tests.exceptions", "Plain")),
            ("Plain.__mro__[1], Documented.__mro__[1]", (Exception, KeyError)),
            ("Derived.__mro__[1] is Documented", True),
            ("Documented.__doc__, Plain.__doc__ or ''", ("Has a doc.", "")),
            ("Plain('a', 1).args", ("a", 1)),
            ("new_type().__name__, new_type().level", ("Made", 3)),
            ("new_type().__doc__, new_type().__mro__[1]", ("Its doc.", ValueError)),
        ],
        leaks=False,  # a failing import and a new type both leave something with the interpreter
    )
    check(
        m,
        [
            ("raise_own('plain')", Raises(m.Plain, "one")),
            ("raise_own('derived')", Raises(m.Derived)),
            ("raise_own('imported')", Raises(json.JSONDecodeError)),
            ("raise_own('lazy')", Raises(ValueError)),
        ],
    )


@pytest.mark.usefixtures("capfd")
def test_an_exception_that_cannot_be_imported():
    with pytest.raises(BaseException, match="no_such_module"):
        m.raise_own("not importable")


def test_own_exceptions_can_be_derived_from_and_caught():
    class Further(m.Documented):
        pass

    with pytest.raises(KeyError):
        raise Further("x")
    with pytest.raises(m.Documented):
        m.raise_own("derived")


def test_std_errors():
    check(
        m,
        [
            ("std_error('int')", Raises(ValueError, "invalid digit")),
            ("std_error('float')", Raises(ValueError, "invalid float")),
            ("std_error('bool')", Raises(ValueError, "`true` or `false`")),
            ("std_error('char')", Raises(ValueError, "too many characters")),
            ("std_error('ip')", Raises(ValueError, "invalid IP address")),
            ("std_error('utf8')", Raises((UnicodeDecodeError, ValueError), "utf")),
            ("std_error('range')", Raises(ValueError, "out of range")),
            ("std_error('slice')", Raises(ValueError, "slice")),
            ("std_error('nul')", Raises(ValueError, "nul")),
            ("std_error('io')", Raises(FileNotFoundError, "gone")),
            ("std_error('os')", Raises(FileNotFoundError, "No such file")),
            ("std_error('permission')", Raises(PermissionError, "no")),
            ("std_error('timeout')", Raises(TimeoutError, "late")),
            ("std_error('other')", Raises(OSError, "odd")),
            ("std_error('python through io')", Raises(ValueError, "inside")),
            ("std_error('unknown')", Raises(KeyError, "unknown")),
        ],
    )


def test_a_decoding_error_tells_where():
    with pytest.raises(ValueError, match="invalid") as caught:
        m.std_error("utf8")
    if isinstance(caught.value, UnicodeDecodeError):
        assert caught.value.start == 2
        assert caught.value.object == b"ok\xff"


def test_a_system_error_keeps_its_number():
    caught = Like(lambda number: number in (errno.ENOENT, None), "ENOENT or nothing")
    check(m, [("number(std_error)", caught)], number=_number)


def _number(call):
    try:
        return call("os")
    except OSError as error:
        return error.errno


def test_own_exceptions_pickle():
    # By reference: the module must be importable under the name they carry.
    import sys

    sys.modules["everbind_tests.exceptions"] = m
    try:
        again = pickle.loads(pickle.dumps(m.Plain("a", 2)))
        assert type(again) is m.Plain
        assert again.args == ("a", 2)
    finally:
        del sys.modules["everbind_tests.exceptions"]
