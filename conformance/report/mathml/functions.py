"""Functions that are not written as a name with arguments: powers, roots, fences, sums, cases."""

from __future__ import annotations

import ast

from markupsafe import Markup

from conformance.report.mathml.tags import (
    APPLY,
    ATOM,
    BIG,
    FACTOR,
    PRODUCT,
    SUM,
    THIN,
    Written,
    fenced,
    mi,
    mn,
    mo,
    row,
    separated,
    tag,
    upright,
)
from conformance.report.mathml.writer import Args, Keywords, NotationError, Rule, Writer, exactly, one

__all__ = ["FUNCTIONS"]


def _exp(writer: Writer, args: Args, keywords: Keywords) -> Written:
    """e to a short exponent; exp(…) where a raised one would be hard to read."""
    node = one(args, keywords)
    length = (node.end_col_offset or 0) - node.col_offset
    if length > 14 or any(isinstance(n, ast.Call | ast.List) for n in ast.walk(node)):
        return writer.applied(upright("exp"), writer.arguments(args, {}))
    return Written(tag("msup", upright("e"), writer.write(node).markup), FACTOR)


def _square(writer: Writer, args: Args, keywords: Keywords) -> Written:
    return writer.power(one(args, keywords), ast.Constant(2))


def _pow(writer: Writer, args: Args, keywords: Keywords) -> Written:
    exactly(args, keywords, 2)
    return writer.power(args[0], args[1])


def _sqrt(writer: Writer, args: Args, keywords: Keywords) -> Written:
    return Written(tag("msqrt", writer.write(one(args, keywords)).markup))


def _cbrt(writer: Writer, args: Args, keywords: Keywords) -> Written:
    return Written(tag("mroot", writer.write(one(args, keywords)).markup, mn("3")))


def _rsqrt(writer: Writer, args: Args, keywords: Keywords) -> Written:
    return Written(tag("mfrac", mn("1"), _sqrt(writer, args, keywords).markup), FACTOR)


def _inverse(writer: Writer, args: Args, keywords: Keywords) -> Written:
    return writer.raised(writer.write(one(args, keywords)), row(mo("−", form="prefix"), mn("1")))


def _transpose(writer: Writer, args: Args, keywords: Keywords) -> Written:
    if keywords or len(args) > 1:
        return writer.applied(upright("transpose"), writer.arguments(args, keywords))
    return writer.raised(writer.write(one(args, keywords)), mo("⊤"))


def _fence(left: str, right: str) -> Rule:
    def rule(writer: Writer, args: Args, keywords: Keywords) -> Written:
        return Written(fenced(left, writer.write(one(args, keywords)).markup, right), ATOM, "fence", "fence")

    return rule


def _abs(writer: Writer, args: Args, keywords: Keywords) -> Written:
    if writer.rank(one(args, keywords)) == 2:  # bars around a matrix are its determinant
        return writer.applied(upright("abs"), writer.arguments(args, keywords))
    return _fence("|", "|")(writer, args, keywords)


def _norm(writer: Writer, args: Args, keywords: Keywords) -> Written:
    axis = _axis(writer, args, keywords)
    bars = fenced("‖", writer.write(args[0]).markup, "‖")
    return Written(bars if axis is None else tag("msub", bars, axis), ATOM, "fence", "fence" if axis is None else "")


def _big(sign: str) -> Rule:
    def rule(writer: Writer, args: Args, keywords: Keywords) -> Written:
        axis = _axis(writer, args, keywords)
        symbol = mo(sign) if axis is None else tag("munder", mo(sign), axis)
        body = writer.bound(args[0], PRODUCT)
        return Written(row(symbol, body.markup), BIG, "", body.ends)

    return rule


def _axis(writer: Writer, args: Args, keywords: Keywords) -> Markup | None:
    if not 1 <= len(args) <= 2 or keywords.keys() - {"axis"} or (len(args) == 2 and keywords):
        raise NotationError("axis")
    axis = args[1] if len(args) == 2 else keywords.get("axis")
    return None if axis is None else row(upright("axis"), THIN, writer.plain(axis))


def _infix(sign: str) -> Rule:
    def rule(writer: Writer, args: Args, keywords: Keywords) -> Written:
        exactly(args, keywords, 2)
        return writer.product(*writer.factors(args[0], args[1], sign), mo(sign), sign)

    return rule


def _matmul(writer: Writer, args: Args, keywords: Keywords) -> Written:
    exactly(args, keywords, 2)
    return writer.matrix_product(args[0], args[1])


def _where(writer: Writer, args: Args, keywords: Keywords) -> Written:
    exactly(args, keywords, 3)
    condition, yes, no = (writer.write(a).markup for a in args)
    lines = (
        tag("mtr", tag("mtd", yes), tag("mtd", tag("mtext", "if\u00a0"), condition)),
        tag("mtr", tag("mtd", no), tag("mtd", tag("mtext", "otherwise"))),
    )
    return Written(row(mo("{", fence="true"), tag("mtable", *lines, class_="cases")), SUM, "fence")


def _stack(writer: Writer, args: Args, keywords: Keywords) -> Written:
    if not keywords and len(args) == 1 and isinstance(args[0], ast.List):
        return writer.write(args[0])
    return writer.applied(upright("stack"), writer.arguments(args, keywords))


def _making(symbol: str) -> Rule:
    """eye(n) is I with its size below, zeros and ones bold digits with their shape."""

    def rule(writer: Writer, args: Args, keywords: Keywords) -> Written:
        shape = args[0] if len(args) == 1 else ast.Tuple(args, ast.Load())
        items = shape.elts if isinstance(shape, ast.List | ast.Tuple) else [shape]
        if keywords or not items:
            raise NotationError("shape")
        head = upright(symbol, bold=True) if symbol == "I" else tag("mn", symbol, class_="bold")
        return Written(tag("msub", head, separated([writer.write(i).markup for i in items], "×")))

    return rule


def _order(writer: Writer, args: Args, keywords: Keywords) -> Written:
    return Written(row(mi("O"), APPLY, fenced("(", writer.write(one(args, keywords)).markup, ")")), FACTOR, "", "fence")


FUNCTIONS: dict[str, Rule] = {
    "O": _order,
    "exp": _exp, "square": _square, "pow": _pow, "power": _pow, "sqrt": _sqrt, "cbrt": _cbrt, "rsqrt": _rsqrt,
    "abs": _abs, "det": _fence("|", "|"), "norm": _norm, "sum": _big("∑"), "prod": _big("∏"),
    "inv": _inverse, "transpose": _transpose, "matmul": _matmul, "dot": _infix("·"),
    "outer": _infix("⊗"), "kron": _infix("⊗"), "cross": _infix("×"), "where": _where, "stack": _stack,
    "eye": _making("I"), "zeros": _making("0"), "ones": _making("1"),
}  # fmt: skip
