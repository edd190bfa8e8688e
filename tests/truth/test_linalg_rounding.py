"""What factorizations are charged, against LAPACK's through numpy, at well and ill-conditioned matrices."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from conformance.language.build import Builder
from conformance.truth.permit import Bound
from conformance.truth.rounding import as_scalars
from conformance.truth.scalars import ball, fraction
from conformance.truth.side import Expression, precision

Floats = npt.NDArray[Any]
UNIT = {"float32": 2.0**-24, "float64": 2.0**-53}


def hilbert(n: int) -> Floats:
    return np.array([[1 / (i + j + 1) for j in range(n)] for i in range(n)])


def generic(n: int, seed: int) -> Floats:
    return np.random.default_rng(seed).uniform(-2, 2, (n, n))


def ratio(build: Callable[[Builder, int], int], numpy: Callable[[Floats], Floats], values: Floats, dtype: str) -> float:
    """The largest error over what is permitted."""
    b = Builder()
    root = build(b, b.input("a", values.shape))
    rounded = values.astype(dtype)
    with precision(256):
        value = Expression(b.graph(), root).at({"a": as_scalars(rounded)})
        permitted = Bound(b.graph(), root).permitted({"a": as_scalars(rounded)}, value, dtype).ravel()
    true = [fraction(ball(v)) for v in value.value.ravel()]
    seen = numpy(rounded).ravel()
    errors = [float(abs(Fraction(float(x)) - t)) for x, t in zip(seen, true, strict=True)]
    assert np.isfinite(permitted).all()
    return max(e / p if e else 0.0 for e, p in zip(errors, permitted.tolist(), strict=True))


def gradient(name: str) -> Callable[[Builder, int], int]:
    def build(b: Builder, a: int) -> int:
        value = b.op(name, a)
        return b.derivative("grad", b.op("sum", value) if b.shape(value) else value, [a])

    return build


def _inverse_gradient(a: Floats) -> Floats:
    x = np.linalg.inv(a)
    return -(x.T @ np.ones_like(a) @ x.T)


def _eigenvalue_gradient(a: Floats) -> Floats:
    """Of Σ λᵢ³."""
    values, vectors = np.linalg.eigh(a)
    return np.asarray((vectors * (3 * values**2)) @ vectors.T)


def cubes(b: Builder, a: int) -> int:
    return b.derivative("grad", b.op("sum", b.op("power", b.op("eigvalsh", a), b.literal("3"))), [a])


CHECKS: dict[str, tuple[Callable[[Builder, int], int], Callable[[Floats], Floats]]] = {
    "inv": (lambda b, a: b.op("inv", a), np.linalg.inv),
    "det": (lambda b, a: b.op("det", a), lambda a: np.asarray(np.linalg.det(a))),
    "slogdet": (lambda b, a: b.op("slogdet", a), lambda a: np.asarray(np.linalg.slogdet(a)[1])),
    "inv gradient": (gradient("inv"), _inverse_gradient),
    "det gradient": (gradient("det"), lambda a: np.asarray(np.linalg.det(a) * np.linalg.inv(a).T)),
    "slogdet gradient": (gradient("slogdet"), lambda a: np.linalg.inv(a).T),
}
SYMMETRIC: dict[str, tuple[Callable[[Builder, int], int], Callable[[Floats], Floats]]] = {
    "cholesky": (lambda b, a: b.op("cholesky", a), np.linalg.cholesky),
    "eigvalsh": (lambda b, a: b.op("eigvalsh", a), np.linalg.eigvalsh),
    "eigvalsh gradient": (cubes, _eigenvalue_gradient),
}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", list(CHECKS))
def test_lapack_is_within_what_is_permitted_and_not_far_within(name: str, dtype: str) -> None:
    matrices = [generic(n, seed) for n in (1, 2, 3, 5) for seed in (1, 2, 3)]
    matrices += [hilbert(3), hilbert(4)]
    ratios = [ratio(*CHECKS[name], a, dtype) for a in matrices]
    assert max(ratios) <= 1
    assert max(ratios) > 0.01


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", list(SYMMETRIC))
def test_the_same_of_symmetric_matrices(name: str, dtype: str) -> None:
    matrices = [x @ x.T + np.eye(len(x)) / 2 for x in (generic(n, seed) for n in (1, 2, 3, 5) for seed in (1, 2, 3))]
    ratios = [ratio(*SYMMETRIC[name], (a + a.T) / 2, dtype) for a in matrices]
    assert max(ratios) <= 1
    assert max(ratios) > 0.01


def permitted(name: str, build: Callable[[Builder, int], int], values: Floats) -> Floats:
    b = Builder()
    root = build(b, b.input("a", values.shape))
    exact = {"a": as_scalars(values)}
    with precision(256):
        value = Expression(b.graph(), root).at(exact)
        return np.asarray(Bound(b.graph(), root).permitted(exact, value, "float64"))


def test_the_gradient_of_a_determinant_has_a_bound_where_there_is_no_inverse() -> None:
    singular = np.array([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [1.0, -1.0, 5.0]])
    allowed = permitted("det", gradient("det"), singular)
    assert np.max(allowed) < 100 * 26 * UNIT["float64"]  # the largest cofactor is 26
    assert np.min(allowed) > UNIT["float64"]


def test_an_inverse_next_to_a_singular_matrix_has_none() -> None:
    near = np.array([[1.0, 1.0], [1.0, 1.0 + 2.0**-52]])
    assert math.isinf(np.max(permitted("inv", lambda b, a: b.op("inv", a), near)))


def test_each_gap_between_eigenvalues_is_charged_once() -> None:
    """Five eigenvalues of which two are close: the product of projectors would charge the small gaps together."""
    rotation, _ = np.linalg.qr(generic(5, 4))
    close = rotation @ np.diag([1.0, 1.01, 2.0, 3.0, 4.0]) @ rotation.T
    allowed = permitted("eigvalsh", cubes, (close + close.T) / 2)
    assert np.median(allowed) < 100_000 * UNIT["float64"]


def test_a_branch_that_is_not_taken_costs_nothing_in_a_product() -> None:
    """The second derivative of a determinant multiplies matrices by what the cofactors would have given."""
    hessian = permitted("det", lambda b, a: b.derivative("hess", b.op("det", a), [a]), generic(3, 1))
    assert np.max(hessian) < 10_000 * UNIT["float64"]


def _adjugate(a: Floats) -> Floats:
    """By singular values, as torch does where the derivative may be differentiated again."""
    u, s, vt = np.linalg.svd(a)
    others = np.array([np.prod(np.delete(s, i)) for i in range(len(s))], dtype=a.dtype)
    return np.asarray(np.linalg.det(u) * np.linalg.det(vt) * (u * others) @ vt, dtype=a.dtype)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_cofactors_of_very_different_size_may_come_from_singular_values(dtype: str) -> None:
    matrices = [generic(n, seed) / 4 + 3 * np.eye(n) for n in (2, 3, 5) for seed in (1, 2, 3)]
    assert max(ratio(gradient("det"), _adjugate, a, dtype) for a in matrices) <= 1
