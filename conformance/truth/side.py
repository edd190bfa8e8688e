"""The truth about one expression at one point: both methods, the class, the value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from flint import arb, ctx

from conformance.language.flow import Flow
from conformance.language.graph import Graph
from conformance.language.ops import COMPARISONS
from conformance.truth.arrays import Array, array_of
from conformance.truth.evaluate import Plan, run
from conformance.truth.infinity import infinite
from conformance.truth.kinks import Finding, classify
from conformance.truth.lower import Lowered, lower
from conformance.truth.model import TruthClass
from conformance.truth.scalar_functions import Branches, poison_in
from conformance.truth.scalars import VOID, Poison, Scalar, UndecidedError, ball
from conformance.truth.taylor import Taylor, magnitude

__all__ = ["PRECISIONS", "DisagreementError", "Expression", "Value", "precision"]

_NOT_SIZES = frozenset({*COMPARISONS, "literal"})
PRECISIONS = (256, 512, 1024, 2048, 4096)


class DisagreementError(Exception):
    """The two methods enclose a derivative in intervals that do not meet: a bug of this suite."""


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Set python-flint's working precision for a while."""
    saved, ctx.prec = ctx.prec, bits
    try:
        yield
    finally:
        ctx.prec = saved


@dataclass(frozen=True)
class Value:
    """An expression's value at a point. `value` holds exact rationals or balls; for a kink
    it is the ball around the legal set; `findings` are the kinked derivatives in it."""

    kind: TruthClass
    value: Array
    scale: float
    findings: Mapping[int, Finding] = field(default_factory=dict)
    alone: int | None = None
    """The derivative node that the whole expression is, where it is one."""


