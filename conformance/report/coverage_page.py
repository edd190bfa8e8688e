"""The pages of coverage: operator by backend, mode and order, and the untested by name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from conformance.insight.coverage import Coverage, Row
from conformance.insight.left_out import LeftOut
from conformance.report.legend import GROUP_MARKS, Mark
from conformance.report.merge import Column
from conformance.report.render import render

__all__ = ["coverage_pages"]

_WORDS = re.compile(r"(?=.{1,80}$)[a-z]+(-[a-z]+)*")
_WORST_FIRST = ("wrong", "inaccurate", "no answer", "undecided", "convention", "agree")


@dataclass(frozen=True, slots=True)
class _Cell:
    mark: Mark | None
    """Of the worst group; None where nothing was run."""
    inside: bool
    """Whether the operator was differentiated only among others."""


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    page: bool
    """Whether a claim has it, so that there is a page of it."""
    cells: tuple[tuple[_Cell | None, ...], ...]
    """By run, then by order; None for an order that nobody asks of it."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """Operators that lack the same thing."""

    title: str
    names: tuple[str, ...]


def coverage_pages(
    found: Coverage, columns: Sequence[Column], left_out: Sequence[LeftOut]
) -> Iterator[tuple[str, str]]:
    """`coverage.html`, all modes together, and `coverage/<mode>.html`."""
    shown = [(number, column) for number, column in enumerate(columns) if not column.absent]
    # A mode's page bears its name; a name that is no word, which no backend has, gets none.
    modes = [mode for mode in dict.fromkeys(mode for _, mode in found.columns) if _WORDS.fullmatch(mode)]
    in_order = list(dict.fromkeys(row.group for row in found.rows))
    rows = sorted(found.rows, key=lambda row: in_order.index(row.group))
    for mode in (None, *modes):
        having = [(n, column) for n, column in shown if mode is None or (n, mode) in found.columns]
        lines = [(row.group, _line(row, [n for n, _ in having], mode)) for row in rows]
        yield (
            "coverage.html" if mode is None else f"coverage/{mode}.html",
            render(
                "coverage.html",
                root="" if mode is None else "../",
                page="coverage",
                mode=mode,
                modes=modes,
                columns=[column for _, column in having],
                orders=_orders(found),
                listed=[(group, [line for _, line in own]) for group, own in groupby(lines, key=lambda i: i[0])],
                untested=list(_gaps(found, "untested")),
                inside=list(_gaps(found, "inside_only")),
                refused=[(column, list(_refused(found, n))) for n, column in shown],
                left_out=left_out,
                operators=len(found.rows),
            ),
        )


def _orders(found: Coverage) -> list[int]:
    return sorted({order for row in found.rows for order in row.asked})


def _line(row: Row, runs: Sequence[int], mode: str | None) -> _Line:
    most = max(row.asked, default=-1)
    return _Line(
        row.name,
        bool(row.claims),
        tuple(
            tuple(_cell(row, run, mode, order) if order <= most else None for order in range(most + 1)) for run in runs
        ),
    )


def _cell(row: Row, run: int, mode: str | None, order: int) -> _Cell:
    chosen = [
        by_order[order]
        for (number, name), by_order in row.cells.items()
        if number == run and (mode is None or name == mode) and order in by_order
    ]
    alone: Counter[str] = sum((cell.alone for cell in chosen), Counter())
    counted = alone or sum((cell.inside for cell in chosen), Counter[str]())
    worst = next((group for group in _WORST_FIRST if counted[group]), None)
    return _Cell(GROUP_MARKS[worst] if worst else None, not alone)


def _gaps(found: Coverage, kind: str) -> Iterator[_Gap]:
    for order in _orders(found):
        names = tuple(row.name for row in found.rows if order in getattr(row, kind))
        if names:
            yield _Gap("the value" if order == 0 else f"order {order}", names)


def _refused(found: Coverage, run: int) -> Iterator[_Gap]:
    """By reason, in the backend's words."""
    reasons: dict[str, list[str]] = {}
    for row in found.rows:
        if run in row.refused:
            reasons.setdefault(row.refused[run], []).append(row.name)
    for reason, names in reasons.items():
        yield _Gap(reason, tuple(names))
