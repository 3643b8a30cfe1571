"""Classes: constructors, methods with every receiver, instances as arguments and results."""

import inspect
import pydoc

import pytest
from everbind_tests import class_basics as m
from support import Raises, check, misspelt, no_instance, wrong


def test_constructors():
    check(
        m,
        [
            ("Counter().value()", 0),
            ("Counter(5).value()", 5),
            ("Counter(start=5, step=2).advance()", 7),
            ("Counter(*[1], **{'step': 3}).advance(2)", 7),
            ("Counter(step=0)", Raises(ValueError, "step must not be zero")),
            ("Counter(1, 2)", Raises(TypeError, "Counter.__new__() takes from 0 to 1 positional")),
            ("Counter('x')", wrong("start", "int", "str")),
            ("Counter(stepp=1)", misspelt("Counter.__new__", "stepp", "step")),
            ("Counter(1, start=2)", Raises(TypeError, "multiple values", "'start'")),
            ("Counter.__new__(Counter, 4).value()", 4),
            ("Renamed(1, 2, 3).total()", 6),
            ("Renamed().total()", 0),
            ("RustName", Raises(NameError)),
            ("NoConstructor()", Raises(TypeError, "NoConstructor")),
            ("object.__new__(Counter)", Raises(TypeError, "Counter")),
        ],
    )


def test_methods():
    check(
        m,
        [
            ("Counter(1).advance(times=2)", 3),
            ("Counter(1).chained().chained().value()", 3),
            ("(c := Counter(1)).by_ref() is c", True),
            ("(c := Counter(1)).by_bound() is c", True),
            ("(c := Counter(1)).by_owned_bound() is c", True),
            ("(c := Counter(1)).by_py()[0] is c, c.by_py()[1]", (True, 1)),
            ("Counter().many(1, c=3)", (1, 2, 0, 3, 0)),
            ("Counter().many(1, 5, 6, 7, c=3, d=4)", (1, 5, 2, 3, 1)),
            ("Counter().many(a=1, c=2)", Raises(TypeError, "Counter.many()", "'a'")),
            ("Counter.add(1), Counter().add(1, b=5)", (3, 6)),
            ("Counter.from_text('12').value()", 12),
            ("Counter().from_text('x')", Raises(ValueError, "invalid digit")),
            ("Counter.class_name(), Counter().class_name()", ("Counter", "Counter")),
            ("Counter().given_name()", "given"),
            ("Counter().rust_name", Raises(AttributeError, "rust_name")),
            ("Counter(1).add_other(Counter(2))", 3),
            ("Counter(1).add_other(other=5)", no_instance("other", "Counter", "int")),
            (
                "(lambda a, b: [a.absorb(b), a.value(), b.value()])(Counter(1), Counter(2))",
                [None, 3, 0],
            ),
            ("Counter().value(1)", Raises(TypeError, "Counter.value() takes", "1")),
            ("Counter().advance(1, 2)", Raises(TypeError, "Counter.advance() takes")),
            ("Counter().advance(time=2)", misspelt("Counter.advance", "time", "times")),
            ("Counter.value()", Raises(TypeError, "value")),
            ("Counter.value(5)", Raises(TypeError, "Counter", "int")),
            ("Counter.value(Counter(5))", 5),
            ("Counter().missing", Raises(AttributeError, "'missing'")),
        ],
    )


def test_instances_as_arguments_and_results():
    check(
        m,
        [
            *((f"{make}(5).value()", 5) for make in ("make", "make_bound", "make_by_value")),
            *((f"{read}(Counter(5))", 5) for read in ("read", "read_ref", "read_py")),
            ("[write(c, 9), c.value()] if (c := Counter()) else 0", [None, 9]),
            ("write(5, 9)", no_instance("counter", "Counter", "int")),
            ("maybe(None), maybe(Counter(3))", (None, 3)),
            ("maybe('x')", no_instance("counter", "Counter", "str")),
            ("total([Counter(1), Counter(2)])", 3),
            ("total([Counter(1), 2])", no_instance("counters", "Counter", "int", "item 1")),
            ("change_copy(copied).text, copied.text", ("x!", "x")),
            ("change_copy('x')", no_instance("copied", "Copied", "str")),
            ("type(make_others()[0]).__name__, make_others()[1].text", ("NoConstructor", "x")),
            ("make_others()[2][0].text", "x"),
            ("(t := make_tuple()).first, t.second", (1, "two")),
            ("is_counter(Counter()), is_counter(5)", ((True,) * 3, (False,) * 3)),
            ("class_of() is Counter", True),
            ("read(Copied('x'))", no_instance("counter", "Counter", "Copied")),
        ],
        copied=m.Copied("x"),
    )


def test_names_and_docs():
    assert m.Counter.__module__ == "everbind_tests.class_basics"
    assert m.Counter.__name__ == m.Counter.__qualname__ == "Counter"
    assert m.Counter.__doc__ == "A counter.\n\nIt counts."
    assert m.Renamed.__name__ == "Renamed"
    assert not m.Renamed.__doc__
    assert m.Counter.value.__doc__ == "The count."
    assert m.Counter.value.__name__ == "value"
    assert m.Counter.value.__qualname__ == "Counter.value"
    assert "everbind_tests.class_basics.Counter object at" in repr(m.Counter())
    shown = pydoc.render_doc(m.Counter, renderer=pydoc.plaintext)
    for line in (
        "It counts.",
        "The count.",
        "Counts on by `times` steps.",
        "advance(self, /, times=1)",
    ):
        assert line in shown


SIGNATURES = {
    "Counter": "(start=0, *, step=1)",
    "Renamed": "(*values)",
    "Copied": "(text)",
    "Counter.value": "(self, /)",
    "Counter.advance": "(self, /, times=1)",
    "Counter.many": "(self, a, /, b=2, *args, c, **kwargs)",
    "Counter.add": "(a, b=2)",
    "Counter.from_text": "(text)",
    "Counter.class_name": "()",
    "Counter.own_text": "(self, /, anything)",
    "Counter.by_py": "(self, /)",
}


@pytest.mark.parametrize("path", SIGNATURES)
def test_signature(path):
    target = m
    for name in path.split("."):
        target = getattr(target, name)
    assert str(inspect.signature(target)) == SIGNATURES[path]


def test_instances_are_freed():
    check(m, [("[Counter(n) for n in range(100)][-1].value()", 99), ("make_others() != 0", True)])


def test_classes_are_final_unless_said():
    with pytest.raises(TypeError, match="not an acceptable base type"):
        type("Sub", (m.Counter,), {})
