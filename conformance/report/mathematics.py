"""What the audit found, by claim, and how the formulas of a case are written."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from conformance.casefile.model import Case, Instance
from conformance.report.legend import AUDIT_VERDICTS, EXPRESSION, Mark
from conformance.report.mathml import equation, formula, name
from conformance.report.numbers import nested, shortened
from conformance.report.sources import Audit
from conformance.truth.entries import WORST_FIRST

__all__ = ["Counterexample", "Decided", "Notation", "decide", "sizes_label"]


def sizes_label(sizes: Mapping[str, object]) -> str:
    return ", ".join(f"{size} = {number}" for size, number in sizes.items())


@dataclass(frozen=True, slots=True)
class Notation:
    """The formulas of one case; vectors and matrices in bold."""

    case: Case

    @property
    def ranks(self) -> dict[str, int]:
        if not self.case.instances:
            return {}
        graph = self.case.instances[0].graph
        return {n: len(graph[node].shape) for n, node in {**graph.inputs, **graph.lets}.items()}

    def formula(self, text: str) -> Markup:
        return formula(text, self.ranks)

    def equation(self, defined: str, text: str) -> Markup:
        return equation(defined, text, self.ranks)

    def name(self, text: str) -> Markup:
        return name(text, self.ranks)


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A point at which a claim provably fails."""

    sizes: str
    point: str
    inputs: tuple[tuple[str, str], ...]
    lhs: str | None
    rhs: str | None
    difference: str | None


@dataclass(frozen=True, slots=True)
class Decided:
    """The audit's verdict on a claim at all its sizes: the worst of them, and every counterexample."""

    verdict: str
    as_expected: bool
    counterexamples: tuple[Counterexample, ...]
    points: int
    relation: bool
    """False for a bare expression, which claims nothing of its value."""

    @property
    def mark(self) -> Mark:
        return EXPRESSION if self.verdict == "confirmed" and not self.relation else AUDIT_VERDICTS[self.verdict]

    @property
    def listed(self) -> bool:
        """Whether the errata have it: what is refuted, and what is not as the case expects."""
        return self.verdict == "refuted" or not self.as_expected


def decide(audits: Iterable[Audit]) -> Mapping[tuple[str, str], Decided]:
    """The audits by (case id, claim id)."""
    by_claim: dict[tuple[str, str], list[Audit]] = {}
    for audit in audits:
        by_claim.setdefault((audit.case.id, audit.claim.id), []).append(audit)
    return {key: _decided(found) for key, found in by_claim.items()}


def _decided(audits: Sequence[Audit]) -> Decided:
    return Decided(
        verdict=min((a.verdict for a in audits), key=WORST_FIRST.index),
        as_expected=all(a.as_expected for a in audits),
        counterexamples=tuple(_counterexample(a) for a in audits if a.verdict == "refuted" and a.point is not None),
        points=sum(len(a.per_point) for a in audits),
        relation=audits[0].claim.rhs is not None,
    )


def _counterexample(audit: Audit) -> Counterexample:
    shapes = {i.name: i.shape for i in audit.instance.inputs}
    inputs = tuple((n, nested(list(values), shapes[n])) for n, values in (audit.inputs or {}).items())
    return Counterexample(
        sizes_label(audit.instance.sizes),
        audit.point or "",
        inputs,
        _side(audit.instance, audit.claim.lhs, audit.lhs),
        _side(audit.instance, audit.claim.rhs, audit.rhs),
        None if audit.difference is None else shortened(audit.difference),
    )


def _side(instance: Instance, node: int | None, entries: Sequence[str] | None) -> str | None:
    if entries is None or node is None:
        return None
    shape = instance.graph[node].shape
    return nested(
        [shortened(entry) for entry in entries], shape if math.prod(shape) == len(entries) else [len(entries)]
    )
