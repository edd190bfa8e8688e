"""What an analysis looks at: runs and their results, as run files have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

__all__ = ["Result", "Run"]

Result = Mapping[str, Any]
"""One result line of a run file."""


class Run(Protocol):
    """A run file: header, results in the order written, footer (None: interrupted)."""

    @property
    def header(self) -> Mapping[str, Any]: ...
    @property
    def results(self) -> Sequence[Result]: ...
    @property
    def footer(self) -> Mapping[str, Any] | None: ...
