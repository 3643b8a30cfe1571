"""The end of Python: whatever is still there then, the process ends with status 0 and no word.

Each test runs in a process of its own; what must have happened is printed, and compared.
"""

import sys

import pytest
from interpreters import run_alone

pytestmark = pytest.mark.timeout(120)

# Without the GIL, 3.13 frees the state of a daemon thread that is just about to attach, and crashes
# now and then: with `os.sched_yield` in a loop just as with our `detach`.
MANY_DAEMONS = sys.version_info >= (3, 14) or getattr(sys, "_is_gil_enabled", lambda: True)()

# (what is there at the end, code, what it prints)
ENDS = [
    ("nothing", "import everbind_tests, everbind_subinterp", ""),
    (
        "instances",
        "import everbind_subinterp as m; a = m.Node(1); b = m.Leaf(); c = m.Side.Left",
        "",
    ),
    (
        "cycles",
        """
import everbind_subinterp as m, gc
gc.disable()
for n in range(100):
    a = m.Node(n)
    a.next = m.Node(next=a)
    a.me = [a, m.Node]
""",
        "",
    ),
    (
        "subclasses",
        """
import everbind_subinterp as m
class Sub(m.Node):
    def __del__(self):
        print("gone", self.doubled, m.add(1))
kept = Sub(4)
""",
        "gone 8 6\n",
    ),
    (
        "errors",
        """
import everbind_subinterp as m
try:
    m.fail("kept")
except m.SubError as error:
    kept = error
try:
    m.add("x")
except TypeError as error:
    other = error
""",
        "",
    ),
    (
        "a destructor that attaches",
        "import everbind_subinterp as m, sys; kept = m.Late(); sys.kept = m.Late()",
        "",
    ),
    (
        "a destructor that attaches after all is gone",
        """
import everbind_subinterp as m, os
os.register_at_fork(before=lambda kept=m.Late(): None)
""",
        "",
    ),
    (
        "calls at exit",
        """
import atexit, everbind_subinterp as m, everbind_tests
def end():
    print(m.add(1), m.leaf().advance(1))
    m.drop_on_thread(object(), 1000)
    m.drop_detached(object(), 1000)
    everbind_tests.attach.keep(object())
    m.hold_back([object()], 1000, 0)
atexit.register(end)
""",
        "6 101\n",
    ),
    (
        "references in a static",
        """
import everbind_subinterp as m, everbind_tests
for kept in m, m.Node(1), m.Node, print, [object()]:
    everbind_tests.attach.keep(kept)
""",
        "",
    ),
    (
        "threads that drop, now and later",
        """
import everbind_subinterp as m
class Thing:
    pass
for millis in range(0, 60, 3):
    m.hold_back(Thing(), 2000, millis)
""",
        "",
    ),
    (
        "daemon threads inside detach",
        """
import threading, time, everbind_subinterp as m, everbind_tests
sleep = everbind_tests.attach.detached_sleep
for millis in range(0, 60, 3):
    threading.Thread(target=sleep, args=[millis], daemon=True).start()
if MANY_DAEMONS:
    work = lambda: [m.drop_detached(m, 9) for _ in iter(int, 1)]
    threading.Thread(target=work, daemon=True).start()
time.sleep(0.02)
""",
        "",
    ),
    (
        "foreign threads that attach",
        """
import time, everbind_subinterp as m
m.call_for_ever(lambda: m.add(1), 4)
time.sleep(0.1)
""",
        "",
    ),
    (
        "a daemon thread that Rust lets call Python",
        """
import threading, time, everbind_subinterp as m
threading.Thread(target=m.call_until_it_raises, args=[lambda: m.add(1)], daemon=True).start()
time.sleep(0.05)
""",
        "",
    ),
    (
        "a thread that is waited for",
        """
import threading, everbind_subinterp as m
def work():
    for _ in range(300):
        m.drop_detached(object(), 100)
    print(m.leaf().advance(1))
threading.Thread(target=work).start()
""",
        "101\n",
    ),
    (
        "a child process",
        """
import os, everbind_subinterp as m
m.drop_detached(object(), 100)
m.drop_on_thread(object(), 100)
child = os.fork()
assert m.leaf().advance(1) == 101
m.drop_detached(object(), 100)
if child:
    print(os.waitpid(child, 0)[1])
""",
        "0\n",
    ),
]
if sys.platform == "win32":
    ENDS = [end for end in ENDS if "os." not in end[1]]


@pytest.mark.parametrize("times", [1, pytest.param(5, marks=pytest.mark.stress)])
@pytest.mark.parametrize(("code", "printed"), [pytest.param(*end[1:], id=end[0]) for end in ENDS])
def test_the_end_is_quiet(code, printed, times):
    for _ in range(times):
        assert run_alone(f"MANY_DAEMONS = {MANY_DAEMONS}\n{code}") == printed


def test_exit_inside_a_call():
    run_alone(
        """
import sys, everbind_subinterp as m
kept = m.Node(1)
m.call_until_it_raises(lambda: sys.exit(7))
""",
        status=7,
    )


def test_module_made_again():
    """Forgotten by `sys.modules`, it is made anew, with the same classes; the old one works on."""
    printed = run_alone("""
import sys, gc, everbind_subinterp as first
node = first.Node(2)
del sys.modules["everbind_subinterp"]
import everbind_subinterp as second
assert second.sum([node]) == 2 and isinstance(node, second.Node)
del first, second, sys.modules["everbind_subinterp"]
gc.collect()
import everbind_subinterp as third
print(third.sum([node, third.leaf()]), third.shared())
""")
    assert printed == "102 []\n"
