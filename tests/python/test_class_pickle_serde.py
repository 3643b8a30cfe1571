"""`#[pyclass(pickle)]`: pickling through serde."""

import copy
import pickle
import pickletools
import sys

import pytest
from everbind_tests import class_pickle_serde as m
from support import Raises, assert_no_leak, check

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)


class Mine(m.Settings):
    """A subclass with attributes of its own."""


class Slotted(m.Settings):
    __slots__ = ("slot",)


class Careful(m.Settings):
    def __getstate__(self):
        return "careful"

    def __setstate__(self, state):
        self.state = state


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    """Pickle finds a class by importing the module it names."""
    monkeypatch.setitem(sys.modules, "everbind_tests.class_pickle_serde", m)


def there_and_back(value, protocol):
    again = pickle.loads(pickle.dumps(value, protocol))
    assert pickle._loads(pickle._dumps(value, protocol)) == value
    assert type(again) is type(value)
    return again


def settings(kind=m.Settings):
    value = kind("name")
    value.sizes = [5]
    value.ratio = 0.5
    return value


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_round_trips(protocol):
    for value in [
        settings(),
        m.Settings("é"),
        m.Fixed(-(2**63), False),
        m.Fixed(1, True),
        m.Color.Green,
        m.Shape.Circle(0.5),
        m.Shape.Pair(1, "a"),
        m.Shape.Nothing(),
    ]:
        assert there_and_back(value, protocol) == value
    assert there_and_back(m.Color.Red, protocol) is m.Color.Red


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_attributes_and_subclasses(protocol):
    value = settings()
    value.extra = [1]
    assert there_and_back(value, protocol).extra == [1]
    mine = settings(Mine)
    mine.more = mine
    again = pickle.loads(pickle.dumps(mine, protocol))
    assert type(again) is Mine
    assert again.more is again
    assert again == mine
    slotted = settings(Slotted)
    slotted.slot = 7
    assert there_and_back(slotted, protocol).slot == 7
    assert there_and_back(settings(Careful), protocol).state == "careful"


def test_copies():
    value = settings(Mine)
    value.shared = [1]
    shallow, deep = copy.copy(value), copy.deepcopy(value)
    assert shallow == deep == value
    assert shallow.shared is value.shared
    assert deep.shared == value.shared
    assert deep.shared is not value.shared
    shallow.sizes = [9]
    assert value.sizes == [5]
    assert copy.copy(m.Color.Red) is copy.deepcopy(m.Color.Red) is m.Color.Red


def test_pickles_are_readable_and_tolerant():
    function, (state,), attributes = m.Settings("n").__reduce__()
    assert function == m.Settings._from_pickle
    assert state == {
        "name": "n",
        "sizes": [1, 2],
        "ratio": None,
        "nested": {"a": (1, True)},
        "added": 3,
    }
    assert not attributes
    del state["added"]
    state["removed"] = object()
    assert m.Settings._from_pickle(state).added == 0
    names = [arg for _, arg, _ in pickletools.genops(pickle.dumps(m.Shape.Circle(1.5)))]
    assert {"Shape", "_from_pickle", "Circle", "radius", 1.5} <= set(names)


def test_all_that_serde_knows():
    made, same = m.all()
    assert same
    assert made == {
        "unit": None,
        "unit_struct": None,
        "newtype": ["x"],
        "tuple": (1, "é"),
        "large": (-(2**127), 2**128 - 1),
        "float": 0.5,
        "keyed": {(1, 2): "a"},
        "unhashable": [([1], True), ([2], False)],
        "options": [None, (None,), (((1,),),)],
        "enums": ["Unit", {"Newtype": 1}, {"Tuple": (1, 2)}, {"Struct": {"a": 3}}],
        "more": 7,
    }
    assert_no_leak(m.all)


def test_errors():
    value = settings()
    native = m.Native()
    circular = []
    circular.append(circular)
    check(
        m,
        [
            ("settings_of({'name': 1})", Raises(ValueError, "invalid type", "1", "string")),
            ("settings_of({})", Raises(ValueError, "missing field `name`")),
            ("settings_of([])", Raises(ValueError, "invalid length 0")),
            ("settings_of(object())", Raises(ValueError, "invalid type: object")),
            ("settings_of(Settings('a'))", Raises(ValueError, "invalid type: Settings")),
            ("floats_of([1, 2.5])", [1.0, 2.5]),
            ("floats_of((1,))", [1.0]),
            ("floats_of(['a'])", Raises(ValueError, "invalid type")),
            ("floats_of(10**50)", Raises(OverflowError)),
            ("Color._from_pickle('Blue')", Raises(ValueError, "unknown variant `Blue`")),
            ("Color._from_pickle({'Red': 1})", Raises(ValueError, "without fields")),
            ("Shape._from_pickle('Circle')", Raises(ValueError, "variant with fields")),
            ("Shape._from_pickle({})", Raises(ValueError, "dict of one variant")),
            ("Shape._from_pickle({'Pair': (1,)})", Raises(ValueError, "invalid length 1")),
            ("native.__reduce__()", Raises(TypeError, "cannot pickle 'Native'")),
            ("Native._from_pickle({})", Raises(TypeError, "cannot pickle 'Native'")),
            ("value.during(value.__reduce__)", Raises(RuntimeError, "Already mutably borrowed")),
            ("dumps(value)[:0]", b""),
            ("copy(value) == value", True),
            ("copy(native)", Raises(TypeError, "Native")),
        ],
        value=value,
        native=native,
        dumps=pickle.dumps,
        copy=copy.copy,
        circular=circular,
    )


def test_depth():
    nested = m.deep(50)
    assert m.deep_of(nested) == 50
    with pytest.raises(RecursionError):
        m.deep(1_000_000)
    deep = None
    for _ in range(1_000_000):
        deep = (deep,)
    with pytest.raises(RecursionError):
        m.deep_of(deep)
