"""The comparison report: run files and cases to a folder of static pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from conformance.casefile.inventory import Inventory
from conformance.casefile.model import Case
from conformance.insight.known import KnownCause, nothing_known
from conformance.report.cost_file import Cost
from conformance.report.errors import ReportError
from conformance.report.folder import remove_stale, write
from conformance.report.merge import merge
from conformance.report.narrow import narrowed
from conformance.report.notices import notices
from conformance.report.pages import FOLDERS, Pages
from conformance.report.parallel import written
from conformance.report.render import noticed
from conformance.report.since import Since
from conformance.report.single import single_page
from conformance.report.sources import Audit, Run, Truths
from conformance.run.findings_file import Finding
from conformance.run.select import EVERYTHING, Selection

__all__ = ["ReportError", "build"]


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
    single: bool = False,
    since: Sequence[Since] = (),
) -> None:
    """Write the pages of the site and its data, `conventions.json` and `case/<id>.json.gz`, into `output`.

    `index.html` leads to `findings.html`, `conventions.html`, `coverage.html`, `errata.html`,
    `environment.html`, `claims/<section>.html` and `case/<id>.html`. Runs become columns, in
    the order given, baselines last. With `truths` the case pages show every true value;
    without it, those that the runs recorded. With `cases_hash`, the content hash of `cases`,
    the front page says so where the runs were made from other cases than these. With `costs`
    there is `cost.html`, too, and for each of the `inventories` a page `document/<document>.html`.
    `known` names causes of results that do not agree, and `verified` are findings to be shown
    with them. A `selection` leaves its results and the cases that have one, and documents
    of which all cases are left. Pages of an earlier report that are no longer there are removed.
    With `single` there is one page, without what would make it large, and `output` is the file.
    `since` are comparisons that the front page links to; their pages are written by who found them.
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
    changed = cases_hash is not None and any(column.run.header["cases"] != cases_hash for column in columns)
    pages = Pages(columns, cases, audits, truths, changed, costs, inventories, known, verified, since)
    said = notices(columns, selection.texts)
    if single:
        write(output.parent, [(output.name, single_page(pages, said))])
        return
    with noticed(said):
        paths = written(output, pages.parts(), sum(len(column.run.results) for column in columns))
    remove_stale(output, FOLDERS, paths)
