"""MathML as one line of text, as it would be read aloud: grouping that a reader cannot see is not kept."""

from __future__ import annotations

import xml.etree.ElementTree as ET

__all__ = ["arithmetic", "linear"]

_INVISIBLE = {"\u2061": "", "\u2062": " "}


def linear(markup: str) -> str:
    """`x_{0}`, `x^{2}`, `{a}/{b}`, `√{x}`; bold as `**x**`; juxtaposition as a space."""
    return " ".join(_linear(_root(markup)).split())


def _root(markup: str) -> ET.Element:
    return ET.fromstring(f"<root>{markup}</root>")


def _linear(node: ET.Element) -> str:
    parts = [_linear(child) for child in node]
    match node.tag:
        case "mi" | "mn" | "mo" | "mtext":
            text = _INVISIBLE.get(node.text or "", node.text or "")
            if node.get("class") == "bold":
                return f"**{text}**"
            return (
                f" {text} "
                if node.tag == "mo" and text in set("=≠<≤>≥+−·⊙⊗") and node.get("form") != "prefix"
                else text
            )
        case "mspace":
            return " "
        case "msub" | "munder":
            return f"{parts[0]}_{{{parts[1].strip()}}}"
        case "msup":
            return f"{parts[0]}^{{{parts[1].strip()}}}"
        case "msubsup":
            return f"{parts[0]}_{{{parts[1].strip()}}}^{{{parts[2].strip()}}}"
        case "mfrac":
            return f"{{{parts[0].strip()}}}/{{{parts[1].strip()}}}"
        case "msqrt":
            return f"√{{{''.join(parts)}}}"
        case "mroot":
            return f"√[{parts[1]}]{{{parts[0]}}}"
        case "mtr":
            return " & ".join(parts)
        case "mtable":
            return " ; ".join(parts)
    return "".join(parts)


def arithmetic(markup: str) -> str:
    """A formula of numbers, names, + − · fractions and powers as a Python expression, read by what is visible alone."""
    return _arithmetic(_root(markup))


def _arithmetic(node: ET.Element) -> str:
    parts = [_arithmetic(child) for child in node]
    match node.tag:
        case "mi" | "mn":
            return node.text or ""
        case "mo":
            return {"−": "-", "\u2062": "*", "·": "*"}.get(node.text or "", node.text or "")
        case "mfrac":
            return f"(({parts[0]})/({parts[1]}))"
        case "msup":
            return f"{parts[0]}**({parts[1]})"
    return "".join(parts)
