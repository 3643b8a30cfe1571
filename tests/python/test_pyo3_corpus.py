"""What real projects use most: functions, macros, conversions, errors, types and their methods."""

import datetime
import pathlib
import types

import pytest
from everbind_pyo3 import corpus as m
from everbind_pyo3 import corpus_types as t
from support import Raises, check


def test_wrapped_functions():
    check(
        m,
        [
            ("wrapped(1, c=3)", (3, 0, 3, None, 0)),
            ("wrapped(1, 4, 5, 6, c=3, d='d', e=1)", (5, 2, 3, "d", 1)),
            ("wrapped(1)", Raises(TypeError, "'c'")),
            ("name_of_module(), name_of_module.__text_signature__", ("corpus", "()")),
            ("closure()(4), closure().__name__", (8, "double")),
        ],
    )


def test_modules():
    check(
        m,
        [
            ("child.VERSION, nested.answer, by_hand.python", ("1.0", 42, 3)),
            ("by_hand.InByHand(5).value", 5),
        ],
    )


def test_exceptions():
    check(
        m,
        [
            ("fails('value')", Raises(ValueError, "value")),
            ("fails('type')", Raises(TypeError, "type")),
            ("fails('runtime')", Raises(RuntimeError, "runtime")),
            ("fails('index')", Raises(IndexError, "index")),
            ("fails('io')", Raises(OSError, "io")),
            ("fails('os')", Raises(FileNotFoundError, "os")),
            ("fails('key')", Raises(KeyError, "key")),
            ("fails('not implemented')", Raises(NotImplementedError)),
            ("fails('imported')", Raises(m.JSONDecodeError, "text")),
            ("fails('plain')", Raises(m.PlainError, "plain")),
            ("fails('missing')", Raises(KeyError, "missing")),
            ("fails('whatever')", Raises(m.CustomError, "whatever")),
            ("CustomError.__mro__[1].__name__, CustomError.__doc__", ("ValueError", "Documented.")),
            ("CustomError.__module__", "everbind_pyo3"),
            ("caused()", Raises(ValueError, "outer")),
        ],
    )
    with pytest.raises(ValueError, match="outer") as caught:
        m.caused()
    assert repr(caught.value.__cause__) == "KeyError('inner')"
    with pytest.warns(UserWarning, match="careful"):
        m.warns()


def test_conversions():
    class Named(dict):
        """Has attributes and items."""

    named = Named(size=4)
    named.name, named.count_of = "n", None
    back = "{'name': 'n', 'count': None, 'size': 8}"
    check(
        m,
        [
            ("repr(record(named))", back),
            ("record({})", Raises(AttributeError, "name")),
            ("item({'a': 1}), item({'a': 1, 'second': 2})", ((1, 0), (1, 2))),
            ("item({})", Raises(KeyError, "a")),
            ("transparent([1, 2])", [1, 2]),
            ("either(5), either('x'), either((1, 2))", (5, "x", (1, 2))),
            ("either([])", Raises(TypeError, "int")),
            ("shown('x')", {"text": "x", "list": [True, None]}),
            ("celsius('20.5C')", "21.5C"),
            ("celsius('20')", Raises(ValueError, "no C")),
            ("celsius(5)", Raises(TypeError)),
        ],
        named=named,
    )


def test_standard_types():
    given = ({"a": [1]}, {1: (True, 2.5)}, {"x"}, b"abc", b"bytes", pathlib.Path("/a/b"), -(2**100))
    back = list(m.standard(*given))
    assert bytes(back.pop(3)) == given[3]
    assert (*back[:3], bytes(back[3]), *back[4:]) == (*given[:3], *given[4:])


def test_calls_and_references():
    assert m.calls("a-b") == [
        "A-B",
        "b-b",
        "['a', 'b']",
        "1/2",
        "0",
        "3",
        "/",
        "2",
        "str",
        "true false",
        "a-b",
    ]
    given = [1, 2]
    assert m.references(given) is given


def test_types():
    check(
        t,
        [
            ("dicts()", {"a": 1, "c": 3, "d": 4, "e": 5}),
            ("lists()", [9, 5, 4, 2]),
            ("tuples()", (1, "two", 3.0, ("x", "y"))),
            ("texts('é')", ("É", 2)),
            ("bytes(b'abc')", (b"\x07\x07\x07", bytearray(b"ab"))),
            ("scalars()", (True, 2.5, 5)),
            ("sets()", ({2, 3}, frozenset(["a"]))),
            ("abstracts({1: 2}, [1], iter([5, 6]))", (1, 1, [5, 6])),
            ("slices(slice(1, None, 2), 5)", (1, 5, 2, 2)),
            ("dates(start)", datetime.datetime(2020, 1, 3, 0, 0, 2, 3)),
            ("dates(5)", Raises(TypeError, "datetime")),
            ("buffers(b'ab')", (2, b"ab", True)),
            ("others(lambda n: n + 1)", (6, 3, True)),
            ("casts({1: 2}), casts([1])[:10]", ("dict of 1", "list of 1")),
            ("routes()", [5, (1, "x"), "text", True, ..., NotImplemented]),
        ],
        iter=iter,
        start=datetime.datetime(2020, 1, 2),
    )
    assert t.casts(5).endswith("; int")


def test_modules_are_modules():
    assert isinstance(m.nested, types.ModuleType)
