"""One backend's run from start to end: start the worker, plan, execute, close the run file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from conformance import __version__
from conformance.casefile.model import Case
from conformance.run.answers import Ready
from conformance.run.contents import contents
from conformance.run.errors import PlanError, UnavailableError
from conformance.run.execute import TruthSource, execute
from conformance.run.expected import Expectations
from conformance.run.plan import Abilities, Options, Unit, plan, sharded
from conformance.run.runfile import RunFile
from conformance.run.slot import Settings
from conformance.run.supervisor import Supervisor
from conformance.run.thin import thinned
from conformance.run.writer import RunWriter, make_header

__all__ = ["Campaign", "Summary", "resumable", "run_backend"]


class Campaign(NamedTuple):
    """What all backends of one command share."""

    cases: Sequence[Case]
    cases_hash: str
    options: Options
    truth: TruthSource
    expectations: Expectations
    workers: int = 1


@dataclass(slots=True)
class Summary:
    """How a run ended: its file, its counts by group, the ids of results that are not as expected."""

    backend: str
    path: Path
    groups: Mapping[str, int] = field(default_factory=dict)
    unexpected: list[tuple[str, str]] = field(default_factory=list)
    """Result id and verdict."""
    environment_error: str | None = None
    abilities: Abilities | None = None
    left_out: int = 0
    """Checks of the profile that a thin run leaves out, of all shards."""

    @property
    def results(self) -> int:
        return sum(self.groups.values())


Progress = Callable[[Sequence[Unit]], Callable[[], None]]
"""Told the units of a run, it returns what to call after every result."""


def run_backend(
    campaign: Campaign, settings: Settings, path: Path, progress: Progress, resume: RunFile | None = None
) -> Summary:
    """Run the cases on one backend into `path`, or go on with an interrupted run.

    A backend that cannot start leaves a run file that says so. PlanError for options
    that it does not have; UnavailableError where its workers stop starting in the middle,
    with what was finished kept; WriteError where the file cannot be written.
    """
    with Supervisor(settings, campaign.workers) as supervisor:
        try:
            ready = supervisor.start()
        except UnavailableError as error:
            return _unavailable(campaign, settings, path, str(error), resume)
        abilities = Abilities(settings.backend, ready.dtypes, ready.modes, ready.executions)
        everything = plan(campaign.cases, abilities, campaign.options)
        kept = thinned(everything) if campaign.options.thin else everything
        left_out = _checks(everything) - _checks(kept)
        units = sharded(kept, campaign.options.shard)
        if not units and campaign.options.shard == (1, 1):
            raise PlanError("nothing is selected: no claim has a result that fits all the options given")
        summary = Summary(settings.backend, path, abilities=abilities, left_out=left_out)
        if resume is None:
            writer = RunWriter.create(path, _header(campaign, settings, ready, _checks(units), left_out))
        else:
            _same_installation(resume, ready)
            units = [unit for unit in units if not unit.ids <= resume.finished]
            writer = RunWriter.append(resume)
            for result in resume.results:
                _note(summary, campaign, result)
        with writer:
            advance = progress(units)
            finished = resume.finished if resume else frozenset()

            def write(result: dict[str, Any]) -> None:
                # A unit that was cut off is evaluated whole: a batch of other size may round differently.
                if result["id"] not in finished:
                    writer.result(result)
                    _note(summary, campaign, result)
                advance()

            try:
                execute(units, supervisor, campaign.truth, settings.device, write)
            except UnavailableError as error:
                raise UnavailableError(f"{error}\nwhat was finished is kept in {path}, which can be resumed") from error
            writer.footer()
            summary.groups = dict(writer.groups)
    return summary


def resumable(run: RunFile, cases_hash: str) -> Options:
    """The options of an interrupted run. PlanError where it cannot be gone on with here."""
    header = run.header
    if run.environment_error is not None:
        raise PlanError(f"{run.path}: {header['backend']} could not start; run again without --resume")
    if run.footer is not None:
        raise PlanError(f"{run.path}: the run is complete, there is nothing to resume")
    if header["suite"] != __version__:
        raise PlanError(f"{run.path}:1: made by version {header['suite']} of the suite, this is {__version__}")
    if header["cases"] != cases_hash:
        raise PlanError(f"{run.path}:1: made from other cases; give the same ones, unchanged, or start a new run")
    told = header["options"]
    part, parts = told["shard"]
    dtypes, modes, executions, select = (tuple(told[key]) for key in ("dtypes", "modes", "executions", "select"))
    thin = bool(told.get("left_out"))
    return Options(header["profile"], dtypes, modes, executions, select, (part, parts), thin)


def _checks(units: Iterable[Unit]) -> int:
    return sum(len(unit.points) for unit in units)


def _header(
    campaign: Campaign, settings: Settings, ready: Ready | None, checks: int | None = None, left_out: int = 0
) -> dict[str, Any]:
    return make_header(
        backend=settings.backend,
        about=ready.about if ready else None,
        device=settings.device,
        cases=campaign.cases_hash,
        options=campaign.options,
        timeout=settings.timeout,
        contents=contents(campaign.cases),
        checks=checks,
        left_out=left_out,
    )


def _unavailable(campaign: Campaign, settings: Settings, path: Path, reason: str, resume: RunFile | None) -> Summary:
    """A run file that says that there was no run; an interrupted run stays as it is."""
    if resume is None:
        with RunWriter.create(path, _header(campaign, settings, None)) as writer:
            writer.footer(reason)
    return Summary(settings.backend, path, environment_error=reason)


def _same_installation(run: RunFile, ready: Ready) -> None:
    """Results of two versions in one file would be neither's."""
    for key in ("version", "packages", "python"):
        then, now = run.header[key], ready.about[key]
        if then != now:
            raise PlanError(f"{run.path}:1: made with the {key} {then}, here it is {now}; start a new run")


def _note(summary: Summary, campaign: Campaign, result: Mapping[str, Any]) -> None:
    if not campaign.expectations.meets(result):
        summary.unexpected.append((result["id"], result["verdict"]))
