"""The kinds of faults, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from conformance.faults import anywhere, special
from conformance.faults.model import Kind
from conformance.faults.plant import Change

__all__ = ["KINDS"]


def _whole(change: Change) -> Callable[[int], Change]:
    return lambda _: change


def _all(name: str, says: str, change: Change | None = None, **how: Any) -> Kind:
    return Kind(name, says, None if change is None else _whole(change), per_argument=False, **how)


_TABLE = (
    Kind("sign", "the derivative has the wrong sign", partial(anywhere.times, "-1")),
    Kind("double", "twice the derivative", partial(anywhere.times, "2")),
    Kind("half", "half the derivative", partial(anywhere.times, "1/2")),
    Kind("thousandth", "the derivative times 1 + 1e-3", partial(anywhere.times, "1.001")),
    Kind("millionth", "the derivative times 1 + 1e-6", partial(anywhere.times, "1.000001")),
    Kind("dropped", "the term of one argument is left out", anywhere.dropped),
    Kind("zero-at-zero", "zero where the argument is exactly 0", anywhere.at_zero, somewhere=True),
    Kind("negative-side", "wrong for negative arguments only", anywhere.for_negative, somewhere=True),
    Kind("size-one", "wrong for arrays of one entry only", anywhere.at_size_one, somewhere=True),
    Kind("nan-entry", "nan in the first entry", anywhere.nan),
    Kind("transposed", "the derivative comes out transposed", special.transposed),
    Kind("untransposed", "the other factor lacks its transpose", special.untransposed),
    Kind("broadcast-sum", "cotangents of a broadcast argument are not summed", special.unsummed),
    _all("swapped", "two arguments get one another's derivative", special.swapped(0, 1)),
    _all("swapped-branches", "two branches get one another's derivative", special.swapped(1, 2)),
    _all("wrong-axis", "the derivative is that along another axis", special.wrong_axis),
    _all("wrong-entry", "the derivative goes to the next entry", special.wrong_entry),
    _all("tie", "more than any subgradient at a kink", special.at_a_tie, somewhere=True),
    _all("held-normalizer", "the term of the normalizer is left out", special.held_normalizer),
    _all("held-mean", "the term of the mean is left out", special.held_mean),
    _all("division", "the product divided by the factor, nan where it is 0", special.by_division, somewhere=True),
    _all("second-order", "no second derivative, the first being right", anywhere.first_order_only, order=2),
    _all("forward-only", "twice the derivative, in forward mode only", anywhere.doubled, mode="forward"),
    _all("reverse-only", "twice the derivative, in reverse mode only", anywhere.doubled, mode="reverse"),
    _all("single-precision", "the derivative is computed in float32", anywhere.in_single),
    _all("none", "None instead of the derivative", anywhere.stopped, tampering="missing"),
    _all("wrong-shape", "the right numbers with one axis too many", tampering="shape"),
    _all("wrong-dtype", "the right numbers in float32", tampering="dtype"),
    _all("stale", "the derivative of the point before", tampering="stale", somewhere=True),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _TABLE}
