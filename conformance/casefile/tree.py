"""A YAML document as values that know where they stand.

Built from the parser's events, so that nothing is ever constructed: tags are refused,
anchors are expanded within a bound, and duplicate keys are mistakes. Scalars follow
the core schema of YAML 1.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Kind", "Tree", "resolve"]

Kind = Literal["mapping", "list", "text", "number", "boolean", "nothing"]

_NOTHING = re.compile(r"~|null|Null|NULL|")
_BOOLEAN = re.compile(r"true|True|TRUE|false|False|FALSE")
_NUMBER = re.compile(
    r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)


@dataclass(frozen=True, slots=True)
class Tree:
    """A value; `entries` maps a mapping's keys to (key, value), `items` are a list's.

    `size` counts it and all below it, anchors expanded. `verbatim` is the column of the
    text's first character where the text stands in the file on one line just as it is.
    `span` is where a plain scalar stands in the whole text.
    `dropped` are the keys of entries that were left out because they are mistaken.
    """

    kind: Kind
    line: int
    column: int
    text: str = ""
    items: tuple[Tree, ...] = ()
    entries: Mapping[str, tuple[Tree, Tree]] = field(default_factory=dict)
    size: int = 1
    verbatim: int | None = None
    span: tuple[int, int] | None = None
    dropped: frozenset[str] = frozenset()

    def get(self, key: str) -> Tree | None:
        entry = self.entries.get(key)
        return entry[1] if entry else None

    def pairs(self) -> Iterator[tuple[str, Tree]]:
        """Keys and values of a mapping, in the file's order."""
        return ((key, value) for key, (_, value) in self.entries.items())

    def place(self, shift: int | None = 0) -> tuple[int, int]:
        """Line and column of the value, or of a character of its text."""
        if self.verbatim is None or shift is None:
            return self.line, self.column
        return self.line, self.verbatim + shift

    @property
    def described(self) -> str:
        """What a message calls it."""
        if self.kind in {"mapping", "list"}:
            return f"a {self.kind}"
        if self.kind == "nothing":
            return "nothing"
        return repr(self.text if len(self.text) <= 40 else self.text[:39] + "…")


def resolve(text: str) -> Kind:
    """What a plain scalar is."""
    if _NOTHING.fullmatch(text):
        return "nothing"
    if _BOOLEAN.fullmatch(text):
        return "boolean"
    return "number" if _NUMBER.fullmatch(text) else "text"
