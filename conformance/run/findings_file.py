"""Findings: what is wrong with a current release of a backend, each with a script that shows it.

A folder of findings has one `BACKEND.json` for each backend, which `schemas/findings.json`
describes, and one `ID.py` for each finding, at most 20 lines of the framework alone. The
script prints two lines, `truth:` and `returned:` and what they are, or raises the error.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.run.errors import RunFileError
from conformance.run.verdicts import BADNESS, GROUP_OF

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

__all__ = ["LONGEST_SCRIPT", "Finding", "FindingsError", "load", "read"]

LONGEST_SCRIPT = 20
"""Lines."""
WIDEST_SCRIPT = 120
"""Characters a line."""


class FindingsError(RunFileError):
    """A file that is no file of findings, or a finding without its script; the message begins with the file."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; the fields are those of the schema."""

    backend: str
    version: str
    id: str
    title: str
    operators: tuple[str, ...]
    dtypes: tuple[str, ...]
    modes: tuple[str, ...]
    order: int
    verdict: str
    returned: str
    truth: str
    check: str
    result: str
    cause: str
    issue: str | None
    remark: str | None
    script: str
    """The text of its reproducer."""

    @property
    def group(self) -> str:
        return GROUP_OF[self.verdict]

    @property
    def legal(self) -> tuple[float, float]:
        """The least and the greatest right answer; both are the truth where there is one."""
        ends = [float(end) for end in self.truth.strip("[]").split(", ")]
        return ends[0], ends[-1]

    @property
    def digits(self) -> float:
        """How many decimal digits of what was returned are right, to a tenth; 0 for what is no number."""
        value = _number(self.returned)
        low, high = self.legal
        if not math.isfinite(value):
            return 0.0
        error = max(low - value, value - high, 0.0)
        reference = max(abs(low), abs(high)) or 1.0
        return math.floor(10 * min(max(math.log10(reference) - math.log10(error), 0.0), 17.0)) / 10 if error else 17.0

    @property
    def link(self) -> str | None:
        """The address of the upstream issue."""
        if self.issue is None or self.issue.startswith("https://"):
            return self.issue
        repository, _, number = self.issue.partition("#")
        return f"https://github.com/{repository}/issues/{number}"

    @property
    def rank(self) -> tuple[int, float, str]:
        """Sorts the most severe first: by verdict, then by how little of the answer is right."""
        return -BADNESS[self.verdict], self.digits, self.id


def load(folder: Path) -> tuple[Finding, ...]:
    """The findings of all files in a folder, the most severe first. FindingsError for any mistake in it."""
    files = sorted(folder.glob("*.json"))
    found = [finding for file in files for finding in read(file)]
    known: dict[str, Finding] = {}
    for finding in found:
        if known.setdefault(finding.id, finding) is not finding:
            raise FindingsError(f"{folder}: {finding.id} is there twice")
    for script in sorted(folder.glob("*.py")):
        if script.stem not in known:
            raise FindingsError(f"{script}: the script of no finding; add {script.stem!r} to a file, or delete it")
    return tuple(sorted(found, key=lambda finding: finding.rank))


def read(path: Path) -> tuple[Finding, ...]:
    """The findings in one file, in its order, each with its script. FindingsError where something is wrong."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FindingsError(f"{path}: cannot be read: {error.strerror}") from error
    except json.JSONDecodeError as error:
        raise FindingsError(f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise FindingsError(f"{path}: not JSON: {error}") from error
    for problem in _problems(data):
        raise FindingsError(f"{path}: {problem}")
    if path.stem != data["backend"]:
        raise FindingsError(f"{path}: backend is {data['backend']!r}; the file must be named {data['backend']}.json")
    return tuple(_finding(path, data, entry) for entry in data["findings"])


def _finding(path: Path, data: Mapping[str, Any], entry: Mapping[str, Any]) -> Finding:
    place = f"{path}: {entry['id']}"
    if not entry["id"].startswith(f"{data['backend']}-"):
        raise FindingsError(f"{place}: an id begins with the backend's name, here {data['backend']}-")
    if f":{data['backend']}." not in entry["result"]:
        raise FindingsError(f"{place}: {entry['result']!r} is no result of {data['backend']}")
    told: dict[str, Any] = {"issue": None, "remark": None, **entry}
    told |= {key: tuple(entry[key]) for key in ("operators", "dtypes", "modes")}
    script = _script(path.with_name(f"{entry['id']}.py"), place)
    finding = Finding(backend=data["backend"], version=data["version"], script=script, **told)
    low, high = finding.legal
    if low <= _number(finding.returned) <= high:
        raise FindingsError(f"{place}: returned is {finding.returned}, which the truth {finding.truth} allows")
    return finding


def _script(path: Path, place: str) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise FindingsError(f"{place}: its script {path.name} cannot be read: {error.strerror}") from error
    lines = text.splitlines()
    if len(lines) > LONGEST_SCRIPT:
        raise FindingsError(f"{path}:{LONGEST_SCRIPT + 1}: a script has at most {LONGEST_SCRIPT} lines")
    for number, line in enumerate(lines, 1):
        if len(line) > WIDEST_SCRIPT:
            raise FindingsError(f"{path}:{number}: {len(line)} characters; at most {WIDEST_SCRIPT} a line")
        if "conformance" in line and "import" in line:
            raise FindingsError(f"{path}:{number}: a script uses the framework alone")
    return text


def _number(text: str) -> float:
    """nan for what is no number."""
    try:
        return float(text)
    except ValueError:
        return math.nan


@cache
def _validator() -> Draft202012Validator:
    from jsonschema_rs import Draft202012Validator

    text = resources.files("conformance.run").joinpath("schemas/findings.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text))


def _problems(data: object) -> Iterator[str]:
    for error in _validator().iter_errors(data):
        place = [str(part) for part in error.instance_path]
        if isinstance(data, dict) and place[:1] == ["findings"] and len(place) > 1:
            entry = data["findings"][int(place[1])]
            if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                place[1] = entry["id"]
        yield f"{'.'.join(place)}: {error.message[:300]}" if place else error.message[:300]
