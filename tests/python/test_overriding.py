"""Methods that Python subclasses override, called from Rust."""

import abc
import ctypes
import functools
import gc
import sys
import weakref

import pytest
from everbind_tests import overriding as m
from support import Raises, assert_no_leak, check


class Square(m.Circle):
    def area(self, scale):
        return self.radius * self.radius * scale

    def describe(self, prefix, times=1):
        return f"{prefix}{times}{type(self).__name__}"

    def reset(self):
        self.was = self.radius
        super().reset()

    def points(self):
        return [(0, 1), (2.5, 3)]

    def corners(self, extra):
        return None if extra is None else 4 + extra

    def contains(self, obj, count):
        return obj is count


class Twice(m.Circle):
    def area(self, scale):
        return 2 * super().area(scale)


class Wrong(m.Circle):
    def area(self, scale):
        return "large"

    def points(self):
        return [(1, 2), (3, "x")]

    def describe(self, prefix, times):
        raise KeyError("no words")

    def name(self):
        return self.missing


class Deep(Twice):
    pass


def test_without_an_override():
    check(
        m,
        [
            ("area(Circle(2.0), 1.0), Circle(2.0).area(2.0)", (12.0, 24.0)),
            ("area_of_handle(Circle(1.0)), areas(Circle(1.0), 10)", (3.0, 30.0)),
            (
                "describe(Circle(1.0), 'a '), Circle(1.0).describe('a ', times=2)",
                ("a shape", "a a shape"),
            ),
            ("reset(Circle(1.0)), Circle(1.0).reset()", (None, None)),
            ("points(Circle(1.0))", Raises(ValueError, "no points")),
            ("corners(Circle(1.0), 3), Circle(1.0).corners(None)", (3, None)),
            ("contains(Circle(1.0), 1, 1.0), name(Circle(1.0)), kind()", (True, "circle", "kind")),
            ("area(Plain(2.0), 1.0)", 12.0),
            ("area(1, 1.0)", Raises(TypeError, "argument 'shape'", "Circle")),
            ("Circle(1.0).area()", Raises(TypeError, "Shape.area()", "scale")),
            ("Circle(1.0).area('x')", Raises(TypeError, "argument 'scale'", "float")),
            ("area_while_borrowed(Circle(1.0))", Raises(RuntimeError, "borrowed")),
            (
                "Circle.area.__doc__, Circle.area.__text_signature__",
                ("The area, enlarged.", "($self, scale)"),
            ),
        ],
        Plain=type("Plain", (m.Circle,), {}),
    )


def test_overrides():
    check(
        m,
        [
            ("area(Square(2.0), 1.0), areas(Square(2.0), 1000)", (4.0, 4000.0)),
            ("area_of_handle(Square(3.0))", 9.0),
            ("describe(Square(1.0), 'a'), describe(Square(1.0), 'a', 2)", ("a1Square", "a2Square")),
            ("points(Square(1.0))", [(0.0, 1.0), (2.5, 3.0)]),
            ("corners(Square(1.0), 2), corners(Square(1.0), None)", (6, None)),
            ("contains(Square(1.0), abc, abc)", True),
            ("area(Twice(1.0), 1.0), area(Deep(1.0), 1.0)", (6.0, 6.0)),
            ("area(Ring(1.0), 1.5), name(Ring(1.0)), ring_name(Ring(1.0))", (-1.5, "ring", "ring")),
            ("area_while_borrowed(Square(1.0))", Raises(RuntimeError, "borrowed")),
        ],
        Square=Square,
        Twice=Twice,
        Deep=Deep,
        abc=abc,
    )
    square = Square(5.0)
    m.reset(square)
    assert (square.was, square.radius) == (5.0, 0.0)


def test_errors():
    check(
        m,
        [
            (
                "area(Wrong(1.0), 1.0)",
                Raises(TypeError, "the result of Wrong.area(): expected float, got str"),
            ),
            ("areas(Wrong(1.0), 3)", Raises(TypeError, "the result of Wrong.area()")),
            ("points(Wrong(1.0))", Raises(ValueError, "no points")),
            ("describe(Wrong(1.0), 'x')", Raises(KeyError, "no words")),
            ("name(Wrong(1.0))", Raises(AttributeError, "missing")),
            ("area(Few(1.0), 1.0)", Raises(TypeError, "takes 1 positional argument")),
        ],
        Wrong=Wrong,
        Few=type("Few", (m.Circle,), {"area": eval("lambda self: 1.0")}),
    )


