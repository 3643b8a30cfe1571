"""The operations that every engine implements, and what each must return.

An engine is an extension module named ``peer``; README.md describes its functions. To add an
operation, add a row here and its function to each engine.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Operation:
    """One row of the table.

    The statement is timed as ``timeit`` does it: compiled into a loop of a function in which
    everything that ``setup`` makes is a local name. ``peer`` is the engine's module.
    """

    name: str
    group: str
    setup: str
    statement: str
    expected: str
    """An expression; what ``result`` must be, in type and value."""

    result: str = ""
    """Statements that leave ``result``; by default it is what the statement returns."""

    hand_written: bool = True
    """Whether the C engine has it; else ratios are to the fastest peer."""

    def check(self) -> str:
        """Python code that leaves ``result``."""
        return self.result or f"result = {self.statement}"


def function(name: str, more: str = "") -> str:
    return f"{name} = peer.{name}\n{more}"


POINTS = "Point = peer.Point\np = Point(3.0, 4.0)\nq = Point(0.5, 0.25)\n"
RAISED = "try:\n    {call}\n    result = None\nexcept {kind} as e:\n    result = {seen}"
CAUGHT = "try:\n    {call}\nexcept {kind}:\n    pass"


def call(name: str, statement: str, expected: str, setup: str = "", fn: str = "") -> Operation:
    return Operation(name, "calls", function(fn or name, setup), statement, expected)


def many(name: str, fn: str, argument: str, expected: str, written: bool = True) -> Operation:
    """A function of one large object."""
    setup = function(fn, f"v = {argument}")
    return Operation(name, "sequences", setup, f"{fn}(v)", expected, hand_written=written)


def point(name: str, statement: str, expected: str, setup: str = "", result: str = "") -> Operation:
    return Operation(name, "classes", POINTS + setup, statement, expected, result)


OPERATIONS = (
    call("noop", "noop()", "None"),
    call("inc", "inc(1000)", "1001"),
    call("add", "add(1, 2)", "3"),
    call("add keywords", "add(a=1, b=2)", "3", fn="add"),
    call("add mixed", "add(1, b=2)", "3", fn="add"),
    call("add default", "add_default(4)", "7", fn="add_default"),
    call(
        "six",
        "six(1, 2.5, 'three', True, data, other)",
        "16.5",
        setup="data = b'abcdef'\nother = object()\n",
    ),
    # One name for a function of an int, one of a text and one of a float.
    call("overload first", "pick(1000)", "1001", fn="pick"),
    call("overload second", "pick('hello')", "5", fn="pick"),
    call("overload third", "pick(2.5)", "5.0", fn="pick"),
    call("strlen", "strlen(s)", "11", setup="s = 'hello world'"),
    call("str out", "make_str()", "'hello, world \\u2713'", fn="make_str"),
    call("bytes in", "bytes_len(b)", "100", setup="b = bytes(100)", fn="bytes_len"),
    call("bytes out", "make_bytes(100)", "bytes(100)", fn="make_bytes"),
    many("list 10", "sum_list", "[0.5 * i for i in range(10)]", "22.5"),
    many("list 1000", "sum_list", "[0.5 * i for i in range(1000)]", "249750.0"),
    many("list 100000", "sum_list", "[0.5 * i for i in range(100000)]", "2499975000.0"),
    many("tuple 1000", "sum_tuple", "tuple(0.5 * i for i in range(1000))", "249750.0"),
    many("ints 1000", "sum_ints", "list(range(1000))", "499500"),
    many(
        "nested 1000",
        "sum_nested",
        "[(0.5 * i, 1.0) for i in range(1000)]",
        "250750.0",
    ),
    Operation(
        "list out 1000",
        "sequences",
        function("make_list"),
        "make_list(1000)",
        "[0.5 * i for i in range(1000)]",
    ),
    Operation(
        "tuple out 1000",
        "sequences",
        function("make_tuple"),
        "make_tuple(1000)",
        "tuple(0.5 * i for i in range(1000))",
    ),
    Operation(
        "dict out 1000",
        "sequences",
        function("make_dict"),
        "make_dict(1000)",
        "{f'key{i}': i for i in range(1000)}",
    ),
    many("map 1000", "sum_dict", "{f'key{i}': i for i in range(1000)}", "499500", written=False),
    many("pairs 1000", "sum_pairs", "{f'key{i}': i for i in range(1000)}", "505390"),
    # Not constants: those are shared between threads, and two threads that count references to one
    # object wait for each other in every engine.
    point(
        "Point()",
        "Point(x, y)",
        "(1.0, 2.0)",
        setup="x = float('1')\ny = float('2')",
        result="t = Point(x, y)\nresult = t.x, t.y",
    ),
    point("method", "p.norm()", "5.0"),
    point("method(x)", "p.scaled(2.0)", "10.0"),
    point("method(&mut)", "p.shift(0.5)", "3.5", result="p.shift(0.5)\nresult = p.x"),
    point("get", "p.x", "3.0"),
    point("set", "p.x = 1.0", "(1.0, 4.0)", result="p.x = 1.0\nresult = p.x, p.y"),
    point(
        "p + q",
        "p + q",
        "('Point', 3.5, 4.25)",
        result="t = p + q\nresult = type(t).__name__, t.x, t.y",
    ),
    Operation(
        "two instances",
        "classes",
        POINTS + function("dist", "q = Point(0.0, 0.0)"),
        "dist(p, q)",
        "5.0",
    ),
    point("Option Some", "opt_x(p)", "3.0", function("opt_x")),
    point("Option None", "opt_x(None)", "0.0", function("opt_x")),
    # A float where an instance of a class is wanted that can be made of one.
    Operation("implicit", "classes", function("half"), "half(3.0)", "1.5"),
    Operation(
        "iterate 1000",
        "classes",
        "Range = peer.Range",
        "for _ in Range(1000):\n    pass",
        "(999, 1000, 'StopIteration')",
        "items = list(Range(1000))\nend = Range(0)\n"
        + RAISED.format(call="next(end)", kind="StopIteration", seen="type(e).__name__")
        + "\nresult = items[-1], len(items), result",
    ),
    Operation(
        "callback 1000",
        "calls out",
        function("call_int", "f = lambda i: i + 1"),
        "call_int(f, 1000)",
        "500500",
    ),
    Operation(
        "callback keyword 1000",
        "calls out",
        function("call_kw", "f = lambda i, scale=1: i * scale"),
        "call_kw(f, 1000)",
        "999000",
    ),
    Operation(
        "override 1000",
        "calls out",
        function(
            "run_step",
            "class Sub(peer.Step):\n    def next(self, i):\n        return i + 1\nstep = Sub()",
        ),
        "run_step(step, 1000)",
        "500500",
    ),
    Operation(
        "exception",
        "errors",
        function("raise_error"),
        CAUGHT.format(call="raise_error()", kind="ValueError"),
        "'bad value'",
        RAISED.format(call="raise_error()", kind="ValueError", seen="str(e)"),
    ),
    Operation(
        "wrong type",
        "errors",
        function("inc"),
        CAUGHT.format(call="inc('x')", kind="TypeError"),
        "'TypeError'",
        RAISED.format(call="inc('x')", kind="TypeError", seen="type(e).__name__"),
    ),
    Operation(
        "datetime in",
        "dates",
        function("date_in", "import datetime\nd = datetime.datetime(2024, 2, 29, 12, 30, 15, 77)"),
        "date_in(d)",
        "20240306",
    ),
    Operation(
        "datetime out",
        "dates",
        function("date_out", "import datetime"),
        "date_out(77)",
        "datetime.datetime(2024, 2, 29, 12, 30, 15, 77)",
    ),
)
