"""Loops of a statement, and how long they take."""

import itertools
import textwrap
import threading
from time import perf_counter_ns

LOOP = """\
def make({names}):
    def loop(times, timer{defaults}):
        start = timer()
        for _ in times:
{statement}
        return timer() - start
    return loop
"""

# The statement stands in the loop this often, so that little of what is measured is the loop.
COPIES = 10

THREADS = 2


def compiled(operation, module):
    """A function of an iterable and a timer that runs the statement's copies for each item.

    It is compiled anew for each engine, for the interpreter specialises code for what it meets.
    """
    space = {"peer": module}
    exec(operation.setup, space)
    names = sorted(name for name in space if not name.startswith("__"))
    source = LOOP.format(
        names=", ".join(names),
        defaults="".join(f", {name}={name}" for name in names),
        statement=textwrap.indent("\n".join([operation.statement] * COPIES), " " * 12),
    )
    exec(compile(source, f"<{operation.name}>", "exec"), space)
    return space["make"](*(space[name] for name in names))


def once(loop, number):
    return loop(itertools.repeat(None, number), perf_counter_ns)


def autorange(loop, least_ns):
    """How often to run the loop so that it takes ``least_ns``."""
    once(loop, 20)  # until the code is specialised and the engine's caches are full
    number = 1
    while (spent := once(loop, number)) < least_ns:
        factor = 1.1 * least_ns / spent if spent > least_ns / 20 else 10
        number = max(number + 1, int(number * min(factor, 10)))
    return number


def turns(names, rounds, first):
    """The engines of each round, each round beginning with the next one."""
    names = list(names)
    for round in range(rounds):
        start = (first + round) % len(names)
        yield from names[start:] + names[:start]


def figure(spent, number):
    """Nanoseconds of the statement; five digits are more than any clock gives."""
    return float(f"{spent / number / COPIES:.5g}")


def rounds(operation, modules, plan):
    """Nanoseconds of the statement for each engine and round."""
    loops = {name: compiled(operation, module) for name, module in modules.items()}
    numbers = {name: autorange(loop, plan["least_ns"]) for name, loop in loops.items()}
    figures = {name: [] for name in loops}
    for name in turns(loops, plan["rounds"], plan["first"]):
        figures[name].append(figure(once(loops[name], numbers[name]), numbers[name]))
    return figures


def threads(operation, modules, plan):
    """As above, for one thread and for two at once: keys ``engine`` and ``engine x2``.

    Each thread has its own instances, as it would have in a program that is meant to scale; what
    they share is the engine's module, its functions and its types.
    """
    loops = {
        name: [compiled(operation, module) for _ in range(THREADS)]
        for name, module in modules.items()
    }
    numbers = {name: autorange(both[0], plan["least_ns"]) for name, both in loops.items()}
    figures = {}
    for name in turns(loops, plan["rounds"], plan["first"]):
        for count in (1, THREADS):
            spent = together(loops[name][:count], numbers[name])
            key = name if count == 1 else f"{name} x{count}"
            figures.setdefault(key, []).append(figure(spent, numbers[name]))
    return figures


def together(loops, number):
    """Nanoseconds until each loop, in a thread of its own, has run ``number`` times."""
    barrier = threading.Barrier(len(loops))
    spans = []

    def work(loop):
        barrier.wait()
        start = perf_counter_ns()
        once(loop, number)
        spans.append((start, perf_counter_ns()))

    workers = [threading.Thread(target=work, args=(loop,)) for loop in loops]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return max(end for _, end in spans) - min(start for start, _ in spans)
