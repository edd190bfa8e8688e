"""How much error is permitted: what a good implementation in a dtype can attain.

The graph of a claim's side, derivatives included by reverse mode, is evaluated in balls
at 96 bits, each operation widened by what it may lose to rounding in the dtype:
c·u·|value| with u the unit roundoff, sums by u·Σ|partial sums| in the worst order, fused
operators (softmax, norm, …) by what their stable algorithms lose, linear algebra by what
factorizations do (`linalg_rounding`). How far a matrix function moves with its argument is not
left to elimination in balls, which forgets that entries are used more than once (`perturbed`).
Inputs are 2u wide, but for zeros. The permitted error is twice the distance from the truth
to the far end of the ball.

Balls of different operations count as independent, so a composition of many is permitted
more than its operators: by some hundreds of times what backends are off, for a second derivative
through several layers. First-order error analysis, which knows what cancels, gives false alarms.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from flint import arb, fmpq

from conformance.language.graph import Node
from conformance.truth.arrays import Array, array_of
from conformance.truth.evaluate import Rounding
from conformance.truth.infinity import infinite
from conformance.truth.linalg_factors import PRODUCTS
from conformance.truth.perturbed import PERTURBED
from conformance.truth.rounding_errors import EXACT, all_finite, each, error_units
from conformance.truth.scalar_functions import Branches, poison_in
from conformance.truth.scalars import VOID, Poison, Scalar, UndecidedError, ball, near_fraction

__all__ = ["DTYPES", "Dtype", "RoundingModel", "widened_inputs"]


@dataclass(frozen=True)
class Dtype:
    """A binary floating-point format."""

    name: str
    precision: int
    """Bits of the significand, the hidden one included."""
    maximum_exponent: int

    @property
    def unit(self) -> fmpq:
        """The unit roundoff u."""
        return fmpq(1, 2**self.precision)

    @property
    def smallest_normal(self) -> fmpq:
        return fmpq(2) ** (2 - self.maximum_exponent)

    def holds(self, x: fmpq) -> bool:
        """Whether the rational is a number of this format (its range aside)."""
        power_of_two = int(x.q) & (int(x.q) - 1) == 0
        return power_of_two and (abs(int(x.p)) >> _trailing_zeros(int(x.p))).bit_length() <= self.precision


def _trailing_zeros(n: int) -> int:
    return (n & -n).bit_length() - 1 if n else 0


DTYPES = {"float32": Dtype("float32", 24, 128), "float64": Dtype("float64", 53, 1024)}


class RoundingModel(Rounding):
    """Widens every value as its operation may have rounded it."""

    def __init__(self, dtype: Dtype) -> None:
        self.dtype = dtype
        self.large = ball(fmpq(2) ** (dtype.maximum_exponent // 2))
        self.small = ball(fmpq(2) ** (1 - dtype.maximum_exponent // 2))

    def compute(self, branches: Branches, node: Node, args: list[Array]) -> Array:
        if node.op not in PERTURBED or poison_in(x for a in args for x in a.ravel()):
            return super().compute(branches, node, args)
        try:
            if all_finite(args):
                return PERTURBED[node.op](node, *args)
        except UndecidedError:
            pass
        unknown = None if node.op == "regular" else arb(0, arb.pos_inf())
        return array_of([unknown] * math.prod(node.shape), node.shape)

    def apply(self, node: Node, args: list[Array], value: Array) -> Array:
        if node.op in EXACT:
            return value
        if node.op in CHARGED:
            value = each(ball, value)  # exact or not
        errors = error_units(node, args, value)
        out = np.empty(value.size, dtype=object)
        for i, (v, error) in enumerate(zip(value.ravel(), np.broadcast_to(errors, value.shape).ravel(), strict=True)):
            exact = node.op not in {"power", "pow"} or v == 0  # TensorFlow's float32 (-1.5)**4 is off by an ulp
            out[i] = self._widen(v, error, computed=bool(args), exact=exact)
        return out.reshape(value.shape)

    def _widen(self, v: Scalar, error: Scalar, computed: bool, exact: bool) -> Scalar:
        """With `exact` a result that the dtype holds is returned as it is."""
        if v is VOID or isinstance(v, Poison) or infinite(v):
            return v
        if isinstance(error, Poison):
            return arb(0, arb.pos_inf())
        if exact and isinstance(v, fmpq) and self.dtype.holds(v):
            return v
        v = ball(v)
        if computed and (v.abs_lower() > self.large or (not v.contains(0) and v.abs_upper() < self.small)):
            return arb(0, arb.pos_inf())
        radius = ball(error) * self.dtype.unit + ball(self.dtype.smallest_normal)
        return v + arb(0, radius.abs_upper())


CHARGED = frozenset({"charged", "refactored", "unresolved", *PRODUCTS})
"""What is no operation of its own but stands for one that rounds, whatever it is given."""


def widened_inputs(value: Array, dtype: Dtype) -> Array:
    """An input as a ball of two unit roundoffs. Zeros and infinities stay exact: what comes of them is no near miss."""
    return each(
        lambda v: v if v == 0 or infinite(v) else ball(v) + arb(0, (ball(v) * dtype.unit * 2).abs_upper()), value
    )


def permitted(truth: Scalar, bound: Scalar) -> float:
    """Twice the distance from the truth to the far end of the ball, rounded up; inf if unbounded."""
    if isinstance(bound, Poison) or isinstance(truth, Poison):
        return math.inf
    bound, truth = ball(bound), ball(truth)
    if not bound.is_finite():
        return math.inf
    reach = 2 * (bound - truth).abs_upper()
    exact = near_fraction(reach)
    try:
        result = float(exact)
    except OverflowError:
        return math.inf
    return result if result >= exact else math.nextafter(result, math.inf)
