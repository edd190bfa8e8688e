"""After a run: what its file of expectations says that is not so, and writing it anew."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from conformance.run.campaign import Summary
    from conformance.run.expected import Expectations
    from conformance.run.runfile import RunFile

__all__ = ["check_update", "review"]

_MOST = 10


def check_update(given: dict[str, Any]) -> None:
    """Usage errors of --expected and --update-expected."""
    expected: Path | None = given["expected"]
    if given["update_expected"] and expected is None:
        raise click.UsageError("--update-expected rewrites a file: name it with --expected FILE")
    if given["update_expected"] and len(set(given["backends"])) > 1:
        raise click.UsageError("--update-expected rewrites the file of one backend: give one --backend")
    if expected is not None and not expected.exists() and not given["update_expected"]:
        raise click.BadParameter(f"there is no file {expected}; --update-expected makes one", param_hint="--expected")


def review(given: dict[str, Any], whole: bool, summary: Summary) -> int:
    """Tell what is idle or unexplained in the file of expectations, or rewrite it: the exit code.

    `whole` says that the run left nothing of the cases out.
    """
    from conformance.run.expected import Expectations
    from conformance.run.runfile import read

    expected: Path = given["expected"]
    known = Expectations.load(expected) if expected.exists() else Expectations()
    run = read(summary.path)
    whole = whole and _everything(run)
    if given["update_expected"]:
        _rewrite(expected, known, run, whole, summary)
        return 0
    _tell(f"{expected}: no cause is given for", known.unexplained)
    idle = known.idle(run.results, _combinations(summary)) if whole else []
    _tell(f"{expected}: no result fits; correct or delete", idle)
    return 1 if idle else 0


def _rewrite(expected: Path, known: Expectations, run: RunFile, whole: bool, summary: Summary) -> None:
    from conformance.run.update_expected import update, write

    change = update(known, run.results, whole=whole, combinations=_combinations(summary))
    write(expected, change.entries)
    _tell(f"{expected}: added, reproduce each and write its cause", change.added)
    _tell(f"{expected}: agrees in more, now allowed to", change.widened)
    _tell(f"{expected}: dropped, nothing disagrees any more", change.dropped)
    if not whole:
        click.echo(f"{expected}: only a part was run, so nothing was dropped")
    if not change.added and not change.widened and not change.dropped:
        click.echo(f"{expected}: as it was")


def _everything(run: RunFile) -> bool:
    options = run.header["options"]
    narrowed = any(options[key] for key in ("dtypes", "modes", "executions", "select"))
    return run.footer is not None and run.header["profile"] != "quick" and not narrowed and options["shard"] == [1, 1]


def _combinations(summary: Summary) -> list[tuple[str, str, str]]:
    able = summary.abilities
    return list(itertools.product(able.dtypes, able.modes, able.executions)) if able else []


def _tell(title: str, patterns: Sequence[str]) -> None:
    if patterns:
        click.echo(f"\n{title}")
        for pattern in patterns[:_MOST]:
            click.echo(f"    {pattern}")
        if len(patterns) > _MOST:
            click.echo(f"    … {len(patterns) - _MOST} more")
