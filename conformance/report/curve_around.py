"""A function of two numbers and its quadratic approximation, as contour lines around a point."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from conformance.casefile.model import Claim, Instance
from conformance.language.build import Builder
from conformance.language.graph import ancestors
from conformance.report.contour import contour
from conformance.report.curve import LEFT, REACHES, TOP, Curve, number, values_at
from conformance.report.curve_values import Values
from conformance.report.graph_text import plain
from conformance.report.numbers import compact
from conformance.report.plot import LinearScale, Text, draw, place

__all__ = ["around"]

_GRID = 33
_SIDE = 300.0
_SAME = 1e-6
"""The part of the function's range by which two approximations differ where they are two."""

_Function = Callable[[float, float], float]
_Lines = list[tuple[float, list[tuple[float, float]]]]
"""Level and places."""


@dataclass(frozen=True, slots=True)
class _Moved:
    """The left side of a claim: a function of two inputs at a place that moves, and what the right side says of it."""

    body: int
    stated: int | None
    """The function that the right side puts in its place; None where it is made of derivatives."""
    names: tuple[str, str]
    values: tuple[int, ...]
    """The nodes that are put in for the inputs, on the left side and then in `stated`."""


def around(instance: Instance, claim: Claim) -> Curve | None:
    """None where the claim is not of a quadratic approximation, or a better one, of a function of two numbers."""
    moved = _moved(instance, claim)
    if moved is None or claim.asymptotic is None:
        return None
    for point in claim.points:
        places = values_at(instance, claim, point, moved.values, [claim.asymptotic.variable])
        start, later = (places.at(0.0), places.at(0.5)) if places is not None else (None, None)
        if start is None or later is None:
            continue
        if start[:2] + later[:2] != start[-2:] + later[-2:]:
            moved = replace(moved, stated=None)  # the right side moves another way
        curve = _contours(instance, moved, start[0], start[1])
        if curve is not None:
            return curve
    return None


def _moved(instance: Instance, claim: Claim) -> _Moved | None:
    graph, node = instance.graph, instance.graph[claim.lhs]
    if claim.asymptotic is None or claim.asymptotic.order < 3 or claim.rhs is None or node.op != "at":
        return None
    replaced = node.params["inputs"]
    assert isinstance(replaced, tuple)
    named = {index: name for name, index in graph.inputs.items()}
    names = tuple(named[index] for index in replaced if index is not None)
    behind = ancestors(graph, node.body)
    if len(names) != 2 or {named[i] for i in behind if i in named} != set(names) or any(graph[i].shape for i in behind):
        return None
    other = graph[claim.rhs]
    if other.op == "at" and other.params == node.params:
        return _Moved(node.body, other.body, (names[0], names[1]), (*node.vectors, *other.vectors))
    return _Moved(node.body, None, (names[0], names[1]), node.vectors)


def _quadratic(instance: Instance, moved: _Moved, a: float, b: float) -> _Function | None:
    """From the true derivatives at (a, b)."""
    builder = Builder(instance.graph)
    first, second = (instance.graph.inputs[name] for name in moved.names)
    slopes = [builder.derivative("grad", moved.body, [target]) for target in (first, second)]
    bends = [builder.derivative("grad", slopes[i], [t]) for i, t in ((0, first), (0, second), (1, second))]
    found = Values(builder.graph(), [moved.body, *slopes, *bends], moved.names, {}).at(a, b)
    if found is None:
        return None
    f, fx, fy, fxx, fxy, fyy = found

    def value(x: float, y: float) -> float:
        p, q = x - a, y - b
        return f + fx * p + fy * q + (fxx * p * p + 2 * fxy * p * q + fyy * q * q) / 2

    return value


