"""The names of PyO3 0.26 and earlier, which everbind keeps as deprecated ones."""

from everbind_tests import old_names as m
from support import Raises, check


def test_old_names():
    check(
        m,
        [
            ("with_gil([1])", "[1]"),
            ("length([1, 2]), length({1: 2})", (2, 1)),
            ("length(5)", Raises(TypeError, "int", "dict")),
            ("into_list([1]), bound_list([1, 2])", (1, 2)),
            ("into_list(())", Raises(TypeError, "tuple", "list")),
            ("bound_list(())", Raises(TypeError, "tuple", "list")),
            ("once() is once()", True),
            ("error(5)", Raises(ValueError, "int", "dict")),
        ],
    )
