"""Draws the charts of the README and the guide from recorded figures, and writes its tables.

    python draw.py RECORD FOLDER

RECORD is what ``cargo xtask bench --json`` wrote. Each chart becomes three files: an SVG for light
and one for dark pages, and a PNG for where no SVG is shown.

The colours are Okabe's and Ito's, told apart by all kinds of colour vision; in the chart of
operations each tool has a marker of its own besides.
"""

import json
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import mean
import operations
import tables
from matplotlib import pyplot
from style import THEMES, applied

CHARTS = {"speed": mean.draw, "operations": operations.draw}


def main(record, folder):
    record = json.loads(Path(record).read_text(encoding="utf-8"))
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in CHARTS.items():
        for theme in THEMES:
            with applied(theme):
                figure = draw(record, theme)
                suffix = "" if theme.name == "light" else f"-{theme.name}"
                figure.savefig(folder / f"{name}{suffix}.svg", metadata={"Date": None})
                if theme.name == "light":
                    figure.savefig(folder / f"{name}.png", dpi=160, metadata={"Software": None})
                pyplot.close(figure)
    (folder / "tables.md").write_text(tables.written(record), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
