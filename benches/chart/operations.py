"""Every operation by itself: how many times the C it takes, for everbind and its peers."""

from dataclasses import dataclass

from style import drawing

LINE = 0.25
"""Height of a line, in inches."""


@dataclass(frozen=True)
class Mark:
    """How an engine is marked: filled, or hollow where there is a filled one of the same tool."""

    engine: str
    label: str
    shape: str
    colour: str
    filled: bool = True


def marks(theme):
    """The last ones are drawn over the first."""
    return (
        Mark("pyo3", "PyO3", "s", theme.blue),
        Mark("pyo3-abi3", "PyO3, abi3", "s", theme.blue, False),
        Mark("nanobind", "nanobind", "^", "#009e73"),
        Mark("nanobind-abi3", "nanobind, stable ABI", "^", "#009e73", False),
        Mark("cython", "Cython", "v", "#cc79a7"),
        Mark("everbind", "everbind", "D", theme.everbind),
    )


LIMITS = (0.6, 30)
"""Of the axis; what is beyond stands at its end."""


def draw(record, theme):
    python = record["interpreters"][-1]
    groups = {}
    for operation in python["operations"]:
        groups.setdefault(operation["group"], []).append(operation)
    lines = sum(len(group) + 1 for group in groups.values())
    says = "times hand-written C (*: the fastest peer); less is better. Hollow: stable ABI."
    title = "Each operation, everbind beside its peers"
    one = {**record, "interpreters": [python]}
    figure = drawing(9, 0.9 + LINE * lines, title, says, one)
    axes = figure.subplots()
    y, ticks = 0, {}
    for title, group in groups.items():
        axes.text(LIMITS[0], y, f" {title}", size=9, va="center", style="italic", color=theme.faint)
        for operation in group:
            y += 1
            axes.axhline(y, color=theme.faint, linewidth=0.3, alpha=0.5)
            for mark in marks(theme):
                place(axes, y, mark, operation, theme)
            ticks[y] = operation["name"] + ("" if operation["hand_written"] else " *")
        y += 1
    axes.axvline(1, color=theme.faint, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.set_yticks(list(ticks), ticks.values())
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(y - 0.3, -0.7)
    axes.set_xscale("log")
    axes.set_xlim(*LIMITS)
    shown = [0.75, 1, 1.5, 2, 3, 5, 10, 20]
    axes.set_xticks(shown, [f"{x:g}" for x in shown])
    axes.minorticks_off()
    for mark in reversed(marks(theme)):
        place(axes, -9, mark, None, theme)
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=len(marks(theme)),
        frameon=False,
        handletextpad=0.1,
        columnspacing=1.2,
    )
    return figure


def place(axes, y, mark, operation, theme):
    """The mark of an engine on a line; of no operation it is the legend's."""
    ratio = 1 if operation is None else operation["figures"].get(mark.engine, {}).get("ratio")
    if ratio is None:
        return
    ours = mark.engine == "everbind"
    axes.plot(
        min(max(ratio, LIMITS[0]), LIMITS[1]),
        y,
        mark.shape,
        color=mark.colour,
        markerfacecolor=mark.colour if mark.filled else theme.page,
        markersize=7 if ours else 5.5,
        zorder=4 if ours else 3,
        label=mark.label if operation is None else None,
        clip_on=operation is None,
    )
