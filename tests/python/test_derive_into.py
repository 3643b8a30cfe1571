"""`#[derive(IntoPyObject)]` and `IntoPyObjectRef`, and conversions written by hand."""

from everbind_tests import derive_into as m
from support import Raises, check

NAMED = {"name": "Ada", "years": 36, "nested": {"values": [0.5]}}


def test_structs():
    check(
        m,
        [
            ("by_value()", NAMED),
            ("by_reference()", NAMED),
            ("many()", [NAMED, {**NAMED, "nested": None}]),
            ("tuples()", ((1, "two"), [3], {"k": 1})),
            ("references()", [(1, "x"), {"x": 1.0, "y": 2.0}, [1], {}]),
            ("generic()", ({"value": 1}, {"value": ["x"]})),
            ("either()", [1, "two", (3, 4.0), {"x": 5.0, "y": 6.0}]),
            ("renamed('é')", {"firstName": "é", "twiceThis": 42}),
        ],
    )


def test_by_hand():
    check(
        m,
        [
            ("even(4)", 4),
            ("even(3)", Raises(TypeError, "3 is odd")),
            ("even('x')", Raises(TypeError, "str")),
            ("make_even(4)", 4),
            ("make_even(3)", Raises(ValueError, "3 is odd")),
            ("make_evens([2, 4])", [2, 4]),
            ("make_evens([2, 3, 4])", Raises(ValueError, "3 is odd")),
            ("shown()", ("one", ["two"])),
        ],
    )
