"""What a wrong call says, and the ways a function can return or fail."""

from everbind_tests import function_errors as m
from support import Raises, check, misspelt, no_instance, wrong


class Text(str):
    """An exact `str` is not the only key that `**` lets through."""


def test_missing_arguments():
    check(
        m,
        [
            ("one()", Raises(TypeError, "one() missing 1 required positional argument: 'value'")),
            (
                "two()",
                Raises(
                    TypeError,
                    "two() missing 2 required positional arguments: 'first' and 'second'",
                ),
            ),
            ("two(1)", Raises(TypeError, "missing 1 required positional argument: 'second'")),
            ("two(second=1)", Raises(TypeError, "missing 1 required positional argument: 'first'")),
            ("three()", Raises(TypeError, "missing 2", "'first' and 'second'")),
            ("mixed()", Raises(TypeError, "missing 3", "'a', 'b', and 'c'")),
            ("mixed(1, c=3)", Raises(TypeError, "missing 1", "'b'")),
            (
                "keywords()",
                Raises(
                    TypeError,
                    "keywords() missing 2 required keyword",
                    "arguments: 'width' and 'height'",
                ),
            ),
            ("keywords(width=1)", Raises(TypeError, "missing 1 required keyword", "'height'")),
        ],
    )


def test_too_many_arguments():
    check(
        m,
        [
            ("none(1)", Raises(TypeError, "none() takes", "1 ")),
            ("none(1, 2)", Raises(TypeError, "none() takes", "2 ")),
            ("one(1, 2)", Raises(TypeError, "one() takes", "1 positional argument", "2 ")),
            ("two(1, 2, 3)", Raises(TypeError, "two() takes 2 positional arguments but 3 were")),
            ("three(1, 2, 3, 4)", Raises(TypeError, "three() takes from 2 to 3 positional", "4")),
            ("keywords(1)", Raises(TypeError, "keywords() takes 0 positional arguments but 1 was")),
            ("optional_keyword(1, 2)", Raises(TypeError, "takes 1 positional argument", "2")),
        ],
    )


def test_unexpected_keywords():
    check(
        m,
        [
            ("none(a=1)", Raises(TypeError, "none()", "keyword argument")),
            ("one(1, zebra=2)", Raises(TypeError, "one() got an unexpected", "'zebra'")),
            ("keywords(width=1, height=2, color='x')", misspelt("keywords", "color", "colour")),
            ("keywords(width=1, hieght=2)", misspelt("keywords", "hieght", "height")),
            ("long_names([], verbos=True)", misspelt("long_names", "verbos", "verbose")),
            ("long_names([], time_out=2)", misspelt("long_names", "time_out", "timeout")),
            ("two(1, **{'': 2})", Raises(TypeError, "two() got an unexpected", "''")),
            ("two(1, **{'a\\udc80': 2})", Raises(TypeError, "two() got an unexpected")),
        ],
    )


def test_duplicates_and_positional_only_as_keywords():
    check(
        m,
        [
            ("one(1, value=2)", Raises(TypeError, "one() got multiple values", "'value'")),
            ("two(1, 2, first=1)", Raises(TypeError, "two() got multiple values", "'first'")),
            ("mixed(1, b=2, c=3)", Raises(TypeError, "positional-only", "'b'")),
            ("mixed(a=1, b=2, c=3)", Raises(TypeError, "positional-only", "'a", "b'")),
        ],
    )


def test_keywords_that_are_not_interned():
    check(
        m,
        [
            ("two(**{''.join(['fir', 'st']): 1, ''.join(['sec', 'ond']): 2})", 3),
            ("two(**{Text('first'): 1, Text('second'): 2})", 3),
            ("keywords(**{''.join(['wid', 'th']): 1, 'height': 2})", "1x2 red"),
        ],
        Text=Text,
    )


def test_wrong_types_name_the_argument():
    check(
        m,
        [
            ("one('x')", wrong("value", "int", "str")),
            ("one(None)", wrong("value", "int", "NoneType")),
            ("one(value=[])", wrong("value", "int", "list")),
            ("two(1, 2.5)", wrong("second", "int", "float")),
            ("two('x', 'y')", wrong("first", "int", "str")),
            ("keywords(width=1, height=2, colour=3)", wrong("colour", "str", "int")),
            ("long_names(1)", Raises(TypeError, "'arguments'")),
            ("long_names(['a', 1])", wrong("arguments", "str", "int", "item 1")),
            ("only_strings(1)", no_instance("value", "str", "int")),
        ],
    )


def test_converters_of_ones_own():
    check(
        m,
        [
            ("object_length([1, 2, 3])", 3),
            ("object_length(value='four')", 4),
            ("object_length(5)", Raises(TypeError, "'value'", "'int' has no len()")),
            ("with_default()", 7),
            ("with_default(None)", 0),
            ("with_default(4)", 8),
            ("with_default('x')", Raises(TypeError, "'value'")),
        ],
    )


def test_results():
    check(
        m,
        [
            ("parse('12')", 12),
            ("parse('x')", Raises(ValueError, "invalid digit found in string")),
            ("own_error(False)", None),
            ("own_error(True)", Raises(RuntimeError, "own")),
            ("py_error('none')", 1),
            ("py_error('message')", Raises(ValueError, "a message")),
            ("py_error('tuple')", Raises(ValueError, "('two', 2)")),
            ("py_error('empty')", Raises(ValueError, "")),
            ("py_error('else')", Raises(ValueError, "unknown: else")),
            ("maybe(True)", "given"),
            ("maybe(False)", None),
            ("maybe_or_error(0)", None),
            ("maybe_or_error(1)", "one"),
            ("maybe_or_error(2)", Raises(ValueError, "neither")),
            ("bound_result('x')", "x"),
            ("only_strings('x')", "x"),
        ],
    )


def test_objects_pass_through_unchanged(sentinels):
    first, second = sentinels
    check(
        m,
        [
            ("same(first) is first", True),
            ("same_owned(first) is first", True),
            ("same_reference(value=second) is second", True),
            ("only_strings(first)", no_instance("value", "str", "Sentinel")),
        ],
        first=first,
        second=second,
    )
