"""A sound backend in one file: reverse mode over numpy after HIPS autograd, forward mode from it.

A value under differentiation is a `Box` that remembers what it was computed from. Its
pullbacks are written in the same operators, so derivatives nest. Forward mode pulls back
twice: u -> <pullback(u), v> is linear in u, and its gradient is J·v.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from conformance.backends.contract import Array, Function, Jvp, Operator, Pullback, Transform, Vjp, contiguous, on_cpu

__all__ = [
    "array",
    "devices",
    "dtypes",
    "name",
    "operators",
    "packages",
    "pullbacks",
    "pushforwards",
    "to_numpy",
    "transforms",
    "unsupported",
    "use",
    "version",
]

name = "sound"
version = "1.0"
packages = {"numpy": np.__version__}
dtypes = ("float32", "float64")
transforms: Mapping[str, Transform] = {}
use = on_cpu


def devices() -> Sequence[str]:
    return ["cpu"]


def array(value: Any) -> Array:
    return contiguous(value)


def to_numpy(array: Array) -> Any:
    return np.asarray(array)


def unsupported(exception: Exception) -> bool:
    return isinstance(exception, NotImplementedError)


@dataclass(eq=False, slots=True)
class Box:
    """A value, the differentiation that it belongs to, and its parents with their pullbacks."""

    value: Any
    trace: int
    number: int
    parents: list[tuple[Box, Callable[[Any], Any]]]

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(self.value.shape)

    @property
    def dtype(self) -> Any:
        return self.value.dtype


_traces = itertools.count()
_numbers = itertools.count()


def primitive(function: Callable[..., Any], *pullbacks: Callable[..., Any]) -> Operator:
    """An operator; pullback i takes the cotangent, the result and the arguments."""

    def call(*args: Any, **params: Any) -> Any:
        traces = [a.trace for a in args if isinstance(a, Box)]
        if not traces:
            dtype = next((a.dtype for a in args if hasattr(a, "dtype")), None)
            return np.asarray(function(*(np.asarray(a, getattr(a, "dtype", dtype)) for a in args), **params))
        top = max(traces)
        boxes = [(i, a) for i, a in enumerate(args) if isinstance(a, Box) and a.trace == top]
        inner = [a.value if isinstance(a, Box) and a.trace == top else a for a in args]
        result = call(*inner, **params)

        def parent(i: int) -> Callable[[Any], Any]:
            return lambda g: pullbacks[i](g, result, *inner, **params)

        return Box(result, top, next(_numbers), [(box, parent(i)) for i, box in boxes if i < len(pullbacks)])

    return call


def vjp(function: Function, primals: Sequence[Array]) -> tuple[Array, Pullback]:
    trace = next(_traces)
    leaves = [Box(p, trace, next(_numbers), []) for p in primals]
    out = function(*leaves)
    traced = isinstance(out, Box) and out.trace == trace

    def pullback(cotangent: Array) -> Sequence[Array]:
        gathered: dict[int, Any] = {out.number: cotangent} if traced else {}
        pending = {out.number: out} if traced else {}
        while pending:
            box = pending.pop(max(pending))
            for parent, pull in box.parents:
                part = pull(gathered[box.number])
                gathered[parent.number] = add(gathered[parent.number], part) if parent.number in gathered else part
                pending[parent.number] = parent
        return [gathered.get(leaf.number, np.zeros(leaf.shape, leaf.dtype)) for leaf in leaves]

    return (out.value if traced else out), pullback


def jvp(function: Function, primals: Sequence[Array], tangents: Sequence[Array]) -> tuple[Array, Array]:
    value, pullback = vjp(function, primals)

    def along(u: Array) -> Array:
        terms = [total(multiply(part, v), axis=None) for part, v in zip(pullback(u), tangents, strict=True)]
        return _sum(terms)

    _, back = vjp(along, [np.zeros(value.shape, value.dtype)])
    return value, back(np.ones((), value.dtype))[0]


pullbacks: Mapping[str, Vjp] = {"reverse": vjp}
pushforwards: Mapping[str, Jvp] = {"forward": jvp}


def _sum(terms: Sequence[Any]) -> Any:
    result = terms[0]
    for term in terms[1:]:
        result = add(result, term)
    return result


def _like(g: Any, x: Any) -> Any:
    """Sum a cotangent back over the axes along which its argument was broadcast."""
    shape = np.shape(x) if not isinstance(x, Box) else x.shape
    while len(g.shape) > len(shape):
        g = total(g, axis=0)
    for axis, size in enumerate(shape):
        if size == 1 and g.shape[axis] != 1:
            g = reshape(total(g, axis=axis), shape=(*g.shape[:axis], 1, *g.shape[axis + 1 :]))
    return g


def _spread(g: Any, x: Any, axis: int | None) -> Any:
    """The cotangent of a sum for each of its terms."""
    if axis is not None:
        axis %= len(x.shape)
        g = reshape(g, shape=(*x.shape[:axis], 1, *x.shape[axis + 1 :]))
    return multiply(g, np.ones(x.shape, x.dtype))


def _unstack(g: Any, i: int, axis: int) -> Any:
    axis %= len(g.shape)
    return index(g, index=(*[None] * axis, i))


def _index(x: Any, index: tuple[int | None, ...]) -> Any:
    return x[tuple(slice(None) if i is None else i for i in index)]


def _scatter(g: Any, shape: tuple[int, ...], index: tuple[int | None, ...]) -> Any:
    out = np.zeros(shape, g.dtype)
    out[tuple(slice(None) if i is None else i for i in index)] = g
    return out


add = primitive(np.add, lambda g, r, a, b: _like(g, a), lambda g, r, a, b: _like(g, b))
subtract = primitive(np.subtract, lambda g, r, a, b: _like(g, a), lambda g, r, a, b: _like(negative(g), b))
multiply = primitive(
    np.multiply, lambda g, r, a, b: _like(multiply(g, b), a), lambda g, r, a, b: _like(multiply(g, a), b)
)
divide = primitive(
    np.divide,
    lambda g, r, a, b: _like(divide(g, b), a),
    lambda g, r, a, b: _like(negative(divide(multiply(g, r), b)), b),
)
negative = primitive(np.negative, lambda g, r, a: negative(g))
power = primitive(
    np.power,
    lambda g, r, a, b: _like(multiply(g, multiply(b, power(a, subtract(b, 1)))), a),
    lambda g, r, a, b: _like(multiply(g, multiply(r, log(a))), b),
)
exp = primitive(np.exp, lambda g, r, a: multiply(g, r))
log = primitive(np.log, lambda g, r, a: divide(g, a))
sqrt = primitive(np.sqrt, lambda g, r, a: divide(g, multiply(r, 2)))
sin = primitive(np.sin, lambda g, r, a: multiply(g, cos(a)))
cos = primitive(np.cos, lambda g, r, a: negative(multiply(g, sin(a))))
tanh = primitive(np.tanh, lambda g, r, a: multiply(g, subtract(1, multiply(r, r))))
total = primitive(np.sum, lambda g, r, a, axis: _spread(g, a, axis))
reshape = primitive(lambda a, shape: np.reshape(a, shape), lambda g, r, a, shape: reshape(g, shape=a.shape))
transpose = primitive(np.transpose, lambda g, r, a: transpose(g))
matrices = primitive(
    np.matmul, lambda g, r, a, b: matrices(g, transpose(b)), lambda g, r, a, b: matrices(transpose(a), g)
)
equal = primitive(np.equal)
less = primitive(np.less)
where = primitive(
    np.where,
    lambda g, r, c, a, b: None,
    lambda g, r, c, a, b: _like(where(c, g, 0.0), a),
    lambda g, r, c, a, b: _like(where(c, 0.0, g), b),
)
stop_gradient = primitive(np.copy)
absolute = primitive(np.abs, lambda g, r, a: multiply(g, where(less(a, 0.0), -1.0, 1.0)))
astype = primitive(lambda a, dtype: a.astype(dtype), lambda g, r, a, dtype: astype(g, dtype=a.dtype.name))
index = primitive(_index, lambda g, r, a, index: scatter(g, shape=a.shape, index=index))
scatter = primitive(_scatter, lambda g, r, a, shape, index: operators["index"](g, index=index))


def matmul(a: Array, b: Array) -> Array:
    rows = (1, *a.shape) if len(a.shape) == 1 else a.shape
    columns = (*b.shape, 1) if len(b.shape) == 1 else b.shape
    return reshape(matrices(reshape(a, shape=rows), reshape(b, shape=columns)), shape=(*a.shape[:-1], *b.shape[1:]))


def outer(a: Array, b: Array) -> Array:
    return matrices(reshape(a, shape=(*a.shape, 1)), reshape(b, shape=(1, *b.shape)))


def stack(*arrays: Array, axis: int) -> Array:
    joined = primitive(
        lambda *xs: np.stack(xs, axis=axis),
        *((lambda g, r, *xs, i=i: _unstack(g, i, axis)) for i in range(len(arrays))),
    )
    return joined(*arrays)


operators: Mapping[str, Operator] = {
    "abs": absolute,
    "add": add,
    "subtract": subtract,
    "multiply": multiply,
    "divide": divide,
    "power": power,
    "pow": power,
    "square": lambda x: multiply(x, x),
    "negative": negative,
    "index": index,
    "matrix_transpose": transpose,
    "exp": exp,
    "log": log,
    "sqrt": sqrt,
    "sin": sin,
    "cos": cos,
    "tanh": tanh,
    "sum": total,
    "dot": matmul,
    "matmul": matmul,
    "outer": outer,
    "stack": stack,
    "reshape": reshape,
    "zeros": np.zeros,
    "ones": np.ones,
    "eye": lambda n, dtype: np.eye(n, dtype=dtype),
    "arange": lambda n, dtype: np.arange(n, dtype=dtype),
    "equal": equal,
    "less": less,
    "where": where,
    "stop_gradient": stop_gradient,
    "astype": astype,
}
