"""`conformance run`: do the backends compute it?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conformance.cli.loading import check_names, load_cases, truth_cache
from conformance.cli.options import cache_options, interpreters, paths_argument, python_option
from conformance.cli.progress import Bar
from conformance.cli.table import summary_table

if TYPE_CHECKING:
    from conformance.run.campaign import Campaign, Summary
    from conformance.run.plan import Options
    from conformance.run.runfile import RunFile
    from conformance.run.slot import Settings

__all__ = ["run"]

_MOST_SURPRISES = 10
_SECONDS = click.FloatRange(min=0, min_open=True)
_PLANNING = ("backends", "profile", "dtypes", "modes", "executions", "select", "shard", "device")


@click.command()
@paths_argument
@click.option("--backend", "backends", metavar="NAME", multiple=True, help="Backend to run; may be repeated.")
@click.option("--profile", type=click.Choice(["quick", "default", "full"]), default="default", show_default=True)
@click.option("--dtype", "dtypes", metavar="DTYPE", multiple=True, help="Instead of the profile's; may be repeated.")
@click.option("--mode", "modes", metavar="MODE", multiple=True, help="Instead of the profile's; may be repeated.")
@click.option("--execution", "executions", metavar="EXECUTION", multiple=True, help="Likewise.")
@click.option("--device", default="cpu", show_default=True)
@click.option("--select", metavar="WORDS", multiple=True, help="Only results that fit all the words; see below.")
@click.option("--shard", metavar="I/N", default="1/1", help="Only the I-th of N parts of the work.")
@click.option("--timeout", type=_SECONDS, metavar="SECONDS", default=60.0, show_default=True, help="For one check.")
@click.option("--start-timeout", type=_SECONDS, metavar="SECONDS", default=120.0, show_default=True, help="For importing a framework.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", default=1, show_default=True, help="Workers of a backend at a time.")
@click.option("--output", type=click.Path(path_type=Path), metavar="PATH",
              help="Run file; a folder if there are several backends. Default: reports/runs.")  # fmt: skip
@click.option("--resume", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
              help="Go on with an interrupted run, with its options.")  # fmt: skip
@click.option("--expected", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
              help="JSON file of known results.")  # fmt: skip
@python_option
@cache_options
def run(paths: tuple[Path, ...], **given: Any) -> int:
    """Run cases on backends and judge what their derivatives are.

    PATH is a case file or a folder of them; the default is the cases that come with the package.

    Profiles: quick is float64, the backend's first mode, eager, two points of a group; default is float32 and
    float64, every mode, eager; full is everything the backend has.

    WORDS of --select: tag:…, case:…, section:…, document:…, claim:… look there, any other word in the result's id,
    case/claim[n=2]@point:backend.dtype.mode.execution. A word fits where it occurs; with * or ? it must fit the whole.
    """
    from conformance.run.campaign import resumable
    from conformance.run.runfile import read

    if given["resume"] is None and not given["backends"]:
        raise click.UsageError("which backend? give --backend NAME, for example --backend numpy")
    if given["resume"] is not None:
        _nothing_else_given(click.get_current_context())
    python = interpreters(given["pythons"])
    check_names(given["backends"], python)
    loaded = load_cases(paths)
    if given["resume"] is None:
        campaign = _campaign(given, loaded, _options(given))
        outcomes = [
            _one(campaign, _settings(given, name, python), path)
            for name, path in _outputs(given["output"], given["backends"])
        ]
    else:
        interrupted = read(given["resume"])
        campaign = _campaign(given, loaded, resumable(interrupted, loaded.content_hash))
        header = interrupted.header
        given |= {"device": header["device"], "timeout": header["options"]["timeout"]}
        outcomes = [_one(campaign, _settings(given, header["backend"], python), interrupted.path, interrupted)]
    summaries = [summary for summary, _ in outcomes if summary is not None]
    _close(summaries)
    return max([code for _, code in outcomes] + [2 if loaded.problems else 0])


def _nothing_else_given(ctx: click.Context) -> None:
    for name in (*_PLANNING, "output", "timeout"):
        if ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            option = next(p.opts[0] for p in ctx.command.params if p.name == name)
            raise click.UsageError(f"{option} does not go with --resume, which takes it from the file")


def _options(given: dict[str, Any]) -> Options:
    from conformance.run.plan import Options, shard_of

    chosen = (given["dtypes"], given["modes"], given["executions"], given["select"])
    return Options(given["profile"], *chosen, shard_of(given["shard"]))


def _campaign(given: dict[str, Any], loaded: Any, options: Options) -> Campaign:
    from conformance.run.campaign import Campaign
    from conformance.run.expected import Expectations
    from conformance.run.truths import CachedTruth

    expectations = Expectations.load(given["expected"]) if given["expected"] else Expectations()
    truth = CachedTruth(truth_cache(given["cache_folder"], given["no_cache"]))
    return Campaign(loaded.cases, loaded.content_hash, options, truth, expectations, given["jobs"])


def _settings(given: dict[str, Any], name: str, python: dict[str, str]) -> Settings:
    from conformance.run.slot import Settings
    from conformance.run.surroundings import Surroundings

    surroundings = Surroundings(python.get(name))
    return Settings(name, given["device"], given["timeout"], given["start_timeout"], surroundings)


def _outputs(output: Path | None, backends: tuple[str, ...]) -> list[tuple[str, Path]]:
    """Where each backend's run file goes."""
    names = tuple(dict.fromkeys(backends))
    if output is not None and len(names) == 1 and not output.is_dir():
        return [(names[0], output)]
    if output is not None and output.is_file():
        raise click.BadParameter(f"{output} is a file; several backends need a folder", param_hint="--output")
    folder = output or Path("reports") / "runs"
    return [(name, folder / f"{name}.jsonl") for name in names]


def _one(
    campaign: Campaign, settings: Settings, path: Path, resume: RunFile | None = None
) -> tuple[Summary | None, int]:
    """Run one backend. What it cannot do ends it with its exit code, and no other backend."""
    from conformance.cli.errors import code_of
    from conformance.run.campaign import run_backend

    try:
        with Bar(settings.backend) as bar:
            summary = run_backend(campaign, settings, path, bar.begin, resume)
    except KeyboardInterrupt:
        if path.is_file():
            click.echo(f"what was finished is kept; go on with: conformance run --resume {path}", err=True)
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
    return summary, 1 if summary.unexpected else 0


def _close(summaries: list[Summary]) -> None:
    """The table of what came out, and what is not as expected."""
    if not summaries:
        return
    click.echo(summary_table(summaries))
    for summary in summaries:
        if not summary.unexpected:
            continue
        click.echo(f"\n{summary.backend}: {len(summary.unexpected)} not as expected")
        for result, verdict in summary.unexpected[:_MOST_SURPRISES]:
            click.echo(f"    {verdict:<13} {result}")
        if len(summary.unexpected) > _MOST_SURPRISES:
            click.echo(f"    … {len(summary.unexpected) - _MOST_SURPRISES} more in {summary.path}")
