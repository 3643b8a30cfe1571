"""Special methods of containers: length, items, membership, concatenation, iteration."""

import collections.abc
import operator

import pytest
from everbind_tests import class_containers as m
from support import Raises, check


def items(text):
    return f"(lambda s: ({text}))(Items([1, 2, 3]))"


def test_sequences():
    check(
        m,
        [
            (items("len(s), s[0], s[2]"), (3, 1, 3)),
            (items("s[-1]"), Raises(OverflowError)),  # `usize` takes no negative number
            (items("s[3]"), Raises(IndexError, "no such item")),
            (items("s['x']"), Raises(TypeError)),
            (items("s[2**100]"), Raises((IndexError, OverflowError))),
            (items("(setitem(s, 0, 9), s[0])[1]"), 9),
            (items("setitem(s, -1, 9)"), Raises(OverflowError)),
            (items("setitem(s, 7, 9)"), Raises(IndexError)),
            (items("setitem(s, 0, 'x')"), Raises(TypeError, "int", "str")),
            (items("(delitem(s, 0), len(s))[1]"), 2),
            (items("delitem(s, 9)"), Raises(IndexError)),
            (items("2 in s, 5 in s"), (True, False)),
            (items("list(s), list(reversed(s))"), ([1, 2, 3], [3, 2, 1])),
            (items("list(s + s)"), [1, 2, 3, 1, 2, 3]),
            (items("list(s * 2)"), [1, 2, 3, 1, 2, 3]),
            (items("len(s * -1)"), 0),
            (items("s + 5"), Raises(TypeError)),
            (items("s == s, bool(s), bool(Items([]))"), (True, True, False)),
        ],
        setitem=operator.setitem,
        delitem=operator.delitem,
    )


def test_mappings():
    check(
        m,
        [
            ("Table(1, 2, 3)[0], Table(1, 2, 3)[-1]", ([1], [3])),
            ("Table(1, 2, 3)[::2], Table(1, 2, 3)[::-1]", ([1, 3], [3, 2, 1])),
            ("Table(1, 2, 3)[1:], Table()[:]", ([2, 3], [])),
            ("Table(1)[5]", Raises(KeyError, "5")),
            ("Table(1)['x']", Raises(TypeError)),
            ("(lambda t: (t.__setitem__('any', 5), t[1])[1])(Table(1))", [5]),
            ("Table().__delitem__('gone')", Raises(KeyError, "gone")),
            ("len(Table(1, 2))", 2),
        ],
    )


def test_iterators():
    check(
        m,
        [
            ("list(CountDown(3))", [2, 1, 0]),
            ("next(iter(CountDown(1)))", 0),
            ("next(CountDown(0))", Raises(StopIteration)),
            ("next(CountDown(0), 'end')", "end"),
            ("list(CountDown(14))", Raises(ValueError, "unlucky")),
            ("list(reversed(CountDown(3)))", [0, 1, 2]),
            ("CountDown(5).__length_hint__()", 5),
            ("iter(c := CountDown(1)) is c", True),
            ("sum(CountDown(4))", 6),
            ("[*zip(CountDown(2), 'ab')]", [(1, "a"), (0, "b")]),
        ],
    )
    assert isinstance(m.CountDown(1), collections.abc.Iterator)


def test_slots_are_methods_too():
    check(
        m,
        [
            ("Items.__len__(Items([1]))", 1),
            ("Items([5]).__getitem__(0)", 5),
            ("Items.__len__(5)", Raises(TypeError, "Items", "int")),
            ("CountDown(2).__next__()", 1),
            ("CountDown(2).__iter__().__class__.__name__", "CountDown"),
        ],
    )
    with pytest.raises(TypeError):
        m.Items([1]).__len__(2)
