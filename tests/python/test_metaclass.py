"""Metaclasses written in Rust, and Rust data in type objects."""

import abc
import copy
import gc
import pickle
import sys
import sysconfig
import threading
import types
import weakref
from typing import Generic, TypeVar

import pytest
from everbind_tests import layout
from everbind_tests import metaclass as m
from support import Raises, assert_no_leak, check, classes_stay, on_threads

GIL = not sysconfig.get_config_var("Py_GIL_DISABLED")


class Foot(m.Metre):
    symbol_ = "ft"


class UnitABC(m.Unit, abc.ABCMeta):
    """A metaclass of Python's that extends one of Rust's."""


def alive():
    """How many data there are of types that still live."""
    gc.collect()
    return m.alive()


def no_class_leaks(call, n):
    if not classes_stay():
        assert_no_leak(call, n=n)


def unraised(monkeypatch):
    """What could not be raised, as a list that fills."""
    seen = []
    monkeypatch.setattr(sys, "unraisablehook", lambda args: seen.append(str(args.exc_value)))
    return seen


def test_data_of_native_classes():
    check(
        m,
        [
            (
                "type(Metre) is Unit, type(Unit) is type, Unit.__mro__",
                (True, True, (m.Unit, type, object)),
            ),
            ("Metre.symbol, Metre.depth, Metre.origin, len(Metre)", ("m", 0, None, 0)),
            ("symbol_of_metre(), symbol(Metre), symbol_by_reference(Metre)", ("m",) * 3),
            ("Metre.describe(), Unit.describe(Metre)", ("Metre in m",) * 2),
            # Without `type_data`: that of a class of which nothing is told.
            ("Point.symbol, Point.depth, symbol(Point)", ("", 0, "")),
            # It extends one, and names no metaclass.
            ("type(Kilometre) is Unit, Kilometre.symbol, Kilometre.depth", (True, "m'", 1)),
            ("Kilometre(2).text(), Metre(1).text()", ("2000m'", "1m")),
            # A metaclass with a native one as its base.
            ("type(Centimetre) is Scaled, Centimetre.factor", (True, 0.01)),
            ("Centimetre.symbol, base_symbol(Centimetre)", ("m'", "m' 0.01")),
            ("Metre(1).symbol", Raises(AttributeError, "symbol")),
            ("symbol(int)", Raises(TypeError, "Unit")),
            ("symbol(3)", Raises(TypeError, "Unit")),
            ("base_symbol(Metre)", Raises(TypeError, "Scaled")),
            ("exactly(Metre)", "m"),
            ("exactly(Centimetre)", Raises(TypeError, "Unit")),
            ("new_unit()", Raises(TypeError, "type.__new__()")),
        ],
    )


def test_static_properties():
    check(
        m,
        [
            ("Registered.initialised", False),
            ("setattr(Registered, 'limit', 7), Registered.limit, limit(Registered)", (None, 7, 7)),
            ("setattr(Registered, 'names', ['a', 'b']), Registered.names", (None, ["a", "b"])),
            ("list(Registered), 'a' in Registered, 'c' in Registered", (["a", "b"], True, False)),
            ("Registered.a, Registered.__name__", ("A", "Registered")),
            ("Registered.c", Raises(AttributeError, "c")),
            ("Registered.hold(lambda: Registered.limit)", Raises(RuntimeError, "borrowed")),
            ("setattr(Registered, 'limit', 'x')", Raises(TypeError, "int")),
            ("setattr(Registered, 'initialised', 1)", Raises(AttributeError)),
            ("setattr(Metre, 'symbol', 'x')", Raises(AttributeError)),
            ("delattr(Registered, 'names'), list(Registered)", (None, [])),
            ("Registered().limit", Raises(AttributeError, "limit")),
        ],
        setattr=setattr,
    )
    m.Registered.extra = 3
    assert m.Registered.extra == 3
    assert "extra" in vars(m.Registered)
    del m.Registered.extra
    m.Registered.limit = 0


