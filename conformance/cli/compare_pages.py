"""The pages of `conformance compare --output`: into a folder, beside those of a report where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.cli.comparison import comparison_record

if TYPE_CHECKING:
    from conformance.report.compare_pages import ClaimAddress, Ended
    from conformance.run.compare import Comparison
    from conformance.run.reader import RunReader
    from conformance.run.timeline import Timeline

__all__ = ["write_comparison", "write_timeline"]

_DEPTH = 2
"""How many folders up a report is looked for."""


def write_comparison(
    before: RunReader, after: RunReader, found: Comparison, notes: Sequence[str], output: Path
) -> Path:
    """The front page of what was written. ReportError where the folder cannot be written."""
    from conformance.report.compare_pages import comparison_pages
    from conformance.report.folder import DATA, compressed, remove_stale, write

    root, address = _report_around(output)
    data = f"comparison{DATA}"
    pages = comparison_pages(_ended(before), _ended(after), found, notes, address, root, data)
    record = comparison_record(before, after, found, notes)
    remove_stale(output, (), write(output, [*pages, (data, compressed(record))]))
    return output / "index.html"


def write_timeline(
    runs: Sequence[RunReader],
    found: Timeline,
    steps: Sequence[Comparison],
    record: Mapping[str, Any],
    output: Path,
) -> Path:
    """The front page of what was written. ReportError where the folder cannot be written."""
    from conformance.report.folder import DATA, compressed, remove_stale, write
    from conformance.report.timeline_pages import timeline_pages

    root, address = _report_around(output)
    data = f"timeline{DATA}"
    pages = timeline_pages([_ended(run) for run in runs], found, steps, address, root, data)
    remove_stale(output, (), write(output, [*pages, (data, compressed(record))]))
    return output / "index.html"


def _report_around(output: Path) -> tuple[str | None, ClaimAddress]:
    """The way from the folder to the report that it is in, if it is in one, and to the claims there."""
    from conformance.report.compare_pages import claim_address

    for up, folder in enumerate(list(output.absolute().parents)[:_DEPTH], 1):
        if (folder / "index.html").is_file() and (folder / "case").is_dir():
            way = "../" * up
            return way, claim_address(partial(_has_page, folder), way)
    return None, claim_address(lambda page: False, "")


def _has_page(report: Path, page: str) -> bool:
    return (report / page).is_file()


def _ended(run: RunReader) -> Ended:
    from conformance.report.compare_pages import Ended

    return Ended(run.header, run.state, run.number)
