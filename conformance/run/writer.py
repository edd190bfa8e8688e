"""Writing a run file, line by line, so that whatever ends the process loses nothing that was finished."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any

from conformance import __version__
from conformance.run import lines
from conformance.run.contents import Contents
from conformance.run.errors import RunFileError, WriteError
from conformance.run.plan import Options
from conformance.run.runfile import RunFile, is_run_file
from conformance.run.verdicts import GROUPS, ORDER

__all__ = ["RunWriter", "make_header"]


def make_header(
    *,
    backend: str,
    about: Mapping[str, Any] | None,
    device: str,
    cases: str,
    options: Options,
    timeout: float,
    contents: Contents | None = None,
    checks: int | None = None,
    left_out: int = 0,
) -> dict[str, Any]:
    """The header of a new run. `about` is what the worker said of itself; None where it could not start.

    `checks`: how many results are planned, where that is known; `left_out`: how many of the profile are not.
    """
    known = about or {}
    optional = {"contents": contents, "checks": checks}
    return {
        "kind": "header",
        "format": 1,
        "run": secrets.token_hex(6),
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "backend": backend,
        "version": known.get("version"),
        "python": known.get("python"),
        "packages": dict(known.get("packages", {})),
        "platform": known.get("platform"),
        "device": device,
        "suite": __version__,
        "cases": cases,
        "profile": options.profile,
        "options": {
            "dtypes": list(options.dtypes),
            "modes": list(options.modes),
            "executions": list(options.executions),
            "select": list(options.select),
            "shard": list(options.shard),
            "timeout": timeout,
        }
        | ({"left_out": left_out} if left_out else {}),
    } | {key: value for key, value in optional.items() if value is not None}


class RunWriter:
    """A run file being written. Every line reaches the operating system before `result` returns.

    WriteError where that fails; the line is then taken back, so that the file stays readable.
    """

    def __init__(self, path: Path, file: FileIO, verdicts: dict[str, int], groups: dict[str, int]) -> None:
        self.path = path
        self._file = file
        self._verdicts = verdicts
        self._groups = groups

    @classmethod
    def create(cls, path: Path, header: Mapping[str, Any]) -> RunWriter:
        """A new file in place of an earlier run file. RunFileError if something else has that name."""
        if path.is_file() and path.stat().st_size and not is_run_file(path):
            raise RunFileError(f"{path}: exists and is no run file, so it is not overwritten; choose another --output")
        with _writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            file = FileIO(path, "w")
        writer = cls(path, file, dict.fromkeys(ORDER, 0), dict.fromkeys(GROUPS, 0))
        try:
            writer._write(header)
        except WriteError:
            writer.close()
            raise
        return writer

    @classmethod
    def append(cls, run: RunFile) -> RunWriter:
        """Go on with an interrupted run, after its last finished line."""
        with _writing(run.path):
            file = FileIO(run.path, "r+")
            file.truncate(run.size)
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                file.write(b"\n")
        writer = cls(run.path, file, dict.fromkeys(ORDER, 0), dict.fromkeys(GROUPS, 0))
        for result in run.results:
            writer._count(result)
        return writer

    def result(self, result: Mapping[str, Any]) -> None:
        self._write(result)
        self._count(result)

    def footer(self, environment_error: str | None = None) -> None:
        """The last line: without it a run counts as interrupted."""
        self._write(
            {
                "kind": "footer",
                "results": sum(self._verdicts.values()),
                "verdicts": {v: n for v, n in self._verdicts.items() if n},
                "groups": self._groups,
                "environment_error": environment_error,
            }
        )

    @property
    def groups(self) -> Mapping[str, int]:
        """How many results each group has so far."""
        return self._groups

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> RunWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _count(self, result: Mapping[str, Any]) -> None:
        self._verdicts[result["verdict"]] += 1
        self._groups[result["group"]] += 1

    def _write(self, line: Mapping[str, Any]) -> None:
        data = memoryview(lines.dump(line))
        start = self._file.tell() if self._file.seekable() else None
        try:
            with _writing(self.path):
                while data:
                    data = data[self._file.write(data) or 0 :]
        except WriteError:
            if start is not None:
                with contextlib.suppress(OSError):
                    self._file.truncate(start)
            raise


@contextlib.contextmanager
def _writing(path: Path) -> Any:
    try:
        yield
    except OSError as error:
        raise WriteError(f"cannot write {path}: {error.strerror}; what is in it is kept") from error
