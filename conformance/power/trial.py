"""Every fault on every claim that differentiates its operator: which claims see it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from conformance.faults.model import Fault
from conformance.faults.plant import plant
from conformance.power.sound import AGREEING, Standing, verdict
from conformance.power.tamper import tampered
from conformance.run.observation import Outcome
from conformance.run.slot import Job
from conformance.run.supervisor import Supervisor

__all__ = ["Trial", "try_faults"]


@dataclass(slots=True)
class Trial:
    """One fault: the claims in which it has a place, those that caught it, by the verdict they gave, and the checks."""

    fault: Fault
    planted: list[str] = field(default_factory=list)
    caught: dict[str, str] = field(default_factory=dict)
    """Claim to verdict, the first where it has several."""
    checks: int = 0
    unsupported: bool = False
    """The backend answers no claim that needs the operator's derivative, in the mode concerned."""

    @property
    def survived(self) -> bool:
        return not self.caught and not self.unsupported

    @property
    def reason(self) -> str:
        """Why it survived, as far as that is known from how it was planted."""
        if not self.planted:
            return "no claim has a place for it"
        return f"planted in {len(self.planted)} claims, seen by none"


def try_faults(
    faults: Sequence[Fault],
    standings: Mapping[str, Sequence[Standing]],
    main: str,
    supervisor: Supervisor,
    advance: Callable[[], None],
) -> list[Trial]:
    """One trial a fault, in order. `standings` by mode; a fault that names no mode is tried in `main`."""
    trials = {id(fault): Trial(fault) for fault in faults}
    on = {id(fault): _concerned(fault, standings.get(fault.kind.mode or main, ())) for fault in faults}
    pending: deque[tuple[Fault, Standing]] = deque()

    def jobs() -> Iterator[Job]:
        for fault in faults:
            if fault.change is None:
                continue
            for standing in on[id(fault)]:
                planted = plant(standing.graph, standing.roots, fault.operator, fault.change)
                if planted.places:
                    pending.append((fault, standing))
                    yield standing.job(planted.graph, planted.roots, standing.agreeing)

    for fault in faults:
        trials[id(fault)].unsupported = _unsupported(fault, standings.get(fault.kind.mode or main))
        if fault.change is None:
            for standing in on[id(fault)]:
                _judge(trials[id(fault)], standing, [standing.outcomes[n] for n in standing.agreeing])
            advance()
    last = None
    for outcomes in supervisor.evaluate(jobs()):
        fault, standing = pending.popleft()
        if fault is not last:
            advance()
            last = fault
        _judge(trials[id(fault)], standing, outcomes)
    return [trials[id(fault)] for fault in faults]


def _concerned(fault: Fault, standings: Sequence[Standing]) -> list[Standing]:
    """The units that differentiate the operator and in which the backend is right somewhere."""
    return [s for s in standings if s.agreeing and s.uses(fault.operator)]


def _unsupported(fault: Fault, standings: Sequence[Standing] | None) -> bool:
    """Whether the backend says, wherever the operator's derivative is needed, that it cannot, or lacks the mode."""
    if standings is None:
        return True
    verdicts = {verdict for s in standings if s.uses(fault.operator) for verdict in s.verdicts}
    return verdicts == {"unsupported"}


def _judge(trial: Trial, standing: Standing, outcomes: Sequence[Outcome]) -> None:
    """Note whether a claim sees the fault in these outcomes, those of its agreeing points."""
    kind = trial.fault.kind
    if kind.tampering:
        sides = [trial.fault.operator in used for used in standing.operators]
        outcomes = tampered(outcomes, sides, kind.tampering)
    trial.planted.append(standing.claim)
    for n, outcome in zip(standing.agreeing, outcomes, strict=True):
        found = verdict(standing.truths[n], outcome, standing.unit.dtype)
        trial.checks += 1
        if found not in AGREEING:
            trial.caught.setdefault(standing.claim, found)
