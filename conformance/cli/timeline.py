"""Several runs of one backend: the timeline of each claim, in the terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conformance.cli.comparison import between, counts_line, run_record
from conformance.run.text import line

if TYPE_CHECKING:
    from conformance.run.compare import Comparison
    from conformance.run.reader import RunReader
    from conformance.run.timeline import Stop, Timeline

__all__ = ["told"]

_MOST = 50


def told(paths: Sequence[Path], as_json: bool, output: Path | None, everything: bool) -> int:
    """Print the timeline of the runs, or write its pages; the exit code."""
    from conformance.cli.compare import exit_code
    from conformance.run.timeline import timeline

    ordered = _ordered(paths)
    with ExitStack() as stack:
        runs = [stack.enter_context(_open(path)) for path in ordered]
        found = timeline(runs)
    steps = [between(old, new)[2] for old, new in pairwise(ordered)]
    if as_json:
        click.echo(json.dumps(_record(runs, found, steps), indent=1))
    elif output is not None:
        from conformance.cli.compare_pages import write_timeline

        click.echo(write_timeline(runs, found, steps, _record(runs, found, steps), output))
        click.echo(counts_line(steps[-1]))
    else:
        for text in _lines(runs, found, steps, everything):
            click.echo(text)
    return exit_code(runs[-1], steps[-1])


def _open(path: Path) -> RunReader:
    from conformance.run.reader import RunReader

    return RunReader(path)


def _ordered(paths: Sequence[Path]) -> list[Path]:
    """From the earliest run to the latest. A usage error for runs of several backends, or one given twice."""
    found = []
    for path in paths:
        with _open(path) as run:
            found.append((run.header["started"], run.header["run"], run.header["backend"], path))
    backends = sorted({backend for _, _, backend, _ in found})
    if len(backends) > 1:
        raise click.UsageError(f"a timeline is of one backend; these runs are of {line(', '.join(backends))}")
    if len({run for _, run, _, _ in found}) < len(found):
        raise click.UsageError("a run is given twice")
    return [path for *_, path in sorted(found)]


def _lines(runs: Sequence[RunReader], found: Timeline, steps: Sequence[Comparison], everything: bool) -> Iterator[str]:
    for number, run in enumerate(runs):
        if number:
            yield f"    {counts_line(steps[number - 1])}"
        state = "" if run.state == "complete" else f" ({run.state})"
        yield line(f"{number + 1}. {run.header['backend']} {run.header['version']}, {run.header['started']}{state}")
    changed = found.changed()
    yield ""
    yield f"{len(changed):,} of {len(found.claims):,} claims did not stay as they were"
    for name, stops in list(changed.items())[: None if everything else _MOST]:
        yield f"    {line(name)}: {_history(stops)}"
    if not everything and len(changed) > _MOST:
        yield f"    … {len(changed) - _MOST:,} more; --all lists them"


def _history(stops: Sequence[Stop | None]) -> str:
    """`pass → wrong ⇢ pass`: a dashed arrow where the claim says something else from there on."""
    text, content = "", None
    for number, stop in enumerate(stops):
        verdict = "–" if stop is None else stop.verdict
        other = stop is not None and content is not None and stop.content not in (None, content)
        text += (" ⇢ " if other else " → ") * bool(number) + verdict
        content = content if stop is None else stop.content
    return text


def _record(runs: Sequence[RunReader], found: Timeline, steps: Sequence[Comparison]) -> dict[str, Any]:
    return {
        "runs": [run_record(run) for run in runs],
        "steps": [{"counts": step.counts, "same": step.same} for step in steps],
        "claims": {name: [_stop(stop) for stop in stops] for name, stops in found.claims.items()},
    }


def _stop(stop: Stop | None) -> Mapping[str, Any] | None:
    if stop is None:
        return None
    return {"verdict": stop.verdict, "results": stop.results, "verdicts": stop.verdicts, "content": stop.content}
