"""Items and chunks, arrays of numbers, and what happens when the source changes meanwhile."""

import array
import collections
import ctypes
import itertools
import math
import struct
import threading

import pytest
from everbind_tests import items as m
from hypothesis import assume, given
from hypothesis import strategies as st
from support import Raises, check

SIGNED = {"i8": 8, "i16": 16, "i32": 32, "i64": 64, "isize": 64}
UNSIGNED = {"u8": 8, "u16": 16, "u32": 32, "u64": 64, "usize": 64}
INTS = [*SIGNED, *UNSIGNED]
HOWS = ["vec", "read", "items"]
Pair = collections.namedtuple("Pair", "a b")


class Odd(tuple):
    """A tuple that iterates otherwise."""

    def __iter__(self):
        return iter(["odd"])


class OddList(list):
    def __iter__(self):
        return iter(["odd"])


class OddArray(array.array):
    def __iter__(self):
        return iter([7.0])


class Sequence:
    """What only `__getitem__` makes iterable."""

    def __len__(self):
        return 3

    def __getitem__(self, index):
        if index > 2:
            raise IndexError
        return float(index)


def failing(count):
    yield from map(float, range(count))
    raise ZeroDivisionError("in between")


NAMES = {
    "array": array.array,
    "deque": collections.deque,
    "failing": failing,
    "Odd": Odd,
    "OddList": OddList,
    "Pair": Pair,
    "Sequence": Sequence,
}


def same(left, right):
    """Whether numbers are equal and of one type, NaN and the zeros told apart."""
    return [(type(each), repr(each)) for each in left] == [
        (type(each), repr(each)) for each in right
    ]


# -- what they are ----------------------------------------------------------------------------


def test_items():
    check(
        m,
        [
            ("all(())", []),
            ("all((1, 'x', None))", [1, "x", None]),
            ("all([])", []),
            ("all([1, 2])", [1, 2]),
            ("all(Pair(1, 2))", [1, 2]),
            ("all(Odd((1, 2)))", ["odd"]),
            ("all(OddList((1, 2)))", ["odd"]),
            ("all({1: 2})", [1]),
            ("all(range(3))", [0, 1, 2]),
            ("all(x for x in 'ab')", ["a", "b"]),
            ("all(b'ab')", [97, 98]),
            ("all(Sequence())", [0.0, 1.0, 2.0]),
            ("all(array('d', [1, 2]))", [1.0, 2.0]),
            ("all('ab')", Raises(TypeError, "argument 'items'", "`str`")),
            ("all(1)", Raises(TypeError, "argument 'items'", "not iterable")),
            ("all(failing(2))", Raises(ZeroDivisionError, "in between")),
            ("tuple_of(t) is t", True),
            ("tuple_of(p) is p", True),
            ("tuple_of([1, 2])", (1, 2)),
            ("texts(('a', 'b\\xe9'))", "ab\xe9"),
            ("texts(['a', 'b'])", "ab"),
            ("texts(iter('ab'))", "ab"),
            ("texts(('a', 1))", Raises(TypeError, "item 1", "expected str, got int")),
            ("flags([True, False, True])", [True, False, True]),
            ("flags([True, 2])", Raises(TypeError, "item 1", "expected bool, got int")),
        ],
        **NAMES,
        t=(1, 2),
        p=Pair(1, 2),
    )


def test_chunks():
    check(
        m,
        [
            ("chunked(())", []),
            ("chunked((1, 2, 3))", [[1, 2, 3]]),
            ("chunked(tuple(range(9)))", [[0, 1, 2, 3], [4, 5, 6, 7], [8]]),
            ("chunked(list(range(9)))", [[0, 1, 2, 3], [4, 5, 6, 7], [8]]),
            ("chunked(iter(range(5)))", [[0, 1, 2, 3], [4]]),
            ("chunked(deque(range(4)))", [[0, 1, 2, 3]]),
            ("chunked(Odd(range(9)))", [["odd"]]),
            ("chunked(Pair(1, 2))", [[1, 2]]),
            ("chunked(b'abcde')", [[97, 98, 99, 100], [101]]),
            ("chunked(array('i', range(5)))", [[0, 1, 2, 3], [4]]),
            ("chunked(memoryview(b'abcde'))", [[97, 98, 99, 100], [101]]),
            ("chunked(Sequence())", [[0.0, 1.0, 2.0]]),
            ("chunked({})", []),
            ("chunked('text')", Raises(TypeError, "argument 'chunks'", "`str`")),
            ("chunked(None)", Raises(TypeError, "argument 'chunks'", "not iterable")),
            ("chunks_until(failing(0))", ([], "ZeroDivisionError: in between")),
            ("chunks_until(failing(2))", ([[0.0, 1.0]], "ZeroDivisionError: in between")),
            (
                "chunks_until(failing(4))",
                ([[0.0, 1.0, 2.0, 3.0]], "ZeroDivisionError: in between"),
            ),
            ("chunks_until(failing(5))[0]", [[0.0, 1.0, 2.0, 3.0], [4.0]]),
        ],
        **NAMES,
    )


