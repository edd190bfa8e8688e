"""The pages of a timeline: every claim that did not stay as it was, from version to version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from conformance.report.addresses import change_anchor, numbered
from conformance.report.compare_pages import ClaimAddress, Ended
from conformance.report.legend import GROUP_MARKS, Mark
from conformance.report.render import render
from conformance.run.compare import KINDS, Comparison
from conformance.run.timeline import Stop, Timeline
from conformance.run.verdicts import GROUP_OF

__all__ = ["timeline_pages"]

_CELLS_A_PAGE = 3000
"""What a page can hold and stay within half a megabyte."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A claim in one run; `stop` is None where the run has no result of it."""

    stop: Stop | None
    mark: Mark | None
    other: bool
    """Whether the claim says something else than in the run before."""


@dataclass(frozen=True, slots=True)
class _Row:
    claim: str
    anchor: str
    address: str | None
    cells: tuple[_Cell, ...]


def timeline_pages(
    runs: Sequence[Ended],
    found: Timeline,
    steps: Sequence[Comparison],
    address: ClaimAddress,
    root: str | None,
    data: str,
) -> Iterator[tuple[str, str]]:
    """`index.html`, and `index-2.html` and so on where it is long.

    `steps` compare each run with the one before; `root`: where the report is that this is a part of;
    `data`: the name of the file that has all of it.
    """
    rows = [_Row(c, change_anchor(c), address(c), tuple(_cells(stops))) for c, stops in found.changed().items()]
    most = max(1, _CELLS_A_PAGE // (len(runs) + 1))
    starts = range(0, max(1, len(rows)), most)
    paths = [numbered("index.html", number) for number in range(1, len(starts) + 1)]
    for number, start in enumerate(starts, 1):
        yield (
            paths[number - 1],
            render(
                "timeline.html",
                root=root or "",
                inside=root is not None,
                page="compare",
                runs=list(zip(runs, [_Counts({}, 0), *map(_counts, steps)], strict=True)),
                kinds=KINDS,
                rows=rows[start : start + most],
                changed=len(rows),
                claims=len(found.claims),
                number=number,
                parts=paths,
                data=data,
            ),
        )


@dataclass(frozen=True, slots=True)
class _Counts:
    """What changed from the run before."""

    kinds: Mapping[str, int]
    same: int


def _counts(step: Comparison) -> _Counts:
    return _Counts(step.counts, step.same)


def _cells(stops: Sequence[Stop | None]) -> Iterator[_Cell]:
    content = None
    for stop in stops:
        if stop is None:
            yield _Cell(None, None, False)
            continue
        other = content is not None and stop.content not in (None, content)
        yield _Cell(stop, GROUP_MARKS[GROUP_OF[stop.verdict]], other)
        content = stop.content
