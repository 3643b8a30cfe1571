"""What type checkers make of the examples' stubs: right calls, and wrong ones.

A comment allows just the error of its line; both checkers complain where there is none.
"""

from typing import assert_type

import hello
import textkit

assert_type(hello.greet(), str)
assert_type(hello.greet("Ada"), str)
assert_type(hello.greet(name="Ada"), str)
hello.greet(1)  # type: ignore[arg-type]
hello.greet(nam="Ada")  # type: ignore[call-arg]
hello.great()  # type: ignore[attr-defined]

assert_type(textkit.length("abc"), int)
assert_type(textkit.words("two words"), list[str])
