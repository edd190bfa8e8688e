"""Forms of the operators that gather, sort, slide a window over, or contract; see `catalog`."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FORMS", "NOT_SMOOTH"]

TWO = "take(x, [0, 1])"
ROWS = f"stack([{TWO}, sin({TWO})])"
THREE = "stack([x, y, x*y])"
IMAGE = "reshape(A, [1, 1, n, n])"
SIGNAL = "reshape(A, [1, n, n])"

FORMS: Mapping[str, tuple[str, ...]] = {
    "flip": ("flip(x)", "flip(A, axis=0)"),
    "roll": ("roll(x, 1)", "roll(A, -1, axis=0)"),
    "diff": ("diff(x)", "diff(A, axis=0)", "diff(stack([x, y, x*y]), n=2, axis=0)"),
    "pad": ("pad(x, [1, 2])", "pad(A, [0, 1, 2, 0])"),
    "reflect_pad": ("reflect_pad(x, [1, 0])", "reflect_pad(A, [1, 1])"),
    "tile": ("tile(x, [2])", "tile(A, [1, 2])"),
    "repeat": ("repeat(x, 2)", "repeat(A, 2, axis=0)"),
    "broadcast_to": ("broadcast_to(x, [2, n])", "broadcast_to(sum(x), [2])"),
    "take_along_axis": (f"take_along_axis({TWO}, [1, 1, 0])", f"take_along_axis({ROWS}, [1, 0, 0, 0], axis=0)"),
    "index_add": ("index_add(x, [sin(x[0]), x[1]*x[0], x[1]], [1, 0, 1])", "index_add(A, take(B, [1, 0]), [0, 0])"),
    "segment_sum": (f"segment_sum({TWO}, [2, 0], 3)", f"segment_sum({THREE}, [1, 0, 1], 2)"),
    "segment_mean": (f"segment_mean({TWO}, [0, 0], 1)", f"segment_mean({THREE}, [1, 0, 1], 2)"),
    "segment_prod": (f"segment_prod({TWO}, [0, 0], 1)", f"segment_prod({THREE}, [1, 0, 1], 2)"),
    "segment_max": (f"segment_max({TWO}, [0, 0], 1)", f"segment_max({THREE}, [1, 0, 1], 2)"),
    "segment_min": (f"segment_min({TWO}, [0, 0], 1)", f"segment_min({THREE}, [1, 0, 1], 2)"),
    "sort": ("sort(x)", "sort(A, axis=0)"),
    "topk": ("topk(x, 1)", "topk(A, 2)"),
    "cummax": ("cummax(x)", "cummax(A, axis=1)"),
    "cummin": ("cummin(x)", "cummin(A, axis=0)"),
    "median": (f"median({THREE}, axis=0)", "median([x[0], x[1], x[0]*x[1]])"),
    "quantile": ("quantile(x, 0.25)", "quantile(A, 0.5, axis=0)"),
    "logcumsumexp": ("logcumsumexp(x)", "logcumsumexp(A, axis=0)"),
    "einsum": (
        'einsum([x, y], "i,i->")', 'einsum([x, y], "i,j->ji")', 'einsum([A, B], "ij,jk->ki")',
        'einsum([A], "ii->i")', 'einsum([A, x, y], "ij,j,i->")', 'einsum([A, B], "ij,ij->j")',
        'einsum([A, x], "kk,i->i")',
    ),
    "cross": ("cross([x[0], x[1], x[0]*x[1]], [x[1], sin(x[0]), x[0]])",),
    "trapezoid": ("trapezoid(x, y)",),
    "cov": ("cov(stack([x, sin(y)]))", "cov(A)"),
    "corrcoef": ("corrcoef(concat([A, B], axis=1))",),
    "cdist": ("cdist(A, B.T)", "cdist(stack([x]), stack([y, x*y]))"),
    "conv1d": (
        f"conv1d({SIGNAL}, reshape(B, [1, n, n]), padding=1)",
        f"conv1d({SIGNAL}, reshape(take(B, [0]), [1, n, 1]), stride=2)",
    ),
    "conv2d": (
        f"conv2d({IMAGE}, reshape(B, [1, 1, n, n]), padding=1, stride=2)",
        f"conv2d({IMAGE}, reshape(x, [n, 1, 1, 1]))",
    ),
    "max_pool1d": (f"max_pool1d({SIGNAL}, 2)", f"max_pool1d({SIGNAL}, 2, stride=2, padding=1)"),
    "max_pool2d": (f"max_pool2d({IMAGE}, 2)", f"max_pool2d({IMAGE}, 2, stride=2, padding=1)"),
    "avg_pool1d": (f"avg_pool1d({SIGNAL}, 2)",),
    "avg_pool2d": (f"avg_pool2d({IMAGE}, 2)",),
    "interpolate": (f"interpolate({SIGNAL}, [5])", f"interpolate({IMAGE}, [4, 1])"),
}  # fmt: skip

NOT_SMOOTH: Mapping[str, Mapping[str, str]] = {
    **{
        name: {"3/8 3/8": "kink", "0 0": "kink"}
        for name in ("segment_max", "segment_min", "topk", "cummax", "cummin", "quantile")
    },
    "sort": {"3/8 3/8": "kink", "-0.0 -0.0": "kink"},
    "median": {"0 0 9/16 -1/8": "kink", "3/8 -7/16 0 0": "kink", "0 0 0 0": "touched"},
    "cdist": {"0 0 0 0 0 0 0 0": "kink", "5/2 5/2 5/2 5/2 5/2 5/2 5/2 5/2": "kink"},
    "max_pool1d": {"5/2 5/2 5/2 5/2": "kink", "0 0 0 0": "kink"},
    "max_pool2d": {"5/2 5/2 5/2 5/2": "kink", "0 0 0 0": "kink"},
}
"""See `test_every_operator`; of the first form."""
