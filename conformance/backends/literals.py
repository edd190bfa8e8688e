"""Python numbers: what literals are until they meet an array.

A framework's user writes `x**2` and `2*x/3`, so literals and arithmetic among them
are Python's own. Where Python has no answer (overflow, division by zero, a complex
root) there is none here either, and the framework is asked, with arrays.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction

from conformance.language.graph import Graph

__all__ = ["ARITHMETIC", "Number", "constants", "number"]

Number = int | float

ARITHMETIC: Mapping[str, Callable[..., object]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "power": operator.pow,
    "negative": operator.neg,
}

_NAMED = {"pi": math.pi, "e": math.e}
_WIDEST = 63
"""Bits of the largest integer that frameworks take; beyond it a user would write a float."""


def number(text: str) -> Number:
    """The literal as an int if it is one, else as the nearest double."""
    if text in _NAMED:
        return _NAMED[text]
    if "/" in text:
        return _narrow(Fraction(text))
    try:
        return _narrow(int(text))
    except ValueError:  # not an integer, or one of more digits than Python converts
        return float(text)


def constants(graph: Graph, overridden: Collection[int]) -> dict[int, Number]:
    """The nodes that are Python numbers where the overridden nodes are arrays."""
    known: dict[int, Number] = {}
    for index, node in enumerate(graph.nodes):
        if index in overridden:
            continue
        if node.op == "literal":
            known[index] = number(str(node.params["value"]))
        elif (node.op == "alias" or node.op in ARITHMETIC) and all(a in known for a in node.args):
            values = [known[a] for a in node.args]
            value = values[0] if node.op == "alias" else _calculate(node.op, values)
            if value is not None:
                known[index] = value
    return known


def _calculate(op: str, values: Sequence[Number]) -> Number | None:
    """Python's result, or None where it has no real one."""
    if op == "power" and all(isinstance(v, int) for v in values):
        base, exponent = values
        if abs(exponent) * int(base).bit_length() > _WIDEST:  # before Python computes millions of digits
            values = [float(base), exponent]
    try:
        result = ARITHMETIC[op](*values)
    except ArithmeticError:
        return None
    return _narrow(result) if isinstance(result, int | float) else None


def _narrow(value: int | float | Fraction) -> Number:
    if isinstance(value, float) or (isinstance(value, int) and value.bit_length() <= _WIDEST):
        return value
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
