"""Every special method of numbers: forward, reflected, in place; what declines an operand."""

import math
import operator

import pytest
from everbind_pyo3 import numbers as m
from support import Raises, check

OPERATORS = {
    "add": ("+", 9),
    "sub": ("-", 5),
    "mul": ("*", 14),
    "matmul": ("@", 16),
    "truediv": ("/", 3),
    "floordiv": ("//", 3),
    "mod": ("%", 1),
    "lshift": ("<<", 28),
    "rshift": (">>", 1),
    "and": ("&", 2),
    "xor": ("^", 5),
    "or": ("|", 7),
}


@pytest.mark.parametrize("name", OPERATORS)
def test_binary(name):
    sign, _ = OPERATORS[name]
    check(
        m,
        [
            (f"Binary(7) {sign} 2", f"7 {sign} 2"),
            (f"Binary(7).__{name}__(2)", f"7 {sign} 2"),
            (f"Binary(7) {sign} 1.5", Raises(TypeError, "unsupported operand")),
            (f"Binary(7) {sign} None", Raises(TypeError, "unsupported operand")),
            (f"Binary(7).__{name}__('x') is NotImplemented", True),
        ],
    )


@pytest.mark.parametrize("name", OPERATORS)
def test_reflected(name):
    sign, _ = OPERATORS[name]
    check(
        m,
        [
            (f"2 {sign} Binary(7)", f"2 {sign} 7"),
            (f"Binary(7).__r{name}__(2)", f"2 {sign} 7"),
            (f"None {sign} Binary(7)", Raises(TypeError, "unsupported operand")),
        ],
    )


@pytest.mark.parametrize("name", OPERATORS)
def test_in_place(name):
    _, expected = OPERATORS[name]
    call = f"operator.i{name.strip('_')}" if name not in ("and", "or") else f"operator.i{name}"
    check(
        m,
        [
            (f"(i := InPlace(7), {call}(i, 2) is i, i.value)[1:]", (True, expected)),
            (f"{call}(InPlace(7), 'x')", Raises(TypeError, "unsupported operand")),
        ],
        operator=operator,
    )


def test_divmod():
    check(
        m,
        [
            ("divmod(Binary(7), 2), divmod(7, Binary(2))", ((3, 1), (3, 1))),
            ("divmod(Binary(7), 'x')", Raises(TypeError, "unsupported operand")),
        ],
    )


def test_pow():
    check(
        m,
        [
            ("Binary(7) ** 2, 2 ** Binary(7)", ("7 ** 2 % None", "2 ** 7 % None")),
            ("pow(Binary(7), 2, 3)", "7 ** 2 % Some(3)"),
            ("Binary(7) ** 'x'", Raises(TypeError, "unsupported operand")),
            ("(i := InPlace(7), operator.ipow(i, 2) is i, i.value)[1:]", (True, 49)),
        ],
        operator=operator,
    )


def test_pos():
    check(m, [("+Unary(5)", 5)])


def test_neg():
    check(m, [("-Unary(5)", -5)])


def test_abs():
    check(m, [("abs(Unary(-5))", 5)])


def test_invert():
    check(m, [("~Unary(5)", -6)])


def test_int():
    check(m, [("int(Unary(5))", 5)])


def test_index():
    check(m, [("hex(Unary(5)), [0, 1][Unary(1)]", ("0x5", 1))])


def test_float():
    check(m, [("float(Unary(5))", 5.0)])


def test_complex():
    check(m, [("complex(Unary(5))", 5 + 1j)])


def test_round():
    check(m, [("round(Unary(5)), round(Unary(5), 2)", ((5, None), (5, 2)))])


def test_trunc_floor_ceil():
    check(
        m,
        [("math.trunc(Unary(5)), math.floor(Unary(5)), math.ceil(Unary(5))", (5, 4, 6))],
        math=math,
    )


def test_not_implemented():
    check(
        m,
        [
            ("Declines(1) + 2", 3),
            ("Declines(1) + None", Raises(TypeError, "unsupported operand")),
            ("Declines(1).__add__(None) is NotImplemented", True),
            ("Declines(1) + 'x'", Raises(TypeError)),
        ],
    )
