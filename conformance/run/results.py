"""A unit's outcomes to the lines of a run file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy.typing as npt

from conformance.casefile.model import Point
from conformance.run.choice import choice
from conformance.run.finding import Finding
from conformance.run.judge import judge
from conformance.run.lines import nested, number
from conformance.run.observation import Loss, Outcome
from conformance.run.plan import Unit
from conformance.run.verdicts import GROUP_OF
from conformance.truth.model import SideTruth

__all__ = ["result_line"]

_LONGEST_MESSAGE = 2000

Inputs = Mapping[str, npt.NDArray[Any]]


def result_line(
    unit: Unit, point: Point, device: str, inputs: Inputs, outcome: Outcome, truths: Sequence[SideTruth]
) -> dict[str, Any]:
    """The result of one claim at one point, judged. Keys are in the order of the run file."""
    if isinstance(outcome, Loss):
        finding, chosen = Finding(outcome.verdict, _worst_class(truths), outcome.message), None
    else:
        finding = judge(truths, outcome.values, unit.dtype)
        chosen = choice(truths, outcome.values, finding.side)
    line = {
        "kind": "result",
        "id": unit.result_id(point),
        "case": unit.case.id,
        "claim": unit.claim.id,
        "sizes": dict(unit.instance.sizes),
        "point": point.name,
        "inputs": {name: nested(values) for name, values in inputs.items()},
        "backend": unit.backend,
        "dtype": unit.dtype,
        "mode": unit.mode,
        "execution": unit.execution,
        "device": device,
        "verdict": finding.verdict,
        "group": GROUP_OF[finding.verdict],
        "truth_class": finding.truth_class,
        "side": finding.side,
        "error_ulps": number(finding.sizes.error_ulps),
        "permitted_ulps": number(finding.sizes.permitted_ulps),
        "digits": finding.sizes.digits,
        "entry": None if finding.entry is None else list(finding.entry),
        "observed": number(finding.observed),
        # A truth that is 0 as far as it is known reads `0 ± 1e-76`: a run file has decimal digits only.
        "truth": None if finding.truth is None else finding.truth.partition(" ± ")[0],
        "message": None if finding.message is None else finding.message[:_LONGEST_MESSAGE],
        "seconds": outcome.seconds if not isinstance(outcome, Loss) else None,
    }
    return line if chosen is None else line | {"choice": chosen}


def _worst_class(truths: Sequence[SideTruth]) -> str:
    order = ("smooth", "touched", "kink", "undefined", "unsure")
    return max((truth.kind for truth in truths), key=order.index)
