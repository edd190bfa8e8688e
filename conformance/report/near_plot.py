"""Error against the distance to a special point: a plot for each order of derivative and dtype."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from conformance.insight.nearness import Near
from conformance.language.operator import Special
from conformance.report.causes import order_name
from conformance.report.merge import Column
from conformance.report.numbers import NOTHING, compact, power
from conformance.report.plot import Line, Plot, plot

__all__ = ["LINES", "Approach", "approaches"]

LINES = tuple(
    (f"run-{number}", shape)
    for number, shape in enumerate(
        (
            "M5 1.6A3.4 3.4 0 1 1 5 8.4A3.4 3.4 0 1 1 5 1.6Z",
            "M2 2H8V8H2Z",
            "M5 1L9.2 8.4H.8Z",
            "M5 .8L9.2 5L5 9.2L.8 5Z",
            "M.8 1.6H9.2L5 9Z",
            "M.6 3.6H3.6V.6H6.4V3.6H9.4V6.4H6.4V9.4H3.6V6.4H.6Z",
        )
    )
)
"""The class of a run's line, by its number, and its marker."""
_LEAST = 1e-3
"""Ulps; an error that is less is drawn there."""
_LONGEST_LABEL = 10


@dataclass(frozen=True, slots=True)
class _Panel:
    title: str
    plot: Plot
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """Distance, permitted error, then the error of each run."""


@dataclass(frozen=True, slots=True)
class Approach:
    """What approaches one special point."""

    special: Special
    lines: tuple[tuple[str, Column], ...]
    panels: tuple[_Panel, ...]


def approaches(near: Sequence[Near], columns: Mapping[int, Column]) -> tuple[Approach, ...]:
    """Plots by special point; all those of one point share their scales. `columns` by number of the run."""
    found = []
    for special, group in groupby(near, key=lambda n: n.special):
        together = [n for n in group if any(number in columns for number in n.errors)]
        numbers = [number for number in columns if any(number in n.errors for n in together)]
        css = {number: LINES[i % len(LINES)][0] for i, number in enumerate(numbers)}
        if together:
            scales = _distances(together), _heights(together)
            panels = tuple(_panel(n, columns, css, *scales) for n in together)
            found.append(Approach(special, tuple((css[n], columns[n]) for n in numbers), panels))
    return tuple(found)


def _distances(near: Iterable[Near]) -> list[float]:
    return [distance for n in near for line in n.errors.values() for distance, _ in line]


def _heights(near: Sequence[Near]) -> list[float]:
    finite = [error for n in near for line in n.errors.values() for _, error in line if math.isfinite(error)]
    finite += [allowed for n in near for _, allowed in n.permitted]
    most = max([1.0, *finite])
    unbounded = any(math.isinf(error) for n in near for line in n.errors.values() for _, error in line)
    # What has no size is drawn a decade above everything that has one.
    return [_LEAST, 10.0 ** (math.ceil(math.log10(most)) + 1) if unbounded else most]


def _panel(
    near: Near, columns: Mapping[int, Column], css: Mapping[int, str], xs: Sequence[float], ys: Sequence[float]
) -> _Panel:
    top = max(ys)
    numbers = [number for number in css if number in near.errors]
    title = f"{order_name(near.order)}, {near.dtype}"
    return _Panel(
        title[:1].upper() + title[1:],
        plot(
            [
                Line(
                    css[number],
                    columns[number].backend[:_LONGEST_LABEL],
                    [(distance, min(max(error, _LEAST), top)) for distance, error in near.errors[number]],
                )
                for number in numbers
            ],
            f"Error near {near.special.value}: {title}",
            _in_words(near, columns, numbers),
            x_values=xs,
            y_values=ys,
            x_title=f"distance to {near.special.value}",
            x_tick=power,
            y_tick=lambda exponent: _tick(exponent, top),
            band=_band(near),
        ),
        tuple(_rows(near, numbers)),
    )


def _band(near: Near) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    return [(d, _LEAST) for d, _ in near.permitted], [(d, max(allowed, _LEAST)) for d, allowed in near.permitted]


def _tick(exponent: int, top: float) -> str:
    if exponent <= math.log10(_LEAST):
        return f"≤ {power(exponent)}"
    return "nan, ∞" if top > 10 and math.isclose(10.0**exponent, top) else power(exponent)


def _in_words(near: Near, columns: Mapping[int, Column], numbers: Sequence[int]) -> str:
    distances = [distance for line in near.errors.values() for distance, _ in line]
    told = []
    for number in numbers:
        line = near.errors[number]
        worst = max(line, key=lambda point: point[1])
        told.append(
            f"{columns[number].label}: {_size(line[0][1])} ulps at the nearest point, at most {_size(worst[1])}, "
            f"at a distance of {compact(worst[0])}"
        )
    return (
        f"Error in ulps against the distance to {near.special.value}, both logarithmic, "
        f"from {compact(min(distances))} to {compact(max(distances))}. {'; '.join(told)}."
    )


def _rows(near: Near, numbers: Sequence[int]) -> Iterable[tuple[str, tuple[str, ...]]]:
    permitted = dict(near.permitted)
    errors = {number: dict(near.errors[number]) for number in numbers}
    for distance in sorted({d for line in errors.values() for d in line}):
        cells = [_size(permitted[distance]) if distance in permitted else "any"]
        cells += [_size(errors[number][distance]) if distance in errors[number] else NOTHING for number in numbers]
        yield compact(distance), tuple(cells)


def _size(error: float) -> str:
    return "nan or ∞" if math.isinf(error) else compact(error)
