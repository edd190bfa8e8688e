"""Markdown for pages that a CI system shows, from text that may hold anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from conformance.run.text import line

__all__ = ["LARGEST", "Page", "code", "row", "table"]

LARGEST = 1_000_000
"""Bytes of a page: GitHub shows a summary of at most 1 MiB."""

_RESERVE = 2_000  # for the notes that say what is left out
_LONGEST = 300
# Whatever Markdown, a table, HTML, a mention or a formula could begin with; the rest is text to all of them.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&|~!@$\"']|:(?=/)|(?<=mailto):|(?<=xmpp):|(?<=www)\.", re.IGNORECASE)


def code(text: object) -> str:
    """The text in one line, as code, with whatever is special in it written as a character reference."""
    plain = line(str(text))
    short = plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"
    return f"<code>{_SPECIAL.sub(lambda match: f'&#{ord(match[0])};', short)}</code>" if short else ""


def row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]] = ()) -> str:
    """A table; a head that ends in : is of numbers, aligned to the right."""
    rules = ["--:" if head.endswith(":") else "---" for head in heads]
    return row([head.removesuffix(":") for head in heads]) + row(rules) + "".join(map(row, rows))


class Page:
    """A page that stays below a size: what does not fit is counted instead."""

    def __init__(self, largest: int = LARGEST) -> None:
        self._left = largest - _RESERVE
        self._parts: list[str] = []

    def add(self, text: str) -> bool:
        """Add the text if it fits; once something did not, nothing longer than a note does."""
        size = len(text.encode())
        if size > self._left:
            return False
        self._left -= size
        self._parts.append(text)
        return True

    def note(self, text: str) -> None:
        """What must be said, out of the reserve."""
        self._parts.append(text)

    def rows(self, rows: Sequence[Sequence[str]]) -> int:
        """Add as many rows as fit; how many did not."""
        for number, cells in enumerate(rows):
            if not self.add(row(cells)):
                return len(rows) - number
        return 0

    def __str__(self) -> str:
        return "".join(self._parts)
