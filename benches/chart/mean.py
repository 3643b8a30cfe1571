"""The geometric mean of all operations, a bar for each engine and interpreter."""

from style import ENGINES, drawing

LINE = 0.38
"""Height of an engine's line, in inches."""

HEIGHT = 0.8
"""Of its bars together, in lines."""


def rows(record):
    """Each engine with its means, those of one library and those built for one version apart."""
    means = [python["geometric_mean"] for python in record["interpreters"]]
    measured = [(e, [mean.get(e.name) for mean in means]) for e in ENGINES]
    measured = [(e, values) for e, values in measured if all(values)]
    measured.sort(key=lambda row: row[1][-1])
    return [
        ("one stable-ABI library for all versions", [row for row in measured if row[0].stable]),
        ("built for one version", [row for row in measured if not row[0].stable]),
    ]


def colour(engine, theme):
    if engine.name == "c":
        return theme.c
    if engine.name.startswith("everbind"):
        return theme.everbind if engine.name == "everbind" else theme.everbind + "99"
    return theme.bar


def draw(record, theme):
    groups = rows(record)
    lines = sum(len(group) + 1 for _, group in groups)
    number = sum(o["hand_written"] for o in record["interpreters"][0]["operations"])
    title = f"Calls, conversions, classes: geometric mean of {number} operations"
    says = "times hand-written C for the version at hand; less is better. A bar for each Python."
    figure = drawing(8, 0.4 + LINE * lines, title, says, record)
    axes = figure.subplots()
    y, ticks = 0, {}
    for title, group in groups:
        box = {"color": theme.page, "pad": 1}
        axes.text(0, y, title, size=9, va="center", style="italic", color=theme.faint, bbox=box)
        for engine, values in group:
            y += 1
            bars(axes, y, engine, values, theme)
            ticks[y] = engine.label
        y += 1
    axes.set_yticks(list(ticks), ticks.values())
    for label in axes.get_yticklabels():
        label.set_weight(weight(label.get_text()))
    axes.tick_params(axis="y", length=0)
    axes.axvline(1, color=theme.faint, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.set_ylim(y - 0.4, -0.6)
    axes.set_xlim(0, 1.14 * max(max(values) for _, group in groups for _, values in group))
    return figure


def bars(axes, y, engine, values, theme):
    """A bar for each interpreter, and the least and greatest in figures."""
    height = HEIGHT / len(values)
    for i, value in enumerate(values):
        at = y - HEIGHT / 2 + height * (i + 0.5)
        axes.barh(at, value, 0.86 * height, color=colour(engine, theme))
    said = sorted({f"{min(values):.2f}", f"{max(values):.2f}"})
    at = max(values) + 0.03
    axes.text(at, y, " to ".join(said), va="center", weight=weight(engine.label))


def weight(label):
    return "bold" if label == "everbind" else "normal"
