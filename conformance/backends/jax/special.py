"""Special functions of mathematics, as jax has them."""

from __future__ import annotations

from collections.abc import Mapping

import jax.numpy as jnp
from jax.scipy import special

from conformance.backends.contract import Operator

__all__ = ["OPERATORS"]

OPERATORS: Mapping[str, Operator] = {
    "i0": special.i0,
    "i1": special.i1,
    "i0e": special.i0e,
    "i1e": special.i1e,
    "j0": lambda x: special.bessel_jn(x, v=0)[0],
    "j1": lambda x: special.bessel_jn(x, v=1)[1],
    "gamma": special.gamma,
    "polygamma": lambda x, n: special.polygamma(n, x),
    "multigammaln": lambda x, p: special.multigammaln(x, p),
    "betaln": special.betaln,
    "zeta": special.zeta,
    "gammainc": special.gammainc,
    "gammaincc": special.gammaincc,
    "ndtr": special.ndtr,
    "log_ndtr": special.log_ndtr,
    "ndtri": special.ndtri,
    "erfcx": special.erfcx,
    "dawsn": special.dawsn,
    "expi": special.expi,
    "spence": special.spence,
    "entr": special.entr,
    "xlog1py": special.xlog1py,
    "logaddexp2": jnp.logaddexp2,
    "floor": jnp.floor,
    "ceil": jnp.ceil,
    "trunc": jnp.trunc,
    "round": jnp.round,
    "frac": lambda x: jnp.modf(x)[0],
    "remainder": jnp.remainder,
    "fmod": jnp.fmod,
    "floor_divide": jnp.floor_divide,
    "heaviside": jnp.heaviside,
    "copysign": jnp.copysign,
    "reciprocal": jnp.reciprocal,
    "deg2rad": jnp.deg2rad,
    "rad2deg": jnp.rad2deg,
}
