"""Simple enums: variants, comparison, integers, hashing, names; and enums with fields."""

from everbind_tests import class_enums as m
from support import Raises, check, no_instance


def test_variants():
    check(
        m,
        [
            ("Colour.Red is Colour.Red", True),
            ("repr(Colour.Red), repr(Colour.Blue)", ("Colour.Red", "Colour.Blue")),
            ("isinstance(Colour.Red, Colour)", True),
            ("int(Colour.Red), int(Colour.Green), int(Colour.Blue)", (0, 5, 6)),
            ("Colour.Red.next() == Colour.Green", True),
            ("Colour.Red.is_warm, Colour.Blue.is_warm", (True, False)),
            ("Colour.COUNT", 3),
            ("Colour()", Raises(TypeError, "Colour")),
            ("Colour.Purple", Raises(AttributeError, "Purple")),
            ("name_of(Colour.Green), by_reference(Colour.Green)", ("Green", 5)),
            ("name_of(5)", no_instance("colour", "Colour", "int")),
            ("warmest() == Colour.Red", True),
            ("repr(Bare.One), str(Bare.Two)", ("the one", "shown")),
            ("repr(Level.VERY_LOW), repr(Level.TOP)", ("Level.VERY_LOW", "Level.TOP")),
            ("int(Level.VERY_LOW), int(Level.NORMAL), int(Level.TOP)", (-1, 0, 100)),
            ("Colour.__module__, Level.__name__", ("everbind_tests.class_enums", "Level")),
        ],
    )


def test_comparison_and_hash():
    check(
        m,
        [
            ("Colour.Red == Colour.Red, Colour.Red != Colour.Blue", (True, True)),
            ("Colour.Green == 5, 5 == Colour.Green, Colour.Green != 6", (True, True, True)),
            ("Colour.Green == 'x', Colour.Green == None", (False, False)),
            ("Colour.Red < Colour.Blue", Raises(TypeError, "not supported")),
            ("hash(Colour.Red)", Raises(TypeError, "unhashable")),
            ("Hashed.A == Hashed.A, Hashed.A == Hashed.B, Hashed.A == 0", (True, False, False)),
            ("{Hashed.A: 1, Hashed.B: 2}[Hashed.B]", 2),
            ("Level.VERY_LOW < Level.NORMAL < Level.TOP", True),
            ("Level.TOP >= Level.TOP, Level.TOP < Level.NORMAL", (True, False)),
            ("Level.TOP == 100", False),
        ],
    )


def test_variants_with_fields():
    check(
        m,
        [
            ("Shape.Circle(2.0).area(), Shape.Circle(radius=2.0).radius", (12.0, 2.0)),
            ("Shape.Rectangle(2.0, height=3.0).area()", 6.0),
            ("Shape.Triangle(2.0).area(), Shape.Triangle(2.0, 3.0).b", (4.0, 3.0)),
            ("Shape.Pair(1, 'ab').area(), Shape.Pair(1, 'ab')._1", (3.0, "ab")),
            ("Shape.Empty().area()", 0.0),
            (
                "isinstance(Shape.Circle(1.0), Shape), isinstance(Shape.Circle(1.0), Shape.Circle)",
                (True, True),
            ),
            ("isinstance(Shape.Circle(1.0), Shape.Pair)", False),
            ("Shape.Circle('x')", Raises(TypeError, "str")),
            ("Shape()", Raises(TypeError, "Shape")),
            ("[type(s).__name__ for s in shapes()]", ["Circle", "Pair"]),
            ("area_of(Shape.Circle(1.0)), area_of(shapes()[0])", (3.0, 3.0)),
            ("matched(Shape.Rectangle(2.0, 3.0)), matched(Shape.Pair(1, 'x'))", (5.0, "x")),
        ],
        matched=matched,
    )


def matched(shape):
    match shape:
        case m.Shape.Rectangle(width=width, height=height):
            return width + height
        case m.Shape.Pair(_, text):
            return text
