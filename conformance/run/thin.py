"""What the quick profile leaves out where there is much to run, so that the whole catalog takes a minute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from zlib import crc32

from conformance.casefile.model import Point
from conformance.run.nesting import nesting

if TYPE_CHECKING:
    from conformance.run.plan import Unit

__all__ = ["MANY", "of_groups", "thinned"]

MANY = 2_000
"""Units that the slowest backend, which compiles each, runs in a minute on two cores."""


def thinned(units: Sequence[Unit], many: int = MANY) -> list[Unit]:
    """Few units as they are. Of many, each claim at one of its sizes and at one point of a group; where these are many
    still, none of the highest orders, down to first derivatives."""
    if len(units) <= many:
        return list(units)
    kept = [replace(unit, points=of_groups(unit.points, 1)) for unit in _at_one_size(units)]
    order = {id(unit.claim): nesting(unit.instance.graph, *unit.claim.sides) for unit in kept}
    highest = max(order.values())
    while len(kept) > many and highest > 1:
        highest -= 1
        kept = [unit for unit in kept if order[id(unit.claim)] <= highest]
    return kept


def of_groups(points: Iterable[Point], number: int) -> tuple[Point, ...]:
    """The first points of every group."""
    taken: Counter[str] = Counter()
    chosen = []
    for point in points:
        taken[point.group] += 1
        if taken[point.group] <= number:
            chosen.append(point)
    return tuple(chosen)


def _at_one_size(units: Sequence[Unit]) -> list[Unit]:
    """The claim's name says which size it is, so that other cases change nothing in it."""
    sizes: dict[tuple[str, str], dict[int, None]] = {}
    for unit in units:
        sizes.setdefault((unit.case.id, unit.claim.id), {})[id(unit.claim)] = None
    taken = {list(ids)[crc32("/".join(name).encode()) % len(ids)] for name, ids in sizes.items()}
    return [unit for unit in units if id(unit.claim) in taken]
