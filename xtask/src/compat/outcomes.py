"""A pytest plugin: what became of every test, a line of JSON each, in the file EVERBIND_OUTCOMES.

Addresses in names (of objects among the parameters) are left out, so that two runs compare.
"""

import json
import os
import re

import pytest

ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
SEEN = {}


def note(name, outcome, why=""):
    """The worst phase of a test is its outcome."""
    rank = ["passed", "skipped", "xfailed", "xpassed", "failed", "error"]
    known = SEEN.get(name)
    if known is None or rank.index(outcome) > rank.index(known[0]):
        SEEN[name] = (outcome, why)


def reason(report):
    """The line of a failure that says what is wrong."""
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is not None:
        return crash.message
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2])
    return str(report.longrepr or "")


def pytest_runtest_logreport(report):
    outcome = report.outcome
    if hasattr(report, "wasxfail"):
        outcome = "xfailed" if outcome == "skipped" else "xpassed"
    elif outcome == "failed" and report.when != "call":
        outcome = "error"
    note(report.nodeid, outcome, "" if outcome == "passed" else reason(report))


def pytest_collectreport(report):
    """A whole module that cannot be imported, or that skips itself, counts as pytest counts it."""
    if report.failed:
        note(report.nodeid, "error", reason(report))
    elif report.skipped:
        note(report.nodeid, "skipped", reason(report))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish():
    with open(os.environ["EVERBIND_OUTCOMES"], "w", encoding="utf-8") as out:
        for name, (outcome, why) in SEEN.items():
            name, why = ADDRESS.sub("0x", name), ADDRESS.sub("0x", why)
            print(json.dumps([name, outcome, why[:400]]), file=out)
