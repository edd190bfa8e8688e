"""What is true where a function is not smooth.

A derivative of order p at a point where some branch is decided exactly at its
boundary is looked at along rays. Along a direction d the body has a series for
t → 0+ on either side; its coefficients are one-sided directional derivatives.

- `undefined`: a coefficient does not exist (log at 0, an infinite slope), or one of an
  order below p differs between the sides or is no polynomial form in d: the derivative
  that is to be differentiated does not exist.
- `kink`: those of order p differ between the sides, or are no polynomial form in d.
  The truth is then a set of legal answers.
- `touched`: neither; the derivative exists although a branch sits on its boundary.

The legal set of a kink is the convex hull of the limits of the derivative along rays x + t·d as
t → 0+, all entries together: one in every piece, a piece being a smooth formula that holds on a
full-dimensional cone of directions (`pieces` finds the cones). For a first derivative of a
function that is made of finitely many smooth pieces this is Clarke's generalized Jacobian
(Scholtes, "Introduction to Piecewise Differentiable Equations", 2012, section 4.3), of a scalar
in one variable the interval between the one-sided derivatives; for a product with a vector, its
image; for a second derivative, the generalized Hessian of Hiriart-Urruty and others (1984).

It contains what a correct framework may return:
- the derivative of any piece, and so what comes of deciding each relu, abs or max one way or the
  other, where the decisions do not depend on one another: each combination is then a piece;
- a tie split in any weights that sum to one, 0 for |x|, ½ for relu: convex combinations, and the
  derivative is affine in each decision taken alone;
- in forward mode the one-sided derivative along v: it is Jv with the J of a piece around v.

It does not contain, though each entry may look legal: weights that do not sum to one; different
decisions of one question in two places (relu(x) - relu(-x) has the derivative 1 at 0, and 0 is
wrong); entries of a Jacobian from different pieces that never meet; nan.

What it leaves out and should not: a piece that is active only between curves that touch at x, and
limits beyond those seen where there are infinitely many (a norm at 0, whose set is the unit ball;
the axes both ways and generic directions are seen). Where there are more than `pieces.MOST` limits,
each entry is held to its own bounds alone.
"""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass
from typing import Literal

from flint import fmpq

from conformance.truth.arrays import Array, array_of
from conformance.truth.evaluate import Plan, run
from conformance.truth.pieces import MOST, Recorder, neighbours
from conformance.truth.scalar_functions import Branches
from conformance.truth.scalars import Poison, Scalar, UndecidedError, ball
from conformance.truth.series import Series
from conformance.truth.taylor import Direction, Taylor, active_nodes, order_of

__all__ = ["Finding", "classify", "rays"]


@dataclass(frozen=True)
class Finding:
    """The class of a derivative at a point on a boundary; `limits` are the vertices of a kink,
    all of them if it is `complete`."""

    kind: Literal["touched", "kink", "undefined"]
    value: Array | None = None
    limits: tuple[tuple[Direction, Array], ...] = ()
    complete: bool = True


def rays(size: int) -> list[Direction]:
    """Directions in general position: tilted axes both ways, and generic ones."""
    if size == 1:
        return [(fmpq(1),), (fmpq(-1),)]
    source = random.Random(size)
    result: list[Direction] = []

    def generic(scale: int) -> list[fmpq]:
        return [fmpq(source.randrange(-997, 998) or 1, 997 * scale) for _ in range(size)]

    for i in range(size):
        for s in (1, -1):
            tilt = generic(64)
            result.append(tuple(t + (s if j == i else 0) for j, t in enumerate(tilt)))
            result.append(tuple(fmpq(s if j == i else 0) for j in range(size)))
    for _ in range(size):
        d = generic(1)
        result += [tuple(d), tuple(-x for x in d)]
    return result


def same(a: Scalar, b: Scalar) -> bool:
    """Equal, exactly or to 200 bits; UndecidedError in between."""
    difference = ball(a - b)
    if difference == 0:
        return True
    if not difference.contains(0):
        return False
    size = ball(a).abs_upper() + ball(b).abs_upper()
    if difference.abs_upper() < size * fmpq(1, 2**200) or difference.abs_upper() < fmpq(1, 2**200):
        return True
    raise UndecidedError


