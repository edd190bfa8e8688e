"""Places to plant faults of gathering, sorting, contraction and windows in; see `fault_probes`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["BEYOND_TORCH", "STRUCTURED"]

Places = tuple[tuple[Any, ...], ...]
"""Arguments, and parameters if there are any."""

_X, _Z, _N = [0.3, 0.6, 0.85], [0.0, -0.4, 0.7], [-0.3, -0.6, 0.85]
_SQUARE = [[0.3, 1.2, -0.2], [0.9, 1.5, 0.4], [-0.6, 0.1, 1.8]]
_OTHER = [[1.2, -0.4, 0.0], [0.7, 0.9, -1.1], [0.25, -0.35, 1.6]]
_WIDE = [[0.0, 1.5, -2.0, 0.25], [0.5, -0.75, 1.0, 3.0]]
_SIGNAL = [[[0.0, 1.0, -2.0, 0.5]]]
_KERNEL = [[[1.0, 0.0, -0.5]]]
_IMAGE = [[[[0.0, 1.0, -2.0], [0.5, -1.5, 3.0]]]]
_PATCH = [[[[1.0, -0.5], [0.0, 2.0]]]]


def _vectors(one: Mapping[str, Any], **params: Any) -> Places:
    """A vector with a zero and negative entries, and one of one entry."""
    return (((_Z,), params), ((_N,), params), (([0.6],), {**params, **one}))


def _lines(name: str, **params: Any) -> Places:
    return (*_vectors({}, axis=0, **params), ((_SQUARE,), {"axis": 0, **params}), ((_OTHER,), {"axis": 1, **params}))


def _windows(pooled: Mapping[str, Any], array: Any, one: Any) -> Places:
    return (((array,), pooled), ((one,), {**pooled, "window": 1}))


STRUCTURED: Mapping[str, Places] = {
    **{name: _lines(name) for name in ("flip", "sort", "cummax", "cummin", "logcumsumexp", "median")},
    "roll": _lines("roll", shift=1),
    "quantile": _lines("quantile", q=0.25),
    "diff": (((_Z,), {"n": 1, "axis": 0}),),
    "pad": _vectors({}, widths=(1, 0)),
    "reflect_pad": _vectors({"widths": (0, 0)}, widths=(1, 2)),
    "tile": _vectors({}, reps=(2,)),
    "repeat": _vectors({}, count=2, axis=0),
    "broadcast_to": _vectors({"shape": (2, 1)}, shape=(2, 3)),
    "take_along_axis": _vectors({"indices": (0, 0)}, indices=(2, 0, 0, 1), axis=0),
    "index_add": (
        ((_Z, _N), {"indices": (2, 0, 2)}), ((_N, _Z), {"indices": (1, 0, 2)}),
        (([0.6], [0.7]), {"indices": (0,)}), (([0.6], [-0.7, 1.0]), {"indices": (0, 0)}),
    ),
    **{
        f"segment_{name}": _vectors({"segments": (0,), "count": 1}, segments=(0, 1, 1), count=2)
        for name in ("sum", "mean", "prod", "max", "min")
    },
    "topk": _vectors({"k": 1}, k=3),
    "einsum": (
        ((_SQUARE, _OTHER), {"spec": "ij,jk->ki"}), ((_OTHER, _SQUARE), {"spec": "ij,jk->ik"}),
        (([[0.6]], [[-0.7]]), {"spec": "ij,ij->"}),
    ),
    "cross": (((_Z, _N),), ((_N, _Z),)),
    "trapezoid": (((_Z, _N),), ((_N, _Z),)),
    "cov": (((_WIDE,),),),
    "corrcoef": (((_WIDE,),),),
    "cdist": (((_SQUARE, _OTHER),), ((_OTHER, _SQUARE),), (([[0.6]], [[0.2]]),)),
    "conv1d": (
        ((_SIGNAL, _KERNEL), {"stride": 1, "padding": 1}), (([[[0.6]]], [[[0.5]]]), {"stride": 1, "padding": 0}),
    ),
    "conv2d": (
        ((_IMAGE, _PATCH), {"stride": 1, "padding": 1}), (([[[[0.6]]]], [[[[0.5]]]]), {"stride": 1, "padding": 0}),
    ),
    **{
        name: _windows({"window": 2, "stride": 1, **padding}, array, one)
        for name, padding, array, one in (
            ("max_pool1d", {"padding": 0}, [[[0.0, -1.0, -2.0, 0.5]]], [[[0.6]]]),
            ("max_pool2d", {"padding": 0}, [[[[0.0, -1.0, -2.0], [-0.5, -1.5, -3.0]]]], [[[[0.6]]]]),
            ("avg_pool1d", {}, _SIGNAL, [[[0.6]]]),
            ("avg_pool2d", {}, _IMAGE, [[[[0.6]]]]),
        )
    },
    "interpolate": (((_SIGNAL,), {"shape": (6,)}), (([[[0.6]]],), {"shape": (2,)})),
}  # fmt: skip

_NO_FORWARD, _NO_SECOND = "it has no forward derivative", "it has no second derivative"
BEYOND_TORCH: Mapping[str, str] = {
    **{
        f"{name}/forward-only": _NO_FORWARD
        for name in ("cdist", "segment_sum", "segment_mean", "segment_prod", "segment_max", "segment_min")
    },
    "cdist/second-order": _NO_SECOND,
    "segment_prod/second-order": _NO_SECOND,
}
"""Faults that torch cannot have, with the reason."""
