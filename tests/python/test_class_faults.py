"""Every slot raises, panics, or is called while the instance is borrowed; instances that come back,
attributes that are deleted, subclasses whose `__init__` is wrong: each a clean Python exception."""

import copy
import gc
import operator
import pickle
import sys

import pytest
from everbind_tests import class_faults as m
from everbind_tests import panics
from support import Raises, assert_no_leak, check

Panic = panics.panic_exception()

BINARY = {
    "add": "+",
    "sub": "-",
    "mul": "*",
    "matmul": "@",
    "truediv": "/",
    "floordiv": "//",
    "mod": "%",
    "lshift": "<<",
    "rshift": ">>",
    "and": "&",
    "xor": "^",
    "or": "|",
    "pow": "**",
}

# The slot, the class that has it, and what calls it with an instance `f`.
SLOTS = [
    ("__str__", "Slots", "str(f)"),
    ("__repr__", "Slots", "repr(f)"),
    ("__hash__", "Slots", "hash(f)"),
    ("__hash__", "Slots", "{f: 1}"),
    ("__richcmp__", "Slots", "f == 1"),
    ("__richcmp__", "Slots", "f < 1"),
    ("__richcmp__", "Slots", "1 >= f"),
    ("__iter__", "Slots", "iter(f)"),
    ("__iter__", "Slots", "[*f]"),
    ("__next__", "Slots", "next(f)"),
    ("__await__", "Slots", "f.__await__()"),
    ("__aiter__", "Slots", "aiter(f)"),
    ("__anext__", "Slots", "anext(f)"),
    ("__len__", "Slots", "len(f)"),
    ("__contains__", "Slots", "1 in f"),
    ("__getitem__", "Slots", "f[1]"),
    ("__getitem__", "Slots", "f['key']"),
    ("__setitem__", "Slots", "operator.setitem(f, 1, 2)"),
    ("__delitem__", "Slots", "operator.delitem(f, 1)"),
    ("__call__", "Slots", "f(1)"),
    ("__pos__", "Slots", "+f"),
    ("__neg__", "Slots", "-f"),
    ("__abs__", "Slots", "abs(f)"),
    ("__invert__", "Slots", "~f"),
    ("__index__", "Slots", "operator.index(f)"),
    ("__index__", "Slots", "(1, 2)[f]"),
    ("__int__", "Slots", "int(f)"),
    ("__float__", "Slots", "float(f)"),
    ("__bool__", "Slots", "not f"),
    ("__divmod__", "Slots", "divmod(f, 1)"),
    ("__rdivmod__", "Slots", "divmod(1, f)"),
    ("__pow__", "Slots", "pow(f, 2, 3)"),
    *((f"__{name}__", "Slots", f"f {sign} 1") for name, sign in BINARY.items()),
    *((f"__r{name}__", "Slots", f"1 {sign} f") for name, sign in BINARY.items()),
    *(
        (f"__i{name}__", "Slots", f"operator.i{name.strip('_')}(f, 1)")
        for name in BINARY
        if name not in ("and", "or")
    ),
    ("__iand__", "Slots", "operator.iand(f, 1)"),
    ("__ior__", "Slots", "operator.ior(f, 1)"),
    ("__getattr__", "Slots", "f.missing"),
    ("__format__", "Slots", "f'{f}'"),
    ("__bytes__", "Slots", "bytes(f)"),
    ("__complex__", "Slots", "complex(f)"),
    ("__round__", "Slots", "round(f)"),
    ("__dir__", "Slots", "dir(f)"),
    ("__enter__", "Slots", "enter(f)"),
    ("__exit__", "Slots", "f.__exit__(1, 2, 3)"),
    ("__reduce__", "Slots", "pickle.dumps(f, 1)"),
    ("__copy__", "Slots", "copy.copy(f)"),
    ("__lt__", "Orders", "f < 1"),
    ("__le__", "Orders", "f <= 1"),
    ("__eq__", "Orders", "f == 1"),
    ("__ne__", "Orders", "f != 1"),
    ("__gt__", "Orders", "f > 1"),
    ("__ge__", "Orders", "f >= 1"),
    ("__lt__", "Orders", "sorted([f, f])"),
    ("__concat__", "Sequences", "f + ()"),
    ("__repeat__", "Sequences", "f * 2"),
    ("__inplace_concat__", "Sequences", "operator.iconcat(f, ())"),
    ("__inplace_repeat__", "Sequences", "operator.imul(f, 2)"),
    ("__getattribute__", "Attributes", "f.anything"),
    ("__setattr__", "Attributes", "setattr(f, 'anything', 1)"),
    ("__delattr__", "Attributes", "delattr(f, 'anything')"),
    ("__get__", "Descriptors", "owner(f).d"),
    ("__set__", "Descriptors", "setattr(owner(f), 'd', 1)"),
    ("__delete__", "Descriptors", "delattr(owner(f), 'd')"),
    ("__init__", "Initialised", "type(f)(1)"),
    ("__init__", "Initialised", "f.__init__(1)"),
]

