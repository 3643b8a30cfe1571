"""Classes that extend Python's own types: they are these, and have a value of their own."""

import datetime
import gc
import weakref

import pytest
from everbind_pyo3 import natives as m
from support import Raises, check

# The class, what it extends, arguments, and the equal of what is made: the arguments are the
# class's own, and what is extended is made without any.
NATIVES = [
    ("Dict", dict, "", {}),
    ("List", list, "", []),
    ("Set", set, "", set()),
    ("FrozenSet", frozenset, "", frozenset()),
    ("Float", float, "", 0.0),
    ("Complex", complex, "", 0j),
    ("Time", datetime.time, "", datetime.time()),
    ("Delta", datetime.timedelta, "", datetime.timedelta()),
    ("TzInfo", datetime.tzinfo, "", None),
    ("ValueError", ValueError, "'text'", None),
    ("OsError", OSError, "2, 'text'", None),
]


@pytest.mark.parametrize(("name", "base", "arguments", "equal"), NATIVES)
def test_extends(name, base, arguments, equal):
    cls = getattr(m, name)
    assert cls.__bases__ == (base,)
    made = eval(f"cls({arguments})", {"cls": cls})
    assert isinstance(made, base)
    assert equal is None or made == equal
    assert made.note is None
    made.note = "kept"
    assert made.note == "kept"
    derived = type("Derived", (cls,), {})
    again = eval(f"cls({arguments})", {"cls": derived})
    again.note, again.anything = "too", made
    assert (again.note, again.anything) == ("too", made)
    with pytest.raises(TypeError):
        made.note = 5
    del made, again
    gc.collect()


def test_methods_of_the_base():
    check(
        m,
        [
            ("(d := Dict(), d.update(a=1), d['a'], len(d))[2:]", (1, 1)),
            ("(i := List(), i.append(5), i[0], i.base_repr())[2:]", (5, "[5]")),
            ("(s := Set(), s.add(5), 5 in s)[2]", True),
            ("Float() + 1, Delta().total_seconds()", (1.0, 0.0)),
            ("ValueError('text').args, OsError(2, 'text').note", (("text",), None)),
            ("Dict.base_repr({})", Raises(TypeError)),
        ],
    )


def test_what_cannot_be_made_without_arguments():
    """Such a base is extended for its name alone, as in PyO3."""
    check(
        m,
        [
            ("issubclass(Date, date), issubclass(DateTime, datetime)", (True, True)),
            ("issubclass(WeakReference, ref)", True),
            ("Date(2020, 1, 2)", Raises(TypeError, "argument")),
            ("DateTime(2020, 1, 2)", Raises(TypeError, "argument")),
            ("WeakReference(Dict)", Raises(TypeError, "argument")),
        ],
        date=datetime.date,
        datetime=datetime.datetime,
        ref=weakref.ref,
    )


def test_raised():
    with pytest.raises(ValueError, match="text") as caught:
        raise m.ValueError("text")
    caught.value.note = "kept"
    assert caught.value.note == "kept"
