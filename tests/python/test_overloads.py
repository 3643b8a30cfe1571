"""Overloads: which candidate is called, and what is said when none is."""

import inspect
from array import array

import pytest
from everbind_tests import overloads as m
from support import Raises, check

NONE = "no overload accepts these arguments"


class Sub(m.Shape):
    pass


class Index:
    def __index__(self):
        return 7


class Float:
    def __float__(self):
        return 2.5


class Stops:
    def __float__(self):
        raise KeyboardInterrupt

    __index__ = __float__


def test_functions():
    check(
        m,
        [
            ("kind(1)", "int 1"),
            ("kind(1.0)", "float 1"),
            ("kind('a')", "str a"),
            ("kind([1, 2])", "list [1, 2] false"),
            ("kind((1, 2), deep=True)", "list [1, 2] true"),
            ("kind(x=1), kind(x=1.5), kind(x='b')", ("int 1", "float 1.5", "str b")),
            # Nothing is strictly a number: the first that converts.
            ("kind(Index())", "int 7"),
            ("kind(Float())", "float 2.5"),
            ("kind(True)", "int 1"),
            (
                "kind(2**40), kind(2**53 * 2**20)",
                ("int 1099511627776", "float 9444732965739290000000"),
            ),
            ("kind(range(3))", "list [0, 1, 2] false"),
        ],
        Index=Index,
        Float=Float,
    )


def test_what_is_strict():
    check(
        m,
        [
            ("number(1), number(300), number(-1)", ("u8", "i128", "i128")),
            ("number(1.0), number(True)", ("float", "bool")),
            ("number(Index())", "float"),
            ("number(Num(1)), number(Real(1))", ("u8", "float")),
            ("optional(None)", "None"),
            ("optional(1), optional(1.0)", ("Some(1)", "Some(1.0)")),
            ("renamed(1), renamed(1.5), only(3)", ("float", "float", "u8")),
        ],
        Index=Index,
        Num=type("Num", (int,), {}),
        Real=type("Real", (float,), {}),
    )


def test_containers():
    check(
        m,
        [
            ("container([1.0, 2.0])", "list of floats [1.0, 2.0]"),
            ("container(())", "list of floats []"),
            ("container((1, 'a'))", 'pair (1, "a")'),
            ("container((1, 2, 3))", "array of ints [1, 2, 3]"),
            ("container([1, 2])", "bytes [1, 2]"),
            ("container([1, 2, 300, 4])", "list of floats [1.0, 2.0, 300.0, 4.0]"),
            ("container([1, 2.0])", "list of floats [1.0, 2.0]"),
            ("container({'a': 1})", 'dict of ints {"a": 1}'),
            ("container({'a': 1.0})", 'dict of floats {"a": 1.0}'),
            ("container({'a': 1, 'b': 2.0})", 'dict of floats {"a": 1.0, "b": 2.0}'),
            ("container({1, 2}), container(frozenset([1]))", ("set of 2 ints", "set of 1 ints")),
            ("container(b'ab')", "bytes [97, 98]"),
            ("container(array('d', [1, 2]))", "list of floats [1.0, 2.0]"),
            ("container(array('i', [1, 2, 3]))", "array of ints [1, 2, 3]"),
        ],
        array=array,
    )


def test_keywords_and_defaults():
    check(
        m,
        [
            ("area(2.0), area(radius=2.0)", (12.0, 12.0)),
            ("area(2.0, 3.0), area(2.0, height=3.0)", (6.0, 6.0)),
            ("area(width=2.0), area(height=4.0, width=2.0)", (2.0, 8.0)),
            ("area(2), area(2, 3)", (12.0, 6.0)),
            ("area(**{'wid' + 'th': 5})", 5.0),
            ("area_or_more()", (0, 0)),
            ("area_or_more(1, 2, 3), area_or_more(1, 2, a=1)", ((3, 0), (2, 1))),
            ("area_or_more('x', radius=1)", (1, 1)),
            ("some_or_none(), some_or_none(1.0), some_or_none(x=1)", ("nothing", "float", "float")),
        ],
    )


