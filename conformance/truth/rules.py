"""Vector-Jacobian products of every operator: from the adjoint of a value to those of its arguments.

A rule takes the adjoint g of y, y itself, the arguments and the parameters, and returns
one adjoint an argument, of that argument's shape; None for an argument that has no
derivative (a condition). Elementwise functions of one argument are in
`elementwise_rules`; linear algebra in `linalg_rules`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from conformance.language.graph import Node, Shape
from conformance.language.shapes import integers
from conformance.truth.arrays import whole
from conformance.truth.attained_rules import ATTAINED
from conformance.truth.elementwise_rules import DERIVATIVES
from conformance.truth.linalg_rules import LINALG
from conformance.truth.partials import Adjoints, Rule, elementwise
from conformance.truth.special_rules import ATTAINED_PARTIALS, SPECIAL_RULES
from conformance.truth.sugar import Expr

__all__ = ["vjp"]


def _power(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    base, exponent = x
    n = _literal(exponent)
    below = exponent - 1 if n is None else exponent.number(n - 1)
    # A constant has slope 0, not 0·x⁻¹, which has no value at 0.
    slope = base * 0 if n == 0 else exponent * base.op("power", below)
    return [
        (g * slope).broadcast_to(y.shape).sum_to(base.shape),
        (g * y * base.op("log")).broadcast_to(y.shape).sum_to(exponent.shape),
    ]


def _literal(exponent: Expr) -> Fraction | None:
    """The exact exponent where it is a rational literal."""
    node = exponent.builder.nodes[exponent.node]
    value = str(node.params.get("value", ""))
    return Fraction(value) if node.op == "literal" and not value.strip("-").isalpha() else None


def _clip(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    v, low, high = x
    lower = v.op("maximum", low)
    clipped = lower.op("greater", high)
    passed = g.branch(lower.op("less_equal", high))
    return [
        passed.branch(v.op("greater", low)).broadcast_to(y.shape).sum_to(v.shape),
        passed.branch(v.op("less_equal", low)).broadcast_to(y.shape).sum_to(low.shape),
        g.branch(clipped).broadcast_to(y.shape).sum_to(high.shape),
    ]


def _where(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    condition, a, b = x
    other = 1 - condition.op("where", 1, 0)
    return [
        None,
        g.branch(condition).broadcast_to(y.shape).sum_to(a.shape),
        g.branch(other.op("greater", 0)).broadcast_to(y.shape).sum_to(b.shape),
    ]


def _count(x: Expr, node: Node) -> int:
    axis = node.params.get("axis")
    return math.prod(x.shape) if axis is None else x.shape[whole(axis)]


def _spread(g: Expr, x: Expr, node: Node) -> Expr:
    return g.raw("spread", x.shape, axis=node.params.get("axis"))


def _sum(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    return [_spread(g, x[0], node)]


def _mean(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    return [_spread(g, x[0], node) / _count(x[0], node)]


def _centred(x: Expr, node: Node) -> Expr:
    return x - _spread(x.op("mean", axis=node.params.get("axis")), x, node)


def _degrees(x: Expr, node: Node) -> Fraction:
    return _count(x, node) - Fraction(str(node.params.get("correction", 0)))


def _var(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    return [_spread(g, x[0], node) * _centred(x[0], node) * 2 / _degrees(x[0], node)]


def _std(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    return [_spread(g / y, x[0], node) * _centred(x[0], node) / _degrees(x[0], node)]


def _norm(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    return [_spread(g, x[0], node) * (x[0] / _spread(y, x[0], node))]


def _extreme(select: str) -> Rule:
    def rule(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
        return [x[0].raw(select, x[0].shape, g, axis=node.params.get("axis"))]

    return rule


def _selected(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    # The place of the maximum does not move; only the value put there does.
    zero = x[0] - x[0]
    values, mask = x[0], g
    picked = values.raw(node.op, values.shape, _ones_like(x[1]), axis=node.params.get("axis"))
    return [zero, (mask * picked).op("sum", axis=node.params.get("axis")).reshape(x[1].shape)]


def _ones_like(x: Expr) -> Expr:
    return Expr(x.builder, x.builder.op("ones", shape=x.shape))


def _logsumexp(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    return [_spread(g, x[0], node) * x[0].raw("softmax", x[0].shape, axis=node.params.get("axis"))]


def _softmax(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    return [y * (g - _spread((g * y).op("sum", axis=node.params.get("axis")), x[0], node))]


def _log_softmax(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    s = x[0].raw("softmax", x[0].shape, axis=node.params.get("axis"))
    return [g - s * _spread(g.op("sum", axis=node.params.get("axis")), x[0], node)]


def _layer_norm(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    axis = node.params.get("axis")
    eps = Expr(g.builder, g.builder.literal(str(Fraction(str(node.params["eps"])))))
    deviation = (x[0].op("var", axis=axis) + eps).op("sqrt")
    centred = g - _spread(g.op("mean", axis=axis), x[0], node) - y * _spread((g * y).op("mean", axis=axis), x[0], node)
    return [centred / _spread(deviation, x[0], node)]


def _normalize(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    axis = node.params.get("axis")
    length = _spread(x[0].op("norm", axis=axis), x[0], node)
    return [(g - y * _spread((g * y).op("sum", axis=axis), x[0], node)) / length]


def _pieces(x: Expr, axis: int) -> list[Expr]:
    """The slices of x along an axis, with that axis gone."""
    shape = x.shape[:axis] + x.shape[axis + 1 :]
    return [x.op("take", indices=(i,), axis=axis).reshape(shape) for i in range(x.shape[axis])]


def _as_line(x: Expr, node: Node) -> tuple[Expr, int]:
    axis = node.params.get("axis")
    return (x.op("flatten"), 0) if axis is None else (x, whole(axis) % len(x.shape))


def _product(factors: Sequence[Expr]) -> Expr | None:
    total: Expr | None = None
    for factor in factors:
        total = factor if total is None else total * factor
    return total


def _stack(parts: Sequence[Expr], axis: int) -> Expr:
    return parts[0].stacked_with(parts[1:], axis)


def _prod(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    line, axis = _as_line(x[0], node)
    parts = _pieces(line, axis)
    adjoints = []
    for i in range(len(parts)):
        others = _product(parts[:i] + parts[i + 1 :])
        adjoints.append(g if others is None else g * others)
    return [_stack(adjoints, axis).reshape(x[0].shape)]


def _cumprod(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    line, axis = _as_line(x[0], node)
    parts, seeds = _pieces(line, axis), _pieces(g.reshape(line.shape), axis)
    adjoints = []
    for i in range(len(parts)):
        total: Expr | None = None
        for k in range(i, len(parts)):
            others = _product(parts[:i] + parts[i + 1 : k + 1])
            term = seeds[k] if others is None else seeds[k] * others
            total = term if total is None else total + term
        assert total is not None
        adjoints.append(total)
    return [_stack(adjoints, axis).reshape(x[0].shape)]


def _swap(name: str) -> Rule:
    """Operators that are each other's adjoint along the same parameters."""

    def rule(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
        return [g.raw(name, x[0].shape, **node.params)]

    return rule


def _stacked(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    axis = whole(node.params["axis"]) % len(y.shape)
    return _pieces(g, axis)


def _concat(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    axis = whole(node.params["axis"]) % len(y.shape)
    result, start = [], 0
    for part in x:
        stop = start + part.shape[axis]
        result.append(g.op("take", indices=tuple(range(start, stop)), axis=axis))
        start = stop
    return result


def _transpose(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    axes = node.params.get("axes")
    order: Shape = tuple(reversed(range(len(y.shape)))) if axes is None else integers(axes)
    return [g.op("transpose", axes=tuple(order.index(i) for i in range(len(order))))]


def _to_shape(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    return [g.reshape(x[0].shape)]


RULES: Mapping[str, Rule] = {
    "add": elementwise(lambda g, y, x: g, lambda g, y, x: g),
    "subtract": elementwise(lambda g, y, x: g, lambda g, y, x: -g),
    "multiply": elementwise(lambda g, y, x: g * x[1], lambda g, y, x: g * x[0]),
    "divide": elementwise(lambda g, y, x: g / x[1], lambda g, y, x: -(g * y / x[1])),
    "negative": elementwise(lambda g, y, x: -g),
    "power": _power,
    "pow": _power,
    "atan2": elementwise(
        lambda g, y, x: g * x[1] / (x[0] * x[0] + x[1] * x[1]),
        lambda g, y, x: -(g * x[0] / (x[0] * x[0] + x[1] * x[1])),
    ),
    "hypot": elementwise(lambda g, y, x: g * (x[0] / y), lambda g, y, x: g * (x[1] / y)),
    "logaddexp": elementwise(
        lambda g, y, x: g * (x[0] - x[1]).op("sigmoid"), lambda g, y, x: g * (x[1] - x[0]).op("sigmoid")
    ),
    "xlogy": elementwise(lambda g, y, x: g * x[1].op("log"), lambda g, y, x: g * x[0].op("xdivy", x[1])),
    "maximum": elementwise(
        lambda g, y, x: g.branch(x[0].op("greater_equal", x[1])), lambda g, y, x: g.branch(x[0].op("less", x[1]))
    ),
    "minimum": elementwise(
        lambda g, y, x: g.branch(x[0].op("less_equal", x[1])), lambda g, y, x: g.branch(x[0].op("greater", x[1]))
    ),
    "abs": elementwise(lambda g, y, x: g * x[0].op("sign")),
    "sign": elementwise(lambda g, y, x: g * 0),
    "relu": elementwise(lambda g, y, x: g.branch(x[0].op("greater", 0))),
    "clip": _clip,
    "where": _where,
    "sum": _sum,
    "mean": _mean,
    "prod": _prod,
    "var": _var,
    "std": _std,
    "norm": _norm,
    "max": _extreme("select_max"),
    "min": _extreme("select_min"),
    "select_max": _selected,
    "select_min": _selected,
    "logsumexp": _logsumexp,
    "cumsum": _swap("rcumsum"),
    "rcumsum": _swap("cumsum"),
    "cumprod": _cumprod,
    "softmax": _softmax,
    "log_softmax": _log_softmax,
    "layer_norm": _layer_norm,
    "normalize": _normalize,
    "stack": _stacked,
    "concat": _concat,
    "reshape": _to_shape,
    "flatten": _to_shape,
    "transpose": _transpose,
    "take": _swap("scatter"),
    "scatter": _swap("take"),
    "index": _swap("unindex"),
    "unindex": _swap("index"),
    "branch": lambda g, y, x, node: [None, g.branch(x[0]).sum_to(x[1].shape)],
    "spread": lambda g, y, x, node: [g.op("sum", axis=node.params["axis"]).reshape(x[0].shape)],
    "sum_to": lambda g, y, x, node: [g.broadcast_to(x[0].shape)],
    "broadcast_to": lambda g, y, x, node: [g.sum_to(x[0].shape)],
    "array": lambda g, y, x, node: [g],
    "alias": lambda g, y, x, node: [g],
    "charged": lambda g, y, x, node: [g],
    "settled": lambda g, y, x, node: [g],
}


def _leaky_relu(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    slope = x[0].number(Fraction(str(node.params["slope"])))
    return [g.branch(x[0].op("greater", 0)) + (g * slope).branch(x[0].op("less_equal", 0))]


def _elu(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Adjoints:
    below = g * x[0].number(Fraction(str(node.params["alpha"]))) * x[0].op("exp")
    return [g.branch(x[0].op("greater", 0)) + below.branch(x[0].op("less_equal", 0))]


PIECEWISE: Mapping[str, Rule] = {"leaky_relu": _leaky_relu, "elu": _elu}
_TEXTBOOK = (LINALG, PIECEWISE, SPECIAL_RULES, RULES)


def vjp(g: Expr, y: Expr, x: Sequence[Expr], node: Node, textbook: bool) -> Adjoints:
    """The adjoints of the arguments of `node`, whose value is y and whose adjoint is g.

    With `textbook` the derivative of a smooth elementwise function is the formula that
    textbooks give; without, it is an operator of its own (`diff`), so that the bound on
    rounding charges a framework for the derivative and not for one way of computing it;
    see `attained_rules` for others.
    """
    if node.op == "diff":
        order = whole(node.params["order"])
        return [g * x[0].raw("diff", x[0].shape, of=node.params["of"], order=order + 1)]
    if node.op in DERIVATIVES:
        slope = DERIVATIVES[node.op](x[0], y) if textbook else x[0].raw("diff", x[0].shape, of=node.op, order=1)
        return [(g * slope).broadcast_to(y.shape)]
    for table in _TEXTBOOK if textbook else (ATTAINED, ATTAINED_PARTIALS, *_TEXTBOOK):
        if node.op in table:
            return table[node.op](g, y, x, node)
    raise NotImplementedError(f"no derivative rule for {node.op}")
