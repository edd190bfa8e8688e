"""Faults that only some operators' rules can have: order, orientation, broadcasting, axes, ties, lost terms."""

from __future__ import annotations

from conformance.faults import normalizers
from conformance.faults.plant import Change
from conformance.faults.site import Site
from conformance.language.graph import Param, Shape
from conformance.language.shapes import integers

__all__ = [
    "at_a_tie",
    "by_division",
    "held_mean",
    "held_normalizer",
    "swapped",
    "transposed",
    "unsummed",
    "untransposed",
    "wrong_axis",
    "wrong_entry",
]


def swapped(i: int, j: int) -> Change:
    """Arguments i and j, of one shape, get one another's derivative."""

    def change(site: Site) -> int | None:
        args = list(site.args)
        if (
            max(i, j) >= len(args)
            or not (site.moves[i] and site.moves[j])
            or site.shape(args[i]) != site.shape(args[j])
        ):
            return None
        args[i], args[j] = site.derived_from(args[i], args[j]), site.derived_from(args[j], args[i])
        return site.applied(*args)

    return change


def _turned(site: Site, x: int) -> bool:
    """Whether transposing x makes a difference to its entries and none to its shape."""
    shape = site.shape(x)
    return len(shape) == 2 and shape[0] == shape[1] > 1


def transposed(i: int) -> Change:
    """The derivative in argument i, a square matrix, comes out transposed."""

    def change(site: Site) -> int | None:
        x = site.args[i]
        if not site.moves[i] or not _turned(site, x):
            return None
        return site.with_argument(i, site.derived_from(x, site.op("matrix_transpose", x)))

    return change


def untransposed(i: int) -> Change:
    """In the derivative in argument i of a product (or of a solution) the other argument lacks its transpose."""

    def change(site: Site) -> int | None:
        other = site.args[1 - i]
        if not site.moves[i] or not _turned(site, other):
            return None
        turned = site.stop(site.op("matrix_transpose", other))
        result = site.applied(*((site.args[0], turned) if i == 0 else (turned, site.args[1])))
        total = site.op("add", site.stop(site.value), site.change(result))
        if site.moves[1 - i]:
            rest = site.with_argument(i, site.stop(site.args[i]))
            total = site.op("add", total, site.change(rest))
        return total

    return change


def unsummed(i: int) -> Change:
    """Where argument i is broadcast, its cotangents are not summed: the first one counts, the others are lost."""

    def change(site: Site) -> int | None:
        x = site.args[i]
        shape, whole = site.shape(x), site.node.shape
        padded = (1,) * (len(whole) - len(shape)) + shape
        axes = [k for k, (small, large) in enumerate(zip(padded, whole, strict=True)) if small == 1 < large]
        if not site.moves[i] or not axes:
            return None
        moving = site.op("multiply", site.first_along(axes, whole), site.change(x))
        return site.with_argument(i, site.op("add", site.stop(x), moving))

    return change


def wrong_axis(site: Site) -> int | None:
    """The derivative is that along another axis, where the result has the same shape."""
    axis = site.node.params.get("axis")
    rank = len(site.shape(site.args[0])) + (site.node.op == "stack")
    if not isinstance(axis, int) or rank < 2 or not any(site.moves):
        return None
    other = (axis + 1) % rank
    params: dict[str, Param] = {"axis": other}
    if site.node.op == "take":
        size = site.shape(site.args[0])[other]
        params["indices"] = tuple(i % size for i in integers(site.node.params["indices"]))
    result = site.applied(*site.args, **params)
    return site.derived_from(site.value, result) if site.shape(result) == site.node.shape else None


def wrong_entry(site: Site) -> int | None:
    """The derivative goes to the next entry along an axis."""
    shape = site.shape(site.args[0])
    params = dict(site.node.params)
    if site.node.op == "take":
        axis = params["axis"]
        assert isinstance(axis, int)
        params["indices"] = _next(integers(params["indices"]), (shape[axis],) * len(integers(params["indices"])))
        changed = shape[axis] > 1
    else:
        key = params["index"]
        assert isinstance(key, tuple)
        params["index"] = tuple(
            None if k is None else (k + 1) % size for k, size in zip(key, shape[: len(key)], strict=True)
        )
        changed = params["index"] != tuple(None if k is None else k % n for k, n in zip(key, shape, strict=False))
    return site.derived_from(site.value, site.applied(*site.args, **params)) if changed else None


