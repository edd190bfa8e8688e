"""What the judge found: a verdict with the entry that decided it and how far off that was."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

from conformance.run.dtypes import Precision
from conformance.run.verdicts import BADNESS

__all__ = ["NO_SIZES", "Finding", "Sizes", "measured", "worst"]


class Sizes(NamedTuple):
    """How far off: in units in the last place of the truth, and in correct decimal digits."""

    error_ulps: float | None
    permitted_ulps: float | None
    digits: float | None


NO_SIZES = Sizes(None, None, None)


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict on one side of a claim, or on the claim.

    `observed`, `truth` and the errors are those of `entry`, the entry that decided;
    all are None where no entry was compared. `severity` ranks findings of one verdict:
    the error as a multiple of what is permitted.
    """

    verdict: str
    truth_class: str
    message: str | None = None
    entry: tuple[int, ...] | None = None
    observed: float | None = None
    truth: str | None = None
    sizes: Sizes = NO_SIZES
    side: str | None = None
    severity: float = 0.0

    def on(self, side: str) -> Finding:
        return replace(self, side=side)


def measured(error: float, permitted: float, truth: float, scale: float, kind: Precision) -> Sizes:
    """The error and the permitted error in units in the last place of the truth, and the decimal digits that are right.

    Where the truth is 0 it has no last place and no leading digit; both are then
    counted from `scale`, the magnitude of the other numbers in the check.
    """
    reference = abs(truth) or scale
    ulp = kind.ulp(reference)
    if not error < math.inf:  # nan as well
        digits = 0.0
    elif error == 0 or reference == 0:
        digits = kind.digits if error == 0 else 0.0
    else:
        digits = min(max(math.log10(reference) - math.log10(error), 0.0), kind.digits)
    return Sizes(_significant(error / ulp), _significant(permitted / ulp), math.floor(digits * 10) / 10)


def worst(findings: list[Finding]) -> Finding:
    """The finding with the worst verdict, and among those the most severe; the first of equals."""
    return max(findings, key=lambda f: (BADNESS[f.verdict], f.severity))


def _significant(value: float) -> float:
    return float(f"{value:.4g}")
