"""The strategy keeps what it promises: shapes, and every operator of the table."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from conformance.language.graph import DERIVATIVES, Shape
from conformance.language.ops import OPERATORS
from conformance.language.parse import parse_expression
from tests.expressions import World, expressions, worlds
from tests.expressions.grow import FAMILIES

SHAPES: list[Shape] = [(), (1,), (2,), (3,), (1, 1), (2, 2), (3, 2), (1, 2, 3)]
EVERY = sorted({*OPERATORS, *DERIVATIVES, "at", "partial"})


def test_every_operator_has_a_production() -> None:
    assert sorted(frozenset().union(*(f.operators for f in FAMILIES))) == EVERY


@pytest.mark.parametrize("name", EVERY)
def test_every_operator_is_written(name: str) -> None:
    world = World(2, {"a": (), "x": (2,), "A": (2, 2)}, {}).with_let("f", "a*x").with_let("g", "f[0]*x[0]*a")
    drawn = st.sampled_from(SHAPES).flatmap(lambda shape: expressions(world, shape, allowed={name}))

    def writes(text: str) -> bool:
        scope = world.scope()
        parse_expression(text, scope)
        before = len(world.scope().builder.nodes)
        return any(node.op == name for node in scope.builder.nodes[before:]) or (name == "partial" and name in text)

    assert find(drawn, writes, settings=settings(database=None, phases=[Phase.generate]), random=Random(0))


@given(st.data(), st.sampled_from(SHAPES))
def test_the_shape_is_the_one_asked_for(data: st.DataObject, shape: Shape) -> None:
    world = data.draw(worlds())
    text = data.draw(expressions(world, shape))
    assert world.shape_of(text) == shape
    assert world.spare.keys().isdisjoint(re.findall(r"\w+", text))
