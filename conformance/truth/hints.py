"""Points at which a permuted or transposed derivative would go unseen: hints to a case's author.

A side of a claim that contains a derivative is looked at by its true values, exact or in balls
that meet to 200 bits; what the inputs look like does not matter. A point is *blind* where all
entries of the side are equal, or where the side stays the same with two of its axes exchanged
(a symmetric matrix). Scalar sides, sides without a derivative, points without a smooth value
and asymptotic claims are left out.

- The symmetry may be in the function's nature: the gradient of a sum has equal entries wherever it
  is taken, a Hessian is symmetric. So the point is moved, every entry of every input by its own
  small amount, which breaks whatever symmetry the inputs had. What holds at three such neighbours
  too is nature, and no hint; what fails at one is a coincidence of the point. A neighbour of a
  sample at which the claim itself fails does not count: the claim needs that symmetry of its inputs
  (gradients that vanish at the minimum of a symmetric form), so no point could show more.
- A coincidence is *covered* when the same expression, in any claim of the case and at any size,
  has a point that is not blind.
"""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from flint import fmpq

from conformance.casefile.model import Claim, Instance, Point, Position
from conformance.language.graph import DERIVATIVES, Shape, ancestors
from conformance.truth.api import cached_key, source_digest
from conformance.truth.arrays import Array, array_of
from conformance.truth.cache import Cache, digest
from conformance.truth.relation import holds, vanishes
from conformance.truth.rounding import exact_point
from conformance.truth.scalars import Scalar, UndecidedError
from conformance.truth.side import PRECISIONS, Expression, Value, precision

if TYPE_CHECKING:
    from conformance.truth.audit import ClaimAudit

__all__ = ["EQUAL", "Hint", "case_hints", "symmetries"]

EQUAL = "equal"
"""All entries are equal; the other symmetries are two axes, as in `0-1`."""

NEIGHBOURS = 3
_STEP = fmpq(1, 64)


@dataclass(frozen=True, slots=True)
class Hint:
    """A claim with blind points. `axes` are the two that may be exchanged, None where all entries of
    the side, whose shape is given, are equal; `points` are the blind ones; `covered_by` is a claim of
    the case and a point, `claim@point`, that shows the difference, or None."""

    position: Position
    case: str
    claim: str
    side: Literal["left", "right"]
    axes: tuple[int, int] | None
    shape: Shape
    points: tuple[str, ...]
    covered_by: str | None


def symmetries(values: Array, scale: float) -> tuple[str, ...]:
    """What can be done to the array unseen: `equal`, and each pair of axes as `0-1`. Empty for one entry."""
    if values.size < 2:
        return ()
    flat = values.ravel()
    found = [EQUAL] if all(_same(x, flat[0], scale) for x in flat[1:]) else []
    for i, j in itertools.combinations(range(values.ndim), 2):
        if values.shape[i] != values.shape[j] or values.shape[i] == 1:
            continue
        exchanged = np.swapaxes(values, i, j).ravel()
        if all(_same(x, y, scale) for x, y in zip(flat, exchanged, strict=True)):
            found.append(f"{i}-{j}")
    return tuple(found)


def _same(a: Scalar, b: Scalar, scale: float) -> bool:
    if a is b:
        return True
    try:
        return vanishes(a - b, scale)
    except UndecidedError:
        return False


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was seen at one point of one side."""

    audit: ClaimAudit
    side: int
    point: str
    symmetries: tuple[str, ...]

    @property
    def instance(self) -> Instance:
        return self.audit.instance

    @property
    def root(self) -> int:
        return self.audit.claim.sides[self.side]


def case_hints(audits: Sequence[ClaimAudit], cache: Cache) -> list[Hint]:
    """The hints about one case, in the order of its claims; `audits` are all of the case's."""
    sides: dict[tuple[str, int], list[_Seen]] = defaultdict(list)
    expressions: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for audit in audits:
        for side in _worth_a_look(audit.instance, audit.claim):
            key = audit.claim.id, side
            expressions[_expression(audit.instance, audit.claim.sides[side])].add(key)
            for point, found in audit.symmetries:
                sides[key] += [_Seen(audit, side, point, found[side])] if found else []
    hints: list[Hint] = []
    for key, seen in sides.items():
        same = set().union(*(group for group in expressions.values() if key in group))
        hints += _about(seen, [s for other in sorted(same) for s in sides.get(other, ())], cache)
    return _once(hints)


