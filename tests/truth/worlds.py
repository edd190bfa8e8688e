"""Random expressions evaluated, and compared as an audit compares the sides of a claim."""

from __future__ import annotations

from hypothesis import assume

from conformance.language.parse import parse_expression
from conformance.truth.relation import holds
from conformance.truth.scalars import UndecidedError
from conformance.truth.side import PRECISIONS, Expression, Value, precision
from tests.expressions import World
from tests.truth.texts import Point, exact

LARGEST = 1e30


def expression(world: World, text: str) -> Expression:
    scope = world.scope()
    root = parse_expression(text, scope)
    return Expression(scope.builder.graph(), root)


def known(side: Expression, point: Point) -> Value:
    """The value, where the expression is smooth at the point and no larger than numbers usually are."""
    for bits in PRECISIONS[:3]:
        with precision(bits):
            try:
                value = side.at(exact(point))
            except UndecidedError:
                continue
            assume(value.kind == "smooth" and value.scale < LARGEST)
            return value
    assume(False)
    raise AssertionError


def assert_equal(world: World, left: str, right: str, point: Point, elsewhere: Point | None = None) -> None:
    """Equal to 200 bits, `right` being taken at `elsewhere` if it is given: at the lowest precision at which
    the difference of the two is decided."""
    elsewhere = elsewhere or point
    a, b = expression(world, left), expression(world, right)
    assert known(a, point).value.shape == known(b, elsewhere).value.shape, (left, right)
    for bits in PRECISIONS:
        with precision(bits):
            # A rational meets a ball at the precision that is set, not at the ball's own.
            try:
                p, q = a.at(exact(point)), b.at(exact(elsewhere))
                verdict, _ = holds("==", p.value, q.value, max(p.scale, q.scale, 1.0))
            except UndecidedError:
                continue
            assert verdict == "confirmed", (left, right)
            return
    raise UndecidedError
