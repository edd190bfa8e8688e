"""Both sides of a claim with a remainder term, as functions of the variable that goes to 0."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from conformance.casefile.model import Claim, Instance
from conformance.report.curve import LEFT, REACHES, TOP, Curve, called, number, values_at
from conformance.report.curve_values import Values
from conformance.report.graph_text import plain
from conformance.report.numbers import compact, superscript
from conformance.report.plot import LinearScale, draw, place

__all__ = ["along"]

_SAMPLES = 61
_WIDTH, _HEIGHT = 360, 208
_ROOM = 0.2
"""Of the function's own range, above and below it."""
_APART = 0.5
"""Times the function's range: sides that are further apart show no approximation."""


def along(instance: Instance, claim: Claim) -> Curve | None:
    """Both sides as functions of the variable that goes to 0."""
    assert claim.asymptotic is not None
    variable, order = claim.asymptotic.variable, claim.asymptotic.order
    for point in claim.points:
        values = values_at(instance, claim, point, claim.sides, [variable])
        found = _reach(values) if values is not None else None
        if found is not None:
            break
    else:
        return None
    reach, samples = found
    ts = [t for t, _ in samples]
    left = [sides[0] for _, sides in samples]
    low, high = _range(left)
    x = LinearScale(-reach, reach, LEFT, _WIDTH - 12)
    y = LinearScale(low, high, TOP + _HEIGHT, TOP)
    remainder = f"O({plain(variable)}{superscript(order)})" if order > 1 else f"O({plain(variable)})"
    middle = samples[len(samples) // 2][1][0]
    return Curve(
        draw(
            f"Both sides of {claim.id}",
            f"The left side and the right side without {remainder} against {variable} from {compact(-reach)} to "
            f"{compact(reach)}. At 0 both are {compact(middle)}; at {compact(reach)} the left side is "
            f"{compact(left[-1])}, the right side {compact(samples[-1][1][1])}.",
            x,
            y,
            plain(variable),
            [(number(value), at) for value, at in x.ticks()],
            [(number(value), at) for value, at in y.ticks()],
            lines=(
                ("zero", f"M{place(x(0))} {place(TOP)}V{place(TOP + _HEIGHT)}"),
                ("function", _path(_cut(ts, left, low, high), x, y)),
                ("approximation", _path(_cut(ts, [sides[1] for _, sides in samples], low, high), x, y)),
            ),
            labels=(),
        ),
        called(point, instance, claim.sides, [variable]),
        (("function", "left side"), ("approximation", f"right side, without {remainder}")),
        (plain(variable), "left side", "right side"),
        tuple((number(t), (compact(a), compact(b))) for t, (a, b) in samples[:: (_SAMPLES - 1) // 6]),
    )


_Samples = list[tuple[float, tuple[float, ...]]]


def _reach(values: Values) -> tuple[float, _Samples] | None:
    """As far as both sides are finite and have to do with one another."""
    for reach in REACHES:
        ts = [reach * (2 * n / (_SAMPLES - 1) - 1) for n in range(_SAMPLES)]
        samples: _Samples = []
        for t in (ts[0], ts[-1], *ts[1:-1]):
            sides = values.at(t)
            if sides is None:
                break
            samples.append((t, sides))
        else:
            samples.sort()
            left = [sides[0] for _, sides in samples]
            apart = max(abs(sides[0] - sides[1]) for _, sides in samples)
            if apart <= _APART * (max(left) - min(left)) or reach == REACHES[-1]:
                return reach, samples
    return None


def _range(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = _ROOM * (high - low) or max(abs(low), 1.0)
    return low - room, high + room


def _cut(xs: Sequence[float], ys: Sequence[float], low: float, high: float) -> Iterator[list[tuple[float, float]]]:
    """The pieces of a line that are between low and high, up to where they leave."""
    piece: list[tuple[float, float]] = []
    before: tuple[float, float] | None = None
    for x, y in zip(xs, ys, strict=True):
        inside = low <= y <= high
        if before is not None and inside != (low <= before[1] <= high):
            bound = high if max(y, before[1]) > high else low
            share = (bound - before[1]) / (y - before[1])
            piece.append((before[0] + share * (x - before[0]), bound))
        if inside:
            piece.append((x, y))
        elif piece:
            yield piece
            piece = []
        before = x, y
    if piece:
        yield piece


def _path(pieces: Iterator[list[tuple[float, float]]], x: Callable[[float], float], y: Callable[[float], float]) -> str:
    return "".join("M" + "L".join(f"{place(x(a))} {place(y(b))}" for a, b in piece) for piece in pieces)
