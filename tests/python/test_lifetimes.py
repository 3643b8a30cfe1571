"""Fields handed out by reference, parts of values, and iterators that notice changes."""

import gc
import threading
import weakref

import pytest
from everbind_tests import lifetimes as m
from support import Raises, assert_no_leak, check

pytestmark = pytest.mark.usefixtures("nothing_stays")


def test_what_is_written_goes_into_the_owner():
    drawing = m.Drawing()
    start = drawing.line.start
    assert type(start) is m.Point
    start.x = 10
    drawing.line.end.x = 30
    start.shift(1)
    assert drawing.xs() == (11.0, 30.0)
    assert (start.x, start.y, start.norm() > 11, repr(start)) == (11.0, 2.0, True, "(11, 2)")
    drawing.line.start = m.Point(5, 6)
    assert (start.x, start.y) == (5.0, 6.0)
    assert start.doubled() == (10.0, start)


def test_what_the_owner_writes_is_seen():
    drawing = m.Drawing()
    start = drawing.line.start
    start.x = 7
    drawing.replace()
    assert start.x == 1.0


def test_it_keeps_the_owner():
    start = m.Drawing().line.start
    end = m.Drawing().line.end
    gc.collect()
    start.x += 1
    assert (start.x, end.x) == (2.0, 3.0)
    line = m.Drawing().line
    gone = weakref.ref(line)
    start = line.start
    del line
    gc.collect()
    assert gone() is not None
    del start
    assert gone() is None


def test_each_is_an_object_of_its_own():
    line = m.Drawing().line
    start = line.start
    assert start is not line.start
    start.note = "here"
    assert not hasattr(line.start, "note")
    assert weakref.ref(start)() is start


def test_it_is_borrowed_with_its_owner():
    drawing = m.Drawing()
    start, end = drawing.line.start, drawing.line.end
    outcomes = drawing.during(lambda: [outcome(start.norm), outcome(end.shift, 1)])
    assert outcomes == ["Already mutably borrowed", "Already borrowed"]
    assert drawing.reading(lambda: [outcome(start.norm) > 2, outcome(end.shift, 1)]) == [
        True,
        "Already borrowed",
    ]
    assert start.call(lambda: [outcome(drawing.xs), outcome(end.norm)]) == [
        "Already mutably borrowed",
        "Already mutably borrowed",
    ]
    assert outcome(start.swap, end) == outcome(end.swap, start) == "Already borrowed"
    start.swap(m.Point(100, 0))
    assert drawing.xs() == (100.0, 3.0)


def outcome(function, *args):
    try:
        return function(*args)
    except RuntimeError as error:
        return str(error)


def test_as_an_argument():
    drawing = m.Drawing()
    end = drawing.line.end
    copy = m.copied(end)
    copy.x = 1000
    assert (drawing.xs()[1], m.norm(end), m.detached(end)) == (3.0, 5.0, 5.0)
    assert m.held(end, lambda: None) == 3.0
    with pytest.raises(RuntimeError, match="Already mutably borrowed"):
        m.held(end, drawing.xs)


def test_ordinary_instances_and_subclasses():
    point, pixel = m.Point(3, 4), m.Pixel()

    class Mine(m.Point):
        pass

    assert (point.norm(), pixel.x, Mine(1, 2).y) == (5.0, 1.0, 2.0)
    point.x = 6
    pixel.x = 2
    drawing = m.Drawing()
    drawing.line.start = pixel
    assert (point.x, drawing.xs()) == (6.0, (2.0, 3.0))


def test_cycles_are_freed():
    drawing = m.Drawing()
    drawing.mine = drawing.line.start
    drawing.mine.itself = drawing.mine
    drawing.line.end.label = drawing
    del drawing
    gc.collect()


def test_what_refers_is_not_cleared_in_its_owner():
    drawing = m.Drawing()
    label = object()
    start = drawing.line.start
    start.label = label
    start.cycle = start
    del start
    gc.collect()
    assert drawing.line.start.label is label


