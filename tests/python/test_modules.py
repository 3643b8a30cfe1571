"""Modules: inline and as a function, nested, constants, initialisers, `add*`, `wrap_*!`."""

import pydoc
import sys
import types

import everbind_tests
import pytest
from everbind_tests import modules as m
from support import Raises, assert_no_leak, check, modules_stay


def test_contents():
    check(
        m,
        [
            ("__doc__", "A module declared in line."),
            ("double(4)", 8),
            ("double_again(4)", 8),
            ("triple(4)", 12),
            ("ANSWER", 42),
            ("NAME", "Ada"),
            ("type", "!"),
            ("ModuleError('x').args", ("x",)),
            ("ModuleError.__doc__", "A doc."),
            ("ModuleError.__module__", "modules"),
            ("issubclass(ModuleError, ValueError)", True),
            ("Outside(3).value", 3),
            ("Inline().__class__.__name__", "Inline"),
            ("nested.__doc__", "A nested module."),
            ("nested.quadruple(2)", 8),
            ("nested.Within.__module__.endswith('modules.nested')", True),
            ("nested.deeper.LEVEL", 2),
            ("init_without_module.works()", True),
            ("match.double(3)", 6),
            ("'HIDDEN' in globals()", False),
            ("HIDDEN", Raises(NameError)),
        ],
    )


def test_functions_of_modules():
    check(
        m,
        [
            ("by_function.__doc__", "A module written as a function.\n\nWith a second paragraph."),
            ("by_function.answer", 42),
            ("by_function.python", 3),
            ("by_function.double(1), by_function.also_double(2)", (2, 4)),
            ("by_function.type()", "renamed"),
            ("by_function.Outside(1).value", 1),
            ("by_function.leaf.DEPTH", 3),
            ("by_function.made.here", True),
            ("by_function.made.__name__", "made"),
            ("only_the_module.name", "only_the_module"),
            ("only_the_module.__doc__ or ''", ""),
        ],
    )


def test_all_lists_what_was_added():
    assert set(m.by_function.__all__) == {
        *("answer", "python", "double", "also_double", "type", "Outside", "leaf", "made")
    }
    assert {"double", "ANSWER", "Inline", "nested", "double_again"} <= set(m.__all__)
    assert set(m.__all__) <= set(vars(m))
    check(m, [("names_in_all(by_function)", list(m.by_function.__all__))])


def test_names_and_module_of_functions():
    assert m.triple.__name__ == m.triple.__qualname__ == "triple"
    assert m.triple.__module__ == m.__name__
    assert m.nested.quadruple.__module__ == m.nested.__name__
    assert isinstance(m.triple, types.BuiltinFunctionType)
    assert "triple(x)" in pydoc.render_doc(m, renderer=pydoc.plaintext)


def test_pass_module():
    check(
        m,
        [
            ("own_name()", m.__name__),
            ("owned_module(5)[1]", 5),
            ("owned_module(5)[0] is module", True),
            ("its_dict() is vars(module)", True),
            ("own_name(1)", Raises(TypeError, "own_name() takes")),
        ],
        module=m,
    )


def test_made_at_run_time():
    check(
        m,
        [
            ("new_module('fresh').__name__", "fresh"),
            ("new_module('fresh').one", 1),
            ("new_module('fresh').two", [1, 2]),
            ("new_module('fresh').double(21)", 42),
            ("new_module('fresh').__all__", ["one", "two", "double"]),
            ("import_name('os.path')", __import__("os.path").path.__name__),
            ("filename(module)", pytest.__file__),
            ("fresh()", True),
        ],
        leaks=not modules_stay(),
        module=pytest,
    )


def test_paths_on_which_the_interpreter_itself_keeps_something():
    check(
        m,
        [
            ("from_code().f(1)", 2),
            ("from_code().__name__", "made"),
            ("import_name('no_such_module')", Raises(ModuleNotFoundError, "no_such_module")),
        ],
        leaks=False,
    )


def test_importing_keeps_the_gil_off():
    if not hasattr(sys, "_is_gil_enabled"):
        assert sys.version_info < (3, 13)
    elif "free-threading" in sys.version:
        assert not sys._is_gil_enabled()


WITH_GIL = """
import sys, warnings, everbind_tests
from importlib.machinery import ExtensionFileLoader
from importlib.util import module_from_spec, spec_from_file_location
warnings.simplefilter("ignore")
name, path = "everbind_with_gil", everbind_tests.__file__
spec = spec_from_file_location(name, path, loader=ExtensionFileLoader(name, path))
module = module_from_spec(spec)
spec.loader.exec_module(module)
print(module.ANSWER, getattr(sys, "_is_gil_enabled", lambda: True)())
"""


def test_a_module_may_ask_for_the_gil(in_fresh_python):
    assert in_fresh_python(WITH_GIL) == "44 True\n"


def test_importing_again_gives_the_same_module():
    import importlib

    assert importlib.import_module("everbind_tests") is everbind_tests
    assert_no_leak(lambda: importlib.import_module("everbind_tests"))
    assert everbind_tests.__file__.endswith("everbind_tests.so") or sys.platform != "linux"
    assert everbind_tests.__spec__.name == "everbind_tests"
