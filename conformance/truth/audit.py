"""Is the claim true? Decided by mathematics alone, with no framework."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np
from flint import fmpq

from conformance.casefile.model import Case, Claim, Instance, Point
from conformance.truth.api import cached_key, source_digest
from conformance.truth.arrays import Array, array_of
from conformance.truth.cache import Cache, digest
from conformance.truth.digits import decimal_text
from conformance.truth.evaluate import Plan, run
from conformance.truth.hints import symmetries
from conformance.truth.lower import lower
from conformance.truth.relation import holds, vanishes
from conformance.truth.rounding import exact_point
from conformance.truth.scalar_functions import Branches
from conformance.truth.scalars import Poison, Scalar, UndecidedError, ball
from conformance.truth.series import Series, lift
from conformance.truth.side import PRECISIONS, Expression, precision

__all__ = ["ClaimAudit", "Verdict", "audit_case", "audit_claim"]

Verdict = Literal["confirmed", "refuted", "undefined", "unsure"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided at one point; the texts are kept where the claim is refuted."""

    point: str
    verdict: Verdict
    inputs: dict[str, list[str]]
    lhs: tuple[str, ...] = ()
    rhs: tuple[str, ...] = ()
    difference: str | None = None
    symmetries: tuple[tuple[str, ...], ...] = ()
    """Of each side (`hints.symmetries`); empty where no value is known."""


