"""One step of a computation as text of the case language, and as plain text for a picture."""

from __future__ import annotations

import re
from collections.abc import Mapping

from conformance.language.graph import Graph
from conformance.language.ops import OPERATORS

__all__ = ["plain", "written"]

_INFIX = {"add": ("+", 1), "subtract": ("-", 1), "multiply": ("*", 2), "divide": ("/", 2), "power": ("**", 3)}
_ATOM = 9
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_GREEK = {"pi": "π", "theta": "θ", "alpha": "α", "beta": "β", "gamma": "γ"}


def written(graph: Graph, index: int, names: Mapping[int, str]) -> str:
    """What the node does with those that have names, which it is made from."""
    return _text(graph, index, {i: name for i, name in names.items() if i != index})[0]


def _text(graph: Graph, index: int, names: Mapping[int, str]) -> tuple[str, int]:
    """The text and how tightly it binds."""
    if index in names:
        return names[index], _ATOM
    node = graph[index]
    if node.op == "alias":
        return _text(graph, node.args[0], names)
    if node.op in ("literal", "input"):
        text = str(node.params.get("value", node.params.get("name")))
        return text, _ATOM if text.isalnum() or re.fullmatch(r"\d+\.\d+", text) else 1
    arguments = [_text(graph, argument, names) for argument in node.args]
    if node.op in _INFIX:
        sign, binds = _INFIX[node.op]
        left, right = arguments
        # Left to right, but for powers.
        first = _within(left, binds + (node.op == "power"))
        second = _within(right, binds + (node.op in ("subtract", "divide", "multiply")))
        return (f"{first} {sign} {second}" if binds == 1 else f"{first}{sign}{second}"), binds
    if node.op == "negative":
        return f"-{_within(arguments[0], 2)}", 1
    default = OPERATORS[node.op].params if node.op in OPERATORS else {}
    options = [f"{key}={value}" for key, value in node.params.items() if default.get(key) != value]
    return f"{node.op}({', '.join([text for text, _ in arguments] + options)})", _ATOM


def _within(argument: tuple[str, int], least: int) -> str:
    text, binds = argument
    return text if binds >= least else f"({text})"


def plain(text: str) -> str:
    """The expression as a picture can show it: x² for x**2, a·b for a*b, v₁ for v1."""
    text = re.sub(r"\b([a-zA-Z]+)(\d+)\b(?!\()", lambda m: m[1] + m[2].translate(_SUBSCRIPTS), text)
    text = re.sub(r"\*\*(\d+)\b", lambda m: m[1].translate(_SUPERSCRIPTS), text)
    text = re.sub(r"\b[a-z]+\b", lambda m: _GREEK.get(m[0], m[0]), text)
    return text.replace("*", "·").replace("-", "−")
