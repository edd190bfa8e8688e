"""The table as Markdown for a reader and as data for a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.calibration.known import cause_of
from benchmarks.calibration.native import NATIVE
from benchmarks.calibration.table import UNIT, Row, rows

__all__ = ["render"]

Line = Mapping[str, Any]
_HEAD = (
    "| {} | observations | worst ratio | at | explained | permitted, float32 | float64 | looseness, usual | most |",
    "|---|---|---|---|---|---|---|---|---|",
)


def render(
    headers: Sequence[Line], seen: Sequence[Line], known: Mapping[str, str], machine: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    """The table of measured lines. `unexplained` in the data are ids beyond what is permitted."""

    def explained(line: Line) -> bool:
        return cause_of(line["id"], known) is not None

    def is_beyond(line: Line) -> bool:
        return line["ratio"] is not None and line["verdict"] != "ill-conditioned" and float(line["ratio"]) > 1

    beyond = [line for line in seen if is_beyond(line)]
    unexplained = sorted(line["id"] for line in beyond if not explained(line))
    reasons = Counter(cause_of(line["id"], known) for line in beyond if explained(line))
    tables = {
        "group": rows(seen, lambda line: str(line["group"]), explained),
        "operator": rows(seen, lambda line: f"{line['group']} {line['operator']}", explained),
        "backend": rows(seen, lambda line: str(line["backend"]), explained),
        "order": rows(seen, lambda line: str(line["order"]), explained),
    }
    text = ["# Calibration", "", _machine(machine, headers), ""]
    for name, part in tables.items():
        text += [_HEAD[0].format(name), _HEAD[1], *(_row(row) for row in part), ""]
    text += ["| beside | float32 | float64 |", "|---|---|---|", _ours(tables["group"][-1]), *NATIVE, ""]
    text += ["Beyond what is permitted, with the cause:", "", *(f"- {n}: {cause}" for cause, n in reasons.items()), ""]
    text += [f"Beyond what is permitted without a known cause: {len(unexplained)}.", *map("- {}".format, unexplained)]
    data = {
        "machine": dict(machine),
        "backends": [{key: h[key] for key in ("backend", "version", "packages")} for h in headers],
        "tables": {name: [row.to_json() for row in part] for name, part in tables.items()},
        "reasons": dict(reasons),
        "unexplained": unexplained,
        "not compared": dict(Counter(line["verdict"] for line in seen if line["ratio"] is None)),
    }
    return "\n".join(text) + "\n", data


def _machine(machine: Mapping[str, Any], headers: Sequence[Line]) -> str:
    versions = ", ".join(f"{h['backend']} {h['version']}" for h in headers)
    return f"{machine['date']}, {machine['processor']}, {machine['cores']} cores; {versions}."


def _row(row: Row) -> str:
    permitted = " | ".join(
        f"{row.permitted[dtype]:.1e} ({row.permitted[dtype] / UNIT[dtype]:.0f} u)" if dtype in row.permitted else "0"
        for dtype in UNIT
    )
    return (
        f"| {row.name} | {row.observations:,} | {row.worst:.2g} | {row.where} | {row.explained} | {permitted} | "
        f"{row.usual:.2g} | {row.looseness:.2g} |"
    )


def _ours(row: Row) -> str:
    cells = (f"{row.permitted[dtype]:.1e}" if dtype in row.permitted else "-" for dtype in UNIT)
    return f"| permitted relative error here, median | {' | '.join(cells)} |"
