"""The names that an expression may use, and the graph that it grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from conformance.language.build import Builder
from conformance.language.graph import DERIVATIVES
from conformance.language.ops import OPERATORS

__all__ = ["CONSTANTS", "FUNCTIONS", "BrokenNameError", "Scope"]

CONSTANTS = ("pi", "e", "inf")
_SYMBOLS = {"arithmetic", "comparison"}

FUNCTIONS = frozenset(
    {name for name, operator in OPERATORS.items() if operator.group not in _SYMBOLS}
    | DERIVATIVES
    | {"at", "partial", "O"}
)
"""What may stand before parentheses; no input or let may have one of these names."""


class BrokenNameError(Exception):
    """An expression that uses a name whose own definition is wrong, which has been said already."""


@dataclass(slots=True)
class Scope:
    """Inputs and lets are the builder's; a size is an integer in expressions."""

    builder: Builder = field(default_factory=Builder)
    sizes: Mapping[str, int] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    mentions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The inputs and lets that occur directly in the definition of each let."""

    def node(self, name: str) -> int | None:
        """The node of an input or a let."""
        if name in self.broken:
            raise BrokenNameError(name)
        found = self.builder.lets.get(name)
        return self.builder.inputs.get(name) if found is None else found

    @property
    def named(self) -> tuple[str, ...]:
        """Inputs, then lets."""
        return (*self.builder.inputs, *self.builder.lets)

    @property
    def known(self) -> tuple[str, ...]:
        """Every name that is not a function."""
        return (*self.named, *self.sizes, *CONSTANTS)
