"""A run file read line by line, strictly, except that an interrupted run is one too."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from conformance.run import lines
from conformance.run.errors import RunFileError
from conformance.run.verdicts import GROUP_OF, GROUPS, ORDER

__all__ = ["RunReader", "state_of"]


def state_of(footer: Mapping[str, Any] | None, results: int) -> str:
    """How a run ended: `complete`, `interrupted`, or `absent` where the backend could not start."""
    failed = footer is not None and footer["environment_error"] is not None
    if failed and not results:
        return "absent"
    return "interrupted" if footer is None or failed else "complete"


class RunReader:
    """A context: `header` is there from the beginning, then come the results, one at a time, and once
    they are exhausted `footer` (None: interrupted), `number` and `size` are known.

    RunFileError, as `file:line: what is wrong`, where it is not a run file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.footer: dict[str, Any] | None = None
        self.number = 0
        """Of results."""
        self.size = 0
        """Bytes of the file that hold finished lines; what follows was cut off while it was written."""
        self._line = 0
        self._seen: dict[str, int] = {}
        self._verdicts = dict.fromkeys(ORDER, 0)
        with self._reading():
            self._file = path.open("rb")
        try:
            first = next(self._parsed(), None)
            if first is None:
                raise RunFileError(f"{path}:1: not a run file: it is empty or its first line is cut off")
            if first["kind"] != "header":
                raise RunFileError(f"{path}:1: a run file begins with its header; this is a {first['kind']}")
        except RunFileError:
            self._file.close()
            raise
        self.header = first

    @property
    def state(self) -> str:
        return state_of(self.footer, self.number)

    @property
    def reason(self) -> str | None:
        """Why the backend could not start."""
        reason: str | None = None if self.footer is None else self.footer["environment_error"]
        return reason

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for line in self._parsed():
            if self.footer is not None:
                raise RunFileError(f"{self.path}:{self._line - 1}: a footer among the results")
            if line["kind"] == "footer":
                self.footer = line
                continue
            if line["kind"] != "result":
                raise RunFileError(f"{self._place}: a {line['kind']} among the results")
            self._check(line)
            yield line
        if self.footer is not None:
            self._check_counts(self.footer)

    def __enter__(self) -> RunReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    @property
    def _place(self) -> str:
        return f"{self.path}:{self._line}"

    def _parsed(self) -> Iterator[dict[str, Any]]:
        """Every line; the last one may lack its newline alone, or be cut off."""
        with self._reading():
            for raw in self._file:
                self._line += 1
                try:
                    line = lines.parse(raw.removesuffix(b"\n"), self._place)
                except RunFileError:
                    if raw.endswith(b"\n"):
                        raise
                    if self.footer is not None:
                        raise RunFileError(f"{self._place}: text after the footer") from None
                    return
                self.size += len(raw)
                yield line

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise RunFileError(f"{self.path}: cannot be read: {error.strerror}") from error

    def _check(self, result: Mapping[str, Any]) -> None:
        backend, verdict, group = self.header["backend"], result["verdict"], result["group"]
        if result["backend"] != backend:
            raise RunFileError(f"{self._place}: a result of {result['backend']} in a run of {backend}")
        if GROUP_OF[verdict] != group:
            raise RunFileError(f"{self._place}: verdict {verdict} is in the group {GROUP_OF[verdict]}, not {group}")
        first = self._seen.setdefault(result["id"], self._line)
        if first != self._line:
            raise RunFileError(f"{self._place}: {result['id']} is already on line {first}")
        self._verdicts[verdict] += 1
        self.number += 1

    def _check_counts(self, footer: Mapping[str, Any]) -> None:
        verdicts = {verdict: times for verdict, times in self._verdicts.items() if times}
        groups = dict.fromkeys(GROUPS, 0)
        for verdict, times in verdicts.items():
            groups[GROUP_OF[verdict]] += times
        if (footer["results"], footer["verdicts"], footer["groups"]) != (self.number, verdicts, groups):
            raise RunFileError(
                f"{self._place}: the footer's counts are not those of the {self.number} results above it"
            )
