"""Vectors, arrays, slices, tuples, maps and sets, both ways."""

import array
import collections
import types

import pytest
from everbind_tests import collections as m
from hypothesis import given
from hypothesis import strategies as st
from support import Raises, check, overflow, wrong


class OwnSequence(collections.abc.Sequence):
    """A sequence in Python alone."""

    def __init__(self, *items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]


class Shrinking:
    """Removes what follows it from the list it stands in, when it is looked at."""

    def __init__(self, home):
        self.home = home

    def __index__(self):
        del self.home[2:]
        return 7


class Growing:
    def __init__(self, home):
        self.home = home

    def __float__(self):
        if len(self.home) < 5:
            self.home.append(1.0)
        return 0.5


class Five:
    def __index__(self):
        return 5


class FailingLength(OwnSequence):
    def __len__(self):
        raise ZeroDivisionError("in __len__")


class FailingItem(OwnSequence):
    def __getitem__(self, index):
        if index == 2:
            raise ZeroDivisionError("in __getitem__")
        return index


NAMES = {
    "array": array.array,
    "deque": collections.deque,
    "OwnSequence": OwnSequence,
    "FailingLength": FailingLength,
    "FailingItem": FailingItem,
    "OrderedDict": collections.OrderedDict,
    "MappingProxy": types.MappingProxyType,
}


def test_vectors():
    check(
        m,
        [
            ("vec_i64([1, 2, 3])", [1, 2, 3]),
            ("vec_i64([])", []),
            ("vec_i64((1, 2))", [1, 2]),
            ("vec_i64(range(4))", [0, 1, 2, 3]),
            ("vec_i64(deque([1, 2]))", [1, 2]),
            ("vec_i64(OwnSequence(1, 2))", [1, 2]),
            ("vec_i64(array('q', [5, 6]))", [5, 6]),
            ("vec_i64(b'ab')", [97, 98]),
            ("vec_i64([True, 2])", [1, 2]),
            ("vec_i64([-2**63, 2**63 - 1])", [-(2**63), 2**63 - 1]),
            ("vec_u64([0, 2**64 - 1])", [0, 2**64 - 1]),
            ("vec_i128([-2**127, 2**127 - 1])", [-(2**127), 2**127 - 1]),
            ("vec_i8([-128, 127])", [-128, 127]),
            ("vec_f64([1.5, 2, True])", [1.5, 2.0, 1.0]),
            ("vec_f32([0.5, 1])", [0.5, 1.0]),
            ("vec_bool([True, False])", [True, False]),
            ("vec_string(['a', 'é'])", ["a", "é"]),
            ("vec_option([1, None])", [1, None]),
            ("vec_vec([[1.0], [], (2, 3)])", [[1.0], [], [2.0, 3.0]]),
            ("vec_pair([('a', 1), ('b', 2)])", [("a", 1), ("b", 2)]),
            ("vec_any([None, 'x', 1])", [None, "x", 1]),
            ("option_vec(None), option_vec([1])", (None, [1])),
            ("big(1000) == list(range(1000))", True),
            ("sum([0.5] * 1000)", 500.0),
        ],
        **NAMES,
    )


RARE = {
    "vec_i64": (7, {2**40: 2**40, -(2**61): -(2**61), 2**62: 2**62, -1: -1, True: 1, Five(): 5}),
    "vec_u64": (7, {2**63: 2**63, True: 1}),
    "vec_f64": (0.5, {3: 3.0, 2**70: 2.0**70, True: 1.0, Five(): 5.0}),
    "vec_string": ("a", {"é": "é", "𝄞": "𝄞", "x" * 300: "x" * 300}),
    "vec_option": (1, {None: None, 2**62: 2**62}),
    "vec_vec": ([0.5], {(1.5, 2): [1.5, 2.0], (2**70, 1.5): [2.0**70, 1.5], range(2): [0.0, 1.0]}),
    "vec_pair": (("a", 1), {("é", 1): ("é", 1), ("a", 2**62): ("a", 2**62), ("b", True): ("b", 1)}),
}
"""The usual item, and what becomes of some that the loop for the usual ones leaves to others."""


