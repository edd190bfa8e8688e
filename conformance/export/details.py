"""One result in words: where it is, what was returned, what is true, how far off that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.run.text import clean, line

__all__ = ["counted", "headline", "lines", "shown"]

_MOST = 600
"""Characters of one thing: the inputs of a large case would fill pages."""

Result = Mapping[str, Any]


def headline(result: Result) -> str:
    """`wrong: returned 2.0 where 1 is true, off by 4.5e+15 ulps, 12 permitted`."""
    parts = []
    if result["observed"] is not None:
        parts.append(
            f"returned {result['observed']}"
            + (f" where {result['truth']} is {_right(result)}" if result["truth"] else "")
        )
    if result["error_ulps"] is not None:
        parts.append(f"off by {_number(result['error_ulps'])} ulps, {_number(result['permitted_ulps'])} permitted")
    if not parts and result["message"]:
        parts.append(result["message"].strip().partition("\n")[0])
    return shortened(line(f"{result['verdict']}: {', '.join(parts)}" if parts else str(result["verdict"])), 300)


def lines(result: Result) -> list[str]:
    """The result, a line a thing; several lines for a message that has them. Fit to be printed."""
    return [f"{what:<9} {text}" if n == 0 else f"{'':<9} {text}" for what, texts in _told(result) for n, text in texts]


def counted(verdicts: Mapping[str, int]) -> str:
    """`12 pass, 4 wrong`."""
    return ", ".join(f"{number} {verdict}" for verdict, number in verdicts.items())


def shown(values: Any) -> str:
    """A number of a run file, or nested lists of them."""
    if isinstance(values, list):
        return f"[{', '.join(map(shown, values))}]"
    return str(values)


def shortened(text: str, most: int = _MOST) -> str:
    return text if len(text) <= most else f"{text[:most]}… ({len(text):,} characters)"


def _told(result: Result) -> Iterator[tuple[str, Iterator[tuple[int, str]]]]:
    inputs = "; ".join(f"{name} = {shown(values)}" for name, values in result["inputs"].items())
    things = {
        "point": result["point"],
        "inputs": inputs,
        "run as": ", ".join([result["dtype"], result["mode"], result["execution"], result["device"]]),
        "entry": _entry(result),
        "returned": None if result["observed"] is None else str(result["observed"]),
        _right(result): result["truth"],
        "error": _error(result),
        "said": result["message"],
    }
    for what, text in things.items():
        if text:
            yield what, enumerate(shortened(clean(text), 2_000 if what == "said" else _MOST).splitlines())


def _right(result: Result) -> str:
    """At a kink the truth is an interval, and everything in it is legal."""
    return "legal" if result["truth_class"] == "kink" else "true"


def _entry(result: Result) -> str:
    side = f"{result['side']} side" if result["side"] else ""
    entry = f"[{', '.join(map(str, result['entry']))}]" if result["entry"] else ""
    return " ".join(filter(None, [side, entry]))


def _error(result: Result) -> str:
    if result["error_ulps"] is None:
        return ""
    digits = "" if result["digits"] is None else f"; {result['digits']:g} decimal digits are right"
    error, permitted = _number(result["error_ulps"]), _number(result["permitted_ulps"])
    return f"{error} ulps, permitted are {permitted}{digits}"


def _number(number: float | str | None) -> str:
    return "–" if number is None else number if isinstance(number, str) else f"{number:.4g}"
