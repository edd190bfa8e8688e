"""What a case file becomes: cases, their instances at fixed sizes, points and claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from conformance.language.graph import Graph, Shape

__all__ = ["Asymptotic", "Case", "Claim", "Input", "Instance", "Point", "Position", "Problem"]


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in a case file: where, what is wrong, what is allowed.

    `excerpt` is the expression with the offending part underlined, where there is one.
    """

    position: Position
    message: str
    excerpt: str = ""

    def __str__(self) -> str:
        return f"{self.position}: {self.message}" + (f"\n{self.excerpt}" if self.excerpt else "")


@dataclass(frozen=True, slots=True)
class Input:
    """An input of a case at fixed sizes: where it lives and where samples come from."""

    name: str
    shape: Shape
    interval: tuple[str, str] = ("-2", "2")
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A value for every input: constant texts (`-1`, `0.1`, `log(2)`, `-0.0`) in row-major order.

    Points made from one named entry are `generic#0`, `generic#1`, …; a literal one
    keeps its plain name.
    """

    name: str
    values: Mapping[str, tuple[str, ...]]

    @property
    def group(self) -> str:
        """The name in the case file that this point comes from."""
        return self.name.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Asymptotic:
    """The O(t**order) of an asymptotic relation."""

    variable: str
    order: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim at fixed sizes; `lhs` and `rhs` are nodes of the instance's graph."""

    id: str
    text: str
    lhs: int
    relation: str | None = None
    """`==`, `!=`, `<`, `<=`, `>`, `>=`, or None for a bare expression."""
    rhs: int | None = None
    asymptotic: Asymptotic | None = None
    points: tuple[Point, ...] = ()
    expect: str = "confirmed"
    """`confirmed`, `refuted` or `undefined`."""
    erratum: str | None = None
    position: Position = Position("", 0, 0)

    @property
    def sides(self) -> tuple[int, ...]:
        return (self.lhs,) if self.rhs is None else (self.lhs, self.rhs)


@dataclass(frozen=True, slots=True)
class Instance:
    """A case at fixed sizes: one typed graph that holds its lets and all its claims."""

    sizes: Mapping[str, int]
    graph: Graph
    inputs: tuple[Input, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A case after `each` has been expanded. Texts are kept as written, for reports."""

    id: str
    title: str
    position: Position
    instances: tuple[Instance, ...]
    document: str | None = None
    section: str | None = None
    source: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Input name to type as written, for example `matrix(n, n)`."""
    let: Mapping[str, str] = field(default_factory=dict)
    claims: Mapping[str, str] = field(default_factory=dict)
    """Claim id to the text of the claim."""
