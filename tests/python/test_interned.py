"""`intern!` and values made once."""

import fractions
import sys
import types

from everbind_tests import interned as m
from support import Raises, check


def test_interned():
    check(
        m,
        [
            ("name()", "interned_by_a_test"),
            ("name() is name()", True),
            ("name() is intern('interned_' + 'by_a_test')", True),
            ("same_place(100)", True),
            ("attribute(thing)", 5),
            ("attribute(5)", Raises(AttributeError, "attribute")),
        ],
        intern=sys.intern,
        thing=types.SimpleNamespace(attribute=5),
    )


def test_made_once():
    check(
        m,
        [
            ("imported() is Fraction", True),
            ("call_imported(1, 2)", fractions.Fraction(1, 2)),
            ("call_imported(1, 0)", Raises(ZeroDivisionError)),
            ("not_importable()", Raises(AttributeError, "NoSuchName")),
            ("get_without_making()", None),
            ("set_twice()", (True, False, 1)),
        ],
        Fraction=fractions.Fraction,
    )
