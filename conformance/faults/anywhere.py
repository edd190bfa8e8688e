"""Faults that any operator's rule can have: in one argument's derivative, or in all of them."""

from __future__ import annotations

from conformance.faults.plant import Change
from conformance.faults.site import Site
from conformance.language.graph import Node

__all__ = [
    "at_size_one",
    "at_zero",
    "doubled",
    "dropped",
    "first_order_only",
    "for_negative",
    "in_single",
    "nan",
    "stopped",
    "times",
]


def times(factor: str, i: int) -> Change:
    """The derivative in argument i times a number."""

    def change(site: Site) -> int | None:
        if not site.moves[i]:
            return None
        return site.with_argument(i, site.tilted(site.args[i], site.number(factor)))

    return change


def dropped(i: int) -> Change:
    """No derivative in argument i."""
    return lambda site: site.with_argument(i, site.stop(site.args[i])) if site.moves[i] else None


def at_zero(i: int) -> Change:
    """The derivative in argument i is zero where the argument is exactly 0."""
    return _where(i, "equal", "0", "1")


def for_negative(i: int) -> Change:
    """The derivative in argument i is doubled where the argument is negative."""
    return _where(i, "less", "2", "1")


def _where(i: int, comparison: str, then: str, otherwise: str) -> Change:
    def change(site: Site) -> int | None:
        if not site.moves[i]:
            return None
        x = site.args[i]
        here = site.op(comparison, x, site.number("0"))
        factor = site.op("where", here, site.number(then), site.number(otherwise))
        return site.with_argument(i, site.tilted(x, factor))

    return change


def at_size_one(i: int) -> Change:
    """The derivative in argument i is doubled where the argument is an array of a single entry."""

    def change(site: Site) -> int | None:
        x = site.args[i]
        if not site.moves[i] or not site.shape(x) or site.size(x) != 1:
            return None
        return site.with_argument(i, site.tilted(x, site.number("2")))

    return change


def nan(i: int) -> Change:
    """The derivative in the first entry of argument i is nan: that of √(d²) at d = 0, where its value is 0."""

    def change(site: Site) -> int | None:
        x = site.args[i]
        if not site.moves[i]:
            return None
        shape = site.shape(x)
        entry = site.op("index", x, index=(0,) * len(shape)) if shape else x
        spoiled = site.op("sqrt", site.op("square", site.change(entry)))
        if shape:
            mask = site.op("reshape", site.one_hot(site.size(x)), shape=shape)
            spoiled = site.op("multiply", mask, spoiled)
        return site.with_argument(i, site.op("add", x, spoiled))

    return change


def doubled(site: Site) -> int | None:
    """Every derivative doubled."""
    tilted = (site.tilted(a, site.number("2")) if m else a for a, m in zip(site.args, site.moves, strict=True))
    return site.applied(*tilted)


def stopped(site: Site) -> int | None:
    """No derivative at all."""
    return site.stop(site.value)


def first_order_only(site: Site) -> int | None:
    """The first derivative is right and constant: Σ ∂g·change(x), with ∂g taken where nothing moves."""
    still = [site.stop(a) if m else a for a, m in zip(site.args, site.moves, strict=True)]
    total = None
    for i, argument in enumerate(site.args):
        if site.moves[i]:
            target = site.builder.append(Node("alias", (still[i],), {}, site.shape(argument)))
            body = site.applied(*(target if k == i else a for k, a in enumerate(still)))
            term = site.builder.derivative("jvp", body, [target], vector=site.change(argument))
            total = term if total is None else site.op("add", total, term)
    return None if total is None else site.op("add", site.stop(site.value), total)


def in_single(site: Site) -> int | None:
    """The derivative is computed in float32."""
    narrow = (site.op("astype", a, dtype="float32") if m else a for a, m in zip(site.args, site.moves, strict=True))
    return site.derived_from(site.value, site.op("astype", site.applied(*narrow), dtype="float64"))
