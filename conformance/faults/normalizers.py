"""Normalizations written out, with a term of their derivative taken as a constant."""

from __future__ import annotations

from conformance.faults.site import Site

__all__ = ["AXES", "without_mean", "without_spread"]

AXES = {"batch_norm": 0, "instance_norm": -1, "rms_norm": -1}
"""What they take together, where no parameter says it."""


def _along(site: Site, name: str, x: int) -> int:
    """A reduction of x along the axis, which is kept."""
    axis, shape = AXES[site.node.op], site.shape(x)
    kept = tuple(1 if k == axis % len(shape) else n for k, n in enumerate(shape))
    return site.op("reshape", site.op(name, x, axis=axis), shape=kept)


def _root(site: Site, squares: int) -> int:
    return site.op("sqrt", site.op("add", squares, site.number(repr(site.node.params["eps"]))))


def without_spread(site: Site) -> int:
    """What is divided by is a constant."""
    (x,) = site.args
    if site.node.op == "rms_norm":
        return site.op("divide", x, site.stop(_root(site, _along(site, "mean", site.op("square", x)))))
    centred = site.op("subtract", x, _along(site, "mean", x))
    return site.op("divide", centred, site.stop(_root(site, _along(site, "var", x))))


def without_mean(site: Site) -> int:
    """What is subtracted is a constant."""
    (x,) = site.args
    centred = site.op("subtract", x, site.stop(_along(site, "mean", x)))
    return site.op("divide", centred, _root(site, _along(site, "mean", site.op("square", centred))))
