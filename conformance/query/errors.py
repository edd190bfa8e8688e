"""What is wrong with a query, and where."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.language.suggest import listed, nearest

__all__ = ["QueryError"]


class QueryError(Exception):
    """A query that cannot be read: the column, from 1; what is wrong there; and what is allowed instead."""

    def __init__(self, column: int, what: str, name: str = "", allowed: Sequence[str] = ()) -> None:
        """`name` is the mistyped one, whose nearest among those allowed are told."""
        hint = f"{nearest(name, allowed)}; allowed: {listed(allowed)}" if allowed else ""
        super().__init__(f"column {column}: {what}{hint}")
        self.column = column
        self.what = what
        self.allowed = tuple(allowed)
