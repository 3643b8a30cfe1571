"""Signatures: every form a parameter can take, and what Python's own tools see of each."""

import inspect
import pydoc

import pytest
from everbind_tests import functions as m
from support import Raises, check, wrong


def test_calls():
    check(
        m,
        [
            ("nothing()", None),
            ("one(5)", 5),
            ("one(x=5)", 5),
            ("add(1, 2)", 3),
            ("add(1, b=2)", 3),
            ("add(b=1, a=2)", 3),
            ("add(*(1, 2))", 3),
            ("add(**{'a': 1, 'b': 2})", 3),
            ("many(1, 2, 3, 4, -1, -2, -3)", 4),
            ("many(g=7, f=6, e=5, d=4, c=3, b=2, a=1)", 28),
            ("given_name()", "given"),
            ("name_in_head(), name_in_head(4), name_in_head(x=5)", (3, 4, 5)),
            ("rust_name", Raises(NameError)),
            ("with_token(5), with_token(x=1)", (15, 3)),
            ("token_only()", True),
            ("token_last(4)", 4),
            ("module_and_more()", (True, 3)),
            ("module_and_more(5, y=6)", (True, 11)),
            ("raw_names()", "foo1"),
            ("raw_names(**{'struct': 'bar', 'type': 2})", "bar2"),
            ("raw_names(type=3)", "foo3"),
        ],
    )


def test_defaults():
    check(
        m,
        [
            ("defaults(1)", (1, 10, None)),
            ("defaults(1, 2)", (1, 2, None)),
            ("defaults(1, c=3)", (1, 10, 3)),
            ("defaults(1, 2, None)", (1, 2, None)),
            ("defaults(c=1, b=2, a=3)", (3, 2, 1)),
            ("kinds()", ("text", -1, 1.5, True, None, [1, 2])),
            ("kinds('x', v=[], n='n')", ("x", -1, 1.5, True, "n", [])),
            ("kinds(t=False, f=2)", ("text", -1, 2.0, False, None, [1, 2])),
            ("required_option(None)", None),
            ("required_option(value=2)", 2),
            ("required_option()", Raises(TypeError, "required_option() missing 1 required")),
            ("some_by_default()", 5),
            ("some_by_default(None)", None),
            ("named_args_and_kwargs(kwargs=3)", 3),
            ("named_args_and_kwargs(1, 4)", 5),
        ],
    )


def test_positional_only_and_keyword_only():
    check(
        m,
        [
            ("positional_only(5)", 5),
            ("positional_only(5, 3)", 2),
            ("positional_only(5, b=3)", Raises(TypeError, "positional_only()", "positional-only")),
            ("positional_only(a=5)", Raises(TypeError, "positional_only()")),
            ("single_positional_only(5)", -5),
            ("single_positional_only(a=5)", Raises(TypeError, "single_positional_only()")),
            ("keyword_only(a=1)", (1, 2)),
            ("keyword_only(b=1, a=2)", (2, 1)),
            ("keyword_only(1)", Raises(TypeError, "keyword_only() takes 0 positional arguments")),
            ("all_kinds(1, 2, c=3)", (1, 2, 3, 4)),
            ("all_kinds(1, b=2, d=5, c=3)", (1, 2, 3, 5)),
            ("all_kinds(1, 2, 3)", Raises(TypeError, "all_kinds() takes 2 positional arguments")),
            ("all_kinds(1, 2)", Raises(TypeError, "keyword", "'c'")),
        ],
    )


