"""What is shown of the results of a claim: a grid, the worst of each kind of run, and all that do not agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from conformance.report.addresses import result_anchor
from conformance.report.legend import GROUP_MARKS, Mark
from conformance.report.mathematics import sizes_label
from conformance.report.merge import Column
from conformance.report.points import entry_label
from conformance.report.sources import Result
from conformance.report.tally import Tally, badness, tally
from conformance.run.verdicts import GROUP_OF

__all__ = ["Finding", "Grid", "Line", "Omitted", "Worst", "findings", "grid", "lines", "place", "worst"]

_MODES = ("reverse", "forward", "forward-over-reverse", "reverse-over-forward", "complex-step", "finite-difference")
_EXECUTIONS = ("eager", "compiled", "batched")


@dataclass(frozen=True, slots=True)
class Grid:
    """A row a backend and mode, a column a dtype and execution; None where nothing was run."""

    dtypes: tuple[tuple[str, int], ...]
    """Each dtype and how many columns it spans."""
    executions: tuple[str, ...]
    rows: tuple[tuple[Column, int, str, tuple[tuple[Tally | None, str], ...]], ...]
    """Run, how many rows it spans (0 but for its first), mode, cells with their addresses on the page."""


@dataclass(frozen=True, slots=True)
class Line:
    """All results of one backend, dtype, mode and execution, and the worst of them."""

    column: Column
    dtype: str
    mode: str
    execution: str
    tally: Tally

    @property
    def combination(self) -> str:
        return f"{self.dtype} {self.mode} {self.execution}"

    @property
    def worst(self) -> Result:
        return self.tally.worst

    @property
    def where(self) -> str:
        return place(self.worst)


@dataclass(frozen=True, slots=True)
class Finding:
    """A result that does not agree, or several that said the same thing and gave no value."""

    column: Column
    result: Result
    points: int

    @property
    def mark(self) -> Mark:
        return GROUP_MARKS[GROUP_OF[self.result["verdict"]]]

    @property
    def combination(self) -> str:
        return " ".join((self.result["dtype"], self.result["mode"], self.result["execution"]))

    @property
    def anchor(self) -> str:
        """Its address on the page of its case."""
        return f"{result_anchor(self.result['id'])}{self.column.mark}"

    @property
    def where(self) -> str:
        return place(self.result) if self.points == 1 else f"{self.points} points"


@dataclass(frozen=True, slots=True)
class Worst:
    """A result that does not agree, and how many of its backend have its verdict."""

    finding: Finding
    number: int


@dataclass(frozen=True, slots=True)
class Omitted:
    """How many results with a verdict are not listed."""

    column: Column
    verdict: str
    number: int


def place(result: Result) -> str:
    """Point, sizes, side and entry: `generic#3 (n = 2), left [0, 1]`."""
    sizes = sizes_label(result.get("sizes") or {})
    point = f"{result['point']} ({sizes})" if sizes else str(result["point"])
    return ", ".join(filter(None, [point, entry_label(result)]))


def _order(known: Sequence[str], name: str) -> tuple[int, str]:
    return (known.index(name) if name in known else len(known), name)


def lines(columns: Sequence[Column], case: str, claim: str) -> list[Line]:
    """A line for each backend, dtype, mode and execution."""
    return [line for column in columns for line in _lines(column, column.of(case, claim))]


def _lines(column: Column, results: Sequence[Result]) -> Iterator[Line]:
    by_combination: dict[tuple[str, str, str], list[Result]] = {}
    for result in results:
        by_combination.setdefault((result["dtype"], result["mode"], result["execution"]), []).append(result)
    for how in sorted(by_combination, key=lambda h: (h[0], _order(_MODES, h[1]), _order(_EXECUTIONS, h[2]))):
        counted = tally(by_combination[how])
        assert counted is not None
        yield Line(column, *how, counted)


def grid(claim: str, lines: Sequence[Line]) -> Grid | None:
    """The lines of a claim as a table; None where there are none."""
    if not lines:
        return None
    heads = sorted({(line.dtype, line.execution) for line in lines}, key=lambda h: (h[0], _order(_EXECUTIONS, h[1])))
    rows = []
    for _, own in groupby(lines, key=lambda line: id(line.column)):
        of_run = list(own)
        cells = {(line.mode, line.dtype, line.execution): line.tally for line in of_run}
        modes = sorted({line.mode for line in of_run}, key=lambda mode: _order(_MODES, mode))
        for mode in modes:
            span = len(modes) if mode == modes[0] else 0
            column = of_run[0].column
            place = f"{claim}:{column.backend}"
            addressed = tuple(
                (cells.get((mode, d, e)), f"{result_anchor(f'{place}.{d}.{mode}.{e}')}{column.mark}") for d, e in heads
            )
            rows.append((column, span, mode, addressed))
    spans = {dtype: sum(d == dtype for d, _ in heads) for dtype, _ in heads}
    return Grid(tuple(spans.items()), tuple(e for _, e in heads), tuple(rows))


def findings(columns: Sequence[Column], case: str, claim: str, limit: int) -> tuple[list[Finding], list[Omitted]]:
    """What does not agree, worst first within a backend; beyond the limit only counted.

    Each verdict of each backend gets an equal part of the limit, so that none is crowded out.
    """
    kinds: dict[tuple[int, str], list[Finding]] = {}
    for number, column in enumerate(columns):
        for finding in _collected(column, column.of(case, claim)):
            kinds.setdefault((number, finding.result["verdict"]), []).append(finding)
    part = max(2, limit // max(1, len(kinds)))
    shown: list[Finding] = []
    omitted: list[Omitted] = []
    for (number, verdict), found in sorted(kinds.items(), key=lambda i: (i[0][0], -badness(i[1][0].result)[0])):
        found.sort(key=lambda f: -badness(f.result)[1])
        shown += found[:part]
        if rest := sum(f.points for f in found[part:]):
            omitted.append(Omitted(columns[number], verdict, rest))
    return shown, omitted


def worst(columns: Sequence[Column], case: str, claim: str) -> list[Worst]:
    """Of each backend and verdict that is no agreement the worst result; the worst verdict first within a backend."""
    found = []
    for column in columns:
        kinds: dict[str, list[Result]] = {}
        for result in column.of(case, claim):
            if GROUP_OF[result["verdict"]] != "agree":
                kinds.setdefault(result["verdict"], []).append(result)
        for results in sorted(kinds.values(), key=lambda same: -badness(same[0])[0]):
            found.append(Worst(Finding(column, max(results, key=badness), 1), len(results)))
    return found


def _collected(column: Column, results: Sequence[Result]) -> list[Finding]:
    """The results that do not agree; those without a value that differ in the point alone count as one."""
    valued: list[Finding] = []
    silent: dict[tuple[str, ...], list[Result]] = {}
    for result in results:
        if GROUP_OF[result["verdict"]] == "agree":
            continue
        if result.get("observed") is not None:
            valued.append(Finding(column, result, 1))
            continue
        key = tuple(str(result.get(k)) for k in ("verdict", "dtype", "mode", "execution", "message"))
        silent.setdefault(key, []).append(result)
    return valued + [Finding(column, same[0], len(same)) for same in silent.values()]
