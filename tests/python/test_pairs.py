"""`Pairs`: a dict's keys and values, read where they are."""

import collections
import gc
import sys
import threading
import weakref

import pytest
from everbind_tests import collections as maps
from everbind_tests import pairs as m
from support import Raises, check, wrong


class Name(str):
    pass


class Price(float):
    pass


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Overrides(dict):
    def items(self):
        raise ZeroDivisionError


class Number:
    """Runs `action` when it is converted."""

    def __init__(self, action=lambda: None):
        self.action = action

    def __index__(self):
        self.action()
        return 7


NAMES = {
    "Name": Name,
    "Price": Price,
    "Point": Point,
    "Overrides": Overrides,
    "Number": Number,
    "Ordered": collections.OrderedDict,
    "Counter": collections.Counter,
}

FREE_THREADED = not getattr(sys, "_is_gil_enabled", lambda: True)()
SIZE = "RuntimeError: dictionary changed size during iteration"
KEYS = "RuntimeError: dictionary keys changed during iteration"


def test_pairs():
    check(
        m,
        [
            ("total({'a': 1.5, 'b': 2, Name('c'): Price(0.5)}), total({})", (4.0, 0.0)),
            ("total(Overrides(a=1.0)), total(Counter('aab'))", (1.0, 3.0)),
            (
                "texts({'a': 1, '': 2, 'žluť': 3, '𝄞': 2**62})",
                [("a", 1), ("", 2), ("žluť", 3), ("𝄞", 2**62)],
            ),
            ("texts(Ordered(b=1, a=Number()))", [("b", 1), ("a", 7)]),
            ("bytes({b'ab': 'cde', b'': None})", 5),
            ("objects({1: 'a', None: 2.5})", [(1, "a"), (None, 2.5)]),
            ("points({'p': Point(1, 2), 'q': Point(x=Number(), y=5)})", [("p", 3), ("q", 12)]),
            ("optional({2: 3, 4: 5}), optional(None), optional()", (26, 0, 0)),
            ("borrowed_map({'b': 1, 'a': 2})", {"aa": 2, "bb": 1}),
            ("from_rust({'a': 1, 'bc': 2})", "abc"),
            ("hints({'a': 1, 'b': 2}), hints({})", (((0, 3), 2), ((0, 1), 0))),
            ("total([])", wrong("prices", "dict", "list")),
            ("total(None)", wrong("prices", "dict", "NoneType")),
            ("optional(5)", wrong("pairs", "dict", "int")),
            ("total({1: 1.0})", Raises(TypeError, "key: expected str, got int")),
            ("total({'a': 'x'})", Raises(TypeError, "value of key 'a': expected float, got str")),
            ("texts({'a': 2**64})", Raises(OverflowError, "value of key 'a'", "i64")),
            ("texts({'\\udc80': 1})", Raises(UnicodeEncodeError, "surrogates")),
            ("points({'p': 5})", Raises(AttributeError, "x")),
            (
                "bad_items({'a': 1, 'b': 'x', 3: 3, 'd': 4})",
                (
                    [1, 4],
                    [
                        "TypeError: value of key 'b': expected int, got str",
                        "TypeError: key: expected str, got int",
                    ],
                ),
            ),
        ],
        **NAMES,
    )


def fresh(count):
    """A dict whose keys nothing else refers to."""
    return {f"key {i}": i for i in range(count)}


def test_every_kind_of_table():
    """Entries with holes, tables of all sizes, attributes of an instance, other keys."""
    for size in (0, 1, 5, 6, 11, 100, 200, 300, 70_000):
        d = fresh(size)
        assert m.texts(d) == list(d.items())
        for i in range(0, size, 3):
            del d[f"key {i}"]
        assert m.texts(d) == list(d.items())
        assert maps.hash_map(d) == d
        mixed = {**d, 5: 5, 2.5: 1, None: 2}
        assert m.objects(mixed) == list(mixed.items())
        del mixed[5]
        assert m.objects(mixed) == list(mixed.items())
    point = Point(1, 2)
    assert m.texts(vars(point)) == [("x", 1), ("y", 2)]
    del point.x
    point.z = 3
    assert m.texts(vars(point)) == [("y", 2), ("z", 3)]


