"""The fast paths are on where they should be: else the other tests would test one path twice."""

import os
import struct
import sys
import sysconfig

import pytest
from everbind_tests import layout as m

KNOWN = range(12, 16)
# The rows are of 64-bit machines whose numbers begin with the lowest byte.
KNOWN_MACHINE = sys.maxsize > 2**32 and sys.byteorder == "little"
DEBUG = hasattr(sys, "gettotalrefcount")


def test_the_row_is_this_interpreters():
    version = sys.version_info
    settled = version.releaselevel in ("final", "candidate")
    known = version.minor in KNOWN and settled and KNOWN_MACHINE and not DEBUG
    if m.pure() or os.environ.get("EVERBIND_LAYOUT") == "off" or not known:
        assert m.row() is None
    else:
        assert m.row() == (version.minor, bool(sysconfig.get_config_var("Py_GIL_DISABLED")))


def test_floats_are_read_in_place_with_and_without_the_row():
    gil = not sysconfig.get_config_var("Py_GIL_DISABLED")
    settled = sys.version_info.releaselevel in ("final", "candidate")
    known = sys.version_info.minor in KNOWN and settled
    usable = KNOWN_MACHINE and not m.pure() and not DEBUG
    assert m.reads_floats() is (usable and (gil or known))


def test_python_functions_are_called_by_their_slot_with_and_without_the_row():
    gil = not sysconfig.get_config_var("Py_GIL_DISABLED")
    settled = sys.version_info.releaselevel in ("final", "candidate")
    known = sys.version_info.minor in KNOWN and settled and KNOWN_MACHINE and not DEBUG
    assert m.calls_functions() is (known and not m.pure() and (gil or m.row() is not None))


def test_a_float_is_read_as_it_is():
    special = (0, 1 << 63, 0x7FEF << 48, 0x7FF << 52, 0xFFF << 52, 0x7FF8 << 48, (0x7FF << 52) + 1)
    for bits in (*special, *(1 << bit for bit in range(64))):
        (value,) = struct.unpack("<d", struct.pack("<Q", bits))
        assert m.float_bits(value) == (bits if m.reads_floats() else None), hex(bits)


def test_only_exact_floats_are_read_in_place():
    for value in (1, True, "1.0", type("Float", (float,), {})(2.5), 1j, None, [1.5]):
        assert m.float_bits(value) is None, value


def test_ints_around_those_that_python_keeps():
    values = [*range(-10, 0), *range(1100), -(2**31), 2**31 - 1]
    for value in values[10:-2]:
        assert m.ints(value, value, value, value) == (value,) * 4
        assert m.ints(-value, -value, value, value) == (-value, -value, value, value)
        if value < 256:
            assert m.byte(value) == value
            continue
        with pytest.raises(OverflowError, match=rf"u8.*{value}"):
            m.byte(value)
    with pytest.raises(OverflowError, match=r"u64.*-1"):
        m.ints(0, 0, -1, 0)
    assert m.many(values) == values
    assert m.many(tuple(values)) == values
    assert m.ints(True, False, True, False) == (1, 0, 1, 0)
