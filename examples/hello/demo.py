"""Calls the module from Python; the last line printed is the results as JSON."""

import inspect
import json
import sys
import timeit

import hello


def refused(call):
    try:
        call()
    except TypeError as error:
        return str(error)
    raise AssertionError("not refused")


def best(statement, **names):
    """The best of five runs, in nanoseconds a call."""
    timer = timeit.Timer(statement, globals=names)
    loops = 1
    while (took := timer.timeit(loops)) < 0.02:
        loops = max(loops * 2, int(loops * 0.03 / max(took, 1e-6)))
    return round(min(timer.repeat(5, loops)) / loops * 1e9, 1)


def greet_in_python(name="world"):
    """What `hello.greet` does, in Python."""
    return f"Hello, {name}!"


results = {
    "doc": hello.__doc__,
    "greet": [hello.greet(), hello.greet("Ada"), hello.greet(name="Grüße, 世界")],
    "help": [hello.greet.__doc__, str(inspect.signature(hello.greet))],
    "refused": [refused(lambda: hello.greet(1)), refused(lambda: hello.greet(nam="Ada"))],
}
speed = {
    "greet('Ada'), everbind": best("greet('Ada')", greet=hello.greet),
    "greet('Ada'), Python": best("greet('Ada')", greet=greet_in_python),
}
gil_enabled = getattr(sys, "_is_gil_enabled", lambda: True)()

print(*results["greet"], sep="\n")
print(json.dumps({"results": results, "speed": speed, "gil_enabled": gil_enabled}))
