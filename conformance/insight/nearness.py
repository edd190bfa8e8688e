"""The error of an operator by the distance of its argument to one of its special points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf, isfinite, isnan

from conformance.insight.number import as_float
from conformance.insight.sources import Result
from conformance.insight.special import exact, plain_input
from conformance.insight.subject import Subjects
from conformance.language.graph import ancestors
from conformance.language.operator import Operator, Special
from conformance.run.expected import BASELINE_MODES

__all__ = ["FARTHEST", "Near", "nearness"]

FARTHEST = Fraction(1, 2)
"""The distance up to which a point counts as near; further on other special points have their say."""
_APPROACHING = Fraction(1, 50)
"""Two points at least are nearer than that, or nothing is approached."""
_LEAST_POINTS = 3
_NEAREST = Fraction(1, 10**38)
"""What is nearer is nothing but 0 to float32."""


@dataclass(frozen=True, slots=True)
class Near:
    """Errors of one order of derivative in one dtype, near one special point."""

    special: Special
    order: int
    dtype: str
    permitted: tuple[tuple[float, float], ...]
    """Distance and the largest error permitted there, in ulps; without those that are not bounded."""
    errors: Mapping[int, tuple[tuple[float, float], ...]]
    """By number of the run: distance and the largest error there, in ulps; inf for nan, too."""


def nearness(operator: Operator, results: Iterable[tuple[int, Result]], subjects: Subjects) -> tuple[Near, ...]:
    """By special point, order and dtype, wherever three points or more lie at different distances from it.

    `results` are of claims about the operator alone; those count in which the operator is applied to
    one input as it is. Where points, modes or executions share a distance the largest error stands.
    """
    places = dict(_places(operator.special))
    if not places:
        return ()
    arguments: dict[tuple[str, str, str], tuple[int, Fraction] | None] = {}
    errors: dict[tuple[Special, int, str], dict[int, dict[float, float]]] = {}
    permitted: dict[tuple[Special, int, str], dict[float, float]] = {}
    for number, result in results:
        error = _size(result["error_ulps"])
        if error is None or result["sizes"] or result["mode"] in BASELINE_MODES:
            continue
        where = result["case"], result["claim"], result["point"]
        if where not in arguments:
            arguments[where] = _argument(operator.name, result, subjects)
        found = arguments[where]
        if found is None:
            continue
        order, argument = found
        for special, place in places.items():
            distance = abs(argument - place)
            if _NEAREST <= distance <= FARTHEST:
                key, at = (special, order, str(result["dtype"])), float(distance)
                by_distance = errors.setdefault(key, {}).setdefault(number, {})
                by_distance[at] = max(by_distance.get(at, 0.0), error)
                allowed = _size(result["permitted_ulps"])
                if allowed is not None and isfinite(allowed):
                    permitted.setdefault(key, {})[at] = max(permitted.get(key, {}).get(at, 0.0), allowed)
    return tuple(
        Near(
            *key,
            tuple(sorted(permitted.get(key, {}).items())),
            {number: tuple(sorted(line.items())) for number, line in lines.items()},
        )
        for key, lines in sorted(errors.items(), key=lambda item: _sorting(item[0], operator.special))
        if _approached({distance for line in lines.values() for distance in line})
    )


def _places(table: Sequence[Special]) -> Iterator[tuple[Special, Fraction]]:
    """The numbers of the table that others approach: 0 where there is 1e-8, 1 where there is 0.9999."""
    numbers = [(s, number) for s in table if (number := _number(s.value)) is not None and s.value != "-0.0"]
    for special, number in numbers:
        near = [other for _, other in numbers if abs(other - number) < _APPROACHING]
        if number == min(near, key=lambda n: (n.denominator, abs(n))):
            yield special, number


def _number(text: str) -> Fraction | None:
    known = exact(text)
    return known[0] if known is not None and isinstance(known[0], Fraction) else None


def _sorting(key: tuple[Special, int, str], table: Sequence[Special]) -> tuple[int, int, str]:
    return table.index(key[0]), key[1], key[2]


def _approached(distances: set[float]) -> bool:
    return len(distances) >= _LEAST_POINTS and sum(distance < _APPROACHING for distance in distances) > 1


def _size(value: object) -> float | None:
    if not isinstance(value, int | float | str):
        return None
    return inf if isnan(as_float(value)) else as_float(value)


def _argument(operator: str, result: Result, subjects: Subjects) -> tuple[int, Fraction] | None:
    """The order of the claim, and the number that the operator is applied to where that is an input as it is."""
    about, found = subjects.whole(result), subjects.claim(result)
    if about is None or found is None:
        return None
    instance, claim = found
    graph, given = instance.graph, set()
    for index in set().union(*(ancestors(graph, side) for side in claim.sides)):
        if graph[index].op == operator:
            given.add(tuple(plain_input(graph, argument) for argument in graph[index].args))
    names = given.pop() if len(given) == 1 else ()
    values = next((p.values for p in claim.points if p.name == result["point"]), {})
    name = (names[0] if len(names) == 1 else None) or ""
    number = _number(values[name][0]) if len(values.get(name, ())) == 1 else None
    return None if number is None else (about.order, number)
