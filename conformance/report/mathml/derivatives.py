"""Derivative operators to MathML: ∇, Jacobians, quotients of differentials, and `at`."""

from __future__ import annotations

import ast

from markupsafe import Markup

from conformance.report.mathml.tags import (
    ATOM,
    FACTOR,
    PRODUCT,
    THIN,
    TIMES,
    Written,
    mi,
    mn,
    mo,
    parenthesized,
    row,
    separated,
    tag,
    upright,
)
from conformance.report.mathml.writer import Args, Keywords, NotationError, Rule, Writer, exactly

__all__ = ["DERIVATIVES"]

_NABLA = mo("∇", form="prefix")


def _after(head: Markup, body: Written) -> Written:
    """An operator such as ∇ before what it acts on: a name, a function with its argument, or parentheses."""
    if body.level == FACTOR and (body.starts, body.ends) == ("word", "fence"):
        return Written(row(head, THIN, body.markup), FACTOR, "", body.ends)
    if body.level < ATOM:
        body = parenthesized(body)
    return Written(row(head, body.markup), FACTOR, "", body.ends)


def _nabla(writer: Writer, target: ast.expr, order: str = "") -> Markup:
    below = writer.name(target)
    return tag("msubsup", _NABLA, below, mn(order)) if order else tag("msub", _NABLA, below)


def _jacobian(writer: Writer, body: ast.expr, target: ast.expr) -> Written:
    return _after(tag("msub", upright("J"), writer.name(target)), writer.write(body))


def _grad(writer: Writer, args: Args, keywords: Keywords) -> Written:
    exactly(args, keywords, 2)
    return _after(_nabla(writer, args[1]), writer.write(args[0]))


def _jac(writer: Writer, args: Args, keywords: Keywords) -> Written:
    exactly(args, keywords, 2)
    return _jacobian(writer, args[0], args[1])


def _hess(writer: Writer, args: Args, keywords: Keywords) -> Written:
    exactly(args, keywords, 2)
    return _after(_nabla(writer, args[1], "2"), writer.write(args[0]))


def _quotient(writer: Writer, letter: str, body: ast.expr, target: ast.expr, order: Markup | None) -> Written:
    """d^k f / dx^k; the operator before a longer body in parentheses."""
    d = mi(letter) if letter != "d" else upright("d")
    below = writer.bound(target, ATOM).markup
    top, bottom = (d, row(d, below)) if order is None else (tag("msup", d, order), row(d, tag("msup", below, order)))
    if isinstance(body, ast.Name):
        return Written(tag("mfrac", row(top, writer.write(body).markup), bottom), FACTOR)
    return _after(tag("mfrac", top, bottom), writer.write(body))


def _derivative(writer: Writer, args: Args, keywords: Keywords) -> Written:
    exactly(args, keywords, 2, 3)
    first = len(args) == 2 or (isinstance(args[2], ast.Constant) and args[2].value == 1)
    return _quotient(writer, "d", args[0], args[1], None if first else writer.write(args[2]).markup)


def _partial(writer: Writer, args: Args, keywords: Keywords) -> Written:
    exactly(args, keywords, 2)
    return _quotient(writer, "∂", args[0], args[1], None)


def _times(head: Written, vector: Written) -> Written:
    between = mo("·") if vector.level < FACTOR or vector.starts else row(TIMES, THIN)
    if vector.level < FACTOR:
        vector = parenthesized(vector)
    return Written(row(head.markup, between, vector.markup), PRODUCT, head.starts, vector.ends, "@")


def _jvp(writer: Writer, args: Args, keywords: Keywords) -> Written:
    exactly(args, keywords, 3)
    return _times(_jacobian(writer, args[0], args[1]), writer.write(args[2]))


def _vjp(writer: Writer, args: Args, keywords: Keywords) -> Written:
    exactly(args, keywords, 3)
    vector = writer.raised(writer.write(args[2]), mo("⊤"))
    return _times(vector, _jacobian(writer, args[0], args[1]))


def _hvp(writer: Writer, args: Args, keywords: Keywords) -> Written:
    exactly(args, keywords, 3)
    return _times(_hess(writer, args[:2], {}), writer.write(args[2]))


def _at(writer: Writer, args: Args, keywords: Keywords) -> Written:
    if len(args) != 1 or not keywords:
        raise NotationError("at")
    body = writer.write(args[0])
    if body.level < FACTOR:
        body = parenthesized(body)
    where = separated(
        [
            row(writer.write(ast.Name(key)).markup, mo("="), writer.write(value).markup)
            for key, value in keywords.items()
        ]
    )
    bar = mo("|", stretchy="true", symmetric="false")
    return Written(tag("msub", row(body.markup, bar), where), FACTOR, body.starts)


DERIVATIVES: dict[str, Rule] = {
    "grad": _grad, "jac": _jac, "hess": _hess, "derivative": _derivative, "partial": _partial,
    "jvp": _jvp, "vjp": _vjp, "hvp": _hvp, "at": _at,
}  # fmt: skip
