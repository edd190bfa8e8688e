"""A whole run file in memory. `reader` reads one that need not be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.run import lines
from conformance.run.errors import RunFileError
from conformance.run.reader import RunReader, state_of
from conformance.run.small import small

__all__ = ["RunFile", "RunFileError", "is_run_file", "read"]

_LONGEST_HEADER = 1 << 26
"""Bytes; a header has a hash for every claim at each of its sizes."""


@dataclass(frozen=True, slots=True)
class RunFile:
    """A run: `footer` is None where it was interrupted."""

    path: Path
    header: dict[str, Any]
    results: Sequence[Mapping[str, Any]]
    footer: dict[str, Any] | None = None
    size: int = field(default=0, compare=False)
    """Bytes of the file that hold finished lines; what follows was cut off while it was written."""

    @property
    def environment_error(self) -> str | None:
        return None if self.footer is None else self.footer["environment_error"]

    @property
    def state(self) -> str:
        """`complete`, `interrupted` or `absent`."""
        return state_of(self.footer, len(self.results))

    @property
    def finished(self) -> frozenset[str]:
        return frozenset(result["id"] for result in self.results)


def read(path: Path) -> RunFile:
    """The run in a file. RunFileError, as `file:line: what is wrong`, where it is not one."""
    with RunReader(path) as reader:
        results = small(reader)
    return RunFile(path, reader.header, results, reader.footer, reader.size)


def is_run_file(path: Path) -> bool:
    """Whether the file begins as a run file does, so that it may be replaced by another one."""
    with path.open("rb") as file:
        first = file.readline(_LONGEST_HEADER)
    try:
        kind = lines.parse(first, str(path))["kind"]
    except RunFileError:
        return False
    return bool(kind == "header")
