"""The pages of results that do not agree: the first one searches all of them, and all of them together list them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from conformance.casefile.model import Case
from conformance.insight.rows import Rows
from conformance.insight.subject import Subject, Subjects
from conformance.query.fields import FIELDS
from conformance.report.addresses import case_page, claim_anchor, numbered
from conformance.report.disagreeing import Gathered, disagreeing, gathered, severity
from conformance.report.merge import Column
from conformance.report.render import render, script
from conformance.report.results_data import packed
from conformance.run.verdicts import GROUP_OF

__all__ = ["results_pages"]

_PAGE = "results.html"
_DATA = 320_000
"""Characters of the first page that hold what it searches."""
_FIRST_ROWS, _ROWS = 60_000, 360_000
"""Characters of rows that the first page and each other one may hold."""
_A_ROW = 320
"""Characters of a row beside its texts."""


def results_pages(columns: Sequence[Column], cases: Sequence[Case], subjects: Subjects) -> Iterator[tuple[str, str]]:
    """`results.html`, `results-2.html`, …; `columns` without those that are absent."""
    found = disagreeing(columns)
    data, searched = packed(found, columns, Rows(cases, subjects), subjects, _DATA)
    sections = {case.id: case.section or case.document or "" for case in cases}
    parts = list(_parts([_Row(one, subjects.whole(one.worst), sections) for one in gathered(found, columns)]))
    verdicts = sorted(Counter(result["verdict"] for _, result in found).items(), key=lambda item: severity(item[0]))
    first = _first_parts(parts)
    for number, rows in enumerate(parts, 1):
        yield (
            numbered(_PAGE, number),
            render(
                "results.html",
                root="",
                page="results",
                rows=rows,
                number=number,
                parts=[numbered(_PAGE, n) for n in range(1, len(parts) + 1)],
                data=data if number == 1 else None,
                script=script() if number == 1 else "",
                searched=searched,
                total=len(found),
                agreeing=sum(column.total.groups["agree"] for column in columns if column.total),
                verdicts=[(v, GROUP_OF[v], n, f"{numbered(_PAGE, first[v])}#{v}") for v, n in verdicts],
                starts=_starts(rows, first, number),
                fields=list(FIELDS.values()),
            ),
        )


class _Row:
    """A row of the table, and about how many characters it takes."""

    def __init__(self, one: Gathered, about: Subject | None, sections: Mapping[str, str]) -> None:
        self.one = one
        self.order = about.order if about else None
        self.operators = ", ".join(about.core) if about else ""
        self.section = sections.get(one.worst["case"], "")
        self.address = f"{case_page(one.worst['case'])}#{claim_anchor(one.worst['claim'])}"

    @property
    def verdict(self) -> str:
        return str(self.one.worst["verdict"])

    @property
    def size(self) -> int:
        texts = (self.one.claim, self.address, self.operators, self.section, self.one.point, self.one.column.label)
        return _A_ROW + sum(len(text.encode("utf-8", "replace")) for text in texts)


def _parts(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    part: list[_Row] = []
    size, most = 0, _FIRST_ROWS
    for row in rows:
        if part and size + row.size > most:
            yield part
            part, size, most = [], 0, _ROWS
        part.append(row)
        size += row.size
    yield part


def _first_parts(parts: Sequence[Sequence[_Row]]) -> Mapping[str, int]:
    """The number of the part in which each verdict begins."""
    first: dict[str, int] = {}
    for number, row in chain.from_iterable(((n, row) for row in rows) for n, rows in enumerate(parts, 1)):
        first.setdefault(row.verdict, number)
    return first


def _starts(rows: Sequence[_Row], first: Mapping[str, int], number: int) -> Mapping[int, str]:
    """The verdicts that begin in this part, by the place of the row where each does."""
    starts: dict[str, int] = {}
    for place, row in enumerate(rows):
        if first[row.verdict] == number:
            starts.setdefault(row.verdict, place)
    return {place: verdict for verdict, place in starts.items()}
