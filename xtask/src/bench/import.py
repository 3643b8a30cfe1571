"""Times the import of one extension module, and one call of it, in a process of its own.

Usage: import.py NAME FILE [STATEMENT EXPECTED]
Prints JSON: the import in seconds, and the smallest time of the statement in nanoseconds.
"""

import json
import sys
import timeit
from importlib.machinery import ExtensionFileLoader
from importlib.util import module_from_spec, spec_from_loader
from time import perf_counter

name, file, *timed = sys.argv[1:]
loader = ExtensionFileLoader(name, file)
spec = spec_from_loader(name, loader)
start = perf_counter()
module = module_from_spec(spec)
loader.exec_module(module)
answer = {"import": perf_counter() - start, "call": None}
if timed:
    statement, expected = timed
    got = eval(statement, {"m": module})
    if got != eval(expected):
        sys.exit(f"{file}: {statement} is {got!r}, not {expected}")
    timer = timeit.Timer(statement, globals={"m": module})
    number = 20_000
    answer["call"] = min(timer.repeat(9, number)) / number * 1e9
print(json.dumps(answer))
