"""Collecting the mistakes of a file, each at its place."""

from __future__ import annotations

from conformance.casefile.model import Position, Problem
from conformance.casefile.tree import Tree

__all__ = ["Problems", "excerpt"]

WINDOW = 100


class Problems:
    """The mistakes found in one file so far; one a place, since one mistake often shows at every size."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: dict[Position, Problem] = {}

    def add(self, tree: Tree, message: str, excerpt: str = "", shift: int | None = 0) -> None:
        """A mistake at the tree, `shift` characters into its text where that is known."""
        line, column = tree.place(shift)
        self.at(line, column, message, excerpt)

    def at(self, line: int, column: int, message: str, excerpt: str = "") -> None:
        position = Position(self.file, line, column)
        self.found.setdefault(position, Problem(position, message, excerpt))

    def position(self, tree: Tree) -> Position:
        return Position(self.file, tree.line, tree.column)

    @property
    def sorted(self) -> tuple[Problem, ...]:
        return tuple(self.found[p] for p in sorted(self.found, key=lambda p: (p.line, p.column)))


def excerpt(text: str, start: int, end: int | None) -> str:
    """The expression with `^^^` under the part; of a long one, the neighbourhood of the part."""
    end = len(text) if end is None else end
    line = "".join(c if c.isprintable() else " " for c in text)
    first = max(0, min(start, len(line)) - WINDOW // 2) if len(line) > WINDOW else 0
    last = min(len(line), first + WINDOW)
    before, after = "…" * (first > 0), "…" * (last < len(line))
    carets = max(1, min(end, last) - start)
    return f"    {before}{line[first:last]}{after}\n    {' ' * (len(before) + start - first)}{'^' * carets}"
