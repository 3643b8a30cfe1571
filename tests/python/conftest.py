"""Puts the built test extension on the path; fixtures that all tests share."""

import gc
import os
import sys
import tempfile

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

SITE = os.environ.get("EVERBIND_SITE")
if not SITE:
    pytest.exit("EVERBIND_SITE must name the folder of the built everbind_tests library", 2)
sys.path.insert(0, SITE)

set_hypothesis_home_dir(os.path.join(tempfile.gettempdir(), "everbind-hypothesis"))
settings.register_profile(
    "everbind",
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("everbind")


class Sentinel:
    """An object of its own, neither interned, cached nor immortal."""


@pytest.fixture(autouse=True)
def sentinels(request):
    """Two objects a test may pass about; their reference counts must be what they were."""
    pair = Sentinel(), Sentinel()
    before = [sys.getrefcount(each) for each in pair]
    failed = request.session.testsfailed
    yield pair
    if request.session.testsfailed > failed:
        return  # its traceback holds its locals
    after = [sys.getrefcount(each) for each in pair]
    assert after == before, f"references to the sentinels: {before} before the test, {after} after"


@pytest.fixture
def nothing_stays(request):
    """As many values of the tested module's classes are alive after the test as before."""
    alive = request.module.m.alive
    gc.collect()
    before = alive()
    yield
    gc.collect()
    assert alive() == before


@pytest.fixture
def in_fresh_python():
    """Runs code in a new process of this interpreter and returns what it printed."""
    import subprocess

    def run(code, *arguments, timeout=60):
        try:
            result = subprocess.run(
                [sys.executable, "-X", "faulthandler", "-c", code, *arguments],
                capture_output=True,
                text=True,
                timeout=timeout,
                env={**os.environ, "PYTHONPATH": SITE},
            )
        except subprocess.TimeoutExpired:
            pytest.fail(f"not done after {timeout} s")
        report = f"exit code {result.returncode}\n{result.stdout}\n{result.stderr}"
        assert result.returncode == 0, report
        return result.stdout

    return run


def pytest_collection_modifyitems(items):
    """Free-threaded 3.13 makes functions, classes and modules immortal from the first thread on, so
    that whatever creates one seems to leak: tests that start threads come last."""
    items.sort(key=lambda item: item.get_closest_marker("threads") is not None)


def pytest_collection_finish():
    """The collector need not look at what pytest and the tests themselves are made of: the many
    collections that counting objects takes become ten times as fast."""
    gc.collect()
    gc.freeze()


def pytest_configure(config):
    config.addinivalue_line("markers", "threads: starts threads")
    config.addinivalue_line("markers", "stress: long loops, run unless deselected")


def pytest_report_header():
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    layout = os.environ.get("EVERBIND_LAYOUT", "on")
    return f"everbind_tests from {SITE}; GIL {'on' if gil else 'off'}; layout {layout}"
