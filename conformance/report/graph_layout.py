"""Where the nodes and edges of a small graph go: layers from left to right.

The layered method of Sugiyama, Tagawa and Toda (1981): a node's layer is the longest path
to it; edges over several layers get a place in each; orders within layers follow the mean
of their neighbours until fewer edges do not cross; heights are the means of neighbours', as
near as room permits.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

__all__ = ["Box", "Laid", "lay_out"]

GAP = 16.0
"""Between boxes of one layer."""
_LANE = 10.0
"""The height of an edge that passes a layer."""
_SWEEPS = 12
_PORTS = 12.0
"""Between edges at one side of a box, where there is room."""

Place = Hashable


@dataclass(frozen=True, slots=True)
class Box:
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Laid:
    """The centre of every box, and for each edge the points that it passes, ends included; in a box from (0, 0)."""

    width: float
    height: float
    centres: Mapping[int, tuple[float, float]]
    edges: Mapping[tuple[int, int], tuple[tuple[float, float], ...]]


def lay_out(boxes: Mapping[int, Box], before: Mapping[int, Sequence[int]], between: float) -> Laid:
    """Boxes in topological order, and for each those that it has edges from; `between` is left from layer to layer."""
    layers, links, chains = _layered(boxes, before)
    _untangle(layers, links)
    heights = {place: _height(place, boxes) for layer in layers for place in layer}
    ys = _heights(layers, links, heights)
    xs, width = _columns(layers, boxes, between)
    top = min(ys[p] - heights[p] / 2 for p in ys)
    bottom = max(ys[p] + heights[p] / 2 for p in ys)
    rows = {place: y - top for place, y in ys.items()}
    centres = {node: (xs[node][0] + xs[node][1] / 2, rows[node]) for node in boxes}
    leaving = _ports(chains, rows, boxes, 0)
    arriving = _ports(chains, rows, boxes, -1)
    edges = {}
    for edge, chain in chains.items():
        middle = [
            point for lane in chain[1:-1] for x, w in [xs[lane]] for point in ((x, rows[lane]), (x + w, rows[lane]))
        ]
        start, end = edge
        edges[edge] = (
            (centres[start][0] + boxes[start].width / 2, leaving[edge]),
            *middle,
            (centres[end][0] - boxes[end].width / 2, arriving[edge]),
        )
    return Laid(width, bottom - top, centres, edges)


def _ports(
    chains: Mapping[tuple[int, int], Sequence[Place]], rows: Mapping[Place, float], boxes: Mapping[int, Box], side: int
) -> dict[tuple[int, int], float]:
    """Where each edge meets its box: spread over the side, in the order of where they come from or go to."""
    found: dict[tuple[int, int], float] = {}
    for node, box in boxes.items():
        own = [edge for edge in chains if edge[side] == node]
        own.sort(key=lambda edge: rows[chains[edge][1 if side == 0 else -2]])
        apart = min(_PORTS, (box.height - _PORTS) / max(1, len(own)))
        for number, edge in enumerate(own):
            found[edge] = rows[node] + (number - (len(own) - 1) / 2) * apart
    return found


def _height(place: Place, boxes: Mapping[int, Box]) -> float:
    return boxes[place].height if isinstance(place, int) else _LANE


_Links = dict[Place, list[Place]]


def _layered(
    boxes: Mapping[int, Box], before: Mapping[int, Sequence[int]]
) -> tuple[list[list[Place]], tuple[_Links, _Links], dict[tuple[int, int], list[Place]]]:
    depth: dict[int, int] = {}
    for node in boxes:
        depth[node] = max((depth[b] + 1 for b in before[node]), default=0)
    after = {node: [n for n in boxes if node in before[n]] for node in boxes}
    for node in reversed(list(boxes)):
        # What is needed late stands late, so that edges are short.
        if not before[node] and after[node]:
            depth[node] = min(depth[n] for n in after[node]) - 1
    layers: list[list[Place]] = [[] for _ in range(max(depth.values()) + 1)]
    for node in boxes:
        layers[depth[node]].append(node)
    backward: _Links = {}
    forward: _Links = {}
    chains: dict[tuple[int, int], list[Place]] = {}
    for node, starts in before.items():
        for start in starts:
            lanes: list[Place] = [(start, node, layer) for layer in range(depth[start] + 1, depth[node])]
            for lane, layer in zip(lanes, range(depth[start] + 1, depth[node]), strict=True):
                layers[layer].append(lane)
            chains[start, node] = [start, *lanes, node]
            for a, b in pairwise(chains[start, node]):
                forward.setdefault(a, []).append(b)
                backward.setdefault(b, []).append(a)
    return layers, (backward, forward), chains


def _untangle(layers: list[list[Place]], links: tuple[_Links, _Links]) -> None:
    """Order each layer by the mean place of its neighbours, back and forth, and keep what crosses least."""
    best, fewest = [list(layer) for layer in layers], _crossings(layers, links[1])
    for sweep in range(_SWEEPS):
        backward = sweep % 2 == 0
        for number in range(1, len(layers)) if backward else range(len(layers) - 2, -1, -1):
            beside = layers[number - 1] if backward else layers[number + 1]
            at = {place: i for i, place in enumerate(beside)}
            neighbours = links[0] if backward else links[1]
            layers[number].sort(key=_mean_of(neighbours, at, {p: i for i, p in enumerate(layers[number])}))
        crossings = _crossings(layers, links[1])
        if crossings < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    layers[:] = best


def _mean_of(neighbours: _Links, at: Mapping[Place, int], own: Mapping[Place, int]) -> Callable[[Place], float]:
    def mean(place: Place) -> float:
        found = [at[n] for n in neighbours.get(place, ()) if n in at]
        return sum(found) / len(found) if found else float(own[place])

    return mean


def _crossings(layers: Sequence[Sequence[Place]], forward: _Links) -> int:
    total = 0
    for layer, following in pairwise(layers):
        at = {place: i for i, place in enumerate(following)}
        ends = [(i, at[end]) for i, place in enumerate(layer) for end in forward.get(place, ())]
        total += sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(ends, 2))
    return total


def _heights(
    layers: Sequence[Sequence[Place]], links: tuple[_Links, _Links], heights: Mapping[Place, float]
) -> dict[Place, float]:
    ys: dict[Place, float] = {}
    for layer in layers:
        ys.update(zip(layer, _apart([0.0] * len(layer), [heights[p] for p in layer]), strict=True))
    for sweep in range(_SWEEPS):
        neighbours = links[sweep % 2]
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            wanted = []
            for place in layer:
                found = [ys[n] for n in neighbours.get(place, ())]
                wanted.append(sum(found) / len(found) if found else ys[place])
            ys.update(zip(layer, _apart(wanted, [heights[p] for p in layer]), strict=True))
    return ys


def _apart(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Places in the same order, none on another, as near to the wanted ones as can be (least squares)."""
    offsets = [0.0]
    for above, below in pairwise(heights):
        offsets.append(offsets[-1] + (above + below) / 2 + GAP)
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=False):
        mean, size = want - offset, 1
        while pools and pools[-1][0] > mean:
            other, number = pools.pop()
            mean, size = (mean * size + other * number) / (size + number), size + number
        pools.append((mean, size))
    flat = [mean for mean, size in pools for _ in range(size)]
    return [mean + offset for mean, offset in zip(flat, offsets, strict=False)]


def _columns(
    layers: Sequence[Sequence[Place]], boxes: Mapping[int, Box], between: float
) -> tuple[dict[Place, tuple[float, float]], float]:
    """The left end and the width of each place, and the width of all."""
    xs: dict[Place, tuple[float, float]] = {}
    left = 0.0
    for layer in layers:
        width = max((boxes[place].width for place in layer if isinstance(place, int)), default=_LANE)
        for place in layer:
            own = boxes[place].width if isinstance(place, int) else width
            xs[place] = left + (width - own) / 2, own
        left += width + between
    return xs, left - between
