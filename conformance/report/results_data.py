"""Results as a page of half a megabyte holds a hundred thousand of them: columns of numbers, compressed.

A page that is opened as a file can load nothing, so what it searches stands in it.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, TypeVar

from conformance.insight.rows import Rows
from conformance.insight.subject import Subjects
from conformance.query.fields import spec
from conformance.report.addresses import claim_anchor
from conformance.report.disagreeing import Found, severity
from conformance.report.legend import GROUP_MARKS
from conformance.report.merge import Column
from conformance.run.contents import instance_name
from conformance.run.select import error_shown
from conformance.run.text import clean
from conformance.run.verdicts import GROUP_OF

__all__ = ["packed"]

_LEVEL = 9
_Key = TypeVar("_Key", bound=Hashable)


def packed(
    found: Sequence[Found], columns: Sequence[Column], rows: Rows, subjects: Subjects, most: int
) -> tuple[str, int]:
    """As many of the results, from the first on, as fit into `most` characters, and how many these are.

    The text is base64 of zlib's format of JSON; `results.js` reads it.
    """
    number = len(found)
    while True:
        text = _encoded(_Table(columns, rows, subjects).table(found[:number]))
        if len(text) <= most or not number:
            return text, number
        number = min(number - 1, int(0.97 * number * most / len(text)))


def _encoded(table: dict[str, Any]) -> str:
    raw = json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(zlib.compress(raw, _LEVEL)).decode("ascii")


class _Numbered(dict[_Key, int]):
    """Numbers the things that are asked for, in the order in which they first are."""

    def __missing__(self, key: _Key) -> int:
        self[key] = len(self)
        return self[key]


class _Table:
    """Texts are there once; a row is numbers of them. Rows are sorted by claim, each told by its distance from
    the one before, and tables go by columns, so that what is alike stands together."""

    def __init__(self, columns: Sequence[Column], rows: Rows, subjects: Subjects) -> None:
        self._columns, self._rows, self._subjects = columns, rows, subjects
        self._texts: _Numbered[str] = _Numbered()
        self._claims: _Numbered[tuple[Any, ...]] = _Numbered()
        self._ways: _Numbered[tuple[int, ...]] = _Numbered()
        self._points: _Numbered[str] = _Numbered()
        self._verdicts: _Numbered[tuple[str, str]] = _Numbered()
        self._seen: dict[tuple[Any, ...], int] = {}

    def table(self, found: Sequence[Found]) -> dict[str, Any]:
        """What `results.js` reads."""
        lines: list[tuple[Any, ...]] = []
        before = 0
        for number, result in sorted(found, key=_place):
            way = (number, *(self._text(result[key]) for key in ("dtype", "mode", "execution")))
            about = self._verdicts[result["verdict"], result["truth_class"]]
            error = error_shown(result)
            claim = self._claim(result)
            point = self._points[clean(result["point"])]
            lines.append((claim - before, self._ways[way], point, about, _number(error)))
            before = claim
        order = sorted({verdict for verdict, _ in self._verdicts}, key=lambda verdict: (severity(verdict), verdict))
        return {
            "fields": spec(),
            "columns": [[clean(c.backend), clean(c.label), int(c.baseline)] for c in self._columns],
            "claims": _by_columns(self._claims, 10),
            "ways": list(self._ways),
            "points": list(self._points),
            "verdicts": [
                [verdict, GROUP_OF[verdict], *_mark(verdict), order.index(verdict), clean(truth)]
                for verdict, truth in self._verdicts
            ],
            "rows": _by_columns(lines, 5),
            "texts": list(self._texts),
        }

    def _text(self, text: str) -> int:
        return self._texts[clean(text)]

    def _claim(self, result: Any) -> int:
        """The number of the claim at its sizes: its case, id, sizes, its address if that is not to be
        guessed, and what queries ask of it."""
        key = result["case"], result["claim"], *result["sizes"].values()
        if key not in self._seen:
            known, about = self._rows.claim(result), self._subjects.whole(result)
            if known is None or about is None:  # the results of another version of the claim
                known = {"section": ("",), "document": ("",), "tag": (), "operator": (), "order": None}
            self._seen[key] = self._claims[
                self._text(result["case"]),
                self._text(result["claim"]),
                self._text(instance_name("", result["sizes"])),
                None if claim_anchor(result["claim"]) == result["claim"] else self._text(claim_anchor(result["claim"])),
                self._text(known["section"][0]),
                self._text(known["document"][0]),
                tuple(map(self._text, known["tag"])),
                tuple(map(self._text, known["operator"])),
                tuple(map(self._text, about.core if about else ())),
                None if known["order"] is None else int(known["order"]),
            ]
        return self._seen[key]


def _place(pair: Found) -> tuple[Any, ...]:
    """Sorts results by case and claim, then by how and where they were found."""
    number, result = pair
    about = (result["case"], result["claim"], tuple(result["sizes"].values()))
    return (*about, number, result["dtype"], result["mode"], result["execution"], result["point"])


def _by_columns(rows: Iterable[Sequence[Any]], width: int) -> list[Sequence[Any]]:
    return list(zip(*rows, strict=True)) or [()] * width


def _mark(verdict: str) -> tuple[str, str]:
    mark = GROUP_MARKS[GROUP_OF[verdict]]
    return mark.symbol, mark.css


def _number(error: float | None) -> float | str | None:
    """JSON has no infinity."""
    return "inf" if error == float("inf") else error
