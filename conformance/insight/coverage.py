"""What was tested: operator by backend, mode and order, and what was not.

An operator is tested *alone* where it is what a claim is about, and *inside* where it is
differentiated among others. Orders 0 (the value) to 4 are asked of what works entry by
entry, 0 to 2 of what does not; what has no derivative, such as a comparison, is asked for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from conformance.casefile.model import Case
from conformance.insight.sources import Result, Run
from conformance.insight.subject import Subject, Subjects, subject
from conformance.language.operator import Operator
from conformance.language.ops import OPERATORS
from conformance.language.shapes import elementwise

__all__ = ["Cell", "Coverage", "Row", "asked", "coverage"]

_WITHOUT_DERIVATIVE = frozenset({"comparison", "making"})


@dataclass(slots=True)
class Cell:
    """The results of an operator in one run, mode and order, counted by group of verdicts."""

    alone: Counter[str] = field(default_factory=Counter)
    inside: Counter[str] = field(default_factory=Counter)

    @property
    def counted(self) -> Counter[str]:
        """Those alone, if there are any."""
        return self.alone or self.inside


@dataclass(frozen=True, slots=True)
class Row:
    """One operator."""

    name: str
    group: str
    asked: tuple[int, ...]
    claims: Mapping[int, bool]
    """The orders at which claims have it, and whether in one of them it is alone."""
    cells: Mapping[tuple[int, str], Mapping[int, Cell]]
    """By number of the run and mode, then by order."""
    refused: Mapping[int, str]
    """By number of the run: why the backend has no such operator, in its words."""

    @property
    def untested(self) -> tuple[int, ...]:
        """The orders asked for at which there is no claim."""
        return tuple(order for order in self.asked if order not in self.claims)

    @property
    def inside_only(self) -> tuple[int, ...]:
        """The orders asked for at which it is in claims, but never alone."""
        return tuple(order for order in self.asked if self.claims.get(order) is False)


@dataclass(frozen=True, slots=True)
class Coverage:
    rows: tuple[Row, ...]
    """In the order of the table of operators."""
    columns: tuple[tuple[int, str], ...]
    """Number of a run and mode, in the order of the runs."""


def asked(operator: Operator) -> tuple[int, ...]:
    """The orders at which the operator should be tested."""
    if operator.group in _WITHOUT_DERIVATIVE:
        return ()
    return tuple(range(5 if operator.shape is elementwise else 3))


def coverage(runs: Sequence[Run], cases: Sequence[Case], subjects: Subjects) -> Coverage:
    """What the cases ask of every operator, and what came of it in the runs."""
    claims = _claims(cases)
    cells: dict[str, dict[tuple[int, str], dict[int, Cell]]] = {}
    refusals: dict[tuple[str, int], list[tuple[Result | None, int]]] = {}
    columns: dict[tuple[int, str], None] = {}
    for number, run in enumerate(runs):
        for first, times in _alike(run):
            columns[number, first["mode"]] = None
            about = subjects.whole(first)
            if about is None:
                continue
            alone = subjects.alone(first)
            for name in about.operators:
                by_order = cells.setdefault(name, {}).setdefault((number, first["mode"]), {})
                cell = by_order.setdefault(about.order, Cell())
                (cell.alone if alone == name else cell.inside)[first["group"]] += times
                if alone == name:
                    refused = first if first["verdict"] == "unsupported" else None
                    refusals.setdefault((name, number), []).append((refused, times))
    rows = tuple(
        Row(name, operator.group, asked(operator), claims.get(name, {}), cells.get(name, {}), {
            number: reason for number in range(len(runs)) if (reason := _reason(refusals.get((name, number), [])))
        })
        for name, operator in OPERATORS.items()
        if asked(operator)
    )  # fmt: skip
    return Coverage(rows, tuple(columns))


def _claims(cases: Sequence[Case]) -> dict[str, dict[int, bool]]:
    """By operator: the orders at which it is differentiated, and whether it is alone somewhere."""
    found: dict[str, dict[int, bool]] = {}
    for about in _subjects(cases):
        for name in about.operators:
            orders = found.setdefault(name, {})
            orders[about.order] = orders.get(about.order, False) or about.alone == name
    return found


def _subjects(cases: Sequence[Case]) -> Iterator[Subject]:
    for case in cases:
        for instance in case.instances[:1]:
            for claim in instance.claims:
                yield subject(instance.graph, claim.sides)


def _alike(run: Run) -> list[tuple[Result, int]]:
    """One result of each claim, mode and outcome, and how many there are like it."""
    found: dict[tuple[object, ...], list[Any]] = {}
    for result in run.results:
        verdict = result["verdict"]
        outcome = result["group"], verdict == "wrong-dtype", verdict == "unsupported" and result["message"]
        key = result["case"], result["claim"], tuple(result["sizes"].items()), result["mode"], *outcome
        found.setdefault(key, [result, 0])[1] += 1
    return [(result, times) for result, times in found.values()]


def _reason(refusals: Sequence[tuple[Result | None, int]]) -> str | None:
    """Why the backend refused the operator wherever it was alone; None if it did not refuse it everywhere."""
    if not refusals or any(result is None for result, _ in refusals):
        return None
    told: Counter[str] = Counter()
    for result, times in refusals:
        if result is not None:
            told[str(result["message"] or "")] += times
    return min(told, key=lambda message: (-told[message], message)) or "no reason given"