def test_derived_in_python():
    hooks = m.hooks()

    class Yard(Foot, unit=3):
        """Has the data of its base, changed."""

    assert m.hooks() == hooks + 1
    assert type(Yard) is m.Unit
    assert (Yard.symbol, Yard.depth, len(Yard)) == ("ft'", 2, 2)
    assert Yard.seen_by_init_subclass == ("ft'", {"unit": 3})
    assert (Foot.symbol, Foot(2).text()) == ("ft", "2ft")
    assert Yard(1.5).text() == "1.5ft'"
    assert Yard(1.5).value == 1.5

    class Bare(metaclass=m.Unit):
        pass

    assert (Bare.symbol, Bare.depth) == ("", 0)

    class Both(Bare, m.Metre):
        """The first base is the one."""

    assert (Both.symbol, Both.depth) == ("'", 1)

    class Listed(m.Registered):
        pass

    assert Listed.initialised
    assert Listed.limit == 0
    Listed.limit = 4
    assert (Listed.limit, m.Registered.limit) == (4, 0)
    del Yard, Bare, Both, Listed


def test_ways_to_make_a_class_without_init(monkeypatch):
    seen = unraised(monkeypatch)
    new = m.Unit.__new__
    assert new is type.__new__
    for cls in (
        new(m.Unit, "New", (m.Metre,), {}),
        type.__new__(m.Unit, "New", (m.Metre,), {}),
        type("New", (m.Metre,), {}),
        types.new_class("New", (m.Metre,)),
        m.Unit("New", (m.Metre,), {"symbol_": "n"}),
    ):
        assert type(cls) is m.Unit
        assert cls.depth == 1
        assert m.symbol(cls) in ("m'", "n")
        assert cls(3.0).value == 3.0

    class NoInit(m.Unit):
        def __init__(cls, *args, **kwargs):
            pass

        def mro(cls):
            return type.mro(cls)

    cls = NoInit("Quiet", (), {})
    assert (cls.symbol, cls.depth) == ("", 0)
    cls = NoInit("Quiet", (m.Metre,), {})
    # Read first as an exact instance of the native metaclass.
    other = NoInit("Quiet", (m.Metre,), {})
    other.__class__ = m.Unit
    assert m.exactly(other) == "m'" == cls.symbol
    fresh = NoInit("Quiet", (), {})
    assert m.symbol_by_reference(fresh) == ""
    assert not seen
    # One that nobody has asked dies without data.
    before = alive()
    NoInit("Quiet", (), {})
    assert alive() == before or classes_stay()


def test_class_assignment():
    class Sub(m.Unit):
        pass

    made = Sub("Made", (m.Metre,), {})
    made.__class__ = m.Unit
    assert type(made) is m.Unit
    assert made.symbol == "m'"
    made.__class__ = Sub
    plain = type("Plain", (), {})
    for cls, wrong in ((plain, m.Unit), (made, type), (made, m.Registry), (made, m.Scaled)):
        with pytest.raises(TypeError, match=r"layout|assignment"):
            cls.__class__ = wrong
    with pytest.raises(TypeError):
        m.Metre.__class__ = type

    class Other(m.Metre):
        pass

    value = Other(2)
    value.__class__ = m.Metre
    assert value.text() == "2m"


def test_conflicts():
    with pytest.raises(TypeError, match="metaclass conflict"):

        class Both(m.Metre, m.Registered):
            pass

    with pytest.raises(TypeError, match="metaclass conflict"):

        class Abstract(m.Metre, abc.ABC):
            pass

    with pytest.raises(TypeError, match="acceptable base type"):

        class Metas(m.Unit, m.Calling):
            pass

    with pytest.raises(TypeError, match="acceptable base type"):

        class Derived(m.Registry):
            pass


