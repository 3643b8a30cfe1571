"""Every kind of method and attribute, and every type of receiver."""

import inspect

import pytest
from everbind_pyo3 import methods as m
from support import Raises, check


def test_new():
    check(
        m,
        [
            ("Methods().value, Methods(5).value, Methods(value=6, text='x').note", (1, 5, "x")),
            ("Methods(-1)", Raises(ValueError, "negative")),
            ("Methods('x')", Raises(TypeError)),
        ],
    )


def test_new_classmethod():
    class Derived(m.ToldItsClass):
        pass

    check(
        m,
        [
            (
                "[getattr(each(), 'class') for each in (Derived, ToldItsClass)]",
                ["Derived", "ToldItsClass"],
            )
        ],
        Derived=Derived,
    )


def test_classattr():
    check(
        m,
        [
            ("Methods.CONSTANT, Methods().CONSTANT", (42, 42)),
            ("Methods.computed, Methods.renamed", ("computed", 1)),
        ],
    )


def test_staticmethod():
    check(m, [("Methods.made(5).value, Methods().made(6).value", (5, 6))])


def test_classmethod():
    class Derived(m.Methods):
        pass

    check(
        m,
        [
            (
                "Methods.name_of(), Methods().name_of(), Derived.name_of()",
                ("Methods", "Methods", "Derived"),
            )
        ],
        Derived=Derived,
    )


def test_getter():
    check(m, [("Methods(5).value, Methods().note", (5, None))])


def test_setter():
    check(
        m,
        [
            ("(o := Methods(), setattr(o, 'value', 3), o.value)[2]", 3),
            ("setattr(Methods(), 'value', -1)", Raises(ValueError, "negative")),
            ("setattr(Methods(), 'value', 'x')", Raises(TypeError)),
            ("(o := Methods(), setattr(o, 'note', 'n'), o.note)[2]", "n"),
            ("delattr(Methods(), 'value')", Raises((AttributeError, TypeError), "delete")),
        ],
    )


def test_deleter():
    check(m, [("(o := Methods(text='x'), delattr(o, 'note'), o.note)[2]", None)])


def test_name():
    check(
        m,
        [("Methods(5).python_name()", 5), ("Methods().rust_name", Raises(AttributeError))],
    )


def test_signature():
    check(
        m,
        [
            ("Methods().signature(1)", 7),
            ("Methods().signature(1, 3, 5, 7, d=1, x=2)", 19),
            ("Methods().signature(1, c=5)", 12),
            ("Methods().signature(a=1)", Raises(TypeError)),
            ("Methods().signature()", Raises(TypeError, "'a'")),
        ],
    )


def test_text_signature():
    assert str(inspect.signature(m.Methods.signature)) == (
        "(self, a, b=2, /, c=None, *args, d=4, **kwargs)"
    )
    assert m.Methods.signature.__doc__ == "Documented."
    assert m.Methods.custom_text.__text_signature__ == "($self, first, second)"
    assert m.Methods.no_text_signature.__text_signature__ is None


def test_warn():
    thing = m.Methods(5)
    with pytest.warns(UserWarning, match="old"):
        assert thing.warns() == 5


def test_receivers():
    check(
        m,
        [
            ("Receivers(1).shared(), Receivers(1).exclusive()", (1, 2)),
            ("Receivers(1).py_ref(), Receivers(1).py_ref_mut()", (1, 2)),
            ("Receivers(1).py(), Receivers(1).bound(), Receivers(1).owned()", (1, 1, 1)),
            ("(r := Receivers(1)).itself() is r, r.property_of_bound is r", (True, True)),
            ("Receivers.shared(5)", Raises(TypeError)),
        ],
    )
