"""Classes that cannot be subclassed: on some versions their type is not `type` itself."""

import copy
import functools
import gc
import pickle
import sys
import sysconfig
import weakref

import pytest
from everbind_tests import class_basics as m
from everbind_tests import layout
from support import Raises, check, misspelt, wrong

GIL = not sysconfig.get_config_var("Py_GIL_DISABLED")
OWN = GIL and sys.version_info < (3, 14) and layout.row() is None


def test_type_of_the_class():
    own = type(m.Counter)
    assert isinstance(m.Counter, type)
    assert issubclass(own, type)
    assert (own is not type) == OWN
    assert own.__name__ == ("FinalType" if OWN else "type")
    assert repr(m.Counter).startswith("<class '")
    assert m.Counter.__mro__ == (m.Counter, object)
    # One for all classes of the library.
    assert type(m.Renamed) is own
    for metaclass in (type, own):
        with pytest.raises(TypeError, match="not an acceptable base type"):
            metaclass("Sub", (m.Counter,), {})
    if OWN:
        with pytest.raises(TypeError, match="not an acceptable base type"):
            type("Sub", (own,), {})
        with pytest.raises(TypeError, match="vectorcall"):
            own("Class", (), {})()


def test_all_ways_to_call_it():
    check(
        m,
        [
            ("Counter(5).value()", 5),
            ("Counter(*(5,)).value(), Counter(**{'start': 5}).value()", (5, 5)),
            ("Counter.__call__(5).value(), type(Counter).__call__(Counter, 5).value()", (5, 5)),
            ("type.__call__(Counter, 5).value(), type.__call__(Counter, start=5).value()", (5, 5)),
            ("Counter.__new__(Counter, 5).value()", 5),
            ("[c.value() for c in map(Counter, [1, 2])]", [1, 2]),
            ("partial(Counter, step=2)(5).advance()", 7),
            ("type.__call__(Counter, 'x')", wrong("start", "int", "str")),
            ("Counter.__call__(stepp=1)", misspelt("Counter.__new__", "stepp", "step")),
            ("type.__call__(Counter, 1, 2)", Raises(TypeError, "from 0 to 1 positional")),
            ("type.__call__(Renamed, 1, 2, 3).total()", 6),
        ],
        partial=functools.partial,
    )


def test_it_is_a_class_like_any(monkeypatch):
    monkeypatch.setitem(sys.modules, m.Counter.__module__, m)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(m.Counter, protocol)) is m.Counter
    assert copy.copy(m.Counter) is m.Counter
    assert copy.deepcopy([m.Counter])[0] is m.Counter
    assert weakref.ref(m.Counter)() is m.Counter
    assert m.Counter in {m.Counter}
    assert gc.is_tracked(m.Counter) or not GIL  # without the GIL classes are immortal
    assert isinstance(m.Counter(1), m.Counter | None)
    m.Counter.extra = 5
    assert m.Counter(1).extra == 5
    del m.Counter.extra
    assert not hasattr(m.Counter, "extra")

    @functools.singledispatch
    def describe(_):
        return "anything"

    describe.register(m.Counter, lambda counter: counter.value())
    assert describe(m.Counter(5)) == 5
