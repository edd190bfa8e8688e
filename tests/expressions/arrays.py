"""Reductions, functions along an axis, shaping and making."""

from __future__ import annotations

import math

from hypothesis import strategies as st

from conformance.language.graph import Shape
from tests.expressions.grow import Grower, family, listed

REDUCED = "sum mean prod var std max min norm logsumexp"
ALONG = "cumsum cumprod softmax log_softmax layer_norm normalize"


@family(REDUCED, weight=2)
def reduction(g: Grower, shape: Shape, depth: int) -> str:
    name = g.pick(g.among(*REDUCED.split()))
    if shape == () and g.draw(st.booleans()):
        return f"{name}({g(g.some_shape(), depth)})"
    axis, size = g.draw(st.integers(0, len(shape))), g.dimension()
    inside = (*shape[:axis], size, *shape[axis:])
    written = axis - g.pick([0, len(inside)])
    correction = ", correction=1" if name in {"var", "std"} and size > 1 and g.draw(st.booleans()) else ""
    return f"{name}({g(inside, depth)}, axis={written}{correction})"


@family(ALONG, len)
def along(g: Grower, shape: Shape, depth: int) -> str:
    name = g.pick(g.among(*ALONG.split()))
    axis = g.position(len(shape))
    eps = ", eps=0.5" if name == "layer_norm" else ""
    return f"{name}({g(shape, depth)}, axis={axis}{eps})"


@family("stack", len)
def stack(g: Grower, shape: Shape, depth: int) -> str:
    axis = g.position(len(shape))
    part = tuple(size for k, size in enumerate(shape) if k != axis % len(shape))
    parts = ", ".join(g(part, depth) for _ in range(shape[axis]))
    if axis == 0 and len(shape) <= 2 and g.draw(st.booleans()):
        return f"[{parts}]"
    return f"stack([{parts}], axis={axis})"


@family("concat", lambda shape: bool(shape) and max(shape) > 1)
def concat(g: Grower, shape: Shape, depth: int) -> str:
    axis = g.pick([k for k, size in enumerate(shape) if size > 1])
    first = g.draw(st.integers(1, shape[axis] - 1))
    pieces = [(*shape[:axis], size, *shape[axis + 1 :]) for size in (first, shape[axis] - first)]
    return f"concat([{', '.join(g(piece, depth) for piece in pieces)}], axis={axis})"


@family("reshape flatten transpose take index")
def shaping(g: Grower, shape: Shape, depth: int) -> str:
    fitting = {"reshape": True, "flatten": len(shape) == 1, "transpose": True, "take": bool(shape), "index": True}
    name = g.pick(g.among(*(name for name, fits in fitting.items() if fits)) or ["reshape"])
    count = math.prod(shape)
    if name == "reshape":
        return f"reshape({g(g.pick([(count,), (count, 1), (1, count)]), depth)}, {listed(shape)})"
    if name == "flatten":
        return f"flatten({g(g.pick([(1, count), (count, 1)]), depth)})"
    if name == "transpose":
        if g.draw(st.booleans()):
            return f"transpose({g(shape[::-1], depth)})"
        axes = g.draw(st.permutations(range(len(shape))))
        return f"transpose({g(tuple(shape[axes.index(k)] for k in range(len(shape))), depth)}, axes={listed(axes)})"
    if name == "take":
        axis, size = g.position(len(shape)), g.dimension()
        indices = [g.position(size) for _ in range(shape[axis])]
        inside = tuple(size if k == axis % len(shape) else s for k, s in enumerate(shape))
        return f"take({g(inside, depth)}, {listed(indices)}, axis={axis})"
    axis, size = g.draw(st.integers(0, len(shape))), g.dimension()
    key = ", ".join([*[":"] * axis, str(g.position(size))])
    return f"{g((*shape[:axis], size, *shape[axis:]), depth)}[{key}]"


@family("zeros ones eye arange")
def making(g: Grower, shape: Shape, depth: int) -> str:
    body = g(shape, depth)
    square = len(shape) == 2 and shape[0] == shape[1]
    fitting = {"zeros": True, "ones": True, "eye": square, "arange": len(shape) == 1}
    name = g.pick(g.among(*(name for name, fits in fitting.items() if fits)) or ["ones"])
    made = f"{name}({shape[0] if name in {'eye', 'arange'} else listed(shape)})"
    return f"({made} + {body})"
