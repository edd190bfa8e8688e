"""`conformance compare`: two runs, what differs."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["compare"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(short_help="What differs between two run files.")
@click.argument("old", type=_FILE)
@click.argument("new", type=_FILE)
def compare(old: Path, new: Path) -> int:
    """Compare two run files: what regressed, was fixed, is new, was removed, or changed."""
    from conformance.run import compare as comparison
    from conformance.run.runfile import read

    before, after = read(old), read(new)
    for run in (before, after):
        if run.footer is None:
            click.echo(f"note: {run.path} is of an interrupted run", err=True)
        elif run.environment_error:
            click.echo(f"note: {run.path}: {run.header['backend']} could not start", err=True)
    if before.header["cases"] != after.header["cases"]:
        click.echo("note: the two runs were made from different cases", err=True)
    changes = comparison.compare(before.results, after.results)
    for change in changes:
        click.echo(f"{change.kind:<9} {change.id}: {change.before or '–'} → {change.after or '–'}")
    counts = [(kind, sum(change.kind == kind for change in changes)) for kind in comparison.KINDS]
    same = len(before.results) - sum(number for kind, number in counts if kind != "new")
    click.echo(", ".join(f"{number} {kind}" for kind, number in counts) + f", {same} the same")
    return 1 if dict(counts)["regressed"] else 0
