"""What type checkers make of the test extension's stubs: right calls, and wrong ones.

A comment allows just the error of its line; both checkers complain where there is none.
"""

from typing import assert_type

from everbind_tests import class_basics, enums, overloads

counter = class_basics.Counter(1, step=2)
assert_type(counter.value(), int)
assert_type(counter.advance(), int)
counter.advance("1")  # type: ignore[arg-type]
counter.retreat()  # type: ignore[attr-defined]
class_basics.Counter(start="1")  # type: ignore[arg-type]

assert_type(overloads.number(True), str)
assert_type(overloads.Shape(2.0).sides, list[float])
overloads.Shape(radius="2")  # type: ignore[call-overload]

assert_type(enums.Priority.High > 1, bool)
assert_type([kind.name for kind in enums.Priority], list[str])
