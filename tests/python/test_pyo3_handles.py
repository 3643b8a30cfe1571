"""What holds instances in Rust: references, guards, initialisers."""

from everbind_pyo3 import handles as m
from support import check


def test_py_ref():
    check(m, [("Leaf(5, 'text').py_ref(), Leaf(5, 'text').into_super()", ((5, "text", 1), 5))])


def test_py_ref_mut():
    check(m, [("(o := Leaf(5, 't')).py_ref_mut(), o.py_ref(), o.number", (6, (6, "t!", 2), 6))])


def test_bound_as_super():
    check(m, [("(o := Leaf(5, 'text')).bound(), o.py_ref()", (5, (5, "", 1)))])


def test_guard():
    check(m, [("Leaf(5, 'text').guard(), Leaf(5, 'text').guard_map()", ((5, 4), 3))])


def test_guard_mut():
    check(m, [("(o := Leaf(5, 't')).guard_mut(), o.guard_mut_map(), o.number", (6, 12, 6))])


def test_get():
    check(m, [("get(Frozen(5))", 10)])


def test_conflicts():
    check(m, [("conflicts(Base(1))", ("Already borrowed", "Already mutably borrowed", True))])


def test_initializer():
    check(
        m,
        [
            ("[type(each) for each in made()] == [Base, Middle, Leaf]", True),
            ("[each.number for each in made()]", [1, 2, 3]),
            ("Middle(5, 'x').number", 5),
        ],
    )
