"""Long loops over loading, refusing and dropping, in a process each; the figures are printed.

The counts are those of the promises (a thousand imports, a thousand refusals, a million drops); a
debug build, which is ten times slower, gets a tenth.
"""

import sys

import pytest
from interpreters import run_interpreters

DEBUG = hasattr(sys, "gettotalrefcount")
SCALE = 10 if DEBUG else 1

pytestmark = [
    pytest.mark.stress,
    pytest.mark.timeout(300),
    pytest.mark.skipif(sys.platform == "win32", reason="resource is not on Windows"),
]

# What an interpreter does that imports nothing of ours, but what USE imports besides.
EMPTY = "if DATES: import datetime"


@pytest.mark.parametrize("own_gil", [True, False])
def test_a_thousand_imports(own_gil):
    """Each leaves no more behind than a fresh interpreter does by itself, measured beside it:
    1.7 MB on 3.12 and 3.13, next to nothing from 3.14 on."""
    count = (1000 if own_gil else 200) // SCALE
    printed = run_interpreters(
        f"""
import functools
create = functools.partial(create, {own_gil})
empty = churn(PATH + {EMPTY!r}, {count // 5})
full = churn(USE, {count})
print(f"{{empty}} bytes without, {{full}} with the import, {count} times")
assert full <= empty * 1.03 + 6000, (empty, full)
""",
        timeout=280,
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
before = refused(100)
grown = refused({count}) - before
assert grown < {count} // 4, grown
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
        timeout=280,
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
        timeout=280,
    )