def test_other_descriptors():
    class Static(m.Circle):
        area = staticmethod(lambda scale: scale + 1)

    class Class(m.Circle):
        @classmethod
        def area(cls, scale):
            return scale + len(cls.__name__)

    class Callable(m.Circle):
        @property
        def area(self):
            return lambda scale: scale + self.radius

    class Partial(m.Circle):
        def add(self, more, scale):
            return scale + more

        area = functools.partialmethod(add, 100)

    class Nothing(m.Circle):
        area = None

    check(
        m,
        [
            ("area(Static(1.0), 1.0), area(Class(1.0), 1.0)", (2.0, 6.0)),
            ("area(Callable(4.0), 1.0), area(Partial(1.0), 1.0)", (5.0, 101.0)),
            ("area(Nothing(1.0), 1.0)", Raises(TypeError, "not callable")),
        ],
        repeat=300,
        Static=Static,
        Class=Class,
        Callable=Callable,
        Partial=Partial,
        Nothing=Nothing,
    )


def test_changes_are_seen():
    class Base(m.Circle):
        pass

    class Sub(Base):
        pass

    shape = Sub(1.0)
    for _ in range(3):
        assert m.area(shape, 1.0) == 3.0
        Sub.area = lambda self, scale: 7.0
        assert m.area(shape, 1.0) == m.areas(shape, 1) == 7.0
        Sub.area = lambda self, scale: 8.0
        assert m.area(shape, 1.0) == 8.0
        del Sub.area
        assert m.area(shape, 1.0) == 3.0
        Base.area = lambda self, scale: 9.0
        assert m.area(shape, 1.0) == 9.0
        del Base.area
        # The instance's own attributes are not asked, as with special methods.
        shape.area = lambda scale: 10.0
        assert m.area(shape, 1.0) == 3.0
        del shape.area
        shape.__class__ = Square
        assert m.area(shape, 1.0) == 1.0
        shape.__class__ = Sub


def test_instances_attributes_and_inherited_overrides():
    class Over(m.Circle):
        def area(self, scale):
            return 5.0

    class Inherits(Over):
        pass

    for cls, wanted in ((Over, 5.0), (Inherits, 5.0), (m.Circle, 3.0)):
        shape = type(cls.__name__, (cls,), {})(1.0) if cls is m.Circle else cls(1.0)
        for _ in range(3):
            shape.area = lambda scale: 10.0
            assert m.area(shape, 1.0) == wanted
            del shape.area
            assert m.area(shape, 1.0) == wanted


def test_a_function_that_changes_its_kind():
    class Over(m.Circle):
        def area(*args):
            return float(len(args))

    shape, function = Over(1.0), Over.area
    for _ in range(3):
        assert m.area(shape, 1.0) == m.area(shape, 1.0) == 2.0
        Over.area = staticmethod(function)
        assert m.area(shape, 1.0) == m.area(shape, 1.0) == 1.0
        Over.area = m.Circle.area
        assert m.area(shape, 1.0) == m.area(shape, 1.0) == 3.0
        Over.area = property(lambda self: lambda scale: 4.0)
        assert m.area(shape, 1.0) == m.area(shape, 1.0) == 4.0
        Over.area = function


def test_a_metaclass_that_has_the_name():
    class Meta(type):
        area = property(lambda cls: m.Circle.area)

    class Over(m.Circle, metaclass=Meta):
        pass

    shape = Over(1.0)
    for _ in range(3):
        assert m.area(shape, 1.0) == 3.0
        type.__setattr__(Over, "name", lambda self: "own")
        assert m.name(shape) == "own"
        type.__delattr__(Over, "name")
        assert m.name(shape) == "circle"


def test_the_class_itself():
    own = m.Circle.area
    shape = m.Circle(1.0)
    assert m.area(shape, 1.0) == 3.0
    try:
        m.Circle.area = lambda self, scale: own(self, scale) + 1
        assert m.area(shape, 1.0) == m.area(Deep(1.0), 1.0) / 2 == 4.0
        del m.Circle.area
        for _ in range(2):
            with pytest.raises(AttributeError, match="area"):
                m.area(shape, 1.0)
    finally:
        m.Circle.area = own
    assert m.area(shape, 1.0) == 3.0


def test_an_override_that_replaces_itself():
    class Once(m.Circle):
        def area(self, scale):
            del Once.area
            return 1.0

    assert_no_leak(lambda: m.area(Once(1.0), 1.0))
    assert m.areas(Once(1.0), 3) == 9.0

    class Again(m.Circle):
        pass

    def replaced(self, scale):
        Again.area = lambda self, scale: scale
        return 5.0

    Again.area = replaced
    assert m.areas(Again(1.0), 3) == 7.0


def test_a_namespace_in_which_names_move():
    class Over(m.Circle):
        def area(self, scale):
            return 1.0

    class Other(m.Circle):
        def area(self, scale):
            return 0.0

    shape = Over(1.0)
    for turn in range(1, 60):
        assert m.areas(shape, 2) == 2.0 * turn
        # The dict grows, and has holes.
        setattr(Over, f"other{turn}", turn)
        assert m.areas(shape, 2) == 2.0 * turn
        if turn % 3 == 0:
            delattr(Over, f"other{turn - 1}")
        if turn % 5 == 0:
            del Over.area
            assert m.area(shape, 1.0) == 3.0
        Over.area = lambda self, scale, turn=turn: turn + 1.0
        Other.area = lambda self, scale, turn=turn: -turn
        assert m.areas(Other(1.0), 2) == -2.0 * turn


