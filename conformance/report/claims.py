"""The matrix of claims by backend: a page for each section of cases, in parts where it is long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from conformance.casefile.model import Case
from conformance.report.addresses import case_page, claim_anchor, erratum_anchor, numbered, slug
from conformance.report.document import Standing
from conformance.report.mathematics import Decided
from conformance.report.merge import Column
from conformance.report.render import render
from conformance.report.tally import Tally, combined

__all__ = ["ClaimRow", "Section", "claims_pages", "sections"]

_MAX_TEXT = 90
_CELLS_A_PAGE = 2000
"""What a page can hold and stay within half a megabyte."""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    id: str
    text: str
    address: str
    erratum: str | None
    cells: tuple[Tally | None, ...]


@dataclass(frozen=True, slots=True)
class CaseRow:
    case: Case
    address: str
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The cases of one section of a document, in their order, and how each backend did on all of them."""

    document: str | None
    section: str | None
    address: str
    cases: tuple[CaseRow, ...]
    cells: tuple[Tally | None, ...]

    @property
    def title(self) -> str:
        return self.section or self.document or "Other cases"

    @property
    def claims(self) -> int:
        return sum(len(case.claims) for case in self.cases)


def sections(
    columns: Sequence[Column], cases: Sequence[Case], decided: Mapping[tuple[str, str], Decided]
) -> list[Section]:
    """Cases by document and section, in the order in which these first occur."""
    together: dict[tuple[str | None, str | None], list[Case]] = {}
    for case in cases:
        together.setdefault((case.document, case.section), []).append(case)
    taken: set[str] = set()
    found = []
    for (document, section), listed in together.items():
        name = plain = slug("-".join(filter(None, (document, section))))
        while name in taken:
            name = f"{plain}-part-{len(taken) + 1}"
        taken.add(name)
        rows = tuple(_case_row(case, columns, decided) for case in listed)
        cells = tuple(
            combined(column.tally(case.id, claim) for case in listed for claim in case.claims) for column in columns
        )
        found.append(Section(document, section, f"claims/{name}.html", rows, cells))
    return found


def claims_pages(
    section: Section, columns: Sequence[Column], titles: Mapping[str, str], documents: Mapping[str, Standing]
) -> Iterator[tuple[str, str]]:
    """The pages of a section by their paths; a case is never divided."""
    parts = list(_parts(section.cases, max(1, _CELLS_A_PAGE // (len(columns) + 2))))
    for number, rows in enumerate(parts, 1):
        yield (
            numbered(section.address, number),
            render(
                "claims.html",
                root="../",
                page="claims",
                section=section,
                rows=rows,
                columns=columns,
                titles=titles,
                document=documents.get(section.document or ""),
                number=number,
                parts=[numbered(section.address, n).rpartition("/")[2] for n in range(1, len(parts) + 1)],
            ),
        )


def _parts(rows: Sequence[CaseRow], most: int) -> Iterator[list[CaseRow]]:
    part: list[CaseRow] = []
    size = 0
    for row in rows:
        if part and size + len(row.claims) > most:
            yield part
            part, size = [], 0
        part.append(row)
        size += len(row.claims) + 1
    yield part


def _case_row(case: Case, columns: Sequence[Column], decided: Mapping[tuple[str, str], Decided]) -> CaseRow:
    return CaseRow(case, case_page(case.id), tuple(_claim_row(case, claim, columns, decided) for claim in case.claims))


def _claim_row(
    case: Case, claim: str, columns: Sequence[Column], decided: Mapping[tuple[str, str], Decided]
) -> ClaimRow:
    found = decided.get((case.id, claim))
    refuted = found is not None and found.verdict == "refuted"
    text = " ".join(case.claims[claim].split())
    return ClaimRow(
        id=claim,
        text=text if len(text) <= _MAX_TEXT else text[:_MAX_TEXT] + "…",
        address=f"../{case_page(case.id)}#{claim_anchor(claim)}",
        erratum=f"../errata.html#{erratum_anchor(case.id, claim)}" if refuted else None,
        cells=tuple(column.tally(case.id, claim) for column in columns),
    )
