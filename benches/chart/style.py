"""Colours, names and order of the engines; light and dark pages."""

from contextlib import contextmanager
from dataclasses import dataclass

from matplotlib import pyplot


@dataclass(frozen=True)
class Theme:
    name: str
    page: str
    text: str
    faint: str
    """Text that says less, and lines."""
    bar: str
    """What is compared with."""
    everbind: str
    c: str
    blue: str


THEMES = (
    Theme("light", "#ffffff", "#1f2328", "#59636e", "#a8b4c2", "#d55e00", "#6e7781", "#0072b2"),
    Theme("dark", "#0d1117", "#e6edf3", "#9198a1", "#4a5768", "#e69f00", "#9198a1", "#56b4e9"),
)


@dataclass(frozen=True)
class Engine:
    name: str
    """In the record."""
    label: str
    stable: bool
    """One library serves all versions."""


ENGINES = (
    Engine("c", "C", False),
    Engine("everbind", "everbind", True),
    Engine("everbind-off", "everbind, layouts off", True),
    Engine("c-limited", "C, limited API", True),
    Engine("cython", "Cython", False),
    Engine("nanobind", "nanobind", False),
    Engine("nanobind-split", "nanobind, split", True),
    Engine("nanobind-abi3", "nanobind, stable ABI", True),
    Engine("pyo3", "PyO3", False),
    Engine("pyo3-abi3", "PyO3, abi3", True),
)


HEADING = 0.85
"""Its height, in inches."""


@contextmanager
def applied(theme):
    """Everything drawn within looks like ``theme``, and the same each time it is drawn."""
    settings = {
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans", "Verdana", "Segoe UI", "Helvetica", "Arial"],
        "font.size": 10,
        "svg.hashsalt": "everbind",
        "svg.fonttype": "none",
        "figure.facecolor": theme.page,
        "savefig.facecolor": theme.page,
        "axes.facecolor": theme.page,
        "axes.edgecolor": theme.faint,
        "axes.labelcolor": theme.faint,
        "text.color": theme.text,
        "xtick.color": theme.faint,
        "ytick.color": theme.text,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.axisbelow": True,
    }
    with pyplot.rc_context(settings):
        yield


def drawing(width, height, title, says, record):
    """A figure of ``height`` inches below its heading.

    That is what it shows, how to read it, and on what it was measured.
    """
    height += HEADING
    figure = pyplot.figure(figsize=(width, height), layout="constrained")
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - HEADING / height), h_pad=0.06)
    faint = pyplot.rcParams["axes.labelcolor"]
    versions = ", ".join(python["version"] for python in record["interpreters"])
    lines = (
        (0.25, title, {"size": 12, "weight": "bold"}),
        (0.50, says, {"size": 9.5, "color": faint}),
        (0.72, f"CPython {versions}; {record['machine']}", {"size": 8.5, "color": faint}),
    )
    for inches, text, style in lines:
        figure.text(0.1 / width, 1 - inches / height, text, **style)
    return figure
