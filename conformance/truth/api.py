"""What the rest of the suite asks of truth: claim_truth, input_values, the cache key.

Truth for a run is that at the point rounded to the dtype under test, exactly. It is
computed once for each claim instance, point and dtype, and kept in the cache.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import flint
import numpy as np
import numpy.typing as npt
from flint import arb, fmpq

from conformance.casefile.model import Claim, Instance, Point
from conformance.truth.arrays import Array
from conformance.truth.cache import Cache, digest
from conformance.truth.digits import decimal_text, lower_upper, pair
from conformance.truth.model import Floats, SideTruth
from conformance.truth.permit import Bound
from conformance.truth.rounding import as_scalars, round_point
from conformance.truth.scalars import UndecidedError, ball
from conformance.truth.side import PRECISIONS, Expression, Value, precision

__all__ = ["ASYMPTOTIC_STEP", "claim_truth", "input_values", "source_digest"]

ASYMPTOTIC_STEP = "1/16"
"""What a run gives to the variable of an asymptotic claim, which points leave out."""


@dataclass
class _Side:
    """One side of one claim: its expression and its bound, lowered once."""

    expression: Expression
    bound: Bound


class _Lowered:
    """Keeps the sides of the claims that are being worked on; a run takes claims one by one."""

    def __init__(self, most: int = 16) -> None:
        self.most = most
        self.sides: dict[tuple[int, int], tuple[Instance, _Side]] = {}

    def of(self, instance: Instance, root: int) -> _Side:
        key = (id(instance), root)
        if key not in self.sides:
            while len(self.sides) >= self.most:
                del self.sides[next(iter(self.sides))]
            self.sides[key] = (instance, _Side(Expression(instance.graph, root), Bound(instance.graph, root)))
        return self.sides[key][1]


_LOWERED = _Lowered()


@lru_cache(maxsize=1)
def source_digest() -> str:
    """A hash of the code that truth depends on, python-flint's version included: no entry outlives
    the rule that it came from."""
    package = Path(__file__).parent
    files = sorted(package.rglob("*.py")) + sorted((package.parent / "language").rglob("*.py"))
    content = hashlib.sha256(flint.__version__.encode())
    for file in files:
        content.update(file.read_bytes())
    return content.hexdigest()


def input_values(instance: Instance, claim: Claim, point: Point, dtype: str) -> dict[str, npt.NDArray[Any]]:
    """The point rounded to the dtype: what a backend is given, and where truth is computed."""
    values = dict(point.values)
    if claim.asymptotic and claim.asymptotic.variable not in values:
        values[claim.asymptotic.variable] = (ASYMPTOTIC_STEP,)
    shapes = {name: instance.graph[index].shape for name, index in instance.graph.inputs.items()}
    return round_point({name: values[name] for name in shapes if name in values}, shapes, dtype)


def claim_key(instance: Instance, claim: Claim) -> str:
    """A hash of the claim's expressions, whatever else the case contains."""
    graph, roots = instance.graph.restricted(claim.sides)
    data = graph.to_json()
    del data["lets"]
    return digest(data, roots)


_KEYS: dict[tuple[int, str], tuple[Instance, str]] = {}


def cached_key(instance: Instance, claim: Claim) -> str:
    known = _KEYS.get((id(instance), claim.id))
    if known is None or known[0] is not instance:
        if len(_KEYS) > 64:
            _KEYS.clear()
        known = _KEYS[id(instance), claim.id] = (instance, claim_key(instance, claim))
    return known[1]


