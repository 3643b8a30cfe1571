"""The rarer options of classes."""

import gc
import sys
import types

import pytest
from everbind_tests import class_options as m
from support import Like, Raises, check, on_threads, wrong


def test_options():
    check(
        m,
        [
            ("(lambda o: (o.advance(), o.advance()))(Unsendable())", (1, 2)),
            ("[Listed(str(n)).value for n in range(20)][-1]", "19"),
            ("[l.value for l in [Listed(str(n)) for n in range(10)]][-1]", "9"),
            ("Generic[int]", Like(lambda alias: type(alias) is types.GenericAlias, "an alias")),
            ("Generic[int, str].__args__, Generic[int].__origin__ is Generic", ((int, str), True)),
            ("type(Generic[int]()) is Generic", True),
            ("FromFields('n', 5).name, FromFields(size=None, name='m').size", ("n", None)),
            ("FromFields('n')", Raises(TypeError, "FromFields.__new__()", "'size'")),
            ("FromFields(1, 2)", wrong("name", "str", "int")),
            ("str(Formatted('a', 5))", "a is    5"),
            ("Separately().first(), Separately().second(), Separately.THIRD", (1, 2, 3)),
            ("Separately.__module__", "everbind_tests.class_options"),
        ],
    )


@pytest.mark.threads
@pytest.mark.usefixtures("capfd")
def test_unsendable_on_another_thread():
    thing = m.Unsendable()
    outcome = []

    def use():
        own = m.Unsendable()
        count = sys.getrefcount(own)
        with pytest.raises(BaseException, match="unsendable"):
            m.advance_all([own, thing])
        assert (m.advance_all([own, own]), sys.getrefcount(own)) == (3, count)
        try:
            outcome.append(thing.advance())
        except BaseException as error:
            outcome.append(error)

    on_threads(use)
    (error,) = outcome
    assert isinstance(error, BaseException)
    assert "unsendable" in str(error)
    outcome.clear()
    del error
    assert thing.advance() == 1


@pytest.mark.threads
@pytest.mark.usefixtures("capfd")
def test_unsendable_dropped_on_another_thread(monkeypatch):
    """Its value is leaked, with a report, for its destructor must not run there.

    Without the GIL the interpreter may hand the object back to the thread that made it.
    """
    reports = []
    monkeypatch.setattr("sys.unraisablehook", lambda args: reports.append(str(args.exc_value)))
    holder = [m.Unsendable()]
    on_threads(holder.clear)
    gc.collect()
    with_gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    assert len(reports) == 1 or (not with_gil and reports == [])
    assert all("unsendable" in report for report in reports)
