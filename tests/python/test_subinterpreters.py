"""Sub-interpreters: refused unless the module opts in, and what an opted-in one leaves behind.

Every test runs in a process of its own: interpreters that go wrong take the process with them.
"""

import sys

import pytest

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
    gc.collect()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

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
for wrong in (lambda: m.add("x"), lambda: m.add(), lambda: m.add(1, d=2), lambda: m.read(5)):
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
for own_gil in (True, False):
    interpreter = create(own_gil)
    for _ in range(500):
        failure = run(interpreter, LOAD + "import everbind_tests")
        assert failure and "ImportError" in failure, (own_gil, failure)
        assert "everbind_tests" in failure, failure
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


def _no_growth(process, count):
    """Importing and using it in fresh interpreters costs no more than the interpreters alone."""
    process(
        f"""
empty = churn(LOAD, {count})
full = churn(USE, {count})
allowed = empty * 1.05 + 2**21 + {count} * 2048
print(f"{{empty / 2**20:.1f}} MB empty, {{full / 2**20:.1f}} MB with imports")
assert full <= allowed, (empty, full)
""",
        timeout=280,
    )


def test_imports_leave_nothing_behind(process):
    _no_growth(process, 50)


@pytest.mark.stress
def test_a_thousand_imports_leave_nothing_behind(process):
    _no_growth(process, 1000)