def _contours(instance: Instance, moved: _Moved, a: float, b: float) -> Curve | None:
    quadratic = _quadratic(instance, moved, a, b)
    roots = [moved.body] if moved.stated is None else [moved.body, moved.stated]
    function = Values(instance.graph, roots, moved.names, {})
    sampled = _sampled(function, a, b)
    if quadratic is None or sampled is None:
        return None
    xs, ys, grids = sampled
    flat = [value for row in grids[0] for value in row]
    low, high = min(flat), max(flat)
    second = [[quadratic(x, y) for x in xs] for y in ys]
    kinds = [("function", "the function", grids[0]), ("approximation", "its quadratic approximation", second)]
    if len(grids) > 1 and _differ(grids[1], second, low, high):
        kinds.append(("stated", "what the right side states", grids[1]))
    levels = [value for value, _ in LinearScale(low, high, 0, 1).ticks()]
    x = LinearScale(xs[0], xs[-1], LEFT, LEFT + _SIDE)
    y = LinearScale(ys[0], ys[-1], TOP + _SIDE, TOP)
    drawn = {css: list(_lines(values, levels)) for css, _, values in kinds}
    at = f"({number(a)}, {number(b)})"
    marked = [(row, column) for row in (0, _GRID // 2, -1) for column in (0, _GRID // 2, -1)]
    return Curve(
        draw(
            f"Contour lines around {at}",
            f"Contour lines of {' and '.join(meaning for _, meaning, _ in kinds)}, at the levels "
            f"{', '.join(map(number, levels))}; {plain(moved.names[0])} across, {plain(moved.names[1])} upwards.",
            x,
            y,
            plain(moved.names[0]),
            [(number(value), where) for value, where in x.ticks()],
            [(number(value), where) for value, where in y.ticks()],
            lines=(*((css, _path(lines)) for css, lines in drawn.items()), ("centre", _cross(x(a), y(b)))),
            labels=(
                *_labels(drawn["function"]),
                Text(place(LEFT - 36), place(TOP + _SIDE / 2), plain(moved.names[1]), "axis"),
            ),
        ),
        f"at the levels {', '.join(map(number, levels))}",
        tuple((css, meaning) for css, meaning, _ in kinds),
        (f"({plain(moved.names[0])}, {plain(moved.names[1])})", *(meaning for _, meaning, _ in kinds)),
        tuple(
            (f"({number(xs[c])}, {number(ys[r])})", tuple(compact(values[r][c]) for _, _, values in kinds))
            for r, c in marked
        ),
    )


def _sampled(function: Values, a: float, b: float) -> tuple[list[float], list[float], list[list[list[float]]]] | None:
    """As far around (a, b) as all values are finite: the coordinates, and a grid of each of the functions."""
    for reach in REACHES[1:]:
        xs, ys = ([c + reach * (2 * n / (_GRID - 1) - 1) for n in range(_GRID)] for c in (a, b))
        rows = []
        for y in ys:
            row = [found for x in xs if (found := function.at(x, y)) is not None]
            if len(row) < _GRID:
                break
            rows.append(row)
        else:
            return xs, ys, [[[found[i] for found in row] for row in rows] for i in range(len(rows[0][0]))]
    return None


def _differ(a: Sequence[Sequence[float]], b: Sequence[Sequence[float]], low: float, high: float) -> bool:
    gaps = (abs(p - q) for row, other in zip(a, b, strict=True) for p, q in zip(row, other, strict=True))
    return max(gaps) > _SAME * (high - low)


def _lines(
    values: Sequence[Sequence[float]], levels: Sequence[float]
) -> Iterator[tuple[float, list[tuple[float, float]]]]:
    step = _SIDE / (_GRID - 1)
    for level in levels:
        for line in contour(values, level):
            yield level, [(LEFT + column * step, TOP + _SIDE - row * step) for column, row in line]


def _path(lines: _Lines) -> str:
    return "".join("M" + "L".join(f"{place(x)} {place(y)}" for x, y in line) for _, line in lines)


def _cross(x: float, y: float) -> str:
    return f"M{place(x - 5)} {place(y)}H{place(x + 5)}M{place(x)} {place(y - 5)}V{place(y + 5)}"


def _labels(lines: _Lines) -> Iterator[Text]:
    """The level, in the middle of each level's longest line."""
    longest: dict[float, list[tuple[float, float]]] = {}
    for level, line in lines:
        if len(line) > len(longest.get(level, ())):
            longest[level] = line
    for level, line in longest.items():
        x, y = line[len(line) // 2]
        yield Text(place(x), place(y + 4), number(level), "level")
