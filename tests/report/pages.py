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
from conformance.report.render import script

FIRST, SECOND = "claims/a-text-first-section.html", "claims/a-text-second-section.html"
"""Where the claims of the samples' sections stand."""

VOID = {"meta", "br", "input"}
MATH = {
    "math", "mrow", "mi", "mn", "mo", "mspace", "mtext", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup",
    "munder", "mtable", "mtr", "mtd",
}  # fmt: skip
ELEMENTS = MATH | {
    "html", "head", "meta", "title", "style", "body", "header", "footer", "main", "nav", "section", "article", "div",
    "h1", "h2", "h3", "p", "ul", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "a", "b", "i",
    "span", "small", "strong", "code", "var", "br", "details", "summary", "svg", "rect", "em", "cite", "sup",
    "form", "label", "input", "button", "script",
    "figure", "figcaption", "pre", "g", "path", "polyline", "polygon", "text", "defs", "marker", "desc", "circle",
}  # fmt: skip
ATTRIBUTES = {
    "hidden", "for", "type", "autocomplete", "autocapitalize", "spellcheck", "aria-describedby",
    "lang", "charset", "http-equiv", "content", "name", "href", "class", "id", "dir", "rel", "role", "tabindex",
    "scope", "colspan", "rowspan", "open", "aria-label", "aria-labelledby", "aria-hidden", "aria-current",
    "title", "rx", "viewbox", "preserveaspectratio", "x", "y", "width", "height", "d", "points",
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


DATA_BLOCK = {"type": "text/plain", "id": "Data"}
"""The attributes of the one script that is none: what the page of results searches."""


class Page(HTMLParser):
    """A parsed page. `problems` lists everything that may not be in one."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.policies: list[str] = []
        self.styles: list[str] = []
        self.scripts: list[str] = []
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
        if tag == "script" and dict(attrs) not in ({}, DATA_BLOCK):
            self.problems.append(f"<script> with {attrs}")
        if tag not in VOID:
            self._open.append("data" if tag == "script" and attrs else tag)

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
        if not self._open or self._open.pop().replace("data", "script") != tag:
            self.problems.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside == "data" and not re.fullmatch(r"[A-Za-z0-9+/=]*", data):
            self.problems.append("data that is not base64")
        {"style": self.styles, "script": self.scripts, "data": []}.get(inside, self.words).append(data)

    def handle_comment(self, data: str) -> None:
        self.problems.append("a comment")


def check_page(text: str) -> Page:
    """The page, of which everything is as it must be."""
    page = Page(text)
    assert page.problems == []
    assert len(page.policies) == len(page.styles) == 1
    assert page.scripts == [script()] * len(page.scripts)
    allowed = "".join(f"script-src '{_digest(text)}'; " for text in page.scripts)
    expected = (
        f"default-src 'none'; {allowed}style-src '{_digest(page.styles[0])}'; base-uri 'none'; form-action 'none'"
    )
    assert page.policies[0] == expected
    assert text.startswith("<!doctype html>")
    return page


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def check_site(folder: Path) -> dict[str, Page]:
    """Every page of a site by its path; each in order, and each link leading somewhere."""
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    pages = {name: check_page(path.read_text("utf-8")) for name, path in files.items() if name.endswith(".html")}
    assert DATA in files
    check_conventions(files[DATA])
    for name, page in pages.items():
        for link in page.links:
            if UPSTREAM.fullmatch(link):
                continue
            address, fragment = urldefrag(link)
            target = (folder / name).parent / address if address else folder / name
            if address == DATA or address.endswith(".json.gz"):
                assert target.is_file(), f"{name} links to {link}"
                continue
            found = pages.get(target.resolve().relative_to(folder.resolve()).as_posix())
            assert found is not None, f"{name} links to {link}"
            known = {fragment, unquote(fragment)} & set(found.ids) or fragment.startswith("q=")  # or a query
            assert not fragment or known, f"{name} links to {link}"
    return pages


def cell(folder: Path, claim: str, column: int, page: str = FIRST) -> str:
    """The text of a cell, in the first table of a page of claims that has a row for the claim."""
    row = re.search(
        rf'<tr><th scope="row"><a href="[^"]*#{claim}">.*?</tr>', (folder / page).read_text("utf-8"), re.DOTALL
    )
    assert row is not None
    cells = re.findall(r"<td class=[^>]*>(.*?)</td>", row[0], re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", cells[column]).split())
