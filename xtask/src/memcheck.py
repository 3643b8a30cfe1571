"""What valgrind watches. The argument says how often the test extensions are put to work;
with 0, it is what Python does by itself."""

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
        gc.collect()
    thread = threading.Thread(target=calls)
    thread.start()
    thread.join()
    globals()["kept"] = [Sub(5), m.Late(), m.SubError("kept")]


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
