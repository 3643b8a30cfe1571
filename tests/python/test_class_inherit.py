"""Classes that are derived from: by other native classes, by Python, and from built-in types."""

import abc
import gc

import pytest
from everbind_tests import class_inherit as m
from support import Raises, check, no_instance


class Sub(m.Base):
    def describe(self):
        return "sub of " + super().describe()


class WithNew(m.Base):
    def __new__(cls, *args, **kwargs):
        return super().__new__(cls, 5)

    def __init__(self, a, b):
        self.pair = a, b


class Slotted(m.Middle):
    __slots__ = ("own",)


NAMES = {"Sub": Sub, "WithNew": WithNew, "Slotted": Slotted}


def test_native_hierarchy():
    check(
        m,
        [
            ("Base(3).describe(), Base().value", ("base 3", 1)),
            ("Middle(4, 'x').describe()", "middle x over base 4"),
            ("Middle(4, 'x').base_only(), Middle(4, 'x').value", (40, 4)),
            ("(lambda o: (o.change(9), o.value)[1])(Middle(4, 'x'))", 9),
            (
                "(lambda o: (setattr(o, 'value', 8), o.describe())[1])(Middle(4, 'x'))",
                "middle x over base 8",
            ),
            ("Leaf(0.5).all()", (0.5, "of leaf", 7)),
            ("Leaf(0.5).describe()", "middle of leaf over base 7"),
            ("len(Leaf(0.5)), len(Base(3))", (7, 3)),
            ("Leaf.__mro__[:4] == (Leaf, Middle, Base, object)", True),
            ("value_of(Leaf(0.5)), value_of(Base(2))", (7, 2)),
            ("describe(Middle(1, 'y'))", "middle y over base 1"),
            ("value_of(Final())", no_instance("base", "Base", "Final")),
            (
                "[o.extra for o in make_leaves()], [o.value for o in make_leaves()]",
                (["made", "pair"], [1, 2]),
            ),
            ("casts(Leaf(1.0))", [True, True, True, False, False]),
            ("casts(Base())", [True, False, False, True, False]),
            ("casts([])", [False, False, False, False, True]),
            ("Leaf.made_by(), Base.made_by()", ("Leaf", "Base")),
            ("Middle(1)", Raises(TypeError, "Middle.__new__()", "'extra'")),
        ],
        **NAMES,
    )


def test_derived_in_python():
    check(
        m,
        [
            ("Sub(2).describe()", "sub of base 2"),
            ("Sub(2).value, len(Sub(2))", (2, 2)),
            ("Sub(value=3).base_only()", 30),
            ("describe(Sub(2)), value_of(Sub(3))", ("sub of base 2", 3)),
            ("casts(Sub())", [True, False, False, False, False]),
            ("WithNew(1, b=2).pair, WithNew(1, 2).value", ((1, 2), 5)),
            ("(lambda o: (setattr(o, 'own', 1), o.own, o.extra)[1:])(Slotted(1, 'e'))", (1, "e")),
            ("Sub.made_by()", "Sub"),
            ("Sub.__new__(Sub, 4).value", 4),
            ("Base.__new__(Sub, 4).value", 4),
            ("isinstance(Base.__new__(Sub), Sub)", True),
        ],
        **NAMES,
    )
    thing = Sub(1)
    thing.anything = "has a dict"
    assert thing.__dict__ == {"anything": "has a dict"}


def test_not_every_class_can_be_derived_from():
    for final in (m.Final, m.Leaf):
        with pytest.raises(TypeError, match="not an acceptable base type"):
            type("Derived", (final,), {})


def test_multiple_inheritance():
    class Mixin:
        def mixed(self):
            return "mixed " + self.describe()

    class Both(Mixin, m.Base):
        pass

    assert Both(4).mixed() == "mixed base 4"
    with pytest.raises(TypeError, match=r"lay-?out conflict"):
        type("Conflict", (m.Base, m.CountingDict), {})


def test_combines_with_abstract_base_classes():
    class Abstract(m.Base, abc.ABC):
        @abc.abstractmethod
        def must(self): ...

    with pytest.raises(TypeError, match="abstract"):
        Abstract()
    assert type("Concrete", (Abstract,), {"must": lambda self: 5})(2).must() == 5


def test_exceptions_with_state():
    check(
        m,
        [
            ("CustomError(5, 'text').code", 5),
            ("CustomError(5, 'text').args", (5, "text")),
            ("raise_custom(7)", Raises(m.CustomError, "7", "the message")),
            ("issubclass(CustomError, Exception)", True),
        ],
    )
    with pytest.raises(m.CustomError) as caught:
        m.raise_custom(9)
    assert caught.value.code == 9


def test_derived_from_dict():
    counting = m.CountingDict()
    counting["a"] = 1
    assert counting.look_up("a") == 1
    assert counting.look_up("b") is None
    assert counting.lookups == 2
    assert counting == {"a": 1}
    assert isinstance(counting, dict)
    check(m, [("CountingDict().look_up('x')", None)])


def test_cycles_through_a_python_subclass_are_collected():
    class Node(m.Base):
        alive = 0

        def __init__(self):
            type(self).alive += 1
            self.me = self

        def __del__(self):
            type(self).alive -= 1

    for _ in range(10):
        Node()
    gc.collect()
    assert Node.alive == 0