def claim_truth(instance: Instance, claim: Claim, point: Point, dtype: str, cache: Cache) -> tuple[SideTruth, ...]:
    """The truth about each side of the claim at the point rounded to the dtype.

    Raises `side.DisagreementError` if the suite's two methods contradict one another.
    """
    inputs = input_values(instance, claim, point, dtype)
    key = digest(
        "truth", source_digest(), cached_key(instance, claim), dtype,
        {name: [float(v).hex() for v in array.ravel()] for name, array in inputs.items()},
    )  # fmt: skip
    entry = cache.get(key)
    if entry is not None:
        return tuple(SideTruth.from_json(side) for side in entry)
    exact = {name: as_scalars(array) for name, array in inputs.items()}
    sides = tuple(side_truth(_LOWERED.of(instance, root), exact, dtype) for root in claim.sides)
    cache.put(key, [side.to_json() for side in sides])
    return sides


def side_truth(side: _Side, point: Mapping[str, Array], dtype: str) -> SideTruth:
    """Raise the precision until the value is a thousand times narrower than the permitted error."""
    permitted: Floats | None = None
    for bits in PRECISIONS:
        with precision(bits):
            try:
                value = side.expression.at(point)
            except UndecidedError:
                continue
            if permitted is None:
                permitted = side.bound.permitted(point, value, dtype)
            if value.kind in {"kink", "undefined"} or narrow(value.value, permitted):
                return describe(side.expression, value, permitted)
    return unknown("unsure", side.expression.shape)


def narrow(value: Array, permitted: Floats) -> bool:
    """Every ball a thousandth of what is permitted, or narrower; to 100 bits, or 2⁻²⁰⁰, where
    anything is. Nothing but an exact value is narrow where nothing is permitted."""
    pairs = zip(value.ravel(), permitted.ravel(), strict=True)
    return all(isinstance(x, fmpq) or _narrow(ball(x), allowed) for x, allowed in pairs)


def _narrow(x: arb, allowed: float) -> bool:
    radius = x.rad()  # an exact number, as are the products
    if math.isinf(allowed):
        small = radius <= x.abs_upper() * arb(2) ** -100 or radius <= arb(2) ** -200
        return bool(radius.is_finite() and small)
    return bool(radius * 1000 <= arb(allowed))


def unknown(kind: Any, shape: tuple[int, ...]) -> SideTruth:
    nan = np.full(shape, math.nan)
    size = int(np.prod(shape, dtype=int))
    return SideTruth(kind, shape, nan, nan, np.full(shape, math.inf), ("nan",) * size, 0.0)


def describe(expression: Expression, value: Value, permitted: Floats) -> SideTruth:
    """The value as floats and text."""
    shape = expression.shape
    if value.kind == "undefined":
        return unknown("undefined", shape)
    if value.kind == "kink":
        return _kink(value, permitted, shape)
    pairs = [pair(x) for x in value.value.ravel()]
    return SideTruth(
        value.kind, shape,
        np.array([high for high, _ in pairs]).reshape(shape), np.array([low for _, low in pairs]).reshape(shape),
        permitted, tuple(decimal_text(x) for x in value.value.ravel()), value.scale,
    )  # fmt: skip


def _kink(value: Value, permitted: Floats, shape: tuple[int, ...]) -> SideTruth:
    finding = value.findings.get(value.alone) if value.alone is not None else None
    vertices = None
    if finding is not None:
        arrays = [limit for _, limit in finding.limits]
        bounds = [lower_upper(list(entries)) for entries in zip(*(a.ravel() for a in arrays), strict=True)]
        if finding.complete:
            rows = sorted({tuple(pair(x)[0] for x in a.ravel()) for a in arrays})
            vertices = np.array(rows, dtype=np.float64).reshape(len(rows), -1)
    else:
        bounds = [lower_upper([x]) for x in value.value.ravel()]
    lower = np.array([low for low, _ in bounds]).reshape(shape)
    upper = np.array([high for _, high in bounds]).reshape(shape)
    middle = (lower + upper) / 2
    text = tuple(f"{low!r}" if low == high else f"[{low!r}, {high!r}]" for low, high in bounds)
    return SideTruth("kink", shape, middle, np.zeros(shape), permitted, text, value.scale, lower, upper, vertices)
