"""`conformance compare`: what differs between two runs, or along several."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from conformance.run.compare import Comparison
    from conformance.run.reader import RunReader

__all__ = ["compare", "exit_code", "notes"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(short_help="What differs between run files.")
@click.argument("old", type=_FILE)
@click.argument("new", type=_FILE)
@click.argument("later", metavar="[LATER]...", nargs=-1, type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Print every change as JSON.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print a page for a CI job, under 1 MiB.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              help="Write pages into this folder; in a folder of a report, claims link to its pages.")  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="List every claim in the terminal, however many there are.")
def compare(
    old: Path,
    new: Path,
    later: tuple[Path, ...],
    as_json: bool,
    as_markdown: bool,
    output: Path | None,
    everything: bool,
) -> int:
    """Compare two run files: what regressed, was fixed, changed, is new, or was removed.

    A result is compared with the one of the same name, whatever the backend, if its claim and its
    inputs are the same; if they are not, it is incomparable.

    With more than two files, all of one backend, the runs are put in the order in which they were
    started, and each claim gets a timeline; --json prints all of it.

    --output reports/site/compare puts pages beside those of a report in reports/site, with
    everything in a file of compressed JSON.

    Exit code 1 if something regressed, from the last run but one to the last; 3 if the new run is of
    a backend that could not start.
    """
    if sum((as_json, as_markdown, output is not None)) > 1:
        raise click.UsageError("--json, --markdown and --output exclude each other")
    if later:
        from conformance.cli.timeline import told

        if as_markdown:
            raise click.UsageError("a timeline is printed as text or --json; --markdown takes two runs")
        return told((old, new, *later), as_json, output, everything)
    return _compared(old, new, as_json, as_markdown, output, everything)


def _compared(old: Path, new: Path, as_json: bool, as_markdown: bool, output: Path | None, everything: bool) -> int:
    from conformance.cli.comparison import between, comparison_lines, comparison_record, counts_line
    from conformance.export.comparison import comparison_page

    before, after, found = between(old, new)
    told = notes(before, after)
    if as_json:
        click.echo(json.dumps(comparison_record(before, after, found, told), indent=1))
    elif as_markdown:
        click.echo(comparison_page(before.header, after.header, found, told), nl=False)
    elif output is not None:
        from conformance.cli.compare_pages import write_comparison

        click.echo(write_comparison(before, after, found, told, output))
        click.echo(counts_line(found))
    else:
        for note in told:
            click.echo(f"note: {note}", err=True)
        for line in comparison_lines(found, everything):
            click.echo(line)
    return exit_code(after, found)


def exit_code(last: RunReader, found: Comparison) -> int:
    """3 for a run that did not happen, which is no regression of anything; else whether something regressed."""
    return 3 if last.state == "absent" else int(found.counts["regressed"] > 0)


def notes(before: RunReader, after: RunReader) -> Sequence[str]:
    """What to know before reading a comparison of two runs."""
    from conformance.run.text import line

    found = []
    for run, what in ((before, "new"), (after, "removed")):
        if run.state == "absent":
            found.append(f"{run.path}: {run.header['backend']} could not start: {line(run.reason or '')}")
        elif run.state == "interrupted":
            found.append(f"{run.path} is of an interrupted run; what it did not get to counts as {what}")
    for run, what in ((before, "new"), (after, "removed")):
        if left_out := run.header["options"].get("left_out"):
            found.append(f"{run.path} left out {left_out:,} checks of its profile; those of the other run are {what}")
    if before.header["cases"] != after.header["cases"] and not all("contents" in r.header for r in (before, after)):
        found.append(
            "the two runs were made from different cases, and one does not say what each case states "
            "(it was made by an earlier version of the suite): all results with the same inputs are compared"
        )
    if before.header["suite"] != after.header["suite"]:
        found.append(
            f"made by versions {before.header['suite']} and {after.header['suite']} of the suite, "
            "which may judge differently"
        )
    return found
