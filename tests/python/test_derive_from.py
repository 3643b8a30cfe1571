"""`#[derive(FromPyObject)]`: structs, tuple structs, enums, and their options."""

from types import SimpleNamespace

from everbind_tests import derive_from as m
from support import Like, Raises, check


class Failing:
    name = "x"
    scores = ()

    @property
    def years(self):
        raise ZeroDivisionError("in a property")


def names(*parts):
    """Expects an exception whose message and causes together hold every part."""

    def test(error):
        text = ""
        while error is not None:
            text += f"{error}\n" + "\n".join(getattr(error, "__notes__", ()))
            error = error.__cause__
        return all(part in text for part in parts)

    return Like(test, f"an error that says {parts}")


def caught(call, value):
    try:
        return call(value)
    except Exception as error:
        return error.with_traceback(None)


NAMES = {"NS": SimpleNamespace, "Failing": Failing, "caught": caught}


def test_attributes():
    check(
        m,
        [
            ("attributes(NS(name='n', years=5, scores=[1, 2.5]))", ("n", 5, [1.0, 2.5])),
            ("attributes(NS(name='n', age=5, scores=[]))", Raises(AttributeError, "years")),
            ("caught(attributes, NS(name=1, years=5, scores=[]))", names("name", "int", "str")),
            ("caught(attributes, NS(name='', years=300, scores=[]))", names("Attributes", "age")),
            ("caught(attributes, NS(name='', years=3, scores=['x']))", names("scores", "str")),
            ("attributes(Failing())", Raises(ZeroDivisionError, "in a property")),
            ("many([NS(name='n', years=5, scores=())] * 3)", 3),
            ("many([5])", Raises(AttributeError, "name")),
        ],
        **NAMES,
    )


def test_items():
    check(
        m,
        [
            ("items({'name': 'n', 'years': 5, 3: True})", ("n", 5, True)),
            ("items({'name': 'n', 'years': 5, 3: None})", ("n", 5, None)),
            ("items({'name': 'n', 'years': 5})", Raises(KeyError, "3")),
            ("items(5)", Raises(TypeError, "subscriptable")),
            ("all_items({'a': 1, 'the b': 2, 'c': 3, 'd': 4})", (1, 2, 3, 4)),
            ("all_items({'a': 1, 'the b': 2})", (1, 2, None, 7)),
            ("all_items({'a': 1})", Raises(KeyError, "the b")),
            ("renamed({'firstName': 'Ada', 'lastName': 'Lovelace'})", "Ada Lovelace"),
            ("renamed({'first_name': 'Ada'})", Raises(KeyError, "firstName")),
            ("computed({'text': 'four'})", (4, True)),
            ("computed({'text': [1], 'flag': False})", (1, False)),
            ("caught(computed, {'text': 'too long a text'})", names("too long")),
            ("caught(computed, {'text': 5})", names("len()")),
            ("borrowing(NS(text='t', any=NAMES))", Like(lambda r: r == ("t", NAMES), "the same")),
            ("caught(borrowing, NS(text=1, any=2))", names("text", "int", "str")),
        ],
        NAMES=NAMES,
        **NAMES,
    )


def test_tuples_and_transparent():
    check(
        m,
        [
            ("pair((1, 'a'))", (1, "a")),
            ("pair([1, 'a'])", Raises(TypeError, "list", "tuple")),
            ("pair((1, 'a', 2))", Raises(ValueError, "2", "3")),
            ("caught(pair, (1, 2))", names("int", "str")),
            ("transparent({'a': 1})", {"a": 1}),
            ("caught(transparent, {'a': 'x'})", names("str")),
            ("new_type('x')", "x"),
            ("caught(new_type, 1)", names("int", "str")),
            ("generic([1, 2], 'x')", ([1, 2], "x")),
            ("generic(['x'], 'x')", Raises(TypeError)),
        ],
        **NAMES,
    )


class Teller:
    def __getattr__(self, name):
        raise AttributeError("told you so")


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


class OwnText(str):
    pass


def test_untagged_enums():
    check(
        m,
        [
            ("untagged(5)", "Int(5)"),
            ("untagged('x')", "Text(x)"),
            ("untagged((1, 2))", "Pair(1, 2.0)"),
            ("untagged(NS(x=1, y=2.5))", "Point(1.0, 2.5)"),
            ("untagged({'name': 'n'})", "Named(n)"),
            ("untagged([1, 'a', (1, 2)])", "List(Int(1), Text(a), Pair(1, 2.0))"),
            ("untagged([[1], []])", "List(List(Int(1)), List())"),
            ("caught(untagged, None)", Like(lambda e: type(e) is TypeError, "a TypeError")),
            ("caught(untagged, None)", names("Int", "text", "Point", "Named", "None")),
            ("caught(untagged, [1, None])", names("List")),
            # What is seen to be missing is told all the same, in Python's own words.
            ("caught(untagged, {})", names("KeyError: 'name'", "AttributeError", "'x'")),
            ("caught(untagged, Teller())", names("told you so", "expected int, got Teller")),
            ("caught(untagged, (1, 2, None))", names("a tuple of length 2", "of length 3")),
            ("caught(untagged, 2**70)", names("i64", "expected str, got int")),
            ("untagged(Index(5)), untagged(OwnText('x'))", ("Int(5)", "Text(x)")),
            ("untagged(NS(x=Index(1), y=2)), untagged(True)", ("Point(1.0, 2.0)", "Int(1)")),
        ],
        Teller=Teller,
        Index=Index,
        OwnText=OwnText,
        **NAMES,
    )
