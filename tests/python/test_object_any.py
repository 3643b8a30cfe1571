"""`PyAnyMethods`: what can be done with any object."""

import collections

from everbind_tests import object_any as m
from support import Like, Raises, check


class Thing:
    value = 1

    def method(self, *args, **kwargs):
        return (*args, *kwargs.items())

    def __repr__(self):
        return "<a thing>"


class Broken:
    def __getattr__(self, name):
        raise ZeroDivisionError(name)

    def __repr__(self):
        raise ZeroDivisionError("in __repr__")

    __bool__ = __len__ = __iter__ = __hash__ = __repr__


class Matrix:
    def __matmul__(self, other):
        return "matmul"


NAMES = {"Thing": Thing, "Broken": Broken, "Matrix": Matrix, "thing": Thing()}


def test_one_object():
    check(
        m,
        [
            ("unary(5, 'neg'), unary(-5, 'pos'), unary(-5, 'abs')", (-5, -5, 5)),
            ("unary(5, 'bitnot')", -6),
            ("unary('x', 'neg')", Raises(TypeError, "bad operand type")),
            ("unary(len, 'is_callable'), unary(1, 'is_callable')", (True, False)),
            ("unary([], 'is_truthy'), unary([0], 'is_truthy')", (False, True)),
            ("unary(Broken(), 'is_truthy')", Raises(ZeroDivisionError)),
            ("unary(None, 'is_none'), unary(0, 'is_none')", (True, False)),
            ("unary('', 'is_empty'), unary('x', 'is_empty')", (True, False)),
            ("list(unary([1, 2], 'iter'))", [1, 2]),
            ("unary(1, 'iter')", Raises(TypeError, "not iterable")),
            ("unary(1.5, 'get_type') is float", True),
            ("unary('x', 'repr'), unary('x', 'str')", ("'x'", "x")),
            ("unary(thing, 'display'), unary(thing, 'debug')", ("<a thing>", "<a thing>")),
            ("unary('x', 'display'), unary('x', 'debug')", ("x", "'x'")),
            ("unary(Broken(), 'repr')", Raises(ZeroDivisionError)),
            ("unary('x', 'hash') == hash('x')", True),
            ("unary([], 'hash')", Raises(TypeError, "unhashable")),
            ("unary('abc', 'len')", 3),
            ("unary(5, 'len')", Raises(TypeError, "len()")),
            ("'value' in unary(thing, 'dir')", True),
        ],
        **NAMES,
    )


def test_attributes_and_items():
    check(
        m,
        [
            ("unary(thing, 'hasattr', 'value'), unary(thing, 'hasattr', 'x')", (True, False)),
            ("unary(Broken(), 'hasattr', 'x')", Raises(ZeroDivisionError, "x")),
            ("unary(thing, 'getattr', 'value')", 1),
            ("unary(thing, 'getattr', 'x')", Raises(AttributeError, "has no attribute 'x'")),
            ("unary(thing, 'getattr_opt', 'value')", 1),
            ("unary(thing, 'getattr_opt', 'x')", None),
            ("unary(Broken(), 'getattr_opt', 'x')", Raises(ZeroDivisionError)),
            ("unary(thing, 'setattr', 'y', 5), thing.y", ((), 5)),
            ("unary(thing, 'delattr', 'y'), hasattr(thing, 'y')", ((), False)),
            ("unary(thing, 'delattr', 'y')", Raises(AttributeError)),
            ("unary([1, 2], 'get_item', -1)", 2),
            ("unary({'a': 1}, 'get_item', 'a')", 1),
            ("unary({}, 'get_item', 'a')", Raises(KeyError, "'a'")),
            ("unary([1], 'get_item', 5)", Raises(IndexError)),
            ("[unary(d, 'set_item', 'a', 1), d] if (d := {}) is not None else 0", [(), {"a": 1}]),
            ("unary((1,), 'set_item', 0, 1)", Raises(TypeError)),
            ("[unary(d, 'del_item', 'a'), d] if (d := {'a': 1}) else 0", [(), {}]),
            ("unary([1], 'contains', 1), unary('abc', 'contains', 'z')", (True, False)),
            ("unary(5, 'contains', 1)", Raises(TypeError)),
        ],
        **NAMES,
    )


