"""Classes with a metaclass written in Python."""

import abc
import copy
import gc
import pickle
import sys
import weakref

import pytest
from everbind_tests import metaclass_python as m
from support import Raises, assert_no_leak, check, classes_stay


def test_made_by_a_metaclass_of_python():
    assert type(m.Shape) is abc.ABCMeta
    assert type(m.Square) is abc.ABCMeta
    assert m.Shape.__module__ == "everbind_tests.metaclass_python"
    assert m.Shape.__qualname__ == "Shape"
    assert "`abc.ABCMeta`" in m.Shape.__doc__
    assert m.Shape.EMPTY == 0.0
    assert m.Shape.corners.__doc__ == "The number of corners."
    assert m.Shape.name_of() == "Shape"
    assert m.Square.name_of() == "Square"
    assert issubclass(m.Square, m.Shape)
    assert isinstance(m.Square(1), m.Shape)
    assert m.sides(m.Square(1)) == 4
    assert m.sides(m.Shape(3)) == 3
    check(m, [("sides(3)", Raises(TypeError, "Shape")), ("Shape.corners(3)", Raises(TypeError))])

    class Drawn(m.Shape):
        @abc.abstractmethod
        def draw(self): ...

    class Circle(Drawn):
        def draw(self):
            return self.corners()

    with pytest.raises(TypeError, match="abstract"):
        Drawn(0)
    assert Circle(0).draw() == 0
    assert m.sides(Circle(7)) == 7
    m.Shape.register(bytes)
    assert isinstance(b"", m.Shape)
    with pytest.raises(TypeError, match="Shape"):
        m.sides(b"")  # nothing of Rust's is in it
    with pytest.raises(TypeError, match="acceptable base"):

        class Derived(m.Closed):
            pass

    assert_no_leak(lambda: Circle(3).draw(), n=100)
    if not classes_stay():
        assert_no_leak(lambda: type(m.Shape)("Made", (m.Square,), {})(3), n=50)

    recording = type(m.Recorded)
    assert recording.made == ["Recorded"]
    assert (m.Recorded.tag, m.Recorded.prepared, m.Recorded.shout) == ("recorded", True, "RECORDED")

    class Again(m.Recorded):
        pass

    assert recording.made == ["Recorded", "Again"]
    assert Again.shout == "AGAIN"
    del recording.made[1:]


def test_constructors():
    check(
        m,
        [
            ("Whispered(3).value, Whispered.whisper", (3, "whispered")),
            ("Shape(sides=3).corners(), Square(2).corners()", (3, 4)),
            ("new_shape().corners(), type(new_shape()) is Shape", (3, True)),
            ("Closed().__class__ is Closed, Recorded().__class__ is Recorded", (True, True)),
        ],
        type=type,
    )


def test_pickle_and_copy():
    for cls in (m.Shape, m.Square, m.Recorded):
        assert copy.copy(cls) is cls
        assert copy.deepcopy(cls) is cls
    sys.modules.setdefault("everbind_tests.metaclass_python", m)
    assert pickle.loads(pickle.dumps(m.Shape)) is m.Shape


def test_dict_and_weakref():
    square = m.Square(3)
    square.note = square
    assert weakref.ref(square)() is square
    seen = weakref.ref(square)
    del square
    gc.collect()
    assert seen() is None
    assert_no_leak(lambda: m.Square(object()), n=100)


def test_what_cannot_be_made():
    """It fails with its cause, each time anew."""
    expected = {
        "missing": (AttributeError, "nothing_there"),
        "no_class": (TypeError, "type"),
        "no_metaclass": (TypeError, "does not extend type"),
    }
    for _ in range(2):
        for which, (kind, text) in expected.items():
            with pytest.raises(RuntimeError, match="initializing class") as caught:
                m.make(which)
            assert type(caught.value.__cause__) is kind
            assert text in str(caught.value.__cause__)
            del caught
