"""Runs a command and writes what it and all it started took: CPU-seconds, seconds, peak memory.

Usage: measure.py RESULT COMMAND...
A process of its own, so that nothing else is among its children.
"""

import json
import resource
import subprocess
import sys
import time

result, *command = sys.argv[1:]
start = time.perf_counter()
code = subprocess.call(command)
wall = time.perf_counter() - start
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
# The largest process among them, in KB; macOS counts in bytes.
peak = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
with open(result, "w", encoding="utf-8") as file:
    json.dump({"cpu": usage.ru_utime + usage.ru_stime, "wall": wall, "peak": peak / 1024}, file)
sys.exit(code)
