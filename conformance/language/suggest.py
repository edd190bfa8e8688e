"""The names nearest to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["listed", "nearest"]


def nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean a or b?`, or an empty text where nothing is near."""
    import difflib  # here: only a mistake needs it

    names = sorted(set(known))
    lower = {n.lower(): n for n in reversed(names)}
    found = difflib.get_close_matches(name[:60], names, n=3, cutoff=0.6)
    found += [lower[m] for m in difflib.get_close_matches(name[:60].lower(), lower, n=3, cutoff=0.6)]
    found = list(dict.fromkeys(found))[:3]
    return f"; did you mean {' or '.join(found)}?" if found else ""


def listed(names: Iterable[str], limit: int = 20) -> str:
    """`a, b, c`, cut short where there are many, `none` where there are none."""
    items = list(names)
    rest = len(items) - limit
    return ", ".join(items[:limit]) + (f" and {rest} more" if rest > 0 else "") if items else "none"