def test_frozen_classes():
    value = object()
    owner = m.FixedOwner(7, value)
    fixed = owner.fixed
    del owner
    gc.collect()
    assert fixed.value == 7
    assert fixed.object is value


def test_references_leak_nothing():
    drawing = m.Drawing()
    check(
        m,
        [
            ("drawing.line.start.x", 1.0),
            ("Drawing().line.end.norm()", 5.0),
            ("setattr(drawing.line.end, 'y', 'no')", Raises(TypeError, "'y'", "float")),
            ("setattr(drawing.line, 'end', 1)", Raises(AttributeError)),
            ("setattr(drawing.line, 'start', 1)", Raises(TypeError, "Point", "int")),
            ("delattr(drawing.line, 'start')", Raises((AttributeError, TypeError))),
            ("Drawing().during(Drawing().line.start.norm)", m.Point(1, 2).norm()),
        ],
        drawing=drawing,
    )


@pytest.mark.threads
def test_from_many_threads():
    drawing = m.Drawing()
    stop = threading.Event()

    def work():
        line = drawing.line
        while not stop.is_set():
            outcome(line.start.shift, 1)
            outcome(drawing.xs)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    stop.wait(0.3)
    stop.set()
    for thread in threads:
        thread.join()
    assert drawing.xs()[0] > 1


def test_parts_of_a_value():
    cloud = m.Cloud()
    a, fixed = cloud["a"], cloud.fixed("a")
    a.mass = 5
    assert (a.mass, fixed.mass, a.detached(), a.name) == (5.0, 5.0, 5.0, "a")
    assert a.cloud is cloud
    gone = Raises(ReferenceError, "no longer in its Cloud")
    check(
        m,
        [
            ("cloud['a'].mass", 5.0),
            ("cloud['c'].mass", gone),
            ("setattr(cloud['c'], 'mass', 1)", gone),
            ("setattr(fixed, 'mass', 1)", Raises(TypeError, "part of a Cloud cannot be changed")),
            ("cloud.during(a.detached)", Raises(RuntimeError, "Already mutably borrowed")),
            ("a.detached()", 5.0),
        ],
        cloud=cloud,
        fixed=fixed,
        a=a,
    )
    cloud.remove("a")
    with pytest.raises(ReferenceError):
        a.mass = 1


def test_parts_keep_their_owner_and_are_collected():
    part = m.Cloud()["b"]
    gc.collect()
    assert part.mass == 2.0

    def cycle():
        cloud = m.Cloud()
        cloud.part = cloud["a"]

    gc.collect()
    assert_no_leak(lambda: (cycle(), gc.collect()), n=20)


@pytest.mark.parametrize(
    ("make", "change"),
    [
        (lambda: m.Bag([1, 2, 3]), lambda bag: bag.add(4)),
        (lambda: m.Index({"a": 1, "b": 2, "c": 3}), lambda index: index.__delitem__("b")),
    ],
)
def test_iterators_notice_changes(make, change):
    container = make()
    assert len(list(container)) == 3
    items = iter(container)
    assert iter(items) is items
    next(items)
    change(container)
    for _ in range(2):
        with pytest.raises(RuntimeError, match=f"{type(container).__name__} changed during"):
            next(items)
    assert len(list(container)) in (2, 4)


def test_the_end_of_an_iterator_is_its_end():
    bag = m.Bag([1])
    items = iter(bag)
    assert list(items) == [1]
    bag.add(2)
    assert list(items) == []
    del bag
    assert list(iter(m.Bag([5, 6]))) == [5, 6]


def test_values_may_change():
    bag = m.Bag([1, 2])
    seen = []
    for item in bag:
        bag[1] = 9
        seen.append(item)
    assert seen == [1, 9]


def test_iterators_leak_nothing():
    check(
        m,
        [
            ("list(Bag([1, 2]))", [1, 2]),
            ("next(iter(Bag([])))", Raises(StopIteration)),
            ("list(Index({'b': 1, 'a': 2}))", ["a", "b"]),
        ],
    )

    def cycle():
        bag = m.Bag([1])
        bag.items = iter(bag)

    assert_no_leak(lambda: (cycle(), gc.collect()), n=20)
