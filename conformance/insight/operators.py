"""How each operator fares by itself: by backend, mode, order of derivative and point."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from conformance.casefile.model import Case, Point
from conformance.insight.nearness import Near, nearness
from conformance.insight.number import as_float
from conformance.insight.sources import Result, Run
from conformance.insight.special import arguments, specials
from conformance.insight.subject import Subjects, subject
from conformance.language.operator import Operator, Special
from conformance.language.ops import OPERATORS
from conformance.language.shapes import elementwise
from conformance.run.verdicts import BADNESS

__all__ = ["OperatorResults", "Spot", "Worst", "operators", "share"]


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A claim at one of its points, or at all those that a sample of it drew."""

    order: int
    case: str
    claim: str
    point: str


@dataclass(slots=True)
class Worst:
    """How many results there are, of all dtypes, executions and sizes, and the worst of them."""

    results: int
    worst: Result
    rank: tuple[int, float]


@dataclass(slots=True)
class OperatorResults:
    """What is known of one operator."""

    operator: Operator
    cases: tuple[str, ...]
    """Those with a claim that is about the operator alone."""
    containing: tuple[str, ...]
    """Others, in which it is differentiated among others."""
    spots: dict[Spot, dict[tuple[int, str], Worst]] = field(default_factory=dict)
    """The results of claims about it alone, by number of the run and mode; by order, then in the order of the cases."""
    at: dict[Spot, tuple[Special, ...]] = field(default_factory=dict)
    """The special points of the operator's that a spot is at."""
    groups: dict[int, Counter[str]] = field(default_factory=dict)
    """By number of the run, how many results are in which group of verdicts."""
    near: tuple[Near, ...] = ()
    """Errors by the distance to a special point."""


def operators(runs: Sequence[Run], cases: Sequence[Case], subjects: Subjects) -> tuple[OperatorResults, ...]:
    """Every operator that a claim differentiates or takes the value of, in the order of the table."""
    found = _in_cases(cases)
    places = _Places(subjects, found)
    alone: dict[str, list[tuple[int, Result]]] = {}
    for number, run in enumerate(runs):
        for result in run.results:
            place = places.of(result)
            if place is not None:
                place.count(number, result)
                alone.setdefault(place.tested.operator.name, []).append((number, result))
    order = {case.id: number for number, case in enumerate(cases)}
    for name, tested in found.items():
        ordered = sorted(tested.spots, key=lambda spot: (spot.order, order[spot.case]))
        tested.spots = {spot: tested.spots[spot] for spot in ordered}
        tested.near = nearness(tested.operator, alone.get(name, ()), subjects)
    return tuple(found.values())


def share(result: Result) -> float | None:
    """The error by the error that is permitted: above 1 it is not excused. None where no number came back."""
    error, permitted = (_number(result[key]) for key in ("error_ulps", "permitted_ulps"))
    if error is None or permitted is None:
        return None
    if error == 0:
        return 0.0
    return error / permitted if permitted and not math.isnan(error) else math.inf


def _number(value: object) -> float | None:
    return as_float(value) if isinstance(value, int | float | str) else None


def _in_cases(cases: Sequence[Case]) -> dict[str, OperatorResults]:
    alone: dict[str, dict[str, None]] = {}
    inside: dict[str, dict[str, None]] = {}
    for case, operator, is_alone in _mentions(cases):
        (alone if is_alone else inside).setdefault(operator, {})[case] = None
    return {
        name: OperatorResults(
            operator,
            tuple(alone.get(name, ())),
            tuple(case for case in inside.get(name, ()) if case not in alone.get(name, ())),
        )
        for name, operator in OPERATORS.items()
        if name in alone or name in inside
    }


def _mentions(cases: Sequence[Case]) -> Iterator[tuple[str, str, bool]]:
    for case in cases:
        for instance in case.instances[:1]:
            for claim in instance.claims:
                about = subject(instance.graph, claim.sides)
                yield from ((case.id, name, about.alone == name) for name in about.operators)


@dataclass(frozen=True, slots=True)
class _Place:
    """A claim about one operator alone, at a point."""

    tested: OperatorResults
    cells: dict[tuple[int, str], Worst]

    def count(self, number: int, result: Result) -> None:
        part = share(result)
        rank = BADNESS[result["verdict"]], -1.0 if part is None else part
        key = number, result["mode"]
        cell = self.cells.get(key)
        if cell is None:
            self.cells[key] = Worst(1, result, rank)
        else:
            cell.results += 1
            if rank > cell.rank:
                cell.worst, cell.rank = result, rank
        self.tested.groups.setdefault(number, Counter())[result["group"]] += 1


class _Places:
    """Where results belong, found once for each claim, sizes and point."""

    def __init__(self, subjects: Subjects, found: Mapping[str, OperatorResults]) -> None:
        self._subjects = subjects
        self._found = found
        self._known: dict[tuple[object, ...], _Place | None] = {}

    def of(self, result: Result) -> _Place | None:
        """None for a result that is not about one operator alone."""
        name = self._subjects.alone(result)
        if name is None:
            return None
        key = result["case"], result["claim"], result["point"], *result["sizes"].values()
        if key not in self._known:
            self._known[key] = self._find(result, name)
        return self._known[key]

    def _find(self, result: Result, name: str) -> _Place | None:
        about, tested = self._subjects.whole(result), self._found.get(name)
        if about is None or tested is None:
            return None
        called, at = self._called(result, tested.operator, about.inputs)
        spot = Spot(about.order, result["case"], result["claim"], called)
        if at:
            tested.at.setdefault(spot, at)
        return _Place(tested, tested.spots.setdefault(spot, {}))

    def _called(self, result: Result, operator: Operator, inputs: Sequence[str]) -> tuple[str, tuple[Special, ...]]:
        """How the point is called, and which of the operator's special points it is."""
        name = str(result["point"])
        found = self._subjects.claim(result)
        point = next((p for p in found[1].points if p.name == name), None) if found else None
        if found is None or point is None:
            return name, ()
        instance, claim = found
        at = specials(operator.special, instance, point, inputs)
        called = _called(point, at, inputs)
        if operator.shape is elementwise:
            # asinh(2*x - 1) is at 0 where x is not.
            direct = arguments(instance.graph, claim.sides, operator.name)
            at = specials(operator.special, instance, point, [name for name in inputs if name in direct])
        return called, at


def _called(point: Point, at: Sequence[Special], inputs: Sequence[str]) -> str:
    """A few numbers by their values, samples by their common name, arrays by the patterns that they have."""
    drawn = "#" in point.name and not at
    values = [(name, point.values[name]) for name in inputs if name in point.values]
    if not drawn and 0 < len(values) <= 2 and all(len(entries) == 1 for _, entries in values):
        return ", ".join(f"{name} = {entries[0]}" for name, entries in values)
    return f"{point.group}: {', '.join(s.value for s in at)}" if at and "#" in point.name else point.group
