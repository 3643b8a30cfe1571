"""Sub-interpreters: refused unless the module opts in, and what an opted-in one leaves behind.

Every test runs in a process of its own: interpreters that go wrong take the process with them.
"""

import sys

import pytest
from interpreters import run_interpreters

# What each process begins with: `create(own_gil)`, `run(interpreter, code)` giving None or the
# text of the error, `LOAD` (code that loads a second module of this library), `resident()`.
PRELUDE = '''
import sys, os, resource, gc
import everbind_tests
try:
    import _interpreters as api
    NEW = True
except ImportError:
    import _xxsubinterpreters as api
    NEW = False

def create(own_gil=True):
    if NEW:
        return api.create("isolated" if own_gil else "legacy")
    return api.create(isolated=own_gil)

def run(interpreter, code):
    if NEW:
        failure = api.run_string(interpreter, code)
        return failure and f"{failure.type.__name__}: {failure.msg}"
    try:
        api.run_string(interpreter, code)
    except api.RunFailedError as error:
        return str(error)

LOAD = f"""
import sys, importlib.util
from importlib.machinery import ExtensionFileLoader
sys.path[:] = {sys.path!r}
def load(name, path={everbind_tests.__file__!r}):
    loader = ExtensionFileLoader(name, path)
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module
"""
exec(LOAD)
USE = LOAD + {USE}

def resident():
    """Bytes of memory in use: now, or at most so far where only that can be had."""
    gc.collect()
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit

def churn(code, count):
    """How many bytes the process grows while `count` fresh interpreters run `code`, one by one."""
    start = None
    for n in range(count + 5):
        if n == 5:  # allocator pools are warm
            start = resident()
        interpreter = create()
        failure = run(interpreter, code)
        assert failure is None, failure
        api.destroy(interpreter)
    return resident() - start
'''

USE = """
m = load("everbind_isolated")
assert m.ANSWER == 42 and m.__doc__.startswith("May be imported")
assert m.add(1) == 6 and m.add(1, b=5, c=6) == 12
assert m.shared() == [], m.shared()
m.shared().append(1)
assert m.shared() == [1]
assert m.name() is m.name() is sys.intern("a name that each interpreter interns")
assert m.make().advance() == 8 and m.read(m.Counter(5)) == 5
assert (m.Counter(1) + m.Derived()).count == 101
assert isinstance(m.Derived(), m.Counter) and m.read(m.Derived()) == 100
class Sub(m.Counter): pass
assert m.read(Sub(9)) == 9
assert m.Level.Low.up() is m.Level.High is m.Level(2) and m.level(m.Level.Low) == 1
assert str(m.Level.Low) == "level" and m.Level.Low + 1 == 2
assert m.other(m.Mode.A) is m.Mode.B and m.other(m.Mode.A | m.Mode.B) == m.Mode(0)
for wrong in (
    lambda: m.add("x"), lambda: m.add(), lambda: m.add(1, d=2), lambda: m.read(5),
    lambda: m.level(1),
):
    try:
        wrong()
    except TypeError:
        pass
    else:
        raise AssertionError("no TypeError")
try:
    m.fail("text")
except m.IsolatedError as error:
    assert str(error) == "text" and isinstance(error, ValueError)
else:
    raise AssertionError("no IsolatedError")
"""

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(sys.platform == "win32", reason="resource is not on Windows"),
]


@pytest.fixture
def process(in_fresh_python):
    """Runs code after the prelude; it ends by printing `ok`."""

    def run(code, timeout=60):
        prelude = PRELUDE.replace("{USE}", repr(USE))
        printed = in_fresh_python(prelude + code + '\nprint("ok")', timeout=timeout)
        assert printed.endswith("ok\n"), printed
        return printed

    return run


