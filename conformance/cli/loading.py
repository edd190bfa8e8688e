"""Cases, their truths, and the names of backends, as commands get them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli.errors import CasesError

if TYPE_CHECKING:
    from conformance.casefile.load import Loaded
    from conformance.truth.cache import Cache

__all__ = ["check_names", "load_cases", "truth_cache"]


def load_cases(paths: Iterable[Path]) -> Loaded:
    """The cases, every mistake in them told on stderr. CasesError if none is left.

    A bad file takes no other with it: the command goes on with the rest, and ends with
    exit code 2 since `problems` is not empty.
    """
    from conformance.casefile.load import load
    from conformance.casefile.shipped import shipped_cases

    loaded = load(tuple(paths) or (shipped_cases(),))
    for problem in loaded.problems:
        click.echo(str(problem), err=True)
    if not loaded.cases:
        raise CasesError("no cases are left to work on")
    return loaded


def truth_cache(folder: Path | None, off: bool) -> Cache:
    from conformance.truth.cache import Cache, default_directory

    return Cache(None if off else folder or default_directory())


def check_names(names: Iterable[str], elsewhere: Collection[str]) -> None:
    """A usage error for a backend that nobody knows; those in `elsewhere` are another environment's affair."""
    from conformance.backends.registry import names as known

    for name in names:
        dotted = "." in name and all(part.isidentifier() for part in name.split("."))
        if name not in known() and name not in elsewhere and not dotted:
            raise click.BadParameter(
                f"no backend is named {name!r}; known here: {', '.join(known())}, or a module's dotted name",
                param_hint="--backend",
            )
