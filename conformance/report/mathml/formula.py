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
_RULES = DERIVATIVES | FUNCTIONS


def formula(text: str, ranks: Mapping[str, int] | None = None) -> Markup:
    """The expression or relation as mathematics; as escaped code if it is none.

    `ranks` says of the names in it how many axes they have; vectors and matrices are bold.
    """
    return _math(text, _body(text, ranks or {}))


def equation(defined: str, text: str, ranks: Mapping[str, int] | None = None) -> Markup:
    """`defined = text` as mathematics."""
    ranks = ranks or {}
    body = _body(text, ranks)
    source = f"{defined} = {text}"
    return _math(source, body and row(_name(defined, ranks), mo("="), body))


def name(text: str, ranks: Mapping[str, int] | None = None) -> Markup:
    """One name as mathematics."""
    return _math(text, _name(text, ranks or {}))


def _name(text: str, ranks: Mapping[str, int]) -> Markup:
    return write_name(text, ranks.get(text, 0)).markup


def _math(text: str, body: Markup | None) -> Markup:
    if body is None:
        return tag("code", text)
    return tag("math", body, displaystyle="true", alttext=" ".join(text.split()))


def _body(text: str, ranks: Mapping[str, int]) -> Markup | None:
    source = " ".join(text.split())
    if len(source) > MAX_LENGTH or "#" in source:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source, mode="eval")
        return Writer(source, ranks, _RULES).write(tree.body).markup
    except (SyntaxError, ValueError, MemoryError, RecursionError, NotationError):
        return None
