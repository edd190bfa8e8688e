"""What the quick profile leaves out where there is much to run, so that the whole catalog takes a minute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from conformance.run.nesting import nesting

if TYPE_CHECKING:
    from conformance.run.plan import Unit

__all__ = ["MANY", "thinned"]

MANY = 2_000
"""Units that the slowest backend, which compiles each, runs in a minute on two cores."""


def thinned(units: Sequence[Unit], many: int = MANY) -> list[Unit]:
    """Few units as they are. Of many, each claim at one of its sizes, which take turns from claim to claim; where
    these are many still, none of the highest orders, down to first derivatives."""
    if len(units) <= many:
        return list(units)
    kept = _at_one_size(units)
    order = {id(unit.claim): nesting(unit.instance.graph, *unit.claim.sides) for unit in kept}
    highest = max(order.values())
    while len(kept) > many and highest > 1:
        highest -= 1
        kept = [unit for unit in kept if order[id(unit.claim)] <= highest]
    return kept


def _at_one_size(units: Sequence[Unit]) -> list[Unit]:
    sizes: dict[tuple[str, str], dict[int, None]] = {}
    for unit in units:
        sizes.setdefault((unit.case.id, unit.claim.id), {})[id(unit.claim)] = None
    taken = {list(of_claim)[turn % len(of_claim)] for turn, of_claim in enumerate(sizes.values())}
    return [unit for unit in units if id(unit.claim) in taken]
