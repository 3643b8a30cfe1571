"""Arithmetic: forward, reflected, in place, unary, conversions to Python's own numbers."""

import math
import operator

from everbind_tests import class_numbers as m
from support import Raises, check

OPERATORS = ["+", "-", "*", "@", "/", "//", "%", "<<", ">>", "&", "|", "^"]


def test_forward_and_reflected():
    check(
        m,
        [
            *((f"e {op} 2", f"e {op} 2") for op in OPERATORS),
            *((f"2 {op} e", f"2 {op} e") for op in OPERATORS),
            ("divmod(e, 2), divmod(2, e)", ("e divmod 2", "2 divmod e")),
            ("e ** 2, 2 ** e", ("e ** 2 % None", "2 ** e % None")),
            ("pow(e, 2, 7)", "e ** 2 % Some(7)"),
            ("-e, +e, ~e, abs(e)", ("-e", "+e", "~e", "|e|")),
        ],
        e=m.Echo("e"),
        repeat=20,
    )


def test_other_types_are_not_implemented():
    check(
        m,
        [
            *((f"e {op} 'x'", Raises(TypeError, "unsupported operand")) for op in "+-/&"),
            ("'x' - e", Raises(TypeError, "unsupported operand")),
            ("e ** 'x'", Raises(TypeError, "unsupported operand")),
            ("e.__add__('x'), e.__radd__('x')", (NotImplemented, NotImplemented)),
            ("e + e", Raises(TypeError, "unsupported operand")),
            ("e + yields", "the other's"),
        ],
        e=m.Echo("e"),
        yields=Other(),
        repeat=20,
    )


class Other:
    def __radd__(self, other):
        return "the other's"


def test_numbers():
    check(
        m,
        [
            ("(Num(2) + Num(3)).value", 5),
            ("Num(1) / Num(2)", 0.5),
            ("Num(1) / Num(0)", Raises(ZeroDivisionError, "by nothing")),
            ("Num(1) + 1", Raises(TypeError, "unsupported operand")),
            ("int(Num(5)), float(Num(5)), complex(Num(5))", (5, 5.5, 5 + 1j)),
            ("index(Num(5)), [10, 20, 30][Num(1)]", (5, 20)),
            ("round(Num(5)), round(Num(5), 2), trunc(Num(5))", (5, 502, 5)),
            ("hex(Num(255))", "0xff"),
            ("Num(5) == Num(5)", False),  # PartialEq is Rust's alone unless `eq` is asked for
        ],
        index=operator.index,
        trunc=math.trunc,
    )


def test_in_place():
    number = same = m.Num(5)
    number += 3
    assert number is same
    assert number.value == 8
    number -= 2
    number *= 3
    number **= 2
    number |= 1
    assert (number is same, number.value) == (True, 325)
    check(
        m,
        [
            ("iadd(Num(1), 'x')", Raises(TypeError, "unsupported operand")),
            ("isub(Num(-2**63), 1)", Raises(ZeroDivisionError)),
            ("iadd(Num(1), 2).value", 3),
        ],
        iadd=operator.iadd,
        isub=operator.isub,
    )


def test_an_operator_may_decline():
    check(
        m,
        [
            ("Declines() + None", None),
            ("Declines() + 1", Raises(TypeError, "unsupported operand")),
            ("Declines() + other", "the other's"),
        ],
        other=Other(),
    )
