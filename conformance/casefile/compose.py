"""From the YAML parser's events to a tree, within bounds; nothing is constructed.

A tag is a mistake, an anchor's expansion is counted before it is made, and the halves
into which a flow collection splits `matrix(n, n)` are put together again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from conformance.casefile.problems import Problems
from conformance.casefile.tree import Kind, Tree, resolve

__all__ = ["MAX_DEPTH", "MAX_VALUES", "Composer", "StopError"]

MAX_DEPTH = 32
MAX_VALUES = 10_000

_STANDARD: dict[str, Kind] = {
    "str": "text",
    "int": "number",
    "float": "number",
    "bool": "boolean",
    "null": "nothing",
}


class StopError(Exception):
    """A mistake after which the rest of the file cannot be read."""

    def __init__(self, event: Any, message: str) -> None:
        super().__init__(message)
        self.line, self.column, self.message = event.start_mark.line + 1, event.start_mark.column + 1, message


class Composer:
    """Builds trees from the parser's events."""

    def __init__(self, text: str, problems: Problems) -> None:
        self.text = text
        self.problems = problems
        self.events: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)
        self.anchors: dict[str, Tree | None] = {}
        self.count = 0

    def document(self) -> Tree | None:
        event = next(self.events)
        while not isinstance(event, StreamEndEvent | DocumentStartEvent):
            event = next(self.events)
        if isinstance(event, StreamEndEvent):
            self.problems.at(1, 1, "the file is empty; a case file starts with `format: 1`")
            return None
        tree = self._value(next(self.events), 1)
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                raise StopError(event, "a second document; allowed: one a file")
        return tree

    def _value(self, event: Any, depth: int) -> Tree:
        if isinstance(event, AliasEvent):
            tree = self._alias(event)
        else:
            if depth > MAX_DEPTH:
                raise StopError(event, f"nested deeper than {MAX_DEPTH}")
            self._tag(event)
            if event.anchor is not None:
                if event.anchor in self.anchors:
                    raise StopError(event, f"the anchor &{event.anchor} is defined twice")
                self.anchors[event.anchor] = None
            tree = self._node(event, depth)
            if event.anchor is not None:
                self.anchors[event.anchor] = tree
        return tree

    def _node(self, event: Any, depth: int) -> Tree:
        self._counted(event, 1)
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if isinstance(event, SequenceStartEvent):
            return self._list(event, depth)
        assert isinstance(event, MappingStartEvent)
        return self._mapping(event, depth)

    def _alias(self, event: Any) -> Tree:
        if event.anchor not in self.anchors:
            raise StopError(event, f"*{event.anchor} refers to nothing; anchors are defined with &{event.anchor}")
        tree = self.anchors[event.anchor]
        if tree is None:
            raise StopError(event, f"*{event.anchor} stands inside the value that it refers to")
        self._counted(event, tree.size)
        return tree

    def _counted(self, event: Any, size: int) -> None:
        self.count += size
        if self.count > MAX_VALUES:
            raise StopError(event, f"more than {MAX_VALUES:,} values, anchors expanded; split the file")

    def _tag(self, event: Any) -> None:
        tag = str(event.ctag) if event.ctag is not None else "!"
        kind = tag.removeprefix("tag:yaml.org,2002:")
        wanted = {"seq": SequenceStartEvent, "map": MappingStartEvent}.get(kind, ScalarEvent)
        if tag != "!" and (kind not in {*_STANDARD, "seq", "map"} or not isinstance(event, wanted)):
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            shown = shown if len(shown) <= 60 else shown[:59] + "…"
            self.problems.at(
                event.start_mark.line + 1, event.start_mark.column + 1, f"the tag {shown} is not allowed; no tags are"
            )

    def _scalar(self, event: Any) -> Tree:
        start, end = event.start_mark, event.end_mark
        text: str = event.value
        if event.ctag is not None and str(event.ctag) != "!":
            kind: Kind = _STANDARD.get(str(event.ctag).removeprefix("tag:yaml.org,2002:"), "text")
        else:
            kind = resolve(text) if event.style is None else "text"
        verbatim = None
        for quote in (0, 1):
            if text and self.text.startswith(text, start.index + quote) and "\n" not in text:
                verbatim = start.column + 1 + quote
                break
        span = (start.index, end.index) if event.style is None else None
        return Tree(kind, start.line + 1, start.column + 1, text, verbatim=verbatim, span=span)

    def _list(self, start: Any, depth: int) -> Tree:
        items: list[Tree] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            items.append(self._value(event, depth + 1))
        if start.flow_style:
            items = self._rejoined_items(items)
        size = 1 + sum(item.size for item in items)
        return Tree("list", *_place(start), items=tuple(items), size=size)

    def _mapping(self, start: Any, depth: int) -> Tree:
        pairs: list[tuple[Tree, Tree]] = []
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self._value(event, depth + 1)
            pairs.append((key, self._value(next(self.events), depth + 1)))
        if start.flow_style:
            pairs = self._rejoined_pairs(pairs)
        entries: dict[str, tuple[Tree, Tree]] = {}
        for key, value in pairs:
            if key.kind in {"mapping", "list"}:
                self.problems.add(key, f"a key must be text, not {key.described}")
            elif key.text in entries:
                first = entries[key.text][0]
                self.problems.add(key, f"duplicate key {key.described}; it stands on line {first.line} already")
            else:
                entries[key.text] = (key, value)
        size = 1 + sum(key.size + value.size for key, value in pairs)
        return Tree("mapping", *_place(start), entries=entries, size=size)

    # In a flow collection YAML splits `matrix(n, n)` at the comma; its halves are put together again.

    def _rejoined_pairs(self, pairs: list[tuple[Tree, Tree]]) -> list[tuple[Tree, Tree]]:
        joined: list[tuple[Tree, Tree]] = []
        index = 0
        while index < len(pairs):
            key, value = pairs[index]
            halves = takewhile(lambda pair: _empty(pair[1]), pairs[index + 1 : index + 9])
            value, used = self._rejoined(value, [half for half, _ in halves])
            joined.append((key, value))
            index += 1 + used
        return joined

    def _rejoined_items(self, items: list[Tree]) -> list[Tree]:
        joined: list[Tree] = []
        index = 0
        while index < len(items):
            tree, used = self._rejoined(items[index], items[index + 1 : index + 9])
            joined.append(tree)
            index += 1 + used
        return joined

    def _rejoined(self, first: Tree, rest: list[Tree]) -> tuple[Tree, int]:
        """The scalar continued up to its closing parenthesis, and how many of the rest that took."""
        if first.span is None or first.text.count("(") <= first.text.count(")"):
            return first, 0
        start, end = first.span
        for used, tree in enumerate(rest, 1):
            if tree.span is None or tree.span[0] < end:
                break
            end = tree.span[1]
            text = self.text[start:end]
            if text.count("(") == text.count(")"):
                verbatim = first.column if "\n" not in text else None
                return replace(first, kind="text", text=text, span=(start, end), verbatim=verbatim), used
        return first, 0


def _empty(tree: Tree) -> bool:
    return tree.kind == "nothing" and not tree.text


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1
