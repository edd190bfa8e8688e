"""The baseline: numpy, which has no autograd, differentiated numerically.

`complex-step` evaluates f(x + ihv) and takes the imaginary part: no subtraction, so no
cancellation, wherever numpy extends every operator analytically to complex numbers, and
once only. `finite-difference` takes central differences and nests.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from conformance.backends.contract import (
    Array,
    Function,
    Jvp,
    Operator,
    Transform,
    UnsupportedError,
    Vjp,
    contiguous,
    on_cpu,
)
from conformance.backends.literals import ARITHMETIC
from conformance.backends.numpy import linalg, nn, special, structured
from conformance.backends.numpy.real import real

Floats = npt.NDArray[Any]

name = "numpy"
version = np.__version__
packages = {"numpy": version}
dtypes = ("float32", "float64")
pullbacks: Mapping[str, Vjp] = {}
transforms: Mapping[str, Transform] = {}


def devices() -> Sequence[str]:
    return ["cpu"]


def use(device: str) -> None:
    if int(version.partition(".")[0]) < 2:
        raise UnsupportedError(
            f"the numpy backend needs numpy 2, where literals take an array's dtype; this is {version}"
        )
    on_cpu(device)


def array(value: Floats) -> Floats:
    return contiguous(value)


def to_numpy(array: Array) -> Floats:
    return np.asarray(array)


def unsupported(exception: Exception) -> bool:
    """numpy says "ufunc … not supported for the input types" of a complex argument."""
    return isinstance(exception, TypeError) and "not supported for the input types" in str(exception)


_stepping = False


def complex_step(function: Function, primals: Sequence[Floats], tangents: Sequence[Floats]) -> tuple[Array, Array]:
    """f(x + ihv) with h so small that h² is below every digit, and a power of two."""
    global _stepping
    if _stepping:
        raise UnsupportedError("numpy's complex step gives first derivatives only")
    kind, h = (np.complex64, 2.0**-66) if primals[0].dtype == np.float32 else (np.complex128, 2.0**-332)
    _stepping = True
    try:
        value = np.asarray(function(*(_complex(x, v, h, kind) for x, v in zip(primals, tangents, strict=True))))
    finally:
        _stepping = False
    if not np.iscomplexobj(value):  # it does not depend on the primals
        return value, np.zeros_like(value)
    return np.asarray(value.real), np.asarray(value.imag / value.real.dtype.type(h))


def _complex(x: Floats, v: Floats, h: float, kind: type[np.complexfloating[Any, Any]]) -> Floats:
    moved = np.empty(x.shape, kind)
    moved.real, moved.imag = x, v * v.dtype.type(h)
    return moved


_height = 0
"""How many finite differences are nested in the function evaluated last."""


def finite_difference(function: Function, primals: Sequence[Floats], tangents: Sequence[Floats]) -> tuple[Array, Array]:
    """(f(x + hv) - f(x - hv)) / 2h. The step is the cube root of the noise in f, which is
    the unit roundoff to the power 2/3 for each difference that f itself takes."""
    global _height
    _height = 0
    value = function(*primals)
    height = _height
    dtype = primals[0].dtype
    noise = float(np.finfo(dtype).eps) ** ((2 / 3) ** height)
    moving = [abs(x[v != 0]).max(initial=0) for x, v in zip(map(np.asarray, primals), tangents, strict=True)]
    length = max(float(abs(np.asarray(v)).max(initial=0)) for v in tangents)
    if length == 0:
        return value, np.zeros_like(value)
    scale = max(1.0, *(float(m) for m in moving if np.isfinite(m)), 0.0)
    h = dtype.type(2.0 ** round(math.log2(noise ** (1 / 3) * scale / length)))
    after = function(*(x + h * v for x, v in zip(primals, tangents, strict=True)))
    before = function(*(x - h * v for x, v in zip(primals, tangents, strict=True)))
    _height = height + 1
    return value, np.asarray((after - before) / (2 * h))


pushforwards: Mapping[str, Jvp] = {"complex-step": complex_step, "finite-difference": finite_difference}


def _by_entry(function: Callable[[float], float]) -> Operator:
    """A function of the standard library, entry by entry, in double and then rounded."""

    def entry(x: float) -> float:
        try:
            return function(x)
        except OverflowError:
            return math.inf
        except ValueError:
            return math.inf if function is math.lgamma else math.nan

    def by_entry(x: Floats) -> Floats:
        x = np.asarray(x)
        return np.array([entry(float(v)) for v in x.ravel()], x.dtype).reshape(x.shape)

    return real(by_entry)


def _index(x: Floats, *, index: tuple[int | None, ...]) -> Floats:
    return x[tuple(slice(None) if i is None else i for i in index)]


def _norm(x: Floats, *, axis: int | None) -> Any:
    return np.linalg.norm(x.ravel() if axis is None else x, axis=axis)


operators: Mapping[str, Operator] = {
    **ARITHMETIC,
    **linalg.OPERATORS,
    **nn.OPERATORS,
    **special.OPERATORS,
    **structured.OPERATORS,
    "index": _index,
    "matrix_transpose": np.transpose,
    **{c: real(getattr(np, c)) for c in ("equal", "not_equal", "less", "less_equal", "greater", "greater_equal")},
    "exp": np.exp,
    "exp2": np.exp2,
    "expm1": np.expm1,
    "log": np.log,
    "log1p": np.log1p,
    "log2": np.log2,
    "log10": np.log10,
    "sqrt": np.sqrt,
    "cbrt": np.cbrt,
    "square": np.square,
    "abs": real(np.abs),
    "sign": real(np.sign),
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "atan2": np.arctan2,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "asinh": np.arcsinh,
    "acosh": np.arccosh,
    "atanh": np.arctanh,
    "erf": _by_entry(math.erf),
    "erfc": _by_entry(math.erfc),
    "lgamma": _by_entry(math.lgamma),
    "sinc": np.sinc,
    "hypot": np.hypot,
    "logaddexp": np.logaddexp,
    "maximum": real(np.maximum),
    "minimum": real(np.minimum),
    "clip": real(np.clip),
    "pow": np.power,
    "where": np.where,
    "sum": np.sum,
    "prod": np.prod,
    "mean": np.mean,
    "var": real(lambda x, axis, correction: np.var(x, axis=axis, ddof=correction)),
    "std": real(lambda x, axis, correction: np.std(x, axis=axis, ddof=correction)),
    "max": real(np.max),
    "min": real(np.min),
    "norm": real(_norm),
    "cumsum": np.cumsum,
    "cumprod": np.cumprod,
    "dot": np.dot,
    "matmul": np.matmul,
    "outer": np.outer,
    "kron": np.kron,
    "trace": np.trace,
    "det": np.linalg.det,
    "slogdet": real(lambda a: np.linalg.slogdet(a)[1]),
    "inv": np.linalg.inv,
    "solve": np.linalg.solve,
    "cholesky": real(np.linalg.cholesky),
    "eigvalsh": real(np.linalg.eigvalsh),
    "diag": np.diag,
    "tril": np.tril,
    "triu": np.triu,
    "stack": lambda *xs, axis: np.stack(xs, axis=axis),
    "concat": lambda *xs, axis: np.concatenate(xs, axis=axis),
    "reshape": lambda x, shape: np.reshape(x, shape),
    "flatten": np.ravel,
    "transpose": np.transpose,
    "take": lambda x, indices, axis: np.take(x, indices, axis=axis),
    "zeros": np.zeros,
    "ones": np.ones,
    "eye": lambda n, dtype: np.eye(n, dtype=dtype),
    "arange": lambda n, dtype: np.arange(n, dtype=dtype),
}
