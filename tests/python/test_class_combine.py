"""Classes without a named metaclass together with abstract classes, generics, protocols, mixins."""

import abc
import collections.abc
import dataclasses
import enum
import gc
import pickle
import typing
import weakref

import pytest
from everbind_tests import class_inherit as m
from everbind_tests import metaclass, overriding
from support import assert_no_leak, classes_stay

T = typing.TypeVar("T")


class Mixin:
    def described(self):
        return f"<{self.describe()}>"


class WithSlots:
    __slots__ = ()

    def twice(self):
        return self.value * 2


class Measured(typing.Protocol):
    def describe(self) -> str: ...


@typing.runtime_checkable
class Sized(typing.Protocol):
    def __len__(self) -> int: ...


class Abstract(m.Base, abc.ABC):
    @abc.abstractmethod
    def area(self): ...


class Concrete(Abstract):
    def area(self):
        return self.value


class GenericBase[T](m.Base):
    pass


class Explicit(m.Base, Measured):
    pass


class Everything[T](Mixin, WithSlots, Abstract, Measured):
    """All of them at once."""

    def area(self):
        return super().value


def test_abstract_base_classes():
    assert type(m.Base) is type
    assert type(Abstract) is abc.ABCMeta
    with pytest.raises(TypeError, match="abstract"):
        Abstract(3)
    with pytest.raises(TypeError, match="abstract"):
        m.Base.__new__(Abstract, 3)
    assert Concrete(3).area() == 3
    assert Concrete(3).describe() == "base 3"
    assert isinstance(Concrete(3), Abstract)
    assert not isinstance(m.Base(3), Abstract)

    class Virtual(abc.ABC):  # noqa: B024
        pass

    Virtual.register(m.Base)
    assert isinstance(m.Base(1), Virtual)
    assert isinstance(Concrete(1), Virtual)
    assert_no_leak(lambda: Concrete(5).area())


def test_the_other_way_round():
    class First(abc.ABC, m.Base):
        @abc.abstractmethod
        def area(self): ...

    with pytest.raises(TypeError, match="abstract"):
        First(1)

    class Second(First):
        def area(self):
            return 2

    assert Second(4).area() == 2
    assert Second(4).value == 4
    assert Second.__mro__[:3] == (Second, First, abc.ABC)


def test_generics():
    assert GenericBase[int](5).value == 5
    assert GenericBase[int].__origin__ is GenericBase
    assert GenericBase[int](5).__orig_class__ == GenericBase[int]

    class Deeper(GenericBase[str], typing.Generic[T]):
        pass

    assert Deeper[bytes](2).value == 2
    assert typing.get_args(Deeper.__orig_bases__[0]) == (str,)
    namespace = {"Base": m.Base}
    exec("class New[T](Base):\n    def get(self) -> T: return self.value", namespace)
    assert namespace["New"][int](3).get() == 3


def test_protocols():
    assert isinstance(m.Base(1), Sized)
    assert not isinstance(3, Sized)
    assert Explicit(3).describe() == "base 3"
    assert type(Explicit) is type(Measured)
    assert issubclass(m.Base, Sized)
    with pytest.raises(TypeError, match="Protocol"):

        class Wrong(m.Base, typing.Protocol):
            pass


def test_mixins():
    class First(Mixin, m.Base):
        pass

    class Last(m.Base, Mixin):
        pass

    class Slots(m.Base, WithSlots):
        __slots__ = ("extra",)

    assert First(2).described() == Last(2).described() == "<base 2>"
    slots = Slots(4)
    slots.extra = slots
    assert slots.twice() == 8
    assert not hasattr(slots, "__dict__")
    seen = weakref.ref(First(1))
    assert seen() is None
    cycle = First(3)
    cycle.me = cycle
    seen = weakref.ref(cycle)
    del cycle, slots
    gc.collect()
    assert seen() is None
    assert_no_leak(lambda: Slots(1).twice())


