"""Options and arguments that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

__all__ = ["cache_options", "cases_option", "interpreters", "paths_argument", "python_option"]

Command = Callable[..., Any]
_EXISTING = click.Path(exists=True, path_type=Path)


def paths_argument(command: Command) -> Command:
    """[PATH]…: case files and folders of them; without any, the cases that come with the package."""
    return click.argument("paths", metavar="[PATH]...", nargs=-1, type=_EXISTING)(command)


def cases_option(command: Command) -> Command:
    """The same as an option, for commands whose arguments are something else."""
    return click.option(
        "--cases",
        "paths",
        metavar="PATH",
        multiple=True,
        type=_EXISTING,
        help="Case file or folder; may be repeated. Default: the cases that come with the package.",
    )(command)


def cache_options(command: Command) -> Command:
    command = click.option("--no-cache", is_flag=True, help="Neither read nor keep computed truths.")(command)
    return click.option(
        "--cache",
        "cache_folder",
        metavar="DIR",
        type=click.Path(file_okay=False, path_type=Path),
        help="Where computed truths are kept. Default: the user's cache directory.",
    )(command)


def python_option(command: Command) -> Command:
    return click.option(
        "--python",
        "pythons",
        metavar="NAME=PATH",
        multiple=True,
        help="The interpreter that runs the workers of a backend, where it lives in another environment.",
    )(command)


def interpreters(pythons: tuple[str, ...]) -> dict[str, str]:
    """`torch=/path/to/python`, … as a mapping. A usage error for anything else."""
    found = {}
    for text in pythons:
        name, mark, path = text.partition("=")
        if not (name and mark and path):
            raise click.BadParameter(
                f"{text!r} is not NAME=PATH, for example torch=/path/to/python", param_hint="--python"
            )
        found[name] = path
    return found