def test_together_with_metaclasses_of_python():
    class Length(m.Metre, metaclass=UnitABC):
        symbol_ = "l"

        @abc.abstractmethod
        def measure(self): ...

    assert (Length.symbol, Length.depth) == ("l", 1)
    with pytest.raises(TypeError, match="abstract"):
        Length(1.0)

    class Real(Length):
        def measure(self):
            return self.value

    assert (type(Real), Real.symbol, Real(2.0).measure()) == (UnitABC, "l'", 2.0)
    assert isinstance(Real(1), Length)
    Length.register(int)
    assert isinstance(3, Length)

    T = TypeVar("T")

    class Box(m.Metre, Generic[T]):
        pass

    assert Box[int].__origin__ is Box
    assert Box(1.0).value == 1.0
    assert Box.symbol == "m'"
    assert m.Metre[int].__origin__ is m.Metre


@pytest.mark.parametrize("name", ["Refused", "Panics", "Impatient"])
def test_errors_in_the_hook_leave_nothing_behind(name, monkeypatch):
    seen = unraised(monkeypatch)
    bases = (m.Point.__class__("Base", (), {}),)
    expected = {"Refused": "refused by the hook", "Panics": "has panicked", "Impatient": "Unit"}
    before = alive()
    with pytest.raises(BaseException, match=expected[name]):
        m.Unit(name, bases, {})
    # Whoever asks before the metaclass' `__init__` gets no data either.
    with pytest.raises(BaseException):  # noqa: B017, PT011
        m.Unit(name, (m.Metre,), {})
    assert alive() == before or classes_stay()
    if not classes_stay():
        assert [cls for cls in m.Metre.__subclasses__() if cls.__name__ == name] == []
        assert bases[0].__subclasses__() == []
    if name == "Refused":
        assert seen == ["refused by the hook"]
        no_class_leaks(lambda: m.Unit(name, bases, {}), n=50)


def test_data_live_and_die_with_the_type():
    before = alive()
    made = [type("Made", (m.Metre,), {}) for _ in range(20)]
    registered = [type("Made", (m.Registered,), {}) for _ in range(20)]
    assert alive() == before + 40
    del made, registered
    assert alive() == before or classes_stay()
    no_class_leaks(lambda: type("Made", (m.Metre,), {})(1.0), n=50)
    no_class_leaks(lambda: type("Made", (m.Kilometre,), {})(1.0), n=50)
    no_class_leaks(lambda: type("Made", (m.Registered,), {})(), n=50)


def test_cycles_through_data_are_collected():
    if classes_stay():
        print("classes are immortal here")
        return

    class Witness:
        pass

    witness = Witness()
    seen = weakref.ref(witness)
    cls = type("Cyclic", (m.Registered,), {})
    # The class is kept by its own data, and by those of another class.
    cls.keep(cls)
    cls.keep(witness)
    other = type("Cyclic", (m.Registered,), {})
    other.keep(cls)
    cls.keep(other)
    cls.keep(cls())
    assert any(referent is witness for referent in gc.get_referents(cls))
    where = weakref.ref(cls), weakref.ref(other)
    before = alive()
    del cls, other, witness
    gc.collect()
    assert seen() is None
    assert [ref() for ref in where] == [None, None]
    assert alive() == before - 2


def test_pickle_and_copy():
    for cls in (m.Metre, m.Point, m.Unit, Foot):
        assert copy.copy(cls) is cls
        assert copy.deepcopy(cls) is cls
    for cls in (m.Metre, m.Unit, Foot):
        module = sys.modules.setdefault("everbind_tests.metaclass", m)
        assert module is m
        assert pickle.loads(pickle.dumps(cls)) is cls
    again = pickle.loads(pickle.dumps(Foot(2.5)))
    assert type(again) is Foot
    assert again.value == 2.5
    assert copy.copy(m.Metre(3)).value == 3


def test_options_go_with_it():
    metre = m.Metre(1.0)
    metre.note = "x"
    assert weakref.ref(metre)() is metre
    assert vars(metre) == {"note": "x"}