def test_a_module_that_has_not_opted_in_is_refused(process):
    process("""
import sysconfig
for own_gil in (True, False):
    interpreter = create(own_gil)
    for _ in range(500):
        failure = run(interpreter, LOAD + "import everbind_tests")
        assert failure and "ImportError" in failure, (own_gil, failure)
        assert "everbind_tests" in failure, failure
    # Python itself refuses it where the GIL is not shared; without a GIL, always.
    ours = not own_gil and not sysconfig.get_config_var("Py_GIL_DISABLED")
    assert not ours or "#[pymodule(sub_interpreters = " in failure, failure
    assert run(interpreter, "1 / 1") is None
    api.destroy(interpreter)
assert everbind_tests.functions.add(1, 2) == 3
""")


def test_one_that_shares_the_gil(process):
    process("""
assert load("everbind_sharing").ANSWER == 43
use = LOAD + 'assert load("everbind_sharing").ANSWER == 43'
sharing, own = create(False), create(True)
assert run(sharing, use) is None
failure = run(own, use)
assert failure and "ImportError" in failure, failure
""")


def test_one_that_opted_in_works_in_each(process):
    process("""
exec(USE)  # in the main interpreter first
interpreters = [create(own_gil) for own_gil in (True, False, True, True)]
for interpreter in interpreters:
    failure = run(interpreter, USE)
    assert failure is None, failure
assert m.shared() == [1]
for interpreter in reversed(interpreters):
    failure = run(interpreter, "assert m.shared() == [1]; assert m.make().advance() == 8")
    assert failure is None, failure
    api.destroy(interpreter)
assert m.shared() == [1] and m.add(1) == 6 and m.make().advance() == 8
""")


def test_only_in_sub_interpreters(process):
    """The main interpreter never imports it, and the first to do so is gone before the last."""
    process("""
for _ in range(3):
    interpreter = create()
    failure = run(interpreter, USE)
    assert failure is None, failure
    api.destroy(interpreter)
""")


def test_interpreters_on_threads(process):
    process("""
import threading
failures = []

def work():
    for _ in range(3):
        interpreter = create()
        failures.append(run(interpreter, USE))
        api.destroy(interpreter)

threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert failures == [None] * 12, failures
""")


def test_interpreters_left_at_exit(process):
    process("""
for _ in range(3):
    assert run(create(), USE) is None
""")


IMPORT = """
m = load("everbind_isolated")
assert m.add(1, c=2) == 5 and m.make().advance() == 8 and m.Derived().count == 100
m.shared().append(m.name())
"""


def _growth(process, code, count):
    """What each of `count` fresh interpreters that run `code` leaves behind, in bytes."""
    printed = process(f"print(churn(LOAD + {code!r}, {count}) // {count})", timeout=280)
    return int(printed.split()[0])


# What an interpreter leaves behind by itself (1.75 MB on 3.12 and 3.13, nothing from 3.14 on) is
# taken from the same loop without the import, and varies a little with where memory happens to lie.
def test_imports_leave_nothing_behind(process):
    # Python itself leaves something of `enum` behind, which the module's enums need.
    without = _growth(process, "import enum", 50)
    assert _growth(process, IMPORT, 50) <= without * 1.05 + 40_000


# From here on: everbind_subinterp, a library that holds nothing but one module that opts in.


def test_each_interpreter_has_its_own():
    run_interpreters("""
interpreters = [create(own_gil) for own_gil in (True, False, True, True)]
for interpreter in interpreters:
    failure = run(interpreter, USE)
    assert failure is None, failure
exec(USE)
for interpreter in interpreters:
    failure = run(interpreter, "assert [each.value for each in m.shared()] == [7]")
    assert failure is None, failure
    destroy(interpreter)
assert [each.value for each in m.shared()] == [7]
""")


ORDERS = {
    "first to import ends first": "exec(USE); interpreters.sort(key=int)",
    "last to import ends first": "exec(USE); interpreters.sort(key=int, reverse=True)",
    "without the main interpreter": "interpreters.sort(key=int)",
    "the main interpreter imports last": "interpreters.sort(key=int); late = USE",
}


