"""Attributes of classes: fields, getters, setters, deleters, class attributes."""

import gc
import weakref

import pytest
from everbind_tests import class_attributes as m
from support import Raises, check


def fields(text):
    """The outcome of `text` with a fresh `f = Fields()`."""
    return f"(lambda f: {text})(Fields())"


def after(name, value, show=None):
    """What `f.NAME` is after it was set to `value`."""
    return fields(f"(setattr(f, {name!r}, {value}), f.{show or name})[1]")


def test_fields():
    check(
        m,
        [
            (fields("(f.number, f.read_only, f.renamed)"), (1, 2.5, "three")),
            (fields("(f.maybe, f.object, f.list)"), (None, None, [])),
            (after("number", 5), 5),
            (after("renamed", "'é'"), "é"),
            (after("maybe", 7), 7),
            (after("maybe", None), None),
            (after("object", "f.list"), []),
            (fields("f.list is f.list"), True),
            (after("write_only", True, "was_written"), True),
            (after("number", "'x'"), Raises(TypeError, "int", "str")),
            (after("maybe", 256), Raises(OverflowError)),
            (after("renamed", None), Raises(TypeError, "str", "None")),
            (after("read_only", 1.0), Raises(AttributeError, "read_only")),
            (fields("f.write_only"), Raises(AttributeError, "write_only")),
            (fields("f.text"), Raises(AttributeError, "text")),
            (fields("delattr(f, 'number')"), Raises((AttributeError, TypeError), "delete")),
            (fields("f.hidden"), Raises(AttributeError, "hidden")),
            (after("anything", 1), Raises(AttributeError, "anything")),
        ],
        setattr=setattr,
    )


def test_getters_and_setters():
    check(
        m,
        [
            (fields("f.values"), [1, 2]),
            (after("values", [3, 4, 5]), [3, 4, 5]),
            (after("values", (6,)), [6]),
            (after("values", []), Raises(ValueError, "values must not be empty")),
            (after("values", ["x"]), Raises(TypeError, "int", "str")),
            (fields("f.length"), 2),
            (after("length", 1, "values"), [1]),
            (after("length", -1), Raises(OverflowError)),
            (fields("f.prefixed"), "the prefix is dropped"),
            (fields("f.failing"), Raises(AttributeError, "not now")),
            (fields("getattr(f, 'failing', 'else')"), "else"),
            (fields("f.itself is f"), True),
            (fields("f.maybe_or_text"), "three"),
            (fields("(f.__delattr__('maybe_or_text'), f.maybe_or_text)[1]"), ""),
            (after("maybe_or_text", "'x'"), Raises(AttributeError)),
        ],
    )


def test_docs():
    assert m.Fields.number.__doc__ == "A number."
    assert m.Fields.values.__doc__ == "The hidden values."
    assert type(m.Fields.values).__name__ in ("getset_descriptor", "member_descriptor")


def test_class_attributes():
    check(
        m,
        [
            ("Fields.CONSTANT, Fields().CONSTANT", (42, 42)),
            ("Fields.computed", "at creation"),
            ("Fields.class_name", [1, 2]),
            ("Fields.class_name is Fields.class_name", True),
            ("Fields.renamed_attribute", Raises(AttributeError)),
        ],
    )


def test_all_fields():
    check(
        m,
        [
            ("(a := All(1, 'x', [2.5])).a, a.b, a.c", (1, "x", [2.5])),
            (
                "(lambda o: (setattr(o, 'a', 5), setattr(o, 'b', None), o.a, o.b)[2:])"
                "(All(1, 'x', []))",
                (5, None),
            ),
            ("setattr(All(1, '', []), 'c', 5)", Raises(TypeError)),
            ("(f := Frozen(3)).firstValue, f.secondValue", (3, "fixed")),
            ("Frozen(3).first_value", Raises(AttributeError)),
            ("setattr(Frozen(3), 'firstValue', 1)", Raises(AttributeError)),
            ("Frozen(3).sum_with(Frozen(4))", 7),
        ],
    )


def test_an_object_in_a_field_is_held_and_let_go(sentinels):
    holder = m.Fields()
    for each in sentinels:
        holder.object = each
        assert holder.object is each
    del holder
    gc.collect()


def test_dict_and_weak_references():
    thing = m.Open()
    thing.anything = 5
    assert thing.__dict__ == {"anything": 5}
    reference = weakref.ref(thing)
    assert reference() is thing
    del thing
    gc.collect()
    assert reference() is None
    with pytest.raises(AttributeError):
        m.Fields().anything = 5
    with pytest.raises(TypeError, match="weak reference"):
        weakref.ref(m.Fields())


def test_types_are_mutable_as_in_pyo3():
    m.Open.added = 1
    assert m.Open().added == 1
    del m.Open.added
