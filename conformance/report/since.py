"""What the front page says of how a backend's run differs from one before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conformance.report.addresses import slug

__all__ = ["Since"]


@dataclass(frozen=True, slots=True)
class Since:
    """A comparison of which the report has pages."""

    before: str
    """The earlier run: the backend with its version, and when it was started."""
    after: str
    backend: str
    counts: Mapping[str, int]
    """Results of each kind of change."""
    same: int
    notes: Sequence[str]
    """What to know before reading them: a run that is absent or not whole, another version of the suite."""

    @property
    def folder(self) -> str:
        """Where its pages are, in the folder of the report."""
        return f"compare/{slug(self.backend)}"
