"""The element of the legal set that was chosen at a kink, or what came back where nothing is defined, in one word.

A word is a number (`0`, `1/2`, `1`, `-1`, `0.01`), `nan`, `inf`, `-inf`; where several
entries of one array are tied and the derivative goes to one of them, `first`, `last`,
`second of 3`, `split` (equal parts), `all` (each gets the whole: no subgradient), `none`,
`uneven`; where entries have kinks of different kinds, `one piece` (the derivative of one of
the smooth functions that meet), `mean of the pieces`, `mixture`. Where nothing is defined, an
array with nan in it is `nan in 1 of 3`, one of different numbers `finite`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conformance.insight.number import as_float

__all__ = ["element", "flat"]

_CLOSE = 1e-4
"""The part of a unit within which a number is taken for a simple one: float32 has seven digits, and
sums of a few weights are known to six."""
_ROUNDING = 1e-12
"""The part of the largest bound below which two bounds are one, rounded to either side."""
_SIMPLE = {0.0: "0", 0.5: "1/2", 1.0: "1", -1.0: "-1", -0.5: "-1/2"}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def element(choice: Mapping[str, Any], weights: Sequence[float] | None = None) -> str:
    """The word for what is in a result's `choice`. `weights`: what each entry was multiplied by, taken out again."""
    answer = flat(choice["answer"])
    if "lower" not in choice or not all(map(math.isfinite, answer)):
        return _without_a_choice(answer)
    lower, upper = flat(choice["lower"]), flat(choice["upper"])
    least = _ROUNDING * max(map(abs, (*lower, *upper)))
    open_entries = [i for i, (a, b) in enumerate(zip(lower, upper, strict=True)) if b - a > least]
    chosen = [answer[i] for i in open_entries]
    limits = [[flat(limit)[i] for i in open_entries] for limit in choice.get("limits", ())]
    if len(open_entries) > 1 and _tied(limits):
        ends = [max(lower[i], upper[i], key=abs) for i in open_entries]
        return _shares([x / end for x, end in zip(chosen, ends, strict=True)])
    if weights is not None and len(weights) == len(answer):
        values = [x / weights[i] if weights[i] else x for i, x in zip(open_entries, chosen, strict=True)]
    else:
        values = chosen
    words = {_name(value) for value in values}
    return words.pop() if len(words) == 1 else _mixture(chosen, limits)


def _without_a_choice(answer: Sequence[float]) -> str:
    """One number, the same in every entry, or how many entries are none."""
    words = {_name(value) for value in answer}
    if len(words) == 1:
        return words.pop()
    odd = [value for value in answer if not math.isfinite(value)]
    return f"{', '.join(sorted(set(map(_name, odd))))} in {len(odd)} of {len(answer)}" if odd else "finite"


def _mixture(chosen: Sequence[float], limits: Sequence[Sequence[float]]) -> str:
    """What several entries are together, of the derivatives of the pieces that meet."""

    def near(point: Sequence[float]) -> bool:
        return all(abs(x - y) <= _CLOSE * max(abs(y), 1e-6) for x, y in zip(chosen, point, strict=True))

    if any(map(near, limits)):
        return "one piece"
    means = [sum(entries) / len(limits) for entries in zip(*limits, strict=True)]
    return "mean of the pieces" if limits and near(means) else "mixture"


def flat(values: Any) -> list[float]:
    """The numbers in nested lists, those that JSON has no notation for included."""
    return list(_flat(values))


def _flat(values: Any) -> Iterator[float]:
    if isinstance(values, list | tuple):
        for value in values:
            yield from _flat(value)
    else:
        yield as_float(values)


def _tied(limits: Sequence[Sequence[float]]) -> bool:
    """Whether in each limiting derivative one entry has everything, the same everything, and the others nothing."""
    taken = [[i for i, x in enumerate(limit) if x != 0] for limit in limits]
    return len(limits) > 1 and all(len(t) == 1 for t in taken) and len({t[0] for t in taken}) == len(limits[0])


def _shares(shares: Sequence[float]) -> str:
    """Who of the tied entries got which part of the whole."""
    whole = [i for i, share in enumerate(shares) if _near(share, 1.0)]
    none = [i for i, share in enumerate(shares) if _near(share, 0.0)]
    if len(none) == len(shares):
        return "none"
    if len(whole) == len(shares):
        return "all"
    if len(whole) == 1 and len(none) == len(shares) - 1:
        place = whole[0]
        if place == len(shares) - 1:
            return "last"
        ordinal = _ORDINALS[place] if place < len(_ORDINALS) else f"number {place + 1}"
        return "first" if place == 0 else f"{ordinal} of {len(shares)}"
    return "split" if all(_near(share, 1 / len(shares)) for share in shares) else "uneven"


def _near(x: float, y: float) -> bool:
    return abs(x - y) <= _CLOSE


def _name(value: float) -> str:
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    for simple, name in _SIMPLE.items():
        if abs(value - simple) <= _CLOSE * (abs(simple) or 1e-6):
            return name
    return f"{value:.4g}"
