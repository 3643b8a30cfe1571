"""Types, capsules, weak references, functions and closures, proxies, tracebacks."""

import collections
import gc
import types
import weakref

from everbind_tests import object_rest as m
from support import Like, Raises, check


class Thing:
    class Inner:
        pass


def test_types():
    check(
        m,
        [
            ("type_names(int)", ["int", "int", "builtins", "int"]),
            (
                "type_names(OrderedDict)",
                ["OrderedDict", "OrderedDict", "collections", "collections.OrderedDict"],
            ),
            ("type_names(Inner)[:2]", ["Inner", "Thing.Inner"]),
            ("type_names(Inner)[3]", f"{__name__}.Thing.Inner"),
            ("type_names(5)", Raises(TypeError, "type", "int")),
            ("type_relations(bool)", (True, True, (bool, int, object), (int,))),
            ("type_relations(str)[1]", False),
            ("type_of_int()", (int, list)),
        ],
        OrderedDict=collections.OrderedDict,
        Inner=Thing.Inner,
    )


def test_capsules():
    check(
        m,
        [
            ("read_capsule(capsule(5))", 5),
            ("capsule_facts(capsule(5))", (True, False, True)),
            ("capsule(1).__class__.__name__", "PyCapsule"),
            ("read_capsule(datetime_api)", Raises(ValueError, "incorrect name")),
            ("read_capsule(5)", Raises(TypeError, "int")),
        ],
        datetime_api=__import__("_datetime").datetime_CAPI,
    )
    gc.collect()
    before = m.destroyed()
    capsule = m.capsule(1)
    assert m.destroyed() == before
    del capsule
    gc.collect()
    assert m.destroyed() == before + 1
    seen = []
    capsule = m.capsule_with_destructor(seen)
    assert seen == []
    del capsule
    gc.collect()
    assert seen == [7]


def test_weak_references():
    thing = Thing()
    reference, proxy = m.weak_reference(thing)
    assert reference() is thing
    assert type(proxy) is weakref.ProxyType
    assert m.upgrade(reference) is thing
    assert m.upgrade(proxy) is thing
    assert m.upgrade_reference(reference) is thing
    seen = []
    watched = m.weak_with_callback(thing, seen.append)
    del thing
    gc.collect()
    assert m.upgrade(reference) is m.upgrade(proxy) is m.upgrade_reference(reference) is None
    assert seen == [watched]
    check(
        m,
        [
            ("weak_reference(5)", Raises(TypeError, "weak reference")),
            ("upgrade(5)", Raises(TypeError, "int")),
            ("upgrade(weak_reference(thing)[0]) is thing", True),
        ],
        thing=Thing(),
    )


def test_functions_and_closures():
    def python_function(value):
        return value * 2

    check(
        m,
        [
            ("adder(5)(1)", 6),
            ("adder(5)(1, x=0, y=0)", 8),
            ("adder(5)(-1)", Raises(ValueError, "negative")),
            ("adder(5)('x')", Raises(TypeError, "str")),
            ("adder(5)()", Raises(ValueError, "length 1")),
            ("adder(5).__name__, adder(5).__doc__", ("adder", "Adds.")),
            ("adder(5).__text_signature__", "($self, value)"),
            ("isinstance(adder(5), Builtin)", True),
            ("call_function(python_function, 4)", 8),
            ("call_function(len, 4)", Raises(TypeError, "builtin_function_or_method")),
            ("call_builtin(abs, -4)", 4),
            ("call_builtin(adder(5), 4)", 9),
            ("call_builtin(python_function, 4)", Raises(TypeError, "function")),
        ],
        python_function=python_function,
        Builtin=types.BuiltinFunctionType,
    )


def test_closures_are_dropped_with_their_function():
    gc.collect()
    before = m.destroyed()
    adders = [m.adder(n) for n in range(10)]
    assert adders[3](1) == 4
    assert m.destroyed() == before
    adders.clear()
    gc.collect()
    assert m.destroyed() == before + 10


def test_panic_in_a_closure():
    panicking = m.panicking_closure()
    check(
        m,
        [("caught(panicking)", Like(lambda e: "in a closure" in str(e), "the panic's message"))],
        caught=lambda call: _caught(call),
        panicking=panicking,
    )


def _caught(call):
    try:
        return call()
    except BaseException as error:
        return error.with_traceback(None)


def test_proxies_and_tracebacks():
    def fails():
        raise ZeroDivisionError("here")

    named = Like(lambda text: "in fails" in text and "Traceback" in text, "a traceback")
    check(
        m,
        [
            ("mapping_proxy({1: 2})[1]", 2),
            ("type(mapping_proxy({1: 2})) is Proxy", True),
            ("format_traceback(fails)", named),
            ("format_traceback(list)", None),
        ],
        Proxy=types.MappingProxyType,
        fails=fails,
    )
