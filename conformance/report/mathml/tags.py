"""MathML elements as markup, and how tightly what they hold is bound."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from conformance.run.text import clean

__all__ = [
    "APPLY", "ATOM", "BIG", "FACTOR", "PRODUCT", "RELATION", "SUM", "THIN", "TIMES",
    "Written", "fenced", "mi", "mn", "mo", "parenthesized", "row", "separated", "tag", "upright",
]  # fmt: skip

RELATION, SUM, BIG, PRODUCT, FACTOR, ATOM = range(6)
"""From loosest to tightest. BIG is a sum sign: it takes everything to its right up to a plus.
FACTOR is what may stand in a product bare but not under an exponent: x², a fraction, ∇f."""


@dataclass(frozen=True, slots=True)
class Written:
    """A piece of a formula: its markup, how tightly it is bound, what its ends look like
    (`digit`, `word`, `fence` or nothing worth noting), and for a product of arrays its kind."""

    markup: Markup
    level: int = ATOM
    starts: str = ""
    ends: str = ""
    kind: str = ""


def tag(element: str, *children: str, **attributes: str) -> Markup:
    """An element; children that are not markup already are escaped."""
    written = "".join(f' {key.rstrip("_")}="{escape(clean(value))}"' for key, value in attributes.items())
    inside = "".join(child if isinstance(child, Markup) else escape(clean(child)) for child in children)
    return Markup(f"<{element}{written}>{inside}</{element}>")


def mi(text: str) -> Markup:
    return tag("mi", text)


def upright(text: str, *, bold: bool = False) -> Markup:
    if bold:
        return tag("mi", text, mathvariant="normal", class_="bold")
    return tag("mi", text, mathvariant="normal") if len(text) == 1 else tag("mi", text)


def mn(text: str) -> Markup:
    return tag("mn", text)


def mo(text: str, **attributes: str) -> Markup:
    return tag("mo", text, **attributes)


def row(*children: str) -> Markup:
    return children[0] if len(children) == 1 and isinstance(children[0], Markup) else tag("mrow", *children)


APPLY = mo("\u2061")
"""Stands between a function and its argument."""
TIMES = mo("\u2062")
THIN = Markup('<mspace width="0.17em"></mspace>')


def fenced(left: str, inside: str, right: str) -> Markup:
    return row(mo(left), inside, mo(right))


def separated(items: list[Markup], separator: str = ",") -> Markup:
    parts: list[str] = []
    for item in items:
        parts += [mo(separator), item] if parts else [item]
    return row(*parts) if parts else row("")


def parenthesized(piece: Written) -> Written:
    return Written(fenced("(", piece.markup, ")"), ATOM, "fence", "fence")