@dataclass(frozen=True, slots=True)
class ClaimAudit:
    """A claim instance with its verdict. `undefined`: at no point does the claim have a
    value on both sides (a kink, log at 0). For a refuted claim `point`, `inputs`, `lhs`,
    `rhs` (row-major) and `difference` (of the entry that decides) are its counterexample."""

    case: Case
    instance: Instance
    claim: Claim
    verdict: Verdict
    per_point: tuple[tuple[str, Verdict], ...]
    symmetries: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()
    """Point name and, where they are known, the symmetries of each side there."""
    point: str | None = None
    inputs: dict[str, list[str]] | None = None
    lhs: tuple[str, ...] | None = None
    rhs: tuple[str, ...] | None = None
    difference: str | None = None

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is the one that the case file expects."""
        if self.claim.relation is None and self.claim.expect == "confirmed":
            return self.verdict in {"confirmed", "undefined"}
        return self.verdict == self.claim.expect


def audit_case(case: Case, cache: Cache) -> list[ClaimAudit]:
    """Every claim of every instance of the case, in order."""
    return [audit_claim(case, instance, claim, cache) for instance in case.instances for claim in instance.claims]


def audit_claim(case: Case, instance: Instance, claim: Claim, cache: Cache) -> ClaimAudit:
    key = digest(
        "audit", source_digest(), cached_key(instance, claim), claim.relation,
        asdict(claim.asymptotic) if claim.asymptotic else None,
        [[p.name, dict(p.values)] for p in claim.points],
    )  # fmt: skip
    entry = cache.get(key)
    if entry is None:
        decide = _Asymptotic(instance, claim) if claim.asymptotic else _Plain(instance, claim)
        decisions = [_decide(decide, instance, point) for point in claim.points]
        cache.put(key, [asdict(d) for d in decisions])
    else:
        decisions = [_restore(d) for d in entry]
    return _summary(case, instance, claim, decisions)


def _restore(data: dict[str, Any]) -> Decision:
    decision = Decision(**data)
    symmetries = tuple(tuple(side) for side in decision.symmetries)
    return replace(decision, lhs=tuple(decision.lhs), rhs=tuple(decision.rhs), symmetries=symmetries)


def _summary(case: Case, instance: Instance, claim: Claim, decisions: Sequence[Decision]) -> ClaimAudit:
    per_point = tuple((d.point, d.verdict) for d in decisions)
    seen = tuple((d.point, d.symmetries) for d in decisions)
    verdicts = {d.verdict for d in decisions}
    order: tuple[Verdict, ...] = ("refuted", "unsure", "confirmed", "undefined")
    verdict: Verdict = next((v for v in order if v in verdicts), "unsure")
    if verdict != "refuted":
        return ClaimAudit(case, instance, claim, verdict, per_point, seen)
    d = next(d for d in decisions if d.verdict == "refuted")
    return ClaimAudit(case, instance, claim, verdict, per_point, seen, d.point, d.inputs, d.lhs, d.rhs, d.difference)


def _decide(decider: _Plain | _Asymptotic, instance: Instance, point: Point) -> Decision:
    shapes = {name: instance.graph[index].shape for name, index in instance.graph.inputs.items()}
    inputs = {name: list(texts) for name, texts in point.values.items()}
    for bits in PRECISIONS:
        with precision(bits):
            try:
                return replace(decider.at(exact_point(point.values, shapes)), point=point.name, inputs=inputs)
            except UndecidedError:
                continue
    return Decision(point.name, "unsure", inputs)


class _Plain:
    """A relation, or a bare expression, at exact points."""

    def __init__(self, instance: Instance, claim: Claim) -> None:
        self.relation = claim.relation
        self.sides = [Expression(instance.graph, root) for root in claim.sides]

    def at(self, point: dict[str, Array]) -> Decision:
        values = [side.at(point) for side in self.sides]
        if any(v.kind in {"undefined", "kink"} for v in values):
            return Decision("", "undefined", {})
        seen = tuple(symmetries(v.value, v.scale) for v in values)
        if self.relation is None:
            return Decision("", "confirmed", {}, symmetries=seen)
        lhs, rhs = (v.value for v in values)
        verdict, entry = holds(self.relation, lhs, rhs, max(v.scale for v in values))
        if verdict == "confirmed":
            return Decision("", "confirmed", {}, symmetries=seen)
        a, b = (np.broadcast_to(v, np.broadcast_shapes(lhs.shape, rhs.shape)).ravel()[entry] for v in (lhs, rhs))
        return Decision("", "refuted", {}, _texts(lhs), _texts(rhs), decimal_text(a - b), seen)


# Terms beyond the order: divisions by t and roots lose some on the way.
_EXTRA_TERMS = (3, 12)


class _Asymptotic:
    """lhs == rhs + O(t**k): the Taylor coefficients of lhs - rhs below t**k vanish, from either side."""

    def __init__(self, instance: Instance, claim: Claim) -> None:
        assert claim.asymptotic is not None
        self.order = claim.asymptotic.order
        self.lowered = lower(instance.graph, claim.sides, textbook=True)
        self.plan = Plan(self.lowered.graph, self.lowered.roots)
        self.variable = self.lowered.graph.inputs[claim.asymptotic.variable]

    def at(self, point: dict[str, Array]) -> Decision:
        inputs = {i: point[name] for name, i in self.lowered.graph.inputs.items() if name in point}
        for extra in _EXTRA_TERMS:
            try:
                return self._with(inputs, self.order + extra)
            except UndecidedError:
                if extra == _EXTRA_TERMS[-1]:
                    raise
        raise AssertionError("there is a last number of terms")

    def _with(self, inputs: dict[int, Array], terms: int) -> Decision:
        for direction in (1, -1):
            t = Series([fmpq(0), fmpq(direction), *[fmpq(0)] * terms])
            values = run(self.plan, {**inputs, self.variable: array_of([t], ())}, Branches())
            lhs, rhs = np.broadcast_arrays(*(values[root] for root in self.lowered.roots))
            for a, b in zip(lhs.ravel(), rhs.ravel(), strict=True):
                failed = self._failing(a, b, terms)
                if failed is not None:
                    return failed
        return Decision("", "confirmed", {})

    def _failing(self, a: Scalar, b: Scalar, terms: int) -> Decision | None:
        if isinstance(a, Poison) or isinstance(b, Poison):
            return Decision("", "undefined", {})
        a, b = lift(a, terms), lift(b, terms)
        difference = a - b
        if difference.known < self.order:
            raise UndecidedError
        first = min(difference.valuation, 0)
        scale = max([float(ball(c).abs_upper()) for c in (*a.coefficients, *b.coefficients)], default=0.0)
        for k in range(first, self.order):
            if not vanishes(difference[k], scale):
                return Decision(
                    "",
                    "refuted",
                    {},
                    (_coefficient(a[k], k),),
                    (_coefficient(b[k], k),),
                    _coefficient(difference[k], k),
                )
        return None


def _coefficient(value: Scalar, power: int) -> str:
    return decimal_text(value) + ("" if power == 0 else " t" if power == 1 else f" t^{power}")


def _texts(values: Array) -> tuple[str, ...]:
    return tuple(decimal_text(x) for x in values.ravel())
