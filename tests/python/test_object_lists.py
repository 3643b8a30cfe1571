"""`PyList`, `PyTuple`, `PySequence` and `PyIterator`."""

import gc
import sys
import weakref

import pytest
from everbind_tests import object_lists as m
from support import Like, Raises, check


def after(call):
    """The row that shows a fresh list `l` after `call`."""
    return f"({call}, l)[1] if (l := [3, 1, 2]) else 0"


def failing():
    yield 1
    raise ZeroDivisionError("in the generator")


def test_lists():
    check(
        m,
        [
            ("list([1, 2], 'len'), list([], 'is_empty')", (2, True)),
            ("list(['a', 'b'], 'get_item', 1)", "b"),
            ("list([1], 'get_item', 1)", Raises(IndexError, "out of range")),
            ("list([1], 'get_item', -1)", Raises(OverflowError)),
            ("list([1, 2, 3], 'get_slice', 1, 9)", [2, 3]),
            ("list([1, 2, 3], 'get_slice', 2, 1)", []),
            (after("list(l, 'set_item', 0, 9)"), [9, 1, 2]),
            (after("list(l, 'del_item', 1)"), [3, 2]),
            ("list([], 'set_item', 0, 1)", Raises(IndexError)),
            ("list([], 'del_item', 0)", Raises(IndexError)),
            (after("list(l, 'set_slice', 0, 2, (7, 8, 9))"), [7, 8, 9, 2]),
            (after("list(l, 'del_slice', 0, 2)"), [2]),
            (after("list(l, 'append', None)"), [3, 1, 2, None]),
            (after("list(l, 'insert', 0, 'x')"), ["x", 3, 1, 2]),
            ("list([1], 'contains', 1), list([1], 'contains', 2)", (True, False)),
            ("list([5, 6], 'index', 6)", 1),
            ("list([5], 'index', 6)", Raises(ValueError)),
            (after("list(l, 'sort')"), [1, 2, 3]),
            ("list([1, 'a'], 'sort')", Raises(TypeError)),
            (after("list(l, 'reverse')"), [2, 1, 3]),
            ("list([1, 2], 'to_tuple')", (1, 2)),
            ("list([1, 2], 'sequence'), list([1, 2], 'size')", (2, 2)),
            ("list([1, 2, 3], 'iter'), list([1, 2], 'reversed')", ([1, 2, 3], [2, 1])),
            ("list((1,), 'len')", Raises(TypeError, "list", "tuple")),
            ("new_list(4), new_list(0)", ([0, 1, 2, 3], [])),
            ("mixed_list()", [1, "two", 3.0, (), None]),
            ("for_each([1, 2, 3])", 6),
            ("for_each([1, 'x'])", Raises(TypeError)),
        ],
    )


def test_tuples():
    check(
        m,
        [
            ("tuple((1, 2), 'len'), tuple((), 'is_empty')", (2, True)),
            ("tuple((1, 2), 'get_item', 1), tuple((1, 2), 'borrowed', 0)", (2, 1)),
            ("tuple((1,), 'get_item', 1)", Raises(IndexError)),
            ("tuple((1,), 'borrowed', 1)", Raises(IndexError)),
            ("tuple((1, 2, 3), 'get_slice', 1, 9)", (2, 3)),
            ("tuple((1,), 'contains', 1), tuple((5, 6), 'index', 6)", (True, 1)),
            ("tuple((1, 2), 'to_list')", [1, 2]),
            ("tuple((1, 2), 'reversed'), tuple((1, 2), 'iter_borrowed')", ([2, 1], [1, 2])),
            ("tuple((1, 2), 'size'), tuple((1, 2), 'sequence')", (2, 2)),
            ("tuple([1], 'len')", Raises(TypeError, "tuple", "list")),
            ("new_tuple(3), new_tuple(0)", ((0, 1, 2), ())),
        ],
    )


@pytest.mark.parametrize("n", [0, 1, 31, 32, 33, 1000])
def test_filling(sentinels, n):
    one, other = sentinels
    before = sys.getrefcount(one), sys.getrefcount(other)
    tuple_, list_ = m.filled(one, n)
    assert type(tuple_) is tuple
    assert tuple_ == (one,) * n
    assert type(list_) is list
    assert list_ == [one] * n
    assert sys.getrefcount(one) == before[0] + 2 * n
    for failing in {0, n // 2, n - 1} & set(range(n)):
        with pytest.raises(ValueError, match="no element"):
            m.filled(other, n, failing)
    assert sys.getrefcount(other) == before[1]
    del tuple_, list_
    assert sys.getrefcount(one) == before[0]


def test_a_filled_tuple_is_collected():
    class Node:
        pass

    for n in (3, 40):
        node = Node()
        node.all, _ = m.filled(node, n)
        alive = weakref.ref(node)
        del node, _
        gc.collect()
        assert alive() is None


def test_sequences():
    check(
        m,
        [
            ("sequence('abc', 'len'), sequence((), 'is_empty')", (3, True)),
            ("sequence([1], 'concat', [2])", [1, 2]),
            ("sequence([1], 'concat', (2,))", Raises(TypeError)),
            ("sequence('ab', 'repeat', 2)", "abab"),
            ("sequence([1], 'iconcat', (2,))", [1, 2]),
            ("sequence([1], 'irepeat', 3)", [1, 1, 1]),
            ("sequence(range(5), 'get_item', 3)", 3),
            ("sequence(range(5), 'get_item', 9)", Raises(IndexError)),
            ("sequence('abcd', 'get_slice', 1, 3)", "bc"),
            ("(sequence(l, 'set_item', 0, 9), l)[1] if (l := [1, 2]) else 0", [9, 2]),
            ("(sequence(l, 'del_item', 0), l)[1] if (l := [1, 2]) else 0", [2]),
            ("sequence((1,), 'set_item', 0, 9)", Raises(TypeError)),
            ("sequence([1, 1, 2], 'count', 1)", 2),
            ("sequence('abc', 'contains', 'b'), sequence('abc', 'index', 'c')", (True, 2)),
            ("sequence('ab', 'to_list'), sequence('ab', 'to_tuple')", (["a", "b"], ("a", "b"))),
            ("sequence({1: 2}, 'len')", Raises(TypeError, "dict")),
            ("sequence({1}, 'len')", Raises(TypeError, "set")),
        ],
    )


def test_iterators():
    check(
        m,
        [
            ("drain([1, 2])", ([1, 2], None)),
            ("drain(iter(range(3)))", ([0, 1, 2], None)),
            ("drain({1: 'a'})", ([1], None)),
            (
                "drain(failing())",
                Like(lambda r: r[0] == [1] and "generator" in r[1], "1, an error"),
            ),
            ("drain([1, 'x'])[0]", [1]),
            ("drain(5)", Raises(TypeError, "not iterable")),
            ("next_of(iter([5]))", 5),
            ("next_of(iter([]))", None),
            ("next_of(i) if [next(i := failing())] else 0", Raises(ZeroDivisionError)),
            ("next_of([5])", Raises(TypeError, "list")),
        ],
        failing=failing,
    )
