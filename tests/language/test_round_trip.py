"""What is parsed, printed and parsed again is the same graph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.language.graph import Graph
from conformance.language.parse import parse_expression
from tests.expressions import World, expressions, worlds
from tests.language.printer import text
from tests.language.scopes import scope


def parsed(written: str, world: World | None = None) -> tuple[Graph, int]:
    made = world.scope() if world else scope()
    root = parse_expression(written, made)
    graph, roots = made.builder.graph().restricted([root, *made.builder.lets.values()])
    return graph, roots[0]


@given(st.data(), st.sampled_from([(), (1,), (3,), (2, 2), (1, 2, 3)]))
def test_round_trip(data: st.DataObject, shape: tuple[int, ...]) -> None:
    world = data.draw(worlds())
    graph, root = parsed(data.draw(expressions(world, shape, depth=4)), world)
    printed = text(graph, root)
    assert parsed(printed, world) == (graph, root), printed


@pytest.mark.parametrize(
    "written",
    ["0", "0.1", "1e-3", "-0.0", "1/3", "2.0", "pi", "e", "-inf", "n", "0.1 + 0.2", "-x[-1]", "-(-s)", "x", "A.T.T",
     "partial(g, f)*s", "partial(f, [s, t])", "hess(f, [s, t])[0, :]", "at(s, s = s)", "where(s != t, s, 1)",
     "zeros([])", "reshape(x, [3, 1, 1])[:, 0, :]"],
)  # fmt: skip
def test_round_trip_of_what_is_easily_lost(written: str) -> None:
    graph, root = parsed(written)
    printed = text(graph, root)
    assert parsed(printed) == (graph, root), printed
