"""What a row of the table of operators says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from conformance.language.graph import Param
from conformance.language.shapes import ShapeRule

__all__ = ["REQUIRED", "Operator", "Special", "rows"]

REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class Special:
    """A value worth visiting: constant text that fills an input, or for array inputs
    one of the patterns in `casefile.patterns`; and why."""

    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Operator:
    name: str
    group: str
    arity: int | None
    """Array arguments; None: one list of them (`stack`, `concat`)."""
    shape: ShapeRule
    params: Mapping[str, Param] = field(default_factory=dict)
    """Static parameters in positional order with their defaults; REQUIRED has none."""
    special: tuple[Special, ...] = ()
    notation: str = ""
    """How it is written: `infix:+`, `postfix:ᵀ`, `bars`, `norm`, `root`, `frac`, `power`,
    `floor`, or the upright function name (the default: the operator's own)."""


def rows(
    group: str,
    names: str,
    arity: int | None,
    rule: ShapeRule,
    special: tuple[Special, ...] = (),
    /,
    *,
    notation: str = "",
    **params: Param,
) -> list[Operator]:
    """A row for each name, alike in everything else."""
    return [Operator(name, group, arity, rule, params, special, notation) for name in names.split()]
