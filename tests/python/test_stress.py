"""Long loops over loading, refusing and dropping, in a process each; the figures are printed.

The counts are those of the promises: a thousand imports, a thousand refusals, a million drops. A
debug build, which is ten times slower, gets a tenth, and the second run of an interpreter, without
the layouts, a fifth.
"""

import os
import sys

import pytest
from interpreters import run_interpreters

DEBUG = hasattr(sys, "gettotalrefcount")
SCALE = 10 if DEBUG else 5 if os.environ.get("EVERBIND_LAYOUT") == "off" else 1

pytestmark = [
    pytest.mark.stress,
    pytest.mark.timeout(900),
    pytest.mark.skipif(sys.platform == "win32", reason="resource is not on Windows"),
]

# A module in Python by which USE works without the import. The interpreter does the same then: what
# it leaves behind up to 3.13 (and most of all without the GIL) is every page that it has touched.
STAND_IN = """
import datetime
class Node:
    def __init__(self, value=0, *, next=None):
        self.value, self.next = value.to_bytes(8) and value, next
    doubled = property(lambda self: self.value * 2)
    def advance(self, by):
        self.value += by
        return self.value
Node.zero = Node()
class Leaf(Node):
    def __init__(self):
        super().__init__(100)
class SubError(ValueError): pass
class Side: Left, Right = 0, 1
kept = []
def fail(message): raise SubError(message)
def add(a, b=2, *, c=3): return a + b + c
def shared(): return kept
def name(): return sys.intern("a name that each interpreter interns")
def leaf(): return Leaf()
def total(nodes):
    try:
        return sum(node.value for node in nodes)
    except AttributeError:
        raise TypeError from None
def next_day(date): return date + datetime.timedelta(1)
def epoch(): return datetime.datetime(1970, 1, 1)
def drop_detached(node, count): pass
m = type(sys)("m")
vars(m).update(globals(), sum=total)
"""
if sys.version_info < (3, 14):  # see `DATES` in interpreters.py
    STAND_IN = STAND_IN.replace("import datetime", "")


@pytest.mark.parametrize("own_gil", [True, False])
def test_a_thousand_imports(own_gil):
    """Each leaves no more behind than an interpreter that does the same without the import,
    measured beside it: 1.8 MB on 3.12 and 3.13, next to nothing from 3.14 on."""
    count = (1000 if own_gil else 200) // SCALE
    printed = run_interpreters(
        f"""
import functools
create = functools.partial(create, {own_gil})
empty = churn(PATH + {STAND_IN!r} + USE.replace("import everbind_subinterp as m", ""), {count // 5})
full = churn(USE, {count})
print(f"{{empty}} bytes without, {{full}} with the import, {count} times")
assert full <= empty * 1.03 + 6000, (empty, full)
""",
        timeout=880,
    )
    print(printed)


def test_a_thousand_refusals():
    """Of a module that has not opted in; nothing is left of them, and all goes on."""
    count = 1000 // SCALE
    printed = run_interpreters(
        f"""
import everbind_tests
code = PATH + '''
import gc
def refused(count):
    for _ in range(count):
        try:
            import everbind_tests
        except ImportError as error:
            assert "everbind_tests" in str(error), error
        else:
            raise AssertionError("imported")
    gc.collect()
    return sys.getallocatedblocks()
before = refused(200)
grown = refused(1000) - before
assert grown < 300, grown  # caches fill now and then, whatever the count
import everbind_subinterp
assert everbind_subinterp.add(1) == 6
'''
for own_gil in (True, False):
    interpreter = create(own_gil)
    failure = run(interpreter, code)
    assert failure is None, failure
    destroy(interpreter)
assert everbind_tests.functions.add(1, 2) == 3
empty = churn(PATH, {count // 5})
full = churn(PATH + '''
try:
    import everbind_tests
except ImportError:
    pass
''', {count})
print(f"{{empty}} bytes without, {{full}} with the refusal, {count} times")
assert full <= empty * 1.03 + 6000, (empty, full)
""",
        timeout=880,
    )
    print(printed)


