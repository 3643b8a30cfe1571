"""The guide is true: its Python code runs with its Rust code, and prints what it says.

`tests/guide` builds the blocks of Rust. Here a page is read from top to bottom: a block of Rust
gives its names, a block of Python is run with all names so far. What follows a line with `>>>` is
what that prints, or the last line of its error. TOML and JSON are parsed; the shell runs
`console`. A block that cannot be run says why where it opens: "not run: " and the reason.
"""

import ast
import asyncio
import contextlib
import dataclasses
import doctest
import inspect
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import tomllib
import traceback
import types

import everbind_guide as guide
import pytest

# Some pages do.
pytestmark = pytest.mark.threads

ROOT = pathlib.Path(__file__).parents[2]
PAGES = {path.stem: path for path in [ROOT / "README.md", *sorted(ROOT.glob("guide/src/*.md"))]}
# Told by another step, or nothing to run.
OTHER = {"sh", "text", "diff"}


@dataclasses.dataclass
class Block:
    line: int
    language: str
    note: str
    code: str


def blocks(text):
    """The fenced blocks of a page; `line` is where the fence is."""
    found, inside = [], None
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("```"):
            if inside:
                found.append(inside)
                inside = None
            else:
                language, _, note = line.strip()[3:].partition(" ")
                inside = Block(number, language, note, "")
        elif inside:
            inside.code += line + "\n"
    assert inside is None, f"the block of line {inside.line} does not end"
    return found


class Page:
    """What the blocks of a page have made so far."""

    def __init__(self, name, monkeypatch):
        self.name = name
        self.monkeypatch = monkeypatch
        main = types.ModuleType("__main__")
        self.names = vars(main)
        self.skipped = []

    def run(self, block):
        if block.note.startswith("needs "):
            needed = block.note.removeprefix("needs ")
            try:
                __import__(needed)
            except ImportError:
                self.skipped.append(f"{self.name}.md:{block.line}: {needed} is not here")
                return
        elif block.note:
            reason = block.note.removeprefix("not run: ")
            assert reason != block.note, f"{block.note!r} is no reason"
            self.skipped.append(f"{self.name}.md:{block.line}: {reason}")
            return
        run = getattr(self, block.language or "nothing", None)
        if block.language not in OTHER:
            assert run, f"no way to run {block.language!r}"
            run(block)

    def rust(self, block):
        declared = vars(guide.declare(self.name, block.line))
        for name, value in declared.items():
            if not name.startswith("__"):
                self.names[name] = value
                if inspect.ismodule(value):
                    self.monkeypatch.setitem(sys.modules, name, value)

    def python(self, block):
        if ">>>" not in block.code:
            self.execute(block.code, "exec", block.line)
            return
        for example in doctest.DocTestParser().get_examples(block.code):
            printed = self.printed(example.source, block.line + 1 + example.lineno)
            same = doctest.OutputChecker().check_output(example.want, printed, doctest.ELLIPSIS)
            assert same, f"{example.source}expected\n{example.want}but it prints\n{printed}"

    def printed(self, source, line):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            try:
                self.execute(source, "single", line - 1)
            except Exception as error:
                error.__traceback__ = None
                return "".join(traceback.format_exception_only(error))
        return out.getvalue()

    def execute(self, source, mode, line):
        source = "\n" * line + source
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        code = compile(source, str(PAGES[self.name]), mode, flags, dont_inherit=True)
        result = eval(code, self.names)
        if inspect.iscoroutine(result):
            asyncio.run(result)

    def toml(self, block):
        tomllib.loads(block.code)

    def json(self, block):
        json.loads(block.code)

    def pyi(self, block):
        ast.parse(block.code)

    def console(self, block):
        """Lines after `$` are commands; what they print follows. `demo` can be imported."""
        site = tempfile.mkdtemp()
        try:
            library = pathlib.Path(guide.__file__)
            # The library has the hooks of all modules on the pages.
            shutil.copy(library, os.path.join(site, "demo" + library.suffix))
            self.commands(block, site)
        finally:
            shutil.rmtree(site, ignore_errors=True)

    def commands(self, block, site):
        path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
        environment = {**os.environ, "PATH": path, "PYTHONPATH": site}
        for part in block.code.removeprefix("$ ").split("\n$ "):
            command, _, want = part.partition("\n")
            done = subprocess.run(
                command, shell=True, text=True, capture_output=True, env=environment
            )
            printed = done.stdout + done.stderr
            want = want if want.endswith("\n") or not want else want + "\n"
            same = doctest.OutputChecker().check_output(want, printed, doctest.ELLIPSIS)
            assert same, f"{command}\nexpected\n{want}but it prints\n{printed}"


@pytest.mark.parametrize("name", PAGES)
def test_page(name, monkeypatch):
    found = blocks(PAGES[name].read_text(encoding="utf-8"))
    rust = [block.line for block in found if block.language == "rust" and not block.note]
    assert guide.blocks(name) == rust, "tests/guide does not build each block of Rust"
    monkeypatch.setattr(sys, "displayhook", sys.__displayhook__)
    page = Page(name, monkeypatch)
    for block in found:
        try:
            page.run(block)
        except Exception as error:
            raise AssertionError(f"{PAGES[name]}:{block.line}: {error}") from error
    for skipped in page.skipped:
        print(skipped)


def test_a_wrong_block_is_found(monkeypatch):
    page = Page("README", monkeypatch)
    for code in [
        ">>> 1 + 1\n3\n",
        ">>> int('x')\nValueError: no\n",
        ">>> int('x')\n1\n",
        "assert 0\n",
    ]:
        with pytest.raises((AssertionError, ValueError)):
            page.run(Block(1, "python", "", code))
    page.run(Block(1, "python", "", ">>> int('x')\nValueError: invalid literal for ...\n"))
    for language, code in [
        ("toml", "a = "),
        ("console", "$ exit 1\nno\n"),
        ("cobol", ""),
        ("", "x"),
    ]:
        with pytest.raises((AssertionError, ValueError)):
            page.run(Block(1, language, "", code))
