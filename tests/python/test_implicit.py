"""Implicit conversions: where they happen, where not, and that nothing made for them stays."""

import pytest
from everbind_tests import implicit as m
from support import Raises, check, no_instance


class Float:
    def __float__(self):
        return 2.5


def test_sources():
    check(
        m,
        [
            ("by_ref(Vector(1.0, 2.0))", (1.0, 2.0, "new")),
            ("by_ref(1)", (1.0, 0.0, "int")),
            ("by_ref(1.5)", (1.5, 0.0, "float")),
            ("by_ref((1.0, 2.0))", (1.0, 2.0, "pair")),
            ("by_ref((1, 2))", (1.0, 2.0, "pair")),
            ("by_ref('x')", (1.0, 0.0, "str")),
            ("by_ref(Angle(3.0))", (3.0, 1.0, "angle")),
            ("by_ref([1.0, 2.0, 3.0])", (1.0, 2.0, "list")),
            # What is strictly none of the sources: the first that it converts to.
            ("by_ref(True), by_ref(Float())", ((1.0, 0.0, "int"), (2.5, 0.0, "float"))),
            ("by_ref(2**40)", (float(2**40), 0.0, "float")),
        ],
        Float=Float,
    )


def test_every_kind_of_parameter():
    check(
        m,
        [
            ("by_guard(1.5)", (1.5, 0.0, "float")),
            ("by_bound(1.5).x, type(by_bound(1.5))", (1.5, m.Vector)),
            ("by_handle((3.0, 4.0)).y", 4.0),
            ("by_handle(v) is v, by_bound(v) is v", (True, True)),
            ("optional(), optional(None, None)", ((None, False), (None, False))),
            ("optional(1.5, 2.5), optional(v, v)", ((1.5, True), (1.0, True))),
            ("two(2.0, (3.0, 1.0))", 6.0),
            ("two(w=2.0, v=3)", 6.0),
            ("v.dot(2), v.dot(other=(1.0, 1.0))", (2.0, 3.0)),
            ("by_value(1.5, 2.5), by_value(2, None)", ((1.5, 2.5), (2.0, None))),
            ("opened('r'), opened('w'), opened(Mode.Read)", ("reads", "writes", "reads")),
            ("mode('r') is Mode.Read", True),
            ("table(7), len(table_object(8)), type(table_object(8))", (7, 0, m.Table)),
        ],
        v=m.Vector(1.0, 2.0),
    )


def test_operators():
    check(
        m,
        [
            ("(v + 1).x, (v + (1.0, 1.0)).y", (2.0, 3.0)),
            ("(1.5 + v).source, ((1.0, 1.0) + v).x", ("reflected", 2.0)),
            ("v + None", Raises(TypeError, "unsupported operand")),
            ("v + 'too long'", Raises(TypeError, "unsupported operand")),
            ("v == (1.0, 2.0), v == 1, v != (1, 2)", (True, False, False)),
            ("v == None", False),
        ],
        v=m.Vector(1.0, 2.0),
    )


def test_errors():
    check(
        m,
        [
            ("by_ref(None)", no_instance("v", "Vector", "NoneType")),
            ("by_ref([1.0, 2.0])", no_instance("v", "Vector", "list")),
            ("by_ref((1.0, 2.0, 3.0))", no_instance("v", "Vector", "tuple")),
            ("by_ref('long')", Raises(ValueError, "no vector is called long")),
            ("by_ref([1.0, 2.0, 'x'])", no_instance("v", "Vector", "list")),
            ("by_bound(None)", no_instance("v", "Vector", "NoneType")),
            ("by_guard(None)", no_instance("v", "Vector", "NoneType")),
            ("by_value('x', None)", no_instance("m", "Meters", "str")),
            ("opened('x')", Raises(ValueError, 'no mode "x"')),
            ("opened(1)", no_instance("mode", "Mode", "int")),
        ],
    )


def test_where_there_are_none():
    check(
        m,
        [
            ("exclusive(1.5)", no_instance("v", "Vector", "float")),
            ("reference(1.5)", no_instance("v", "Vector", "float")),
            ("nested([v, v]), nested([])", (2, 0)),
            ("nested([1.5])", no_instance("v", "Vector", "float", "item 0")),
            ("extracted(v), extracted(1.5)", (True, False)),
            ("setattr(v, 'all', 1.5)", Raises(TypeError, "Angle")),
        ],
        v=m.Vector(1.0, 2.0),
    )


def test_overloads():
    check(
        m,
        [
            # An int is one strictly; a float becomes a vector in the converting pass.
            ("chosen(1), chosen(1.5), chosen((1.0, 2.0))", ("plain int", "float", "pair")),
            ("chosen(Vector(1, 2)), chosen(['a'])", ("new", "strings")),
            (
                "chosen(None)",
                Raises(
                    TypeError,
                    "1. chosen(v: Vector): ",
                    *no_instance("v", "Vector", "NoneType").parts,
                ),
            ),
            ("chosen('long')", Raises(TypeError, "no vector is called long")),
        ],
    )


def test_temporaries_live_through_the_call_and_no_longer():
    before = m.alive()
    assert m.held(1.5, lambda: None) == before + 1
    assert m.alive() == before
    with pytest.raises(ZeroDivisionError):
        m.held(1.5, lambda: 1 / 0)
    assert m.alive() == before
    with pytest.raises(TypeError):
        m.two(1.5, None)
    assert m.alive() == before
    made = m.by_bound(1.5)
    assert m.alive() == before + 1
    del made
    assert m.alive() == before


def test_what_is_no_refusal():
    vector = m.Vector(1.0, 2.0)
    assert m.by_ref(vector) == (1.0, 2.0, "new")

    class Interrupts:
        def __float__(self):
            raise KeyboardInterrupt

        __index__ = __float__

    with pytest.raises(KeyboardInterrupt):
        m.by_ref(Interrupts())
