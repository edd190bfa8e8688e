"""MXNet 1.9.1, its numpy interface (`mx.np`, `mx.npx`), reverse mode only.

`autograd.grad` differentiates with respect to marked leaves alone, so every pullback has
leaves of its own, and what an inner leaf was copied from is kept as a link: the outer
pullback follows it by one more call of `autograd.grad`. Most operators have no second
derivative and say so.

`hybridize` compiles no derivative, so `compiled` hybridizes each function that is
differentiated, and runs the differentiation and what is around it eagerly.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
# The threaded engine raises an operator's error wherever somebody waits next, if need be in another claim.
os.environ.setdefault("MXNET_ENGINE_TYPE", "NaiveEngine")

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from conformance.backends.contract import (
    Array,
    Function,
    Jvp,
    Operator,
    Pullback,
    UnsupportedError,
    bodies_only,
    contiguous,
    on_cpu,
    takes_numbers,
)
from conformance.backends.literals import ARITHMETIC
from conformance.backends.quiet import quietly

with quietly():  # it logs which engine it uses
    import mxnet as mx
    from mxnet import autograd

    mx.npx.set_np()
    mx.np.zeros(()).wait_to_read()

from conformance.backends.mxnet import (  # they import the framework: after the quiet import above
    linalg,
    nn,
    special,
    structured,
)
from conformance.backends.mxnet.spaces import in_np, in_npx, symbolic  # likewise

name = "mxnet"
version = mx.__version__
packages = {"mxnet": version, "numpy": np.__version__}
dtypes = ("float32", "float64")
pushforwards: Mapping[str, Jvp] = {}
use = on_cpu


def devices() -> Sequence[str]:
    return ["cpu"]


def array(value: npt.NDArray[Any]) -> Array:
    return mx.np.array(contiguous(value), dtype=value.dtype)


def to_numpy(array: Array) -> npt.NDArray[Any]:
    return np.asarray(array.asnumpy())


_CANNOT = ("didn't register FGradient", "does not support higher order", "The second to last dimension")


def unsupported(exception: Exception) -> bool:
    """An operator without a (second) derivative, without a symbolic form to compile, or for wide matrices only."""
    return isinstance(exception, NotImplementedError | mx.base.NotImplementedForSymbol) or (
        isinstance(exception, mx.MXNetError) and any(words in str(exception) for words in _CANNOT)
    )


Link = tuple[Array, Array]
"""An inner leaf, and the array that it was copied from."""

_links: list[list[Link]] = []
"""One list for each function that is being recorded, the outermost first."""


def vjp(function: Function, primals: Sequence[Array]) -> tuple[Array, Pullback]:
    with autograd.pause():
        leaves = [primal.copy() for primal in primals]
    for leaf in leaves:
        leaf.attach_grad()
    for outer in _links:
        outer.extend(zip(leaves, primals, strict=True))
    _links.append([])
    try:
        with autograd.record():
            value = function(*leaves)
    finally:
        links = _links.pop()
    return value, lambda cotangent: [_total(value, cotangent, leaf, links) for leaf in leaves]


pullbacks = {"reverse": vjp}


def _total(value: Array, cotangent: Array, leaf: Array, links: Sequence[Link]) -> Array | None:
    """The cotangent of a leaf, along the recorded operations and along the links."""
    pulled: list[tuple[Array, Array]] = []  # (source of a link, its cotangent), the innermost first

    def gathered(at: Array) -> Array | None:
        parts = [_along(value, at, cotangent), *(_along(source, at, c) for source, c in pulled)]
        known = [part for part in parts if part is not None]
        return None if not known else sum(known[1:], start=known[0])

    for inner, source in reversed(links):
        part = gathered(inner)
        if part is not None:
            pulled.append((source, part))
    return gathered(leaf)


def _along(value: Array, leaf: Array, cotangent: Array) -> Array | None:
    """`autograd.grad`, or None where the leaf is not connected to the value.

    What `autograd.grad` returns is not connected to `head_grads`, even with `create_graph`.
    So where an outer pullback will differentiate through the cotangent too, it enters as a
    factor; the price is that few operators then have the second derivative.
    """
    if value is leaf:
        return cotangent
    outer = autograd.is_recording()
    heads = None
    try:
        if outer and _connected(cotangent):
            value = mx.np.sum(value * cotangent)
        else:
            heads = [cotangent]
        (part,) = autograd.grad([value], [leaf], head_grads=heads, retain_graph=True, create_graph=outer)
    except mx.MXNetError as error:
        if any(words in str(error) for words in _NOT_CONNECTED):
            return None
        raise
    return part.as_np_ndarray()


_NOT_CONNECTED = ("unreachable from the outputs", "not in a computational graph")


def _connected(value: Array) -> bool:
    """Whether the value depends on any leaf at all."""
    with autograd.pause():
        probe = mx.np.zeros((), dtype=value.dtype)
    probe.attach_grad()
    try:
        autograd.grad([value], [probe], retain_graph=True)
    except mx.MXNetError as error:
        return _NOT_CONNECTED[1] not in str(error)
    return True


class _Body(mx.gluon.HybridBlock):  # type: ignore[misc]  # mxnet has no types
    def __init__(self, function: Callable[..., Sequence[Array]]) -> None:
        super().__init__(prefix="body_")  # mxnet would count them, and its messages name the count
        self._function = function

    def hybrid_forward(self, F: Any, *args: Array) -> Sequence[Array]:
        """An input that is returned as it is would not be recorded: it gets an operation of its own."""
        return [value.copy() if any(value is a for a in args) else value for value in self._function(*args)]


@bodies_only
def compiled(function: Callable[..., Sequence[Array]]) -> Callable[..., Sequence[Array]]:
    body = _Body(function)
    body.hybridize()

    def call(*args: Array) -> Sequence[Array]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about inputs that no operation uses
            values: Sequence[Array] = body(*args)
        return values

    return call


transforms = {"compiled": compiled}


def _index(x: Array, index: tuple[int | None, ...]) -> Array:
    if symbolic(x) and any(i is not None and i < 0 for i in index):
        raise UnsupportedError("mxnet's symbols take no negative index")
    return x[tuple(slice(None) if i is None else i for i in index)]


@takes_numbers
def _clip(x: Array, low: Array, high: Array) -> Array:
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        raise UnsupportedError("mxnet's clip takes numbers as bounds, not arrays")
    return in_np("clip")(x, a_min=low, a_max=high)


def _layer_norm(x: Array, axis: int, eps: float) -> Array:
    if symbolic(x):
        raise UnsupportedError("mxnet's layer_norm needs scales and offsets of a size that a symbol does not know")
    size = x.shape[axis]
    return mx.npx.layer_norm(x, mx.np.ones((size,), x.dtype), mx.np.zeros((size,), x.dtype), axis=axis, eps=eps)


def _take(x: Array, indices: Any, axis: int) -> Array:
    if symbolic(x):
        raise UnsupportedError("mxnet's take needs an array of indices, which hybridize cannot hold")
    indices = indices if isinstance(indices, tuple) else (indices,)
    return mx.np.take(x, mx.np.array([i % x.shape[axis] for i in indices], dtype="int32"), axis=axis)


def _leaky(kind: str, parameter: str = "") -> Operator:
    """One of the family that mxnet calls leaky_relu; it calls their parameter `slope`."""
    leaky = in_npx("leaky_relu")
    if not parameter:
        return lambda x: leaky(x, act_type=kind)
    return lambda x, **params: leaky(x, act_type=kind, slope=params[parameter])


def _stop_gradient(x: Array) -> Array:
    """`detach` would leave the array that `autograd.grad` differentiates with respect to; this is an operator."""
    operators = mx.symbol if symbolic(x) else mx.nd
    return operators.BlockGrad(x.as_nd_ndarray()).as_np_ndarray()


_SAME_NAME = (
    "equal not_equal less less_equal greater greater_equal exp expm1 log log1p log2 log10 sqrt cbrt square"
    " abs sign sin cos tan sinh cosh tanh hypot maximum minimum where sum prod mean max min cumsum"
    " dot matmul outer trace diag tril transpose"
)

operators: Mapping[str, Operator] = {
    **ARITHMETIC,
    **linalg.OPERATORS,
    **nn.OPERATORS,
    **special.OPERATORS,
    **structured.OPERATORS,
    "index": _index,
    "matrix_transpose": in_np("transpose"),
    **{same: in_np(same) for same in _SAME_NAME.split()},
    "asin": in_np("arcsin"),
    "acos": in_np("arccos"),
    "atan": in_np("arctan"),
    "atan2": in_np("arctan2"),
    "asinh": in_np("arcsinh"),
    "acosh": in_np("arccosh"),
    "atanh": in_np("arctanh"),
    "erf": in_npx("erf"),
    "erfinv": in_npx("erfinv"),
    "lgamma": in_npx("gammaln"),
    "sigmoid": in_npx("sigmoid"),
    "softplus": lambda x: in_npx("activation")(x, act_type="softrelu"),
    "relu": in_npx("relu"),
    "leaky_relu": _leaky("leaky", "slope"),
    "elu": _leaky("elu", "alpha"),
    "gelu": _leaky("gelu"),
    "clip": _clip,
    "pow": in_np("power"),
    "var": lambda x, axis, correction: in_np("var")(x, axis=axis, ddof=correction),
    "std": lambda x, axis, correction: in_np("std")(x, axis=axis, ddof=correction),
    "norm": in_np("linalg.norm"),
    "softmax": in_npx("softmax"),
    "log_softmax": in_npx("log_softmax"),
    "layer_norm": _layer_norm,
    "det": in_np("linalg.det"),
    "slogdet": lambda a: in_np("linalg.slogdet")(a)[1],
    "inv": in_np("linalg.inv"),
    "solve": in_np("linalg.solve"),
    "cholesky": in_np("linalg.cholesky"),
    "eigvalsh": in_np("linalg.eigvalsh"),
    "stack": lambda *xs, axis: (mx.symbol if symbolic(*xs) else mx).np.stack(xs, axis=axis),
    "concat": lambda *xs, axis: (mx.symbol if symbolic(*xs) else mx).np.concatenate(xs, axis=axis),
    "reshape": lambda x, shape: in_np("reshape")(x, shape),
    "flatten": in_np("ravel"),
    "take": _take,
    "zeros": lambda shape, dtype: mx.np.zeros(shape, dtype=dtype),
    "ones": lambda shape, dtype: mx.np.ones(shape, dtype=dtype),
    "eye": lambda n, dtype: mx.np.eye(n, dtype=dtype),
    "arange": lambda n, dtype: mx.np.arange(n, dtype=dtype),
    "stop_gradient": _stop_gradient,
    "astype": lambda x, dtype: x.astype(dtype),
}
