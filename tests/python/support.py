"""The one way tests are written here: tables of (expression, expected), each leak-checked.

`check(module, rows)` evaluates every expression with the module's names in scope, compares value
and type, reports all failing rows at once, and then runs the table many times over to see that no
Python object is left behind, on the paths that return and on the paths that raise alike.
"""

import contextlib
import gc
import sys
import threading
import types
import weakref


class Raises:
    """Expects exactly this kind of exception (or one of several), with every part in its message.

    A part may also be in one of the exception's notes.
    """

    def __init__(self, kind, *parts):
        self.kinds = kind if isinstance(kind, tuple) else (kind,)
        self.parts = parts

    def accepts(self, error):
        text = "\n".join([str(error), *getattr(error, "__notes__", ())])
        return type(error) in self.kinds and all(part in text for part in self.parts)

    def __repr__(self):
        return f"{' or '.join(kind.__name__ for kind in self.kinds)} with {self.parts!r}"


class Like:
    """Expects a value that passes `test`."""

    def __init__(self, test, says):
        self.test = test
        self.says = says

    def __repr__(self):
        return self.says


def wrong(name, expected, got, place=None):
    """Expects a TypeError that names the argument, the place in it, the expected and the given."""
    where = f"argument '{name}': " + (f"{place}: " if place else "")
    return Raises(TypeError, where, f"expected {expected}, got {got}")


def no_instance(name, expected, got, place=None):
    """Expects the TypeError of a cast to a class, which begins with PyO3's words."""
    words = f"argument '{name}': '{got}' object is not an instance of '{expected}'"
    return Raises(TypeError, words + (f" ({place})" if place else ""))


def overflow(name, rust_type):
    """Expects an OverflowError that names the argument and the Rust type it does not fit."""
    return Raises(OverflowError, f"argument '{name}'", rust_type)


def misspelt(function, given, meant):
    """Expects a TypeError for an unknown keyword that suggests the right one."""
    return Raises(
        TypeError, f"{function}() got an unexpected keyword argument '{given}'", f"'{meant}'"
    )


def _outcome(code, scope):
    try:
        return eval(code, scope), None
    except BaseException as error:
        # The frames would keep every local of this call alive.
        return None, error.with_traceback(None)


def _failure(text, expected, value, error):
    if isinstance(expected, Raises):
        if error is None:
            return f"{text}: gave {value!r}, not {expected!r}"
        if not expected.accepts(error):
            return f"{text}: raised {type(error).__name__}: {error}; not {expected!r}"
        return None
    if error is not None:
        return f"{text}: raised {type(error).__name__}: {error}; not {expected!r}"
    if isinstance(expected, Like):
        return None if expected.test(value) else f"{text}: gave {value!r}, not {expected!r}"
    if type(value) is not type(expected) or value != expected:
        return f"{text}: gave {value!r}, not {expected!r}"
    return None


def check(module, rows, /, *, leaks=True, repeat=40, **names):
    """Run a table of (expression, expected); `names` are added to the scope."""
    scope = {**vars(module), **names}
    codes = [compile(text, f"<{text}>", "eval") for text, _ in rows]
    failures = []
    for code, (text, expected) in zip(codes, rows, strict=True):
        value, error = _outcome(code, scope)
        failure = _failure(text, expected, value, error)
        if failure:
            failures.append(failure)
        del value, error
    assert not failures, f"{len(failures)} of {len(rows)} rows:\n  " + "\n  ".join(failures)

    if leaks:

        def once():
            for code in codes:
                _outcome(code, scope)

        assert_no_leak(once, n=repeat)


def objects():
    """How many Python objects are alive: references on a debug build, memory blocks elsewhere."""
    gc.collect()
    if hasattr(sys, "gettotalrefcount"):
        return sys.gettotalrefcount()
    return sys.getallocatedblocks()


def on_threads(*works):
    """Calls each on a thread of its own, all at once, and waits for their ends."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def modules_stay():
    """Whether the interpreter itself keeps modules that are let go, as free-threaded 3.13 may."""
    before = objects()
    for _ in range(100):
        types.ModuleType("any")
    return objects() - before > 50


def classes_stay():
    """Whether classes are immortal, as in free-threaded 3.13 once there was a second thread."""
    made = weakref.ref(type("Made", (), {}))
    gc.collect()
    return made() is not None


def assert_no_leak(call, n=200):
    """Assert that `n` calls leave nothing behind; `call` may raise."""

    def growth(count):
        before = objects()
        for _ in range(count):
            with contextlib.suppress(Exception):
                call()
        return objects() - before

    growth(n)  # caches fill, the interpreter specialises
    # What grows by itself (a cache, another thread) stops or stays behind; a leak keeps pace.
    # (Free-threaded 3.13 takes a thousand classes or so until it frees as many as are made.)
    for count in (n, n, n * 2, n * 4, n * 8, n * 16, n * 32):
        grown = growth(count)
        if grown < count * 3 // 4:
            return
    raise AssertionError(f"{grown} objects more after {count} calls")
