"""Finds links that lead nowhere, in the rendered guide and in the documentation of the crates.

Arguments: the guide's folder, that of the crates, the repository's. Of addresses on the web only
those are looked at that are ours: the published guide, docs.rs, and files of the repository.
"""

import functools
import os
import pathlib
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

BOOK, DOC, ROOT = (pathlib.Path(argument) for argument in sys.argv[1:])
CRATES = ["everbind", "everbind_abi", "everbind_macros"]
FILES = "https://github.com/everbind/everbind/"


class Page(HTMLParser):
    """The links of a page, and what can be linked to in it."""

    def __init__(self, path):
        super().__init__()
        self.links = []
        self.anchors = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.anchors.add(attributes.get("id"))
        if tag == "a":
            self.anchors.add(attributes.get("name"))
        link = attributes.get({"a": "href", "link": "href", "img": "src"}.get(tag))
        # To the members of traits rustdoc links by itself, to those that are hidden as well.
        member = attributes.get("class") in ("fn", "constant", "associatedtype")
        if link is not None and not member:
            self.links.append((self.getpos()[0], link))


@functools.cache
def page(path):
    return Page(path)


def ours(link):
    """The file that an address on the web stands for, if it is one of ours."""
    places = {
        "https://everbind.github.io/everbind/": BOOK,
        "https://docs.rs/everbind/latest/": DOC,
        "https://docs.rs/everbind-abi/latest/": DOC,
        FILES + "blob/main/": ROOT,
        FILES + "tree/main/": ROOT,
    }
    for place, folder in places.items():
        if link.startswith(place):
            return folder / unquote(urlsplit(link.removeprefix(place)).path)
    return None


def wrong(origin, link):
    """Why the link of the page leads nowhere, or None."""
    parts = urlsplit(link)
    if parts.scheme in ("http", "https"):
        target = ours(link)
        if target is None:
            return None
    elif parts.scheme or parts.netloc:
        return None
    elif parts.path:
        target = pathlib.Path(os.path.normpath(origin.parent / unquote(parts.path)))
    else:
        target = origin
    if target.is_dir() and not target.is_relative_to(ROOT / "crates"):
        index = target / "index.html"
        target = index if index.exists() else target
    if not target.exists():
        return "no such page"
    anchor = parts.fragment
    # Line numbers of rustdoc's sources are made by its script.
    if not anchor or target.suffix != ".html" or target.is_relative_to(DOC / "src"):
        return None
    if {anchor, unquote(anchor)} & page(target).anchors:
        return None
    return f"no {anchor!r} there"


def main():
    pages = [path for path in BOOK.rglob("*.html") if path.name not in ("print.html", "404.html")]
    for name in CRATES:
        pages += (DOC / name).rglob("*.html")
    found = 0
    for path in pages:
        for line, link in page(path).links:
            if reason := wrong(path, link):
                found += 1
                print(f"{path}:{line}: {link}: {reason}")
    if not pages:
        print("there are no pages")
    return 1 if found or not pages else 0


sys.exit(main())
