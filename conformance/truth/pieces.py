"""The pieces that meet at a kink: a direction into each cone on which one smooth formula holds.

A decision (the sign that relu, max or abs looks at) that is exactly at its boundary has,
along x + t·d, an argument that starts with ℓ·d·t. The forms ℓ cut the directions into
cones. From the cones that given rays hit, the walk crosses one form at a time into the
next cone until no new formula is met, so that the eight orthants of |x₁| + |x₂| + |x₃| are
all found and not only those that a sample happens to hit. ℓ is found by following each axis
with the decisions of the cone at hand, which is linear in the direction where the decisions
of one cone are no decision any more. Where ℓ is zero (|x² - y²| at 0) a boundary is curved,
and only the given rays tell what lies beyond it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from flint import fmpq

from conformance.truth.model import Floats
from conformance.truth.scalar_functions import Branches
from conformance.truth.scalars import Scalar, ball, is_zero
from conformance.truth.series import Series
from conformance.truth.taylor import Direction

__all__ = ["MOST", "Follow", "Recorder", "neighbours"]

MOST = 300
"""Limits after which the walk gives up: the legal set is then known by its bounds alone."""

_GRID = 2**20


@dataclass
class Recorder(Branches):
    """Decides as `Branches` does and keeps the decisions in order: the cone that a ray runs in."""

    at_kink: bool = False
    vanished: int = 0
    decisions: list[int | None] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    """Places among the decisions of those that are at their boundary at the point itself."""

    def sign(self, x: Scalar) -> int | None:
        if isinstance(x, Series) and is_zero(x[0]):
            self.open.append(len(self.decisions))
        self.decisions.append(super().sign(x))
        return self.decisions[-1]

    @property
    def cone(self) -> tuple[int | None, ...]:
        return tuple(self.decisions)


class Follow(Branches):
    """Decides as it was decided in a cone, whatever the ray; keeps the slopes of the arguments."""

    def __init__(self, cone: Recorder) -> None:
        super().__init__()
        self._script: Iterator[int | None] = iter(cone.decisions)
        self.slopes: list[float] = []

    def sign(self, x: Scalar) -> int | None:
        slope = x[1] if isinstance(x, Series) else fmpq(0)
        self.slopes.append(float("nan") if hasattr(slope, "reason") else float(ball(slope).mid()))
        return next(self._script)


def neighbours(d: Direction, cone: Recorder, follow: Callable[[Direction, Follow], object]) -> Iterable[Direction]:
    """Directions into the cones next to that of d; `follow` evaluates along a direction with given branches."""
    columns = []
    for i in range(len(d)):
        branches = Follow(cone)
        follow(tuple(fmpq(int(i == j)) for j in range(len(d))), branches)
        columns.append([branches.slopes[k] for k in cone.open])
    forms = _distinct(np.array(columns).T.reshape(len(cone.open), len(d)))
    here = np.array([float(ball(x).mid()) for x in d])
    for j in range(len(forms)):
        beyond = _across(forms, here, j)
        if beyond is not None:
            yield tuple(fmpq(round(x * _GRID), _GRID) for x in beyond / np.abs(beyond).max())


def _distinct(forms: Floats) -> Floats:
    """The forms that cut, one of each boundary, of length 1."""
    kept: list[Floats] = []
    for form in forms:
        length = np.linalg.norm(form)
        if np.isfinite(length) and length > 0:
            form = form / length
            if all(abs(form @ other) < 1 - 1e-12 for other in kept):
                kept.append(form)
    return np.array(kept).reshape(len(kept), forms.shape[1])


def _across(forms: Floats, here: Floats, j: int) -> Floats | None:
    """A direction on the other side of form j and on the same side of all others; None if there is none."""
    wanted = forms @ here
    wanted[j] = -wanted[j]
    step = np.linalg.lstsq(forms, wanted - forms @ here, rcond=None)[0]
    if np.allclose(forms @ (here + step), wanted):
        return np.asarray(here + step)
    import scipy.optimize

    n = forms.shape[1]
    found = scipy.optimize.linprog(
        np.zeros(n), A_ub=-forms * np.sign(wanted)[:, None], b_ub=-np.ones(len(forms)), bounds=[(None, None)] * n
    )
    return np.asarray(found.x) if found.success else None
