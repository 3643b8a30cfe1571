"""Garbage collection derived from fields: each container, what is not visited."""

import gc
import sys
import threading

import pytest
from everbind_tests import class_traverse as m
from support import on_threads

GIL = getattr(sys, "_is_gil_enabled", lambda: True)() and "t" not in sys.abiflags


pytestmark = pytest.mark.usefixtures("nothing_stays")


VISITED = sorted(name for name in vars(m) if name.startswith("In"))
NOT_VISITED = sorted(name for name in vars(m) if name.startswith("Not"))


def referents(thing):
    return [each for each in gc.get_referents(thing) if each is not type(thing)]


@pytest.mark.parametrize("name", VISITED)
def test_a_cycle_through(name):
    kind = getattr(m, name)
    gc.collect()
    before = m.alive()
    holder = kind()
    holder.put(holder)
    assert gc.is_tracked(holder)
    assert [each is holder for each in referents(holder)] == [True]
    del holder
    assert m.alive() == before + 1
    gc.collect()
    assert m.alive() == before


@pytest.mark.parametrize("name", VISITED)
def test_what_is_held_in_a_reachable_one_stays(name, sentinels):
    holder = getattr(m, name)()
    holder.put(ring := [sentinels[0]])
    ring.append(holder)
    del ring
    gc.collect()
    gc.collect()
    (ring,) = referents(holder)
    assert ring[0] is sentinels[0]
    assert ring[1] is holder


@pytest.mark.parametrize("name", NOT_VISITED)
def test_never(name, sentinels):
    holder = getattr(m, name)()
    holder.put(sentinels[0])
    assert not gc.is_tracked(holder)
    assert referents(holder) == []
    gc.collect()


def test_two_bare_references():
    """Nothing of the pair is given up; the list that closes the cycle is."""
    marker = m.InOption()
    items = [marker]
    items.append(m.Pair(items, marker))
    assert referents(items[1]) == [items, marker]
    gc.collect()
    assert items[1].first is items
    del items
    del marker


def test_a_pair_in_an_unreachable_cycle_stays_whole():
    """Seen from a finaliser, which runs before anything is given up."""
    seen = []

    class Watch:
        def __del__(self):
            seen.append((self.pair.first is self, self.pair.second))

    watch = Watch()
    watch.pair = m.Pair(watch, 5)
    del watch
    gc.collect()
    assert seen == [(True, 5)]


def test_an_arc_with_one_reachable_owner():
    """What two owners share is nobody's to visit: the reachable one keeps it."""
    kept = m.Sharing()
    kept.shared = shared = ["shared"]
    lost = m.Sharing(kept)
    lost.own = [lost, shared]
    assert not any(each is shared for each in referents(lost))
    del lost, shared
    before = m.alive()
    gc.collect()
    assert m.alive() == before - 1
    gc.collect()
    assert kept.shared == ["shared"]


def test_an_arc_whose_owners_are_all_lost():
    owners = [m.Sharing()]
    owners.append(m.Sharing(owners[0]))
    for each in owners:
        each.own = [each, owners]
    owners[0].shared = {}
    before = m.alive()
    del owners, each
    gc.collect()
    assert m.alive() == before - 2


def test_a_collection_during_an_exclusive_method():
    thing = m.Sharing()
    thing.own = [thing]
    seen = []
    assert thing.call_exclusive(gc.collect)
    assert thing.call_exclusive(lambda: seen.append(referents(thing)))
    assert seen == [[]]
    assert thing.own[0] is thing


@pytest.mark.threads
@pytest.mark.parametrize("how", ["wait_exclusive", "wait_shared"])
def test_collections_while_a_method_is_detached(how):
    thing = m.Sharing()
    thing.own = [thing, "kept"]
    answers = []
    thread = threading.Thread(target=lambda: answers.append(getattr(thing, how)(150)))
    thread.start()
    while thread.is_alive():
        for _ in range(5):
            other = m.Sharing()
            other.own = [other, thing]
        del other
        gc.collect()
    thread.join()
    assert answers == [True]
    assert thing.own[0] is thing
    assert thing.own[1] == "kept"


