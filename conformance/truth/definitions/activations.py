"""Activations by what they mean, in pieces that meet where their formulas do, or between their special points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from conformance.language.graph import Param
from conformance.language.shapes import normalize_axis
from conformance.truth.definitions.model import Definition
from conformance.truth.sugar import Expr

__all__ = ["ACTIVATIONS", "number"]

Args = Sequence[Expr]
Params = Mapping[str, Param]

_SCALE = Fraction("1.0507009873554804934193349852946")
_ALPHA = Fraction("1.6732632423543772848170429916717")
"""The constants of selu, to the digits that its authors give."""
_BETWEEN = Fraction(3, 7)
"""Where softsign changes its formula: a number that no case visits, so that no kink is seen there."""


def number(value: Param) -> Fraction:
    """A static parameter as the decimal it was written as."""
    return Fraction(str(value))


def _cases(x: Expr, *pieces: tuple[str, Fraction | int, Expr], otherwise: Expr | Fraction | int) -> Expr:
    """The first piece whose comparison of x with its bound holds."""
    result: Expr | Fraction | int = otherwise
    for relation, bound, piece in reversed(pieces):
        result = x.op(relation, bound).op("where", piece, result)
    assert isinstance(result, Expr)
    return result


def _softsign(args: Args, params: Params) -> Expr:
    """x/(1 + |x|). Far from zero its derivative by the rule for quotients cancels, that of 1 - 1/(1 + |x|) does not."""
    (x,) = args
    size = 1 + x.op("abs")
    return _cases(x, ("greater", _BETWEEN, 1 - 1 / size), ("less", -_BETWEEN, 1 / size - 1), otherwise=x / size)


def _hard_sigmoid(x: Expr) -> Expr:
    return (x + 3).op("clip", 0, 6) / 6


def _exponential_below(x: Expr, alpha: Fraction) -> Expr:
    return _cases(x, ("greater", 0, x), otherwise=alpha * (x / alpha).op("expm1"))


def _selu(args: Args, params: Params) -> Expr:
    (x,) = args
    return _cases(x, ("greater", 0, _SCALE * x), otherwise=_SCALE * _ALPHA * x.op("expm1"))


def _softshrink(args: Args, params: Params) -> Expr:
    (x,), t = args, number(params["threshold"])
    return _cases(x, ("greater", t, x - t), ("less", -t, x + t), otherwise=0)


def _hardshrink(args: Args, params: Params) -> Expr:
    (x,), t = args, number(params["threshold"])
    return _cases(x, ("greater", t, x), ("less", -t, x), otherwise=0)


def _threshold(args: Args, params: Params) -> Expr:
    (x,) = args
    return _cases(x, ("greater", number(params["threshold"]), x), otherwise=number(params["value"]))


def _prelu(args: Args, params: Params) -> Expr:
    x, slope = args
    return x.op("greater", 0).op("where", x, slope * x)


def _sparse_plus(args: Args, params: Params) -> Expr:
    (x,) = args
    return _cases(x, ("greater_equal", 1, x), ("less_equal", -1, x * 0), otherwise=(x + 1).op("square") / 4)


def _glu(args: Args, params: Params) -> Expr:
    (x,) = args
    axis = normalize_axis(params["axis"], len(x.shape))
    half = x.shape[axis] // 2
    first = x.op("take", indices=tuple(range(half)), axis=axis)
    return first * x.op("take", indices=tuple(range(half, 2 * half)), axis=axis).op("sigmoid")


ACTIVATIONS: Mapping[str, Definition] = {
    "softsign": _softsign,
    "hard_tanh": lambda args, params: args[0].op("clip", -1, 1),
    "hard_sigmoid": lambda args, params: _hard_sigmoid(args[0]),
    "hard_swish": lambda args, params: args[0] * _hard_sigmoid(args[0]),
    "relu6": lambda args, params: args[0].op("clip", 0, 6),
    "celu": lambda args, params: _exponential_below(args[0], number(params["alpha"])),
    "selu": _selu,
    "softshrink": _softshrink,
    "hardshrink": _hardshrink,
    "threshold": _threshold,
    "prelu": _prelu,
    "sparse_plus": _sparse_plus,
    "sparse_sigmoid": lambda args, params: (args[0] + 1).op("clip", 0, 2) / 2,
    "glu": _glu,
}
