"""Operators that are defined by others.

A definition takes an operator's arguments and static parameters and returns what it means,
written with the operators that have a value and a derivative rule of their own. Truth,
kinks and permitted error all follow from it, so it is written the way a good
implementation computes: `x/(1 + |x|)`, not `1 - 1/(1 + |x|)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from conformance.language.graph import Node
from conformance.truth.definitions import fourier, linalg, nn, special, structured
from conformance.truth.definitions.model import Definition
from conformance.truth.sugar import Expr

__all__ = ["DEFINITIONS", "define"]

DEFINITIONS: Mapping[str, Definition] = {
    **fourier.DEFINITIONS,
    **linalg.DEFINITIONS,
    **nn.DEFINITIONS,
    **special.DEFINITIONS,
    **structured.DEFINITIONS,
}


def define(node: Node, args: Sequence[Expr]) -> Expr:
    """What a node of a defined operator means, its arguments given as expressions."""
    meaning = DEFINITIONS[node.op](args, node.params)
    assert meaning.shape == node.shape, (node.op, meaning.shape, node.shape)
    return meaning
