"""Panics become exceptions, wherever they start."""

import pytest
from everbind_tests import panics as m
from support import Raises, check

Panic = m.panic_exception()


def test_the_type():
    # As in PyO3: `except Exception` does not catch it.
    assert issubclass(Panic, BaseException)
    assert not issubclass(Panic, Exception)
    assert Panic.__name__ == "PanicException"


@pytest.mark.usefixtures("capfd")  # each panic is reported on standard error too
def test_panics_in_functions():
    check(
        m,
        [
            ("panic_with('str')", Raises(Panic, "a plain message")),
            ("panic_with('format')", Raises(Panic, "formatted 5")),
            ("panic_with('index')", Raises(Panic, "range start index 3 out of range")),
            ("panic_with('unwrap')", Raises(Panic, "nothing there")),
            ("panic_with('payload')", Raises(Panic)),
            ("panic_with('none')", None),
            ("panic_in_callback(list)", Raises(Panic, "after the callback")),
            ("panic_in_callback(lambda: 1 / 0)", Raises(ZeroDivisionError)),
            ("panic_holding(object())", Raises(Panic, "holding objects")),
        ],
        repeat=10,
    )


@pytest.mark.usefixtures("capfd")
def test_panics_in_classes():
    thing = m.Panicky()
    check(
        m,
        [
            ("Panicky(True)", Raises(Panic, "in new")),
            ("thing.value", Raises(Panic, "in a getter")),
            ("thing.method()", Raises(Panic, "in a method")),
            ("thing.method()", Raises(Panic, "in a method")),
            ("len(thing)", Raises(Panic, "in __len__")),
            ("repr(thing)", Raises(Panic, "in __repr__")),
            ("next(thing)", Raises(Panic, "in __next__")),
        ],
        thing=thing,
        repeat=10,
    )


@pytest.mark.usefixtures("capfd")
def test_a_panic_that_passes_through_python_stays_a_panic():
    def through():
        m.panic_with("str")

    check(
        m,
        [("panic_in_callback(through)", Raises(Panic, "a plain message"))],
        through=through,
    )


@pytest.mark.usefixtures("capfd")
def test_references_are_released(sentinels):
    for each in sentinels:
        with pytest.raises(Panic):
            m.panic_holding(each)