def test_one_parameter_by_position():
    check(
        m,
        [
            ("one(1), one('a'), one(2**40)", ("int 1", "str a", "int 1099511627776")),
            ("one(None)", Raises(TypeError, "one(): " + NONE, "1. one(x: int, /): argument 'x'")),
            ("one(), one(1, 2)", Raises(TypeError, "one() takes exactly one argument (0 given)")),
            ("one(x=1)", Raises(TypeError, "one() takes no keyword arguments")),
            ("one_or_more(1), one_or_more(1.5)", ("int 1", "float")),
            ("one_or_more('a'), one_or_more(True)", ("str a", "bool")),
            ("one_or_more((1, 'a')), one_or_more({1})", ('pair (1, "a")', "set of 1 ints")),
            ("one_or_more(Float())", "float"),
            ("one_or_more(None)", Raises(TypeError, "6. one_or_more(x: set[int]): ")),
            (
                "s.one(1), s.one(True), s.one('a'), s.one(0.5)",
                ("u16 1", "bool true", "str a", "float 0.5"),
            ),
            ("s.one(70000), s.one(Float())", ("float 70000", "float 2.5")),
            ("s.one(None)", Raises(TypeError, "4. one(x: float, /): ")),
        ],
        Float=Float,
        s=m.Shape(1),
    )


def test_errors_name_every_signature():
    with pytest.raises(TypeError) as error:
        m.kind(None)
    assert str(error.value) == (
        "kind(): no overload accepts these arguments\n"
        "  1. kind(x: int): argument 'x': expected int, got NoneType\n"
        "  2. kind(x: float): argument 'x': expected float, got NoneType\n"
        "  3. kind(x: str): argument 'x': expected str, got NoneType\n"
        "  4. kind(x: list[int], /, *, deep: bool = False): "
        "argument 'x': expected sequence, got NoneType"
    )
    assert error.value.__cause__ is None
    assert error.value.__context__ is None
    with pytest.raises(TypeError) as error:
        m.area(1.0, 2.0, 3.0, radius=4.0)
    assert str(error.value) == (
        "area(): no overload accepts these arguments\n"
        "  1. area(radius: float): got multiple values for argument 'radius'\n"
        "  2. area(width: float, height: float = 1.0): "
        "got an unexpected keyword argument 'radius'"
    )
    check(
        m,
        [
            ("area()", Raises(TypeError, NONE, "1. area(radius: float): missing 1 required")),
            ("area(heigth=1.0)", Raises(TypeError, NONE, "Did you mean 'height'?")),
            ("area(1.0, 2.0, 3.0)", Raises(TypeError, NONE, "takes 1 positional", "from 1 to 2")),
            ("area('x', height=2.0)", Raises(TypeError, NONE, "argument 'width': expected float")),
            ("only(300)", Raises(TypeError, NONE, "an int from 0 to 255 (u8), got 300")),
            ("container([1, None])", Raises(TypeError, NONE, "7. ", "item 1")),
            ("some_or_none(None)", Raises(TypeError, "some_or_none(): takes 0 positional")),
        ],
    )


def test_what_is_a_refusal():
    check(
        m,
        [
            ("picked('a'), picked(1)", ("a", "any")),
            ("picked('value'), picked('key')", ("any", "any")),
            ("picked('stop')", Raises(RuntimeError, "stop here")),
            ("refused('value')", Raises(TypeError, NONE, "no such value")),
            ("refused('key')", Raises(TypeError, NONE, "no such key")),
        ],
    )
    with pytest.raises(BaseException, match="a conversion panics"):
        m.picked("panic")
    with pytest.raises(KeyboardInterrupt):
        m.kind(Stops())


def test_a_functions_own_error_is_passed_on():
    check(
        m,
        [
            ("failing(1)", Raises(ValueError, "not 1")),
            ("failing(None), failing(1.5)", (0, 0)),
        ],
    )
    with pytest.raises(BaseException, match="in the function"):
        m.failing("in the function")


def test_other_forms_of_parameters():
    check(
        m,
        [
            ("mixed(1)", "overloads 1 m"),
            ("mixed(1, py_name='n')", "overloads 1 n"),
            ("mixed(1, 2)", "doubled 2 2"),
            ("mixed(1, y=2)", "doubled 2 2"),
        ],
    )


def test_constructors():
    check(
        m,
        [
            ("Shape(2.0).sides, Shape(2).sides", ([2.0], [2.0])),
            ("Shape([1, 2]).sides, Shape(sides=(1.0,)).sides", ([1.0, 2.0], [1.0])),
            ("Shape(width=1.0).sides", [1.0, 2.0, 1.0, 2.0]),
            ("Shape([])", Raises(ValueError, "no sides")),
            ("Sub(3.0).sides, type(Sub([1.0]))", ([3.0], Sub)),
            ("Sub(width=3.0, height=1.0).sides", [3.0, 1.0, 3.0, 1.0]),
            ("Shape.__new__(Shape, 1.0).sides", [1.0]),
            ("Shape('x')", Raises(TypeError, "Shape(): " + NONE, "1. Shape(radius: float): ")),
            (
                "Shape(1.0, 2.0)",
                Raises(TypeError, "3. Shape(*, width: float, height: float = 2.0)"),
            ),
        ],
        Sub=Sub,
    )


