"""`PyString`, `PyBytes`, `PyByteArray`, `PyMemoryView`, numbers, slices and the singletons."""

import sys

from everbind_tests import object_scalars as m
from support import Raises, check


def test_strings():
    check(
        m,
        [
            *((f"string('é🐍', {op!r})", "é🐍") for op in ("to_str", "to_cow", "lossy", "display")),
            ("string('é', 'encode')", "é".encode()),
            ("string('equal', 'equal'), string('x', 'equal')", ((True,) * 2, (False,) * 2)),
            ("string('a\\udc80b', 'to_str')", Raises(UnicodeEncodeError)),
            ("string('a\\udc80b', 'lossy')", "a" + "\ufffd" * 3 + "b"),
            ("string(1, 'lossy')", Raises(TypeError, "str", "int")),
            ("new_strings()", ["naïve", "interned by everbind", "é", "café", "1-2"]),
            ("new_strings()[1] is intern('interned by ' + 'everbind')", True),
            ("bad_utf8()", Raises(UnicodeDecodeError, "position 2")),
        ],
        intern=sys.intern,
    )


def test_bytes():
    check(
        m,
        [
            ("bytes(b'abc'), bytes(b'zb')", ((3, 97, True), (2, 122, False))),
            ("bytes('abc')", Raises(TypeError, "str")),
            ("new_bytes(3, False), new_bytes(0, False)", (b"xxx", b"")),
            ("new_bytes(3, True)", Raises(ValueError, "while filling")),
            ("byte_array(bytearray(b'ab'))", (b"ab", 4, False)),
            ("byte_array(b'ab')", Raises(TypeError, "bytearray")),
            ("new_byte_arrays()", [bytearray(b"new"), bytearray(b"ok"), bytearray(b"from")]),
            ("memory_view(b'abc').tobytes()", b"abc"),
            ("memory_view(5)", Raises(TypeError, "bytes-like")),
        ],
    )


def test_numbers():
    check(
        m,
        [
            ("numbers()", (2**64 - 1, 0.5, True, 1 - 2j)),
            ("float_value(0.5), float_value(1.5)", ((0.5, True), (1.5, False))),
            ("float_value(1)", Raises(TypeError, "float")),
            (
                "int_equal(5), int_equal(-1), int_equal(2**80)",
                ((True, False), (False, True), (False, False)),
            ),
            ("bool_value(True), bool_value(False)", ((True, True), (False, False))),
            ("bool_value(1)", Raises(TypeError, "bool")),
            ("complex_parts(1+2j)", (1.0, 2.0)),
            ("complex_parts(1)", Raises(TypeError, "complex")),
        ],
    )


def test_slices_and_ranges():
    check(
        m,
        [
            ("slice_indices(slice(None), 5)", (0, 5, 1, 5)),
            ("slice_indices(slice(1, 10, 2), 6)", (1, 6, 2, 3)),
            ("slice_indices(slice(None, None, -1), 4)", (3, -1, -1, 4)),
            ("slice_indices(slice(-2, None), 4)", (2, 4, 1, 2)),
            ("slice_indices(slice(5, 2), 9)", (5, 2, 1, 0)),
            ("slice_indices(slice(None, None, 0), 4)", Raises(ValueError, "zero")),
            ("slice_indices(slice('a'), 4)", Raises(TypeError)),
            ("slice_indices(1, 4)", Raises(TypeError, "slice")),
            ("new_slices()", (slice(1, 10, 2), slice(None))),
            ("ranges()", (range(1, 10, 3), 1, 10, 3)),
        ],
    )


def test_singletons():
    check(
        m,
        [
            ("singletons()", [None, ..., NotImplemented] * 2),
            ("is_singleton(None)", (True, False, False)),
            ("is_singleton(...)", (False, True, False)),
            ("is_singleton(NotImplemented)", (False, False, True)),
            ("is_singleton(0)", (False, False, False)),
        ],
    )