def test_variable_arguments():
    check(
        m,
        [
            ("var_args()", []),
            ("var_args(1, 2, 3)", [1, 2, 3]),
            ("var_args(*range(100))", list(range(100))),
            ("var_args(a=1)", Raises(TypeError, "var_args() got an unexpected keyword", "'a'")),
            ("var_args_as_vec(1, 2)", 3),
            ("var_args_as_vec(1, 'x')", wrong("args", "int", "str", "item 1")),
            ("var_kwargs()", 0),
            ("var_kwargs(a=1, b=2)", 2),
            ("var_kwargs(**{'not an identifier': 1})", 1),
            ("var_kwargs(1)", Raises(TypeError, "var_kwargs() takes 0 positional arguments")),
            ("var_kwargs_as_map()", -1),
            ("var_kwargs_as_map(a=1, b=2)", 3),
            ("var_kwargs_as_map(a='x')", wrong("kwargs", "int", "str")),
            ("anything()", ([], [])),
            ("anything(1, b=2, a=1)", ([1], ["a", "b"])),
            ("everything()", (10, "Hello", [], [])),
            ("everything(1, 2, 3, name='n', z=0)", (1, "n", [2, 3], ["z"])),
            ("everything(num=5, other=1)", (5, "Hello", [], ["other"])),
            ("everything(1, num=5)", Raises(TypeError, "multiple values", "'num'")),
            ("shadowed(1, a=2)", (1, 2)),
            ("shadowed(1)", (1, None)),
        ],
    )


def test_keyword_dictionaries_are_copies():
    given = {"a": 1}
    assert m.var_kwargs(**given) == 1
    assert given == {"a": 1}


SIGNATURES = {
    "nothing": "()",
    "one": "(x)",
    "add": "(a, b)",
    "many": "(a, b, c, d, e, f, g)",
    "defaults": "(a, b=10, c=None)",
    "positional_only": "(a, b=0, /)",
    "single_positional_only": "(a, /)",
    "keyword_only": "(*, a, b=2)",
    "all_kinds": "(a, /, b, *, c, d=4)",
    "var_args": "(*args)",
    "var_kwargs": "(**kwargs)",
    "anything": "(*args, **kwargs)",
    "everything": "(num=10, *args, name='Hello', **kwargs)",
    "shadowed": "(a, /, **kwargs)",
    "required_option": "(value)",
    "raw_names": "(struct='foo', type=1)",
    "given_name": "()",
    "name_in_head": "(x=3)",
    "own_text": "(a, b=zero, *, c=...)",
    "with_token": "(x)",
    "token_only": "()",
    "token_last": "(x)",
    "module_and_more": "($module, x=1, *, y=2)",
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_signature(name):
    function = getattr(m, name)
    expected = SIGNATURES[name]
    assert function.__name__ == function.__qualname__ == name
    text = function.__text_signature__.replace('"', "'")
    assert text in (expected, expected.replace("($module, ", "("))
    if name == "own_text":  # its author wrote a default that is not a literal
        return
    shown = expected.replace("($module, ", "(")
    assert str(inspect.signature(function)) == shown
    assert name + shown in pydoc.render_doc(function, renderer=pydoc.plaintext)


def test_defaults_are_shown_or_elided():
    defaults = {
        name: parameter.default for name, parameter in inspect.signature(m.kinds).parameters.items()
    }
    true = {"s": "text", "i": -1, "f": 1.5, "t": True, "n": None, "v": [1, 2]}
    assert list(defaults) == list(true)
    for name, value in true.items():
        assert defaults[name] in (value, ...), name
    assert defaults["s"] == "text"
    assert defaults["t"] is True


def test_no_text_signature():
    assert m.no_text.__text_signature__ is None
    assert m.no_text.__doc__ == "A doc, but no signature."
    with pytest.raises(ValueError, match="no signature"):
        inspect.signature(m.no_text)


def test_docs():
    expected = "Adds two integers.\n\nThe second line of a doc comment,\nand its third."
    assert m.add.__doc__ == expected
    assert m.nothing.__doc__ == "Nothing in, nothing out."
    assert not m.one.__doc__
    shown = pydoc.render_doc(m.add, renderer=pydoc.plaintext)
    assert "add(a, b)" in shown
    assert "and its third." in shown


def test_bound_arguments_agree_with_the_call():
    bound = inspect.signature(m.everything).bind(1, 2, name="n", other=3)
    assert bound.arguments == {"num": 1, "args": (2,), "name": "n", "kwargs": {"other": 3}}
    assert m.everything(*bound.args, **bound.kwargs) == (1, "n", [2], ["other"])
