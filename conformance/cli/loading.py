"""Cases, their truths, and the names of backends, as commands get them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli.errors import CasesError

if TYPE_CHECKING:
    from conformance.casefile.inventory import Inventory
    from conformance.casefile.load import Loaded
    from conformance.insight.known import KnownCause
    from conformance.truth.cache import Cache

__all__ = ["check_names", "known_causes", "load_cases", "load_inventories", "the_document", "truth_cache"]


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


def load_inventories(paths: Iterable[Path], loaded: Loaded) -> tuple[tuple[Inventory, ...], bool]:
    """The inventories beside the cases, and whether they are without a mistake; every mistake is told on stderr."""
    from conformance.casefile import inventory
    from conformance.casefile.shipped import shipped_cases

    found, problems = inventory.load_inventories(
        tuple(paths) or (shipped_cases(),), loaded.cases, whole=not loaded.problems
    )
    for problem in problems:
        click.echo(str(problem), err=True)
    return found, not problems


def the_document(name: str, inventories: Iterable[Inventory]) -> Inventory:
    """The inventory of that document. A usage error, with the nearest names, where there is none."""
    from conformance.casefile.inventory import NAME
    from conformance.language.suggest import listed, nearest

    by_name = {inventory.document: inventory for inventory in inventories}
    if name in by_name:
        return by_name[name]
    known = f"those with one: {listed(by_name)}" if by_name else f"PATH must hold its {NAME}"
    raise click.BadParameter(
        f"there is no inventory of a document {name!r}{nearest(name, by_name)}; {known}", param_hint="--document"
    )


def truth_cache(folder: Path | None, off: bool) -> Cache:
    from conformance.truth.cache import Cache, default_directory

    return Cache(None if off else folder or default_directory())


def known_causes(folder: Path) -> KnownCause:
    """The causes in the files of a folder, `BACKEND.json` each. PlanError, which names the file, for a bad one."""
    from conformance.insight.known import from_expected
    from conformance.run.expected import Expectations

    return from_expected({path.stem: Expectations.load(path) for path in sorted(folder.glob("*.json"))})


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