# With an operand that is borrowed, an operator is not implemented, as in PyO3.
NOT_IMPLEMENTED = ("f == 1", "f != 1", "type(f)(1)")


def enter(context):
    with context:
        raise AssertionError("entered")


class Owner:
    """Has a descriptor."""


def owner(descriptor):
    Owner.d = descriptor
    return Owner()


SCOPE = {"operator": operator, "copy": copy, "pickle": pickle, "enter": enter, "owner": owner}


def made(kind):
    cls = getattr(m, kind)
    return cls.__new__(cls, 1)


@pytest.fixture
def panicking():
    m.panics(True)
    yield
    m.panics(False)


@pytest.fixture
def unraisable():
    """What was reported because nobody could be told."""
    raised = []
    hook, sys.unraisablehook = sys.unraisablehook, lambda each: raised.append(each.exc_type)
    yield raised
    sys.unraisablehook = hook


def rows(kind, expected):
    return [(text, expected(name)) for name, cls, text in SLOTS if cls == kind]


@pytest.mark.parametrize("kind", sorted({each[1] for each in SLOTS}))
def test_every_slot_raises(kind):
    check(m, rows(kind, lambda name: Raises(ValueError, f"error in {name}")), f=made(kind), **SCOPE)


@pytest.mark.usefixtures("capfd", "panicking")
@pytest.mark.parametrize("kind", sorted({each[1] for each in SLOTS}))
def test_every_slot_panics(kind):
    expected = rows(kind, lambda name: Raises(Panic, f"panic in {name}"))
    check(m, expected, f=made(kind), repeat=3, **SCOPE)


@pytest.mark.parametrize("kind", sorted({each[1] for each in SLOTS}))
def test_every_slot_while_borrowed(kind):
    f, cls = made(kind), getattr(m, kind)
    scope = {**SCOPE, "f": f}
    wrong = []
    for _, owner, text in SLOTS:
        if owner != kind or text in NOT_IMPLEMENTED:
            continue
        code = compile(text, text, "eval")
        try:
            cls.while_exclusive(f, lambda code=code: eval(code, scope))
        except (RuntimeError, TypeError) as error:
            if "orrowed" not in str(error) and "not supported" not in str(error):
                wrong.append((text, error))
        else:
            wrong.append((text, "no error"))
    assert not wrong, wrong


def test_clear(unraisable, capfd):
    for panic in (False, True):
        m.panics(panic)
        ring = [m.Clearing()]
        ring.append(ring)
        del ring
        gc.collect()
        m.panics(False)
    assert unraisable == [ValueError, Panic]
    capfd.readouterr()


def test_traverse(capfd):
    thing = m.Traversing(["marker"])
    assert gc.get_referents(thing)[0] == ["marker"]
    m.panics(True)
    assert gc.get_referents(thing) == [m.Traversing]
    gc.collect()
    m.panics(False)
    assert "panic in __traverse__" in capfd.readouterr().err
    assert gc.get_referents(thing)[0] == ["marker"]
    thing.object = thing
    del thing
    gc.collect()


def test_del(unraisable, capfd):
    m.Finalised()
    m.panics(True)
    m.Finalised()
    m.panics(False)
    assert unraisable == [ValueError, Panic]
    capfd.readouterr()


def test_drop(unraisable, capfd):
    m.panics(True)
    ring = []
    ring.append(m.Dropped(ring))
    del ring
    m.Dropped(None)
    gc.collect()
    m.panics(False)
    assert unraisable == [Panic, Panic]
    capfd.readouterr()


def test_buffers(unraisable, capfd):
    with pytest.raises(ValueError, match="error in __getbuffer__"):
        memoryview(m.Buffers(False))
    thing = m.Buffers(True)
    view = memoryview(thing)
    assert bytes(view) == b"bytes"
    m.panics(True)
    with pytest.raises(Panic, match="panic in __getbuffer__"):
        memoryview(m.Buffers(False))
    view.release()
    m.panics(False)
    assert unraisable == [Panic]
    capfd.readouterr()


OTHERS = [
    ("new", "Others(True)"),
    ("getter", "f.property"),
    ("setter", "setattr(f, 'property', 1)"),
    ("deleter", "delattr(f, 'property')"),
    ("method", "f.method()"),
    ("static_method", "f.static_method()"),
    ("class_method", "f.class_method()"),
]


def test_other_functions_raise():
    check(
        m, [(text, Raises(ValueError, f"error in {name}")) for name, text in OTHERS], f=m.Others()
    )


@pytest.mark.usefixtures("capfd", "panicking")
def test_other_functions_panic():
    expected = [(text, Raises(Panic, f"panic in {name}")) for name, text in OTHERS]
    check(m, expected, f=m.Others(), repeat=3)


def test_coming_back():
    """`__del__` runs once; the value is whole, and dies with the last reference all the same."""
    home = []
    m.Phoenix(5, home, None)
    (back,) = home
    assert (back.value, type(back)) == (5, m.Phoenix)
    back.value = 6
    assert gc.is_tracked(back)
    home.clear()
    del back
    gc.collect()
    assert home == []


