"""Operators of `mx.np` and `mx.npx` that also work on the symbols which `hybridize` traces with."""

from __future__ import annotations

from typing import Any

import mxnet as mx

from conformance.backends.contract import Array, Operator, UnsupportedError

__all__ = ["in_np", "in_npx", "symbolic"]


def symbolic(*args: Array) -> bool:
    return any(isinstance(a, mx.symbol.Symbol) for a in args)


def in_np(path: str, space: str = "np") -> Operator:
    """`mx.np.…` for arrays, and its namesake for the symbols that `hybridize` traces with."""
    eager, named = getattr(mx, space), getattr(mx.symbol, space)
    for part in path.split("."):
        eager, named = getattr(eager, part), getattr(named, part, None)

    def call(*args: Array, **params: Any) -> Array:
        if not symbolic(*args):
            return eager(*args, **params)
        if named is None:
            raise UnsupportedError(f"mxnet has no symbolic {path}, which hybridize needs")
        return named(*args, **params)

    return call


def in_npx(path: str) -> Operator:
    return in_np(path, "npx")
