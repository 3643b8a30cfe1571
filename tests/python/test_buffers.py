"""`PyBuffer`: typed and untyped views of bytes, arrays and memoryviews."""

from array import array

from everbind_tests import buffers as m
from hypothesis import given
from hypothesis import strategies as st
from support import Raises, check

NAMES = {"array": array, "memoryview": memoryview}


def test_reading():
    check(
        m,
        [
            ("sum_bytes(b'\\1\\2\\3'), sum_bytes(bytearray(b'\\4'))", (6, 4)),
            ("sum_bytes(memoryview(b'abc')[::2])", None),  # not contiguous
            ("sum_bytes(b'')", 0),
            ("floats(array('d', [1.5, 2.5]))", [1.5, 2.5]),
            ("floats(memoryview(array('d', [1.0, 2.0, 3.0]))[::-1])", [3.0, 2.0, 1.0]),
            ("floats(array('i', [1]))", Raises(BufferError, "f64")),
            ("floats(b'12345678')", Raises(BufferError)),
            ("floats([1.0])", Raises(TypeError, "bytes-like", "list")),
            ("copy_out(array('i', [1, 2]), 2)", [1, 2]),
            ("copy_out(array('i', [1, 2]), 3)", Raises(BufferError)),
            ("is_floats(array('d')), is_floats(array('f')), is_floats(b'')", (True, False, False)),
        ],
        **NAMES,
    )


def test_writing():
    numbers = array("i", [1, 2, 3])
    assert m.double_in_place(numbers)
    assert list(numbers) == [2, 4, 6]
    m.fill(numbers, [7, 8, 9])
    assert list(numbers) == [7, 8, 9]
    read_only = memoryview(numbers).toreadonly()
    check(
        m,
        [
            ("double_in_place(read_only)", False),
            ("fill(read_only, [1, 2, 3])", Raises(BufferError, "read-only")),
            ("fill(array('i', [1]), [1, 2])", Raises(BufferError)),
        ],
        read_only=read_only,
        **NAMES,
    )


def test_facts():
    check(
        m,
        [
            ("facts(b'abc')", (("B", 1, 3, 3), ([3], [1]), True, True)),
            ("facts(array('i', [1, 2]))", (("i", 4, 2, 8), ([2], [4]), False, True)),
            (
                "facts(memoryview(bytes(12)).cast('B', [3, 4]))",
                (("B", 1, 12, 12), ([3, 4], [4, 1]), True, True),
            ),
            ("facts(memoryview(bytes(4))[::2])", (("B", 1, 2, 2), ([2], [2]), True, False)),
            ("facts('text')", Raises(TypeError, "bytes-like", "str")),
        ],
        **NAMES,
    )


def test_exports_end():
    data = bytearray(b"abc")
    for use in (m.release, m.drop_detached, m.sum_bytes):
        use(data)
        data.append(1)  # refused while a view of it exists
    assert len(data) == 6
    check(m, [("release(b'abc')", 3), ("drop_detached(b'abc')", None)])


@given(st.lists(st.floats(allow_nan=False)))
def test_round_trip(values):
    assert m.floats(array("d", values)) == values