def test_coming_back_from_a_cycle():
    home = []
    first = m.Phoenix(1, home, None)
    first.other = m.Phoenix(2, home, first)
    del first
    gc.collect()
    assert sorted(each.value for each in home) == [1, 2]
    first, second = home
    assert first.other is second
    assert second.other is first
    home.clear()
    del first, second
    gc.collect()
    assert home == []


def test_a_python_subclass_comes_back():
    home = []

    class Sub(m.Phoenix):
        def __del__(self):
            home.append((self, self.value, self.extra))

    def once():
        sub = Sub(7, None, None)
        sub.extra = sub
        del sub
        gc.collect()
        assert [each[1] for each in home] == [7]
        home.clear()
        gc.collect()

    once()
    assert_no_leak(once, n=20)


def test_an_init_that_is_wrong():
    class NoSuper(m.Point):
        def __init__(self, x, y):
            self.z = x + y

    class TooMany(m.Point):
        def __init__(self, x, y):
            super().__init__(x, y)

    class Other(m.Point):
        def __init__(self, text):
            self.text = text

    class Raising(m.Point):
        def __init__(self, x, y):
            raise KeyError("in __init__")

    class Returning(m.Point):
        def __init__(self, x, y):
            return 5

    class New(m.Point):
        def __new__(cls, text):
            return super().__new__(cls, 1.0, float(text))

        def __init__(self, text):
            self.text = text

    class WrongNew(m.Point):
        def __new__(cls, x):
            return super().__new__(cls)

    class Foreign(m.Point):
        def __new__(cls):
            return object.__new__(cls)

    class OfBase(m.Point3):
        def __new__(cls):
            return m.Point.__new__(cls, 1.0, 2.0)

    check(
        m,
        [
            ("(lambda p: (p.x, p.y, p.z))(NoSuper(1.0, 2.0))", (1.0, 2.0, 3.0)),
            ("NoSuper(1.0)", Raises(TypeError, "'y'")),
            ("TooMany(1.0, 2.0)", Raises(TypeError, "object.__init__()")),
            ("Other('text')", Raises(TypeError, "'y'")),
            ("Other('1', 2)", Raises(TypeError, "'x'")),
            ("Raising(1.0, 2.0)", Raises(KeyError, "in __init__")),
            ("Returning(1.0, 2.0)", Raises(TypeError, "__init__() should return None")),
            ("(lambda p: (p.x, p.y, p.text))(New('2'))", (1.0, 2.0, "2")),
            ("WrongNew(1.0)", Raises(TypeError, "'x'")),
            ("Foreign()", Raises(TypeError, "object.__new__(Foreign) is not safe")),
            ("OfBase()", Raises(TypeError, "is not safe")),
            ("Point.__new__(Point3, 1.0, 2.0)", Raises(TypeError, "is not safe")),
            ("Point.__new__(int, 1.0, 2.0)", Raises(TypeError)),
            ("Point.__new__()", Raises(TypeError)),
            ("Point.__new__(5)", Raises(TypeError)),
            ("Point3(1.0, 2.0, 3.0).sum()", 6.0),
        ],
        **{each.__name__: each for each in (NoSuper, TooMany, Other, Raising, Returning)},
        **{each.__name__: each for each in (New, WrongNew, Foreign, OfBase)},
    )


def test_deleted_attributes():
    class Sub(m.Point):
        def __init__(self, x, y):
            self.extra = x
            del self.extra

    sub = Sub(1.0, 2.0)
    check(
        m,
        [
            ("sub.extra", Raises(AttributeError, "extra")),
            ("delattr(sub, 'extra')", Raises(AttributeError, "extra")),
            ("delattr(sub, 'x')", Raises(AttributeError, "x")),
            ("delattr(Point(1.0, 2.0), 'x')", Raises(AttributeError, "x")),
            ("delattr(Point(1.0, 2.0), 'none')", Raises(AttributeError, "none")),
            ("delattr(Phoenix, 'none')", Raises(AttributeError, "none")),
            (
                "delattr(Phoenix(1, [], None), 'value')",
                Raises((AttributeError, TypeError), "delete"),
            ),
        ],
        sub=sub,
    )


def test_a_deleted_method_and_property_of_the_class():
    """The class is used on without what was taken from it."""
    thing = m.Others()
    taken = {name: vars(m.Others)[name] for name in ("method", "property")}
    try:
        for name in taken:
            delattr(m.Others, name)
        check(
            m,
            [
                ("f.method()", Raises(AttributeError, "method")),
                ("f.property", Raises(AttributeError, "property")),
                ("setattr(f, 'property', 1)", Raises(AttributeError, "property")),
                ("Others().static_method()", Raises(ValueError, "static_method")),
            ],
            f=thing,
        )
    finally:
        for name, value in taken.items():
            setattr(m.Others, name, value)
    with pytest.raises(ValueError, match="error in method"):
        thing.method()