def test_constructors():
    check(
        m,
        [
            ("Metre(2).value, Metre(value=2).value, Metre(*[2]).value", (2.0,) * 3),
            ("Metre.__call__(2).value, type.__call__(Metre, 2).value", (2.0, 2.0)),
            ("Metre.__new__(Metre, 2).value", 2.0),
            ("[p.x for p in map(Point, [1, 2], [3, 4])]", [1.0, 2.0]),
            ("Point(x=1, y=2).y, Point(1, y=2).y", (2.0, 2.0)),
            ("Metre('x')", Raises(TypeError, "value")),
            ("Point(1)", Raises(TypeError, "y")),
            ("Called(3)[0], Called(3)[1].value", ("called", 3)),
            ("type.__call__(Called, 4).value", 4),
            ("[Called(i)[1].value for i in range(50)]", list(range(50))),
            ("Unit()", Raises(TypeError, "type.__new__()")),
            ("Unit('X')", Raises(TypeError)),
        ],
        type=type,
    )

    # `super().__new__` and `__init__` of classes that Python derives.
    class Sub(m.Metre):
        def __new__(cls, value):
            return super().__new__(cls, value + 1)

        def __init__(self, value):
            self.given = value

    assert (Sub(1).value, Sub(1).given) == (2.0, 1)


def test_what_cannot_be_made():
    """It fails with its cause, each time anew, and leaves nothing behind."""
    expected = {
        "no_data": (ValueError, "no data"),
        "endless": (RuntimeError, "Endless"),
        "conflict": (TypeError, "metaclass conflict"),
    }
    before = alive()
    for _ in range(2):
        for which, (kind, text) in expected.items():
            with pytest.raises(RuntimeError, match="initializing class") as caught:
                m.make(which)
            cause = caught.value.__cause__
            assert type(cause) is kind
            assert text in str(cause)
            del caught, cause
    assert alive() == before or classes_stay()
    names = [cls.__name__ for cls in object.__subclasses__()]
    assert "NoData" not in names or classes_stay()


def test_attributes_are_cached_and_changes_seen():
    metre = m.Metre(1.0)

    class Sub(m.Metre):
        attribute = 1

    sub = Sub()
    for value in range(3):
        Sub.attribute = value
        assert [sub.attribute for _ in range(200)] == [value] * 200
    assert [metre.text() for _ in range(200)] == ["1m"] * 200


@pytest.mark.threads
def test_many_threads():
    """Classes are made, asked and let go on several threads at once."""
    before = alive()
    failures = []
    no_init = type("NoInit", (m.Unit,), {"__init__": lambda *args: None})
    shared = [no_init("Shared", (m.Metre,), {}) for _ in range(50)]
    barrier = threading.Barrier(4)

    def work():
        try:
            barrier.wait()
            for cls in shared:
                assert cls.symbol == "m'"
            for _ in range(50):
                cls = type("Made", (m.Metre,), {})
                assert (cls.symbol, cls.depth, cls(2).text()) == ("m'", 1, "2m'")
        except BaseException as error:
            failures.append(error)

    on_threads(*[work] * 4)
    assert not failures
    shared.clear()
    assert alive() == before or classes_stay()


def test_overridden_methods():
    class Sub(m.Measured):
        def measure(self, scale):
            return scale + super().measure(scale)

    assert (m.measure(m.Measured()), m.measure(Sub())) == (2.0, 4.0)
    for value in range(3):
        Sub.measure = lambda self, scale, value=value: value
        assert [m.measure(Sub()) for _ in range(50)] == [value] * 50
    del Sub.measure
    assert m.measure(Sub()) == 2.0


def test_metaclasses_are_classes():
    assert m.Unit.__module__ == "everbind_tests.metaclass"
    assert isinstance(m.Metre, m.Unit)
    assert issubclass(m.Unit, type)
    assert repr(m.Metre) == "<class 'everbind_tests.metaclass.Metre'>"
    assert hash(m.Metre) == hash(m.Metre)
    assert {m.Metre: 1}[m.Metre] == 1
    assert (m.Metre | int).__args__ == (m.Metre, int)
    assert m.Metre.__mro__ == (m.Metre, object)
    if GIL and layout.row() is None and sys.version_info < (3, 14):
        assert m.Unit.__basicsize__ > type.__basicsize__ + 8
