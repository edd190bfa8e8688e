"""Derivatives by univariate Taylor series along directions.

The body of a derivative is evaluated on target + t·d as a power series in t; first
derivatives are coefficients, second ones come by polarization (Griewank, Utke and
Walther, "Evaluating higher derivative tensors by forward propagation of univariate
Taylor series", 2000). No derivative rule is used on the way, so agreement with the
lowered graph checks the rules. t is positive, so the coefficients are one-sided.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from flint import arb, fmpq

from conformance.language.graph import Graph, Shape
from conformance.truth.arrays import Array, array_of
from conformance.truth.evaluate import Plan, run
from conformance.truth.lower import Derivative
from conformance.truth.scalar_functions import Branches, poison_in, sum_of
from conformance.truth.scalars import Poison, Scalar, UndecidedError, ball, sign
from conformance.truth.series import Series, lift

__all__ = ["Direction", "Taylor", "order_of"]

Direction = tuple[Scalar, ...]
"""One number for each entry of the targets."""


def order_of(d: Derivative) -> int:
    """How many times the body is differentiated."""
    return {"hess": 2, "hvp": 2, "derivative": d.order}.get(d.name, 1)


@dataclass
class Taylor:
    """Series of one derivative's body at one point.

    `values` holds the value of every node that the body, its targets and vectors need.
    """

    graph: Graph
    derivative: Derivative
    values: Mapping[int, Array]
    branches: Branches = field(default_factory=Branches)

    def __post_init__(self) -> None:
        d = self.derivative
        self.plan = Plan(self.graph, (d.body,))
        self.active = active_nodes(self.graph, d, d.body)
        self.fixed = {i: v for i, v in self.values.items() if i not in self.active}
        self._memo: dict[tuple[tuple[Hashable, ...], int], Array] = {}

    @property
    def size(self) -> int:
        return sum(math.prod(self.graph[t].shape) for t in self.derivative.targets)

    @property
    def exists(self) -> bool:
        """Whether the targets and the vector have values."""
        vector = () if self.derivative.vector is None else (self.derivative.vector,)
        return poison_in(x for i in (*self.derivative.targets, *vector) for x in self.values[i].ravel()) is None

    def moved(self, direction: Direction, terms: int) -> dict[int, Array]:
        """The targets on the ray, as series with the given number of terms."""
        result, start = {}, 0
        for target in self.derivative.targets:
            shape = self.graph[target].shape
            flat = list(self.values[target].ravel())
            ray = [
                Series([x, d, *[fmpq(0)] * (terms - 2)])
                for x, d in zip(flat, direction[start : start + len(flat)], strict=True)
            ]
            result[target] = array_of(ray, shape)
            start += len(flat)
        return result

    def along(self, direction: Direction, order: int) -> Array:
        """The body along a direction, known at least to t**order where that can be had."""
        key = (tuple(map(identity, direction)), order)
        if key not in self._memo:
            terms = order + 2
            while True:
                self.branches.vanished = 0
                moved = self.moved(direction, terms)
                body = run(self.plan, moved, self.branches, known=self.fixed)[self.derivative.body]
                series = array_of([bounded(x, terms) for x in body.ravel()], body.shape)
                known = all(not isinstance(s, Series) or s.known > order for s in series.ravel())
                if terms > order + 12 or (known and not self.branches.vanished):
                    break
                terms += 4
            self._memo[key] = series
        return self._memo[key]

    def coefficient(self, direction: Direction, order: int, power: int | None = None) -> Array:
        """Coefficient of t**power (of t**order unless told) of every entry of the body."""
        series = self.along(direction, order)
        k = order if power is None else power
        return array_of([s[k] if isinstance(s, Series) else s for s in series.ravel()], series.shape)

    def axis(self, *entries: int) -> Direction:
        """The sum of the unit vectors of the given entries."""
        return tuple(fmpq(entries.count(i)) for i in range(self.size))

    def value(self) -> Array:
        """The derivative itself, from series alone."""
        d = self.derivative
        body = self.graph[d.body].shape
        match d.name:
            case "grad" | "jac":
                columns = [self.coefficient(self.axis(i), 1) for i in range(self.size)]
                return self._last(columns, body)
            case "derivative":
                return array_of([self.coefficient(self.axis(0), d.order)[()] * fmpq(math.factorial(d.order))], ())
            case "jvp":
                return self.coefficient(self._vector(), 1)
            case "vjp":
                assert d.vector is not None
                weights = self.values[d.vector].ravel()
                columns = [self.coefficient(self.axis(i), 1).ravel() for i in range(self.size)]
                return array_of([sum_of(list(weights * c)) for c in columns], d.shape)
            case "hess":
                rows = [[self.second(self.axis(i), self.axis(j)) for j in range(self.size)] for i in range(self.size)]
                return array_of([x for row in rows for x in row], d.shape)
            case _:
                v = self._vector()
                return array_of([self.second(self.axis(i), v) for i in range(self.size)], d.shape)

    def _vector(self) -> Direction:
        assert self.derivative.vector is not None
        return tuple(self.values[self.derivative.vector].ravel())

    def second(self, a: Direction, b: Direction) -> Scalar:
        """aᵀ H b, for a scalar body, from the second coefficients along a, b and a + b."""
        if a == b:
            return 2 * self.coefficient(a, 2)[()]
        both = tuple(p + q for p, q in zip(a, b, strict=True))
        return self.coefficient(both, 2)[()] - self.coefficient(a, 2)[()] - self.coefficient(b, 2)[()]

    def _last(self, columns: Sequence[Array], body: Shape) -> Array:
        flat = [c.ravel()[k] for k in range(math.prod(body)) for c in columns]
        return array_of(flat, self.derivative.shape)


def identity(x: Scalar) -> Hashable:
    """What tells numbers apart: balls that are not exact have no hash of their own."""
    if not isinstance(x, arb):
        return str(x)
    if not x.is_finite():
        raise UndecidedError
    return x.mid().man_exp(), x.rad().man_exp()


def bounded(x: Scalar, terms: int) -> Scalar:
    """A value of the body as a series; a Poison where it grows without bound as t → 0."""
    if isinstance(x, Poison):
        return x
    series = lift(x, terms).stripped()
    if series.valuation >= 0:
        return series
    if series.coefficients:
        sign(series.coefficients[0])  # UndecidedError where it may be zero
    return Poison("it grows without bound here")


def active_nodes(graph: Graph, d: Derivative, root: int) -> set[int]:
    """Nodes up to `root` that change with the targets while the held ones stay."""
    found, cut = set(d.targets), set(d.held) - set(d.targets)
    for index in range(root + 1):
        if index not in cut and index not in found and found.intersection(graph[index].args):
            found.add(index)
    return found


def magnitude(values: Array) -> float:
    """The largest magnitude among the entries, a little above rather than below."""
    sizes = [float(ball(x).abs_upper()) for x in values.ravel() if not hasattr(x, "reason")]
    return max((s for s in sizes if not np.isnan(s)), default=0.0)
