"""The leak report, crashes under faulthandler, panics: each in a process of its own."""

import os
import re
import signal
import subprocess
import sys
import sysconfig
import textwrap

import interpreters
import pytest
from everbind_tests import debugging as m
from everbind_tests import layout

START = "from everbind_tests import debugging as m\n"


def run(code, status=0, **variables):
    """What a new Python writes to stderr; its lines of code count from 1 after the import."""
    site = os.environ["EVERBIND_SITE"]
    environment = {**os.environ, "PYTHONPATH": site, **variables}
    source = START + textwrap.dedent(code).strip()
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", source],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
    )
    assert done.returncode == status, done.stderr
    return done.stderr


def leaks(code, **more):
    """The leak report, without what precedes it."""
    text = run(code, EVERBIND_LEAKS="1", **more)
    _before, found, report = text.partition("everbind: ")
    assert found, text
    return found + report


NONE = "everbind: no instance is alive at exit\n"


def test_nothing_is_said_unasked():
    code = "m.leak(m.Plain())"
    assert run(code) == ""
    assert run(code, EVERBIND_LEAKS="0") == ""
    assert run(code, EVERBIND_LEAKS="") == ""


def test_what_modules_hold_is_no_leak():
    code = """
        import sys
        held = [m.Plain(1), m.Collected(), m.Extending(), m.made_by_rust()]
        sys.held = held
        cycle = m.Collected()
        cycle.other = cycle
        del cycle
        class Holder:
            held = m.Plain(2)
    """
    assert leaks(code) == NONE


@pytest.mark.parametrize("name", ["Plain", "Collected", "Extending"])
def test_a_leak_is_told_with_its_place(name):
    text = leaks(f"held = m.{name}()\nfor _ in range(3):\n    m.leak(m.{name}())\nheld = 1")
    assert text == (
        "everbind: 3 instances are alive at exit\n"
        f"  3 of everbind_tests.debugging.{name}\n"
        "    3 made at <string>:4\n"
    )


def test_classes_and_places_are_told_apart():
    text = leaks("m.leak(m.Plain())\nm.leak(m.Plain(1))\nm.leak(m.Collected())")
    assert text == (
        "everbind: 3 instances are alive at exit\n"
        "  2 of everbind_tests.debugging.Plain\n"
        "    1 made at <string>:2\n"
        "    1 made at <string>:3\n"
        "  1 of everbind_tests.debugging.Collected\n"
        "    1 made at <string>:4\n"
    )


def test_a_subclass_counts_as_its_class():
    code = """
        class Sub(m.Plain):
            def __init__(self): self.list = []
        Sub(); m.leak(Sub())
    """
    text = leaks(code)
    assert "  1 of everbind_tests.debugging.Plain\n    1 made at <string>:4\n" in text


def test_instances_made_by_rust():
    text = leaks("m.leak(m.made_by_rust())\nm.leak(m.made_on_thread())")
    by_python, by_rust = "made at <string>:2\n", "made outside of Python code\n"
    if m.has_rust_places():
        by_python, by_rust = "debugging.rs:", "debugging.rs:"
    assert "  2 of everbind_tests.debugging.Plain\n" in text
    assert by_python in text
    assert by_rust in text


def test_an_instance_brought_back_by_its_finaliser():
    code = """
        kept = []
        one = m.Collected()
        one.keeper = kept
        del one
        assert len(kept) == 1
        m.leak(kept.pop())
        two = m.Collected()
        two.keeper = kept
        del two
        kept.clear()
    """
    text = leaks(code)
    assert text.splitlines()[1:] == [
        "  1 of everbind_tests.debugging.Collected",
        "    1 made at <string>:3",
    ]


@pytest.mark.parametrize(
    ("end", "status"), [("import sys; sys.exit(3)", 3), ("raise ValueError", 1)]
)
def test_however_the_program_ends(end, status):
    assert leaks(f"m.leak(m.Plain())\n{end}", status=status).count("made at <string>:2\n") == 1
    assert leaks(f"held = m.Plain()\n{end}", status=status) == NONE


INSIDE = """
import everbind_subinterp as m
node = m.Node(3)
node.next = node
m.leaf()
"""
LEAKING = """
import ctypes
leaf = m.leaf()
ctypes.pythonapi.Py_IncRef(ctypes.py_object(leaf))  # never given back
"""


