"""Derivative rules of special functions of two arguments, and of those that jump.

`SPECIAL_RULES` are the textbooks'. For the bound on rounding, `ATTAINED_PARTIALS` leaves the
derivative of a function of `parametric` an operator, `slope`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from conformance.language.graph import Node
from conformance.language.shapes import broadcast
from conformance.truth.arrays import whole
from conformance.truth.parametric import PARAMETRIC
from conformance.truth.partials import Adjoints, Rule, elementwise
from conformance.truth.sugar import Expr

__all__ = ["ATTAINED_PARTIALS", "SPECIAL_RULES"]

Formula = Callable[[Expr, Expr], Expr]


def _unknown(g: Expr, y: Expr, x: Sequence[Expr]) -> Expr:
    """The derivative in the first argument, of which there is no enclosure: evaluating it decides nothing."""
    return g * x[0].raw("unknown", x[0].shape)


def _last(slope: Formula) -> Rule:
    return elementwise(_unknown, lambda g, y, x: g * slope(x[0], x[1]))


def _density(a: Expr, x: Expr) -> Expr:
    """xᵃ⁻¹e⁻ˣ/Γ(a)."""
    return ((a - 1) * x.op("log") - x - a.op("lgamma")).op("exp")


def _slope(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    """Of a function of `parametric`, or of a derivative of it."""
    of = node.params["of"] if node.op == "slope" else node.op
    order = whole(node.params["order"]) if node.op == "slope" else 0
    shape = broadcast(x[0].shape, x[1].shape)
    return elementwise(_unknown, lambda g, y, x: g * x[0].raw("slope", shape, x[1], of=of, order=order + 1))(
        g, y, x, node
    )


_FLAT: Rule = elementwise(lambda g, y, x: g * 0)

SPECIAL_RULES: Mapping[str, Rule] = {
    "betaln": elementwise(
        lambda g, y, x: g * (x[0].op("digamma") - (x[0] + x[1]).op("digamma")),
        lambda g, y, x: g * (x[1].op("digamma") - (x[0] + x[1]).op("digamma")),
    ),
    "xdivy": elementwise(lambda g, y, x: g / x[1], lambda g, y, x: -(g * y / x[1])),
    "xlog1py": elementwise(lambda g, y, x: g * x[1].op("log1p"), lambda g, y, x: g * x[0] / (1 + x[1])),
    "zeta": _last(lambda s, x: -s * (s + 1).op("zeta", x)),
    "gammainc": _last(_density),
    "gammaincc": _last(lambda a, x: -_density(a, x)),
    "slope": _slope,
    "unknown": lambda g, y, x, node: [g * x[0].raw("unknown", x[0].shape)],
    "floor": _FLAT,
    "round": _FLAT,
}

ATTAINED_PARTIALS: Mapping[str, Rule] = dict.fromkeys(PARAMETRIC, _slope)
