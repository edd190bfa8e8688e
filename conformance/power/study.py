"""The whole of `conformance power`: a backend as it is, then with every fault."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from conformance.casefile.model import Case
from conformance.faults.catalog import FAULTS
from conformance.faults.model import Fault
from conformance.power.sound import stand
from conformance.power.trial import Trial, try_faults
from conformance.run.errors import PlanError
from conformance.run.execute import TruthSource
from conformance.run.plan import Abilities, Options, plan
from conformance.run.slot import Settings
from conformance.run.supervisor import Supervisor

__all__ = ["DTYPE", "Study", "chosen", "study"]

DTYPE = "float64"
"""A fault of one part in a million is within what rounding excuses in float32."""


@dataclass(frozen=True, slots=True)
class Study:
    """What was found on one backend."""

    backend: str
    version: str
    trials: Sequence[Trial]
    sound_checks: int
    claims: Sequence[str]
    """Every claim instance that was run, in order."""
    everywhere: bool = False
    """Whether every fault was tried on every claim, so that what a claim catches is known."""


def chosen(operators: Sequence[str], kinds: Sequence[str]) -> list[Fault]:
    """The faults of these operators and kinds, of all where none are named. PlanError for a name that there is not."""
    for what, names, known in (
        ("operator with a derivative", operators, {fault.operator for fault in FAULTS}),
        ("kind of fault", kinds, {fault.kind.name for fault in FAULTS}),
    ):
        for name in names:
            if name not in known:
                raise PlanError(f"no {what} is named {name!r}; allowed: {', '.join(sorted(known))}")
    return [f for f in FAULTS if f.operator in (operators or {f.operator}) and f.kind.name in (kinds or {f.kind.name})]


def study(
    cases: Sequence[Case],
    faults: Sequence[Fault],
    settings: Settings,
    workers: int,
    truth: TruthSource,
    progress: Callable[[str, int], Callable[[], None]],
    *,
    everywhere: bool = False,
) -> Study:
    """Try the faults in the operators that the cases differentiate.

    In float64, eager: in the backend's first mode, and in the other one the faults that
    concern it alone. Each fault until a claim sees it, or with `everywhere` on every
    claim. UnavailableError where the backend cannot run here.
    """
    with Supervisor(settings, workers) as supervisor:
        ready = supervisor.start()
        abilities = Abilities(settings.backend, ready.dtypes, ready.modes, ready.executions)
        main = ready.modes[0]
        modes = {main, *({fault.kind.mode for fault in faults} & set(ready.modes))}
        everything = plan(cases, abilities, Options("default", (DTYPE,), (), ("eager",)))
        units = {mode: [unit for unit in everything if unit.mode == mode] for mode in ready.modes if mode in modes}
        advance = progress("sound", sum(map(len, units.values())))
        standings = {mode: stand(units[mode], supervisor, truth, advance) for mode in units}
        used = set[str]().union(*(used for s in standings[main] for used in s.operators))
        planted = [fault for fault in faults if fault.operator in used]
        advance = progress("faults", len(planted))
        trials = try_faults(planted, standings, main, supervisor, advance, everywhere=everywhere)
    checks = sum(len(s.verdicts) for found in standings.values() for s in found)
    return Study(
        settings.backend, str(ready.about["version"]), trials, checks, [s.claim for s in standings[main]], everywhere
    )
