"""Calls from Rust into Python, with and without keywords."""

import functools
import sys
import threading

import pytest
from everbind_tests import outgoing as m
from support import Raises, check


def give(*args, **kwargs):
    return args, kwargs


class Callable:
    def __call__(self, *args, **kwargs):
        return args, kwargs


class Made:
    """Called by `type.__call__`, which knows the classic way alone."""

    def __init__(self, *args, **kwargs):
        self.seen = args, kwargs

    def __eq__(self, other):
        return self.seen == other

    __hash__ = None


class Methods:
    def method(self, *args, **kwargs):
        return args, kwargs


class Static:
    @staticmethod
    def method(*args, **kwargs):
        return args, kwargs


class ByInstance:
    def __init__(self):
        self.method = give


class Without:
    __slots__ = ()


class Name(str):
    pass


NAMES = {
    "give": give,
    "partial": functools.partial(give, 0, z=1),
    "bound": Methods().method,
    "Callable": Callable,
    "Made": Made,
    "Methods": Methods,
    "Static": Static,
    "ByInstance": ByInstance,
    "Without": Without,
    "Name": Name,
}

TWELVE = tuple(range(1, 13))
ALL = dict(zip("abcdefghijkl", TWELVE, strict=True))
MANY = {f"k{i}": i for i in range(40)}


def test_keywords_of_a_dict():
    check(
        m,
        [
            ("by_dict(give, 0, {})", ((), {})),
            ("by_dict(give, 1, {})", ((1,), {})),
            ("by_dict(give, 0, {'a': 1, 'b': None})", ((), {"a": 1, "b": None})),
            ("by_dict(give, 1, {'b': 1, 'a': 2})", ((1,), {"b": 1, "a": 2})),
            ("by_dict(give, 2, {'ž': 1, Name('n'): 2})", ((1, "two"), {"ž": 1, "n": 2})),
            ("by_dict(give, 12, all)", (TWELVE, ALL)),
            ("by_dict(give, 12, many)", (TWELVE, MANY)),
            ("by_dict(give, 3, {'a': 1})", ((0, 1, 2), {"a": 1})),
            ("by_dict(bound, 1, {'a': 1})", ((1,), {"a": 1})),
            ("by_dict(partial, 1, {'a': 1})", ((0, 1), {"z": 1, "a": 1})),
            ("by_dict(Callable(), 1, {'a': 1})", ((1,), {"a": 1})),
            ("by_dict(Made, 1, {'a': 1}) == ((1,), {'a': 1})", True),
            ("by_dict(dict, 0, {'a': 1})", {"a": 1}),
            ("by_dict(int, 0, {'a': 1})", Raises(TypeError, "a")),
            ("by_dict(give, 0, {1: 2})", Raises(TypeError, "strings")),
            ("by_dict(give, 1, {'a': 1, None: 2})", Raises(TypeError, "strings")),
            ("by_dict(5, 0, {'a': 1})", Raises(TypeError, "not callable")),
            ("by_dict(lambda a: a, 1, {'a': 1})", Raises(TypeError, "multiple values")),
            ("by_dict(lambda a: 1 / 0, 0, {'a': 1})", Raises(ZeroDivisionError)),
        ],
        all=ALL,
        many=MANY,
        **NAMES,
    )


def test_methods_by_keywords_of_a_dict():
    check(
        m,
        [
            ("method_by_dict(Methods(), 0, {'a': 1})", ((), {"a": 1})),
            ("method_by_dict(Methods(), 1, {})", ((1,), {})),
            ("method_by_dict(Methods(), 1)", ((1,), {})),
            ("method_by_dict(Methods(), 2, {'a': 1})", ((1, "two"), {"a": 1})),
            ("method_by_dict(Static(), 1, {'a': 1})", ((1,), {"a": 1})),
            ("method_by_dict(ByInstance(), 1, {'a': 1})", ((1,), {"a": 1})),
            ("method_by_dict(ByInstance(), 1, many)", ((1,), MANY)),
            ("method_by_dict(Methods(), 4, many)", ((0, 1, 2, 3), MANY)),
            ("method_by_dict(Methods(), 0, {1: 1})", Raises(TypeError, "strings")),
            ("method_by_dict(Without(), 0, {'a': 1})", Raises(AttributeError, "method")),
        ],
        many=MANY,
        **NAMES,
    )


def test_constant_keywords():
    check(
        m,
        [
            ("constant(give, 0, 5)", ((), {"a": 1, "type": 5})),
            ("constant(give, 1, 5)", ((1,), {"a": "x", "type": 5})),
            ("constant(give, 2, 5)", ((1, "two"), {"b": 5})),
            ("constant(give, 12, 5)", (TWELVE, ALL)),
            ("constant(give, 3, 5)", ((0, 1, 2), {"a": 5})),
            ("constant(give, 50, 5)", (tuple(range(50)), {"a": 5})),
            ("constant(bound, 1, 5)", ((1,), {"a": "x", "type": 5})),
            ("constant(partial, 1, 5)", ((0, 1), {"z": 1, "a": "x", "type": 5})),
            ("constant(Callable(), 1, 5)", ((1,), {"a": "x", "type": 5})),
            ("constant(Made, 1, 5) == ((1,), {'a': 'x', 'type': 5})", True),
            ("constant(dict, 0, 5)", {"a": 1, "type": 5}),
            ("constant(int, 0, 5)", Raises(TypeError)),
            ("constant(5, 0, 5)", Raises(TypeError, "not callable")),
            ("method_constant(Methods(), 0, 5)", ((), {"a": 5})),
            ("method_constant(Methods(), 1, 5)", ((5,), {"a": 1, "b": 5})),
            ("method_constant(Methods(), 3, 5)", ((0, 1, 2), {"a": 5})),
            ("method_constant(Static(), 1, 5)", ((5,), {"a": 1, "b": 5})),
            ("method_constant(ByInstance(), 1, 5)", ((5,), {"a": 1, "b": 5})),
            ("method_constant(Without(), 0, 5)", Raises(AttributeError, "method")),
            ("[hopeless(give, i) for i in range(1)]", Raises(ValueError, "hopeless")),
            ("hopeless(give, 1)", Raises(ValueError, "hopeless")),
            ("hopeless(give, 2)", Raises(ValueError, "hopeless")),
            ("hopeless(Methods(), 3)", Raises(ValueError, "hopeless")),
            ("hopeless(give, 4)", Raises(ValueError, "hopeless")),
        ],
        **NAMES,
    )


def test_the_callee_may_change_the_dict():
    kwargs = {f"a{i}": [i] for i in range(5)}

    def change(**seen):
        kwargs.clear()
        return seen

    assert m.by_dict(change, 0, kwargs) == {f"a{i}": [i] for i in range(5)}
    assert kwargs == {}


def test_names_are_interned():
    def names(**kwargs):
        return list(kwargs)

    assert m.constant(names, 0, None)[1] is sys.intern("type")


@pytest.mark.threads
def test_other_threads_change_the_dict():
    kwargs = {f"k{i}": i for i in range(8)}
    stop = threading.Event()

    def change():
        more = [f"more{i}" for i in range(40)]  # enough to make the table grow
        while not stop.is_set():
            for key in more:
                kwargs[key] = object()
            for key in more:
                del kwargs[key]

    thread = threading.Thread(target=change)
    thread.start()
    try:
        for _ in range(2000):
            args, seen = m.by_dict(give, 1, kwargs)
            assert args == (1,)
            assert 8 <= len(seen) <= 48
    finally:
        stop.set()
        thread.join()
