"""The hooks that build frontends call."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import maturin

from . import _program

Settings = Mapping[str, Any] | None

# What maturin's backend reads its options from, so that what users know goes on working.
SETTINGS = ("maturin.build-args", "build-args")
VARIABLE = "MATURIN_PEP517_ARGS"
# A wheel is release anyway; `cargo everbind build` refuses to be told twice.
DEFAULTS = ("--release", "-r")


def build_wheel(
    wheel_directory: str, config_settings: Settings = None, metadata_directory: str | None = None
) -> str:
    """Builds the universal wheel into a folder, and returns its file name."""
    return _build(wheel_directory, config_settings, [])


def build_editable(
    wheel_directory: str, config_settings: Settings = None, metadata_directory: str | None = None
) -> str:
    """Builds a wheel whose Python sources stay where they are, without optimisation."""
    return _build(wheel_directory, config_settings, ["--debug", "--editable"])


def build_sdist(sdist_directory: str, config_settings: Settings = None) -> str:
    """Packs the sources into a folder, and returns the file name."""
    _environment()
    return maturin.build_sdist(sdist_directory, config_settings)


def get_requires_for_build_wheel(config_settings: Settings = None) -> list[str]:
    """What a build needs besides this package: an installer of Rust, where there is none."""
    return maturin.get_requires_for_build_wheel(config_settings)


get_requires_for_build_editable = get_requires_for_build_wheel


def get_requires_for_build_sdist(config_settings: Settings = None) -> list[str]:
    """What packing the sources needs besides this package."""
    return maturin.get_requires_for_build_sdist(config_settings)


def prepare_metadata_for_build_wheel(
    metadata_directory: str, config_settings: Settings = None
) -> str:
    """Writes the wheel's metadata into a folder, without a build; returns its ``.dist-info``."""
    _environment()
    return maturin.prepare_metadata_for_build_wheel(metadata_directory, config_settings)


prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel


def _build(folder: str, settings: Settings, options: list[str]) -> str:
    given = [option for option in _options(settings) if option not in DEFAULTS]
    if not {"--compatibility", "--manylinux"} & {option.split("=")[0] for option in given}:
        # The wheel is for this machine, as with maturin's backend: nothing is bundled, and no
        # old C library is needed.
        given = ["--compatibility", "off", *given]
    command = [_program.find(), "build", "--json", "--out", folder, *options, "--", *given]
    print(f"Running {shlex.join(command)}", flush=True)
    result = subprocess.run(command, stdout=subprocess.PIPE, env=_environment(), check=False)
    if result.returncode:
        sys.exit(result.returncode)  # What went wrong has been said.
    (wheel,) = json.loads(result.stdout)["wheels"]
    return Path(wheel["path"]).name


def _options(settings: Settings) -> list[str]:
    """Options for maturin: from ``--config-settings``, else from the environment."""
    for name in SETTINGS:
        given = (settings or {}).get(name)
        if given is not None:
            return shlex.split(given) if isinstance(given, str) else list(given)
    return shlex.split(os.environ.get(VARIABLE, ""))


def _environment() -> dict[str, str]:
    """The variables for a build: this installation's programs and cargo are on ``PATH``."""
    programs = str(Path(_program.find()).parent)
    folders = os.environ.get("PATH", "").split(os.pathsep)
    if programs not in folders:
        # maturin's own hooks look for its program there, also when no environment is active.
        os.environ["PATH"] = os.pathsep.join([*folders, programs])
    if shutil.which("cargo") or os.environ.get("MATURIN_NO_INSTALL_RUST"):
        return dict(os.environ)
    from puccinialin import setup_rust

    print("Rust not found, installing into a temporary directory", flush=True)
    return {**os.environ, **setup_rust()}
