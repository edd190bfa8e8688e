"""Constants as exact numbers, and rounded once to a dtype."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import arb, ctx, fmpq

from conformance.language.graph import Shape
from conformance.language.parse import Scope, parse_expression
from conformance.truth.arrays import Array, array_of
from conformance.truth.evaluate import Plan, literal, run
from conformance.truth.scalar_functions import Branches
from conformance.truth.scalars import Poison, Scalar, near_fraction

__all__ = ["as_scalars", "exact_array", "exact_point", "nearest", "round_point"]


@lru_cache(maxsize=65536)
def _rational(text: str) -> Scalar | None:
    try:
        return literal(text)
    except ValueError:
        return None


def exact(text: str) -> Scalar:
    """The number that a constant expression such as `log(2)` or `-1/3` is, at the working precision."""
    if text not in {"pi", "e", "inf", "-inf"}:
        value = _rational(text)
        if value is not None:
            return value
    scope = Scope()
    root = parse_expression(text, scope)
    return run(Plan(scope.builder.graph(), (root,)), {}, Branches())[root][()]


def exact_array(texts: tuple[str, ...], shape: Shape) -> Array:
    return array_of([exact(t) for t in texts], shape)


def exact_point(values: Mapping[str, tuple[str, ...]], shapes: Mapping[str, Shape]) -> dict[str, Array]:
    return {name: exact_array(texts, shapes[name]) for name, texts in values.items()}


def nearest(x: Scalar, dtype: str) -> float:
    """The number of the dtype that is nearest, ties to even; inf past the largest, nan for what does not exist."""
    if isinstance(x, Poison):
        return math.nan
    if isinstance(x, arb) and not x.is_finite():
        return math.inf if x > 0 else -math.inf if x < 0 else math.nan
    q = near_fraction(x)
    bits, largest = _FORMATS[dtype]
    size = abs(q)
    exponent = max(_exponent(size), 2 - largest) if size else 0
    quantum = Fraction(2) ** (exponent - bits + 1)
    nearby = round(size / quantum) * quantum  # to even on ties
    result = float(nearby) if nearby < Fraction(2) ** largest else math.inf
    return -result if q < 0 else result


_FORMATS = {"float32": (24, 128), "float64": (53, 1024)}
"""Bits of the significand, and the exponent of the power of two that is the first past the range."""


def _exponent(size: Fraction) -> int:
    """The e with 2**e <= size < 2**(e + 1), for a positive size."""
    e = size.numerator.bit_length() - size.denominator.bit_length()
    return e if size >= Fraction(2) ** e else e - 1


def round_point(
    values: Mapping[str, tuple[str, ...]], shapes: Mapping[str, Shape], dtype: str
) -> dict[str, npt.NDArray[Any]]:
    """Every constant rounded once to the dtype. Shapes as given; -0.0 keeps its sign."""
    return {
        name: np.array([_rounded(text, dtype) for text in texts], dtype=dtype).reshape(shapes[name])
        for name, texts in values.items()
    }


@lru_cache(maxsize=100_000)  # a run asks for every point twice, and points have constants in common
def _rounded(text: str, dtype: str) -> float:
    if text == "-0.0":
        return -0.0
    saved, ctx.prec = ctx.prec, 256
    try:
        return nearest(exact(text), dtype)
    finally:
        ctx.prec = saved


def as_scalars(array: npt.NDArray[Any]) -> Array:
    """Floats as the exact rationals that they are; infinities and nan as balls."""
    out = []
    for v in array.ravel():
        x = float(v)
        if math.isfinite(x):
            n, d = x.as_integer_ratio()
            out.append(fmpq(n, d))
        else:
            out.append(arb(x))
    return array_of(out, array.shape)
