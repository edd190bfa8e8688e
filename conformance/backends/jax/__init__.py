"""JAX: `vjp` and `jvp`, `jit`, `vmap`, with 64-bit types switched on."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import jax
import numpy as np
import numpy.typing as npt

jax.config.update("jax_enable_x64", True)  # before any array is made

import jax.numpy as jnp  # noqa: E402
from jax.scipy import special as functions  # noqa: E402

from conformance.backends.contract import (  # noqa: E402
    Array,
    Function,
    Operator,
    Pullback,
    UnsupportedError,
    contiguous,
)
from conformance.backends.jax import fourier, linalg, nn, special, structured  # noqa: E402
from conformance.backends.literals import ARITHMETIC  # noqa: E402

name = "jax"
version = jax.__version__
packages = {"jax": version, "jaxlib": jax.lib.__version__, "numpy": np.__version__}
dtypes = ("float32", "float64")


def devices() -> Sequence[str]:
    return sorted({device.platform for device in jax.devices()} | {"cpu"})


def use(device: str) -> None:
    if device == "cpu":
        jax.config.update("jax_platforms", "cpu")  # no search for accelerators, no log about it
    platform = "gpu" if device == "cuda" else device
    if platform not in devices():
        raise UnsupportedError(f"jax has no device {device!r} here; allowed: {', '.join(devices())}")
    jax.config.update("jax_default_device", jax.devices(platform)[0])


def array(value: npt.NDArray[Any]) -> Array:
    return jnp.array(contiguous(value))


def to_numpy(array: Array) -> npt.NDArray[Any]:
    return np.asarray(array)


def unsupported(exception: Exception) -> bool:
    """NotImplementedError, or the errors by which jax refuses a mode for a function."""
    return isinstance(exception, NotImplementedError) or (
        isinstance(exception, TypeError | ValueError)
        and any(
            words in str(exception)
            for words in ("can't apply forward-mode differentiation", "Reverse-mode differentiation does not work")
        )
    )


def vjp(function: Function, primals: Sequence[Array]) -> tuple[Array, Pullback]:
    value, pullback = jax.vjp(function, *primals)
    return value, pullback


def jvp(function: Function, primals: Sequence[Array], tangents: Sequence[Array]) -> tuple[Array, Array]:
    value, tangent = jax.jvp(function, tuple(primals), tuple(tangents))
    return value, tangent


def compiled(function: Callable[..., Sequence[Array]]) -> Callable[..., Sequence[Array]]:
    jitted: Callable[..., Sequence[Array]] = jax.jit(function)
    return jitted


pullbacks = {"reverse": vjp}
pushforwards = {"forward": jvp}
transforms = {"compiled": compiled, "batched": jax.vmap}


def _index(x: Array, index: tuple[int | None, ...]) -> Array:
    return x[tuple(slice(None) if i is None else i for i in index)]


def _norm(x: Array, axis: int | None) -> Array:
    return jnp.linalg.norm(jnp.ravel(x) if axis is None else x, axis=axis)


operators: Mapping[str, Operator] = {
    **ARITHMETIC,
    **fourier.OPERATORS,
    **linalg.OPERATORS,
    **nn.OPERATORS,
    **special.OPERATORS,
    **structured.OPERATORS,
    "index": _index,
    "matrix_transpose": lambda x: x.T,
    "equal": jnp.equal,
    "not_equal": jnp.not_equal,
    "less": jnp.less,
    "less_equal": jnp.less_equal,
    "greater": jnp.greater,
    "greater_equal": jnp.greater_equal,
    "exp": jnp.exp,
    "exp2": jnp.exp2,
    "expm1": jnp.expm1,
    "log": jnp.log,
    "log1p": jnp.log1p,
    "log2": jnp.log2,
    "log10": jnp.log10,
    "sqrt": jnp.sqrt,
    "rsqrt": jax.lax.rsqrt,
    "cbrt": jnp.cbrt,
    "square": jnp.square,
    "abs": jnp.abs,
    "sign": jnp.sign,
    "sin": jnp.sin,
    "cos": jnp.cos,
    "tan": jnp.tan,
    "asin": jnp.arcsin,
    "acos": jnp.arccos,
    "atan": jnp.arctan,
    "atan2": jnp.arctan2,
    "sinh": jnp.sinh,
    "cosh": jnp.cosh,
    "tanh": jnp.tanh,
    "asinh": jnp.arcsinh,
    "acosh": jnp.arccosh,
    "atanh": jnp.arctanh,
    "erf": functions.erf,
    "erfc": functions.erfc,
    "erfinv": functions.erfinv,
    "lgamma": functions.gammaln,
    "digamma": functions.digamma,
    "sinc": jnp.sinc,
    "sigmoid": jax.nn.sigmoid,
    "logit": functions.logit,
    "softplus": jax.nn.softplus,
    "log_sigmoid": jax.nn.log_sigmoid,
    "relu": jax.nn.relu,
    "leaky_relu": lambda x, slope: jax.nn.leaky_relu(x, negative_slope=slope),
    "elu": lambda x, alpha: jax.nn.elu(x, alpha=alpha),
    "silu": jax.nn.silu,
    "gelu": lambda x: jax.nn.gelu(x, approximate=False),
    "mish": jax.nn.mish,
    "hypot": jnp.hypot,
    "logaddexp": jnp.logaddexp,
    "xlogy": functions.xlogy,
    "maximum": jnp.maximum,
    "minimum": jnp.minimum,
    "clip": jnp.clip,
    "pow": jnp.power,
    "where": jnp.where,
    "sum": jnp.sum,
    "prod": jnp.prod,
    "mean": jnp.mean,
    "var": lambda x, axis, correction: jnp.var(x, axis=axis, ddof=correction),
    "std": lambda x, axis, correction: jnp.std(x, axis=axis, ddof=correction),
    "max": jnp.max,
    "min": jnp.min,
    "norm": _norm,
    "logsumexp": functions.logsumexp,
    "cumsum": jnp.cumsum,
    "cumprod": jnp.cumprod,
    "softmax": jax.nn.softmax,
    "log_softmax": jax.nn.log_softmax,
    "layer_norm": lambda x, axis, eps: jax.nn.standardize(x, axis=axis, epsilon=eps),
    "dot": jnp.dot,
    "matmul": jnp.matmul,
    "outer": jnp.outer,
    "kron": jnp.kron,
    "trace": jnp.trace,
    "det": jnp.linalg.det,
    "slogdet": lambda a: jnp.linalg.slogdet(a)[1],
    "inv": jnp.linalg.inv,
    "solve": jnp.linalg.solve,
    "cholesky": jnp.linalg.cholesky,
    "eigvalsh": jnp.linalg.eigvalsh,
    "diag": jnp.diag,
    "tril": jnp.tril,
    "triu": jnp.triu,
    "stack": lambda *xs, axis: jnp.stack(xs, axis=axis),
    "concat": lambda *xs, axis: jnp.concatenate(xs, axis=axis),
    "reshape": jnp.reshape,
    "flatten": jnp.ravel,
    "transpose": jnp.transpose,
    "take": lambda x, indices, axis: jnp.take(x, np.asarray(indices), axis=axis),
    "zeros": jnp.zeros,
    "ones": jnp.ones,
    "eye": lambda n, dtype: jnp.eye(n, dtype=dtype),
    "arange": lambda n, dtype: jnp.arange(n, dtype=dtype),
    "stop_gradient": jax.lax.stop_gradient,
    "astype": lambda x, dtype: x.astype(dtype),
}
