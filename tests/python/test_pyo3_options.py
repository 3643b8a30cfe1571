"""Every option of `#[pyclass]`, its fields and its variants: one test each, named as the option."""

import gc
import types
import weakref

import pytest
from everbind_pyo3 import options as m
from support import Like, Raises, check, on_threads


def test_crate():
    check(m, [("Crate(5).value", 5)])


def test_constructor():
    check(
        m,
        [
            ("Complex.Circle().radius, Complex.Circle(2.0).radius", (1.0, 2.0)),
            ("Complex.Circle(radius=3.0).describe()", "circle 3"),
            ("Complex.Circle('x')", Raises(TypeError)),
        ],
    )


def test_complex_enum():
    def match(value):
        match value:
            case m.Complex.Circle(radius=radius):
                return radius
            case m.Complex.Pair(number, text):
                return number, text
            case m.Complex.Nothing():
                return None

    check(
        m,
        [
            ("issubclass(Complex.Circle, Complex), Complex.Pair.__name__", (True, "Pair")),
            ("Complex.Pair(1, 'a')._0, Complex.Pair(1, 'a')._1", (1, "a")),
            ("len(Complex.Pair(1, 'a')), Complex.Pair(1, 'a')[1]", (2, "a")),
            (
                "Complex.Circle.__match_args__, Complex.Pair.__match_args__",
                (("radius",), ("_0", "_1")),
            ),
            ("match(Complex.Circle(2.0)), match(Complex.Pair(1, 'a'))", (2.0, (1, "a"))),
            ("match(Complex.Nothing())", None),
            ("Complex.Nothing().describe()", "nothing"),
        ],
        match=match,
    )


def test_dict():
    thing = m.Dict()
    thing.anything = 5
    assert thing.__dict__ == {"anything": 5}
    thing.me = thing
    del thing
    gc.collect()
    check(m, [("setattr(Weakref(), 'anything', 5)", Raises(AttributeError))])


def test_eq():
    check(
        m,
        [
            ("Eq(1) == Eq(1), Eq(1) == Eq(2), Eq(1) != Eq(2)", (True, False, True)),
            ("Eq(1) == 1, Eq(1) != 1", (False, True)),
            ("Eq(1) < Eq(2)", Raises(TypeError, "not supported")),
            ("hash(Eq(1))", Raises(TypeError, "unhashable")),
        ],
    )


def test_eq_int():
    check(
        m,
        [
            ("EqInt.Zero == 0, EqInt.Five == 5, 5 == EqInt.Five", (True, True, True)),
            ("EqInt.Five == EqInt.Five, EqInt.Five == EqInt.Zero", (True, False)),
            ("EqInt.Five == 4, EqInt.Five != 4, EqInt.Five == 'x'", (False, True, False)),
            ("int(EqInt.Five), repr(EqInt.Five)", (5, "EqInt.Five")),
            ("number_of(EqInt.Five), number_of(EqInt.Zero)", (5, 0)),
        ],
    )


def test_extends():
    check(
        m,
        [
            ("issubclass(Extends, Exception), Extends(5).code, Extends(5).args", (True, 5, (5,))),
            ("Extends('x')", Raises(TypeError)),
        ],
    )
    with pytest.raises(m.Extends) as caught:
        raise m.Extends(7)
    assert caught.value.code == 7


def test_freelist():
    check(m, [("[Freelist(n).value for n in range(20)][-1]", 19)])
    kept = [m.Freelist(n) for n in range(20)]
    assert [each.value for each in kept] == list(range(20))


def test_from_py_object():
    check(
        m,
        [
            ("by_value(FromPyObject(5))", 5),
            ("by_value(5)", Raises(TypeError, "FromPyObject")),
        ],
    )


def test_skip_from_py_object():
    check(m, [("by_reference(SkipFromPyObject(5))", 5)])


def test_frozen():
    check(
        m,
        [
            ("Frozen(5).value", 5),
            ("setattr(Frozen(5), 'value', 1)", Raises(AttributeError)),
        ],
    )


def test_generic():
    check(
        m,
        [
            ("Generic[int]", Like(lambda each: type(each) is types.GenericAlias, "an alias")),
            ("Generic[int, str].__args__ == (int, str)", True),
            ("Generic[int].__origin__ is Generic, type(Generic[int]()) is Generic", (True, True)),
        ],
    )


def test_get_all():
    check(
        m,
        [
            ("(g := GetAll(1, 'x')).first, g.second", (1, "x")),
            ("setattr(GetAll(1, 'x'), 'first', 2)", Raises(AttributeError)),
        ],
    )


