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
"""Units that the slowest backend, which compiles each, runs in a minute on two cores once it finds what it compiled."""


def thinned(units: Sequence[Unit], many: int = MANY) -> list[Unit]:
    """At most `many` units as they are. Of more, each claim at one of its sizes and at one point of a group; where
    these are more still, none of the highest orders, down to first derivatives or to the lowest order that there is."""
    if len(units) <= many:
        return list(units)
    kept = [replace(unit, points=of_groups(unit.points, 1)) for unit in _at_one_size(units)]
    graphs = {id(unit.claim): (unit.instance.graph, unit.claim.sides) for unit in kept}
    order = {claim: nesting(graph, *sides) for claim, (graph, sides) in graphs.items()}
    highest, lowest = max(order.values()), max(1, min(order.values()))
    while len(kept) > many and highest > lowest:
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
    """The claim's name says which size it is, so that other cases change nothing in it: one past 1 where there is one,
    since arrays of one entry hide what is transposed or permuted."""
    sizes: dict[tuple[str, str], dict[int, bool]] = {}
    for unit in units:
        larger = all(size > 1 for size in unit.instance.sizes.values())
        sizes.setdefault((unit.case.id, unit.claim.id), {})[id(unit.claim)] = larger
    taken = set()
    for name, found in sizes.items():
        ids = [claim for claim, larger in found.items() if larger] or list(found)
        taken.add(ids[crc32("/".join(name).encode()) % len(ids)])
    return [unit for unit in units if id(unit.claim) in taken]
