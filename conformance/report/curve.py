"""What plots of functions have in common: the plot with its key and its table, and how numbers and points are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conformance.casefile.model import Claim, Instance, Point
from conformance.language.flow import Flow
from conformance.report.curve_values import Values
from conformance.report.graph_text import plain
from conformance.report.plot import Plot
from conformance.truth.api import input_values
from conformance.truth.arrays import Array
from conformance.truth.rounding import as_scalars
from conformance.truth.scalars import UndecidedError

__all__ = ["LEFT", "REACHES", "TOP", "Curve", "called", "number", "values_at"]

REACHES = (2.0, 1.0, 0.5, 0.25, 0.125)
"""How far a plot goes from its centre, as far as there are values."""
LEFT, TOP = 50.0, 8.0


@dataclass(frozen=True, slots=True)
class Curve:
    plot: Plot
    point: str
    key: tuple[tuple[str, str], ...]
    """Class and meaning of each line."""
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """Where, and the value of each line there."""


def values_at(
    instance: Instance, claim: Claim, point: Point, roots: Sequence[int], moving: Sequence[str]
) -> Values | None:
    """The roots as functions of the moving inputs, the others as the point has them; None where there is no value."""
    exact: Mapping[str, Array] = {
        name: as_scalars(array) for name, array in input_values(instance, claim, point, "float64").items()
    }
    try:
        return Values(instance.graph, roots, moving, {name: x for name, x in exact.items() if name not in moving})
    except UndecidedError:
        return None


def number(value: float) -> str:
    """Four digits: `0.25`, `−1`, `1e−05`."""
    return f"{value:.4g}".replace("-", "−")


def called(point: Point, instance: Instance, roots: Sequence[int], without: Sequence[str]) -> str:
    """The point by its numbers, of inputs that the roots depend on, and by its name."""
    flow, inputs = Flow(instance.graph), instance.graph.inputs
    told = [
        f"{plain(name)} = {plain(values[0])}"
        for name, values in point.values.items()
        if len(values) == 1 and name not in without and not flow.depends([inputs[name]]).isdisjoint(roots)
    ]
    return f"{', '.join(told)} ({point.name})" if told else point.name