@pytest.mark.parametrize("order", ORDERS)
def test_they_end_in_any_order(order):
    run_interpreters(f"""
late = None
interpreters = []
for own_gil in (True, False, True, False):
    interpreter = create(own_gil)
    assert run(interpreter, USE) is None
    interpreters.append(interpreter)
{ORDERS[order]}
while interpreters:
    destroy(interpreters.pop(0))
    for interpreter in interpreters:
        failure = run(interpreter, "assert m.leaf().advance(1) == 101 and len(m.shared()) == 1")
        assert failure is None, failure
if late:
    exec(late)
interpreter = create()  # after all others have gone
assert run(interpreter, USE) is None
destroy(interpreter)
""")


def test_they_run_side_by_side():
    run_interpreters("""
import threading
failures = []
start = threading.Barrier(4)

def work(own_gil):
    start.wait()
    for _ in range(4):
        interpreter = create(own_gil)
        failures.append(run(interpreter, USE))
        failures.append(run(interpreter, "for _ in range(300): m.drop_detached(m.leaf(), 9)"))
        destroy(interpreter)

threads = [threading.Thread(target=work, args=[n != 0]) for n in range(4)]
for thread in threads: thread.start()
for _ in range(300):
    pass
for thread in threads: thread.join()
assert failures == [None] * 32, failures
""")


def test_attach_inside_detach_returns_to_the_same():
    run_interpreters("""
import everbind_subinterp as m
assert m.attach_inside() == 0
for own_gil in (True, False):
    interpreter = create(own_gil)
    code = f"import everbind_subinterp as m; assert m.attach_inside() == {int(interpreter)}"
    failure = run(interpreter, PATH + code)
    assert failure is None, failure
    destroy(interpreter)
""")


DROPS = """
import everbind_subinterp as m
class Thing: alive = 0
class Counted:
    alive = 1
    def __del__(self): Counted.alive -= 1
thing = Counted()
for _ in range(20):
    m.drop_detached(thing, 1000)
    assert Counted.alive == 1
if {foreign}:
    m.drop_on_thread(thing, 1000)
    m.attach_inside()
del thing
assert Counted.alive == 0
"""


def test_drops_in_a_sub_interpreter_are_counted():
    """Also those of foreign threads, as long as nobody else uses the library."""
    run_interpreters(f"""
interpreter = create()
failure = run(interpreter, PATH + {DROPS.format(foreign=True)!r})
assert failure is None, failure
destroy(interpreter)
""")


def test_drops_with_several_interpreters_are_counted():
    run_interpreters(f"""
import everbind_subinterp
for own_gil in (True, False):
    interpreter = create(own_gil)
    failure = run(interpreter, PATH + {DROPS.format(foreign=False)!r})
    assert failure is None, failure
    destroy(interpreter)
exec({DROPS.format(foreign=False)!r})
""")


def test_foreign_threads_and_several_interpreters():
    """They attach to the main one, also when only another has imported the library; what they drop
    is not released there, for it may be another's."""
    run_interpreters("""
for main_first in (False, True):
    for own_gil in (True, False):
        interpreter = create(own_gil)
        failure = run(interpreter, USE + '''
class Thing:
    def __del__(self):
        raise RuntimeError("released elsewhere")
thing = Thing()
for _ in range(50):
    assert m.keep_from_thread(thing) == 0
m.drop_on_thread(thing, 1000)
Thing.__del__ = lambda self: None
assert type(m.Side.Right) is m.Side and m.Side.Right == m.Side.Right
''')
        assert failure is None, failure
        destroy(interpreter)
    exec(USE)
    m.shared().clear()
""")


def test_destructors_at_the_very_end():
    """An interpreter gives up what is to be called around a fork after it has released our state:
    what the destructors ask for then must not become the next interpreter's."""
    run_interpreters("""
late = '''
import everbind_subinterp as m, os
os.register_at_fork(before=lambda late=m.Late(): None)
'''
exec(late)
for own_gil in (True, False) * 5:
    interpreter = create(own_gil)
    failure = run(interpreter, PATH + late)
    assert failure is None, failure
    destroy(interpreter)
assert m.late_count() == 10, m.late_count()
""")
