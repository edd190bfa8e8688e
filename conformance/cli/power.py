"""`conformance power`: would the cases notice if a derivative were wrong?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from conformance.cli.loading import check_names, load_cases, truth_cache
from conformance.cli.options import cache_options, interpreters, paths_argument, python_option
from conformance.cli.progress import Bars

__all__ = ["power"]


@click.command(short_help="Would the cases notice a wrong derivative?")
@paths_argument
@click.option("--backend", metavar="NAME", default="torch", show_default=True, help="The backend that is made wrong.")
@click.option("--operator", "operators", metavar="NAME", multiple=True, help="Only faults in it; may be repeated.")
@click.option("--kind", "kinds", metavar="KIND", multiple=True, help="Only faults of this kind; may be repeated.")
@click.option(
    "--cases", "by_case", is_flag=True, help="Try each fault on every claim; tell what each case alone catches."
)
@click.option("--jobs", type=click.IntRange(1), metavar="N", default=1, show_default=True, help="Workers at a time.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=60.0, help="Seconds for one check.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write all as JSON.")
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout instead of tables.")
@python_option
@cache_options
def power(paths: tuple[Path, ...], **given: Any) -> int:
    """Plant faults in a backend's derivatives and count how many the cases catch.

    PATH is a case file or a folder of them; the default is the cases that come with the package.

    For every operator that the cases differentiate, its derivative is made wrong in every way that applies: sign,
    factor, a lost term, swapped or transposed arguments, the wrong axis, at zero, at a tie, for negative arguments
    only, and so on. A fault is caught where a check that agreed without it no longer agrees, or one that had lost
    digits is wrong. Each is tried until a claim sees it; with --cases on every claim. float64, eager.

    Exit code 1: a fault is not caught.
    """
    from conformance.power.record import record
    from conformance.power.study import chosen, study
    from conformance.power.tables import case_table, summary, survivors
    from conformance.run.slot import Settings
    from conformance.run.surroundings import Surroundings
    from conformance.run.truths import CachedTruth

    pythons = interpreters(given["pythons"])
    check_names([given["backend"]], pythons)
    faults = chosen(given["operators"], given["kinds"])
    loaded = load_cases(paths)
    truth = CachedTruth(truth_cache(given["cache_folder"], given["no_cache"]))
    settings = Settings(
        given["backend"], timeout=given["timeout"], surroundings=Surroundings(pythons.get(given["backend"]))
    )
    with Bars() as bars:
        everywhere = given["by_case"]
        found = study(loaded.cases, faults, settings, given["jobs"], truth, bars.begin, everywhere=everywhere)
    told = record(found)
    if given["output"]:
        _write(given["output"], told)
    if given["as_json"]:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        click.echo(summary(found))
        if given["by_case"]:
            click.echo("\n" + case_table(told))
        if left := survivors(found):
            click.echo("\n" + left)
    if loaded.problems:
        return 2
    return 1 if any(trial.survived for trial in found.trials) else 0


def _write(path: Path, told: dict[str, Any]) -> None:
    from conformance.run.errors import WriteError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror}") from error
