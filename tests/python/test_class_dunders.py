"""Special methods: text, hashing, comparison, calls, contexts, attributes."""

from everbind_tests import class_dunders as m
from support import Raises, check


def test_text_and_hash():
    check(
        m,
        [
            ("repr(Version(1, 2)), str(Version(1, 2))", ("Version(1, 2)", "1.2")),
            ("f'{Version(1, 2):>>}'", ">>1.2"),
            ("bytes(Version(1, 2))", b"\1\2"),
            ("bool(Version(0, 2)), bool(Version(1, 0))", (False, True)),
            ("hash(Version(1, 2)) == hash(Version(1, 2))", True),
            ("len({Version(1, 2), Version(1, 2), Version(2, 1)})", 2),
            ("str(Derived(5)), hash(Derived(5)) == hash(Derived(5))", ("<5>", True)),
            ("hash(Separate(1))", Raises(TypeError, "unhashable")),
        ],
    )
    assert type(hash(m.Version(1, 2))) is int


def test_comparison():
    a, b = m.Version(1, 2), m.Version(1, 3)
    check(
        m,
        [
            (
                "a < b, a <= b, a == b, a != b, a > b, a >= b",
                (True, True, False, True, False, False),
            ),
            ("a <= a, a == Version(1, 2), a != a", (True, True, False)),
            ("a == 5, a != 5, a == None", (False, True, False)),
            ("a < 5", Raises(TypeError, "'<' not supported")),
            ("sorted([b, a]) == [a, b], max(a, b) is b", (True, True)),
            ("Separate(1) == Separate(1), Separate(1) != Separate(1)", (True, False)),
            ("Separate(1) < Separate(2), Separate(2) > Separate(1)", (True, True)),
            ("Separate(-1) < Separate(2)", Raises(ValueError, "negative")),
            ("Separate(1) <= Separate(2)", Raises(TypeError, "'<=' not supported")),
            ("Separate(1) == 1", False),
            ("Derived(1) < Derived(2), Derived(1) == Derived(1)", (True, True)),
            ("Derived(1) != Derived(2), Derived(1) == 1", (True, False)),
            ("Derived(1) < 2", Raises(TypeError, "not supported")),
        ],
        a=a,
        b=b,
    )


def test_calls_contexts_and_attributes():
    check(
        m,
        [
            ("Magic()(), Magic()(1, 2, a=3)", ((0, 0), (2, 1))),
            ("Magic().made_up, Magic().made_", ("up", "")),
            ("Magic().other", Raises(AttributeError, "no other")),
            ("hasattr(Magic(), 'other'), getattr(Magic(), 'other', 5)", (False, 5)),
            (
                "(lambda o: (setattr(o, 'x', 5), delattr(o, 'x'), o.log)[2])(Magic())",
                ["x=5", "del x"],
            ),
            ("setattr(Magic(), 'x', 'text')", Raises(TypeError, "int", "str")),
            ("dir(Magic())", ["log", "made_up"]),
            ("Magic[5] == (Magic, 5)", True),
        ],
    )
    magic = m.Magic()
    with magic as entered:
        assert entered is magic
    with magic:
        raise KeyError("swallowed")
    assert magic.log == ["enter", "exit", "enter", "KeyError"]


def test_slots_are_methods_too():
    check(
        m,
        [
            ("Version.__repr__(Version(1, 2))", "Version(1, 2)"),
            ("Version(1, 2).__eq__(5)", NotImplemented),
            ("Version.__repr__(5)", Raises(TypeError, "Version", "int")),
            ("callable(Magic()), callable(Version(1, 2))", (True, False)),
        ],
    )