@pytest.mark.parametrize("code", [INSIDE, INSIDE + LEAKING])
def test_instances_of_other_interpreters(code):
    source = f"""{interpreters.API}
for _ in range(2):
    one = create(own_gil=False)
    failure = run(one, f"import sys; sys.path[:] = {{sys.path!r}}" + {code!r})
    assert failure is None, failure
    destroy(one)
"""
    text = leaks(source)
    if code == INSIDE:
        assert text == 2 * NONE  # one for each library
    else:
        assert "  2 of everbind_subinterp.Leaf\n" in text
        assert "Node\n" not in text


def test_everything_else_works_while_leaks_are_looked_for():
    code = """
        import threading, gc
        def work():
            for number in range(300):
                assert m.Plain(number).number == number
                node = m.Collected()
                node.other = node
                assert m.Extending().number == 1
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        gc.collect()
        assert m.Plain.ORIGIN.number == 0
        m.leak(m.Plain())
    """
    assert leaks(code).startswith("everbind: 1 instance is alive at exit\n")


def test_nothing_is_told_of_the_interpreter_unasked():
    assert run("") == ""
    assert run("", EVERBIND_DEBUG="0") == ""


def told(**variables):
    """The block that is told at import: its first line, and the topics."""
    first, *lines = run("", EVERBIND_DEBUG="1", **variables).splitlines()
    topic, topics = "", {}
    for line in lines:
        topic = line[:16].strip() or topic
        topics[topic] = f"{topics.get(topic, '')} {line[16:]}".strip()
    return first, topics


def test_what_was_found_out_is_told_at_import():
    first, topics = told(EVERBIND_LAYOUT="off")
    hook = "PyModExport_" if sys.version_info >= (3, 15) else "PyInit_"
    assert re.fullmatch(rf"everbind \d+\.\d+\.\d+\S*: everbind_tests by {hook}", first)
    assert "everbind_tests" in topics["library"]
    assert topics["Python"].startswith(sys.version.split()[0])
    free = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    assert f"[{'without' if free else 'with'} the GIL" in topics["Python"]
    assert topics["layouts"].startswith("off: ")
    known_machine = sys.maxsize > 2**32 and sys.byteorder == "little"
    by_choice = known_machine and not layout.pure()
    assert ("EVERBIND_LAYOUT=off" in topics["layouts"]) is by_choice
    counts = by_choice and not free
    assert ("reference counts" in topics["in place"]) is counts
    older = "PyLong_AsInt by _PyLong_AsInt" in topics.get("older names", "")
    assert older is (sys.version_info < (3, 13))
    assert ("PyIter_NextItem" in topics.get("replaced", "")) is (sys.version_info < (3, 14))
    assert ("PyType_Freeze" in topics.get("absent", "")) is (sys.version_info < (3, 14))


def test_layouts_that_are_in_use_are_told():
    _, topics = told()
    known = layout.row()
    if known:
        gil = "without the GIL" if known[1] else "with the GIL"
        assert topics["layouts"] == f"on: those of 3.{known[0]} {gil}, tried on live objects"
        assert "int, str, bytes, tuple" in topics["in place"]
    else:
        assert topics["layouts"].startswith("off: ")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has exit codes instead of signals")
@pytest.mark.parametrize(
    ("name", "signals", "fault"),
    [
        ("abort", {signal.SIGABRT}, "Aborted"),
        ("read_nothing", {signal.SIGSEGV, signal.SIGBUS}, "Segmentation fault"),
    ],
)
def test_a_crash_in_rust_shows_the_python_stack(name, signals, fault):
    code = f"def outer():\n    m.{name}()\nouter()"
    site = os.environ["EVERBIND_SITE"]
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", START + code],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": site},
    )
    assert -done.returncode in signals
    assert f"Fatal Python error: {fault}" in done.stderr
    assert 'File "<string>", line 3 in outer' in done.stderr
    assert 'File "<string>", line 4 in <module>' in done.stderr


def test_a_panic_says_where():
    code = """
        try:
            m.panic_here()
        except BaseException as error:
            assert type(error).__name__ == "PanicException"
            assert str(error) == "a panic to be traced"
    """
    text = run(code, RUST_BACKTRACE="0")
    assert "debugging.rs:" in text
    assert "stack backtrace" not in text
    text = run(code, RUST_BACKTRACE="1")
    assert "stack backtrace" in text
