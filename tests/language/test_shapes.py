"""Shape inference against numpy's, for random shapes: the same shape, or both refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.language.errors import ShapeError
from conformance.language.parse import Scope, parse_expression

DIMENSIONS = st.integers(1, 3)
SHAPES = st.lists(DIMENSIONS, max_size=3).map(tuple)
FLAT = st.lists(DIMENSIONS, max_size=2).map(tuple)
FLAT_ARRAYS = st.lists(DIMENSIONS, min_size=1, max_size=2).map(tuple)
AXES = st.integers(-4, 3)

Array = Any


def agree(text: str, compute: Callable[..., Array], **shapes: tuple[int, ...]) -> None:
    made = Scope()
    for name, shape in shapes.items():
        made.builder.input(name, shape)
    expected = shape_of(compute, shapes.values())
    if expected is None:
        with pytest.raises(ShapeError):
            parse_expression(text, made)
    else:
        assert made.builder.shape(parse_expression(text, made)) == expected


def shape_of(compute: Callable[..., Array], shapes: Iterable[tuple[int, ...]]) -> tuple[int, ...] | None:
    """Of what numpy computes; None where it refuses."""
    try:
        return np.shape(compute(*map(np.ones, shapes)))
    except (ValueError, IndexError, np.linalg.LinAlgError):
        return None


@given(SHAPES, SHAPES)
def test_broadcasting(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    agree("a*b", np.multiply, a=a, b=b)
    agree("maximum(a, b)", np.maximum, a=a, b=b)
    agree("where(a < b, a, b)", lambda x, y: np.where(x < y, x, y), a=a, b=b)


@given(FLAT, FLAT)
def test_products(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    agree("a @ b", np.matmul, a=a, b=b)
    if len(a) == len(b) == 1:
        agree("dot(a, b)", np.dot, a=a, b=b)
        agree("outer(a, b)", np.outer, a=a, b=b)
    if len(a) == len(b) == 2:
        agree("kron(a, b)", np.kron, a=a, b=b)


@given(SHAPES.filter(len), AXES)  # numpy lets a scalar have an axis 0, the array API does not
def test_reductions(a: tuple[int, ...], axis: int) -> None:
    agree("sum(a)", np.sum, a=a)
    for name in ("sum", "prod", "mean", "var", "std", "max", "min"):
        agree(f"{name}(a, axis={axis})", lambda x, name=name: getattr(np, name)(x, axis=axis), a=a)
    agree(f"cumsum(a, axis={axis})", lambda x: np.cumsum(x, axis=axis), a=a)


@given(SHAPES, st.lists(DIMENSIONS, min_size=1, max_size=3), st.permutations(range(3)), AXES)
def test_shaping(a: tuple[int, ...], shape: list[int], axes: list[int], axis: int) -> None:
    agree(f"reshape(a, {shape})", lambda x: np.reshape(x, shape), a=a)
    agree(f"transpose(a, {axes})", lambda x: np.transpose(x, axes), a=a)
    agree("transpose(a)", np.transpose, a=a)
    agree("flatten(a)", np.ravel, a=a)
    agree(f"take(a, [0, 1], axis={axis})", lambda x: np.take(x, [0, 1], axis=axis), a=a)


@given(SHAPES, SHAPES, AXES)
def test_joining(a: tuple[int, ...], b: tuple[int, ...], axis: int) -> None:
    agree(f"stack([a, b], axis={axis})", lambda x, y: np.stack([x, y], axis=axis), a=a, b=b)
    agree(f"concat([a, b], axis={axis})", lambda x, y: np.concatenate([x, y], axis=axis), a=a, b=b)


@given(SHAPES, st.lists(st.one_of(st.none(), st.integers(-4, 3)), min_size=1, max_size=3))
def test_indexing(a: tuple[int, ...], key: list[int | None]) -> None:
    text = ", ".join(":" if i is None else str(i) for i in key)
    agree(f"a[{text}]", lambda x: x[tuple(slice(None) if i is None else i for i in key)], a=a)


@given(FLAT_ARRAYS)
def test_matrices(a: tuple[int, ...]) -> None:
    agree("diag(a)", np.diag, a=a)
    if len(a) == 2:
        agree("a.T", np.transpose, a=a)
        agree("tril(a, k=1)", lambda x: np.tril(x, k=1), a=a)
        agree("det(a)", np.linalg.det, a=a)
        agree("inv(a + 5*eye(2))", lambda x: np.linalg.inv(x + 5 * np.eye(2)), a=a)
        agree("eigvalsh(a)", np.linalg.eigvalsh, a=a)


@given(SHAPES, SHAPES)
def test_derivatives_carry_the_target_last(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    made = Scope()
    made.builder.input("a", a)
    made.builder.input("b", b)
    assert made.builder.shape(parse_expression("jac(a, b)", made)) == a + b
    assert made.builder.shape(parse_expression("grad(sum(a), b)", made)) == b
    assert made.builder.shape(parse_expression("hess(sum(a), b)", made)) == b + b
    assert made.builder.shape(parse_expression("jvp(a, b, b)", made)) == a
    assert made.builder.shape(parse_expression("vjp(a, b, a)", made)) == b