def _next(indices: Shape, sizes: Shape) -> Shape:
    return tuple((i + 1) % size for i, size in zip(indices, sizes, strict=True))


def at_a_tie(site: Site) -> int | None:
    """At a kink more than any subgradient: where two are tied both get the whole, at a corner 3 is added."""
    op, args = site.node.op, site.args
    if op in {"maximum", "minimum"}:
        here = site.op("equal", args[0], args[1])
        both = site.op("add", site.stop(site.value), site.op("add", site.change(args[0]), site.change(args[1])))
        return site.op("where", here, both, site.value)
    if op in {"max", "min"}:
        value = site.value
        winners = site.op("equal", args[0], site.kept(value, args[0]))
        each = site.op("where", winners, site.change(args[0]), site.number("0"))
        return site.op("add", site.stop(value), site.op("sum", each, axis=site.node.params["axis"]))
    corners = args[1:] if op == "clip" else tuple(site.number(c) for c in _corners(site))
    result = site.value
    for corner in corners:
        here = site.op("equal", args[0], corner)
        extra = site.op("multiply", site.number("3"), site.change(args[0]))
        result = site.op("add", result, site.op("where", here, extra, site.number("0")))
    return result


def _corners(site: Site) -> tuple[str, ...]:
    """Where an operator of one argument bends."""
    if site.node.op == "softshrink":
        threshold = repr(site.node.params["threshold"])
        return (threshold, f"-{threshold}")
    return _CORNERS.get(site.node.op, ("0",))


_CORNERS = {
    "hard_tanh": ("1", "-1"), "sparse_plus": ("1", "-1"), "sparse_sigmoid": ("1", "-1"),
    "hard_sigmoid": ("3", "-3"), "hard_swish": ("3", "-3"), "relu6": ("0", "6"),
}  # fmt: skip


def held_normalizer(site: Site) -> int | None:
    """The term that comes from the normalizer is lost: it is taken as a constant."""
    if site.node.op in normalizers.AXES:
        return site.derived_from(site.value, normalizers.without_spread(site))
    (x,) = site.args
    axis = site.node.params["axis"]
    if site.node.op in {"softmax", "log_softmax"}:
        total = site.kept(site.stop(site.op("logsumexp", x, axis=axis)), x)
        result = site.op("subtract", x, total)
        result = site.op("exp", result) if site.node.op == "softmax" else result
    elif site.node.op == "normalize":
        result = site.op("divide", x, site.kept(site.stop(site.op("norm", x, axis=axis)), x))
    else:
        centred = site.op("subtract", x, site.kept(site.op("mean", x, axis=axis), x))
        eps = site.number(repr(site.node.params["eps"]))
        spread = site.op("sqrt", site.op("add", site.stop(site.op("var", x, axis=axis)), eps))
        result = site.op("divide", centred, site.kept(spread, x))
    return site.derived_from(site.value, result)


def held_mean(site: Site) -> int | None:
    """The term that comes from the mean is lost: it is taken as a constant."""
    if site.node.op in normalizers.AXES:
        return site.derived_from(site.value, normalizers.without_mean(site))
    (x,) = site.args
    axis = site.node.params["axis"]
    if site.node.op == "layer_norm":
        centred = site.op("subtract", x, site.kept(site.stop(site.op("mean", x, axis=axis)), x))
        eps = site.number(repr(site.node.params["eps"]))
        spread = site.op("sqrt", site.op("add", site.op("var", x, axis=axis), eps))
        return site.derived_from(site.value, site.op("divide", centred, site.kept(spread, x)))
    centred = site.op("subtract", x, site.kept(site.stop(site.op("mean", x, axis=axis)), x))
    count = site.size(x) // max(site.size(site.value), 1) - int(str(site.node.params["correction"]))
    spread = site.op("divide", site.op("sum", site.op("square", centred), axis=axis), site.number(str(count)))
    return site.derived_from(site.value, site.op("sqrt", spread) if site.node.op == "std" else spread)


def by_division(site: Site) -> int | None:
    """The derivative of a product as the product over the factor, which is 0/0 where a factor is zero."""
    (x,) = site.args
    axis = site.node.params["axis"]
    value = site.value
    quotients = site.op("divide", x, site.stop(x))
    if site.node.op == "cumprod":
        result = site.op("multiply", site.stop(value), site.op("cumsum", quotients, axis=axis))
    else:
        result = site.op("multiply", site.stop(value), site.op("sum", quotients, axis=axis))
    return site.op("add", site.stop(value), site.change(result))
