"""Classes with overrides that end, and metaclasses that say otherwise."""

import gc
import types
import weakref

import pytest
from everbind_tests import overriding as m


def test_classes_end():
    def once():
        class Over(m.Circle):
            def area(self, scale):
                return 5.0

            def again(self):
                return __class__

        shape = Over(1.0)
        assert m.areas(shape, 3) == 15.0
        return weakref.ref(Over)

    ends = [once() for _ in range(20)]
    gc.collect()
    assert [end() for end in ends] == [None] * 20


def test_classes_that_are_called_while_they_end():
    # The collector has cleared the weak references to a class of a garbage cycle when it calls
    # `__del__`, which calls the method. Another class soon has the memory of such a class.
    said = []

    def once(turn):
        class Over(m.Circle):
            def __del__(self):
                said.append(m.areas(self, 2))

        if turn % 2:
            Over.area = lambda self, scale: float(turn)
        shape = Over(1.0)
        shape.own = shape
        if turn % 3:
            assert m.area(shape, 1.0) == (turn if turn % 2 else 3.0)

    def plain(turn):
        Next = type("Next", (m.Circle,), {})
        if turn % 2:
            Next.area = lambda self, scale: -1.0
        assert m.area(Next(1.0), 1.0) == (-1.0 if turn % 2 else 3.0)

    for turn in range(60):
        once(turn)
        gc.collect()
        for more in range(20):
            plain(turn + more)
    assert said == [2.0 * turn if turn % 2 else 6.0 for turn in range(60)]


@pytest.mark.parametrize("attribute", ["__dict__", "__mro__", "area"])
def test_a_metaclass_that_makes_things_up(attribute):
    lies = {
        "__dict__": lambda cls: types.MappingProxyType({"area": lambda self, scale: -1.0}),
        "__mro__": lambda cls: (object,),
        "area": lambda cls: lambda self, scale: -1.0,
    }
    Meta = type("Meta", (type,), {attribute: property(lies[attribute])})

    class Plain(m.Circle, metaclass=Meta):
        pass

    class Over(m.Circle, metaclass=Meta):
        def area(self, scale):
            return 7.0

    class Deep(Over):
        pass

    for _ in range(3):
        assert [m.area(each(1.0), 1.0) for each in (Plain, Over, Deep)] == [3.0, 7.0, 7.0]
        gc.collect()
