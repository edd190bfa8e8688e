"""PyTorch, by `torch.func`: its `vjp` and `jvp` nest in one another and under `vmap`."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own users give it

from conformance.backends.contract import Array, Function, Operator, Pullback, UnsupportedError, contiguous
from conformance.backends.literals import ARITHMETIC
from conformance.backends.torch import fourier, linalg, nn, special, structured

name = "torch"
version = torch.__version__
packages = {"torch": version, "numpy": np.__version__}
dtypes = ("float32", "float64")


def devices() -> Sequence[str]:
    return ["cpu", "cuda"] if torch.cuda.is_available() else ["cpu"]


def use(device: str) -> None:
    if device not in devices():
        raise UnsupportedError(f"torch has no device {device!r} here; allowed: {', '.join(devices())}")
    torch.set_num_threads(1)
    if device != "cpu":
        torch.set_default_device(device)  # costs something at each call, so not for what is the default anyway


def array(value: npt.NDArray[Any]) -> Array:
    return torch.from_numpy(contiguous(value)).to(torch.get_default_device())


def to_numpy(array: Array) -> npt.NDArray[Any]:
    return np.asarray(array.numpy(force=True))  # detached, on the host, and filled where it is known to be zero


def unsupported(exception: Exception) -> bool:
    """NotImplementedError, what `torch.compile` cannot trace, or a RuntimeError that says so."""
    if isinstance(exception, NotImplementedError | torch._dynamo.exc.Unsupported):
        return True
    return isinstance(exception, RuntimeError) and any(
        words in str(exception) for words in ("not implemented", "not supported", "is not currently supported")
    )


def vjp(function: Function, primals: Sequence[Array]) -> tuple[Array, Pullback]:
    value, pullback = torch.func.vjp(function, *primals)
    return value, pullback


def jvp(function: Function, primals: Sequence[Array], tangents: Sequence[Array]) -> tuple[Array, Array]:
    value, tangent = torch.func.jvp(function, tuple(primals), tuple(tangents))
    return value, tangent


def compiled(function: Callable[..., Sequence[Array]]) -> Callable[..., Sequence[Array]]:
    """`aot_eager` exercises the compiled autograd and needs no C++ toolchain, as inductor does;
    `fullgraph` because a graph break would fall back to eager unseen."""
    torch._dynamo.reset()
    optimized: Callable[..., Sequence[Array]] = torch.compile(
        function, backend="aot_eager", fullgraph=True, dynamic=False
    )
    return optimized


pullbacks = {"reverse": vjp}
pushforwards = {"forward": jvp}
transforms = {"compiled": compiled, "batched": torch.func.vmap}


def _reduction(function: Callable[..., Array]) -> Operator:
    """For a function that takes all entries when it is given no `dim`."""
    return lambda x, axis: function(x) if axis is None else function(x, dim=axis)


def _extremum(function: Callable[..., Array]) -> Operator:
    return lambda x, axis: function(x) if axis is None else function(x, dim=axis).values


def _logsumexp(x: Array, axis: int | None) -> Array:
    return torch.logsumexp(x, tuple(range(x.ndim)) if axis is None else axis)


def _layer_norm(x: Array, axis: int, eps: float) -> Array:
    if axis not in (-1, x.ndim - 1):
        raise UnsupportedError("torch's layer_norm normalizes the last axes only")
    return F.layer_norm(x, x.shape[-1:], eps=eps)


def _index(x: Array, index: tuple[int | None, ...]) -> Array:
    return x[tuple(slice(None) if i is None else i for i in index)]


def _take(x: Array, indices: Any, axis: int) -> Array:
    indices = indices if isinstance(indices, tuple) else (indices,)
    return torch.index_select(x, axis, torch.tensor([i % x.shape[axis] for i in indices]))


def _making(function: Callable[..., Array]) -> Operator:
    return lambda dtype, **size: function(*size.values(), dtype=getattr(torch, dtype))


operators: Mapping[str, Operator] = {
    **ARITHMETIC,
    **fourier.OPERATORS,
    **linalg.OPERATORS,
    **nn.OPERATORS,
    **special.OPERATORS,
    **structured.OPERATORS,
    "index": _index,
    "matrix_transpose": lambda x: x.T,
    "equal": torch.eq,
    "not_equal": torch.ne,
    "less": torch.lt,
    "less_equal": torch.le,
    "greater": torch.gt,
    "greater_equal": torch.ge,
    "exp": torch.exp,
    "exp2": torch.exp2,
    "expm1": torch.expm1,
    "log": torch.log,
    "log1p": torch.log1p,
    "log2": torch.log2,
    "log10": torch.log10,
    "sqrt": torch.sqrt,
    "rsqrt": torch.rsqrt,
    "square": torch.square,
    "abs": torch.abs,
    "sign": torch.sign,
    "sin": torch.sin,
    "cos": torch.cos,
    "tan": torch.tan,
    "asin": torch.asin,
    "acos": torch.acos,
    "atan": torch.atan,
    "atan2": torch.atan2,
    "sinh": torch.sinh,
    "cosh": torch.cosh,
    "tanh": torch.tanh,
    "asinh": torch.asinh,
    "acosh": torch.acosh,
    "atanh": torch.atanh,
    "erf": torch.erf,
    "erfc": torch.erfc,
    "erfinv": torch.erfinv,
    "lgamma": torch.lgamma,
    "digamma": torch.digamma,
    "sinc": torch.sinc,
    "sigmoid": torch.sigmoid,
    "logit": torch.logit,
    "softplus": F.softplus,
    "log_sigmoid": F.logsigmoid,
    "relu": F.relu,
    "leaky_relu": lambda x, slope: F.leaky_relu(x, negative_slope=slope),
    "elu": lambda x, alpha: F.elu(x, alpha=alpha),
    "silu": F.silu,
    "gelu": lambda x: F.gelu(x, approximate="none"),
    "mish": F.mish,
    "hypot": torch.hypot,
    "logaddexp": torch.logaddexp,
    "xlogy": torch.xlogy,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
    "clip": torch.clip,
    "pow": torch.pow,
    "where": torch.where,
    "sum": _reduction(torch.sum),
    "prod": _reduction(torch.prod),
    "mean": _reduction(torch.mean),
    "var": lambda x, axis, correction: torch.var(x, dim=axis, correction=correction),
    "std": lambda x, axis, correction: torch.std(x, dim=axis, correction=correction),
    "max": _extremum(torch.max),
    "min": _extremum(torch.min),
    "norm": lambda x, axis: torch.linalg.vector_norm(x, dim=axis),
    "logsumexp": _logsumexp,
    "cumsum": lambda x, axis: torch.cumsum(x, dim=0 if axis is None else axis),
    "cumprod": lambda x, axis: torch.cumprod(x, dim=0 if axis is None else axis),
    "softmax": lambda x, axis: torch.softmax(x, dim=axis),
    "log_softmax": lambda x, axis: torch.log_softmax(x, dim=axis),
    "layer_norm": _layer_norm,
    "normalize": lambda x, axis: F.normalize(x, dim=axis, eps=0.0),
    "dot": torch.dot,
    "matmul": torch.matmul,
    "outer": torch.outer,
    "kron": torch.kron,
    "trace": torch.trace,
    "det": torch.linalg.det,
    "slogdet": lambda a: torch.linalg.slogdet(a).logabsdet,
    "logdet": torch.logdet,
    "inv": torch.linalg.inv,
    "solve": torch.linalg.solve,
    "cholesky": torch.linalg.cholesky,
    "eigvalsh": torch.linalg.eigvalsh,
    "diag": torch.diag,
    "tril": lambda x, k: torch.tril(x, diagonal=k),
    "triu": lambda x, k: torch.triu(x, diagonal=k),
    "stack": lambda *xs, axis: torch.stack(xs, dim=axis),
    "concat": lambda *xs, axis: torch.cat(xs, dim=axis),
    "reshape": lambda x, shape: torch.reshape(x, shape),
    "flatten": torch.flatten,
    "transpose": lambda x, axes: torch.permute(x, tuple(reversed(range(x.ndim))) if axes is None else axes),
    "take": _take,
    "zeros": _making(torch.zeros),
    "ones": _making(torch.ones),
    "eye": _making(torch.eye),
    "arange": _making(torch.arange),
    "stop_gradient": torch.Tensor.detach,
    "astype": lambda x, dtype: x.to(getattr(torch, dtype)),
}