def classify(taylor: Taylor, result: int, primal: bool = True) -> Finding:
    """The class of the derivative whose value is node `result` of the lowered graph.

    `primal` says that the body contains no derivative: its value at the point is then its own, not
    what a derivative rule makes of a kink. UndecidedError where the precision does not tell the two
    sides apart.
    """
    order = order_of(taylor.derivative)
    directions = _probes(taylor, order)
    if not taylor.exists or (primal and not _continuous(taylor, directions, order)):
        return Finding("undefined")
    kink = False
    for d in directions:
        back = tuple(-x for x in d)
        for k in range(order + 1):
            ahead = taylor.coefficient(d, order, k).ravel()
            behind = taylor.coefficient(back, order, k).ravel()
            for a, b in zip(ahead, behind, strict=True):
                if isinstance(a, Poison) or isinstance(b, Poison):
                    return Finding("undefined")
                if not same(a, b if k % 2 == 0 else -b):
                    if k < order:
                        return Finding("undefined")
                    kink = True
    if taylor.size > 1:
        linear = _linear(taylor, directions, order)
        if order > 1 and not linear:
            return Finding("undefined")
        kink = kink or not linear or (order > 1 and not _quadratic(taylor, directions))
    if not kink:
        return Finding("touched", taylor.value())
    limits, complete = _limits(taylor, result)
    return Finding("kink", None, limits, complete) if limits else Finding("undefined")


def _continuous(taylor: Taylor, directions: list[Direction], order: int) -> bool:
    """Whether the body tends to its value: sign(x²) is 1 on both sides of 0 and 0 there."""
    here = taylor.values[taylor.derivative.body].ravel()
    for d in directions:
        limits = taylor.coefficient(d, order, 0).ravel()
        for a, b in zip(here, limits, strict=True):
            if not isinstance(a, Poison) and not isinstance(b, Poison) and not same(a, b):
                return False
    return True


def _probes(taylor: Taylor, order: int) -> list[Direction]:
    axes = [taylor.axis(i) for i in range(taylor.size)]
    if order == 2 and taylor.size > 1:
        axes += [taylor.axis(i, j) for i in range(taylor.size) for j in range(i)]
    return axes + (rays(taylor.size)[::4] if taylor.size > 1 else [])


def _linear(taylor: Taylor, directions: list[Direction], order: int) -> bool:
    """Whether the first coefficients are linear in the direction, as a derivative is."""
    columns = [taylor.coefficient(taylor.axis(i), order, 1).ravel() for i in range(taylor.size)]
    for d in directions[taylor.size :]:
        straight = taylor.coefficient(d, order, 1).ravel()
        for k, value in enumerate(straight):
            if not same(value, sum((x * c[k] for x, c in zip(d, columns, strict=True)), fmpq(0))):
                return False
    return True


def _quadratic(taylor: Taylor, directions: list[Direction]) -> bool:
    """Whether the second coefficients are a quadratic form in the direction, as a Hessian is."""
    axes = [taylor.axis(i) for i in range(taylor.size)]
    form = [[taylor.second(a, b) for b in axes] for a in axes]
    for d in directions[taylor.size :]:
        pairs = ((p, q, x) for p, row in zip(d, form, strict=True) for q, x in zip(d, row, strict=True))
        expected = sum((p * q * x for p, q, x in pairs), fmpq(0)) * fmpq(1, 2)
        if not same(taylor.coefficient(d, 2)[()], expected):
            return False
    return True


def limit(values: Array) -> Array | None:
    """The values as t → 0+; None where one grows without bound or does not exist."""
    out = []
    for x in values.ravel():
        x = x.stripped() if isinstance(x, Series) else x
        if isinstance(x, Poison) or (isinstance(x, Series) and x.coefficients and x.valuation < 0):
            return None
        out.append(x[0] if isinstance(x, Series) else x)
    if any(isinstance(x, Poison) for x in out):
        return None
    return array_of(out, values.shape)


def _limits(taylor: Taylor, result: int) -> tuple[tuple[tuple[Direction, Array], ...], bool]:
    """The limits of the derivative along rays into every piece, and whether those are all."""
    plan = Plan(taylor.graph, (result,))
    fixed = fixed_values(taylor, result)
    terms = order_of(taylor.derivative) + 4

    def follow(d: Direction, branches: Branches) -> Array:
        return run(plan, taylor.moved(d, terms), branches, known=fixed)[result]

    found: list[tuple[int, Direction, Array | None]] = []
    seen: set[tuple[int | None, ...]] = set()
    values: set[tuple[str, ...]] = set()
    waiting = deque(rays(taylor.size))
    while waiting and len(values) <= MOST:
        d = waiting.popleft()
        cone = Recorder()
        value = limit(follow(d, cone))
        found.append((cone.vanished, d, value))
        if value is None or cone.vanished or cone.cone in seen:
            continue
        seen.add(cone.cone)
        name = tuple(str(x) for x in value.ravel())
        if name not in values:
            values.add(name)
            waiting.extend(neighbours(d, cone, follow))
    # A ray on which a decision stays at its boundary says what a convention does there, not what the function does.
    fewest = min(vanished for vanished, _, _ in found)
    limits = tuple((d, value) for vanished, d, value in found if value is not None and vanished == fewest)
    return limits, len(values) <= MOST


def fixed_values(taylor: Taylor, result: int) -> dict[int, Array]:
    """The nodes whose value does not change along a ray."""
    moving = active_nodes(taylor.graph, taylor.derivative, result)
    return {i: v for i, v in taylor.values.items() if i not in moving}
