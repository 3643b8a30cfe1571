"""Code for processes that test several interpreters, and how such a process is run and judged."""

import os
import subprocess
import sys

# `create(own_gil)`, `run(interpreter, code)` giving None or the text of the error, and
# `destroy(interpreter)`, by whatever this Python has for them.
API = """
import sys
try:
    import _interpreters as api
except ImportError:
    import _xxsubinterpreters as api

    def create(own_gil=True):
        return api.create(isolated=own_gil)

    def run(interpreter, code):
        try:
            api.run_string(interpreter, code)
        except api.RunFailedError as error:
            return str(error)
else:
    def create(own_gil=True):
        return api.create("isolated" if own_gil else "legacy")

    def run(interpreter, code):
        failure = api.run_string(interpreter, code)
        return failure and f"{failure.type.__name__}: {failure.msg}"
destroy = api.destroy
PATH = f"import sys; sys.path[:] = {sys.path!r}\\nDATES = sys.version_info >= (3, 14)\\n"
exec(PATH)
"""

# Everything of everbind_subinterp, for any interpreter. Up to 3.13 Python itself crashes when
# several interpreters import `datetime`, so that is left out there.
USE = """
import everbind_subinterp as m
assert m.add(1) == 6 and m.add(1, b=5, c=6) == 12
assert m.name() is m.name() is sys.intern("a name that each interpreter interns")
assert m.shared() == [], m.shared()
m.shared().append(m.Node(7))
node = m.Node(3)
assert (node.advance(4), node.doubled, m.sum([node, m.leaf()])) == (7, 14, 107)
assert m.Node.zero.value == 0 and type(m.Node.zero) is m.Node
assert m.Side.Left == m.Side.Left != m.Side.Right
node.next = m.Node(next=node)
node.next.extra = [node]  # a cycle, by the field and by the __dict__
class Sub(m.Node):
    pass
sub = Sub(9)
sub.next = sub
assert sub.doubled == 18
for wrong, kind in [
    (lambda: m.add("x"), TypeError),
    (lambda: m.add(1, d=2), TypeError),
    (lambda: m.Node(2**70), OverflowError),
    (lambda: m.fail("text"), m.SubError),
    (lambda: m.sum([None]), TypeError),
]:
    try:
        wrong()
    except kind as error:
        kept = error
    else:
        raise AssertionError(kind)
assert isinstance(m.SubError(), ValueError)
if DATES:
    import datetime
    assert m.next_day(datetime.date(2024, 2, 28)) == datetime.date(2024, 2, 29)
    assert m.epoch() == datetime.datetime(1970, 1, 1)
m.drop_detached(node, 100)
"""

# `resident()`: bytes of memory in use; `churn(code, count)`: by how many bytes the process grows
# for each of `count` fresh interpreters that run `code` one after the other.
MEMORY = """
import gc, resource

def resident():
    gc.collect()
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except OSError:  # at most so far is all that can be had
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit

def churn(code, count):
    for n in range(count + 5):
        if n == 5:  # allocator pools are warm
            start = resident()
        interpreter = create()
        failure = run(interpreter, code)
        assert failure is None, failure
        destroy(interpreter)
    return (resident() - start) // count
"""


def run_alone(code, *, timeout=120, status=0, stderr=""):
    """Runs `code` in a process of its own, which must end as it should and say nothing more.

    Returns what it printed.
    """
    result = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", code],
        capture_output=True,
        text=True,
        timeout=timeout,
        env={**os.environ, "PYTHONPATH": os.environ["EVERBIND_SITE"]},
    )
    report = f"exit code {result.returncode}\n{result.stdout}\n{result.stderr}"
    assert result.returncode == status, report
    assert result.stderr == stderr, report
    return result.stdout


def run_interpreters(code, **options):
    """Runs `code` after what is above it here; it gets to its end."""
    prelude = f"{API}\nUSE = PATH + {USE!r}\n{MEMORY}\n"
    printed = run_alone(f"{prelude}{code}\nprint('done')", **options)
    assert printed.endswith("done\n"), printed
    return printed
