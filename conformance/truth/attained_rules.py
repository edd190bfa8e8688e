"""Derivative rules of the bound on rounding where what algorithms attain is not what the textbook's formula does.

The derivative of eigenvalues goes through spectral projectors that are operators of their
own: a framework gets Pᵢ = vᵢvᵢᵀ from the eigenvectors and divides by each gap once, where the
product Πⱼ (S - λⱼ)/(λᵢ - λⱼ) would charge it for all gaps multiplied. The derivative of a
determinant is det(A)·A⁻ᵀ from the factors of A, and its cofactors only where A has no inverse; or
it comes from the singular value decomposition, which works at either, with errors that are small
beside the largest cofactor only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from conformance.language.graph import Node
from conformance.truth.linalg_factors import PRODUCTS
from conformance.truth.linalg_rules import LINALG
from conformance.truth.sugar import Expr

__all__ = ["ATTAINED"]

Rule = Callable[[Expr, Expr, Sequence[Expr], Node], Sequence[Expr | None]]


def _det(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr | None]:
    regular, singular = (x[0].raw("regular", (), negated=negated) for negated in (False, True))
    (by_cofactors,) = LINALG["det"](g.branch(singular), y, x, node)
    assert by_cofactors is not None
    found = g.branch(regular) * y * x[0].op("inv").T + by_cofactors
    n = x[0].shape[0]
    return [found.raw("charged", found.shape, units=2 * n, together=True) if n > 1 else found]


def _entry(values: Expr, i: int) -> Expr:
    return values.op("index", index=(i,))


def _projector_of(s: Expr, values: Expr, i: int) -> Expr:
    return s.raw("projector", s.shape, values, index=i)


def _eigvalsh(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr]:
    """Σᵢ gᵢPᵢ of the symmetric part."""
    s = (x[0] + x[0].T) * Fraction(1, 2)
    terms = [_entry(g, i) * _projector_of(s, y, i) for i in range(y.shape[0])]
    return [sum(terms[1:], terms[0])]


def _refactored(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr | None]:
    """Where the derivative of a product of factors is itself differentiated."""
    h, a = x
    return [
        g.raw("refactored", g.shape, a, of=node.params["of"]),
        g.raw("unresolved", a.shape, h, a, of=node.params["of"]),
    ]


def _product(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr | None]:
    (found,) = LINALG[node.op](g, y, x, node)
    assert found is not None
    return [found.raw("refactored", found.shape, x[0], of=node.op)]


ATTAINED: Mapping[str, Rule] = {
    "det": _det, "eigvalsh": _eigvalsh, "refactored": _refactored, **dict.fromkeys(PRODUCTS, _product),
    "unresolved": lambda g, y, x, node: [None, None, None],
}  # fmt: skip
"""Only for the bound; every other operator's rule is the common one."""
