"""Special functions of two arguments on scalars of every kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from conformance.truth.parametric import PARAMETRIC, parametric
from conformance.truth.scalar_functions import divide, unary
from conformance.truth.scalars import Poison, Scalar, is_zero
from conformance.truth.series import Series

__all__ = ["SPECIAL_BINARY"]


def _unless_zero(function: Callable[[Scalar, Scalar], Scalar]) -> Callable[[Scalar, Scalar], Scalar]:
    """0 where the first argument is exactly 0, whatever the second is."""

    def apply(x: Scalar, y: Scalar) -> Scalar:
        for v in (x, y):
            if isinstance(v, Poison):
                return v
        return x if not isinstance(x, Series) and is_zero(x) else function(x, y)

    return apply


def _betaln(x: Scalar, y: Scalar) -> Scalar:
    """log(Γ(x)Γ(y)/Γ(x + y)); what cancels costs precision and no more."""
    for v in (x, y):
        if isinstance(v, Poison):
            return v
    return unary("lgamma", x, {}) + unary("lgamma", y, {}) - unary("lgamma", x + y, {})


SPECIAL_BINARY: Mapping[str, Callable[[Scalar, Scalar], Scalar]] = {
    "betaln": _betaln,
    "xdivy": _unless_zero(divide),
    "xlog1py": _unless_zero(lambda x, y: x * unary("log1p", y, {})),
    **{name: partial(parametric, name) for name in PARAMETRIC},
}
