"""Vector-Jacobian products of elementwise operators from their partial derivatives."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from conformance.language.graph import Node
from conformance.truth.sugar import Expr

__all__ = ["Adjoints", "Rule", "elementwise"]

Adjoints = Sequence[Expr | None]
Rule = Callable[[Expr, Expr, Sequence[Expr], Node], Adjoints]
"""The adjoint of y, y itself, the arguments and the node in, the adjoints of the arguments out."""


def elementwise(*partials: Callable[[Expr, Expr, Sequence[Expr]], Expr]) -> Rule:
    """A rule from formulas for g·∂y/∂xᵢ; broadcasting is undone for each argument."""

    def rule(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
        return [p(g, y, x).broadcast_to(y.shape).sum_to(a.shape) for p, a in zip(partials, x, strict=True)]

    return rule
