"""A case at fixed sizes: its lets and claims as one graph, each claim with its points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from conformance.casefile.budget import Budget
from conformance.casefile.declare import Declaration, shown
from conformance.casefile.each import Expression
from conformance.casefile.model import Asymptotic, Claim, Input, Instance, Point
from conformance.casefile.points import Group, Groups
from conformance.casefile.problems import Problems
from conformance.casefile.tree import Tree
from conformance.language.errors import ExpressionError
from conformance.language.graph import Graph, ancestors
from conformance.language.parse import BrokenNameError, Relation, Scope, parse_claim, parse_let

__all__ = ["Draft", "DraftClaim", "instance"]


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A claim as written, after `each`."""

    id: str
    that: Expression
    tree: Tree
    groups: tuple[Group, ...]
    expect: str = "confirmed"
    erratum: str | None = None
    complete: bool = True
    """Whether none of its points was left out as mistaken."""


@dataclass(slots=True)
class Draft:
    """A case as written, after `each`, before sizes; `broken` names have been reported as mistaken."""

    id: str
    tree: Tree
    values: Mapping[str, str]
    inputs: Sequence[Declaration]
    lets: Mapping[str, Expression]
    claims: Sequence[DraftClaim]
    broken: set[str]
    budget: Budget
    problems: Problems
    failed: bool = False
    """Whether some part was mistaken at one of the sizes."""
    pointed: set[str] = field(default_factory=set)
    """Claims that have a point at one of the sizes."""
    fitted: set[str] = field(default_factory=set)
    """Literal points that fit one of the sizes."""
    misfits: dict[str, str] = field(default_factory=dict)
    """Why a literal point fits none, by name."""


def instance(draft: Draft, sizes: Mapping[str, int]) -> Instance | None:
    """The case at these sizes, with the claims that have points there."""
    scope = Scope(sizes=sizes, broken=set(draft.broken))
    inputs = [i for declared in draft.inputs if (i := _input(declared, scope, draft.problems))]
    suffix = shown({**draft.values, **sizes})
    for name, definition in draft.lets.items():
        if name in scope.broken:
            continue
        try:
            parse_let(name, definition.text, scope)
        except ExpressionError as error:
            definition.report(draft.problems, error, suffix)
            scope.broken.add(name)
        except BrokenNameError:
            scope.broken.add(name)
    parsed = [(claim, _claim(claim, scope, draft.problems, suffix)) for claim in draft.claims]
    good = [(claim, relation) for claim, relation in parsed if relation is not None]
    graph = scope.builder.graph()
    draft.failed |= len(good) < len(parsed) or bool(scope.broken)
    if scope.broken or not draft.budget.spend_nodes(graph, draft.tree, draft.problems):
        return None
    groups = Groups(draft.id, sizes, inputs, {d.name: d.tree for d in draft.inputs}, graph, draft.budget)
    asymptotic = {relation.variable for _, relation in good if relation.variable}
    claims = [c for claim, relation in good if (c := _pointed(draft, claim, relation, groups, asymptotic))]
    return Instance(sizes, graph, tuple(inputs), tuple(claims)) if claims else None


def _input(declared: Declaration, scope: Scope, problems: Problems) -> Input | None:
    found = declared.at(scope.sizes, scope.broken, problems)
    if found is None:
        scope.broken.add(declared.name)
    else:
        scope.builder.input(found.name, found.shape)
    return found


def _claim(claim: DraftClaim, scope: Scope, problems: Problems, suffix: str) -> Relation | None:
    try:
        return parse_claim(claim.that.text, scope)
    except ExpressionError as error:
        claim.that.report(problems, error, suffix)
    except BrokenNameError:
        pass
    return None


def _pointed(draft: Draft, claim: DraftClaim, relation: Relation, groups: Groups, asymptotic: set[str]) -> Claim | None:
    """The claim with its points; None where it has none at these sizes."""
    points: list[Point] = []
    for group in claim.groups:
        if group.literal is not None and not _complete(draft, claim, relation, group, groups, asymptotic):
            continue
        points += (_without(p, group, relation, groups) for p in groups.points(group, draft.problems))
    if not points:
        return None
    draft.pointed.add(claim.id)
    variable = Asymptotic(relation.variable, relation.order) if relation.variable else None
    return Claim(
        claim.id, " ".join(claim.that.text.split()), relation.lhs, relation.relation, relation.rhs, variable,
        tuple(points), claim.expect, claim.erratum, draft.problems.position(claim.tree),
    )  # fmt: skip


def _complete(
    draft: Draft, claim: DraftClaim, relation: Relation, group: Group, groups: Groups, asymptotic: set[str]
) -> bool:
    """Whether a literal point fits these sizes and says all that the claim needs."""
    assert group.literal is not None
    if message := groups.mismatch(group):
        draft.misfits.setdefault(group.name, message)
        return False
    draft.fitted.add(group.name)
    missing = [i.name for i in groups.inputs if i.name not in group.literal]
    if always := [name for name in missing if name not in asymptotic]:
        draft.problems.add(group.tree, f"the point {group.name} gives no value for {', '.join(always)}")
        return False
    for name in missing:
        if name != relation.variable and _uses(groups.graph, relation, name):
            draft.problems.add(claim.tree, f"the claim uses {name}, for which the point {group.name} gives no value")
            return False
    return True


def _without(point: Point, group: Group, relation: Relation, groups: Groups) -> Point:
    """The point without the variable that tends to 0; with 0 for one that the claim does not use."""
    values = dict(point.values)
    if group.literal is None and relation.variable:
        del values[relation.variable]
    for target in groups.inputs:
        if target.name not in values and target.name != relation.variable:
            values[target.name] = ("0",)
    return point if values == point.values else replace(point, values=values)


def _uses(graph: Graph, relation: Relation, name: str) -> bool:
    sides = [side for side in (relation.lhs, relation.rhs) if side is not None]
    return any(graph.inputs[name] in ancestors(graph, side) for side in sides)
