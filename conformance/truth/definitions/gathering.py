"""Operators that move entries: each takes the places that its result's entries come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from conformance.language.graph import Param
from conformance.language.shapes import integers
from conformance.truth.definitions.model import Definition
from conformance.truth.definitions.parts import gathered, joined, ordered, place, slices, taken
from conformance.truth.sugar import Expr

__all__ = ["DEFINITIONS"]

Params = Mapping[str, Param]
Places = npt.NDArray[np.int64]


def _moved(move: Callable[[Places, Params], Places]) -> Definition:
    """From where numpy's function of that name puts the places of the entries."""

    def definition(args: Sequence[Expr], params: Params) -> Expr:
        (x,) = args
        places = move(np.reshape(ordered(x), x.shape), params)
        return gathered(x, [int(i) for i in places.ravel()], places.shape)

    return definition


def _along_axis(places: Places, params: Params) -> Places:
    axis = place(params, "axis") % places.ndim
    indices = integers(params["indices"])
    shape = (*places.shape[:axis], -1, *places.shape[axis + 1 :])
    return np.take_along_axis(places, np.reshape(indices, shape), axis)


def _repeat(places: Places, params: Params) -> Places:
    return np.repeat(places, place(params, "count"), axis=place(params, "axis"))


def _diff(args: Sequence[Expr], params: Params) -> Expr:
    (x,) = args
    axis = place(params, "axis") % len(x.shape)
    for _ in range(place(params, "n")):
        size = x.shape[axis]
        x = taken(x, range(1, size), axis) - taken(x, range(size - 1), axis)
    return x


def _pad(args: Sequence[Expr], params: Params) -> Expr:
    (x,) = args
    widths = integers(params["widths"])
    for axis in range(len(x.shape)):
        parts = [x]
        for before, width in ((True, widths[2 * axis]), (False, widths[2 * axis + 1])):
            if width:
                shape = (*x.shape[:axis], width, *x.shape[axis + 1 :])
                parts.insert(0 if before else len(parts), Expr(x.builder, x.builder.op("zeros", shape=shape)))
        x = parts[0].op("concat", *parts[1:], axis=axis)
    return x


def _index_add(args: Sequence[Expr], params: Params) -> Expr:
    x, y = args
    return x + y.raw("scatter", x.shape, indices=params["indices"], axis=0)


def _segments(reduce: str) -> Definition:
    """A reduction of the entries of each segment; the sum of none is 0."""

    def definition(args: Sequence[Expr], params: Params) -> Expr:
        (x,) = args
        ids = integers(params["segments"])
        rows = slices(x, 0)
        found = []
        for segment in range(place(params, "count")):
            own = [row for row, i in zip(rows, ids, strict=True) if i == segment]
            found.append(joined(own).op(reduce, axis=0) if own else rows[0] * 0)
        return joined(found)

    return definition


DEFINITIONS: Mapping[str, Definition] = {
    "flip": _moved(lambda places, params: np.flip(places, axis=place(params, "axis"))),
    "roll": _moved(lambda places, params: np.roll(places, place(params, "shift"), axis=place(params, "axis"))),
    "reflect_pad": _moved(
        lambda places, params: np.pad(
            places, [*[(0, 0)] * (places.ndim - 1), integers(params["widths"])], mode="reflect"
        )
    ),
    "tile": _moved(lambda places, params: np.tile(places, integers(params["reps"]))),
    "repeat": _moved(_repeat),
    "take_along_axis": _moved(_along_axis),
    "diff": _diff,
    "pad": _pad,
    "index_add": _index_add,
    **{f"segment_{name}": _segments(name) for name in ("sum", "mean", "prod", "max", "min")},
}
