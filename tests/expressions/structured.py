"""Operators that gather, sort, slide a window over, or contract."""

from __future__ import annotations

import math

from conformance.language.graph import Shape
from tests.expressions.grow import Grower, family, listed

SAME = "flip roll sort cummax cummin logcumsumexp"
SEGMENTS = " ".join(f"segment_{name}" for name in ("sum", "mean", "prod", "max", "min"))
POOLS = "max_pool1d avg_pool1d max_pool2d avg_pool2d"
CONVOLUTIONS = "conv1d conv2d"


@family(SAME, len)
def along(g: Grower, shape: Shape, depth: int) -> str:
    name = g.pick(g.among(*SAME.split()))
    shift = f", shift={g.pick([-1, 2])}" if name == "roll" else ""
    return f"{name}({g(shape, depth)}{shift}, axis={g.position(len(shape))})"


@family("diff pad tile repeat reflect_pad broadcast_to take_along_axis topk index_add", len)
def gathering(g: Grower, shape: Shape, depth: int) -> str:
    fitting = {
        "diff": True, "broadcast_to": True, "take_along_axis": True, "topk": True, "index_add": True,
        "pad": shape[0] > 1, "reflect_pad": shape[-1] > 2, "tile": shape[0] % 2 == 0, "repeat": shape[0] % 2 == 0,
    }  # fmt: skip
    name = g.pick(g.among(*(name for name, fits in fitting.items() if fits)) or ["diff"])
    rest, last = shape[1:], (*shape[:-1], shape[-1] + 1)
    match name:
        case "diff":
            return f"diff({g((shape[0] + 1, *rest), depth)}, axis=0)"
        case "broadcast_to":
            return f"broadcast_to({g((1, *rest), depth)}, {listed(shape)})"
        case "take_along_axis":
            indices = [k % 2 for k in range(math.prod(shape))]
            return f"take_along_axis({g((2, *rest), depth)}, {listed(indices)}, axis=0)"
        case "topk":
            return f"topk({g(last, depth)}, {shape[-1]})"
        case "index_add":
            return f"index_add({g(shape, depth)}, {g((2, *rest), depth)}, [0, {shape[0] - 1}])"
        case "pad":
            return f"pad({g((shape[0] - 1, *rest), depth)}, {listed([1, 0, *[0] * (2 * len(rest))])})"
        case "reflect_pad":
            return f"reflect_pad({g((*shape[:-1], shape[-1] - 1), depth)}, [0, 1])"
        case "tile":
            return f"tile({g((shape[0] // 2, *rest), depth)}, {listed([2, *[1] * len(rest)])})"
        case _:
            return f"repeat({g((shape[0] // 2, *rest), depth)}, 2, axis=0)"


@family(SEGMENTS, len)
def segments(g: Grower, shape: Shape, depth: int) -> str:
    name = g.pick(g.among(*SEGMENTS.split()))
    ids = [*range(shape[0]), 0]
    return f"{name}({g((shape[0] + 1, *shape[1:]), depth)}, {listed(ids)}, {shape[0]})"


@family("median quantile", lambda shape: len(shape) < 3)
def middle(g: Grower, shape: Shape, depth: int) -> str:
    name = g.pick(g.among("median", "quantile"))
    inside, q = (*shape, 3), f", {g.pick(['0.25', '0.75'])}" if name == "quantile" else ""
    return f"{name}({g(inside, depth)}{q}, axis=-1)"


@family("einsum trapezoid", lambda shape: not shape)
def contracted(g: Grower, shape: Shape, depth: int) -> str:
    n = g.dimension()
    if g.pick(g.among("einsum", "trapezoid")) == "trapezoid":
        return f"trapezoid({g((n,), depth)}, {g((n,), depth)})"
    return f'einsum([{g((n, n), depth)}, {g((n,), depth)}, {g((n,), depth)}], "ij,i,j->")'


@family("einsum cov corrcoef cdist", lambda shape: len(shape) == 2)
def paired(g: Grower, shape: Shape, depth: int) -> str:
    square = shape[0] == shape[1] > 1
    name = g.pick(g.among("einsum", "cdist", *(["cov", "corrcoef"] if square else [])) or ["einsum"])
    (n, m), k = shape, g.dimension()
    if name == "einsum":
        return f'einsum([{g((n, k), depth)}, {g((m, k), depth)}], "ik,jk->ij")'
    if name == "cdist":
        return f"cdist(3 + tanh({g((n, 2), depth)}), tanh({g((m, 2), depth)}))"
    observed = g((n, 4), depth)
    if name == "cov":
        return f"cov({observed})"
    return f"corrcoef(tanh({observed}) + concat([9*eye({n}), ones([{n}, {4 - n}])], axis=1))"


@family("cross", lambda shape: shape[-1:] == (3,))
def cross(g: Grower, shape: Shape, depth: int) -> str:
    return f"cross({g(shape, depth)}, {g(shape, depth)})"


@family(f"{POOLS} {CONVOLUTIONS} interpolate")
def windows(g: Grower, shape: Shape, depth: int) -> str:
    """The whole array as one signal or image of one channel."""
    name = g.pick(g.among(*POOLS.split(), *CONVOLUTIONS.split(), "interpolate"))
    count = math.prod(shape)
    if name == "interpolate":
        body = f"interpolate({g((1, 1, 2 * count), depth)}, [{count}])"
    elif name in POOLS:
        inside = (1, 1, count + 1) if name.endswith("1d") else (1, 1, 2, count + 1)
        body = f"{name}({g(inside, depth)}, 2)"
    elif name == "conv1d":
        body = f"conv1d({g((1, 1, count), depth)}, {g((1, 1, 3), depth)}, padding=1)"
    else:
        body = f"conv2d({g((1, 1, 1, count + 1), depth)}, {g((1, 1, 1, 2), depth)})"
    return f"reshape({body}, {listed(shape)})"
