"""Cycles through native instances: `__traverse__` and `__clear__`, inherited and with borrows."""

import gc

import pytest
from everbind_tests import class_gc as m

pytestmark = pytest.mark.usefixtures("nothing_stays")


def test_a_cycle_of_itself():
    node = m.Node()
    node.next = node


def test_a_ring():
    nodes = [m.Node() for _ in range(10)]
    for one, other in zip(nodes, nodes[1:] + nodes[:1], strict=True):
        one.next = other
        one.add(other)


def test_through_python_containers():
    node = m.Node()
    node.add([{"node": node}, (node, node)])
    node.add(lambda: node)


def test_derived_classes_visit_what_their_base_holds():
    for attribute in ("own", "next"):
        derived = m.Derived()
        setattr(derived, attribute, derived)
    both = m.Derived()
    both.own, both.next = both, [both]
    both.add(both)


def test_python_subclasses():
    class Sub(m.Node):
        pass

    sub = Sub()
    sub.next = sub
    sub.attribute = sub

    class Slotted(m.Node):
        __slots__ = ("slot",)

    slotted = Slotted()
    slotted.next = slotted.slot = slotted


def test_what_is_reachable_stays():
    node = m.Node()
    node.next = other = m.Node()
    other.next = node
    del other
    gc.collect()
    assert node.next.next is node


def test_collecting_while_borrowed():
    node = m.Node()
    node.next = node
    node.call_borrowed(gc.collect)
    assert node.next is node


def test_the_collector_sees_what_is_held():
    node = m.Node()
    node.next = marker = ["marker"]
    assert gc.is_tracked(node)
    assert any(referent is marker for referent in gc.get_referents(node))
    assert any(referent is m.Node for referent in gc.get_referents(node))
