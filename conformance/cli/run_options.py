"""The options of `conformance run`, and what was given for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

__all__ = ["FROM_THE_FILE", "run_options"]

_SECONDS = click.FloatRange(min=0, min_open=True)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--backend", "backends", metavar="NAME", multiple=True, help="Backend to run; may be repeated."),
    click.option(
        "--profile",
        type=click.Choice(["quick", "default", "full"]),
        default="default",
        show_default=True,
        help="How much to run.",
    ),
    click.option(
        "--dtype", "dtypes", metavar="DTYPE", multiple=True, help="Instead of the profile's; may be repeated."
    ),
    click.option("--mode", "modes", metavar="MODE", multiple=True, help="Likewise."),
    click.option("--execution", "executions", metavar="EXECUTION", multiple=True, help="Likewise."),
    click.option("--device", default="cpu", show_default=True, help="Where the backends put their arrays."),
    click.option("--select", metavar="QUERY", multiple=True, help="Only results that fit; may be repeated. See above."),
    click.option("--shard", metavar="I/N", default="1/1", help="Only the I-th of N parts of the work."),
    click.option("--timeout", type=_SECONDS, metavar="SECONDS", default=60.0, show_default=True, help="For one check."),
    click.option(
        "--start-timeout",
        type=_SECONDS,
        metavar="SECONDS",
        default=120.0,
        show_default=True,
        help="For a worker to import its framework.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(1),
        metavar="N",
        default=1,
        show_default=True,
        help="Workers of a backend at a time.",
    ),
    click.option(
        "--output",
        type=click.Path(path_type=Path),
        metavar="PATH",
        help="The run file; a folder if there are several backends. Default: reports/runs.",
    ),
    click.option("--resume", type=_FILE, metavar="FILE", help="Go on with an interrupted run, with its options."),
    click.option(
        "--expected",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="JSON file of known results, which then are expected.",
    ),
    click.option("--update-expected", is_flag=True, help="Write that file anew from this run. See above."),
)

FROM_THE_FILE = (
    "backends",
    "profile",
    "dtypes",
    "modes",
    "executions",
    "device",
    "select",
    "shard",
    "timeout",
    "output",
)
"""What `--resume` takes from the run file, so that it cannot be given as well."""


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
