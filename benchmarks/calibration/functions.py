"""The functions that are observed: cases of this folder, each named after the operator that it is about.

A case's id is `calibration.GROUP.….OPERATOR`; what combines operators is
`calibration.composition.NAME`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from conformance.casefile.load import load
from conformance.casefile.model import Case, Claim, Instance
from conformance.language.graph import DERIVATIVES, ancestors
from conformance.language.ops import OPERATORS
from conformance.run.nesting import nesting

__all__ = ["CASES", "COMPOSITION", "FIXED", "cases", "operator_of", "order_of", "used"]

CASES = Path(__file__).with_name("cases")
COMPOSITION = "composition"

# Nothing to differentiate: comparisons, and what makes arrays out of nothing.
FIXED = frozenset(name for name, row in OPERATORS.items() if row.group == "comparison" or row.arity == 0)


@cache
def cases() -> Sequence[Case]:
    """The cases in order. ValueError, with every mistake, if one does not load."""
    loaded = load((CASES,))
    if loaded.problems:
        raise ValueError("\n".join(map(str, loaded.problems)))
    return loaded.cases


def operator_of(case: str) -> tuple[str, str]:
    """Group and operator that a case is about. LookupError if its id names none."""
    _, group, *_, last = case.split(".")
    if group == COMPOSITION:
        return group, last
    # A power's exponent is appended to its id.
    name = next((w for w in reversed(case.replace("-", "_").split(".")) if w in OPERATORS), None)
    if name is None or OPERATORS[name].group != group:
        raise LookupError(f"{case}: no operator of the group {group} is named")
    return group, name


def order_of(instance: Instance, claim: Claim) -> int:
    """How deep the claim's derivatives nest."""
    return max(nesting(instance.graph, side) for side in claim.sides)


def used(instance: Instance, claim: Claim) -> frozenset[tuple[str, int]]:
    """Which operators of the table are differentiated, or evaluated, and how often."""
    order = order_of(instance, claim)
    nodes = {i for side in claim.sides for i in ancestors(instance.graph, side)}
    names = {instance.graph[i].op for i in nodes} - DERIVATIVES
    return frozenset((name, order) for name in names & OPERATORS.keys())
