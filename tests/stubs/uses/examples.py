"""What type checkers make of the examples' stubs: right calls, and wrong ones that they must refuse.

`type: ignore` is for mypy, `pyright: ignore` for pyright; both complain where there is no error.
"""

from typing import assert_type

import hello
import textkit

assert_type(hello.greet(), str)
assert_type(hello.greet("Ada"), str)
assert_type(hello.greet(name="Ada"), str)
hello.greet(1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
hello.greet(nam="Ada")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
hello.great()  # type: ignore[attr-defined]  # pyright: ignore

assert_type(textkit.length("abc"), int)
assert_type(textkit.words("two words"), list[str])