def test_reading_goes_on_after_an_error():
    text = "item 2: expected float, got str"
    check(
        m,
        [
            ("reads_until([0, 1, 'x', 3, 4])", ([[0.0, 1.0], [3.0, 4.0]], ["TypeError: " + text])),
            (
                "reads_until((0, 1, 'x', 3, 4))",
                ([[0.0, 1.0], [3.0, 4.0]], ["TypeError: " + text]),
            ),
            (
                "reads_until(iter([0, 1, 'x', 3, 4]))",
                ([[0.0, 1.0], [3.0, 4.0]], ["TypeError: " + text]),
            ),
            (
                "reads_until(failing(7))",
                (
                    [[0.0, 1.0, 2.0, 3.0, 4.0], [5.0, 6.0]],
                    ["ZeroDivisionError: in between"],
                ),
            ),
            ("reads_until(['x'])", ([], ["TypeError: item 0: expected float, got str"])),
        ],
        **NAMES,
    )


# -- equal to Python's own iteration ----------------------------------------------------------

FLOATS = st.floats(width=64)
SOURCES = [list, tuple, iter, collections.deque, lambda values: (each for each in values)]


@given(st.lists(FLOATS | st.integers(-(2**70), 2**70) | st.booleans(), max_size=200))
def test_floats_from_everything(values):
    expected = [float(value) for value in values]
    for source, how in itertools.product(SOURCES, HOWS):
        if how == "vec" and source not in (list, tuple, collections.deque):
            continue  # an iterator is no sequence
        assert same(m.numbers(how, "f64", source(values)), expected)


@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=200))
def test_ints_from_everything(values):
    for source, how in itertools.product(SOURCES, HOWS):
        if how == "vec" and source not in (list, tuple, collections.deque):
            continue
        assert same(m.numbers(how, "i64", source(values)), values)


@given(st.lists(st.text(max_size=5), max_size=70))
def test_texts_from_everything(values):
    for source in SOURCES:
        assume(all(ord(each) not in range(0xD800, 0xE000) for text in values for each in text))
        assert m.texts(source(values)) == "".join(values)


@given(st.lists(st.integers() | st.text() | st.none(), max_size=200), st.booleans())
def test_any_items_from_everything(values, early):
    for source in SOURCES:
        assert m.all(source(values)) == values
        assert list(itertools.chain(*m.chunked(source(values)))) == values
        assert all(1 <= len(chunk) <= 4 for chunk in m.chunked(source(values)))


@given(st.lists(st.integers(-1000, 1000), max_size=50))
def test_chunks_and_values_by_turns(values):
    for source in [*SOURCES, lambda values: array.array("q", values)]:
        assert m.by_turns(source(values)) == values


@given(st.data())
def test_arrays_of_integers(data):
    code = data.draw(st.sampled_from("bBhHiIlLqQ"))
    bits = 8 * struct.calcsize(code)
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if code.islower() else (0, 2**bits - 1)
    values = data.draw(st.lists(st.integers(low, high), max_size=30))
    source = array.array(code, values)
    for each in (source, memoryview(source)):
        for ty, how in itertools.product(INTS, HOWS):
            assert outcome(how, ty, each) == outcome(how, ty, values), (code, ty, how)


@given(st.lists(FLOATS, max_size=30))
def test_arrays_of_floats(values):
    for code, ty, how in itertools.product("fd", ("f32", "f64"), HOWS):
        try:
            source = array.array(code, values)
        except OverflowError:
            continue
        expected = m.numbers("items", ty, list(source))
        assert same(m.numbers(how, ty, source), expected), (code, ty, how)
        assert same(m.numbers(how, ty, memoryview(source)), expected), (code, ty, how)


def outcome(how, ty, source):
    try:
        return m.numbers(how, ty, source)
    except (OverflowError, TypeError) as error:
        return type(error)