def test_a_function_that_its_class_loses():
    # Only its frame has it then.
    class Over(m.Circle):
        pass

    def lost(fails):
        held = [object()]

        def area(self, scale):
            del Over.area
            gc.collect()
            junk = [lambda i=index: i for index in range(50)]
            if fails:
                raise KeyError(held, junk)
            return float(len(held) + __defaults(self) + len(junk))

        def __defaults(self):
            return int(self.radius)

        Over.area = area
        return weakref.ref(area)

    for _ in range(3):
        Over.area = lambda self, scale: 4.0
        shape = Over(1.0)
        assert m.areas(shape, 3) == 12.0
        end = lost(False)
        assert m.area(shape, 1.0) == 52.0
        gc.collect()
        assert end() is None
        assert m.area(shape, 1.0) == 3.0
        end = lost(True)
        with pytest.raises(KeyError):
            m.area(shape, 1.0)
        gc.collect()
        assert end() is None
        assert m.area(shape, 1.0) == 3.0
        Over.area = functools.partialmethod(lambda self, scale: 6.0)
        assert m.area(shape, 1.0) == 6.0
        # Too many arguments are seen before its frame runs.
        Over.area = lambda self: 0.0
        for _ in range(2):
            with pytest.raises(TypeError, match="argument"):
                m.area(shape, 1.0)


def test_a_function_whose_entry_was_changed():
    class Over(m.Circle):
        def area(self, scale):
            return 1.0

    shape = Over(1.0)
    assert m.areas(shape, 2) == 2.0
    objects = ctypes.POINTER(ctypes.py_object)
    kinds = (ctypes.py_object, objects, ctypes.c_size_t, ctypes.c_void_p)
    entry = ctypes.PYFUNCTYPE(ctypes.py_object, *kinds)(lambda f, args, n, names: 5 * args[1])
    ctypes.pythonapi.PyFunction_SetVectorcall.restype = None
    ctypes.pythonapi.PyFunction_SetVectorcall(ctypes.py_object(Over.area), entry)
    assert m.area(shape, 2.0) == 10.0
    assert m.areas(shape, 3) == 15.0


def test_abstract_and_metaclass():
    class Meta(abc.ABCMeta):
        def __getattribute__(cls, name):
            return super().__getattribute__(name)

    class Abstract(m.Circle, metaclass=Meta):
        @abc.abstractmethod
        def name(self): ...

    class Concrete(Abstract):
        def name(self):
            return "concrete"

    assert m.name(Concrete(1.0)) == "concrete"
    assert m.area(Concrete(1.0), 1.0) == 3.0


def test_many_classes():
    classes = [
        type(f"C{n}", (m.Circle,), {"area": lambda self, scale, n=n: float(n)}) for n in range(50)
    ]
    shapes = [each(1.0) for each in classes]
    for _ in range(3):
        assert [m.area(shape, 1.0) for shape in shapes] == [float(n) for n in range(50)]
    for _ in range(200):
        # Classes that come and go may have the address of one before.
        short = type("Short", (m.Circle,), {"area": lambda self, scale: 1.5})
        assert m.area(short(1.0), 1.0) == 1.5
        plain = type("Plain", (m.Circle,), {})
        assert m.area(plain(1.0), 1.0) == 3.0


def test_references():
    square, scale = Square(1.0), 2.5
    before = sys.getrefcount(Square.area), sys.getrefcount(Square), sys.getrefcount(square)
    for _ in range(500):
        m.area(square, scale)
        m.corners(square, 1000)
    after = sys.getrefcount(Square.area), sys.getrefcount(Square), sys.getrefcount(square)
    assert before == after


THREADS = """
import threading
from everbind_tests import overriding as m

class Sub(m.Circle):
    pass

def call():
    for _ in range(3000):
        assert m.area(shape, 1.0) in (3.0, 1.0, 2.0)

def change():
    for _ in range(300):
        Sub.area = lambda self, scale: 1.0
        Sub.area = lambda self, scale: 2.0
        del Sub.area

shape = Sub(1.0)
failures = []
threading.excepthook = lambda args: failures.append(args.exc_value)
threads = [threading.Thread(target=call) for _ in range(4)] + [threading.Thread(target=change)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not failures, failures
assert m.area(shape, 1.0) == 3.0
print("ok")
"""


def test_threads(in_fresh_python):
    assert in_fresh_python(THREADS) == "ok\n"
