"""The memory of freed instances, of which a class keeps some for the next."""

import functools
import gc
import sys
import sysconfig
import tracemalloc

import pytest
from everbind_tests import class_borrow as borrow
from everbind_tests import class_traverse as m
from support import on_threads

GIL = not sysconfig.get_config_var("Py_GIL_DISABLED")
KEPT = 32


def pairs(count):
    return [m.TwoFloats(float(n), -float(n)) for n in range(count)]


def test_values_are_those_of_the_new_instance():
    for _ in range(3):
        for count in (1, KEPT - 1, KEPT, KEPT + 1, 5 * KEPT):
            made = pairs(count)
            assert len({id(pair) for pair in made}) == count
            assert [(pair.x, pair.y) for pair in made] == [
                (float(n), -float(n)) for n in range(count)
            ]
            assert all(type(pair) is m.TwoFloats for pair in made)
            # Some are freed and made anew while others live.
            del made[::2]
            again = pairs(count)
            assert not {id(pair) for pair in made} & {id(pair) for pair in again}
            assert sum(pair.x for pair in again) == count * (count - 1) / 2


def test_no_borrow_is_left_behind():
    """A new instance that stands where a borrowed one stood can be borrowed exclusively."""

    def refused(cell):
        with pytest.raises(RuntimeError, match="borrowed"):
            cell.write(3)

    for _ in range(3 * KEPT):
        cell = borrow.Cell(1)
        assert cell.call_shared(lambda cell=cell: refused(cell)) == 1
        assert cell.call_exclusive(lambda cell=cell: refused(cell)) == 2
        cell = borrow.Cell(5)
        cell.write(7)
        assert cell.read() == 7


def test_each_instance_has_a_reference_to_its_type():
    before = sys.getrefcount(m.TwoFloats)
    one = pairs(1)
    counted = sys.getrefcount(m.TwoFloats) - before  # none where the class is immortal
    assert counted == 1 or not GIL
    del one
    counts = []
    for count in (KEPT, 4 * KEPT, 0, 4 * KEPT, KEPT, 0, 2 * KEPT):
        made = pairs(count)
        counts.append(sys.getrefcount(m.TwoFloats) - count * counted)
        assert {sys.getrefcount(pair) for pair in made} <= {2, 3}
        del made
    # The interpreter itself may keep one once the code has run some times.
    assert max(counts[3:]) - min(counts[3:]) <= 1


@pytest.mark.skipif(not GIL, reason="nothing is kept without the GIL")
def test_most_memory_goes_back():
    del pairs(8 * KEPT)[:]
    gc.collect()
    before = sys.getallocatedblocks()
    made = pairs(1000)
    assert sys.getallocatedblocks() - before >= 1000 - KEPT
    del made
    assert sys.getallocatedblocks() - before < KEPT


def test_tracemalloc_sees_who_makes_an_instance():
    del pairs(KEPT)[:]
    tracemalloc.start()
    try:
        made = [m.TwoFloats(1.0, 2.0)]
        made += [m.TwoFloats(1.0, 2.0) for _ in range(2 * KEPT)]
        places = {tracemalloc.get_object_traceback(pair)[0].lineno for pair in made[KEPT:]}
        assert len(places) == 1
        del made
        made = [m.TwoFloats(3.0, 4.0)]
        (frame,) = tracemalloc.get_object_traceback(made[0]) or [None]
        # What was kept since before tracing began is not traced; the rest is its maker's.
        assert frame is None or frame.lineno not in places
    finally:
        tracemalloc.stop()


@pytest.mark.threads
def test_threads_share_what_is_kept():
    wrong = []

    def work(number):
        for _ in range(200):
            made = [m.TwoFloats(number, float(n)) for n in range(2 * KEPT)]
            wrong.extend(
                pair for n, pair in enumerate(made) if (pair.x, pair.y) != (number, float(n))
            )

    on_threads(*(functools.partial(work, float(n)) for n in range(4)))
    assert wrong == []


class Canary:
    """Counts those that are alive."""

    alive = 0

    def __init__(self):
        type(self).alive += 1

    def __del__(self):
        type(self).alive -= 1


def test_tracked_instances():
    for count in (1, KEPT, 3 * KEPT, 2, 5 * KEPT):
        made = [m.Pair(Canary(), [n]) for n in range(count)]
        assert all(gc.is_tracked(pair) for pair in made)
        assert Canary.alive == count
        assert [0] in gc.get_referents(made[0])
        # Some are part of cycles, which the collector ends.
        for pair in made[::3]:
            pair.second.append(pair)
        gc.collect()
        assert [pair.second[0] for pair in made] == list(range(count))
        del made, pair
        gc.collect()
        assert Canary.alive == 0


def test_tracked_instances_leave_the_collector():
    def known():
        return sum(type(each) is m.Pair for each in gc.get_objects())

    before = known()
    made = [m.Pair(None, None) for _ in range(2 * KEPT)]
    assert known() - before == 2 * KEPT
    del made
    assert known() == before