def test_methods():
    check(
        m,
        [
            ("Shape(1.0).scale(2), Shape(1.0).scale(2.0)", ("int 2", "float 2")),
            ("Shape(1.0).scale([2.0]), Shape(1.0).scale(by=3)", ("each [2.0]", "int 3")),
            (
                "Shape(1.0).scale('x')",
                Raises(TypeError, "Shape.scale(): " + NONE, "scale(by: int)"),
            ),
            ("Shape.of(1), Shape.of('a'), Shape(1).of(2)", ("of int 1", "of str a", "of int 2")),
            ("Shape.of(None)", Raises(TypeError, "Shape.of(): " + NONE, "2. of(x: str)")),
            ("Shape.made(1), Shape.made(Shape([1, 2]))", ("Shape 1", "Shape of 2 sides")),
            ("Shape(1)(2), Shape(1)('a', 'b')", ("called with int 2", "called with a b")),
            ("Shape(1)('a', 'b', sep='-')", "called with a-b"),
            ("Shape(1)(1.5)", Raises(TypeError, "Shape.__call__(): " + NONE)),
        ],
    )


def test_operators():
    check(
        m,
        [
            ("(s + s).sides, (s + 3).sides", ([1.0, 2.0, 1.0, 2.0], [1.0, 2.0, 3.0])),
            ("(0.5 + s).sides, 'x' + s", ([0.5, 1.0, 2.0], "x[1.0, 2.0]")),
            ("s + 'x'", Raises(TypeError, "unsupported operand type(s) for +")),
            ("s.__add__('x'), s.__radd__(None)", (NotImplemented, NotImplemented)),
            ("s == Shape([1, 2]), s == 2, s == 3, s == 'x'", (True, True, False, False)),
            ("s != 2, s != 'x'", (False, True)),
            ("s[0], s['a']", (1.0, "side a")),
            ("s[9]", Raises(KeyError, "9")),
            (
                "s[None]",
                Raises(TypeError, "Shape.__getitem__(): " + NONE, "2. __getitem__(name: str)"),
            ),
            ("s.__setitem__(0, 1), s.__setitem__('a', 2)", (None, None)),
            ("s.__setitem__(None, 1)", Raises(TypeError, "Shape.__setitem__(): " + NONE)),
            ("s.__setitem__(0, 'x')", Raises(TypeError, "argument 'value': expected float")),
            ("1.0 in s, 5 in s, 'shape' in s, 'x' in s", (True, False, True, False)),
            ("None in s", Raises(TypeError, NONE)),
        ],
        s=m.Shape([1, 2]),
    )
    shape = m.Shape(1)
    shape += 2
    shape += [3, 4]
    assert shape.sides == [1.0, 2.0, 3.0, 4.0]
    with pytest.raises(TypeError, match="unsupported operand"):
        shape += "x"


def test_a_borrowed_instance_is_no_refusal():
    shape = m.Shape(1)
    with pytest.raises(RuntimeError, match="borrowed"):
        shape.during(lambda: shape.scale(2))
    with pytest.raises(RuntimeError, match="borrowed"):
        shape.during(lambda: m.Shape.made(shape))
    assert shape.scale(2) == "int 2"


def test_documentation():
    assert m.kind.__doc__ == (
        "What kind of thing it is.\n\n"
        "kind(x: int) -> str\n"
        "kind(x: float) -> str\n"
        "    Of a number.\n"
        "\n"
        "    Any number.\n"
        "\n"
        "kind(x: str) -> str\n"
        "kind(x: list[int], /, *, deep: bool = False) -> str"
    )
    assert m.Shape.scale.__doc__.startswith("scale(by: int) -> str\n    All the same.\n")
    assert str(inspect.signature(m.kind)) == "(*args, **kwargs)"
    assert str(inspect.signature(m.Shape)) == "(*args, **kwargs)"
    assert str(inspect.signature(m.Shape.scale)) == "(self, /, *args, **kwargs)"
    assert str(inspect.signature(m.Shape(1).scale)) == "(*args, **kwargs)"
    assert m.kind.__name__ == "kind"
    assert m.kind.__module__ == "overloads"
    assert not hasattr(m, "kind_of_int")
    assert not hasattr(m, "alias")
