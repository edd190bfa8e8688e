"""A computation graph as SVG: boxes with their texts, edges with arrows and labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from conformance.report.graph_layout import Box, Laid, lay_out
from conformance.report.graph_values import Step
from conformance.report.plot import place

__all__ = ["Picture", "Texts", "picture"]

MARGIN = 6.0
_LINE, _CHARACTER = 17.0, 7.2
"""Pixels: the height of a line of text, and the width of a character where it is not known better."""
_LABEL_HEIGHT = 15.0
_LEAST_BETWEEN = 104.0
_CROWDED = 4.0
"""What a label costs that lies on a point of another edge, in the area of text that it would cover."""

Texts = tuple[str, str, str, str]
"""What stands in a box: its title, its value, forward derivative and adjoint."""


@dataclass(frozen=True, slots=True)
class _Node:
    css: str
    x: str
    y: str
    width: str
    height: str
    lines: tuple[tuple[str, str, str, str], ...]
    """Class, x, y and text."""


@dataclass(frozen=True, slots=True)
class _Edge:
    path: str
    head: str
    x: str
    y: str
    label: str
    left: str
    top: str
    wide: str
    high: str
    """The ground of the label."""


@dataclass(frozen=True, slots=True)
class Picture:
    width: str
    height: str
    nodes: tuple[_Node, ...]
    edges: tuple[_Edge, ...]


def picture(
    drawn: Sequence[Step], output: int, texts: Mapping[int, Texts], labels: Mapping[tuple[int, int], str]
) -> Picture:
    """`texts` by node and `labels` by edge; `output` is the node of the function itself."""
    between = max(_LEAST_BETWEEN, 60 + _CHARACTER * max(map(len, labels.values()), default=0))
    boxes = {step.index: _box(texts[step.index]) for step in drawn}
    laid = lay_out(boxes, {step.index: step.before for step in drawn}, between)
    kinds = {step.index: "output" if step.index == output else "" if step.before else "input" for step in drawn}
    return Picture(
        place(laid.width + 2 * MARGIN),
        place(laid.height + 2 * MARGIN),
        tuple(_node(texts[i], box, laid.centres[i], kinds[i]) for i, box in boxes.items()),
        tuple(_edges(labels, laid, boxes)),
    )


def _box(lines: Texts) -> Box:
    title, value, forward, adjoint = lines
    longest = max(len(title), len(value), len(forward) + len(adjoint) + 2)
    return Box(round(_CHARACTER * longest + 18), round(3 * _LINE + 9))


def _node(lines: Texts, box: Box, centre: _Point, kind: str) -> _Node:
    x, y = centre
    left, top = MARGIN + x - box.width / 2, MARGIN + y - box.height / 2
    middle, right = left + box.width / 2, left + box.width
    title, value, forward, adjoint = lines
    places = (
        ("name", middle, 1, title),
        ("value", middle, 2, value),
        ("fwd", left + 8, 3, forward),
        ("adj", right - 8, 3, adjoint),
    )
    return _Node(
        kind,
        place(left),
        place(top),
        place(box.width),
        place(box.height),
        tuple((css, place(at), place(top + row * _LINE), text) for css, at, row, text in places),
    )


_Point = tuple[float, float]
_Rectangle = tuple[float, float, float, float]


def _edges(labels: Mapping[tuple[int, int], str], laid: Laid, boxes: Mapping[int, Box]) -> Iterator[_Edge]:
    paths = {edge: _samples(points) for edge, points in laid.edges.items()}
    taken = [_around(laid.centres[i], box.width, box.height) for i, box in boxes.items()]
    for edge, label in labels.items():
        points = laid.edges[edge]
        width = _CHARACTER * len(label) + 8
        others = [point for other, path in paths.items() if other != edge for point in path]
        x, y = _free(points, width, taken, others)
        taken.append(_around((x, y), width, _LABEL_HEIGHT))
        moved = [(a + MARGIN, b + MARGIN) for a, b in points]
        yield _Edge(
            _curve(moved), _head(*moved[-1]), place(x + MARGIN), place(y + MARGIN + 4), label,
            place(x + MARGIN - width / 2), place(y + MARGIN - _LABEL_HEIGHT / 2), place(width), place(_LABEL_HEIGHT),
        )  # fmt: skip


def _head(x: float, y: float) -> str:
    return f"M{place(x - 8)} {place(y - 4)}L{place(x)} {place(y)}L{place(x - 8)} {place(y + 4)}Z"


def _curve(points: Sequence[_Point]) -> str:
    """Through the points, level at each."""
    path = f"M{place(points[0][0])} {place(points[0][1])}"
    for (a, b), (c, d) in pairwise(points):
        half = (a + c) / 2
        path += f"C{place(half)} {place(b)} {place(half)} {place(d)} {place(c)} {place(d)}"
    return path


def _free(points: Sequence[_Point], width: float, taken: Sequence[_Rectangle], others: Sequence[_Point]) -> _Point:
    """Where on its edge a label meets least of what is there already; the earlier of equally good places."""
    places = [_on(points[0], points[1], t) for t in (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73)]
    places += [_on(points[-2], points[-1], t) for t in (0.5, 0.4, 0.6, 0.3, 0.7)]

    def crowd(at: _Point) -> float:
        own = _around(at, width, _LABEL_HEIGHT)
        covered = sum(_overlap(own, other) for other in taken)
        return round(covered + _CROWDED * sum(own[0] < x < own[2] and own[1] < y < own[3] for x, y in others), 6)

    return min(places, key=crowd)


def _samples(points: Sequence[_Point]) -> list[_Point]:
    return [_on(a, b, n / 24) for a, b in pairwise(points) for n in range(1, 24)]


def _on(start: _Point, end: _Point, t: float) -> _Point:
    """A point of the cubic from start to end that is level at both."""
    s = 1 - t
    half = (start[0] + end[0]) / 2
    return (
        s**3 * start[0] + 3 * s * t * half + t**3 * end[0],
        (s**3 + 3 * s**2 * t) * start[1] + (t**3 + 3 * s * t**2) * end[1],
    )


def _around(centre: _Point, width: float, height: float) -> _Rectangle:
    x, y = centre
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _overlap(a: _Rectangle, b: _Rectangle) -> float:
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
