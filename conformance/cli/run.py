"""`conformance run`: do the backends compute it?"""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conformance.cli.loading import check_names, load_cases, truth_cache
from conformance.cli.options import cache_options, interpreters, paths_argument, python_option
from conformance.cli.progress import Bar
from conformance.cli.review import check_update, review
from conformance.cli.run_options import FROM_THE_FILE, run_options
from conformance.cli.table import summary_table, surprises

if TYPE_CHECKING:
    from conformance.casefile.load import Loaded
    from conformance.run.campaign import Campaign, Summary
    from conformance.run.plan import Options
    from conformance.run.runfile import RunFile
    from conformance.run.slot import Settings

__all__ = ["outputs", "run"]


@click.command(short_help="Do the backends compute it?")
@paths_argument
@run_options
@python_option
@cache_options
def run(paths: tuple[Path, ...], **given: Any) -> int:
    """Run cases on backends and judge what they return against the truth.

    PATH is a case file or a folder of them; the default is the cases that come with the package.

    Profiles: quick is float64, the backend's first mode, eager, two points of a group. Where that and no --select gives
    more than 2,000 claims, counted at every size, dtype, mode and execution, quick takes each at one size and one point
    of a group and, while there are still more, leaves out the highest order, down to the first; it says how much it
    left out. default is eager, float64 in every mode and float32 in the first, but for first derivatives of functions
    of numbers, which take every mode; past the second order the first mode alone. full is everything the backend has.

    QUERY of --select is words that must all fit: case:…, claim:…, section:…, document:…, tag:…, point:… look there,
    and fit where the word occurs; backend:…, operator:…, mode:…, dtype:…, execution:… must be named in full, order:…
    takes a number, as in order:>=2; any other word is looked for in the result's id,
    case/claim[n=2]@point:backend.dtype.mode.execution. * and ? are wild, and then the whole must fit. Several values
    stand with commas, - before a word turns it round, quotation marks hold spaces. Several QUERYs are alternatives.

    Exit code 1: a result is wrong or inaccurate, or a backend raised, hung or died (a baseline may be inaccurate).
    With --expected: a result is not as the file says, be it worse or better, or a whole run has nothing that a pattern
    of the file fits. --update-expected writes the file anew: causes are kept, what is new gets an empty one to be
    filled in, what is gone is dropped, unless only a part was run.
    """
    _check(given)
    loaded = load_cases(paths)
    given["again"] = _again(paths, given)
    outcomes = _resumed(given, loaded) if given["resume"] else _new(given, loaded)
    summaries = [summary for summary, _ in outcomes if summary is not None]
    if summaries:
        click.echo(summary_table(summaries))
    codes = [2 if loaded.problems else 0]
    for summary, code in outcomes:
        updated = given["update_expected"] and summary is not None and not summary.environment_error
        if summary is not None and not updated:
            click.echo(surprises(summary), nl=False)
        if given["expected"] and summary is not None and not summary.environment_error:
            codes.append(review(given, not paths and not loaded.problems, summary))
        codes.append(0 if updated else code)
    return max(codes)


def _check(given: dict[str, Any]) -> None:
    """Usage errors, before anything is loaded."""
    from conformance.run.select import Selection

    check_update(given)
    Selection.parse(given["select"], before=True)
    if not given["resume"]:
        if not given["backends"]:
            raise click.UsageError("which backend? give --backend NAME, for example --backend numpy")
        check_names(given["backends"], interpreters(given["pythons"]))
        return
    ctx = click.get_current_context()
    for name in FROM_THE_FILE:
        if ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            option = next(parameter.opts[0] for parameter in ctx.command.params if parameter.name == name)
            raise click.UsageError(f"{option} does not go with --resume, which takes it from the file")


def _new(given: dict[str, Any], loaded: Loaded) -> list[tuple[Summary | None, int]]:
    from conformance.run.plan import Options, shard_of

    chosen = (given["dtypes"], given["modes"], given["executions"], given["select"])
    thin = given["profile"] == "quick" and not given["select"]
    campaign = _campaign(given, loaded, Options(given["profile"], *chosen, shard_of(given["shard"]), thin))
    places = outputs(given["output"], given["backends"])
    return [_one(campaign, _settings(given, name), path, given["again"]) for name, path in places]


def _resumed(given: dict[str, Any], loaded: Loaded) -> list[tuple[Summary | None, int]]:
    from conformance.run.campaign import resumable
    from conformance.run.runfile import read

    interrupted = read(given["resume"])
    header = interrupted.header
    campaign = _campaign(given, loaded, resumable(interrupted, loaded.content_hash))
    from_the_file = {"device": header["device"], "timeout": header["options"]["timeout"]}
    settings = _settings(given | from_the_file, header["backend"])
    return [_one(campaign, settings, interrupted.path, given["again"], interrupted)]


def _campaign(given: dict[str, Any], loaded: Loaded, options: Options) -> Campaign:
    from conformance.run.campaign import Campaign
    from conformance.run.expected import Expectations
    from conformance.run.truths import CachedTruth

    expected: Path | None = given["expected"]
    expectations = Expectations.load(expected) if expected and expected.exists() else Expectations()
    truth = CachedTruth(truth_cache(given["cache_folder"], given["no_cache"]))
    return Campaign(loaded.cases, loaded.content_hash, options, truth, expectations, given["jobs"])


def _settings(given: dict[str, Any], name: str) -> Settings:
    from conformance.run.slot import Settings
    from conformance.run.surroundings import Surroundings

    surroundings = Surroundings(interpreters(given["pythons"]).get(name))
    return Settings(name, given["device"], given["timeout"], given["start_timeout"], surroundings)


def outputs(output: Path | None, backends: tuple[str, ...]) -> list[tuple[str, Path]]:
    """Where each backend's run file goes."""
    names = tuple(dict.fromkeys(backends))
    if output is not None and len(names) == 1 and not output.is_dir():
        return [(names[0], output)]
    if output is not None and output.is_file():
        raise click.BadParameter(f"{output} is a file; several backends need a folder", param_hint="--output")
    folder = output or Path("reports") / "runs"
    return [(name, folder / f"{name}.jsonl") for name in names]


def _again(paths: tuple[Path, ...], given: dict[str, Any]) -> str:
    """The command that goes on with what is interrupted, but for the file."""
    options = [f"--python={python}" for python in given["pythons"]]
    return shlex.join(["conformance", "run", *map(str, paths), *options, "--resume"])


def _one(
    campaign: Campaign, settings: Settings, path: Path, again: str, resume: RunFile | None = None
) -> tuple[Summary | None, int]:
    """Run one backend: its summary, and its exit code. What it cannot do takes no other backend with it."""
    from conformance.cli.errors import code_of
    from conformance.run.campaign import run_backend

    bar = Bar(settings.backend)
    try:
        with bar:
            summary = run_backend(campaign, settings, path, bar.of_units, resume)
    except KeyboardInterrupt:
        if bar.begun:
            click.echo(f"what was finished is kept; go on with: {again} {shlex.quote(str(path))}", err=True)
        raise
    except Exception as error:
        code = code_of(error)
        if code is None:
            raise
        click.echo(f"Error: {settings.backend}: {error}", err=True)
        return None, code
    if summary.environment_error:
        click.echo(f"Error: {summary.environment_error}", err=True)
        return summary, 3
    if summary.left_out:
        told = f"{settings.backend}: left out {summary.left_out:,} checks (sizes, points and higher orders)"
        click.echo(f"{told}; --select or --profile default runs them", err=True)
    return summary, 1 if summary.unexpected else 0