def _worth_a_look(instance: Instance, claim: Claim) -> Iterator[int]:
    if claim.asymptotic:
        return
    for side, root in enumerate(claim.sides):
        shape = instance.graph[root].shape
        if np.prod(shape, dtype=int) > 1 and any(
            instance.graph[i].op in DERIVATIVES for i in ancestors(instance.graph, root)
        ):
            yield side


def _expression(instance: Instance, root: int) -> str:
    graph, roots = instance.graph.restricted([root])
    data = graph.to_json()
    del data["lets"]
    return digest(data, roots)


def _about(seen: Sequence[_Seen], group: Sequence[_Seen], cache: Cache) -> Iterator[Hint]:
    """Hints about one side of one claim; `group` is all that was seen of the same expression."""
    told: set[str] = set()
    for symmetry in dict.fromkeys(s for look in seen for s in look.symmetries):
        blind = [look for look in seen if symmetry in look.symmetries]
        for instance in {id(look.instance): look.instance for look in blind}.values():
            at_this_size = [look for look in blind if look.instance is instance]
            if _by_nature(at_this_size, symmetry, cache):
                blind = [look for look in blind if look.instance is not instance]
        points = tuple(dict.fromkeys(look.point for look in blind))
        if told.issuperset(points):
            continue
        told.update(points)
        shown = next((look for look in group if symmetry not in look.symmetries), None)
        audit, claim = blind[0].audit, blind[0].audit.claim
        yield Hint(
            claim.position, audit.case.id, claim.id, "right" if blind[0].side else "left",
            None if symmetry == EQUAL else (int(symmetry[0]), int(symmetry[2])),
            blind[0].instance.graph[blind[0].root].shape, points,
            None if shown is None else f"{shown.audit.claim.id}@{shown.point}",
        )  # fmt: skip


def _by_nature(blind: Sequence[_Seen], symmetry: str, cache: Cache) -> bool:
    """Whether the symmetry holds at every neighbour that counts."""
    found = [_near(blind[k % len(blind)], k, cache) for k in range(NEIGHBOURS)]
    return all(symmetries is None or symmetry in symmetries for symmetries in found)


def _near(look: _Seen, number: int, cache: Cache) -> tuple[str, ...] | None:
    """The symmetries at a neighbour of the point; None where it does not count."""
    claim = look.audit.claim
    point = next(p for p in claim.points if p.name == look.point)
    key = digest(
        "hint", source_digest(), cached_key(look.instance, claim), claim.relation, look.side,
        point.name, dict(point.values), number,
    )  # fmt: skip
    entry = cache.get(key)
    if entry is None:
        found = _evaluated(look.instance, claim, look.side, point, number)
        entry = [None if found is None else list(found)]
        cache.put(key, entry)
    return None if entry[0] is None else tuple(entry[0])


def _evaluated(instance: Instance, claim: Claim, side: int, point: Point, number: int) -> tuple[str, ...] | None:
    sides = [Expression(instance.graph, root) for root in claim.sides]
    shapes = {name: instance.graph[index].shape for name, index in instance.graph.inputs.items()}
    for bits in PRECISIONS:
        with precision(bits):
            try:
                values = [s.at(_moved(exact_point(point.values, shapes), number)) for s in sides]
                if any(v.kind in {"undefined", "kink"} for v in values):
                    return None
                if point.name != point.group and _fails(claim, values):  # a sample
                    return None
            except UndecidedError:
                continue
            return symmetries(values[side].value, values[side].scale)
    return None


def _fails(claim: Claim, values: Sequence[Value]) -> bool:
    if claim.relation is None:
        return False
    lhs, rhs = values
    return holds(claim.relation, lhs.value, rhs.value, max(lhs.scale, rhs.scale))[0] == "refuted"


def _moved(point: Mapping[str, Array], number: int) -> dict[str, Array]:
    """The point with every entry moved by up to a 64th of its size, or of 1 if it is 0."""
    return {name: _shaken(array, random.Random(f"{name} {number}")) for name, array in point.items()}


def _shaken(array: Array, source: random.Random) -> Array:
    def moved(x: Scalar) -> Scalar:
        by = fmpq(source.randint(1, 1000) * source.choice((1, -1)), 1000) * _STEP
        return by if x == 0 else x * (1 + by)

    return array_of([moved(x) for x in array.ravel()], array.shape)


def _once(hints: Sequence[Hint]) -> list[Hint]:
    """A hint about the right side goes where the same is said of the left."""
    lefts = {(h.claim, h.axes, h.points) for h in hints if h.side == "left"}
    return [h for h in hints if h.side == "left" or (h.claim, h.axes, h.points) not in lefts]
