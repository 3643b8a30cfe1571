"""``python -m everbind``: the program of this package."""

from __future__ import annotations

import os
import subprocess
import sys

from . import _program


def main() -> None:
    """Runs ``cargo-everbind`` with the arguments given, and ends as it ends."""
    try:
        command = [_program.find(), *sys.argv[1:]]
    except FileNotFoundError as error:
        sys.exit(f"error: {error}")
    if os.name == "nt":
        # Windows has no exec: the parent would seem to end at once.
        sys.exit(subprocess.run(command, check=False).returncode)
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
