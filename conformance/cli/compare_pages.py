"""The pages of `conformance compare --output`: into a folder, beside those of a report where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.cli.comparison import comparison_record

if TYPE_CHECKING:
    from conformance.report.compare_pages import ClaimAddress, Ended
    from conformance.run.compare import Comparison
    from conformance.run.reader import RunReader
    from conformance.run.timeline import Timeline

__all__ = ["write_comparison", "write_timeline"]

_REPORT = "../"
"""Where the report is, from a folder in it."""


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

    inside = (output.parent / "index.html").is_file() and (output.parent / "case").is_dir()
    address = claim_address(lambda page: inside and (output.parent / page).is_file(), _REPORT)
    return _REPORT if inside else None, address


def _ended(run: RunReader) -> Ended:
    from conformance.report.compare_pages import Ended

    return Ended(run.header, run.state, run.number)
