"""`conformance power`: would the cases notice if a derivative were wrong?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conformance.cli.loading import check_names, load_cases, truth_cache
from conformance.cli.options import cache_options, interpreters, paths_argument, python_option
from conformance.cli.progress import Bars

if TYPE_CHECKING:
    from conformance.run.slot import Settings

__all__ = ["power"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_MOST = 20


@click.command(short_help="Would the cases notice a wrong derivative?")
@paths_argument
@click.option("--backend", metavar="NAME", default="torch", show_default=True, help="The backend that is made wrong.")
@click.option("--operator", "operators", metavar="NAME", multiple=True, help="Only faults in it; may be repeated.")
@click.option("--kind", "kinds", metavar="KIND", multiple=True, help="Only faults of this kind; may be repeated.")
@click.option(
    "--cases", "by_case", is_flag=True, help="Try each fault on every claim; tell what each case alone catches."
)
@click.option(
    "--sound", type=click.IntRange(1), metavar="N", help="Instead: N checks without a fault, at fresh points."
)
@click.option("--seed", type=click.IntRange(0), metavar="K", default=1, show_default=True, help="Which fresh points.")
@click.option("--expected", type=_FILE, metavar="FILE", help="With --sound: JSON file of known results.")
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

    With --sound the backend stays as it is, and the claims at sampled points are checked at fresh ones, in float32 and
    float64, every mode, eager and batched: what is not agreement there and not known is an alarm.

    Exit code 1: a fault is not caught, or there is an alarm.
    """
    from conformance.run.slot import Settings
    from conformance.run.surroundings import Surroundings

    pythons = interpreters(given["pythons"])
    check_names([given["backend"]], pythons)
    surroundings = Surroundings(pythons.get(given["backend"]))
    settings = Settings(given["backend"], timeout=given["timeout"], surroundings=surroundings)
    if given["sound"]:
        return _sound(paths, given, settings)
    return _faulty(paths, given, settings)


def _faulty(paths: tuple[Path, ...], given: dict[str, Any], settings: Settings) -> int:
    from conformance.power.record import record
    from conformance.power.study import chosen, study
    from conformance.power.tables import case_table, summary, survivors
    from conformance.run.truths import CachedTruth

    faults = chosen(given["operators"], given["kinds"])
    loaded = load_cases(paths)
    truth = CachedTruth(truth_cache(given["cache_folder"], given["no_cache"]))
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


def _sound(paths: tuple[Path, ...], given: dict[str, Any], settings: Settings) -> int:
    from conformance.power.fresh import count_alarms
    from conformance.run.expected import Expectations
    from conformance.run.truths import CachedTruth

    loaded = load_cases(paths)
    expectations = Expectations.load(given["expected"]) if given["expected"] else Expectations()
    truth = CachedTruth(truth_cache(None, off=True))  # nobody asks for these points again
    with Bars() as bars:
        found = count_alarms(
            loaded.cases, given["sound"], given["seed"], settings, given["jobs"], truth, expectations, bars.begin
        )
    told = {
        "backend": found.backend,
        "seed": given["seed"],
        "checks": found.checks,
        "verdicts": dict(found.verdicts),
        "known": dict(found.known),
        "alarms": [{"id": result, "verdict": verdict} for result, verdict in found.unknown],
    }
    if given["output"]:
        _write(given["output"], told)
    if given["as_json"]:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        counts = ", ".join(f"{count:,} {verdict}" for verdict, count in found.verdicts.most_common())
        click.echo(f"{found.backend}: {found.checks:,} checks at fresh points: {counts}")
        click.echo(f"{len(found.unknown):,} alarms, and {found.known.total():,} results with a known cause")
        for result, verdict in found.unknown[:_MOST]:
            click.echo(f"    {verdict:<13} {result}")
    if loaded.problems:
        return 2
    return 1 if found.unknown else 0


def _write(path: Path, told: dict[str, Any]) -> None:
    from conformance.run.errors import WriteError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror}") from error
