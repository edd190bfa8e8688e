"""Reading pages back: what is in them, and whether anything is that should not be."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import jsonschema

from conformance.insight.conventions_file import schema

VOID = {"meta", "br"}
MATH = {
    "math", "mrow", "mi", "mn", "mo", "mspace", "mtext", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup",
    "munder", "mtable", "mtr", "mtd",
}  # fmt: skip
ELEMENTS = MATH | {
    "html", "head", "meta", "title", "style", "body", "header", "footer", "main", "nav", "section", "article", "div",
    "h1", "h2", "h3", "p", "ul", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "a", "b", "i",
    "span", "small", "strong", "code", "var", "br", "details", "summary", "svg", "rect", "em", "cite", "sup",
    "figure", "figcaption", "pre", "g", "path", "polyline", "polygon", "text", "defs", "marker", "desc", "circle",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "href", "class", "id", "dir", "rel", "role", "tabindex",
    "scope", "colspan", "rowspan", "open", "aria-label", "aria-labelledby", "aria-hidden", "aria-current",
    "title", "viewbox", "preserveaspectratio", "x", "y", "width", "height", "d", "points",
    "refx", "refy", "markerwidth", "markerheight", "markerunits",
    "displaystyle", "alttext", "mathvariant", "form", "stretchy", "symmetric", "separator", "fence",
}  # fmt: skip


DATA = "conventions.json"
UPSTREAM = re.compile(r"https://github\.com/[A-Za-z0-9._-]+/[A-Za-z0-9._-]+/issues/[0-9]+")
"""The one kind of link that leaves the site: an upstream issue."""


def check_conventions(path: Path) -> Any:
    """The data beside the pages, which its schema describes."""
    data = json.loads(path.read_text("utf-8"))
    jsonschema.Draft202012Validator(schema()).validate(data)
    return data


class Page(HTMLParser):
    """A parsed page. `problems` lists everything that may not be in one."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.policies: list[str] = []
        self.styles: list[str] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        if self._open:
            self.problems.append(f"never closed: {self._open}")

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.problems.append(f"element <{tag}>")
        if len({name for name, _ in attrs}) != len(attrs):
            self.problems.append(f"an attribute twice in <{tag}>")
        for name, value in attrs:
            self._attribute(tag, name, value or "")
        if tag not in VOID:
            self._open.append(tag)

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name not in ATTRIBUTES:
            self.problems.append(f"attribute {name} of <{tag}>")
        if name == "id":
            if value in self.ids or re.search(r"\s", value) or not value:
                self.problems.append(f"id {value!r}")
            self.ids.append(value)
        if name == "href":
            foreign = re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", value.strip())
            if tag != "a" or (foreign and not UPSTREAM.fullmatch(value)):
                self.problems.append(f"link {value!r}")
            self.links.append(value)
        if name == "content" and "default-src" in value:
            self.policies.append(value)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.problems.append(f"self-closing <{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        (self.styles if self._open and self._open[-1] == "style" else self.words).append(data)

    def handle_comment(self, data: str) -> None:
        self.problems.append("a comment")


def check_page(text: str) -> Page:
    """The page, of which everything is as it must be."""
    page = Page(text)
    assert page.problems == []
    assert len(page.policies) == len(page.styles) == 1
    digest = base64.b64encode(hashlib.sha256(page.styles[0].encode()).digest()).decode()
    assert page.policies[0] == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert text.startswith("<!doctype html>")
    return page


def check_site(folder: Path) -> dict[str, Page]:
    """Every page of a site by its path; each in order, and each link leading somewhere."""
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    pages = {name: check_page(path.read_text("utf-8")) for name, path in files.items() if name != DATA}
    assert DATA in files
    check_conventions(files[DATA])
    for name, page in pages.items():
        for link in page.links:
            if UPSTREAM.fullmatch(link):
                continue
            address, fragment = urldefrag(link)
            if address == DATA:
                continue
            target = (folder / name).parent / address if address else folder / name
            found = pages.get(target.resolve().relative_to(folder.resolve()).as_posix())
            assert found is not None, f"{name} links to {link}"
            assert not fragment or fragment in found.ids or unquote(fragment) in found.ids, f"{name} links to {link}"
    return pages
