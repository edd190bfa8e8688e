"""The comparison report: run files and cases to a folder of static pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from conformance.casefile.inventory import Inventory
from conformance.casefile.model import Case
from conformance.insight.causes import causes
from conformance.insight.conventions import conventions
from conformance.insight.conventions_file import dump
from conformance.insight.coverage import coverage
from conformance.insight.known import KnownCause, nothing_known
from conformance.insight.left_out import left_out
from conformance.insight.operators import operators
from conformance.insight.subject import Subjects
from conformance.report.addresses import case_page, document_page
from conformance.report.case_page import CasePage
from conformance.report.causes import views
from conformance.report.claims import claims_pages, sections
from conformance.report.conventions_page import conventions_pages
from conformance.report.cost import cost
from conformance.report.cost_file import Cost
from conformance.report.coverage_page import coverage_pages
from conformance.report.document import document, standing
from conformance.report.environment import environment
from conformance.report.errata import errata
from conformance.report.errors import ReportError
from conformance.report.findings_page import findings_page
from conformance.report.mathematics import decide
from conformance.report.merge import Column, merge
from conformance.report.naming import titles
from conformance.report.narrow import narrowed
from conformance.report.notices import notices
from conformance.report.operator_page import OperatorPages
from conformance.report.overview import overview
from conformance.report.render import GENERATOR, noticed
from conformance.report.results_page import results_pages
from conformance.report.sources import Audit, Run, Truths
from conformance.run.findings_file import Finding
from conformance.run.select import EVERYTHING, Selection

__all__ = ["ReportError", "build"]

_FOLDERS = ("case", "claims", "coverage", "document", "operator")


def build(
    runs: Sequence[Run],
    cases: Sequence[Case],
    audits: Sequence[Audit],
    output: Path,
    truths: Truths | None = None,
    cases_hash: str | None = None,
    costs: Sequence[Cost] = (),
    inventories: Sequence[Inventory] = (),
    known: KnownCause = nothing_known,
    verified: Sequence[Finding] = (),
    selection: Selection = EVERYTHING,
) -> None:
    """Write the pages of the site and `conventions.json` into `output`.

    `index.html` leads to `findings.html`, `conventions.html`, `coverage.html`, `errata.html`,
    `environment.html`, `claims/<section>.html` and `case/<id>.html`. Runs become columns, in
    the order given, baselines last. With `truths` the case pages show every true value;
    without it, those that the runs recorded. With `cases_hash`, the content hash of `cases`,
    the front page says so where the runs were made from other cases than these. With `costs`
    there is `cost.html`, too, and for each of the `inventories` a page `document/<document>.html`.
    `known` names causes of results that do not agree, and `verified` are findings to be shown
    with them. A `selection` leaves its results and the cases that have one, and documents
    of which all cases are left. Pages of an earlier report that are no longer there are removed.
    ReportError where the runs do not go together or with the cases, where nothing is selected,
    where two files tell the same cost, and where the folder cannot be written.
    """
    columns, left = narrowed(merge(runs, cases), cases, selection)
    if len(left) < len(cases):
        gone = {case.id for case in cases} - {case.id for case in left}
        dropped = {case.document for case in cases if case.id in gone}
        inventories = [inventory for inventory in inventories if inventory.document not in dropped]
        audits = [audit for audit in audits if audit.case.id not in gone]
        cases = left
    with noticed(notices(columns, selection.texts)):
        pages = dict(_pages(columns, cases, audits, truths, cases_hash, costs, inventories, known, verified))
    try:
        _remove_stale(output, set(pages))
        for folder in {(output / path).parent for path in pages}:
            folder.mkdir(parents=True, exist_ok=True)
        for path, text in pages.items():
            (output / path).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ReportError(f"cannot write {error.filename or output}: {error.strerror}") from error


def _pages(
    columns: Sequence[Column],
    cases: Sequence[Case],
    audits: Sequence[Audit],
    truths: Truths | None,
    cases_hash: str | None,
    costs: Sequence[Cost],
    inventories: Sequence[Inventory],
    known: KnownCause,
    verified: Sequence[Finding],
) -> Iterator[tuple[str, str]]:
    decided = decide(audits)
    named = titles(cases)
    changed = cases_hash is not None and any(column.run.header["cases"] != cases_hash for column in columns)
    standings = {inventory.document: standing(inventory, decided) for inventory in inventories}
    shown = [column for column in columns if not column.absent]
    parts = sections(shown, cases, decided)
    ordered, subjects = [column.run for column in columns], Subjects(cases)
    found, unseen = views(causes(ordered, subjects, known), verified)
    chosen = conventions(ordered, subjects)
    yield "index.html", overview(columns, cases, decided, parts, found, changed, costs, standings)
    yield "findings.html", findings_page(found, unseen)
    yield from results_pages(shown, cases, subjects)
    yield "conventions.json", dump(chosen, ordered)
    yield from conventions_pages(chosen, columns)
    yield from coverage_pages(coverage(ordered, cases, subjects), columns, left_out())
    yield from OperatorPages(operators(ordered, cases, subjects), cases, columns, found, chosen, named).pages()
    for part in parts:
        yield from claims_pages(part, shown, named, standings)
    yield "errata.html", errata(cases, decided, named)
    yield "environment.html", environment(columns)
    if costs:
        yield "cost.html", cost(costs)
    for inventory in inventories:
        yield document_page(inventory.document), document(inventory, columns, cases, decided)
    for before, case, after in zip([None, *cases], cases, [*cases[1:], None], strict=False):
        yield (
            case_page(case.id),
            CasePage(case, columns, decided, named, truths, standings.get(case.document or "")).render(before, after),
        )


def _remove_stale(output: Path, pages: set[str]) -> None:
    """Delete the pages that an earlier report left here, and nothing that another hand put here."""
    for path in (*output.glob("*.html"), *(path for folder in _FOLDERS for path in (output / folder).glob("*.html"))):
        gone = path.relative_to(output).as_posix() not in pages and path.exists()
        if gone and f'content="{GENERATOR}"' in path.read_text("utf-8", "replace")[:2000]:
            path.unlink()
