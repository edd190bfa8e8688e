"""The functions that `cost.py` differentiates: scalar functions of n inputs, in the language of the cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.language.parse import Scope, parse_expression, parse_let

__all__ = ["FUNCTIONS", "Function"]


@dataclass(frozen=True, slots=True)
class Function:
    """The last definition is the function, of the vector x. A vector s of alternating signs is given beside it."""

    name: str
    about: str
    definitions: Mapping[str, str]

    def message(self, n: int) -> dict[str, Any]:
        """What is to be timed with n inputs: one graph, with the value, its gradient and one product J·v as roots."""
        scope = Scope(sizes={"n": n})
        for vector in ("x", "s", "direction"):
            scope.builder.input(vector, (n,))
        for name, text in self.definitions.items():
            parse_let(name, text, scope)
        *_, output = self.definitions
        roots = {"value": output, "gradient": f"grad({output}, x)", "product": f"jvp({output}, x, direction)"}
        nodes = {key: parse_expression(text, scope) for key, text in roots.items()}
        return {"n": n, "graph": scope.builder.graph().to_json(), "roots": nodes}


FUNCTIONS = (
    Function(
        "log-sum-exp",
        "The chapter's first example, of n numbers: one elementwise operation, a sum and a logarithm.",
        {"f": "log(sum(exp(x)))"},
    ),
    Function(
        "network",
        "The chapter's network, its four inputs become n: every input reaches f along many paths. Next to no "
        "arithmetic is done for each: the value reads the inputs and writes one number, its gradient writes n, "
        "so that calls and memory are what costs, and no count of operations sees them.",
        {
            "a": "sum(x)**2",
            "b": "dot(s, x)**2",
            "u": "(a + b)**2",
            "v": "(a - b)**2",
            "f": "(u + v)**2",
        },
    ),
    Function(
        "elementwise chain",
        "Five elementwise operations on every input, then a sum: mostly arithmetic, "
        "which is what the bound on the cost of a gradient counts.",
        {"f": "sum(tanh(sin(x) * exp(cos(x))))"},
    ),
)
"""Smooth everywhere, and bounded or nearly so at any number of inputs between -1 and 1, so nothing overflows."""
