"""Numbers as people read them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

__all__ = [
    "NOTHING",
    "as_float",
    "compact",
    "count",
    "duration",
    "nested",
    "percent",
    "power",
    "shortened",
    "superscript",
    "value",
]

NOTHING = "–"
MAX_ENTRIES = 48

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def as_float(number: Any) -> float | None:
    """A number of a run file, where non-finite ones are text; None if it is none."""
    if isinstance(number, int | float) and not isinstance(number, bool):
        return float(number)
    if isinstance(number, str):
        try:
            return float(number)
        except ValueError:
            return None
    return None


def compact(number: Any) -> str:
    """Two or three significant digits: `0`, `0.52`, `12.3`, `4,310`, `4.5×10¹⁵`, `∞`; `–` for none."""
    amount = as_float(number)
    if amount is None:
        return NOTHING
    if math.isnan(amount):
        return "nan"
    size = abs(amount)
    sign = "−" if amount < 0 else ""
    if math.isinf(size):
        return sign + "∞"
    if size == 0:
        return "0"
    if 0.01 <= size < 99_999.5:
        return f"{sign}{size:,.{2 if size < 0.995 else 1 if size < 99.95 else 0}f}"
    mantissa, exponent = f"{size:.1e}".split("e")
    return f"{sign}{mantissa}×10{str(int(exponent)).translate(_SUPERSCRIPT)}"


def count(number: int) -> str:
    return f"{number:,}"


def duration(seconds: float) -> str:
    """Three significant digits in a unit that fits: `7.42 µs`, `35.6 ms`, `4.11 s`."""
    for size, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")):
        if seconds >= 0.9995 * size:
            return f"{_three(seconds / size)} {unit}"
    return f"{compact(seconds)} s"


def power(exponent: int) -> str:
    """A power of ten as people write it: `1`, `10`, `100`, `10³`."""
    return str(10**exponent) if 0 <= exponent <= 2 else f"10{str(exponent).translate(_SUPERSCRIPT)}"


def superscript(exponent: int) -> str:
    return str(exponent).translate(_SUPERSCRIPT)


def _three(number: float) -> str:
    return compact(number) if number >= 999.5 else f"{number:.3g}" if number < 99.95 else f"{number:.0f}"


def percent(part: int, whole: int) -> str:
    """A share; never rounded up to all, or down to none, of what it is a share of."""
    if whole == 0:
        return NOTHING
    if part in (0, whole):
        return "100 %" if part else "0 %"
    share = math.floor(1000 * part / whole) / 10
    return f"{share:.1f} %" if share else "<0.1 %"


def value(number: Any) -> str:
    """An observed number with all its digits."""
    if number is None:
        return NOTHING
    if isinstance(number, float):
        return repr(number).removesuffix(".0") if number.is_integer() and abs(number) < 1e16 else repr(number)
    if isinstance(number, list):
        return nested([value(item) for item in number], (len(number),))
    return str(number)


def shortened(text: str, digits: int = 17) -> str:
    """A decimal text with at most so many significant digits; other texts as they are."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or len(number.as_tuple().digits) <= digits:
        return text
    short = f"{number:.{digits}g}"
    if "e" in short:
        mantissa, exponent = short.split("e")
        return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}" if "." in mantissa else short
    return short.rstrip("0").rstrip(".") if "." in short else short


def nested(entries: Sequence[str], shape: Sequence[int]) -> str:
    """Entries in row-major order as nested lists; of a large array the first ones and how many there are."""
    if not shape:
        return entries[0] if entries else NOTHING
    if len(entries) > MAX_ENTRIES:
        return f"[{', '.join(entries[:MAX_ENTRIES])}, …] ({'×'.join(map(str, shape))}, {count(len(entries))} entries)"
    if len(shape) == 1:
        return f"[{', '.join(entries)}]"
    step = math.prod(shape[1:])
    rows = (nested(entries[i * step : (i + 1) * step], shape[1:]) for i in range(shape[0]))
    return f"[{', '.join(rows)}]"