def test_types():
    check(
        m,
        [
            ("unary(thing, 'is', thing), unary(thing, 'is', 1)", (True, False)),
            ("unary(True, 'is_instance', int), unary(1, 'is_instance', str)", (True, False)),
            ("unary(True, 'is_instance', (str, int))", True),
            ("unary(True, 'is_instance', 5)", Raises(TypeError)),
            ("unary(True, 'is_exact_instance', int)", False),
            ("unary(True, 'is_int'), unary(True, 'is_exact_int')", (True, False)),
            ("unary(thing, 'super').__thisclass__ is Thing", True),
            (
                "casts(5)[:2], casts(True)[:2], casts('x')[:2]",
                ((True,) * 2, (True, False), (False,) * 2),
            ),
            ("casts('x')[2]", (True, "x")),
            ("casts(5)[2][0]", False),
            ("casts(5)[2][1]", Like(lambda s: "int" in s and "str" in s, "names both types")),
            ("cast_error(int)", 2),
            ("cast_error(5)", Raises(TypeError, "int", "type")),
            ("cast_into_error((1, 2))", 2),
            ("cast_into_error([])", Raises(TypeError, "list", "tuple")),
            ("borrowed(thing) is thing", True),
        ],
        **NAMES,
    )


def test_operators():
    operators = ["+", "-", "*", "/", "//", "%", "**", "<", "<=", "==", "!=", ">", ">="]
    check(
        m,
        [
            *((f"binary(7, '{op}', 2)", eval(f"7 {op} 2")) for op in operators),
            *((f"binary(6, '{op}', 3)", eval(f"6 {op} 3")) for op in ["&", "|", "^", "<<", ">>"]),
            ("binary(7, 'divmod', 2)", (3, 1)),
            ("binary(Matrix(), '@', 1)", "matmul"),
            ("binary(1, 'compare', 2), binary(2, 'compare', 2)", (-1, 0)),
            ("binary('b', 'compare', 'a')", 1),
            ("binary(1, 'compare', 'a')", Raises(TypeError)),
            ("binary(1, 'rich', 2)", True),
            ("binary(1, '+', 'a')", Raises(TypeError, "unsupported operand")),
            ("binary(1, '/', 0)", Raises(ZeroDivisionError)),
            ("binary(1, '<', 'a')", Raises(TypeError, "not supported")),
            ("power_modulo(3, 4, 5)", 1),
        ],
        **NAMES,
    )


def test_calls():
    twelve = tuple(range(1, 13))
    check(
        m,
        [
            (
                "calls(thing.method)",
                [(), (1,), (1, "two", 3.0), (), (1, ("k", 9)), (7, 8), twelve],
            ),
            ("method_calls(thing)", [(), (1,), (1, 2, ("k", 9)), (), ("x",)]),
            ("call(dict, [(1, 2)], a=3)", {1: 2, "a": 3}),
            ("call(thing)", Raises(TypeError, "not callable")),
            ("call(int, 'x')", Raises(ValueError, "invalid literal")),
            ("calls(5)", Raises(TypeError, "not callable")),
            ("method_calls(5)", Raises(AttributeError, "method")),
            ("unbound(thing)[:-2]", [5, (), (1,), True, False, "Thing"]),
            ("unbound(thing)[-2] is thing, unbound(thing)[-1] is thing", (True, True)),
            ("unbound(5)", Raises(AttributeError)),
            ("evaluate(5)", 11),
            ("run_broken()", Raises(SyntaxError)),
        ],
        **NAMES,
    )


def test_references_are_balanced(sentinels):
    first, second = sentinels
    holder = collections.UserDict()
    check(
        m,
        [
            ("unary([first], 'get_item', 0) is first", True),
            ("unary(holder, 'set_item', 'a', second)", ()),
            ("unary(holder, 'del_item', 'a')", ()),
            ("binary(first, '==', second)", False),
            ("call(lambda *a: a[0], first, second) is first", True),
            ("call(lambda *a: 1 / 0, first, second)", Raises(ZeroDivisionError)),
            ("borrowed(second) is second", True),
            ("casts(first)[0]", False),
        ],
        first=first,
        second=second,
        holder=holder,
    )
