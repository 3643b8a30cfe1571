"""Rewrites what Debian's unpacked Python says about where it is.

That is sysconfig's variables and build-details.json. get-pythons runs it with
the unpacked interpreter itself: relocate.py ROOT LIBRARY_FOLDER
"""

import glob
import json
import os
import pprint
import sys

root, library = sys.argv[1:]

# The variables that hold a path of the installation. Others, such as CFLAGS or
# CONFIG_ARGS, mention /usr too, and mean the machine's.
# fmt: off
MOVED = {
    "BINDIR", "BINLIBDEST", "CONFINCLUDEDIR", "CONFINCLUDEPY", "DESTLIB", "DESTSHARED",
    "EXENAME", "INCLUDEDIR", "INCLUDEPY", "LIBDEST", "LIBDIR", "LIBPC", "LIBPL",
    "MACHDESTLIB", "SCRIPTDIR", "WHEEL_PKG_DIR", "prefix", "exec_prefix", "host_prefix",
    "host_exec_prefix",
}
# fmt: on


def moved(value):
    """The value, and whatever is inside it, with /usr under the new root."""
    if isinstance(value, dict):
        return {key: moved(each) for key, each in value.items()}
    if isinstance(value, list):
        return [moved(each) for each in value]
    if isinstance(value, str) and (value == "/usr" or value.startswith("/usr/")):
        return root + value
    return value


def variables(values):
    return {key: moved(each) if key in MOVED else each for key, each in values.items()}


def files(pattern):
    return [f for f in glob.glob(os.path.join(library, pattern)) if not os.path.islink(f)]


for path in files("_sysconfigdata_*.py"):
    namespace = {}
    with open(path) as file:
        exec(file.read(), namespace)
    text = pprint.pformat(variables(namespace["build_time_vars"]))
    with open(path, "w") as file:
        file.write(f"# relocated by get-pythons\nbuild_time_vars = {text}\n")

for pattern, change in [("_sysconfig_vars_*.json", variables), ("build-details*.json", moved)]:
    for path in files(pattern):
        with open(path) as file:
            values = json.load(file)
        with open(path, "w") as file:
            json.dump(change(values), file, indent=2)
