"""`PyDict`, `PyMapping`, `PySet` and `PyFrozenSet`."""

import collections
import types

import pytest
from everbind_tests import object_dicts as m
from support import Raises, check


class OwnMapping(collections.abc.MutableMapping):
    def __init__(self, **items):
        self.items_ = items

    def __getitem__(self, key):
        return self.items_[key]

    def __setitem__(self, key, value):
        self.items_[key] = value

    def __delitem__(self, key):
        del self.items_[key]

    def __iter__(self):
        return iter(self.items_)

    def __len__(self):
        return len(self.items_)


NAMES = {"Own": OwnMapping, "Proxy": types.MappingProxyType}


def test_dicts():
    check(
        m,
        [
            ("dict({1: 2}, 'copy')", {1: 2}),
            ("(dict(d, 'clear'), d)[1] if (d := {1: 2}) else 0", {}),
            ("dict({1: 2}, 'len'), dict({}, 'is_empty')", (1, True)),
            ("dict({1: 2}, 'contains', 1), dict({}, 'contains', 1)", (True, False)),
            ("dict({}, 'contains', [])", Raises(TypeError, "unhashable")),
            ("dict({1: 'a'}, 'get_item', 1), dict({}, 'get_item', 1)", ("a", None)),
            ("dict({}, 'get_item', [])", Raises(TypeError, "unhashable")),
            ("(dict(d, 'set_item', 1, 3), d)[1] if (d := {1: 2}) else 0", {1: 3}),
            ("dict({}, 'set_item', [], 1)", Raises(TypeError, "unhashable")),
            ("(dict(d, 'del_item', 1), d)[1] if (d := {1: 2}) else 0", {}),
            ("dict({}, 'del_item', 1)", Raises(KeyError, "1")),
            ("dict({1: 2}, 'keys'), dict({1: 2}, 'values')", ([1], [2])),
            ("dict({1: 2}, 'items'), dict({1: 2}, 'iter')", ([(1, 2)], [(1, 2)])),
            ("dict({1: 2, 3: 4}, 'size'), dict({1: 2}, 'mapping')", (2, 1)),
            ("(dict(d, 'update', {1: 3, 4: 5}), d)[1] if (d := {1: 2}) else 0", {1: 3, 4: 5}),
            (
                "(dict(d, 'update_if_missing', {1: 3, 4: 5}), d)[1] if (d := {1: 2}) else 0",
                {1: 2, 4: 5},
            ),
            ("dict([], 'len')", Raises(TypeError, "dict", "list")),
            ("made()", [{"a": 1, "b": 2}, {1: True, 2: False}, {"k": "v"}, {"a": 1, "b": 2}, {}]),
            ("from_sequence([(1, 2)])", {1: 2}),
            ("from_sequence([1])", Raises(TypeError)),
            ("for_each({'a': 1, 'b': 2})", 3),
            ("for_each({'a': 'x'})", Raises(TypeError)),
        ],
    )


def test_a_dict_that_grows_while_it_is_read():
    # PyO3 panics here; an exception of its own kind is as good.
    with pytest.raises(BaseException, match="chang"):
        m.grow_while_iterating({1: 2, 3: 4})


def test_mappings():
    check(
        m,
        [
            ("mapping(Own(a=1), 'len'), mapping({}, 'is_empty')", (1, True)),
            ("mapping(Own(a=1), 'contains', 'a')", True),
            ("mapping(Own(a=1), 'get_item', 'a')", 1),
            ("mapping(Own(a=1), 'get_item', 'b')", Raises(KeyError, "b")),
            (
                "(mapping(o, 'set_item', 'b', 2), dict_(o))[1] if (o := Own(a=1)) else 0",
                {"a": 1, "b": 2},
            ),
            ("(mapping(o, 'del_item', 'a'), dict_(o))[1] if (o := Own(a=1)) else 0", {}),
            ("mapping(Own(a=1), 'keys'), mapping(Own(a=1), 'values')", (["a"], [1])),
            ("mapping(Proxy({1: 2}), 'items')", [(1, 2)]),
            ("mapping(Proxy({1: 2}), 'set_item', 1, 2)", Raises(TypeError)),
            ("mapping([], 'len')", Raises(TypeError, "list")),
        ],
        dict_=dict,
        **NAMES,
    )


def test_sets():
    check(
        m,
        [
            ("(set(s, 'clear'), s)[1] if (s := {1}) else 0", type({1})()),
            ("set({1}, 'len'), set({1}, 'is_empty')", (1, False)),
            ("set({1}, 'contains', 1), set({1}, 'contains', 2)", (True, False)),
            ("(set(s, 'add', 2), s)[1] if (s := {1}) else 0", {1, 2}),
            ("set({1}, 'add', [])", Raises(TypeError, "unhashable")),
            ("set({1}, 'discard', 1), set({1}, 'discard', 2)", (True, False)),
            ("set({1}, 'pop')", 1),
            ("set({3, 1, 2}, 'iter'), set({1, 2}, 'size')", ([1, 2, 3], 2)),
            ("set(frozenset([1]), 'len')", Raises(TypeError, "frozenset")),
            ("new_sets()[0], new_sets()[1] == empty", ({1, 2}, True)),
            ("new_sets()[2]", frozenset("a")),
            ("set_of_lists()", Raises(TypeError, "unhashable")),
            ("frozen_set(frozenset([1, 2]), 2)", (2, True, 3)),
            ("frozen_set({1}, 2)", Raises(TypeError, "set")),
        ],
        empty=set(),
        frozenset=frozenset,
    )
