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
major, minor, micro, level, serial = sys.version_info
suffix = {"alpha": "a", "beta": "b", "candidate": "rc"}.get(level)
version = f"{major}.{minor}.{micro}{f'{suffix}{serial}' if suffix else ''}"
command = "python" if implementation == "CPython" else implementation.lower()
name = f"{command}{major}.{minor}{'t' if free_threaded else ''}{'d' if debug else ''}"

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
            "numbers": [major, minor, micro],
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