def test_unusual_entries_among_the_usual():
    for key, value in (("é", 1), (Name("n"), 2), ("k", 2**40), ("k", 2**62), ("k", True)):
        for place in range(4):
            entries = [(f"key {i}", i) for i in range(3)]
            entries.insert(place, (key, value))
            counts = [sys.getrefcount(name) for name, _ in entries]
            assert m.texts(dict(entries)) == entries
            assert [sys.getrefcount(name) for name, _ in entries] == counts


def test_a_changed_size_ends_the_walk():
    for change in (
        lambda d, k: d.pop(k),
        lambda d, k: d.update({k + k: 1}),
        lambda d, k: d.clear(),
    ):
        d = fresh(5)
        seen, ended = m.walk(d, lambda k, v, d=d, change=change: change(d, k))
        assert (seen, ended) == (["key 0"], SIZE)


def test_what_was_given_out_stays():
    d = fresh(1000)

    def body(key, value):
        if value == 990:
            d.clear()
            gc.collect()
            d.update({f"other {i}": i for i in range(2000)})

    seen, ended = m.walk(d, body)
    assert seen == [f"key {i}" for i in range(991)]
    assert ended == SIZE


def test_replaced_keys_end_the_walk_at_the_latest_at_its_end():
    d = fresh(4)

    def body(key, value):
        del d[key]
        d[key + "'"] = value

    seen, ended = m.walk(d, body)
    assert (len(seen), ended) == (4, KEYS)
    assert seen[0] == "key 0"


def test_replaced_values_are_seen():
    d = dict.fromkeys(["a", "b", "c"], 0)
    values = []

    def body(key, value):
        values.append(value)
        d["c"] = 5

    assert m.walk(d, body) == (["a", "b", "c"], None)
    assert values == [0, 0, 5]


def test_conversions_may_change_the_dict():
    d = fresh(3)
    d["key 1"] = Number(d.clear)
    good, bad = m.bad_items(d)
    assert good[:2] == [0, 7]
    assert bad == [SIZE]


def test_owned_maps_notice_it_too():
    d = fresh(3)
    d["key 1"] = Number(d.clear)
    # Without a GIL a copy is read, which nothing changes.
    whole = {"key 0": 0, "key 1": 7, "key 2": 2}
    expected = whole if FREE_THREADED else Raises(RuntimeError, "changed size")
    check(maps, [("hash_map(d)", expected)], d=d, leaks=False)


def test_the_last_reference_may_go_in_the_walk():
    class Watched(str):
        __slots__ = ("__weakref__",)

    d = {Watched(f"key {i}"): i for i in range(3)}
    watch = [weakref.ref(key) for key in d]
    alive = []

    def body(key, value):
        if value == 1:
            d.clear()
        alive.append([ref() is not None for ref in watch])

    seen, ended = m.walk(d, body)
    assert seen == ["key 0", "key 1"]
    assert ended == SIZE
    # The first two are still borrowed from, the third is gone with the dict.
    assert alive == [[True, True, True], [True, True, False]]
    assert [ref() for ref in watch] == [None, None, None]


def test_a_body_that_fails():
    d = fresh(3)
    check(m, [("walk(d, fail)", Raises(ZeroDivisionError))], d=d, fail=lambda k, v: 1 / 0)


def test_keys_are_not_leaked():
    key = "".join(["a key", " of its own"])
    d = {key: 1}
    before = sys.getrefcount(key)
    for _ in range(100):
        m.texts(d)
        m.total(d)
    assert sys.getrefcount(key) == before


@pytest.mark.threads
def test_other_threads_change_the_dict():
    d = fresh(200)
    stop = threading.Event()

    def change():
        i = 0
        while not stop.is_set():
            i += 1
            d[f"key {i % 200}"] = float(i)
            if i % 50 == 0:
                d.pop(f"key {i % 200}", None)
                d[f"more {i}"] = 1.0
                d.pop(f"more {i}", None)

    threads = [threading.Thread(target=change) for _ in range(2)]
    for thread in threads:
        thread.start()
    ended = collections.Counter()
    try:
        for _ in range(300):
            try:
                ended[m.total(d) > 0] += 1
            except RuntimeError as error:
                ended[str(error)] += 1
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert set(ended) <= {True, SIZE.split(": ")[1], KEYS.split(": ")[1]}, ended
