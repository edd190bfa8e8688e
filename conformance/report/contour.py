"""Contour lines of values on a rectangular grid: marching squares, with the pieces of a line joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

__all__ = ["contour"]

Grid = Sequence[Sequence[float | None]]
"""Rows of values; None where there is none."""
Point = tuple[float, float]
"""Column and row, with fractions."""
_Crossing = tuple[int, int, int]
"""An edge of the grid: its upper left end, and 0 along the row, 1 down the column."""


def contour(values: Grid, level: float) -> list[list[Point]]:
    """The lines along which the values are the level, linear between neighbours; closed ones end where they begin."""
    links: dict[_Crossing, list[_Crossing]] = {}
    for row in range(len(values) - 1):
        for column in range(len(values[0]) - 1):
            for a, b in _segments(values, level, row, column):
                links.setdefault(a, []).append(b)
                links.setdefault(b, []).append(a)
    # Open lines first, from an end; what is left then are rings.
    starts = [place for place, others in links.items() if len(others) == 1] + list(links)
    lines = []
    for start in starts:
        line = _walk(links, start)
        if len(line) > 1:
            lines.append([_place(values, level, crossing) for crossing in line])
    return lines


def _walk(links: dict[_Crossing, list[_Crossing]], start: _Crossing) -> list[_Crossing]:
    line = [start]
    while links[line[-1]]:
        here, following = line[-1], links[line[-1]].pop()
        links[following].remove(here)
        line.append(following)
    return line


def _segments(values: Grid, level: float, row: int, column: int) -> Iterator[tuple[_Crossing, _Crossing]]:
    corners = [values[r][c] for r, c in ((row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column))]
    known = [corner for corner in corners if corner is not None]
    if len(known) < 4:
        return
    above = [corner > level for corner in known]
    edges: tuple[_Crossing, ...] = ((row, column, 0), (row, column + 1, 1), (row + 1, column, 0), (row, column, 1))
    crossed = [edges[i] for i in range(4) if above[i] != above[(i + 1) % 4]]
    if len(crossed) == 2:
        yield crossed[0], crossed[1]
    elif crossed:
        # A saddle: the mean of the corners tells which of them are joined in the middle.
        top, right, bottom, left = crossed
        joined = (sum(known) / 4 > level) == above[0]
        yield from ((top, right), (bottom, left)) if joined else ((left, top), (right, bottom))


def _place(values: Grid, level: float, crossing: _Crossing) -> Point:
    row, column, down = crossing
    start, end = values[row][column], values[row + down][column + 1 - down]
    assert start is not None
    assert end is not None
    share = (level - start) / (end - start)
    return (column, row + share) if down else (column + share, row)
