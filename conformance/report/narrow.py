"""A part of what was run: the results that a selection fits, and the cases that have any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conformance.casefile.model import Case
from conformance.insight.rows import Rows, chosen
from conformance.insight.subject import Subjects
from conformance.report.errors import ReportError
from conformance.report.merge import Column
from conformance.report.sources import Result
from conformance.report.tally import tally
from conformance.run.select import Selection

__all__ = ["narrowed"]


@dataclass(frozen=True, slots=True)
class _Part:
    header: Mapping[str, Any]
    results: Sequence[Result]
    footer: Mapping[str, Any] | None


def narrowed(
    columns: Sequence[Column], cases: Sequence[Case], selection: Selection
) -> tuple[tuple[Column, ...], tuple[Case, ...]]:
    """The columns with the results that are selected, and the cases that have one. ReportError if there is none."""
    if not selection.alternatives:
        return tuple(columns), tuple(cases)
    rows = Rows(cases, Subjects(cases))
    found = tuple(_narrowed(column, rows, selection) for column in columns)
    having = {case for column in found for case, _ in column.results}
    if not having:
        raise ReportError(f"nothing is selected: no result of the runs fits {' or '.join(selection.texts)}")
    return found, tuple(case for case in cases if case.id in having)


def _narrowed(column: Column, rows: Rows, selection: Selection) -> Column:
    results = chosen(column.run.results, rows, selection)
    together: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        together.setdefault((result["case"], result["claim"]), []).append(result)
    part = _Part(column.run.header, results, column.run.footer)
    return replace(column, run=part, results=together, total=tally(results))
