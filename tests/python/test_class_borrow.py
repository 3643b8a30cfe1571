"""Borrow checking: what is refused while an instance is borrowed, and that borrows end."""

import contextlib
import sys

import pytest
from everbind_tests import class_borrow as m
from support import Raises, check, on_threads


def cell(text):
    return f"(lambda c: {text})(Cell(1))"


BORROWED = Raises(RuntimeError, "borrowed")


def test_while_shared():
    check(
        m,
        [
            (cell("c.call_shared(c.read)"), 1),
            (cell("c.call_shared(lambda: c.value)"), 1),
            (cell("c.call_shared(lambda: c.call_shared(c.read))"), 1),
            (cell("c.call_shared(lambda: c.write(5))"), BORROWED),
            (cell("c.call_shared(lambda: setattr(c, 'value', 5))"), BORROWED),
            (cell("c.call_shared(lambda: c.__setitem__(1, 2))"), BORROWED),
            (cell("c.call_shared(lambda: c.__iadd__(2))"), BORROWED),
            (cell("c.call_shared(lambda: len(c))"), 1),
        ],
    )


def test_while_exclusive():
    check(
        m,
        [
            (cell("c.call_exclusive(list)"), 2),
            (cell("c.call_exclusive(c.read)"), BORROWED),
            (cell("c.call_exclusive(lambda: c.value)"), BORROWED),
            (cell("c.call_exclusive(lambda: setattr(c, 'value', 5))"), BORROWED),
            (cell("c.call_exclusive(lambda: c.write(5))"), BORROWED),
            (cell("c.call_exclusive(lambda: len(c))"), BORROWED),
            (cell("c.call_exclusive(lambda: 1 / 0)"), Raises(ZeroDivisionError)),
            (cell("c.read_other(c)"), BORROWED),
            (cell("c.swap(c)"), BORROWED),
            (cell("(d := Cell(5)) and (c.swap(d), c.value, d.value)[1:]"), (5, 1)),
        ],
    )


def test_many_at_once():
    cells = [m.Cell(1), m.Cell(2)] * 3
    assert m.read_all(cells) == m.read_all(tuple(cells)) == 9
    counts = [sys.getrefcount(cell) for cell in cells]
    for refused in (lambda: m.read_all(cells), lambda: m.read_all([*cells, cells[1]])):
        with pytest.raises(RuntimeError, match="borrowed"):
            cells[1].call_exclusive(refused)
    with pytest.raises(TypeError, match="item 6"):
        m.read_all([*cells, 5])
    assert counts == [sys.getrefcount(cell) for cell in cells]
    for cell in cells:
        cell.write(5)


def test_borrows_end_with_the_call():
    thing = m.Cell(1)
    for callback in (thing.read, lambda: 1 / 0, lambda: thing.write(2)):
        with pytest.raises((RuntimeError, ZeroDivisionError)):
            thing.call_exclusive(callback)
    assert thing.call_exclusive(list) == 2
    thing.write(5)
    thing += 3
    assert thing.read() == thing.value == 8


def test_borrows_from_rust():
    both = (True, True)
    check(
        m,
        [
            ("grants(Cell())", [both, (True, False), (False, False), both]),
            ("messages(Cell())", ("Already mutably borrowed", "Already borrowed")),
            ("as_python_error(Cell(), True)", Raises(RuntimeError, "Already borrowed")),
            ("as_python_error(Cell(), False)", Raises(RuntimeError, "Already mutably borrowed")),
            ("guard_across_detach(Cell(4))", 5),
        ],
    )


@pytest.mark.usefixtures("capfd")
def test_borrowing_twice_in_rust_panics():
    thing = m.Cell(1)
    with pytest.raises(BaseException, match="lready"):
        m.borrow_twice(thing)
    thing.write(2)
    assert thing.read() == 2


def test_frozen_classes_are_never_borrowed():
    check(
        m,
        [
            ("(lambda f: f.call(lambda: f.call(f.add)))(Frozen())", 3),
            ("get_frozen(Frozen())", 3),
        ],
    )


@pytest.mark.threads
def test_many_threads():
    """A borrow that another thread holds is refused; no update is lost and nothing is torn."""
    thing = m.Cell(0)
    frozen = m.Frozen()
    done = []

    def work():
        count = 0
        for _ in range(2_000):
            frozen.add()
            with contextlib.suppress(RuntimeError):
                thing.call_exclusive(list)
                count += 1
        done.append(count)

    on_threads(*[work] * 4)
    assert len(done) == 4
    assert thing.value == sum(done)
    assert frozen.add() == 8_001
