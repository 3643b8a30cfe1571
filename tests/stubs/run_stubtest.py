"""Runs stubtest on native modules.

stubtest imports `a.b` to compare the stub `a/b.pyi` with it. A submodule of a native module is an
attribute, not something to import, so each is registered here under its full name first.
"""

import importlib
import sys
import types

from mypy import stubtest


def register(module: types.ModuleType, name: str) -> None:
    for attribute, value in vars(module).items():
        full = f"{name}.{attribute}"
        if isinstance(value, types.ModuleType) and full not in sys.modules:
            sys.modules[full] = value
            register(value, full)


def main() -> int:
    names = [argument for argument in sys.argv[1:] if "/" not in argument and argument[0] != "-"]
    for name in names:
        register(importlib.import_module(name), name)
    return stubtest.main()


if __name__ == "__main__":
    sys.exit(main())
