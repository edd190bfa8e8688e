"""From observations to the table: how near errors come to what is permitted, and how far they stay below it.

A function is one claim at fixed sizes in one dtype. Its *looseness* is how many times too
wide what is permitted is for it: 1 over the largest ratio of an error to what is permitted
that any entry had, in any backend and mode, at any point. Half a unit in the last place
counts as an error that somebody could have made, or functions that all backends happen to
compute exactly would count as infinitely loose. Answers beyond what is permitted are left
out of it, with that half unit, since they say nothing of a good implementation: a function
without any other answer has no looseness. An operator's is that of its loosest function.
"""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Row", "functions", "rows"]

Line = Mapping[str, Any]
UNIT = {"float32": 2.0**-24, "float64": 2.0**-53}


@dataclass(slots=True)
class Row:
    """The figures of an operator or of a group of them."""

    name: str
    observations: int = 0
    worst: float = 0.0
    """The largest ratio of an error to what is permitted, where no cause is known for more than that."""
    where: str = ""
    explained: int = 0
    """Observations beyond what is permitted, with a known cause."""
    ill_conditioned: int = 0
    permitted: dict[str, float] = field(default_factory=dict)
    """Dtype to the median permitted relative error."""
    looseness: float = 1.0
    loosest: str = ""
    usual: float = 1.0
    """The median looseness of its functions."""

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def functions(lines: Iterable[Line]) -> dict[str, float]:
    """The looseness of every function, by its claim, sizes and dtype."""
    nearest: dict[str, float] = defaultdict(float)
    for line in lines:
        if line["ratio"] is None or line["verdict"] == "ill-conditioned" or float(line["ratio"]) > 1:
            continue
        name = f"{line['id'].partition('@')[0]} {line['dtype']}"
        nearest[name] = max(nearest[name], float(line["ratio"]), float(line["half"]))
    return {name: 1 / ratio if ratio else math.inf for name, ratio in nearest.items()}


def rows(lines: Sequence[Line], key: Callable[[Line], str], explained: Callable[[Line], bool]) -> list[Row]:
    """A row for each value of the key, in order of first appearance, and one for all at the end."""
    parts: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line["ratio"] is not None:
            parts[key(line)].append(line)
    found = [_row(name, part, explained) for name, part in parts.items()]
    return [*found, _row("all", [line for part in parts.values() for line in part], explained)]


def _row(name: str, lines: Sequence[Line], explained: Callable[[Line], bool]) -> Row:
    row = Row(name, len(lines))
    for line in lines:
        ratio = float(line["ratio"])
        if line["verdict"] == "ill-conditioned":
            row.ill_conditioned += 1
        elif ratio > 1 and explained(line):
            row.explained += 1
        elif ratio > row.worst:
            row.worst, row.where = ratio, line["id"]
    for dtype in sorted({line["dtype"] for line in lines}):
        permits = [line["permitted"] for line in lines if line["dtype"] == dtype and line["permitted"] is not None]
        if permits:
            row.permitted[dtype] = statistics.median(permits)
    loose = functions(lines)
    if loose:
        row.loosest = max(loose, key=lambda f: loose[f])
        row.looseness, row.usual = loose[row.loosest], statistics.median(loose.values())
    return row