@pytest.mark.threads
def test_an_unsendable_instance_is_left_to_its_thread():
    holder = m.InRefCell()
    holder.put(marker := ["marker"])
    found = []
    on_threads(lambda: (gc.collect(), found.extend(referents(holder))))
    assert found == []
    assert referents(holder) == [marker]


def test_bases_and_python_subclasses():
    for attribute in ("own", "more", "shared"):
        thing = m.Extended()
        setattr(thing, attribute, [thing])
        if attribute == "shared":
            thing.shared = None

    class Sub(m.Sharing):
        pass

    sub = Sub()
    sub.own = sub.other = sub

    class Slotted(m.Sharing):
        __slots__ = ("slot",)

    slotted = Slotted()
    slotted.own = slotted.slot = slotted


def test_what_is_written_by_hand_wins(sentinels):
    thing = m.ByHand(*sentinels)
    assert referents(thing) == [sentinels[0]]
    # There is no `__clear__`, and none is derived beside a `__traverse__`.
    ring = []
    thing = m.ByHand(ring, None)
    ring.append(thing)
    states = []

    class Watch:
        def __del__(self):
            states.append(self.thing.state())

    watch = Watch()
    watch.thing = thing
    ring.append(watch)
    del ring, thing, watch
    gc.collect()
    assert states == [(True, False)]


def test_clearing_by_hand():
    log = []
    thing = m.ClearedByHand(log)
    thing.object = thing
    assert referents(thing) == [thing, log]
    del thing
    gc.collect()
    assert log == ["cleared"]


def test_an_exception_in_clear_is_reported(capfd):
    unraisable = []
    hook, sys.unraisablehook = sys.unraisablehook, lambda raised: unraisable.append(raised.exc_type)
    try:
        thing = m.ClearedByHand(None)
        thing.object = thing
        del thing
        gc.collect()
    finally:
        sys.unraisablehook = hook
    assert unraisable == [AttributeError]
    capfd.readouterr()


def test_clearing_comes_back_to_the_instance():
    """What is dropped is dropped after the borrow has ended."""
    seen = []
    thing = m.Revisited()
    thing.prepare(lambda owner: seen.append(owner.is_empty()))
    del thing
    gc.collect()
    assert seen == [True]


def test_nothing_can_attach_while_the_collector_visits(capfd):
    thing = m.Attaching(["marker"], False)
    assert referents(thing) == [["marker"]]
    thing = m.Attaching(["marker"], True)
    assert referents(thing) == []
    assert "the garbage collector is visiting objects" in capfd.readouterr().err
    gc.collect()
    del thing


def test_two_floats_are_small_and_untracked():
    pair = m.TwoFloats(1.0, 2.0)
    assert not gc.is_tracked(pair)
    assert not m.TwoFloats.__flags__ & (1 << 14), "Py_TPFLAGS_HAVE_GC"
    if not hasattr(sys, "getobjects"):
        expected = 32 if GIL else 48
        assert m.TwoFloats.__basicsize__ == sys.getsizeof(pair) == expected


def test_containers_without_objects_are_untracked():
    assert not gc.is_tracked(m.Plain([("a", [1.0, 2.0])], {"b": None}))


def test_what_is_an_attribute_of_its_own_class():
    for thing, kind in ((m.Side.Left, m.Side), (m.Leading.FIRST, m.Leading)):
        assert gc.is_tracked(thing)
        assert gc.get_referents(thing) == [kind]
    gc.collect()
    assert m.Side.Left == m.Side.Left != m.Side.Right
    assert m.Leading.FIRST.value == 1


def test_enums_with_fields():
    ring = []
    ring += [m.Shape.Tagged(ring, 1.0), m.Shape.Cells(ring, [ring, 5]), m.Shape.Empty()]
    assert [each is ring for each in referents(ring[0])] == [True]
    assert [each is ring for each in referents(ring[1])] == [True, True, False]
    assert referents(ring[2]) == []
    del ring
    gc.collect()