@pytest.mark.parametrize("function", RARE)
@pytest.mark.parametrize("make", [list, tuple])
def test_rare_items_among_the_usual(function, make):
    usual, rare = RARE[function]
    for item, value in rare.items():
        for place in range(4):
            items, expected = [usual] * 4, [usual] * 4
            items[place], expected[place] = item, value
            got = getattr(m, function)(make(items))
            assert (got, list(map(type, got))) == (expected, list(map(type, expected)))


def test_what_is_not_a_vector():
    check(
        m,
        [
            ("vec_i64(5)", Raises(TypeError, "int")),
            ("vec_i64(None)", Raises(TypeError, "None")),
            ("vec_i64({1, 2})", Raises(TypeError, "set")),
            ("vec_i64({1: 2})", Raises(TypeError, "dict")),
            ("vec_i64(iter([1]))", Raises(TypeError, "iterator")),
            ("vec_string('abc')", Raises(TypeError, "str")),
            ("vec_i64(FailingItem(1, 2, 3, 4))", Raises(ZeroDivisionError, "in __getitem__")),
        ],
        **NAMES,
    )


def test_errors_give_the_place():
    check(
        m,
        [
            ("vec_i64([1, 'x'])", wrong("value", "int", "str", "item 1")),
            ("vec_f64([0.5] * 7 + [None])", wrong("value", "float", "NoneType", "item 7")),
            ("vec_string(['a', b'b'])", wrong("value", "str", "bytes", "item 1")),
            ("vec_bool([True, 1])", wrong("value", "bool", "int", "item 1")),
            ("vec_i8([1, 2, 200])", overflow("value", "i8")),
            ("vec_i64((1, 2, 'x'))", wrong("value", "int", "str", "item 2")),
            ("vec_vec([[1.0], [2.0, 'x']])", wrong("value", "float", "str", "item 1: item 1")),
            ("vec_pair([('a', 1), ('b', 'c')])", wrong("value", "int", "str", "item 1: item 1")),
            ("matrix(rows=[[1.0, 2.0], [3.0, 'x']])", wrong("rows", "float", "str", "item 1")),
            ("t2((1, 2))", wrong("value", "str", "int", "item 1")),
            ("array_i64([1, 2, 'x'])", wrong("value", "int", "str", "item 2")),
            ("array_string(['x', 1])", wrong("value", "str", "int", "item 1")),
            ("hash_set({'x'})", wrong("value", "int", "str")),
            ("hash_map({'a': 'b'})", wrong("value", "int", "str")),
            ("hash_map({1: 2})", wrong("value", "str", "int")),
            ("table(rows={'a': [1], 'b': [2, 'x']})", wrong("rows", "int", "str")),
            ("option_vec(['x'])", wrong("value", "int", "str", "item 0")),
        ],
    )


def test_lists_that_change_while_they_are_read():
    shrinking = [1]
    shrinking += [Shrinking(shrinking), 3, 4, 5]
    assert m.vec_i64(shrinking) == [1, 7]
    growing = []
    growing += [Growing(growing), 2.0]
    assert m.vec_f64(growing) == [0.5, 2.0, 1.0]
    cleared = []
    cleared += [Shrinking(cleared)] * 2 + [object()] * 1000
    assert m.vec_i64(cleared) == [7, 7]


def test_arrays():
    check(
        m,
        [
            ("array_i64([1, 2, 3])", [1, 2, 3]),
            ("array_i64((1, 2, 3))", [1, 2, 3]),
            ("array_i64(range(3))", [0, 1, 2]),
            ("array_f64([1, 2.5])", [1.0, 2.5]),
            ("array_string(['a', 'b'])", ["a", "b"]),
            ("array_none([])", []),
            ("array_nested([[1, 2], b'ab'])", [b"\1\2", b"ab"]),
            ("array_i64([1, 2])", Raises(ValueError, "3", "2")),
            ("array_i64([1, 2, 3, 4])", Raises(ValueError, "3", "4")),
            ("array_none([1])", Raises(ValueError, "0", "1")),
            ("array_i64(5)", Raises(TypeError, "int")),
        ],
    )


