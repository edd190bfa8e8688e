"""Reading a run file: header, results, footer; strict, except that an interrupted run is one too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.run import lines
from conformance.run.errors import RunFileError
from conformance.run.verdicts import GROUP_OF, count

__all__ = ["RunFile", "RunFileError", "is_run_file", "read"]


@dataclass(frozen=True, slots=True)
class RunFile:
    """A run: `footer` is None where it was interrupted."""

    path: Path
    header: dict[str, Any]
    results: list[dict[str, Any]]
    footer: dict[str, Any] | None = None
    size: int = field(default=0, compare=False)
    """Bytes of the file that hold finished lines; what follows was cut off while it was written."""

    @property
    def environment_error(self) -> str | None:
        return None if self.footer is None else self.footer["environment_error"]

    @property
    def finished(self) -> frozenset[str]:
        return frozenset(result["id"] for result in self.results)


def read(path: Path) -> RunFile:
    """The run in a file. RunFileError, as `file:line: what is wrong`, where it is not one."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RunFileError(f"{path}: cannot be read: {error.strerror}") from error
    raw = data.split(b"\n")
    cut = raw.pop() if raw[-1] == b"" or _cut_off(raw[-1]) else b""  # a last line may lack its newline alone
    if not raw:
        raise RunFileError(f"{path}:1: not a run file: it is empty or its first line is cut off")
    parsed = [lines.parse(line, f"{path}:{number}") for number, line in enumerate(raw, 1)]
    run = _assemble(path, parsed, len(data) - len(cut))
    if cut and run.footer is not None:
        raise RunFileError(f"{path}:{len(raw) + 1}: text after the footer")
    return run


def is_run_file(path: Path) -> bool:
    """Whether the file begins as a run file does, so that it may be replaced by another one."""
    with path.open("rb") as file:
        first = file.readline(1 << 20)
    try:
        kind = lines.parse(first, str(path))["kind"]
    except RunFileError:
        return False
    return bool(kind == "header")


def _cut_off(line: bytes) -> bool:
    try:
        lines.parse(line, "")
    except RunFileError:
        return True
    return False


def _assemble(path: Path, parsed: list[dict[str, Any]], size: int) -> RunFile:
    header, body = parsed[0], parsed[1:]
    if header["kind"] != "header":
        raise RunFileError(f"{path}:1: a run file begins with its header; this is a {header['kind']}")
    footer = body.pop() if body and body[-1]["kind"] == "footer" else None
    seen: dict[str, int] = {}
    for number, line in enumerate(body, 2):
        if line["kind"] != "result":
            raise RunFileError(f"{path}:{number}: a {line['kind']} among the results")
        _check(line, header, f"{path}:{number}")
        if seen.setdefault(line["id"], number) != number:
            raise RunFileError(f"{path}:{number}: {line['id']} is already on line {seen[line['id']]}")
    if footer is not None:
        _check_counts(footer, body, f"{path}:{len(parsed)}")
    return RunFile(path, header, body, footer, size)


def _check(result: Mapping[str, Any], header: Mapping[str, Any], place: str) -> None:
    if result["backend"] != header["backend"]:
        raise RunFileError(f"{place}: a result of {result['backend']} in a run of {header['backend']}")
    if GROUP_OF[result["verdict"]] != result["group"]:
        raise RunFileError(
            f"{place}: verdict {result['verdict']} is in the group {GROUP_OF[result['verdict']]}, not {result['group']}"
        )


def _check_counts(footer: Mapping[str, Any], results: list[dict[str, Any]], place: str) -> None:
    verdicts, groups = count(results)
    if (footer["results"], footer["verdicts"], footer["groups"]) != (len(results), verdicts, groups):
        raise RunFileError(f"{place}: the footer's counts are not those of the {len(results)} results above it")
