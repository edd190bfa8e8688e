"""Small instances with one claim, built from text."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.casefile.model import Asymptotic, Case, Claim, Input, Instance, Point, Position
from conformance.language.parse import Scope, parse_expression

Values = dict[str, tuple[str, ...]]


def instance(
    lhs: str,
    relation: str | None = None,
    rhs: str | None = None,
    *,
    points: Sequence[Values],
    shapes: dict[str, tuple[int, ...]] | None = None,
    order: int | None = None,
    expect: str = "confirmed",
) -> Instance:
    """An instance with one claim, `claim`; with `order` it is asymptotic in the input `t`."""
    scope = Scope()
    names = {name: (shapes or {}).get(name, ()) for name in points[0]} | ({} if order is None else {"t": ()})
    for name, shape in names.items():
        scope.builder.input(name, shape)
    left = parse_expression(lhs, scope)
    right = None if rhs is None else parse_expression(rhs, scope)
    claim = Claim(
        "claim",
        f"{lhs} {relation} {rhs}",
        left,
        relation,
        right,
        None if order is None else Asymptotic("t", order),
        tuple(Point(f"p{k}", values) for k, values in enumerate(points)),
        expect,
    )
    inputs = tuple(Input(name, shape) for name, shape in names.items())
    return Instance({}, scope.builder.graph(), inputs, (claim,))


def case(inside: Instance) -> Case:
    return Case("case", "A case", Position("case.yaml", 1, 1), (inside,))
