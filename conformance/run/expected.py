"""Which results are as expected, and so leave the exit code 0.

Without being told otherwise one expects of an autograd that it is neither wrong nor
inaccurate and that it neither fails, hangs nor dies; saying that it does not support
something is fine. A baseline, whose derivatives are differences of values, is expected
to lose digits: only a wrong shape or dtype, or a failure, is unexpected of it.

A file of expectations says more: a JSON object from a pattern of result ids (`*` and
`?` are wild) to `{"verdict": one or a list, "cause": why}`. The first pattern that fits a
result decides; a result with another verdict is then unexpected, a better one too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conformance.run.errors import PlanError
from conformance.run.verdicts import GROUP_OF

__all__ = ["BASELINE_MODES", "Expectations"]

BASELINE_MODES = frozenset({"complex-step", "finite-difference"})
_FAILURES = frozenset({"error", "timeout", "crash"})
_MISSHAPEN = frozenset({"wrong-shape", "wrong-dtype"})


class Expectations:
    """What is expected of a backend's results."""

    def __init__(
        self, known: Mapping[str, frozenset[str]] | None = None, causes: Mapping[str, str] | None = None
    ) -> None:
        self._known = [(_compiled(pattern), verdicts) for pattern, verdicts in (known or {}).items()]
        self._causes = [(causes or {}).get(pattern) for pattern in known or {}]

    @classmethod
    def load(cls, path: Path) -> Expectations:
        """PlanError, which names the file, where it is not a file of expectations."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise PlanError(f"{path}: cannot be read: {error.strerror}") from error
        except ValueError as error:
            line = getattr(error, "lineno", 1)
            raise PlanError(f"{path}:{line}: not JSON: {error}") from error
        if not isinstance(data, dict):
            raise PlanError(f"{path}:1: expected an object that maps patterns of result ids to verdicts")
        known = {pattern: _verdicts(entry, f"{path}: {pattern}") for pattern, entry in data.items()}
        return cls(known, {pattern: entry["cause"] for pattern, entry in data.items()})

    def cause(self, result: Mapping[str, Any]) -> str | None:
        """Why a result is known to have its verdict; None where nothing is known of it."""
        for (pattern, verdicts), cause in zip(self._known, self._causes, strict=True):
            if pattern.fullmatch(result["id"]):
                return cause if result["verdict"] in verdicts else None
        return None

    def meets(self, result: Mapping[str, Any]) -> bool:
        """Whether a result (a line of a run file) is as expected."""
        verdict = result["verdict"]
        for pattern, verdicts in self._known:
            if pattern.fullmatch(result["id"]):
                return verdict in verdicts
        if verdict in _FAILURES:
            return False
        if result["mode"] in BASELINE_MODES:
            return verdict not in _MISSHAPEN
        return GROUP_OF[verdict] not in {"wrong", "inaccurate"}


def _verdicts(entry: Any, place: str) -> frozenset[str]:
    verdict = entry.get("verdict") if isinstance(entry, dict) else None
    verdicts = [verdict] if isinstance(verdict, str) else verdict
    if not isinstance(verdicts, list) or not verdicts or any(v not in GROUP_OF for v in verdicts):
        raise PlanError(f"{place}: verdict is {verdict!r}; allowed: one or a list of {', '.join(GROUP_OF)}")
    if not isinstance(entry.get("cause"), str) or set(entry) != {"verdict", "cause"}:
        raise PlanError(f"{place}: an expectation has a verdict and a cause in words, and nothing else")
    return frozenset(verdicts)


def _compiled(pattern: str) -> re.Pattern[str]:
    wild = {"*": ".*", "?": "."}
    return re.compile("".join(wild.get(part, re.escape(part)) for part in re.split(r"([*?])", pattern)))