def test_slices_and_references():
    check(
        m,
        [
            ("unit()", None),
            ("unit_result()", None),
            ("static_slice()", [1, 2, 3]),
            ("slice_of_tuples()", [(1, "one"), (2, "two")]),
            ("cow_slice()", [0.5, 1.5]),
            ("by_reference()", [[1, 2], [1.5, 2.5], {1: 2}, {3}, {"k": 1}, {4}, (1, "x"), 5]),
        ],
    )


def test_tuples():
    rows = [(f"t{n}(tuple(range({n})))", tuple(range(n))) for n in range(4, 12)]
    twelve = (-1, -2, -3, -4, 1, 2, 3, 4, 0.5, True, "x", None)
    check(
        m,
        [
            *rows,
            ("t1((5,))", (5,)),
            ("t2((1, 'a'))", (1, "a")),
            ("t3((1, 2, True))", (1, 2.0, True)),
            (f"t12({twelve})", twelve),
            ("nested_tuple(((1, 2), (False,)))", ((1, 2), (False,))),
            ("t2((1,))", Raises(ValueError, "2", "1")),
            ("t2((1, 'a', 3))", Raises(ValueError, "2", "3")),
            ("t2([1, 'a'])", wrong("value", "tuple", "list")),
            ("t2(None)", wrong("value", "tuple", "NoneType")),
        ],
    )


def test_maps_and_sets():
    check(
        m,
        [
            ("hash_map({})", {}),
            ("hash_map({'a': 1, 'b': 2})", {"a": 1, "b": 2}),
            ("btree_map({2: ['x'], 1: []})", {1: [], 2: ["x"]}),
            ("list(btree_map({3: [], 1: [], 2: []}))", [1, 2, 3]),
            ("map_of_maps({'a': {'b': 1}})", {"a": {"b": 1.0}}),
            ("hash_map(OrderedDict(a=1))", {"a": 1}),
            ("hash_map([('a', 1)])", wrong("value", "dict", "list")),
            ("hash_map(None)", wrong("value", "dict", "NoneType")),
            ("hash_set({1, 2})", {1, 2}),
            ("hash_set(frozenset([3]))", {3}),
            ("hash_set([1])", wrong("value", "set or frozenset", "list")),
            ("btree_set({'b', 'a'})", {"a", "b"}),
            ("set_of_tuples({(1, 'x')})", {(1, "x")}),
        ],
        **NAMES,
    )


@given(st.lists(st.integers(-(2**63), 2**63 - 1)), st.lists(st.floats(allow_nan=False)))
def test_lists_round_trip(ints, floats):
    assert m.vec_i64(ints) == m.vec_i64(tuple(ints)) == m.vec_i64(OwnSequence(*ints)) == ints
    assert m.vec_f64(floats) == m.vec_f64(tuple(floats)) == floats
    assert m.sum([0.25] * len(ints)) == 0.25 * len(ints)


@given(
    st.lists(st.none() | st.integers(-100, 100)),
    st.lists(st.tuples(st.text(), st.integers(0, 100))),
    st.lists(st.lists(st.floats(allow_nan=False))),
)
def test_nested_lists_round_trip(options, pairs, nested):
    assert m.vec_option(options) == options
    assert m.vec_pair(pairs) == pairs
    assert m.vec_vec(nested) == nested


@given(
    st.dictionaries(st.text(), st.integers(-(2**63), 2**63 - 1)),
    st.dictionaries(st.integers(-(2**63), 2**63 - 1), st.lists(st.text())),
    st.sets(st.text()),
    st.frozensets(st.tuples(st.integers(-9, 9), st.text())),
)
def test_maps_and_sets_round_trip(names, lists, texts, tuples):
    assert m.hash_map(names) == names
    assert m.btree_map(lists) == lists
    assert m.btree_set(texts) == texts
    assert m.set_of_tuples(tuples) == tuples
