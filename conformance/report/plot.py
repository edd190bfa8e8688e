"""Lines over two scales, as small SVG: where everything goes. `plot.html` draws it.

A line is known by its marker or its dashes and its label as well as by its colour; the
style sheet has these for each class.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Line", "LinearScale", "LogScale", "Plot", "Text", "draw", "place", "plot"]

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
class LinearScale:
    """From low..high to positions start..end."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> list[tuple[float, float]]:
        """Multiples of 1, 2 or 5 times a power of ten, at most as many as there is room for: values and positions."""
        rough = (self.high - self.low) / (MOST_TICKS - 2)
        size = 10.0 ** math.floor(math.log10(rough))
        step = next(size * times for times in (1, 2, 5, 10) if size * times >= rough * (1 - 1e-9))
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        # Rounded, so that three tenths are 0.3.
        values = [round(number * step, 12 - math.floor(math.log10(step))) for number in range(first, last + 1)]
        return [(value, self(value)) for value in values]


Scale = LogScale | LinearScale


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
    """All that is drawn, in the coordinates of a box of `width` by `height`. `name` says what it is of, and
    `about` what is to be seen, in words."""

    name: str
    about: str
    grid: str
    x_ticks: tuple[Text, ...]
    y_ticks: tuple[Text, ...]
    title: Text
    band: str
    lines: tuple[tuple[str, str], ...]
    """The class of each and its path."""
    labels: tuple[Text, ...]
    width: int = WIDTH
    height: int = HEIGHT


def plot(
    lines: Sequence[Line],
    name: str,
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
    lower, upper = band
    return draw(
        name,
        about,
        x,
        y,
        x_title,
        [(x_tick(power), at) for power, at in x.ticks()],
        [(y_tick(power), at) for power, at in y.ticks()],
        lines=tuple((line.css, _path([(x(a), y(b)) for a, b in line.points])) for line in lines if line.points),
        labels=_labels([(x(line.points[-1][0]), y(line.points[-1][1]), line) for line in lines if line.points]),
        band=" ".join(f"{place(x(a))},{place(y(b))}" for a, b in [*lower, *reversed(upper)]),
    )


def draw(
    name: str,
    about: str,
    x: Scale,
    y: Scale,
    x_title: str,
    x_ticks: Sequence[tuple[str, float]],
    y_ticks: Sequence[tuple[str, float]],
    *,
    lines: tuple[tuple[str, str], ...],
    labels: tuple[Text, ...],
    band: str = "",
) -> Plot:
    """A plot in the box that the scales fill: lines, and labels of lines, where they are told to be."""
    (left, right), (top, bottom) = sorted((x.start, x.end)), sorted((y.start, y.end))
    grid = "".join(f"M{place(at)} {place(top)}V{place(bottom)}" for _, at in x_ticks)
    grid += "".join(f"M{place(left)} {place(at)}H{place(right)}" for _, at in y_ticks)
    return Plot(
        name=name,
        about=about,
        grid=grid,
        x_ticks=tuple(Text(place(at), place(bottom + 14), text) for text, at in x_ticks),
        y_ticks=tuple(Text(place(left - 6), place(at + 4), text) for text, at in y_ticks),
        title=Text(place((left + right) / 2), place(bottom + BOTTOM - 3), x_title),
        band=band,
        lines=lines,
        labels=labels,
        height=round(bottom + BOTTOM),
    )


def _path(points: Points) -> str:
    return "M" + "L".join(f"{place(x)} {place(y)}" for x, y in points)


def _labels(ends: Sequence[tuple[float, float, Line]]) -> tuple[Text, ...]:
    """Each at the end of its line, moved up where it would lie on the one below."""
    placed: list[Text] = []
    lowest = math.inf
    for x, y, line in sorted(ends, key=lambda end: -end[1]):
        lowest = min(y, lowest - LABEL_GAP)
        placed.append(Text(place(x + 7), place(lowest + 4), line.label, line.css))
    return tuple(placed)


def place(position: float) -> str:
    """A coordinate, to a tenth."""
    return f"{position:.1f}".removesuffix(".0")