def test_all_at_once():
    both = Everything[int](6)
    assert both.area() == 6
    assert both.described() == "<base 6>"
    assert both.twice() == 12
    assert len(both) == 6
    assert both.__orig_class__.__origin__ is Everything
    again = pickle.loads(pickle.dumps(Concrete)), pickle.loads(pickle.dumps(Everything))
    assert again == (Concrete, Everything)
    assert_no_leak(lambda: Everything(7).described())


def test_abstract_collections():
    class Sequence(m.Base, collections.abc.Sequence):
        def __getitem__(self, index):
            if index >= len(self):
                raise IndexError(index)
            return index

    assert list(Sequence(4)) == [0, 1, 2, 3]
    assert 3 in Sequence(4)
    assert Sequence(4).index(2) == 2
    assert isinstance(Sequence(1), collections.abc.Sequence)


def test_dataclasses():
    @dataclasses.dataclass(init=False)
    class Data(m.Base):
        note: str = "none"

    data = Data(3)
    assert (data.value, data.note, Data(3) == data) == (3, "none", True)


def test_hooks_without_a_metaclass():
    made = []

    class Root(m.Base):
        def __init_subclass__(cls, tag=None, **kwargs):
            super().__init_subclass__(**kwargs)
            made.append((cls.__name__, tag))

    class Sub(Root, tag=1):
        pass

    assert made == [("Sub", 1)]
    assert Sub(2).value == 2

    # One in Rust, through which a mixin's is called as well.
    assert type(metaclass.Hooked) is type
    calls = []

    class Told:
        def __init_subclass__(cls, **kwargs):
            calls.append((cls.__name__, kwargs))

    class Both(metaclass.Hooked, Told, tag="b", more=1):
        pass

    class Abstracted(metaclass.Hooked, abc.ABC, tag="a"):
        pass

    class Untagged(Both):
        pass

    assert (Both.tag, Abstracted.tag, Untagged.tag) == ("b", "a", "Untagged")
    assert calls == [("Both", {"more": 1}), ("Untagged", {})]
    with pytest.raises(ValueError, match="not as Bad"):

        class Bad(metaclass.Hooked, tag="refuse"):
            pass

    with pytest.raises(TypeError, match="no keyword arguments"):

        class Worse(metaclass.Hooked, other=1):
            pass

    gc.collect()
    names = {cls.__name__ for cls in metaclass.Hooked.__subclasses__()}
    if not classes_stay():
        assert names == {"Both", "Abstracted"}
        assert_no_leak(lambda: type("Made", (metaclass.Hooked,), {}), n=50)
        assert_no_leak(lambda: type("Bad", (metaclass.Hooked,), {}, tag="refuse"), n=50)


def test_overridden_methods_of_combined_classes():
    class Shape(overriding.Circle, abc.ABC, typing.Generic[T]):
        @abc.abstractmethod
        def other(self): ...

    class Real(Shape[int]):
        def other(self):
            return 1

        def area(self, scale):
            return 5.0 * scale

    with pytest.raises(TypeError, match="abstract"):
        Shape(1.0)
    assert overriding.area(Real(1.0), 2.0) == 10.0


def test_what_layouts_forbid():
    for bases in ((m.Base, dict), (m.Base, Exception), (m.Base, int), (m.Base, overriding.Circle)):
        with pytest.raises(TypeError, match="lay-out conflict"):
            type("Conflict", bases, {})
    with pytest.raises(TypeError, match=r"lay-out conflict|metaclass"):
        type("Conflict", (m.Base, type), {})
    # A native base whose data the class has already is no obstacle.
    assert type("Fits", (m.Middle, m.Base), {}).__mro__[1:3] == (m.Middle, m.Base)
    with pytest.raises(TypeError, match="consistent method resolution"):
        type("Order", (m.Base, m.Middle), {})


def test_members_of_an_enum():
    class Both(m.Base, enum.Enum):
        ONE = 1
        TWO = 2

    assert isinstance(Both.TWO, m.Base)
    assert Both["TWO"].describe() == "base 2"
