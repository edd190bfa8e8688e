"""`conformance report`: run files to the comparison site."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli.loading import known_causes, load_cases, load_inventories, truth_cache
from conformance.cli.options import cache_options, cases_option

if TYPE_CHECKING:
    from conformance.casefile.model import Claim, Instance, Point
    from conformance.truth.model import SideTruth

__all__ = ["report"]


@click.command(short_help="Run files to a comparison site.")
@click.argument("runs", metavar="[RUN]...", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              default=Path("reports/site"), show_default=True)  # fmt: skip
@click.option("--single-file", "single", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write one page into this file instead, for an attachment; it says what it leaves out.")  # fmt: skip
@cases_option
@click.option("--cost", "costs", metavar="FILE", multiple=True,
              type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Cost file of a backend; may be repeated. Default: every one in reports/cost.")  # fmt: skip
@click.option("--expected", "expected_folder", metavar="DIR", default=Path("reports/expected"), show_default=True,
              type=click.Path(file_okay=False, path_type=Path),
              help="Known results, BACKEND.json each: they name the causes of what does not agree.")  # fmt: skip
@click.option("--findings", "findings_folder", metavar="DIR", default=Path("reports/findings"), show_default=True,
              type=click.Path(file_okay=False, path_type=Path), help="Findings that are verified.")  # fmt: skip
@click.option("--since", "since", metavar="OLD", multiple=True,
              type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="An earlier run file of a backend: adds pages of what changed since; may be repeated.")  # fmt: skip
@click.option(
    "--select",
    "select",
    metavar="QUERY",
    multiple=True,
    help="Only results that fit; may be repeated. As for run, and verdict:…, group:…, truth:…, error:….",
)
@cache_options
def report(
    runs: tuple[Path, ...],
    output: Path,
    single: Path | None,
    paths: tuple[Path, ...],
    costs: tuple[Path, ...],
    expected_folder: Path,
    findings_folder: Path,
    since: tuple[Path, ...],
    select: tuple[str, ...],
    cache_folder: Path | None,
    no_cache: bool,
) -> int:
    """Make the comparison report, a folder of static pages, from run files.

    RUN is a run file; the default is every one in reports/runs. Several runs are merged.
    """
    from conformance.cli.since import compared, write_compared
    from conformance.report.cost_file import read as read_cost
    from conformance.report.site import build
    from conformance.run.findings_file import load as load_findings
    from conformance.run.runfile import read
    from conformance.run.select import Selection
    from conformance.truth.api import claim_truth
    from conformance.truth.audit import audit_case

    selection = Selection.parse(select)
    files = runs or tuple(sorted(Path("reports/runs").glob("*.jsonl")))
    if not files:
        raise click.UsageError("no run files: reports/runs has none; make one with: conformance run --backend NAME")
    if since and single is not None:
        raise click.UsageError("--since makes pages of their own, which --single-file has no room for")
    if since and select:
        raise click.UsageError("--since compares whole runs, and --select takes a part; give one of them")
    changes = compared(since, files)
    read_runs = [read(path) for path in files]
    read_costs = [read_cost(path) for path in costs or sorted(Path("reports/cost").glob("*.json"))]
    loaded = load_cases(paths)
    inventories, sound = load_inventories(paths, loaded)
    cache = truth_cache(cache_folder, no_cache)
    audits = [audit for case in loaded.cases for audit in audit_case(case, cache)]

    def truths(instance: Instance, claim: Claim, point: Point) -> Sequence[SideTruth]:
        return claim_truth(instance, claim, point, "float64", cache)

    build(
        read_runs, loaded.cases, audits, single or output, truths, loaded.content_hash, read_costs, inventories,
        known=known_causes(expected_folder), verified=load_findings(findings_folder),
        selection=selection, single=single is not None, since=[change.told for change in changes],
    )  # fmt: skip
    write_compared(changes, output)
    click.echo(single or output / "index.html")
    return 2 if loaded.problems or not sound else 0
