"""The result of a run that is to be reproduced, and the claim that it is of."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from conformance.casefile.model import Case, Claim, Instance
from conformance.reproduce.script import script
from conformance.reproduce.symbol import UnsayableError
from conformance.run.errors import PlanError
from conformance.run.execute import TruthSource
from conformance.run.runfile import RunFile

__all__ = ["find", "reproduce", "side_of", "the_claim"]

Result = Mapping[str, Any]
_NEAR = 5


def find(run: RunFile, result: str) -> Result:
    """The result of that id. PlanError, which names the nearest ids, where the run has none."""
    for line in run.results:
        if line["id"] == result:
            return line
    near = _nearest(result, [line["id"] for line in run.results])
    hint = "; near are:\n    " + "\n    ".join(near) if near else ""
    raise PlanError(f"{run.path}: no result has the id {result}{hint}")


def the_claim(result: Result, cases: Sequence[Case]) -> tuple[Instance, Claim]:
    """What the result is of. PlanError where these cases have no such claim."""
    for case in cases:
        if case.id != result["case"]:
            continue
        for instance in case.instances:
            if dict(instance.sizes) != result["sizes"]:
                continue
            for claim in instance.claims:
                if claim.id == result["claim"]:
                    return instance, claim
    raise PlanError(
        f"these cases have no {result['id'].partition('@')[0]}; "
        "give those that the run was made from, with --cases PATH"
    )


def side_of(result: Result) -> int:
    """Which side of the claim was judged the worse."""
    return 1 if result["side"] == "right" else 0


def reproduce(result: Result, cases: Sequence[Case], truth: TruthSource) -> str:
    """A script that shows the result. PlanError where there can be none of 20 lines."""
    instance, claim = the_claim(result, cases)
    side = side_of(result)

    def entries() -> Sequence[str]:
        point = next((p for p in claim.points if p.name == result["point"]), None)
        if point is None:
            raise PlanError(f"these cases have no point {result['point']} of {result['case']}; give those of the run")
        known = truth.sides(instance, claim, point, result["dtype"])[side]
        return known.text if known.kind not in ("undefined", "unsure") else (known.kind,)

    try:
        return script(result, instance.graph, claim.sides[side], entries)
    except UnsayableError as error:
        raise PlanError(f"{result['id']} has no script: {error}") from error


def _nearest(result: str, ids: Sequence[str]) -> list[str]:
    """Ids of the same claim first, then of claims with a similar name."""
    claim = result.partition("@")[0].partition("[")[0]
    same = [known for known in ids if known.partition("@")[0].partition("[")[0] == claim]
    if not same:
        claims = list(dict.fromkeys(known.partition("@")[0].partition("[")[0] for known in ids))
        first = {known.partition("@")[0].partition("[")[0]: known for known in reversed(ids)}
        return [first[name] for name in difflib.get_close_matches(claim, claims, n=_NEAR, cutoff=0.6)]
    return difflib.get_close_matches(result, same, n=_NEAR, cutoff=0.0)