def test_set_all():
    check(
        m,
        [
            ("(s := SetAll(1, 'x'), setattr(s, 'first', 2), s.first)[2]", 2),
            ("(s := SetAll(1, 'x'), setattr(s, 'second', 'y'), s.second)[2]", "y"),
            ("setattr(SetAll(1, 'x'), 'first', 'y')", Raises(TypeError)),
        ],
    )


def test_hash():
    check(
        m,
        [
            ("hash(Hash(1)) == hash(Hash(1)), {Hash(1): 2}[Hash(1)]", (True, 2)),
            ("len({Hash(1), Hash(1), Hash(2)})", 2),
        ],
    )


def test_immutable_type():
    check(
        m,
        [
            ("setattr(ImmutableType, 'attribute', 1)", Raises(TypeError, "immutable")),
            ("ImmutableType.attribute", Raises(AttributeError)),
        ],
    )


def test_mapping():
    check(
        m,
        [
            ("Mapping()['key'], Mapping()[-1], len(Mapping())", ("key", -1, 3)),
            ("iter(Mapping())", Raises(TypeError, "not iterable")),
            ("reversed(Mapping())", Raises(TypeError)),
        ],
    )


def test_sequence():
    check(
        m,
        [
            ("Sequence()[1], len(Sequence())", (1, 3)),
            ("Sequence()[-1]", Raises(OverflowError)),
            ("next(iter(Sequence())), next(reversed(Sequence()))", (0, 2)),
        ],
        iter=iter,
    )


def test_module():
    assert m.Module.__module__ == "somewhere.else"
    assert m.PythonName.__module__ == "builtins"


def test_name():
    assert m.PythonName.__name__ == "PythonName"
    assert not hasattr(m, "Name")


def test_new_from_fields():
    check(
        m,
        [
            ("FromFields('n', 5).name, FromFields(size=None, name='m').size", ("n", None)),
            ("FromFields('n')", Raises(TypeError, "size")),
            ("FromFields(1, 2)", Raises(TypeError, "str")),
        ],
    )


def test_ord():
    check(
        m,
        [
            ("Ord(1) < Ord(2), Ord(1) <= Ord(1), Ord(1) > Ord(2)", (True, True, False)),
            ("Ord(1) >= Ord(2), Ord(1) == Ord(1), Ord(1) != Ord(1)", (False, True, False)),
            ("Ord(1) < 2", Raises(TypeError, "not supported")),
            ("[each == Ord(n) for n, each in enumerate(sorted([Ord(1), Ord(0)]))]", [True, True]),
        ],
    )


def test_rename_all():
    check(
        m,
        [
            ("RenameAll(1, 2).firstField, RenameAll(1, 2).other", (1, 2)),
            ("RenameAll(1, 2).first_field", Raises(AttributeError)),
            ("repr(RenameVariants.FIRST_VARIANT)", "RenameVariants.FIRST_VARIANT"),
            ("repr(RenameVariants.Second)", "RenameVariants.Second"),
            ("RenameVariants.FirstVariant", Raises(AttributeError)),
        ],
    )


def test_str():
    check(m, [("str(Str(5))", "value 5"), ("str(StrFormat(1, 2))", "(1,   2)")])


def test_subclass():
    class Derived(m.Subclass):
        pass

    assert isinstance(Derived(), m.Subclass)
    with pytest.raises(TypeError, match="not an acceptable base type"):
        type("Derived", (m.Frozen,), {})


@pytest.mark.threads
@pytest.mark.usefixtures("capfd")
def test_unsendable():
    thing = m.Unsendable()
    outcome = []

    def use():
        try:
            thing.advance()
        except BaseException as error:
            outcome.append(str(error))

    on_threads(use)
    assert "unsendable" in outcome[0]
    assert thing.advance() == 1


def test_weakref():
    thing = m.Weakref()
    reference = weakref.ref(thing)
    assert reference() is thing
    del thing
    gc.collect()
    assert reference() is None
    with pytest.raises(TypeError, match="weak reference"):
        weakref.ref(m.Dict())


def test_options_apart():
    check(m, [("Apart.__name__", "Apart"), ("Apart()", Raises(TypeError, "Apart"))])


def test_field_get():
    check(
        m,
        [
            ("Fields(1, 2, 3).read", 1),
            ("setattr(Fields(1, 2, 3), 'read', 2)", Raises(AttributeError)),
        ],
    )


def test_field_set():
    check(m, [("(f := Fields(1, 2, 3), setattr(f, 'both', 5), f.both)[2]", 5)])


def test_field_name():
    check(
        m,
        [
            ("Fields(1, 2, 3).renamed", 3),
            ("Fields(1, 2, 3).under_another_name", Raises(AttributeError)),
        ],
    )


def test_multiple_pymethods():
    check(m, [("Twice().first(), Twice().second()", (1, 2))])
