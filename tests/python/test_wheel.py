"""The wheel of `cargo everbind build`, as installers see it.

`EVERBIND_WHEEL` names one that is there already; without it, examples/hello is built.
"""

import base64
import csv
import hashlib
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging import tags, utils

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    if given := os.environ.get("EVERBIND_WHEEL"):
        return Path(given)
    command = [os.environ.get("CARGO", "cargo"), "run", "--quiet", "--package", "cargo-everbind"]
    command += ["--", "build", "--manifest-path", "examples/hello/Cargo.toml", "--out"]
    command += [str(tmp_path_factory.mktemp("wheel"))]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return Path(built.stdout.splitlines()[-1])


@pytest.fixture(scope="session")
def own_tags(wheel):
    return utils.parse_wheel_filename(wheel.name)[3]


def offered(version, abi, own_tags):
    """The tags that an installer for this CPython looks for, on the wheel's own platform."""
    platforms = sorted({tag.platform for tag in own_tags})
    return set(tags.cpython_tags(version, [abi], platforms))


INSTALLS = ["cp312", "cp313", "cp314", "cp315", "cp316", "cp313t", "cp314t", "cp315t", "cp316t"]


@pytest.mark.parametrize("abi", INSTALLS)
def test_installers_take_it(abi, own_tags):
    version = (3, int(abi.removeprefix("cp3").removesuffix("t")))
    assert offered(version, abi, own_tags) & own_tags


@pytest.mark.parametrize("abi", ["cp310", "cp311"])
def test_installers_of_older_versions_do_not(abi, own_tags):
    assert not offered((3, int(abi.removeprefix("cp3"))), abi, own_tags) & own_tags


def test_this_interpreter_takes_it(own_tags):
    assert own_tags & set(tags.sys_tags()), sys.version


def test_the_tags_are_written_out(wheel, own_tags):
    with zipfile.ZipFile(wheel) as archive:
        [path] = [name for name in archive.namelist() if name.endswith(".dist-info/WHEEL")]
        lines = archive.read(path).decode().splitlines()
    listed = [line.removeprefix("Tag: ") for line in lines if line.startswith("Tag: ")]
    assert sorted(listed) == sorted(str(tag) for tag in own_tags)
    assert {tag.abi for tag in own_tags} == {"abi3", "abi3t"}
    assert {tag.interpreter for tag in own_tags} == {"cp312"}
    assert "Root-Is-Purelib: false" in lines


def test_the_extension_has_the_one_suffix_that_all_load(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = [Path(name).name for name in archive.namelist()]
    [extension] = [name for name in names if name.endswith((".so", ".pyd"))]
    assert extension.count(".") == 1


def test_record_agrees_with_the_files(wheel):
    with zipfile.ZipFile(wheel) as archive:
        assert archive.testzip() is None
        *names, record = archive.namelist()
        assert record.endswith(".dist-info/RECORD")
        rows = {}
        for path, *rest in csv.reader(io.StringIO(archive.read(record).decode())):
            assert path not in rows
            rows[path] = rest
        assert rows.pop(record) == ["", ""]
        assert sorted(rows) == sorted(names)
        for name, (digest, size) in rows.items():
            data = archive.read(name)
            expected = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=")
            assert (digest, int(size)) == (f"sha256={expected.decode()}", len(data)), name
