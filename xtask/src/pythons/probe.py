"""Prints what this interpreter is, as JSON. Runs on any Python 3."""

import importlib.util
import json
import os
import sys
import sysconfig

var = sysconfig.get_config_var
real = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
free_threaded = bool(var("Py_GIL_DISABLED"))
debug = bool(var("Py_DEBUG")) or hasattr(sys, "gettotalrefcount")
implementation = {"cpython": "CPython", "pypy": "PyPy", "graalpy": "GraalPy"}.get(
    sys.implementation.name, sys.implementation.name
)
level = {"alpha": "a", "beta": "b", "candidate": "rc"}.get(sys.version_info[3])
version = "%d.%d.%d" % sys.version_info[:3] + (level + str(sys.version_info[4]) if level else "")
command = "python" if implementation == "CPython" else implementation.lower()
name = "%s%d.%d%s%s" % (
    (command,) + sys.version_info[:2] + ("t" if free_threaded else "", "d" if debug else "")
)

# Debian and Ubuntu build with PGO and LTO and then remove the options from
# sysconfig; python.org's builds for Windows are profile-guided too.
args = var("CONFIG_ARGS") or ""
if implementation != "CPython":
    build = "jit" if implementation == "PyPy" else "-"
elif debug:
    build = "debug"
elif "--enable-optimizations" in args:
    build = "pgo+lto" if "--with-lto" in args else "pgo"
elif "deb_system" in sysconfig.get_scheme_names():
    build = "pgo+lto"
else:
    build = "pgo" if sys.platform == "win32" else "plain"

include = sysconfig.get_path("include", vars={"installed_base": sys.base_prefix})
print(
    json.dumps(
        {
            "name": name,
            "version": version,
            "numbers": list(sys.version_info[:3]),
            "implementation": implementation,
            "free_threaded": free_threaded,
            "debug": debug,
            "build": build,
            "path": real,
            "include": include if os.path.exists(os.path.join(include, "Python.h")) else None,
            "ensurepip": importlib.util.find_spec("ensurepip") is not None,
        }
    )
)
