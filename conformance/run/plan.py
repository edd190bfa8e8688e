"""What is to be evaluated: cases to units of work.

A unit is one claim at fixed sizes in one dtype, mode and execution, with all the points
chosen: what a worker gets in one message, so that a compiled function is traced once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from conformance.backends.modes import deeper, known, words
from conformance.casefile.model import Case, Claim, Instance, Point
from conformance.query.match import Row
from conformance.run.errors import PlanError
from conformance.run.nesting import nesting
from conformance.run.select import Selection, known_before
from conformance.run.subject import subject
from conformance.run.thin import of_groups

__all__ = ["PROFILES", "Abilities", "Options", "Unit", "plan", "shard_of", "sharded"]

PROFILES = ("quick", "default", "full")
_POINTS_OF_A_GROUP_IN_QUICK = 2
_DEEPEST_IN_EVERY_MODE = 2
"""Past this order a profile other than full takes the first mode alone: the cost of nested forward
modes grows exponentially with the order, to minutes a value on one backend."""
_EVERY_MODE = "float64"
"""The dtype that the default profile takes in every mode. The others get the first mode: a derivative rule is
the same in all dtypes, what is switched or lost in one of them shows in any mode, and modes cost most. But first
derivatives of functions of numbers are taken in every mode: there a mode may promote to another dtype."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a backend's worker says it has; the first mode is its main one."""

    backend: str
    dtypes: tuple[str, ...]
    modes: tuple[str, ...]
    executions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """What to run. Empty dtypes, modes or executions leave the choice to the profile."""

    profile: str = "default"
    dtypes: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    executions: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    shard: tuple[int, int] = (1, 1)
    """Which part of how many; parts count from 1."""
    thin: bool = False
    """Whether much is thinned out; see `run.thin`."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One claim instance in one dtype, mode and execution, at these points."""

    backend: str
    case: Case
    instance: Instance
    claim: Claim
    dtype: str
    mode: str
    execution: str
    points: tuple[Point, ...] = field(repr=False)

    def result_id(self, point: Point) -> str:
        sizes = ",".join(f"{name}={size}" for name, size in self.instance.sizes.items())
        where = f"{self.case.id}/{self.claim.id}" + (f"[{sizes}]" if sizes else "")
        return f"{where}@{point.name}:{self.backend}.{self.dtype}.{self.mode}.{self.execution}"

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(map(self.result_id, self.points))

    def selected(self, selection: Selection, known: Row) -> Unit | None:
        """The unit at the points whose results are selected, by what is known of the claim; None if there is none."""
        how = {name: (getattr(self, name),) for name in ("backend", "dtype", "mode", "execution")}
        row = {**known, **how}
        points = tuple(
            p for p in self.points if selection.selects({**row, "point": (p.name,), "id": (self.result_id(p),)})
        )
        return replace(self, points=points) if points else None


def plan(cases: Sequence[Case], abilities: Abilities, options: Options) -> list[Unit]:
    """The units of all shards in the order of the cases. PlanError for an option that the backend does not have."""
    preset = _preset(abilities, options.profile)
    dtypes = _chosen("dtype", options.dtypes, abilities.dtypes, preset.dtypes, abilities)
    allowed = (*abilities.modes, *(m for m in options.modes if known(m, abilities.modes)))
    modes = _chosen("mode", options.modes, tuple(dict.fromkeys(allowed)), preset.modes, abilities)
    executions = _chosen("execution", options.executions, abilities.executions, preset.executions, abilities)
    selection = Selection.parse(options.select, before=True)
    units = []
    for case, instance, claim in _claims(cases):
        points = of_groups(claim.points, _POINTS_OF_A_GROUP_IN_QUICK) if options.profile == "quick" else claim.points
        everything = options.profile == "full" or bool(options.modes)
        depth = nesting(instance.graph, *claim.sides)
        fitting = _modes_for(depth, modes, abilities, everything)
        numbers = _of_numbers(instance)
        if options.profile == "full" and not options.modes and numbers:  # where every mode is affordable
            fitting += tuple(deeper(abilities.modes, depth))
        about = subject(instance.graph, claim.sides) if selection.asks_for_subjects else None
        row = known_before(case, claim, about)
        for dtype in dtypes:
            every = everything or (numbers and depth == 1) or dtype in (_EVERY_MODE, *options.dtypes)
            for mode in fitting if every else fitting[:1]:
                for execution in executions:
                    unit = Unit(abilities.backend, case, instance, claim, dtype, mode, execution, points)
                    chosen = unit.selected(selection, row)
                    if chosen:
                        units.append(chosen)
    return units


def shard_of(text: str) -> tuple[int, int]:
    """`2/5` as (2, 5). PlanError for anything else."""
    part, _, parts = text.partition("/")
    if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise PlanError(f"no such shard: {text!r}; allowed: i/n with 1 ≤ i ≤ n, for example 2/5")
    return int(part), int(parts)


def sharded(units: Sequence[Unit], shard: tuple[int, int]) -> list[Unit]:
    """One part of the units: claims take turns among the parts, so that each gets some of every case."""
    part, parts = shard
    turn: dict[int, int] = {}
    return [unit for unit in units if turn.setdefault(id(unit.claim), len(turn)) % parts == part - 1]


def _claims(cases: Sequence[Case]) -> Iterator[tuple[Case, Instance, Claim]]:
    for case in cases:
        for instance in case.instances:
            for claim in instance.claims:
                yield case, instance, claim


def _chosen(
    what: str, asked: tuple[str, ...], allowed: tuple[str, ...], preset: tuple[str, ...], abilities: Abilities
) -> tuple[str, ...]:
    """What was asked for, else what the profile takes, in the backend's order."""
    for name in asked:
        if name not in allowed:
            raise PlanError(f"{abilities.backend} has no {what} {name!r}; allowed: {', '.join(allowed)}")
    return tuple(name for name in allowed if name in (asked or preset))


def _preset(abilities: Abilities, profile: str) -> Abilities:
    """The part of what the backend has that the profile takes."""
    if profile == "full":
        return abilities
    wanted = {"float64"} if profile == "quick" else {"float32", "float64"}
    return replace(
        abilities,
        dtypes=tuple(d for d in abilities.dtypes if d in wanted) or abilities.dtypes[:1],
        modes=abilities.modes[:1] if profile == "quick" else abilities.modes,
        executions=("eager",) if "eager" in abilities.executions else abilities.executions[:1],
    )


def _modes_for(depth: int, modes: tuple[str, ...], abilities: Abilities, everything: bool) -> tuple[str, ...]:
    """The modes that make a difference: without a derivative the backend's first, mixed ones from two levels."""
    if depth == 0 or (depth > _DEEPEST_IN_EVERY_MODE and not everything):
        return tuple(m for m in modes if m == abilities.modes[0])
    return tuple(m for m in modes if len(words(m)) <= max(depth, 1))


def _of_numbers(instance: Instance) -> bool:
    return not any(instance.graph[node].shape for node in instance.graph.inputs.values())
