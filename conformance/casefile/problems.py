"""Collecting the mistakes of a file, each at its place."""

from __future__ import annotations

from conformance.casefile.model import Position, Problem
from conformance.casefile.tree import Tree

__all__ = ["Problems", "excerpt"]

WINDOW = 100


class Problems:
    """The mistakes found in one file so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: dict[tuple[Position, str], Problem] = {}
        self.places: set[Position] = set()

    def add(self, tree: Tree, message: str, excerpt: str = "", shift: int | None = 0, *, once: bool = False) -> None:
        """A mistake at the tree, `shift` characters into its text where that is known.

        With `once` it is the same mistake as any other at its place: one that shows at every size.
        """
        line, column = tree.place(shift)
        if not once or Position(self.file, line, column) not in self.places:
            self.at(line, column, message, excerpt)

    def at(self, line: int, column: int, message: str, excerpt: str = "") -> None:
        position = Position(self.file, line, column)
        message = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in message)
        self.places.add(position)
        self.found.setdefault((position, message), Problem(position, message, excerpt))

    def position(self, tree: Tree) -> Position:
        return Position(self.file, tree.line, tree.column)

    @property
    def sorted(self) -> tuple[Problem, ...]:
        return tuple(sorted(self.found.values(), key=lambda p: (p.position.line, p.position.column)))


def excerpt(text: str, start: int, end: int | None) -> str:
    """The expression with `^^^` under the part; of a long one, the neighbourhood of the part."""
    end = len(text) if end is None else end
    line = "".join(c if c.isprintable() else " " for c in text)
    first = max(0, min(start, len(line)) - WINDOW // 2) if len(line) > WINDOW else 0
    last = min(len(line), first + WINDOW)
    before, after = "…" * (first > 0), "…" * (last < len(line))
    carets = max(1, min(end, last) - start)
    return f"    {before}{line[first:last]}{after}\n    {' ' * (len(before) + start - first)}{'^' * carets}"
