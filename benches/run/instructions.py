"""Runs every engine's operations under valgrind's callgrind, in segments to be told apart.

    valgrind --tool=callgrind --dump-before=getppid ... python instructions.py PLAN

PLAN is that of driver.py. Each segment ends with a call of ``getppid``, which has callgrind write
down and forget what it has counted. A statement is run in a short and in a long loop; the
difference of the two is the long loop's further statements and nothing else. Prints, as JSON, the
statements of each segment, or what was wrong with an engine's results.
"""

import gc
import json
import os
import sys

import timing
from driver import chosen, error_of, load

WARM_UP = 20
"""Loops until the interpreter has specialised the code and filled its free lists."""

SHORT, LONG = 5, 105
FEW, MORE = 1, 3
"""As above, for statements that are loops themselves."""


def is_loop(operation):
    return operation.name.rpartition(" ")[2].isdigit()


def main(path):
    with open(path, encoding="utf-8") as file:
        plan = json.load(file)
    operations = chosen(plan["operations"])
    modules = [(engine["name"], load(engine)) for engine in plan["engines"]]
    segments, wrong = [], []
    gc.disable()
    for operation in operations:
        lengths = (FEW, MORE) if is_loop(operation) else (SHORT, LONG)
        for name, module in modules:
            if error := error_of(operation, module):
                wrong.append({"operation": operation.name, "engine": name, "error": error})
                continue
            loop = timing.compiled(operation, module)
            timing.once(loop, MORE if is_loop(operation) else WARM_UP)
            for length in lengths:
                os.getppid()
                timing.once(loop, length)
                os.getppid()
                statements = length * timing.COPIES
                segments.append(
                    {"operation": operation.name, "engine": name, "statements": statements}
                )
    json.dump({"segments": segments, "wrong": wrong}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