class Expression:
    """One side of a claim, lowered once and evaluated at many points."""

    def __init__(self, graph: Graph, root: int) -> None:
        self.graph = graph
        self.root = root
        self.shape = graph[root].shape
        self.lowered: Lowered = lower(graph, [root], textbook=True)
        self.plan = Plan(self.lowered.graph, self.lowered.roots)
        self.flow = Flow(self.lowered.graph)
        self.outermost = tuple(self._frontier())
        self._feeds = {
            node: Plan(self.lowered.graph, self._needs(node)) for node in self.outermost
        }  # fmt: skip

    def _needs(self, node: int) -> tuple[int, ...]:
        d = self.lowered.derivatives[node]
        return (d.body, *d.targets, *d.held) + (() if d.vector is None else (d.vector,))

    def _frontier(self) -> set[int]:
        """The derivatives that are not inside another one."""
        found, seen, stack = set(), set(), [self.lowered.roots[0]]
        while stack:
            index = stack.pop()
            if index in seen:
                continue
            seen.add(index)
            if index in self.lowered.derivatives:
                found.add(index)
            else:
                stack.extend(self.lowered.graph[index].args)
        return found

    def at(self, point: Mapping[str, Array]) -> Value:
        """The value at an exact point, at the working precision. UndecidedError if that is too low."""
        try:
            return self._at(point)
        except UndecidedError:
            if ctx.prec < PRECISIONS[-1] or not any(infinite(x) for array in point.values() for x in array.ravel()):
                raise
            return self._undefined()  # ∞, ∞ - ∞ or 0·∞, which no precision decides

    def _at(self, point: Mapping[str, Array]) -> Value:
        graph, root = self.lowered.graph, self.lowered.roots[0]
        inputs = {index: point[name] for name, index in graph.inputs.items() if name in point}
        values = run(self.plan, inputs, Branches())
        findings: dict[int, Finding] = {}
        replaced: dict[int, Array] = {}
        scale = 0.0
        for node in self.outermost:
            taylor = Taylor(graph, self.lowered.derivatives[node], self._with_needs(node, values, inputs))
            scale = max(scale, magnitude(taylor.values[taylor.derivative.body]))
            finding = self._derivative(taylor, node, values[node])
            if not isinstance(finding, Finding):
                replaced[node] = finding
            elif finding.kind == "undefined":
                replaced[node] = missing(values[node])
            else:
                findings[node] = finding
                replaced[node] = finding.value if finding.value is not None else hull(finding)
        if replaced:
            values = self._again(values, replaced)
        findings = {n: f for n, f in findings.items() if self._reaches(n, values)}
        kinds = {f.kind for f in findings.values()}
        kind: TruthClass = "kink" if "kink" in kinds else "touched" if "touched" in kinds else "smooth"
        value = tidy_zero(values[root])
        if any(isinstance(x, Poison) for x in value.ravel()):
            return self._undefined()
        if not all(ball(x).is_finite() for x in value.ravel()):
            raise UndecidedError
        scale = max(scale, magnitude(value)) or self._largest(values)
        return Value(kind, value, scale, findings, self._alias_of(root))

    def _again(self, values: Mapping[int, Array], replaced: Mapping[int, Array]) -> dict[int, Array]:
        """The values where some nodes have got others; what does not depend on those is kept."""
        stale = self.flow.depends(replaced)
        return run(self.plan, replaced, Branches(), known={i: v for i, v in values.items() if i not in stale})

    def _reaches(self, node: int, values: Mapping[int, Array]) -> bool:
        """Whether the result depends on the node: not where `where` takes the other branch."""
        root = self.lowered.roots[0]
        without = self._again(values, {node: missing(values[node])})[root]
        return poison_in(without.ravel()) is not None

    def _largest(self, values: Mapping[int, Array]) -> float:
        """The largest intermediate: the scale of a check whose truth and function are both zero."""
        made = (i for i in self.plan.order if self.lowered.graph[i].op not in _NOT_SIZES)
        sizes = (magnitude(values[i]) for i in made)
        return max((s for s in sizes if np.isfinite(s)), default=0.0)

    def _with_needs(self, node: int, values: Mapping[int, Array], inputs: Mapping[int, Array]) -> Mapping[int, Array]:
        # The plan of the side contains them, unless the body does not reach the result.
        missing = [i for i in self._feeds[node].order if i not in values]
        if not missing:
            return values
        return run(self._feeds[node], inputs, Branches(), known=values)

    def _alias_of(self, root: int) -> int | None:
        while root not in self.lowered.derivatives:
            node = self.lowered.graph[root]
            if node.op != "alias":
                return None
            root = node.args[0]
        return root

    def _undefined(self) -> Value:
        return Value("undefined", array_of([arb.nan()] * int(np.prod(self.shape, dtype=int)), self.shape), 0.0)

    def _primal(self, taylor: Taylor) -> bool:
        return self.lowered.derivatives.keys().isdisjoint(taylor.plan.order)

    def _derivative(self, taylor: Taylor, node: int, by_graph: Array) -> Array | Finding:
        """The derivative's value by both methods, or what is true at a boundary."""
        body = taylor.values[taylor.derivative.body].ravel()
        if not taylor.exists or any(isinstance(x, arb) and (x.is_nan() or infinite(x)) for x in body):
            return Finding("undefined")
        by_series = taylor.value()
        if taylor.branches.at_kink:
            return classify(taylor, node, self._primal(taylor))
        if any(isinstance(x, Poison) for x in by_series.ravel()):
            return Finding("undefined")
        if any(isinstance(x, Poison) for x in by_graph.ravel()):
            # The rule divides by zero here. Both sides tell whether the function minds.
            finding = classify(taylor, node, self._primal(taylor))
            if finding.kind != "touched":
                return finding
        out = []
        for a, b in zip(by_graph.ravel(), by_series.ravel(), strict=True):
            if isinstance(a, Poison):
                out.append(b)
                continue
            a, b = (x if x is not VOID else ball(x) for x in (a, b))
            if not agree(a, b):
                raise DisagreementError(
                    f"{taylor.derivative.name}: derivative rules give {a}, Taylor series {b} "
                    f"(difference {ball(a - b)}); this is a bug of the suite, please report it"
                )
            out.append(tighter(a, b))
        return array_of(out, by_graph.shape)


def agree(a: Scalar, b: Scalar) -> bool:
    return a == b if not isinstance(a, arb) and not isinstance(b, arb) else bool(ball(a).overlaps(ball(b)))


def tighter(a: Scalar, b: Scalar) -> Scalar:
    """Both enclose the value: the exact one, or the narrower ball."""
    for x in (a, b):
        if not isinstance(x, arb):
            return x
    return a if a.rad() <= b.rad() else b


def missing(like: Array) -> Array:
    return array_of([Poison("a derivative that does not exist")] * like.size, like.shape)


def tidy_zero(values: Array) -> Array:
    return array_of([ball(x) if x is VOID else x for x in values.ravel()], values.shape)


def hull(finding: Finding) -> Array:
    """The ball around every limit of a kink, entry by entry."""
    arrays = [value for _, value in finding.limits]
    out = []
    for entries in zip(*(a.ravel() for a in arrays), strict=True):
        total = ball(entries[0])
        for x in entries[1:]:
            total = total.union(ball(x))
        out.append(total)
    return array_of(out, arrays[0].shape)
