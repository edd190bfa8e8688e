"""An Atom feed of what changed from run to run of each backend."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

from conformance.export.comparison import run_name
from conformance.export.times import NEVER, started
from conformance.run.changes import Group, count_of, gathered
from conformance.run.compare import KINDS, Comparison
from conformance.run.text import clean, line

__all__ = ["Entry", "atom"]

_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 50
"""Claims of a kind in an entry: a feed is read, not searched."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A run and what changed in it; without an earlier run it is the backend's first."""

    header: Mapping[str, Any]
    note: str = ""
    """Why there are no results, or fewer."""
    absent: bool = False
    earlier: Mapping[str, Any] | None = None
    found: Comparison | None = None


def atom(entries: Sequence[Entry], title: str, link: str | None) -> bytes:
    """The feed, the latest run first; `link` is the address of the report."""
    feed = ET.Element("feed", {"xmlns": _ATOM})
    ordered = sorted(entries, key=lambda entry: (started(entry.header), str(entry.header["run"])), reverse=True)
    _text(feed, "title", title)
    _text(feed, "id", _id("feed", link or title))
    _text(feed, "updated", _stamp(max((started(entry.header) for entry in ordered), default=NEVER)))
    author = ET.SubElement(feed, "author")
    _text(author, "name", "autograd-conformance")
    if link:
        ET.SubElement(feed, "link", {"rel": "alternate", "href": clean(link)})
    for entry in ordered:
        feed.append(_entry(entry, link))
    ET.indent(feed, " ")
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _entry(entry: Entry, link: str | None) -> ET.Element:
    made = ET.Element("entry")
    _text(made, "title", _title(entry))
    before = "" if entry.earlier is None else str(entry.earlier["run"])
    _text(made, "id", _id("run", before, str(entry.header["run"])))
    _text(made, "updated", _stamp(started(entry.header)))
    if link:
        ET.SubElement(made, "link", {"rel": "alternate", "href": clean(link)})
    content = ET.SubElement(made, "content", {"type": "html"})
    content.text = clean(_html(entry))
    return made


def _title(entry: Entry) -> str:
    name = run_name(entry.header)
    if entry.absent:
        return entry.note
    if entry.found is None or entry.earlier is None:
        return f"{name}: first run"
    counts = [f"{number:,} {kind}" for kind, number in entry.found.counts.items() if number]
    told = ", ".join(counts) or "nothing changed"
    before = entry.earlier["version"]
    versions = (
        name
        if before == entry.header["version"]
        else f"{entry.header['backend']} {before} → " + str(entry.header["version"])
    )
    return f"{versions}: {told}"


def _html(entry: Entry) -> str:
    parts = [f"<p>{escape(line(entry.note))}</p>"] if entry.note else []
    groups = [] if entry.found is None else gathered(entry.found.changes)
    for kind in KINDS:
        of_kind = [group for group in groups if group.kind == kind]
        if of_kind:
            parts.append(_list(kind, of_kind))
    if entry.found is not None:
        parts.append(f"<p>{entry.found.same:,} results are the same.</p>")
    return "\n".join(parts)


def _list(kind: str, groups: Sequence[Group]) -> str:
    items = [
        f"<li><code>{escape(line(g.claim))}</code>: {escape(g.verdicts)}; <code>{escape(line(g.told))}</code></li>"
        for g in groups[:_MOST]
    ]
    if len(groups) > _MOST:
        items.append(f"<li>and {count_of(len(groups) - _MOST, 'more claim')}</li>")
    results = sum(len(group.changes) for group in groups)
    return f"<h3>{kind}: {count_of(results, 'result')}</h3>\n<ul>\n" + "\n".join(items) + "\n</ul>"


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = line(text)


def _id(*names: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, chr(10).join(('autograd-conformance', *map(clean, names))))}"


def _stamp(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
