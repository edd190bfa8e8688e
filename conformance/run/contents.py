"""What the cases of a run say, as short hashes: which results of two runs are answers to the same question.

The hash of all case files changes with a comment. These are hashes of the meaning, claim by claim at
each of its sizes: of the graph that the claim needs, whatever stands beside it in the case. The points
have a hash of their own, since results at a point that stayed can be compared when another one moved.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from conformance.casefile.model import Case, Claim, Instance
from conformance.language.graph import Graph

__all__ = ["Contents", "contents", "differing", "instance_name"]

Contents = Mapping[str, Mapping[str, Any]]
"""Case id to `{"claims": {"claim[n=2]": hash}, "points": hash}`, as a run file's header has it."""

_LENGTH = 12
"""Hexadecimal digits: 48 bits, to tell versions of one claim apart."""


def contents(cases: Sequence[Case]) -> dict[str, dict[str, Any]]:
    return {case.id: {"claims": _claims(case), "points": _points(case)} for case in cases}


def instance_name(claim: str, sizes: Mapping[str, int]) -> str:
    """`claim[n=2,m=3]`; the claim alone where there are no sizes. What stands before @ in a result's id."""
    listed = ",".join(f"{name}={size}" for name, size in sizes.items())
    return f"{claim}[{listed}]" if listed else claim


def differing(one: Contents, other: Contents) -> list[str]:
    """The cases of which the two say different things, or that one of them alone has; in the order of their ids."""
    return sorted(case for case in {*one, *other} if one.get(case) != other.get(case))


def _claims(case: Case) -> dict[str, str]:
    found = {}
    for instance in case.instances:
        nodes = _nodes(instance.graph)
        for claim in instance.claims:
            about = (claim.asymptotic.variable, claim.asymptotic.order) if claim.asymptotic else None
            sides = [nodes[side] for side in claim.sides]
            found[instance_name(claim.id, instance.sizes)] = _hash([claim.relation, about, sides])[:_LENGTH]
    return found


def _points(case: Case) -> str:
    found = [[_points_of(instance, claim) for claim in instance.claims] for instance in case.instances]
    return _hash(found)[:_LENGTH]


def _points_of(instance: Instance, claim: Claim) -> Any:
    values = [[point.name, {name: list(texts) for name, texts in point.values.items()}] for point in claim.points]
    return [claim.id, dict(instance.sizes), values]


def _nodes(graph: Graph) -> list[str]:
    """A hash of what each node computes. Names count, since a derivative is taken with respect to one."""
    names = {node: name for name, node in graph.lets.items()}
    hashes: list[str] = []
    for index, node in enumerate(graph.nodes):
        params: dict[str, Any] = dict(node.params)
        if node.op == "at":
            replaced = params["inputs"]
            params["inputs"] = [graph[i].params["name"] for i in replaced]
        about = [node.op, params, list(node.shape), names.get(index), [hashes[i] for i in node.args]]
        hashes.append(_hash(about))
    return hashes


def _hash(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
