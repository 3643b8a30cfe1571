"""Where the program ``cargo-everbind`` of this package is."""

from __future__ import annotations

import os
import shutil
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

NAME = "cargo-everbind.exe" if os.name == "nt" else "cargo-everbind"


def find() -> str:
    """The program's path.

    It is looked for among the files of this installation first: a build frontend may have
    installed the package into a folder of its own, which no setting of the interpreter names.
    """
    try:
        files = distribution("everbind").files or []
    except PackageNotFoundError:
        files = []
    installed = [Path(str(file.locate())).resolve() for file in files if file.name == NAME]
    for path in installed:
        if path.is_file():
            return str(path)
    found = shutil.which(NAME)
    if found is None:
        raise FileNotFoundError(
            f"{NAME} is neither in this installation of everbind nor on PATH; "
            "install the package again (`pip install --force-reinstall everbind`), "
            "or the program by itself (`cargo install cargo-everbind`)"
        )
    return found
