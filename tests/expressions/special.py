"""Special functions and steps. Jumps and kinks are kept off the numbers that expressions are made of."""

from __future__ import annotations

from conformance.language.graph import Shape
from tests.expressions.grow import Grower, family

ONE = {
    **{name: f"{name}({{}})" for name in ("i1e", "j0", "j1", "ndtr", "dawsn", "log_ndtr", "deg2rad", "rad2deg")},
    **{name: f"{name}(2*sin({{}}))" for name in ("i0", "i1")},
    **{name: f"{name}(0.3 + {{}})" for name in ("i0e", "floor", "ceil", "trunc", "round", "frac")},
    **{name: f"{name}(2 + sin({{}}))" for name in ("gamma", "entr", "reciprocal", "erfcx", "expi", "spence")},
    "polygamma": "polygamma(2 + sin({}), n=2)",
    "multigammaln": "multigammaln(2 + sin({}), p=2)",
    "ndtri": "ndtri(0.5 + 0.25*sin({}))",
    "zeta": "zeta(2.5, 2 + sin({}))",
    "gammainc": "gammainc(1.5, 2 + sin({}))",
    "gammaincc": "gammaincc(1.5, 2 + sin({}))",
}
TWO = {
    "betaln": "betaln(2 + sin({}), 2 + cos({}))",
    "xlog1py": "xlog1py({}, 0.5*sin({}))",
    "xdivy": "xdivy({}, 2 + sin({}))",
    "logaddexp2": "logaddexp2({}, {})",
    **{name: f"{name}(0.3 + {{}}, 2 + sin({{}}))" for name in ("remainder", "fmod", "floor_divide", "copysign")},
    "heaviside": "heaviside(0.3 + {}, {})",
}


@family(" ".join(ONE), weight=2)
def of_one(g: Grower, shape: Shape, depth: int) -> str:
    return ONE[g.pick(g.among(*ONE))].format(g(shape, depth))


@family(" ".join(TWO))
def of_two(g: Grower, shape: Shape, depth: int) -> str:
    left, right = g.broadcasting(shape)
    return TWO[g.pick(g.among(*TWO))].format(g(left, depth), g(right, depth))
