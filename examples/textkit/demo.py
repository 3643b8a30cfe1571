"""Studies the sources of Python's standard library; the last line printed is the results as JSON.

EVERBIND_DEMO_TEXT names the folder of the library to read, so that every interpreter can be given
the same text; without it each reads its own.
"""

import json
import os
import pickle
import re
import sys
import timeit
from collections import Counter
from pathlib import Path

import textkit
from textkit import Index, Pattern, PatternError

FILES = ["argparse.py", "typing.py", "_pydecimal.py", "_pydatetime.py", "inspect.py", "tarfile.py"]
IDENTIFIER = r"[A-Za-z_][A-Za-z0-9_]*"
DEFINITION = r"(?m)^ *(?P<kind>def|class) +(?P<name>[A-Za-z0-9_]+)"


def read_text():
    folder = Path(os.environ.get("EVERBIND_DEMO_TEXT") or Path(os.__file__).parent)
    return "\n".join((folder / name).read_text("utf-8") for name in FILES)


def definitions(text):
    """Uses the class, its iterator and their matches."""
    pattern = Pattern(DEFINITION)
    kinds, names = Counter(), Counter()
    for match in pattern.finditer(text):
        kinds[match["kind"]] += 1
        names[match[2]] += 1
        assert text[slice(*match.span())] == match.text
    return {
        "pattern": [repr(pattern), len(pattern), pattern.groups],
        "kinds": sorted(kinds.items()),
        "names": sorted(names.items(), key=lambda item: (-item[1], item[0]))[:8],
        "first": repr(pattern.find(text)),
        "pickled": pickle.loads(pickle.dumps(pattern)) == pattern,
    }


def mistakes():
    """Uses the exception: each pattern here is wrong in a way of its own."""
    found = []
    for pattern in ["a(b", "[é-", "x{5,2}", "ok"]:
        try:
            Pattern(pattern)
        except PatternError as error:
            found.append([pattern, error.position, str(error)])
    return found


def study(text):
    index = Index(text, min_length=4)
    flags = "naïve café 👩‍👩‍👧 🇳🇿 Straße"
    return {
        "characters": [len(text), textkit.length(text), len(textkit.sentences(text))],
        "words": list(textkit.word_counts(text, top=12, min_length=5).items()),
        "index": [repr(index), len(index), index["decimal"][:6], index.words("recurs")],
        "mapping": ["generator" in index, "no such word" in index, next(iter(index))],
        "concordance": textkit.concordance(text, "humongous", width=24)
        or textkit.concordance(text, "otherwise", width=24, limit=3),
        "find_all": textkit.find_all(r"\bPEP \d+", text, limit=5),
        "empty matches": [match.span() for match in Pattern("é*").finditer("aéébé")],
        "graphemes": [textkit.graphemes(flags)[-9:], textkit.truncate(flags, 12)],
        "definitions": definitions(text),
        "mistakes": mistakes(),
    }


def best(call):
    """The best of five runs, in nanoseconds a call."""
    timer = timeit.Timer(call)
    loops = 1
    while (took := timer.timeit(loops)) < 0.02:
        loops = max(loops * 2, int(loops * 0.03 / max(took, 1e-6)))
    return round(min(timer.repeat(5, loops)) / loops * 1e9)


def race(text):
    """The same work with this module and with Python's `re`; the answers must be the same."""
    ours, theirs = Pattern(IDENTIFIER), re.compile(IDENTIFIER)
    our_tests, their_tests = Pattern(DEFINITION), re.compile(DEFINITION)
    work = {
        "find all identifiers": (lambda: ours.findall(text), lambda: theirs.findall(text)),
        "spans of all definitions": (
            lambda: [(start, end) for start, end, _ in our_tests.spans(text)],
            lambda: [match.span() for match in their_tests.finditer(text)],
        ),
        "iterate over all definitions": (
            lambda: [match["name"] for match in our_tests.finditer(text)],
            lambda: [match["name"] for match in their_tests.finditer(text)],
        ),
        "replace all identifiers": (
            lambda: ours.replace(text, "x"),
            lambda: theirs.sub("x", text),
        ),
        "match in a short line": (
            lambda: ours.is_match("    def f(self): pass"),
            lambda: theirs.search("    def f(self): pass") is not None,
        ),
    }
    speed = {}
    for label, (our_way, their_way) in work.items():
        assert our_way() == their_way(), label
        speed[f"{label}, textkit"] = best(our_way)
        speed[f"{label}, re"] = best(their_way)
    return speed


def main():
    text = read_text()
    results = study(text)
    speed = race(text)
    print(f"{len(text):,} characters of Python's standard library")
    print("most frequent words:", ", ".join(word for word, _ in results["words"]))
    for label in dict.fromkeys(label.rpartition(",")[0] for label in speed):
        ours, theirs = speed[f"{label}, textkit"], speed[f"{label}, re"]
        print(f"{label:30} {ours / 1e3:10,.1f} µs; with re {theirs / 1e3:10,.1f} µs")
    gil_enabled = getattr(sys, "_is_gil_enabled", lambda: True)()
    print(json.dumps({"results": results, "speed": speed, "gil_enabled": gil_enabled}))


if __name__ == "__main__":
    main()
