"""Branches of the rounding bound at a kink.

At a boundary the arguments are exact (an input that is 0), so a framework takes one
branch, not something in between. The bound graph is first followed along a ray, where
every decision has an answer; then its ball evaluation takes the same decisions.
"""

from __future__ import annotations

from conformance.truth.scalar_functions import Branches
from conformance.truth.scalars import Scalar, UndecidedError, is_zero
from conformance.truth.series import Series

__all__ = ["Decisions", "Loose", "Recorder", "Replay"]

Key = tuple[int, int]
Decisions = dict[Key, int]
"""Node and count of a decision there, to the sign that was found."""


class _Counted(Branches):
    """Knows which decision of which node is being taken."""

    def __init__(self) -> None:
        super().__init__()
        self.key: Key = (-1, 0)

    def begin(self, node: int) -> None:
        self.key = (node, 0)

    def next_key(self) -> Key:
        node, count = self.key
        self.key = (node, count + 1)
        return node, count


class Recorder(_Counted):
    """Remembers the decisions that are taken exactly at a boundary."""

    def __init__(self) -> None:
        super().__init__()
        self.decisions: Decisions = {}

    def sign(self, x: Scalar) -> int | None:
        key = self.next_key()
        decision = super().sign(x)
        if decision is not None and is_zero(x[0] if isinstance(x, Series) else x):
            self.decisions[key] = decision
        return decision


class Loose(_Counted):
    """Allows both branches where rounding may have crossed the boundary."""

    def sign(self, x: Scalar) -> int | None:
        try:
            return super().sign(x)
        except UndecidedError:
            return None


class Replay(Loose):
    """Takes recorded decisions again; elsewhere as loose as rounding is."""

    def __init__(self, decisions: Decisions) -> None:
        super().__init__()
        self.decisions = decisions

    def sign(self, x: Scalar) -> int | None:
        key = self.next_key()
        if key in self.decisions:
            return self.decisions[key]
        return super().sign(x)
