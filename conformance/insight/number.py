"""Numbers of run files, which anyone may have written."""

from __future__ import annotations

import math

__all__ = ["as_float"]


def as_float(value: object) -> float:
    """A number, or text that JSON has in place of one; nan for anything else."""
    if not isinstance(value, int | float | str):
        return math.nan
    try:
        return float(value)
    except (ValueError, OverflowError):
        return math.nan
