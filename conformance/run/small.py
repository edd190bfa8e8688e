"""Results as a report holds a million of them: like the lines they were read from, in a fifth of the memory."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

__all__ = ["SmallResult", "small"]

_OPTIONAL = "choice"


class SmallResult(Mapping[str, Any]):
    """A result line of a run file, read only. What many results have in common is there once."""

    __slots__ = (  # noqa: RUF023  in the order of a run file's line
        "id", "case", "claim", "sizes", "point", "inputs", "backend", "dtype", "mode", "execution", "device",
        "verdict", "group", "truth_class", "side", "error_ulps", "permitted_ulps", "digits", "entry", "observed",
        "truth", "message", "seconds", "choice",
    )  # fmt: skip
    kind = "result"

    def __getitem__(self, key: str) -> Any:
        try:
            return getattr(self, key)
        except AttributeError:
            raise KeyError(key) from None

    def __iter__(self) -> Iterator[str]:
        yield "kind"
        for key in self.__slots__:
            if key != _OPTIONAL or hasattr(self, key):
                yield key

    def __len__(self) -> int:
        return len(self.__slots__) + hasattr(self, _OPTIONAL)

    def __contains__(self, key: object) -> bool:
        return key == "kind" or (key in self.__slots__ and (key != _OPTIONAL or hasattr(self, _OPTIONAL)))

    def __repr__(self) -> str:
        return f"SmallResult({dict(self)!r})"


_WORDS = frozenset(
    "case claim point backend dtype mode execution device verdict group truth_class side truth message".split()
)
_STRUCTURES = frozenset(("sizes", "inputs", "entry"))


def small(results: Iterable[Mapping[str, Any]]) -> list[SmallResult]:
    """The results, in their order."""
    words: dict[str | None, str | None] = {}
    structures: dict[bytes, Any] = {}
    found = []
    for result in results:
        made = SmallResult()
        for key, value in result.items():
            if key in _WORDS:
                value = words.setdefault(value, value)
            elif key in _STRUCTURES:
                # By their text: 0.0 and -0.0 are equal, and two points.
                value = structures.setdefault(marshal.dumps(value, 2), value)
            if key != "kind":
                setattr(made, key, value)
        found.append(made)
    return found
