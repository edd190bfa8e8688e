"""Text of the case language to a `math` element."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Mapping

from markupsafe import Markup

from conformance.report.mathml.derivatives import DERIVATIVES
from conformance.report.mathml.functions import FUNCTIONS
from conformance.report.mathml.names import write_name
from conformance.report.mathml.tags import mo, row, tag
from conformance.report.mathml.writer import NotationError, Writer

__all__ = ["equation", "formula", "name"]

MAX_LENGTH = 10_000
LONG = 48
"""Characters from which on a formula may need more than a line."""
_RULES = DERIVATIVES | FUNCTIONS


def formula(text: str, ranks: Mapping[str, int] | None = None) -> Markup:
    """The expression or relation as mathematics; as escaped code if it is none.

    `ranks` says of the names in it how many axes they have; vectors and matrices are
    bold. A long formula comes in pieces, since lines break between `math` elements only.
    """
    return _math(text, _pieces(text, ranks or {}))


def equation(defined: str, text: str, ranks: Mapping[str, int] | None = None) -> Markup:
    """`defined = text` as mathematics."""
    ranks = ranks or {}
    pieces = _pieces(text, ranks)
    if pieces:
        pieces[0] = row(write_name(defined, ranks.get(defined, 0)).markup, mo("="), pieces[0])
    return _math(f"{defined} = {text}", pieces)


def name(text: str, ranks: Mapping[str, int] | None = None) -> Markup:
    """One name as mathematics."""
    return _math(text, [write_name(text, (ranks or {}).get(text, 0)).markup])


def _math(text: str, pieces: list[Markup]) -> Markup:
    if not pieces:
        return tag("code", text)
    first, *rest = pieces
    shown = [tag("math", first, displaystyle="true", alttext=" ".join(text.split()))]
    shown += [tag("math", piece, displaystyle="true") for piece in rest]
    return Markup("\u200b").join(shown)


def _pieces(text: str, ranks: Mapping[str, int]) -> list[Markup]:
    """What the text says, in one piece where it is short; nothing where it is no expression."""
    source = " ".join(text.split())
    if len(source) > MAX_LENGTH or "#" in source:
        return []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source, mode="eval")
        writer = Writer(source, ranks, _RULES)
        return writer.pieces(tree.body) if len(source) > LONG else [writer.write(tree.body).markup]
    except (SyntaxError, ValueError, MemoryError, RecursionError, NotationError):
        return []
