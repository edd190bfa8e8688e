"""What every page says of a site that is not whole: what was selected, which backends are absent, and
which runs were interrupted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conformance.report.merge import Column
from conformance.report.numbers import count

__all__ = ["Notice", "notices", "progress"]

_LONGEST = 300
"""Characters of a reason; the page of the environment has all of it."""


@dataclass(frozen=True, slots=True)
class Notice:
    head: str
    text: str


def notices(columns: Sequence[Column], selected: Sequence[str] = ()) -> tuple[Notice, ...]:
    """What was selected, if it was, then in the order of the columns; none where every run is there and complete."""
    told = tuple(_notice(column) for column in columns if column.state != "complete")
    return (Notice("Only a part is shown:", f"results that fit {_quoted(selected)}."), *told) if selected else told


def _quoted(selected: Sequence[str]) -> str:
    return " or ".join(f"“{query}”" for query in selected)


def _notice(column: Column) -> Notice:
    reason = column.reason if len(column.reason) <= _LONGEST else f"{column.reason[:_LONGEST]}…"
    if column.absent:
        return Notice(f"{column.label} is absent:", reason)
    because = f" ({reason})" if reason else ""
    return Notice(f"{column.label} was interrupted{because}:", f"{progress(column)}; the rest counts as not run.")


def progress(column: Column) -> str:
    """How far an interrupted run got."""
    finished, planned = column.finished, column.run.header.get("checks")
    if planned is None:
        return f"{count(finished)} checks were finished, of how many the run file does not say"
    return f"{count(finished)} of {count(planned)} planned checks were finished"
