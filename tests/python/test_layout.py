"""The fast paths are on where they should be: else the other tests would test one path twice."""

import os
import sys
import sysconfig

from everbind_tests import layout as m

KNOWN = range(12, 16)
DEBUG = hasattr(sys, "gettotalrefcount")


def test_the_row_is_this_interpreters():
    version = sys.version_info
    known = version.minor in KNOWN and version.releaselevel in ("final", "candidate") and not DEBUG
    if m.pure() or os.environ.get("EVERBIND_LAYOUT") == "off" or not known:
        assert m.row() is None
    else:
        assert m.row() == (version.minor, bool(sysconfig.get_config_var("Py_GIL_DISABLED")))
