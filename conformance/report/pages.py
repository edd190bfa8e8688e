"""The pages of the site, in parts that can be made one beside the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from conformance.casefile.inventory import Inventory
from conformance.casefile.model import Case
from conformance.insight.causes import causes
from conformance.insight.conventions import Conventions, conventions
from conformance.insight.conventions_file import dump
from conformance.insight.coverage import coverage
from conformance.insight.known import KnownCause
from conformance.insight.left_out import left_out
from conformance.insight.operators import operators
from conformance.insight.subject import Subjects
from conformance.report.addresses import case_data, case_page
from conformance.report.case_page import CasePage
from conformance.report.causes import CauseView, Verified, views
from conformance.report.claims import Section, claims_pages, sections
from conformance.report.conventions_page import conventions_pages
from conformance.report.cost import cost
from conformance.report.cost_file import Cost
from conformance.report.coverage_page import coverage_pages
from conformance.report.document import Standing, document_pages, standing
from conformance.report.environment import environment
from conformance.report.errata import errata
from conformance.report.findings_page import findings_page
from conformance.report.folder import compressed
from conformance.report.mathematics import Decided, decide
from conformance.report.merge import Column
from conformance.report.naming import titles
from conformance.report.operator_page import OperatorPages
from conformance.report.overview import overview
from conformance.report.results_page import results_pages
from conformance.report.since import Since
from conformance.report.sources import Audit, Truths
from conformance.run.findings_file import Finding

__all__ = ["FOLDERS", "Page", "Pages", "Part"]

FOLDERS = ("case", "claims", "coverage", "document", "operator")
_CASES_A_PART = 20

Page = tuple[str, str | bytes]
"""The path of a page, or of data beside the pages, and what is in it."""
Part = Callable[[], Iterable[Page]]


@dataclass(frozen=True)
class Pages:
    """What the pages are made from. What several of them need is found once, when the first asks for it."""

    columns: Sequence[Column]
    cases: Sequence[Case]
    audits: Sequence[Audit]
    truths: Truths | None
    changed: bool
    """Whether the runs were made from other cases than these."""
    costs: Sequence[Cost]
    inventories: Sequence[Inventory]
    known: KnownCause
    verified: Sequence[Finding]
    since: Sequence[Since]

    def parts(self) -> list[Part]:
        """All pages; those that take longest first."""
        found = [self.found_pages, self.results, self.coverage, self.claims, self.others]
        starts = range(0, len(self.cases), _CASES_A_PART)
        return [*found, *(partial(self.of_cases, start, start + _CASES_A_PART) for start in starts)]

    def found_pages(self) -> Iterator[Page]:
        """Those of causes and conventions, which take long to find."""
        yield from self.operators()
        yield from self.front()
        yield from self.conventions()

    def front(self) -> Iterator[Page]:
        found, unseen = self.found
        yield (
            "index.html",
            overview(
                self.columns,
                self.cases,
                self.decided,
                self.sections,
                found,
                self.changed,
                self.costs,
                self.standings,
                self.since,
            ),
        )
        yield "findings.html", findings_page(found, unseen)

    def results(self) -> Iterable[Page]:
        return results_pages(self.shown, self.cases, self.subjects)

    def conventions(self) -> Iterator[Page]:
        yield "conventions.json", dump(self.chosen, [column.run for column in self.columns])
        yield from conventions_pages(self.chosen, self.columns)

    def coverage(self) -> Iterable[Page]:
        found = coverage([column.run for column in self.columns], self.cases, self.subjects)
        return coverage_pages(found, self.columns, left_out())

    def operators(self) -> Iterable[Page]:
        found = operators([column.run for column in self.columns], self.cases, self.subjects)
        return OperatorPages(found, self.cases, self.columns, self.found[0], self.chosen, self.titles).pages()

    def claims(self) -> Iterator[Page]:
        for section in self.sections:
            yield from claims_pages(section, self.shown, self.titles, self.standings)

    def others(self) -> Iterator[Page]:
        yield "errata.html", errata(self.cases, self.decided, self.titles)
        yield "environment.html", environment(self.columns)
        if self.costs:
            yield "cost.html", cost(self.costs)
        for inventory in self.inventories:
            yield from document_pages(inventory, self.columns, self.cases, self.decided)

    def of_cases(self, start: int, end: int) -> Iterator[Page]:
        """The pages of some cases, and their results as data."""
        for number, case in enumerate(self.cases[start:end], start):
            before = self.cases[number - 1] if number else None
            after = self.cases[number + 1] if number + 1 < len(self.cases) else None
            document = self.standings.get(case.document or "")
            page = CasePage(case, self.columns, self.decided, self.titles, self.truths, document)
            yield case_page(case.id), page.render(before, after)
            of_case = [result for column in self.shown for claim in case.claims for result in column.of(case.id, claim)]
            yield case_data(case.id), compressed({"format": 1, "case": case.id, "results": of_case})

    @cached_property
    def shown(self) -> list[Column]:
        return [column for column in self.columns if not column.absent]

    @cached_property
    def decided(self) -> Mapping[tuple[str, str], Decided]:
        return decide(self.audits)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        return titles(self.cases)

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        return {inventory.document: standing(inventory, self.decided) for inventory in self.inventories}

    @cached_property
    def sections(self) -> list[Section]:
        return sections(self.shown, self.cases, self.decided)

    @cached_property
    def subjects(self) -> Subjects:
        return Subjects(self.cases)

    @cached_property
    def found(self) -> tuple[tuple[CauseView, ...], tuple[Verified, ...]]:
        return views(causes([column.run for column in self.columns], self.subjects, self.known), self.verified)

    @cached_property
    def chosen(self) -> Conventions:
        return conventions([column.run for column in self.columns], self.subjects)