def elementwise(how, ty, source):
    """What iteration gives, as far as it gets."""
    try:
        return outcome(how, ty, list(source))
    except Exception as error:
        return type(error)


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("ty", ["f64", "f32", "i64", "i32", "u8", "bool"])
def test_other_buffers_are_iterated_over(how, ty):
    doubles = array.array("d", range(12))
    released = memoryview(b"ab")
    released.release()
    for source in [
        memoryview(doubles)[::2],
        memoryview(doubles)[::-1],
        memoryview(b"abc"),
        memoryview(bytearray(b"abc"))[1:],
        memoryview(b"abc").cast("c"),
        memoryview(b"abc").cast("?"),
        memoryview(b"abcdefgh").cast("d"),
        b"abc",
        bytearray(b"abc"),
        OddArray("d", [1, 2]),
        (ctypes.c_double * 3)(1, 2, 3),
        (ctypes.c_char * 3)(b"a", b"b", b"c"),
        doubles[:0],
    ]:
        got = outcome(how, ty, source)
        wanted = elementwise(how, ty, source)
        assert got == wanted, (source, getattr(source, "format", None))
    for source in [
        memoryview(b"abcdefgh").cast("B", (2, 4)),
        (ctypes.c_double.__ctype_be__ * 2)(1, 2),
        memoryview((ctypes.c_double.__ctype_be__ * 2)(1, 2)),
        released,
    ]:
        try:
            wanted = elementwise(how, ty, source)
        except Exception as error:
            wanted = type(error)
        try:
            got = outcome(how, ty, source)
        except Exception as error:
            got = type(error)
        assert got == wanted, source


def test_fixed_arrays():
    check(
        m,
        [
            ("numbers('array', 'f64', [1, 2, 3])", [1.0, 2.0, 3.0]),
            ("numbers('array', 'f64', array('d', [1, 2, 3]))", [1.0, 2.0, 3.0]),
            ("numbers('array', 'u8', b'abc')", [97, 98, 99]),
            ("numbers('array', 'i64', array('q', [1, 2]))", Raises(ValueError, "length 3")),
            ("numbers('array', 'i64', (1, 2, 3, 4))", Raises(ValueError, "length 3")),
            ("numbers('vec', 'pair', [(1, 2.5), (3, 4)])", [(1, 2.5), (3, 4.0)]),
            ("numbers('read', 'pair', ((1, 2.5), (3, 4)))", [(1, 2.5), (3, 4.0)]),
            ("numbers('vec', 'f64', 'text')", Raises(TypeError, "`str`")),
        ],
        **NAMES,
    )


@pytest.mark.filterwarnings("ignore")  # of NumPy, what a conversion loses
def test_numpy():
    numpy = pytest.importorskip("numpy", reason="NumPy is not installed for this interpreter")
    kinds = {"f64": "f8", "f32": "f4", "bool": "?"}
    kinds |= {ty: f"i{bits // 8}" for ty, bits in SIGNED.items()}
    kinds |= {ty: f"u{bits // 8}" for ty, bits in UNSIGNED.items()}

    def shapes(source):
        yield from (source, source[::2], source[::-1], source[:0], source.byteswap())
        yield from (source.view(source.dtype.newbyteorder()), source.reshape(2, 3))
        yield from (numpy.ma.masked_array(source, [0, 1, 0, 0, 0, 0]), source.view(numpy.matrix))
        yield numpy.array(source, order="F")
        readonly = source.copy()
        readonly.flags.writeable = False
        yield readonly
        packed = numpy.zeros(3, dtype=[("pad", "u1"), ("x", source.dtype)])
        yield packed["x"]

    def tried(how, ty, source):
        try:
            return repr(m.numbers(how, ty, source))
        except Exception as error:
            return type(error)

    for (ty, kind), how in itertools.product(kinds.items(), HOWS):
        for held in ("f8", "f4", "i8", "u1", "u8", "i2", "?", "c16", "O", "M8[s]", kind):
            start = numpy.array([0, 1, 2, 3, 100, 7]).astype(held)
            for source in shapes(start):
                got = tried(how, ty, source)
                try:
                    items = list(source)
                except Exception as error:
                    wanted = type(error)
                else:
                    wanted = tried(how, ty, items)
                assert got == wanted, (ty, held, how, source)
    numbers = numpy.random.default_rng(1).normal(size=1000)
    assert m.numbers("vec", "f64", numbers) == numbers.tolist()
    assert m.numbers("read", "f64", numbers) == numbers.tolist()


# -- the source changes meanwhile -------------------------------------------------------------


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


def test_what_is_not_a_number_stays_so():
    assert math.isnan(m.numbers("vec", "f64", array.array("d", [math.nan]))[0])
