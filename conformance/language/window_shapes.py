"""Shape rules of operators that slide a window over the last axes of an array, and of resizing.

Arrays are laid out as N×C×L or N×C×H×W: examples, channels, places.
"""

from __future__ import annotations

from collections.abc import Sequence

from conformance.language.errors import ShapeError
from conformance.language.gather_shapes import whole
from conformance.language.graph import Shape
from conformance.language.shapes import Params, ShapeRule, bounded, integers, show

__all__ = ["convolution", "interpolate", "places", "pooling"]


def places(size: int, window: int, stride: int, padding: int) -> int:
    """How many windows fit along an axis; a rest that none reaches is left out."""
    room = size + 2 * padding - window
    if room < 0:
        raise ShapeError(f"a window of {window} is longer than the axis of {size} padded by {padding} on both sides")
    return room // stride + 1


def _arrays(shape: Shape, axes: int, what: str) -> None:
    if len(shape) != 2 + axes or not all(shape):
        layout = "N×C×L" if axes == 1 else "N×C×H×W"
        raise ShapeError(f"{what} takes an array laid out as {layout}; got {show(shape)}")


def convolution(axes: int) -> ShapeRule:
    def rule(shapes: Sequence[Shape], params: Params) -> Shape:
        x, w = shapes
        _arrays(x, axes, f"conv{axes}d")
        stride, padding = whole(params["stride"], "stride", 1), whole(params["padding"], "padding")
        if len(w) != len(x) or w[1] != x[1] or not all(w):
            raise ShapeError(f"the kernel has one slice for each of {x[1]} channels; got {show(w)}")
        found = (places(size, k, stride, padding) for size, k in zip(x[2:], w[2:], strict=True))
        return bounded((x[0], w[0], *found))

    return rule


def pooling(axes: int) -> ShapeRule:
    def rule(shapes: Sequence[Shape], params: Params) -> Shape:
        (x,) = shapes
        _arrays(x, axes, "pooling")
        window, stride = whole(params["window"], "window", 1), whole(params["stride"], "stride", 1)
        padding = whole(params.get("padding", 0), "padding")
        if 2 * padding > window:
            raise ShapeError(f"padding of {padding} is more than half of the window of {window}")
        return bounded((*x[:2], *(places(size, window, stride, padding) for size in x[2:])))

    return rule


def interpolate(shapes: Sequence[Shape], params: Params) -> Shape:
    (x,) = shapes
    wanted = integers(params["shape"])
    if len(x) not in (3, 4) or not all(x) or len(wanted) != len(x) - 2 or any(size < 1 for size in wanted):
        raise ShapeError(f"interpolate takes N×C×L or N×C×H×W and the new lengths of the last axes; "
                         f"got {show(x)} and {list(wanted)}")  # fmt: skip
    return bounded((*x[:2], *wanted))
