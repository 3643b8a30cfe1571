"""Copying and pickling: `__reduce__`, `__getstate__`, `__getnewargs__`, registered containers."""

import collections.abc
import copy
import pickle
import sys

import pytest
from everbind_tests import class_pickle as m
from support import Raises, check


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    """Pickle finds a class by importing the module it names."""
    monkeypatch.setitem(sys.modules, "everbind_tests.class_pickle", m)


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_round_trips(protocol):
    reduced = m.Reduced([1, 2, 3])
    assert pickle.loads(pickle.dumps(reduced, protocol)) == reduced
    stateful = m.Stateful("name")
    stateful.count = 5
    again = pickle.loads(pickle.dumps(stateful, protocol))
    assert (again.name, again.count) == ("name", 5)


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_arguments_with_keywords(protocol):
    again = pickle.loads(pickle.dumps(m.Keyworded("name", count=3), protocol))
    assert (again.name, again.count) == ("name", 3)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_the_protocol_is_told(protocol):
    assert pickle.loads(pickle.dumps(m.ReducedEx(9), protocol)).protocol == protocol


def test_what_has_no_arguments_for_its_constructor_is_refused():
    check(
        m,
        [("dumps(RegisteredSequence(), 0)", Raises(TypeError, "RegisteredSequence"))],
        dumps=pickle.dumps,
    )


def test_copies():
    stateful = m.Stateful("name")
    stateful.count = 5
    shallow, deep = copy.copy(stateful), copy.deepcopy(stateful)
    assert (shallow.name, shallow.count) == ("name", 5)
    assert (deep.name, deep.count) == ("name (deep)", 5)
    check(
        m,
        [("copy(Reduced([1])).values, deepcopy(Reduced([1])).values", ([1], [1]))],
        copy=copy.copy,
        deepcopy=copy.deepcopy,
    )


def test_classes_and_functions_pickle_by_reference():
    assert pickle.loads(pickle.dumps(m.Reduced)) is m.Reduced


def test_registered_containers():
    assert isinstance(m.Registered(), collections.abc.Mapping)
    assert isinstance(m.RegisteredSequence(), collections.abc.Sequence)
    check(
        m,
        [
            ("as_mapping(Registered())", (1, 2)),
            ("as_mapping(RegisteredSequence())", Raises(TypeError, "RegisteredSequence")),
            ("as_sequence(RegisteredSequence())", (3, [0, 1, 2])),
            ("as_tuple(RegisteredSequence())", (0, 1, 2)),
            ("as_sequence(Registered())", Raises(TypeError, "Registered")),
            ("{**Registered()}", {1: 2}),
        ],
    )


def test_structural_pattern_matching():
    match m.RegisteredSequence():
        case [first, *rest]:
            assert (first, rest) == (0, [1, 2])
        case _:
            raise AssertionError("a sequence class matches a sequence pattern")
    match m.Registered():
        case {}:
            pass
        case _:
            raise AssertionError("a mapping class matches a mapping pattern")
