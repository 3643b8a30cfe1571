"""Sources that change while they are read: by an element's `__float__`, `__index__` or `__del__`,
by another thread."""

import array
import threading

import pytest
from everbind_tests import items as m


class Acting:
    """Does something to its home when it is converted, and when it dies."""

    def __init__(self, act, at_death=False):
        self.act = act
        self.at_death = at_death

    def run(self):
        act, self.act = self.act, None
        if act:
            act()

    def __float__(self):
        if not self.at_death:
            self.run()
        return 1.5

    def __index__(self):
        if not self.at_death:
            self.run()
        return 3

    def __del__(self):
        if self.at_death:
            self.run()


class Reference:
    """A walk as Python's own iteration does it, converting as it goes."""

    @staticmethod
    def values(source, convert):
        return [convert(each) for each in source]


CHANGES = {
    "clear": lambda home: home.clear(),
    "shrink": lambda home: home.__delitem__(slice(3, None)),
    "delete first": lambda home: home.__delitem__(0),
    "append": lambda home: home.extend([9.0, 8]),
    "grow much": lambda home: home.extend([1.0] * 5000),
    "replace": lambda home: home.__setitem__(slice(None), [6.0] * len(home)),
    "reverse": lambda home: home.reverse(),
    "sort": lambda home: home.__setitem__(slice(None), [float(len(home))]),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("at", [0, 2, 5, 99])
@pytest.mark.parametrize("ty", ["f64", "i64"])
def test_an_element_changes_its_list(change, at, ty):
    """`__float__` or `__index__` of an element: the result is that of Python's own walk."""

    def make():
        home = [float(n) if ty == "f64" else n for n in range(100)]
        plain = float if ty == "f64" else (lambda value: value.__index__())
        if ty == "i64" and change in ("append", "grow much", "replace", "sort"):
            act = {"append": [9, 8], "grow much": [1] * 5000, "replace": [6] * 100, "sort": [1]}
            new = act[change]
            if change in ("append", "grow much"):
                home[at] = Acting(lambda: home.extend(new))
            else:
                home[at] = Acting(lambda: home.__setitem__(slice(None), new))
        else:
            home[at] = Acting(lambda: CHANGES[change](home))
        return home, plain

    for how in ("vec", "read"):
        home, plain = make()
        expected = Reference.values(home, plain)
        home, plain = make()
        assert m.numbers(how, ty, home) == expected, how
    home, plain = make()
    wanted = [plain(each) for each in tuple(make()[0])]
    assert m.numbers("items", ty, home) == wanted


@pytest.mark.parametrize("change", CHANGES)
def test_a_dying_element_changes_its_list(change):
    """An element is only kept alive by its list, and dies while it is converted or given up."""
    for how in ("vec", "read", "items"):
        home = [float(n) for n in range(50)]

        class Removing(Acting):
            def __float__(self, home=home):
                home[10] = 4.0  # the list's reference is gone: this dies after its conversion
                return 2.5

        home[10] = Removing(lambda home=home: CHANGES[change](home), at_death=True)
        values = m.numbers(how, "f64", home)
        assert values[:11] == [float(n) for n in range(10)] + [2.5]
        assert all(type(value) is float for value in values)


def test_a_chunk_keeps_its_items():
    class Item:
        dead = 0

        def __init__(self, number):
            self.number = number

        def __del__(self):
            Item.dead += 1

    for wrap in (lambda items: items, iter, lambda items: (each for each in items)):
        Item.dead = 0
        home = [Item(n) for n in range(10)]
        source = wrap(home)

        def forget(count, home=home):
            home.clear()
            assert Item.dead == 6  # all but those in the chunk

        chunks = m.chunks_around(source, forget)
        assert [each.number for each in chunks[0]] == [0, 1, 2, 3]
        del chunks, source, home
    home = tuple(Item(n) for n in range(10))
    assert [each.number for chunk in m.chunks_around(home, lambda n: None) for each in chunk] == [
        *range(10)
    ]


def test_items_keep_theirs():
    home = [object() for _ in range(20)]
    copy = tuple(home)
    before, after = m.around(home, home.clear)
    assert before == after == list(copy)
    assert home == []
    before, after = m.around(copy, lambda: None)
    assert before == after == list(copy)


def test_chunks_walk_the_living_list():
    home = list(range(8))
    assert m.chunks_around(home, lambda n: home.append(100 + n) if n < 3 else None) == [
        [0, 1, 2, 3],
        [4, 5, 6, 7],
        [100, 101],
        [102],
    ]
    home = list(range(8))
    assert m.chunks_around(home, lambda n: home.__delitem__(slice(2, None))) == [[0, 1, 2, 3]]
    home = list(range(12))
    assert m.reads_around(home, lambda n: home.extend([50, 51]) if n == 1 else None) == [
        [0, 1, 2, 3, 4],
        [5, 6, 7, 8, 9],
        [10, 11, 50, 51],
    ]


def test_dropping_a_chunk_may_change_the_list():
    home = []
    home.extend(Acting(lambda: home.extend([1, 2]), at_death=True) for _ in range(4))
    home.extend([3, 4])

    def forget(n):
        if n == 0:
            home[:4] = [0, 0, 0, 0]

    chunks = m.chunks_around(home, forget)
    assert [len(chunk) for chunk in chunks] == [4, 2]
    del chunks


def test_an_array_changes_between_reads():
    home = array.array("q", range(12))

    def change(n):
        if n == 1:
            home[6] = -1
            home.extend([70, 71, 72, 73, 74])
        if n == 2:
            del home[12:]

    assert m.reads_around(home, change) == [[0, 1, 2, 3, 4], [5, -1, 7, 8, 9], [10, 11]]
    home = bytearray(b"abcdefgh")
    assert m.numbers("read", "u8", home) == list(b"abcdefgh")


def test_a_nested_list_changes():
    inner = [1.0, 2.0]
    outer = [(1, 2.0), (Acting(lambda: outer.clear()), 2.0), (3, 4.0)]
    assert m.numbers("vec", "pair", outer) == [(1, 2.0), (3, 2.0)]
    outer = [(1, 2.0), (Acting(lambda: outer.append((7, 8.0))), 2.0), (3, 4.0)]
    assert m.numbers("read", "pair", outer) == [(1, 2.0), (3, 2.0), (3, 4.0), (7, 8.0)]
    assert inner == [1.0, 2.0]


@pytest.mark.threads
@pytest.mark.timeout(120)
def test_another_thread_changes_the_list():
    """All values are ones that the list has had, whatever the other thread does."""
    home = [1.0] * 100
    stop = threading.Event()
    failures = []

    def disturb():
        turn = 0
        while not stop.is_set():
            turn += 1
            try:
                match turn % 6:
                    case 0:
                        home.append(1.0)
                    case 1:
                        del home[50:]
                    case 2:
                        home.extend(float(1) for _ in range(60))
                    case 3:
                        home[:] = [1.0] * 100
                    case 4:
                        home.insert(0, 1.0)
                    case 5:
                        home.clear()
                        home.extend([1.0] * 80)
            except Exception as error:  # told by the main thread
                failures.append(error)

    threads = [threading.Thread(target=disturb) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(30):
            total, count = m.sums(home, 40)
            assert total == count
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert not failures


@pytest.mark.threads
@pytest.mark.timeout(120)
def test_another_thread_writes_to_an_array():
    """Values are whole on every machine we know; the copy does not see the array move."""
    home = array.array("d", [1.0] * 64)
    stop = threading.Event()

    def disturb():
        while not stop.is_set():
            for index in range(64):
                home[index] = 1.0

    thread = threading.Thread(target=disturb)
    thread.start()
    try:
        for _ in range(20):
            total, count = m.sums(home, 20)
            assert total == count == 20 * 4 * 64
    finally:
        stop.set()
        thread.join()
