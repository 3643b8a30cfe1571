"""What valgrind watches. The argument says how often the test extensions are put to work;
with 0, it is what Python does by itself."""

import array
import contextlib
import datetime
import gc
import sys
import threading

try:
    import _interpreters as api

    create = [lambda: api.create("isolated"), lambda: api.create("legacy")]
except ImportError:
    import _xxsubinterpreters as api

    create = [lambda: api.create(isolated=True), lambda: api.create(isolated=False)]

SUB = """
import sys
class Cycle: pass
cycle = Cycle()
cycle.me = cycle
"""

SUB_USE = """
import everbind_subinterp as m
assert m.add(1, b=5) == 9 and m.leaf().advance(1) == 101
m.shared().append(m.name())
node = m.Node(3)
node.next = m.Node(next=node)
m.drop_detached(node, 50)
try:
    m.fail("text")
except m.SubError as error:
    kept = error
try:
    import everbind_tests
except ImportError:
    pass
else:
    raise AssertionError("everbind_tests was imported")
"""


def use():
    import everbind_subinterp as m
    import everbind_tests as tests

    class Sub(m.Node):
        pass

    def calls():
        assert (m.add(1), m.add(1, b=5, c=6)) == (6, 12)
        assert m.sum([m.Node(1), m.leaf(), Sub(3)]) == 104
        assert tests.functions.add(1, 2) == 3
        assert m.next_day(datetime.date(2024, 2, 28)).day == 29
        m.epoch()
        m.shared().append(m.name())
        node = m.Node(3)
        node.next, node.extra = m.Node(next=node), [node]
        sub = Sub(4)
        sub.next = sub

    def errors():
        for wrong in (
            lambda: m.add("x"),
            lambda: m.add(1, d=2),
            lambda: m.add(),
            lambda: m.Node(2**70),
            lambda: m.fail("text"),
            lambda: m.sum([None]),
            lambda: setattr(m.Node(1), "value", 2),
        ):
            try:
                wrong()
            except Exception as error:
                str(error)
            else:
                raise AssertionError(wrong)

    def drops():
        kept = Sub(1)
        m.drop_detached(kept, 200)
        m.drop_on_thread(kept, 200)
        assert m.attach_inside() == 0
        tests.attach.keep([kept])
        m.hold_back([kept], 50, 5)

    for _ in range(times):
        calls()
        errors()
        drops()
        items(tests.items)
        cycles(tests.class_traverse)
        faults(tests.class_faults)
        gc.collect()
    thread = threading.Thread(target=calls)
    thread.start()
    thread.join()
    globals()["kept"] = [Sub(5), m.Late(), m.SubError("kept")]


def cycles(m):
    """A cycle through each container; a collection while something is borrowed."""
    before = m.alive()
    for name in dir(m):
        if name.startswith("In"):
            holder = getattr(m, name)()
            holder.put([holder, m.Pair(holder, name)])
            gc.get_referents(holder)
    ring = []
    ring += [m.Shape.Tagged(ring, 1.0), m.Shape.Cells(ring, [ring])]
    sharing, returned = m.Sharing(), []
    sharing.own = [sharing]
    sharing.call_exclusive(gc.collect)
    revisited = m.Revisited()
    revisited.prepare(lambda owner: returned.append(owner.is_empty()))
    del holder, ring, sharing, revisited
    gc.collect()
    assert returned == [True]
    assert m.alive() == before


def faults(m):
    """Destructors and finalisers that fail, and instances that come back."""
    hook, sys.unraisablehook = sys.unraisablehook, lambda raised: None
    home, ring = [], []
    phoenix = m.Phoenix(1, home, None)
    phoenix.other = m.Phoenix(2, home, phoenix)
    ring += [m.Clearing(), m.Dropped(ring), ring]
    m.Finalised()
    del phoenix, ring
    gc.collect()
    assert len(home) == 2
    home.clear()
    gc.collect()
    sys.unraisablehook = hook


class Acting:
    """An element that does something to its list when it is converted, or when it dies."""

    def __init__(self, convert=None, die=None):
        self.convert = convert or (lambda: None)
        self.die = die or (lambda: None)

    def __float__(self):
        self.convert()
        return 1.5

    def __del__(self):
        self.die()


CHANGES = (
    list.clear,
    lambda home: home.__delitem__(slice(2, None)),
    lambda home: home.extend([8.0] * 3000),
    lambda home: home.__setitem__(slice(None), [float(len(home) + n) for n in range(50)]),
)


def converted(m, how, change):
    """Lists that change while their items are converted."""
    one = [float(1000 + n) for n in range(40)]
    one[7] = Acting(convert=lambda: change(one))
    m.numbers(how, "f64", one)
    pairs = [(float(n), Acting(convert=lambda: change(pairs))) for n in range(9)]
    with contextlib.suppress(TypeError):  # what is appended may be no pair
        m.numbers("vec", "floats", pairs)
    dying = [float(1000 + n) for n in range(40)]
    dying[7] = Acting(convert=lambda: dying.pop(7), die=lambda: change(dying))
    m.numbers(how, "f64", dying)


def held(m, change):
    """Lists that change while their items are held, or given up."""

    def texts():
        return [bytes([n, n]) for n in range(40)]

    chunked, all_, numbers = texts(), texts(), [1000 + n for n in range(40)]
    m.chunks_around(chunked, lambda n: n < 3 and change(chunked))
    m.chunks_around(iter(texts()), lambda n: gc.collect())
    m.around(all_, lambda: change(all_))
    m.around(tuple(texts()), gc.collect)
    m.reads_around(numbers, lambda n: numbers.reverse())
    dying = [Acting(die=lambda: change(dying)) for _ in range(8)]
    m.chunks_around(dying, lambda n: n < 3 and dying.clear())


def arrays(m):
    numbers = array.array("q", range(40))
    m.reads_around(numbers, lambda n: numbers.extend([1] * 500) if n < 3 else numbers.pop())
    for how in ("vec", "read", "items"):
        for view in (memoryview(numbers), memoryview(numbers)[::3], numbers, b"abc"):
            m.numbers(how, "i64", view)
    letters = memoryview(b"abc").cast("c")
    for source in ([1.0, 2.0, "x", 4.0], ("x",), iter([1.0, "x"]), "text", 5, letters):
        for how in ("vec", "array", "read", "items"):
            with contextlib.suppress(TypeError, ValueError):
                m.numbers(how, "f64", source)


def disturbed(m):
    """A list that another thread changes."""
    home = [1.0] * 50
    stop = threading.Event()

    def disturb():
        while not stop.is_set():
            home[:] = [1.0] * 30
            home.extend(float(1) for _ in range(20))
            home.clear()

    thread = threading.Thread(target=disturb)
    thread.start()
    total, count = m.sums(home, 20)
    stop.set()
    thread.join()
    assert total == count


def items(m):
    """Sources that change while they are read. What was freed must not be looked at."""
    for change in CHANGES:
        for how in ("vec", "read", "items"):
            converted(m, how, change)
        held(m, change)
    arrays(m)
    disturbed(m)


times = int(sys.argv[1])
if times:
    use()
for make in create:
    interpreter = make()
    code = f"import sys; sys.path[:] = {sys.path!r}\n" + SUB + (SUB_USE if times else "")
    failure = api.run_string(interpreter, code)
    assert failure is None, failure
    api.destroy(interpreter)
gc.collect()
print("to the end")
