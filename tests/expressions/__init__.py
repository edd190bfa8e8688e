"""Random expressions as text, shape-correct by construction, of every operator: one strategy for every test.

@given(st.data())
def test(data):
    world = data.draw(worlds())
    text = data.draw(expressions(world, ()))
"""

from __future__ import annotations

from tests.expressions.strategies import expressions, numbers_of, points, targets, worlds
from tests.expressions.world import World

__all__ = ["World", "expressions", "numbers_of", "points", "targets", "worlds"]
