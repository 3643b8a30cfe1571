"""`Python::attach` and `detach`, threads of Rust's own, and `Py`s that are dropped anywhere."""

import gc
import platform
import sys
import threading
import time

import pytest
from everbind_tests import attach as m
from support import Like, Raises, check, on_threads

pytestmark = pytest.mark.threads


class Tracked:
    """Counts how many of its kind are alive."""

    alive = 0

    def __init__(self):
        type(self).alive += 1

    def __del__(self):
        type(self).alive -= 1


@pytest.fixture
def tracked():
    """An object whose one reference of ours is `holder[0]`."""
    Tracked.alive = 0
    return [Tracked()]


def gone(holder):
    """Whether the object dies with our reference, once deferred drops are carried out."""
    holder.clear()
    for _ in range(100):
        m.settle()
        gc.collect()
        if Tracked.alive == 0:
            return True
        time.sleep(0.01)
    return False


def test_detach():
    check(
        m,
        [
            ("detached_sum([1, 2, 3])", 6),
            ("detached_error()", Raises(ValueError, "made while detached")),
            ("nested(0), nested(5)", (0, 5)),
            ("once() is once()", True),
            ("signals()", None),
            ("versions()[1:4]", tuple(sys.version_info[:3])),
            ("versions()[0]", Like(lambda text: text.startswith(platform.python_version()), "it")),
            ("versions()[4]", True),
        ],
    )


@pytest.mark.usefixtures("capfd")
def test_panic_while_detached():
    with pytest.raises(BaseException, match="while detached"):
        m.detached_panic()
    assert m.detached_sum([1]) == 1


def test_others_run_while_detached():
    ran = threading.Event()
    thread = threading.Thread(target=ran.set)

    def start():
        thread.start()
        m.detached_sleep(200)
        return ran.is_set()

    assert start()
    thread.join()


def test_a_value_made_once():
    assert_fails = [("once_failing(True)", Raises(ValueError, "not yet"))]
    check(m, [*assert_fails, ("once_failing(False)", 5), ("once_failing(True)", 5)], leaks=False)


def test_threads_of_rust():
    check(
        m,
        [
            ("call_on_threads(ten_times, 4)", [0, 10, 20, 30]),
            ("call_on_threads(fails, 2)", Raises(ZeroDivisionError)),
            ("call_on_threads(str, 1)", Raises(TypeError, "str")),
            ("try_attach_on_thread()", 3),
        ],
        ten_times=lambda n: n * 10,
        fails=lambda n: 1 / 0,
        repeat=10,
    )


@pytest.mark.parametrize("count", [1, 3, 10_000])
@pytest.mark.parametrize("way", ["drop_on_thread", "drop_detached", "drop_while_owner_works"])
def test_drops_are_counted(way, count, tracked):
    getattr(m, way)(tracked[0], count)
    assert Tracked.alive == 1
    assert gone(tracked)


@pytest.mark.stress
@pytest.mark.timeout(120)
def test_a_million_drops(tracked):
    m.drop_on_thread(tracked[0], 400_000)
    m.drop_detached(tracked[0], 300_000)
    assert m.drop_while_owner_works(tracked[0], 300_000) == 300_000
    assert Tracked.alive == 1
    assert gone(tracked)


def test_last_reference_dropped_on_another_thread(tracked):
    thing = tracked.pop()
    m.drop_in_thread_local(thing)
    tracked.append(thing)
    del thing
    assert gone(tracked)


@pytest.mark.timeout(30)
def test_a_drop_never_waits_for_the_interpreter(tracked):
    assert m.drop_under_a_lock(tracked[0]) == 0
    assert gone(tracked)


@pytest.mark.timeout(60)
def test_many_python_threads(tracked):
    errors = []

    def work():
        try:
            for _ in range(20):
                m.drop_detached(tracked[0], 100)
                assert m.detached_sum([1, 2]) == 3
                assert m.call_on_threads(lambda n: n, 2) == [0, 1]
        except BaseException as error:
            errors.append(error)

    on_threads(*[work] * 4)
    assert errors == []
    assert gone(tracked)


FINALISATION = """
import everbind_tests
m = everbind_tests.attach

class Tracked:
    pass

m.keep(Tracked())                      # in a static: never dropped
m.drop_later(Tracked(), 1000, 0)       # about now
m.drop_later(Tracked(), 100_000, 30)   # while the interpreter ends, or after
m.drop_later([[Tracked()]], 1000, 300)
print("done")
"""


def test_drops_around_finalisation(in_fresh_python):
    for _ in range(3):
        assert in_fresh_python(FINALISATION) == "done\n"


DAEMON = """
import sys, threading, everbind_tests
m = everbind_tests.attach
work = lambda: [m.drop_detached(object(), 100) for _ in iter(int, 1)]
for _ in range(3):
    threading.Thread(target=m.detached_sleep, args=(5_000,), daemon=True).start()
    # Without the GIL, 3.13 itself crashes now and then (see test_finalize.py).
    if sys.version_info >= (3, 14) or getattr(sys, "_is_gil_enabled", lambda: True)():
        threading.Thread(target=work, daemon=True).start()
m.detached_sleep(50)
print("done")
"""


def test_daemon_threads_at_exit(in_fresh_python):
    assert in_fresh_python(DAEMON) == "done\n"
