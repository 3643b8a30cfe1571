"""Times every engine's operations in one process.

    python driver.py PLAN

PLAN is a JSON file, written by ``cargo xtask bench``; README.md describes it and the answer, which
is printed as JSON. An operation's result is checked before its time is taken. The engines of an
operation take turns, round by round, and each round starts with the next engine: what disturbs the
machine disturbs all of them.
"""

import contextlib
import gc
import importlib.util
import json
import os
import sys
from importlib.machinery import ExtensionFileLoader

import timing
from operations import OPERATIONS


def load(engine):
    """The engine's module, in ``sys.modules`` no longer than its import takes."""
    before = {name: os.environ.get(name) for name in engine["environment"]}
    os.environ.update(engine["environment"])
    sys.path[:0] = engine["paths"]
    try:
        loader = ExtensionFileLoader("peer", engine["library"])
        spec = importlib.util.spec_from_file_location("peer", engine["library"], loader=loader)
        module = importlib.util.module_from_spec(spec)
        sys.modules["peer"] = module
        loader.exec_module(module)
    finally:
        sys.modules.pop("peer", None)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    return module


def error_of(operation, module):
    """What is wrong with the result; nothing if it is as expected."""
    space = {"peer": module}
    try:
        exec(operation.setup, space)
        exec(operation.check(), space)
    except Exception as e:
        return f"{type(e).__name__}: {e}"
    result, expected = space["result"], eval(operation.expected, space)
    if type(result) is not type(expected) or result != expected:
        return f"{result!r:.100} instead of {expected!r:.100}"
    return None


@contextlib.contextmanager
def without_collections():
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def measured(operation, modules, plan):
    """One operation on all engines that have it."""
    wrong, right = {}, {}
    for engine, module in zip(plan["engines"], modules, strict=True):
        if engine["hand_written"] and not operation.hand_written:
            continue
        name = engine["name"]
        error = error_of(operation, module)
        if error:
            wrong[name] = error
        else:
            right[name] = module
    answer = {"name": operation.name, "group": operation.group, "wrong": wrong}
    answer["hand_written"] = operation.hand_written
    measure = timing.threads if plan["threads"] else timing.rounds
    with without_collections():
        answer["ns"] = measure(operation, right, plan)
    return answer


def chosen(wanted):
    """The operations of these names and groups, in their order; all if none is named."""
    known = {name for o in OPERATIONS for name in (o.name, o.group)}
    if unknown := set(wanted) - known:
        names = ", ".join(operation.name for operation in OPERATIONS)
        sys.exit(f"no operation {', '.join(sorted(unknown))}; there are {names}")
    return [o for o in OPERATIONS if not wanted or o.name in wanted or o.group in wanted]


def main(path):
    with open(path, encoding="utf-8") as file:
        plan = json.load(file)
    operations = chosen(plan["operations"])
    modules = []
    for engine in plan["engines"]:
        modules.append(load(engine))
        if plan["threads"] and sys._is_gil_enabled():
            sys.exit(f"{engine['name']} has enabled the GIL for all")
    answer = [measured(operation, modules, plan) for operation in operations]
    json.dump({"operations": answer}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
