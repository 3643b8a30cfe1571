"""What safe Rust code and odd objects can do that must not break the interpreter.

Each test runs in a process of its own: without what it tests, that ends by a signal.
"""

import pytest
from interpreters import run_alone

pytestmark = pytest.mark.timeout(120)

DEEP = """
from everbind_tests import soundness as m
def expect(kind, f, *args):
    try:
        f(*args)
    except kind:
        return
    raise AssertionError(kind)
"""


@pytest.mark.parametrize("use", ["repr(shell)", "shell()"])
def test_a_recursion_error_reaches_rust(use):
    # The first exception that is looked at here is the one that says there is no stack left.
    made = "shell = list\nfor _ in range(100_000): shell = m.Shell(shell)\n"
    run_alone(f"{DEEP}{made}expect(RecursionError, lambda: {use})")


def test_the_first_panic_where_no_stack_is_left():
    code = """
import os
os.close(2)  # the panic hook's words
shell = m.panics
for _ in range(100_000): shell = m.Shell(shell)
def down():
    try:
        down()
    finally:
        expect(BaseException, m.panics)
expect(RecursionError, down)
expect(RecursionError, shell)
expect(BaseException, m.panics)
"""
    run_alone(DEEP + code)


def test_containers_of_themselves():
    code = """
loop = []; loop.append(loop)
expect(RecursionError, m.sum_tree, loop)
loop = {}; loop["me"] = loop
expect(RecursionError, m.sum_tree, loop)
loop = []; loop.append({"list": (1, loop)})
expect(RecursionError, m.sum_tree, loop)
deep = 1
for _ in range(100_000): deep = [deep]
expect(RecursionError, m.sum_tree, deep)
nested = 1
for _ in range(50): nested = [nested, {"one": 1}]
assert m.sum_tree(nested) == 51
expect(TypeError, m.sum_tree, [["x"]])
"""
    run_alone(DEEP + code)


def test_references_dropped_in_traverse():
    code = """
import gc
from everbind_tests import soundness as m
class Noisy:
    gone = 0
    def __del__(self):
        Noisy.gone += 1
        self.more = [[] for _ in range(20)]
kept = []
for _ in range(20):
    for n in range(50):
        kept += [m.DropsInTraverse([Noisy(), [], {}]), [n], {n: [n]}]
    gc.collect()
for _ in range(1000):
    if Noisy.gone == 1000:
        break
print(Noisy.gone)
"""
    assert run_alone(code) == "1000\n"


def test_an_exception_that_a_drop_leaves_set():
    code = """
import sys
seen = []
sys.unraisablehook = lambda seen_: seen.append((seen_.exc_type, str(seen_.exc_value)))
LEFT = (ValueError, "left set")
m.LeavesSet()
assert seen.pop() == LEFT
[m.LeavesSet(), m.LeavesSet()]
assert seen == [LEFT, LEFT], seen
seen.clear()
class Sub(m.LeavesSet):
    pass
Sub()
assert seen.pop() == LEFT
def raises(held):
    held[0].loses
expect(AttributeError, raises, [m.LeavesSet()])
assert seen.pop() == LEFT
try:
    iter([m.LeavesSet()].pop())  # It goes while the error is set.
except TypeError as error:
    assert "iterable" in str(error)
assert seen.pop() == LEFT
assert not seen
"""
    run_alone(DEEP + code)


def test_values_of_a_once_lock_outlive_python():
    run_alone("from everbind_tests import soundness as m; m.read_for_ever()")
