"""Enums of Python's own: all kinds, their values and methods, both conversions."""

import copy
import enum
import inspect
import pickle
import sys

import pytest
from everbind_tests import enums as m
from support import Raises, assert_no_leak, check, no_instance, wrong


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    """Pickle finds a class by importing the module it names."""
    monkeypatch.setitem(sys.modules, "everbind_tests.enums", m)


def test_members():
    check(
        m,
        [
            ("[light.name for light in Light]", ["DEEP_RED", "AMBER", "GO", "OFF"]),
            ("[light.value for light in Light]", [0, 7, 8, -1]),
            ("Light(7) is Light.AMBER, Light['GO'] is Light.GO", (True, True)),
            ("Light(5)", Raises(ValueError, "5 is not a valid Light")),
            ("issubclass(Light, enum.Enum), type(Light) is enum.EnumType", (True, True)),
            ("list(Light.__members__), len(Light)", (["DEEP_RED", "AMBER", "GO", "OFF"], 4)),
            ("repr(Light.GO), repr(Light)", ("<Light.GO: 8>", "<enum 'Light'>")),
            ("Light.__doc__, Light.DEEP_RED.__doc__", ("How a light shines.", "Do not go.")),
            ("Light.__name__, Light.__qualname__", ("Light", "Light")),
            ("Light.__module__, Style.__module__", ("everbind_tests.enums", "enums")),
            ("Light.DEEP_RED == 0, Light.DEEP_RED == Light.DEEP_RED", (False, True)),
            ("hash(Light.GO) == hash(Light.GO), {Light.GO: 1}[Light.GO]", (True, 1)),
            ("Light.GO in Light, Light.GO in [Light.AMBER]", (True, False)),
            ("isinstance(Light.GO, Light)", True),
            ("setattr(Light, 'GO', 1)", Raises(AttributeError, "GO")),
            ("hasattr(Light, 'MISSING')", False),
            ("match(Light.AMBER)", "amber"),
        ],
        enum=enum,
        match=match,
    )
    with pytest.raises(TypeError, match="cannot extend"):

        class More(m.Light):
            WHITE = 9


def match(light):
    match light:
        case m.Light.GO:
            return "go"
        case m.Light.AMBER:
            return "amber"


def test_conversions():
    check(
        m,
        [
            ("describe(Light.DEEP_RED), describe(light=Light.OFF)", ("DeepRed", "Off")),
            ("describe(0)", wrong("light", "Light", "int")),
            ("describe('GO')", wrong("light", "Light", "str")),
            ("describe(Priority.Low)", wrong("light", "Light", "Priority")),
            ("describe(Light)", wrong("light", "Light", "EnumType")),
            (
                "by_reference(Light.GO, None), by_reference(Light.GO, Light.OFF)",
                ((8, None), (8, -1)),
            ),
            ("by_reference(Light.GO, 1)", wrong("other", "Light", "int")),
            ("handle(Light.GO) is Light.GO", True),
            ("handle(8)", no_instance("light", "Light", "int")),
            ("lights() == list(Light), lights()[1] is Light.AMBER", (True, True)),
            ("all_of([Light.GO, Light.OFF, Light.GO]) == {Light.GO: 2, Light.OFF: 1}", True),
            ("all_of([Light.GO, 1])", wrong("lights", "Light", "int", "item 1")),
            ("pair((Light.GO, Priority.Low)) == (Priority.Low, Light.GO)", True),
            ("takes_none(None), takes_none(Light.GO)", (True, False)),
        ],
    )


def test_methods():
    check(
        m,
        [
            (
                "Light.DEEP_RED.next() is Light.GO, Light.next(Light.GO) is Light.AMBER",
                (True, True),
            ),
            ("Light.GO.blink(2) == [Light.GO, Light.OFF] * 2", True),
            ("Light.GO.blink(1, dark=Light.AMBER)[1] is Light.AMBER", True),
            ("Light.GO.blink(1, dark=3)", wrong("dark", "Light", "int")),
            ("Light.GO.is_warm, Light.AMBER.is_warm", (False, True)),
            ("Light.first() is Light.DEEP_RED, Light.GO.first() is Light.DEEP_RED", (True, True)),
            ("Light.class_name(), Light.GO.class_name()", ("Light", "Light")),
            ("Light.GO.itself() is Light.GO", True),
            ("Light.GO.fail()", Raises(ValueError, "Green")),
            ("str(Light.GO), f'{Light.OFF}'", ("light Green", "light Off")),
            ("Light.GO + 1, len(Light.GO)", (9, 3)),
            ("Light.GO + 'x'", Raises(TypeError, "unsupported operand")),
            (
                "Light.COUNT, Light.FAVOURITE is Light.GO, Light.darkest is Light.OFF",
                (4, True, True),
            ),
            ("Light.next(1)", Raises(TypeError, "'Light'", "'int'")),
            ("Light.__str__(1)", Raises(TypeError, "'int'")),
            ("str(Light.__mro__[1]())", Raises(TypeError, "expected Light")),
            ("{'next', 'blink', 'is_warm', 'first', 'class_name'} <= set(vars(Light))", True),
            ("Light.next.__qualname__, Light.next.__objclass__ is Light", ("Light.next", True)),
            ("Light.next.__doc__", "The next one."),
        ],
    )
    assert str(inspect.signature(m.Light.blink)) == "(self, /, times, *, dark=Ellipsis)"
    with pytest.raises(BaseException, match="Green is broken"):
        m.Light.GO.panics()


