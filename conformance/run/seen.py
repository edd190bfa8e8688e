"""What a comparison keeps of a result, and whether two of them are the same answer."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.run.dtypes import precision
from conformance.run.verdicts import GROUP_OF

__all__ = ["Seen", "moved", "seen"]

Number = float | str | None
"""As a run file has it: what is not finite is text."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A result without its name; `inputs` is a hash of the values that the backend was given."""

    verdict: str
    dtype: str
    side: str | None
    entry: tuple[int, ...] | None
    observed: Number
    truth: str | None
    error_ulps: Number
    permitted_ulps: Number
    answer: Any
    """Every entry returned, where more than one answer is legal and the run says so."""
    inputs: bytes


def seen(result: Mapping[str, Any]) -> Seen:
    entry = result["entry"]
    return Seen(
        result["verdict"],
        result["dtype"],
        result["side"],
        None if entry is None else tuple(entry),
        result["observed"],
        result["truth"],
        result["error_ulps"],
        result["permitted_ulps"],
        result.get("choice", {}).get("answer"),
        _hash(result["inputs"]),
    )


def _hash(inputs: Mapping[str, Any]) -> bytes:
    """Of the values as they are written: 0.0 and -0.0 are two points."""
    return hashlib.blake2b(repr(sorted(inputs.items())).encode("utf-8", "replace"), digest_size=8).digest()


def moved(before: Seen, after: Seen) -> bool:
    """Whether another answer was given than before, rounding aside."""
    if before.verdict != after.verdict:
        return True
    group = GROUP_OF[before.verdict]
    if group == "convention":
        return _chosen_otherwise(before, after)
    if group not in ("inaccurate", "wrong"):
        return False
    if (before.side, before.entry) != (after.side, after.entry):
        return True
    return _further_than_permitted(before, after)


def _chosen_otherwise(before: Seen, after: Seen) -> bool:
    """Of legal answers any two that differ by more than lost digits are two conventions."""
    if before.answer is not None and after.answer is not None:
        pairs = list(zip(_entries(before.answer), _entries(after.answer), strict=False))
    elif (before.side, before.entry) == (after.side, after.entry):
        pairs = [(_float(before.observed), _float(after.observed))]
    else:
        return True
    return any(not _same(one, other, _lost_digits(before.dtype, one, other)) for one, other in pairs)


def _further_than_permitted(before: Seen, after: Seen) -> bool:
    one, other = _float(before.observed), _float(after.observed)
    permitted = [error for error in (_permitted(before), _permitted(after)) if error is not None]
    return not _same(one, other, max(permitted, default=_lost_digits(before.dtype, one, other)))


def _permitted(found: Seen) -> float | None:
    """The permitted error as a number: what one ulp is follows from the error, which is known in both."""
    error, permitted = _float(found.error_ulps), _float(found.permitted_ulps)
    distance = abs(_float(found.observed) - _truth(found.truth))
    if not (math.isfinite(distance) and math.isfinite(error) and error > 0):
        return None
    return distance / error * permitted


def _lost_digits(dtype: str, one: float, other: float) -> float:
    """√u, the line between inaccurate and wrong, relative to the larger of two numbers."""
    try:
        roundoff = precision(dtype).roundoff
    except (TypeError, ValueError):  # a dtype that numpy does not have
        return 0.0
    return math.sqrt(roundoff) * max(abs(one), abs(other))


def _same(one: float, other: float, within: float) -> bool:
    if math.isfinite(one) and math.isfinite(other):
        return abs(one - other) <= within
    return one == other or (math.isnan(one) and math.isnan(other))


def _entries(values: Any) -> Iterator[float]:
    if isinstance(values, list):
        for value in values:
            yield from _entries(value)
    else:
        yield _float(values)


def _float(number: Number) -> float:
    """None, where no entry was compared, is like nothing but itself: as nan is here."""
    return math.nan if number is None else float(number)


def _truth(text: str | None) -> float:
    """At a kink the truth is no number but an interval."""
    try:
        return math.nan if text is None else float(text)
    except ValueError:
        return math.nan
