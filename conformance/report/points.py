"""The points of a case and the true values there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conformance.casefile.model import Case, Claim, Instance, Point
from conformance.report.mathematics import sizes_label
from conformance.report.numbers import NOTHING, nested, shortened
from conformance.report.sources import Result, Truths
from conformance.truth.model import SideTruth

__all__ = ["PointGroup", "TrueValue", "point_groups", "recorded_values", "true_values"]

_PREFERRED = ("float64", "float32")


@dataclass(frozen=True, slots=True)
class PointGroup:
    """The points that one name in the case file stands for, at fixed sizes."""

    name: str
    sizes: str
    inputs: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """The name of each point and its value for each input."""


@dataclass(frozen=True, slots=True)
class TrueValue:
    """What is true of a claim at a point: a text for each side, and a remark where it is no plain number."""

    point: str
    sizes: str
    sides: tuple[str, ...]
    remark: str = ""


def point_groups(case: Case) -> list[PointGroup]:
    return [group for instance in case.instances for group in _groups(instance)]


def _groups(instance: Instance) -> Iterable[PointGroup]:
    values: dict[str, dict[str, tuple[str, ...]]] = {}
    for claim in instance.claims:
        for point in claim.points:
            # An asymptotic claim leaves its variable out; another claim at the same point may have it.
            values.setdefault(point.name, {}).update(point.values)
    names = tuple(i.name for i in instance.inputs)
    shapes = {i.name: i.shape for i in instance.inputs}
    rows: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for point_name, point_values in values.items():
        cells = tuple(nested(point_values[n], shapes[n]) if n in point_values else NOTHING for n in names)
        rows.setdefault(point_name.partition("#")[0], []).append((point_name, cells))
    for group, listed in rows.items():
        yield PointGroup(group, sizes_label(instance.sizes), names, tuple(listed))


def true_values(case: Case, claim_id: str, truths: Truths) -> list[TrueValue]:
    """Every true value of a claim, its points rounded to float64."""
    found = []
    for instance in case.instances:
        for claim in instance.claims:
            if claim.id == claim_id:
                found += [v for p in claim.points if (v := _true_value(instance, claim, p, truths)) is not None]
    return found


def _true_value(instance: Instance, claim: Claim, point: Point, truths: Truths) -> TrueValue | None:
    sides = truths(instance, claim, point)
    if not sides:
        return None
    kinds = dict.fromkeys(side.kind for side in sides if side.kind != "smooth")
    return TrueValue(point.name, sizes_label(instance.sizes), tuple(map(_side, sides)), ", ".join(kinds))


def _side(side: SideTruth) -> str:
    if side.kind in {"undefined", "unsure"}:
        return side.kind
    if side.kind == "kink" and side.lower is not None and side.upper is not None:
        ends = zip(side.lower.ravel().tolist(), side.upper.ravel().tolist(), strict=True)
        return nested([_interval(low, high) for low, high in ends], side.shape)
    return nested([shortened(text) for text in side.text], side.shape)


def _interval(low: float, high: float) -> str:
    return f"{low:.17g}" if low == high else f"from {low:.17g} to {high:.17g}"


def recorded_values(results: Sequence[Result]) -> list[TrueValue]:
    """The true values that runs recorded, each that of the entry that was worst there; float64 where there is any."""
    best: dict[tuple[str, str], tuple[int, TrueValue]] = {}
    for result in results:
        if result.get("truth") is None:
            continue
        dtype = result["dtype"]
        rank = _PREFERRED.index(dtype) if dtype in _PREFERRED else len(_PREFERRED)
        sizes = sizes_label(result.get("sizes") or {})
        key = (result["point"], sizes)
        if key not in best or rank < best[key][0]:
            kind = result.get("truth_class")
            where = entry_label(result)
            remark = ", ".join(filter(None, [where, kind if kind != "smooth" else None]))
            best[key] = rank, TrueValue(result["point"], sizes, (shortened(str(result["truth"])),), remark)
    return [value for _, value in best.values()]


def entry_label(result: Result) -> str:
    """Which side and entry a result speaks of: `left [0, 1]`; nothing for a bare scalar."""
    entry = result.get("entry")
    side = result.get("side")
    place = f"[{', '.join(map(str, entry))}]" if entry else ""
    return f"{side or ''} {place}".strip()
