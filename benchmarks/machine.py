"""What a figure depends on: processor, load, interpreters; and how figures are printed."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from conformance import __version__
from conformance.run.surroundings import Surroundings

__all__ = ["ROOT", "about", "child", "described", "interpreter", "table"]

ROOT = Path(__file__).resolve().parent.parent


def about() -> dict[str, Any]:
    """The machine and the moment; `load` is the average of the last minute before the measurement."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "platform": platform.platform(),
        "host python": platform.python_version(),
        "suite": __version__,
    }


def described(about: dict[str, Any]) -> str:
    return (
        f"{about['date']}, {about['processor']}, {about['cores']} cores, load {about['load']} at the start,\n"
        f"{about['platform']}, Python {about['host python']}, suite {about['suite']}"
    )


def interpreter(name: str, given: dict[str, str]) -> str:
    """The interpreter of a backend: the one given, else the one that tox made, else this one."""
    made = ROOT / ".tox" / name / "bin" / "python"
    return given.get(name) or (str(made) if made.exists() else sys.executable)


def child(python: str, script: str, *arguments: str) -> tuple[list[str], dict[str, str], Surroundings]:
    """Command and environment of a script of this folder in a backend's interpreter, as a worker would have them.

    Close the surroundings afterwards.
    """
    surroundings = Surroundings(python)
    command = [python, str(Path(__file__).with_name(script)), *arguments]
    return command, dict(surroundings.environment()), surroundings


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as they need; the first row is the head, the first column words, the others numbers."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        first, *rest = (
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return "  ".join([first, *rest]).rstrip()

    head, *body = rows
    return "\n".join([line(head), "  ".join("-" * width for width in widths), *map(line, body)])


def _processor() -> str:
    try:
        for row in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if row.startswith("model name"):
                return row.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
