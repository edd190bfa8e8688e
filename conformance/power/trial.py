"""Every fault on the claims that differentiate its operator: which claims see it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from conformance.faults.model import Fault
from conformance.faults.plant import plant
from conformance.power.sound import Standing, catches, verdict
from conformance.power.tamper import tampered
from conformance.run.observation import Loss, Outcome
from conformance.run.slot import Job
from conformance.run.supervisor import Supervisor

__all__ = ["Trial", "try_faults"]


@dataclass(slots=True)
class Trial:
    """One fault, and what became of it."""

    fault: Fault
    planted: dict[str, None] = field(default_factory=dict)
    """The claim instances (`case/claim[n=2]`) in which the fault was tried, in order."""
    caught: dict[str, str] = field(default_factory=dict)
    """The claim instances that saw it, each with its verdict, the first where it has several."""
    checks: int = 0
    refused: bool = False
    """The backend did not get through a claim that had the fault in it."""
    absent: bool = False
    """The backend answers no claim that needs the operator's derivative, in the mode concerned."""

    @property
    def unsupported(self) -> bool:
        """Whether the fault cannot be planted in this backend."""
        return self.absent or (self.refused and not self.planted)

    @property
    def survived(self) -> bool:
        return not self.caught and not self.unsupported

    @property
    def reason(self) -> str:
        """Why it survived, as far as that is known from how it was planted."""
        if not self.planted:
            return "no claim has a place for it"
        claims = {instance.partition("[")[0] for instance in self.planted}
        return f"planted in {len(claims)} claims, seen by none"


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A fault in one claim, at these of its points; without a job the backend's own outcomes are tampered with."""

    trial: Trial
    standing: Standing
    points: tuple[int, ...]
    job: Job | None


def try_faults(
    faults: Sequence[Fault],
    standings: Mapping[str, Sequence[Standing]],
    main: str,
    supervisor: Supervisor,
    advance: Callable[[], None],
    *,
    everywhere: bool = False,
) -> list[Trial]:
    """One trial a fault, in order, each until a claim sees it, or with `everywhere` on every claim.

    `standings` by mode; a fault that names no mode is tried in `main`. The smallest claims come
    first, and those at kinks last.
    """
    trials = [Trial(fault) for fault in faults]
    sources: list[Iterator[_Attempt]] = []
    for trial in trials:
        known = standings.get(trial.fault.kind.mode or main)
        trial.absent = _absent(trial.fault, known)
        sources.append(_attempts(trial, known or ()))
    order = _one_by_one(sources) if everywhere else _in_turn(sources, trials)
    pending: deque[_Attempt] = deque()

    def jobs() -> Iterator[Job]:
        finished: set[int] = set()
        for attempt in order:
            if attempt.job is None:
                _judge(attempt, [attempt.standing.outcomes[n] for n in attempt.points])
            else:
                pending.append(attempt)
                yield attempt.job
            if id(attempt.trial) not in finished:
                finished.add(id(attempt.trial))
                advance()

    for outcomes in supervisor.evaluate(jobs()):
        _judge(pending.popleft(), outcomes)
    return trials


def _attempts(trial: Trial, standings: Iterable[Standing]) -> Iterator[_Attempt]:
    """The claims that differentiate the operator, in which the backend is right somewhere and the fault has a place."""
    fault = trial.fault
    for standing in sorted(standings, key=lambda s: ("subgradient" in s.verdicts, len(s.graph))):
        if not standing.telling or not _concerned(fault, standing):
            continue
        # What is wrong everywhere is wrong at the first point; what is wrong somewhere may be at any.
        points = standing.telling if fault.kind.somewhere else standing.telling[:1]
        if fault.change is None:
            yield _Attempt(trial, standing, points, None)
        else:
            planted = plant(standing.graph, standing.roots, fault.operator, fault.change)
            if planted.places:
                yield _Attempt(trial, standing, points, standing.job(planted.graph, planted.roots, points))


def _one_by_one(sources: Sequence[Iterator[_Attempt]]) -> Iterator[_Attempt]:
    for source in sources:
        yield from source


def _in_turn(sources: Sequence[Iterator[_Attempt]], trials: Sequence[Trial]) -> Iterator[_Attempt]:
    """One attempt at each fault that is still at large, and again, until nothing is left to try."""
    left = list(zip(sources, trials, strict=True))
    while left:
        again = []
        for source, trial in left:
            attempt = None if trial.caught else next(source, None)
            if attempt is not None:
                again.append((source, trial))
                yield attempt
        left = again


def _absent(fault: Fault, standings: Sequence[Standing] | None) -> bool:
    """Whether the backend says, wherever the operator's derivative is needed, that it cannot, or lacks the mode."""
    if standings is None:
        return True
    verdicts = {verdict for s in standings if _concerned(fault, s) for verdict in s.verdicts}
    return verdicts == {"unsupported"}


def _concerned(fault: Fault, standing: Standing) -> bool:
    return standing.uses(fault.operator) and standing.order >= fault.kind.order


def _judge(attempt: _Attempt, outcomes: Sequence[Outcome]) -> None:
    """Note whether a claim sees the fault in these outcomes."""
    trial, standing = attempt.trial, attempt.standing
    kind = trial.fault.kind
    if kind.tampering:
        sides = [trial.fault.operator in used for used in standing.operators]
        outcomes = tampered(outcomes, sides, kind.tampering)
    for n, outcome in zip(attempt.points, outcomes, strict=True):
        if _failed(outcome):
            trial.refused = True
            continue
        found = verdict(standing.truths[n], outcome, standing.unit.dtype)
        trial.checks += 1
        trial.planted.setdefault(standing.claim)
        if catches(standing.verdicts[n], found):
            trial.caught.setdefault(standing.claim, found)


def _failed(outcome: Outcome) -> bool:
    """Whether the backend did not get through the faulty graph: no catch, since no derivative was wrong."""
    return isinstance(outcome, Loss) or any(value.failure is not None for value in outcome.values)
