"""Lines over two logarithmic scales, as small SVG: where everything goes. `plot.html` draws it.

A line is known by its marker, its dashes and its label as well as by its colour; the
style sheet has these for each class.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Line", "LogScale", "Plot", "plot"]

WIDTH, HEIGHT = 360, 250
LEFT, RIGHT, TOP, BOTTOM = 50, 62, 8, 34
"""Room for tick labels on the left and below, and for the lines' own labels on the right."""
LABEL_GAP = 13.0
MOST_TICKS = 8

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class LogScale:
    """From low..high, whole decades, to positions start..end."""

    low: int
    high: int
    start: float
    end: float

    @classmethod
    def over(cls, values: Sequence[float], start: float, end: float) -> LogScale:
        """The decades in which positive values lie: at least one."""
        low, high = (round_(math.log10(pick(values))) for round_, pick in ((math.floor, min), (math.ceil, max)))
        return cls(low, max(high, low + 1), start, end)

    def __call__(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[tuple[int, float]]:
        """Powers of ten, evenly spaced and not too many: exponents and positions."""
        step = math.ceil((self.high - self.low) / MOST_TICKS)
        return [(exponent, self(10.0**exponent)) for exponent in range(self.low, self.high + 1, step)]


@dataclass(frozen=True, slots=True)
class Line:
    """Points in order; `css`: the class that styles it, its marker and its label."""

    css: str
    label: str
    points: Points


@dataclass(frozen=True, slots=True)
class Text:
    x: str
    y: str
    text: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """All that is drawn, in the coordinates of a box of `width` by `height`. `about` says it in words."""

    about: str
    grid: str
    x_ticks: tuple[Text, ...]
    y_ticks: tuple[Text, ...]
    title: Text
    band: str
    lines: tuple[tuple[str, str], ...]
    labels: tuple[Text, ...]
    width: int = WIDTH
    height: int = HEIGHT


def plot(
    lines: Sequence[Line],
    about: str,
    *,
    x_values: Sequence[float],
    y_values: Sequence[float],
    x_title: str,
    x_tick: Callable[[int], str],
    y_tick: Callable[[int], str],
    band: tuple[Points, Points] = ((), ()),
) -> Plot:
    """Lines with positive coordinates, on scales that hold `x_values` and `y_values`: those of every plot
    that is to be compared with this one. `band` is shaded between its two lines. A tick is labelled by its
    power of ten."""
    x = LogScale.over(x_values, LEFT, WIDTH - RIGHT)
    y = LogScale.over(y_values, HEIGHT - BOTTOM, TOP)
    grid = "".join(f"M{_at(place)} {TOP}V{HEIGHT - BOTTOM}" for _, place in x.ticks())
    grid += "".join(f"M{LEFT} {_at(place)}H{WIDTH - RIGHT}" for _, place in y.ticks())

    def placed(points: Points) -> str:
        return " ".join(f"{_at(x(a))},{_at(y(b))}" for a, b in points)

    lower, upper = band
    return Plot(
        about=about,
        grid=grid,
        x_ticks=tuple(Text(_at(place), _at(HEIGHT - BOTTOM + 14), x_tick(power)) for power, place in x.ticks()),
        y_ticks=tuple(Text(_at(LEFT - 6), _at(place + 4), y_tick(power)) for power, place in y.ticks()),
        title=Text(_at((LEFT + WIDTH - RIGHT) / 2), _at(HEIGHT - 3), x_title),
        band=placed([*lower, *reversed(upper)]),
        lines=tuple((line.css, placed(line.points)) for line in lines if line.points),
        labels=_labels([(x(line.points[-1][0]), y(line.points[-1][1]), line) for line in lines if line.points]),
    )


def _labels(ends: Sequence[tuple[float, float, Line]]) -> tuple[Text, ...]:
    """Each at the end of its line, moved up where it would lie on the one below."""
    placed: list[Text] = []
    lowest = math.inf
    for x, y, line in sorted(ends, key=lambda end: -end[1]):
        lowest = min(y, lowest - LABEL_GAP)
        placed.append(Text(_at(x + 7), _at(lowest + 4), line.label, line.css))
    return tuple(placed)


def _at(position: float) -> str:
    """A coordinate, to a tenth."""
    return f"{position:.1f}".removesuffix(".0")