def test_a_million_drops_everywhere():
    """Detached, attached again, by foreign threads, in sub-interpreters, and a last lot after the
    end."""
    each = 200_000 // SCALE
    printed = run_interpreters(
        f"""
import everbind_subinterp as m, time
class Thing:
    alive = 1
    def __del__(self): Thing.alive -= 1
drops = f'''
for _ in range(10):
    m.drop_detached(thing, {each // 10})
'''
thing = Thing()
start = time.perf_counter()
exec(drops)
for _ in range(10):
    m.drop_on_thread(thing, {each // 10})
m.attach_inside()
assert sys.getrefcount(thing) <= 2 and Thing.alive == 1, sys.getrefcount(thing)
del thing
assert Thing.alive == 0
for own_gil in (True, False):
    interpreter = create(own_gil)
    failure = run(interpreter, PATH + f'''
import everbind_subinterp as m
thing = m.Node(1)
count = sys.getrefcount(thing)
{{drops}}
assert sys.getrefcount(thing) == count
m.hold_back(thing, {each // 10}, 20)
''')
    assert failure is None, failure
    destroy(interpreter)
m.hold_back(Thing(), {each}, 20)
print(f"{{time.perf_counter() - start:.2f}} s")
"""
    )
    print(printed)


def test_many_side_by_side():
    """Interpreters come and go on several threads while the main one works."""
    count = 20 // (SCALE // 2 or 1)
    run_interpreters(
        f"""
import random, threading, everbind_subinterp as m
failures = []

def work(seed):
    chance = random.Random(seed)
    living = []
    for _ in range({count}):
        interpreter = create(chance.random() < 0.8)
        failures.append(run(interpreter, USE))
        living.append(interpreter)
        if len(living) > 2:
            destroy(living.pop(chance.randrange(3)))
    for interpreter in living:
        destroy(interpreter)

threads = [threading.Thread(target=work, args=[n]) for n in range(3)]
for thread in threads: thread.start()
while any(thread.is_alive() for thread in threads):
    assert m.leaf().advance(1) == 101
    m.drop_detached(m.leaf(), 10)
for thread in threads: thread.join()
assert failures == [None] * {3 * count}, failures
""",
        timeout=880,
    )


# Ten million are the full run, by `EVERBIND_OBJECTS=10000000`: a minute or two.
OBJECTS = int(os.environ.get("EVERBIND_OBJECTS", "400000")) // SCALE


@pytest.mark.threads
def test_objects_in_cycles_from_four_threads(in_fresh_python):
    """Made, linked in rings with Python objects among them, and dropped: nothing stays, and memory
    is given back. Without the GIL Python's allocator does so as threads come and go: what a
    thread has left to others is returned when some other thread takes it over."""
    printed = in_fresh_python(
        f"""
import everbind_tests, gc, os, sys, threading, time
m = everbind_tests.class_traverse

def rings(count):
    for _ in range(count // 5):
        first, second = m.InOption(), m.InVec()
        first.put(second)
        second.put(items := [m.InHashMap()])
        items[0].put(last := m.InFrozenMutex())
        last.put(m.Pair(first, {{"items": items}}))

def work(count):
    threads = [threading.Thread(target=rings, args=[count // 4]) for _ in range(4)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    for _ in range(3): gc.collect()

def resident():
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

little = min({OBJECTS} // 20, 40_000)
for _ in range(5): work(little)
blocks, before, start = sys.getallocatedblocks(), resident(), time.perf_counter()
work({OBJECTS})
seconds, left = time.perf_counter() - start, resident()
most = before * 1.25 + 10e6
for n in range(200):  # until new threads have taken over what the old ones left
    work(little)
    if n >= 20 and resident() < most: break
grown, after = sys.getallocatedblocks() - blocks, resident()
sizes = ", ".join(f"{{size / 1e6:.0f}} MB {{when}}" for size, when in (
    (before, "before"), (left, "right after"), (after, "in the end")))
print(f"{OBJECTS} objects, {{seconds:.1f}} s; {{sizes}}; {{grown}} blocks more")
assert m.alive() == 0 and grown < 2000, (m.alive(), grown)
assert after < most, (before, after)
""",
        timeout=1800,
    )
    print(printed)
