"""A study in the terminal: the share caught by kind and by operator, and the survivors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from conformance.power.record import share
from conformance.power.study import Study
from conformance.power.trial import Trial

__all__ = ["case_table", "summary", "survivors"]

_MOST_ALONE = 4


def summary(study: Study) -> str:
    """Both tables and the totals."""
    caught, able = share(study.trials)
    unable = len(study.trials) - able
    checks = sum(trial.checks for trial in study.trials)
    lines = [
        _columns("kind", study.trials, lambda trial: trial.fault.kind.name),
        "",
        _columns("operator", study.trials, lambda trial: trial.fault.operator),
        "",
        f"{study.backend} {study.version}: {caught} of {able} faults caught ({_percent(caught, able)})"
        + (f"; {unable} cannot be planted, since {study.backend} has no such derivative or mode" if unable else "")
        + f"; {study.sound_checks:,} checks without and {checks:,} with a fault",
    ]
    return "\n".join(lines)


def survivors(study: Study) -> str:
    """The faults that nothing caught, each with the reason; empty where there is none."""
    rows = [[trial.fault.id, trial.fault.kind.says, trial.reason] for trial in study.trials if trial.survived]
    return "\n".join(["survivors", *_aligned(rows)]) if rows else ""


def case_table(power: Mapping[str, Any]) -> str:
    """The cases by what each alone catches, and how many of its claims catch nothing that another claim does not."""
    rows = [["case", "catches", "alone", "dispensable claims", "for example"]]
    claims: dict[str, list[bool]] = {}
    for claim, found in power["claims"].items():
        claims.setdefault(claim.partition("/")[0], []).append(found["dispensable"])
    for case, found in sorted(power["cases"].items(), key=lambda item: (-len(item[1]["alone"]), item[0])):
        some = ", ".join(found["alone"][:_MOST_ALONE]) + (", …" if len(found["alone"]) > _MOST_ALONE else "")
        idle = f"{sum(claims[case])} of {len(claims[case])}"
        rows.append([case, str(found["caught"]), str(len(found["alone"])), idle, some])
    every = [idle for found in claims.values() for idle in found]
    total = f"{sum(every)} of {len(every)} claims catch nothing that another claim does not catch as well"
    return "\n".join([*_aligned(rows, indent=""), "", total])


def _columns(title: str, trials: Sequence[Trial], key: Callable[[Trial], str]) -> str:
    groups: dict[str, list[Trial]] = {}
    for trial in trials:
        groups.setdefault(key(trial), []).append(trial)
    rows = [[title, "caught", "of", "share"]]
    for name, group in groups.items():
        caught, able = share(group)
        rows.append([name, str(caught), str(able), _percent(caught, able)])
    return "\n".join(_aligned(rows, indent="", right=True))


def _percent(part: int, whole: int) -> str:
    """Rounded down, so that 100 % is all."""
    return f"{1000 * part // whole / 10:g} %" if whole else "–"


def _aligned(rows: Sequence[Sequence[str]], indent: str = "  ", right: bool = False) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)] if rows else []

    def cell(n: int, text: str) -> str:
        return text.rjust(widths[n]) if right and n else text.ljust(widths[n])

    return [(indent + "  ".join(cell(n, text) for n, text in enumerate(row))).rstrip() for row in rows]
