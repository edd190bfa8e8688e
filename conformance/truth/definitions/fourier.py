"""Fourier transforms and complex numbers, by real and imaginary parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from conformance.language.graph import Param
from conformance.truth.arrays import whole
from conformance.truth.definitions.model import Definition
from conformance.truth.sugar import Expr

__all__ = ["DEFINITIONS"]

Params = Mapping[str, Param]


def _split(z: Expr) -> tuple[Expr, Expr]:
    return z.op("index", index=(0,)), z.op("index", index=(1,))


def _joined(re: Expr, im: Expr, units: int = 8) -> Expr:
    """Both parts; an algorithm loses a few u of the larger one in either."""
    both = re.stacked_with([im])
    return both.raw("charged", both.shape, units=units, together=True)


def _cosine(like: Expr, k: int, n: int) -> Expr:
    """cos 2πk/n, exactly where it is rational: -1, -½, 0, ½ or 1 and nothing else (Niven's theorem)."""
    turn = Fraction(k % n, n)
    exact: dict[Fraction, int | Fraction] = {Fraction(0): 1, Fraction(1, 2): -1, Fraction(1, 4): 0, Fraction(3, 4): 0}
    for sixth in (1, 5):
        exact[Fraction(sixth, 6)] = Fraction(1, 2)
        exact[Fraction(2 * sixth % 6, 6)] = Fraction(-1, 2)
    if turn in exact:
        return like.number(exact[turn])
    angle = Expr(like.builder, like.builder.literal("pi")) * (2 * turn)
    return angle.op("cos")


def _matrix(entries: Sequence[Sequence[Expr]]) -> Expr:
    rows = [row[0].stacked_with(row[1:]) for row in entries]
    return rows[0].stacked_with(rows[1:])


def _waves(like: Expr, rows: int, n: int) -> tuple[Expr, Expr]:
    """cos and sin of 2πjk/n, j below `rows` and k below n; the sine is the cosine a quarter turn before."""
    cosines = [[_cosine(like, j * k, n) for k in range(n)] for j in range(rows)]
    sines = [[_cosine(like, 4 * j * k - n, 4 * n) for k in range(n)] for j in range(rows)]
    return _matrix(cosines), _matrix(sines)


def _transformed(z: Expr, sign: int) -> Expr:
    n = z.shape[1]
    re, im = _split(z)
    cos, sin = _waves(z, n, n)
    first, second = sin @ im, sin @ re
    if sign < 0:
        return (cos @ re + first).stacked_with([cos @ im - second])
    return (cos @ re - first).stacked_with([cos @ im + second])


def _charged(x: Expr, n: int) -> Expr:
    return x.raw("charged", x.shape, units=2 * n.bit_length() + 4, together=True)


def _fft(args: Sequence[Expr], params: Params) -> Expr:
    return _charged(_transformed(args[0], -1), args[0].shape[1])


def _ifft(args: Sequence[Expr], params: Params) -> Expr:
    n = args[0].shape[1]
    return _charged(_transformed(args[0], 1) / n, n)


def _rfft(args: Sequence[Expr], params: Params) -> Expr:
    x = args[0]
    n = x.shape[0]
    cos, sin = _waves(x, n // 2 + 1, n)
    return _charged((cos @ x).stacked_with([-(sin @ x)]), n)


def _irfft(args: Sequence[Expr], params: Params) -> Expr:
    """Each entry counts twice, once for its conjugate, but the first and for even n the last."""
    z, n = args[0], whole(params["n"])
    re, im = _split(z)
    m = z.shape[1]
    weights = [z.number(1 if k == 0 or 2 * k == n else 2) for k in range(m)]
    cos, sin = _waves(z, m, n)
    w = weights[0].stacked_with(weights[1:])
    used = [z.number(0 if k == 0 or 2 * k == n else 1) for k in range(m)]
    u = used[0].stacked_with(used[1:])
    return _charged(((w * re) @ cos - (w * (u * im)) @ sin) / n, n)


def _abs(args: Sequence[Expr], params: Params) -> Expr:
    re, im = _split(args[0])
    return re.op("hypot", im)


def _angle(args: Sequence[Expr], params: Params) -> Expr:
    re, im = _split(args[0])
    return im.op("atan2", re)


def _exp(args: Sequence[Expr], params: Params) -> Expr:
    re, im = _split(args[0])
    size = re.op("exp")
    return _joined(size * im.op("cos"), size * im.op("sin"))


def _log(args: Sequence[Expr], params: Params) -> Expr:
    return _joined(_abs(args, params).op("log"), _angle(args, params))


def _sqrt(args: Sequence[Expr], params: Params) -> Expr:
    """The part that does not cancel by the half-angle formula, the other from it."""
    re, im = _split(args[0])
    larger = ((re.op("hypot", im) + re.op("abs")) * Fraction(1, 2)).op("sqrt")
    smaller = im / (larger * 2)
    side = im.op("less", 0).op("where", larger * -1, larger)
    right = re.op("greater_equal", 0)
    other = im.op("abs") / (larger * 2)
    return _joined(right.op("where", larger, other), right.op("where", smaller, side))


def _product(a: tuple[Expr, Expr], b: tuple[Expr, Expr]) -> tuple[Expr, Expr]:
    return a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]


def _inverse(a: tuple[Expr, Expr]) -> tuple[Expr, Expr]:
    square = a[0] * a[0] + a[1] * a[1]
    return a[0] / square, -(a[1] / square)


def _power(args: Sequence[Expr], params: Params) -> Expr:
    z, k = _split(args[0]), whole(params["k"])
    if k == 0:
        return _joined(z[0] * 0 + 1, z[0] * 0)
    result = base = _inverse(z) if k < 0 else z
    for _ in range(abs(k) - 1):
        result = _product(result, base)
    return _joined(*result, units=16)


def _multiply(args: Sequence[Expr], params: Params) -> Expr:
    return _joined(*_product(_split(args[0]), _split(args[1])))


def _divide(args: Sequence[Expr], params: Params) -> Expr:
    return _joined(*_product(_split(args[0]), _inverse(_split(args[1]))))


DEFINITIONS: Mapping[str, Definition] = {
    "fft": _fft,
    "ifft": _ifft,
    "rfft": _rfft,
    "irfft": _irfft,
    "complex_abs": _abs,
    "complex_angle": _angle,
    "complex_exp": _exp,
    "complex_log": _log,
    "complex_sqrt": _sqrt,
    "complex_power": _power,
    "complex_multiply": _multiply,
    "complex_divide": _divide,
}
