"""Items and chunks, and arrays of numbers; `test_items_change.py` has sources that change."""

import array
import collections
import ctypes
import itertools
import math
import struct

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


def test_what_is_not_a_number_stays_so():
    assert math.isnan(m.numbers("vec", "f64", array.array("d", [math.nan]))[0])
