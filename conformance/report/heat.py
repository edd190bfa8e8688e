"""Cells of a heatmap: the error as a share of the permitted error, as a colour, a symbol and a few characters."""

from __future__ import annotations

import math
from dataclasses import dataclass

from conformance.insight.operators import Worst, share
from conformance.report.findings import place
from conformance.report.legend import GROUP_MARKS, Mark
from conformance.report.numbers import compact, power
from conformance.run.verdicts import GROUP_OF

__all__ = ["LEVELS", "Heat", "heat", "part"]

LEVELS = ((0.1, "up to a tenth of the permitted error"), (0.5, "up to half"), (1.0, "up to all of it"))
"""The shares up to which what agrees has one colour."""
_WITHOUT_NUMBER = frozenset({"convention", "no answer", "undecided"})


@dataclass(frozen=True, slots=True)
class Heat:
    css: str
    mark: Mark
    text: str
    """The share, short; nothing where there is none to speak of."""
    title: str
    """The whole of it in words."""


def heat(worst: Worst) -> Heat:
    """The cell of the results of one backend and mode at one place, or at several."""
    result = worst.worst
    mark, found = GROUP_MARKS[GROUP_OF[result["verdict"]]], share(result)
    if mark.word in _WITHOUT_NUMBER or found is None:
        return Heat(f"c-{mark.css}", mark, "", _title(worst))
    if mark.word == "agree":
        level = next((i for i, (most, _) in enumerate(LEVELS) if found <= most), len(LEVELS) - 1)
        return Heat(f"h-{level}", mark, part(found), _title(worst))
    return Heat(f"c-{mark.css}", mark, part(found), _title(worst))


def part(number: float) -> str:
    """A share in at most four characters: `0`, `.003`, `.21`, `3.1`, `45`, `10⁶`, `∞`."""
    if number == 0 or math.isinf(number):
        return compact(number)
    if number < 0.0005:
        return "0+"
    if number >= 999.5:
        return power(math.floor(math.log10(number)))
    digits = 3 if number < 0.00995 else 2 if number < 0.995 else 1 if number < 9.95 else 0
    return f"{number:.{digits}f}".removeprefix("0")


def _title(worst: Worst) -> str:
    result = worst.worst
    of = "one result" if worst.results == 1 else f"worst of {worst.results:,} results"
    told = f"{result['verdict']}, {of}: {result['dtype']}, {result['execution']}, {place(result)}"
    if result["error_ulps"] is None:
        return told
    return f"{told}; {compact(result['error_ulps'])} ulps of {compact(result['permitted_ulps'])} permitted"
