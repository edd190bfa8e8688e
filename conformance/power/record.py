"""A study as JSON: what caught each fault, and what each claim is there for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from conformance.power.study import Study
from conformance.power.trial import Trial

__all__ = ["case_power", "record", "share"]

FORMAT = 1


def record(study: Study) -> dict[str, Any]:
    """`faults`: one entry each, `caught` maps claim instances to verdicts.

    Where every fault was tried on every claim, also `claims` and `cases`, of `case_power`.
    """
    return {
        "format": FORMAT,
        "backend": study.backend,
        "version": study.version,
        "sound_checks": study.sound_checks,
        "fault_checks": sum(trial.checks for trial in study.trials),
        "faults": [
            {
                "id": trial.fault.id,
                "operator": trial.fault.operator,
                "kind": trial.fault.kind.name,
                "argument": trial.fault.argument,
                "outcome": outcome(trial),
                "reason": trial.reason if trial.survived else None,
                "planted": len(trial.planted),
                "caught": dict(trial.caught),
            }
            for trial in study.trials
        ],
        **(case_power(study) if study.everywhere else {}),
    }


def outcome(trial: Trial) -> str:
    """`caught`, `survived`, or `unsupported`: the backend has no such derivative or mode, so nothing can be planted."""
    return "unsupported" if trial.unsupported else "survived" if trial.survived else "caught"


def share(trials: Sequence[Trial]) -> tuple[int, int]:
    """How many were caught, of how many that could be."""
    able = [trial for trial in trials if not trial.unsupported]
    return sum(not trial.survived for trial in able), len(able)


def case_power(study: Study) -> dict[str, Any]:
    """What each case and claim catches, and which faults it alone does.

    A claim is one at all its sizes. It is `dispensable` where another claim catches
    everything that it catches, so it alone could go without a fault getting through;
    it may still be there for what it says.
    """
    by_claim: dict[str, set[str]] = {_claim(c): set() for c in study.claims}
    by_case: dict[str, set[str]] = {_case(c): set() for c in study.claims}
    for trial in study.trials:
        for claim in trial.caught:
            by_claim[_claim(claim)].add(trial.fault.id)
            by_case[_case(claim)].add(trial.fault.id)
    return {"cases": _table(by_case, with_dispensable=False), "claims": _table(by_claim, with_dispensable=True)}


def _table(catches: Mapping[str, set[str]], with_dispensable: bool) -> dict[str, dict[str, Any]]:
    times = Counter(fault for faults in catches.values() for fault in faults)
    table: dict[str, dict[str, Any]] = {}
    for name, faults in catches.items():
        table[name] = {"caught": len(faults), "alone": sorted(f for f in faults if times[f] == 1)}
        if with_dispensable:
            covered = (other for key, other in catches.items() if key != name)
            table[name]["dispensable"] = not table[name]["alone"] and any(faults <= other for other in covered)
    return table


def _claim(instance: str) -> str:
    return instance.partition("[")[0]


def _case(instance: str) -> str:
    return instance.partition("/")[0]
