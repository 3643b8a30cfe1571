"""Text, paths and bytes, both ways."""

import array
import os
import pathlib
import sys

from everbind_tests import text as m
from hypothesis import given
from hypothesis import strategies as st
from support import Raises, check, no_instance, wrong


class Subclass(str):
    pass


class PathLike:
    def __fspath__(self):
        return "/from/fspath"


SAMPLES = [
    "",
    "a",
    "ascii",
    "é",
    "naïve",
    "日本語",
    "🐍🦀",
    "nul\0inside",
    "a" * 10_000,
    "\u07ff\u0800",
]


def test_strings():
    check(
        m,
        [
            *((f"string({text!r})", text) for text in SAMPLES),
            *((f"str_ref({text!r})", text) for text in SAMPLES),
            *((f"cow_str({text!r})", text) for text in SAMPLES),
            *((f"backed_str({text!r})", text) for text in SAMPLES),
            ("string(Subclass('x'))", "x"),
            ("str_ref(Subclass('x'))", "x"),
            ("option_string(None), option_string('x')", (None, "x")),
            ("option_str_ref(None), option_str_ref('x')", (None, "x")),
            ("scalar_values('aé🐍')", [97, 233, 0x1F40D]),
            ("from_scalar_values([97, 233, 0x1F40D])", "aé🐍"),
            ("from_scalar_values([0xD800])", None),
        ],
        Subclass=Subclass,
    )


def test_what_is_not_text():
    check(
        m,
        [
            ("string(1)", wrong("value", "str", "int")),
            ("string(b'x')", wrong("value", "str", "bytes")),
            ("string(None)", wrong("value", "str", "NoneType")),
            ("str_ref([])", wrong("value", "str", "list")),
            ("cow_str(1.5)", wrong("value", "str", "float")),
            ("backed_str(1)", no_instance("value", "str", "int")),
            ("string('\\udc80')", Raises(UnicodeEncodeError, "surrogates not allowed")),
            ("str_ref('ok\\ud800')", Raises(UnicodeEncodeError, "position 2")),
            ("cow_str('\\udfff')", Raises(UnicodeEncodeError)),
        ],
    )


def test_characters():
    check(
        m,
        [
            ("character('a'), character('é'), character('🐍')", ("a", "é", "🐍")),
            ("character('')", Raises(ValueError, "length 1")),
            ("character('ab')", Raises(ValueError, "length 1")),
            ("character('\\ud800')", Raises(UnicodeEncodeError)),
            ("character(1)", wrong("value", "str", "int")),
        ],
    )


def test_c_strings():
    check(
        m,
        [
            ("c_string('text'), c_str('text')", ("text", "text")),
            ("c_string('é'), c_str('')", ("é", "")),
            ("c_string('a\\0b')", Raises(ValueError)),
            ("c_str('a\\0b')", Raises(ValueError)),
            ("c_str(1)", wrong("value", "str", "int")),
        ],
    )


def test_paths():
    path = pathlib.Path
    check(
        m,
        [
            ("path('/a/b')", path("/a/b")),
            ("path(Path('/a/é'))", path("/a/é")),
            ("path(PathLike())", path("/from/fspath")),
            ("cow_path('relative')", path("relative")),
            ("cow_path(Path('x/y'))", path("x/y")),
            ("path_ref('.')", path(".")),
            ("path(1)", Raises(TypeError, "int")),
            ("path(None)", Raises(TypeError, "NoneType")),
            ("os_string('text')", "text"),
            ("cow_os_str('é')", "é"),
            ("os_string(1)", wrong("value", "str", "int")),
        ],
        Path=pathlib.Path,
        PathLike=PathLike,
    )


def test_file_names_that_are_not_unicode():
    if sys.platform == "win32":
        name = "lone surrogate \udc80"
    else:
        name = os.fsdecode(b"bytes \xff\xfe")
    check(
        m,
        [("os_string(name)", name), ("str(path(name))", name), ("cow_os_str(name)", name)],
        name=name,
    )


def test_bytes():
    check(
        m,
        [
            ("bytes_ref(b'ab\\0c')", b"ab\0c"),
            ("bytes_ref(b'')", b""),
            ("byte_count(b'abc')", 3),
            ("bytes_ref(bytearray(b'x'))", no_instance("value", "bytes", "bytearray")),
            ("bytes_ref('x')", no_instance("value", "bytes", "str")),
            ("bytes_ref([1, 2])", no_instance("value", "bytes", "list")),
            ("cow_bytes(b'ab')", b"ab"),
            ("cow_bytes(bytearray(b'ab'))", b"ab"),
            ("cow_bytes('x')", Raises(TypeError, "str")),
            ("backed_bytes(b'ab'), backed_bytes(bytearray(b'cd'))", (b"ab", b"cd")),
            ("backed_bytes('x')", Raises(TypeError, "str")),
            ("bytes(b'abc')", b"abc"),
            ("bytes(bytearray(b'abc'))", b"abc"),
            ("bytes([1, 2, 255])", b"\1\2\xff"),
            ("bytes(array('B', [7, 8]))", b"\7\10"),
            ("bytes([1, 256])", Raises(OverflowError, "'value'")),
            ("bytes([1, -1])", Raises(OverflowError, "'value'")),
            ("bytes(['x'])", wrong("value", "int", "str", "item 0")),
            ("bytes('abc')", Raises(TypeError, "str")),
            ("array_of_bytes(b'abcd')", b"abcd"),
            ("array_of_bytes([1, 2, 3, 4])", b"\1\2\3\4"),
            ("array_of_bytes(b'abc')", Raises(ValueError, "4", "3")),
        ],
        array=array.array,
    )


@given(st.text())
def test_text_round_trip(value):
    assert m.string(value) == m.str_ref(value) == m.cow_str(value) == value
    assert m.backed_str(value) == m.os_string(value) == value
    assert m.scalar_values(value) == [ord(character) for character in value]


@given(st.binary())
def test_bytes_round_trip(value):
    assert m.bytes(value) == m.bytes_ref(value) == m.cow_bytes(bytearray(value)) == value
    assert m.bytes(list(value)) == value


@given(st.binary(max_size=30).filter(lambda name: b"\0" not in name))
def test_file_names_round_trip(name):
    if sys.platform != "win32":
        assert m.os_string(os.fsdecode(name)) == os.fsdecode(name)
