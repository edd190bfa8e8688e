"""The element of the legal set that was chosen at a kink, or what came back where nothing is defined, in one word.

A word is a number (`0`, `1/2`, `1`, `-1`, `0.01`), `nan`, `inf`, `-inf`, or, where several
entries of one array are tied and the derivative goes to one of them, `first`, `last`,
`second of 3`, `split` (equal parts), `all` (each gets the whole: no subgradient), `none`,
`uneven`. Where several entries differ, each is named once: `0, nan`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["element", "flat"]

_CLOSE = 1e-4
"""The part of a unit within which a number is taken for a simple one: float32 has seven digits, and
sums of a few weights are known to six."""
_SIMPLE = {0.0: "0", 0.5: "1/2", 1.0: "1", -1.0: "-1", -0.5: "-1/2"}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def element(choice: Mapping[str, Any], weights: Sequence[float] | None = None) -> str:
    """The word for what is in a result's `choice`. `weights`: what each entry was multiplied by, taken out again."""
    answer = flat(choice["answer"])
    if "lower" not in choice:
        return _named(answer)
    lower, upper = flat(choice["lower"]), flat(choice["upper"])
    open_entries = [i for i, (a, b) in enumerate(zip(lower, upper, strict=True)) if a < b]
    chosen = [answer[i] for i in open_entries]
    if not all(map(math.isfinite, answer)):
        return _named(chosen if not all(map(math.isfinite, chosen)) else answer)
    limits = [[flat(limit)[i] for i in open_entries] for limit in choice.get("limits", ())]
    if len(open_entries) > 1 and _tied(limits):
        ends = [max(lower[i], upper[i], key=abs) for i in open_entries]
        return _shares([x / end for x, end in zip(chosen, ends, strict=True)])
    if weights is not None and len(weights) == len(answer):
        chosen = [x / weights[i] if weights[i] else x for i, x in zip(open_entries, chosen, strict=True)]
    return _named(chosen)


def flat(values: Any) -> list[float]:
    """The numbers in nested lists, those that JSON has no notation for included."""
    return list(_flat(values))


def _flat(values: Any) -> Iterator[float]:
    if isinstance(values, list | tuple):
        for value in values:
            yield from _flat(value)
    else:
        yield float(values)


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


def _named(values: Sequence[float]) -> str:
    names = dict.fromkeys(map(_name, values))
    return ", ".join(sorted(names, key=lambda name: (name in ("nan", "inf", "-inf"), name)))


def _name(value: float) -> str:
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    for simple, name in _SIMPLE.items():
        if abs(value - simple) <= _CLOSE * (abs(simple) or 1e-6):
            return name
    return f"{value:.4g}"
