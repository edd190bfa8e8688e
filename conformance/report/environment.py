"""Where the runs were made: versions, platforms, devices, packages, and how each run ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.report.merge import Column
from conformance.report.notices import progress
from conformance.report.render import render

__all__ = ["environment"]

_FACTS = (
    ("Run", "run"), ("Started", "started"), ("Backend", "backend"), ("Version", "version"), ("Python", "python"),
    ("Platform", "platform"), ("Device", "device"), ("Profile", "profile"), ("Suite", "suite"), ("Cases", "cases"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Entry:
    column: Column
    progress: str
    """How far it got, of an interrupted run."""
    facts: tuple[tuple[str, str], ...]
    packages: tuple[tuple[str, str], ...]


def environment(columns: Sequence[Column]) -> str:
    return render("environment.html", root="", page="environment", entries=[_entry(column) for column in columns])


def _entry(column: Column) -> _Entry:
    header = column.run.header
    facts = tuple((title, str(header[key])) for title, key in _FACTS if header.get(key) not in (None, ""))
    facts += tuple(_options(header.get("options") or {}))
    packages = header.get("packages") or {}
    return _Entry(column, progress(column), facts, tuple(sorted((str(n), str(v)) for n, v in packages.items())))


def _options(options: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What was asked for beyond the profile; nothing for what the profile chose."""
    for title, key in (("Dtypes", "dtypes"), ("Modes", "modes"), ("Executions", "executions"), ("Selected", "select")):
        if options.get(key):
            yield title, ", ".join(map(str, options[key]))
    number, of = options.get("shard") or (1, 1)
    if of > 1:
        yield "Shard", f"{number} of {of}"
    if options.get("left_out"):
        yield "Left out", f"{options['left_out']:,} checks of the profile: sizes, points and higher orders"
    if options.get("timeout") is not None:
        yield "Timeout", f"{options['timeout']:g} s"
