"""What the figures of cost files come to: ratios to the value, and how they grow."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conformance.report.cost_file import Cost, Function, Series
from conformance.report.numbers import NOTHING, compact

__all__ = ["Seen", "every_function", "growth", "ratios", "seen", "spread"]


@dataclass(frozen=True, slots=True)
class Seen:
    """Least and most over backends and functions. `ratio`: reverse gradient by value, at the largest n of all;
    `slope`: p, where forward gradient by value grows as n to the power p; None where no forward gradient is."""

    n: int
    ratio: tuple[str, str]
    slope: tuple[str, str] | None


def every_function(costs: Sequence[Cost]) -> Iterator[Function]:
    return (function for cost in costs for function in cost.functions)


def ratios(function: Function, series: Series) -> list[tuple[int, float]]:
    """n, and the seconds of the series by those of the value, wherever both are known."""
    value = function.of("value")
    pairs = [(point, value.at(point.n)) for point in series.points] if value else []
    return [(point.n, point.min / base.min) for point, base in pairs if base]


def seen(costs: Sequence[Cost]) -> Seen | None:
    """What the figures show at large; None where no function was differentiated in reverse mode."""
    by_n: dict[int, list[float]] = {}
    slopes = []
    for function in every_function(costs):
        reverse, forward = function.of("reverse"), function.of("forward")
        for n, ratio in ratios(function, reverse) if reverse else ():
            by_n.setdefault(n, []).append(ratio)
        slope = growth(ratios(function, forward)) if forward else None
        if slope is not None:
            slopes.append(slope)
    if not by_n:
        return None
    n = max(by_n)
    return Seen(
        n,
        (compact(min(by_n[n])), compact(max(by_n[n]))),
        (f"{min(slopes):.2f}", f"{max(slopes):.2f}") if slopes else None,
    )


def growth(points: Sequence[tuple[float, float]]) -> float | None:
    """p of the power law y = c·nᵖ that fits best, by least squares of the logarithms; None for under three points."""
    if len(points) < 3:
        return None
    xs, ys = [math.log(n) for n, _ in points], [math.log(y) for _, y in points]
    middle, level = sum(xs) / len(xs), sum(ys) / len(ys)
    square = sum((x - middle) ** 2 for x in xs)
    return sum((x - middle) * (y - level) for x, y in zip(xs, ys, strict=True)) / square


def spread(cost: Cost) -> tuple[str, str]:
    """Median by least seconds over all points: in the middle, and at most."""
    found = sorted(p.median / p.min for f in cost.functions for series in f.series for p in series.points)
    return (compact(found[len(found) // 2]), compact(found[-1])) if found else (NOTHING, NOTHING)
