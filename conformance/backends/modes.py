"""Names of differentiation modes: one word a nesting level, the outermost first.

`forward-over-reverse` differentiates forward what was differentiated in reverse. The last word
counts for every level below it too, so that `reverse` alone is reverse throughout, and a
name never ends in the same word twice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import product

__all__ = ["LONGEST", "deeper", "known", "offered", "words"]

LONGEST = 4
"""Words in a mode at most."""

_OVER = "-over-"
_MIXED = ("forward", "reverse")
"""The words that nest in one another; any other stands alone."""


def words(mode: str) -> list[str]:
    return mode.split(_OVER)


def offered(single: Sequence[str]) -> list[str]:
    """The modes of a backend that has these words: each alone, and two in one another."""
    return [*single, *(m for m in _of_length(2) if set(words(m)) <= set(single))]


def deeper(modes: Collection[str], depth: int) -> list[str]:
    """The modes of three words and more that differ at this depth, for a backend that has these modes."""
    lengths = range(3, min(depth, LONGEST) + 1)
    return [m for length in lengths for m in _of_length(length) if set(words(m)) <= set(modes)]


def known(mode: str, modes: Collection[str]) -> bool:
    """Whether a backend with these modes can differentiate so."""
    return mode in modes or mode in deeper(modes, LONGEST)


def _of_length(length: int) -> list[str]:
    return [_OVER.join(chosen) for chosen in product(_MIXED, repeat=length) if chosen[-1] != chosen[-2]]