def test_kinds():
    check(
        m,
        [
            ("Priority.High == 200, int(Priority.Low), Priority.High + 1", (True, 1, 201)),
            ("Priority(200) is Priority.High, isinstance(Priority.Low, int)", (True, True)),
            ("repr(Priority.Low), str(Priority.Low)", ("<Low>", "a priority")),
            ("bool(Priority.Low), bool(Priority.High)", (False, True)),
            ("Priority.High < Priority.Low, Priority.Low > Priority.High", (True, False)),
            ("Priority.High >= 200, Priority.Low != 1", (True, False)),
            ("hash(Priority.High) == hash(200), {200: 'x'}[Priority.High]", (True, "x")),
            ("Format.Json == 'json', Format.Yaml.value", (True, "application/x-yaml")),
            ("str(Format.Yaml), f'{Format.Json}'", ("application/x-yaml", "json")),
            ("Format('json') is Format.Json, Format.Json.upper()", (True, "JSON")),
            ("format_of(Format.Json), yaml() is Format.Yaml", ("Json", True)),
            ("format_of('json')", wrong("format", "Format", "str")),
            ("Planet.Mercury.value, Planet.Earth.value", ((3.303e23, 2.4397e6), "third")),
            ("Planet((4.869e24, 6.0518e6)) is Planet.Venus", True),
            ("is_earth(Planet.Earth), is_earth(Planet.Venus)", (True, False)),
        ],
    )


def test_flags():
    both = m.Permissions.READ | m.Permissions.WRITE
    check(
        m,
        [
            ("[p.name for p in Permissions]", ["READ", "WRITE", "EXECUTE"]),
            ("Permissions.ALL.value, Permissions.MASK", (7, 7)),
            ("Permissions.READ.__doc__, Permissions.__doc__[:3]", ("Reading.", "May")),
            ("bits(Permissions.READ), bits(both), bits(~Permissions.READ)", (1, 3, 6)),
            ("bits(Permissions(0)), bits(Permissions.ALL)", (0, 7)),
            ("bits(3)", wrong("permissions", "Permissions", "int")),
            ("of_bits(1) is Permissions.READ, of_bits(3) is both", (True, True)),
            ("of_bits(7) is Permissions.ALL, of_bits(5).name", (True, "READ|EXECUTE")),
            ("of_bits(0), Permissions.READ in of_bits(5)", (m.Permissions(0), True)),
            ("of_bits(8)", Raises(ValueError, "invalid value 8")),
            ("both.without(Permissions.READ) is Permissions.WRITE", True),
            ("both - Permissions.WRITE is Permissions.READ, both.octal", (True, "3")),
            ("wide(Wide.LAST), wide(Wide.FIRST | Wide.LAST)", (1 << 63, (1 << 63) + 1)),
            ("of_wide(1 << 63) is Wide.LAST, of_wide(6) == 6", (True, True)),
            ("wide(Wide(1 << 64))", Raises(OverflowError)),
            ("style(Style.Bold), Style.Italic.tag()", ("bold", "italic")),
            (
                "style(Style.Bold | Style.Italic)",
                Raises(ValueError, "Style.Bold|Italic", "one member"),
            ),
            ("(Style.Bold | Style.Italic).tag()", Raises(ValueError, "one member")),
            ("style(1)", wrong("style", "Style", "int")),
        ],
        both=both,
    )


def test_refused():
    check(
        m,
        [
            ("class_of('same')", Raises(RuntimeError, "Same")),
            ("class_of('negative')", Raises(RuntimeError, "Negative")),
        ],
        leaks=False,
    )
    with pytest.raises(RuntimeError) as raised:
        m.class_of("same")
    assert str(raised.value.__cause__) == "A and B have the same value"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickle_and_copy(protocol):
    both = m.Permissions.READ | m.Permissions.WRITE
    for member in [*m.Light, *m.Priority, *m.Format, *m.Planet, *m.Permissions, both]:
        assert pickle.loads(pickle.dumps(member, protocol)) is member
        assert copy.copy(member) is member
        assert copy.deepcopy([member])[0] is member
    assert pickle.loads(pickle.dumps(m.Light, protocol)) is m.Light
    if protocol >= 2:
        assert pickle.loads(pickle.dumps(m.Light.next, protocol)) is m.Light.next


def test_references():
    before = sys.getrefcount(m.Light.GO), sys.getrefcount(m.Light)
    kept = [m.handle(m.Light.GO) for _ in range(1000)] + [m.Light.GO.itself() for _ in range(1000)]
    kept += m.lights() * 1000
    del kept
    after = sys.getrefcount(m.Light.GO), sys.getrefcount(m.Light)
    assert abs(after[0] - before[0]) <= 2, (before, after)
    assert abs(after[1] - before[1]) <= 2, (before, after)
    assert_no_leak(lambda: (m.of_bits(6), m.bits(m.of_bits(5)), m.Light.GO.blink(9)))


THREADS = """
import threading
from everbind_tests import enums as m
errors = []

def work():
    try:
        start.wait()
        for bits in range(8):
            assert m.bits(m.of_bits(bits)) == bits
            assert m.of_bits(bits) is m.of_bits(bits)
            assert m.Light.GO.next() is m.Light.AMBER
    except BaseException as error:
        errors.append(error)

start = threading.Barrier(8)
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not errors, errors
print("ok")
"""


def test_threads(in_fresh_python):
    # Once a thread was started, 3.13t keeps every class for ever, and no test could count objects.
    assert in_fresh_python(THREADS) == "ok\n"
