"""The same figures as tables in Markdown, one for each interpreter."""

from style import ENGINES


def written(record):
    return "\n".join(table(python) for python in record["interpreters"])


def table(python):
    engines = [e for e in ENGINES if e.name in python["engines"]]
    means = python["geometric_mean"]
    lines = [
        f"**CPython {python['version']}**: nanoseconds in C, and how many times that in the others",
        "",
        "| | " + " | ".join(e.label for e in engines) + " |",
        "|---|" + "---:|" * len(engines),
    ]
    lines += [line(operation, engines) for operation in python["operations"]]
    cells = (f"**{means[e.name]:.2f}**" if e.name in means else "" for e in engines)
    lines.append("| **geometric mean** | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def line(operation, engines):
    cells = (cell(operation["figures"].get(e.name), e.name == "c") for e in engines)
    star = "" if operation["hand_written"] else " \\*"
    return f"| {operation['name']}{star} | " + " | ".join(cells) + " |"


def cell(figure, in_ns):
    if figure is None:
        return ""
    return nanoseconds(figure["min"]) if in_ns else f"{figure['ratio']:.2f}"


def nanoseconds(ns):
    return f"{ns:.1f}" if ns < 1000 else f"{ns:,.0f}"
