"""Arrays of numbers as Python writes them: nested lists of the shortest decimals of their dtype."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["nested"]


def nested(value: npt.NDArray[Any]) -> str:
    """The same numbers, once rounded to the dtype: a float32 0.1 reads 0.1 and not 0.10000000149011612."""
    if value.ndim:
        return f"[{', '.join(nested(row) for row in value)}]"
    number = value[()]
    if not math.isfinite(number):
        return f'float("{float(number)}")'
    if isinstance(number, np.floating):
        text = np.format_float_positional(number, unique=True, trim="0")
        short = np.format_float_scientific(number, unique=True, trim="0", exp_digits=1)
        return text if len(text) <= len(short) + 4 else short
    return repr(number.item())
