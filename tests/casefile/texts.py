"""Case files made from little text, loaded from a temporary directory."""

from __future__ import annotations

import tempfile
from pathlib import Path

from conformance.casefile.load import Loaded, load
from conformance.casefile.model import Case, Instance

NAME = "made.yaml"


def loaded(text: str | bytes) -> Loaded:
    """One file of this text."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / NAME
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load([path])


def problems(text: str | bytes) -> list[str]:
    """`line:column: message` of every mistake; underlined parts are left out."""
    found = loaded(text)
    return [f"{p.position.line}:{p.position.column}: {p.message}" for p in found.problems]


def document(case: str) -> str:
    """A file with one case; `case` holds the fields after id and title, which stand on lines 3 and 4."""
    body = "".join(f"  {line}\n" for line in case.strip("\n").split("\n"))
    return f"format: 1\ncases:\n- id: made.case\n  title: Made\n{body}"


def cases(case: str) -> tuple[Case, ...]:
    """The cases that one entry stands for; it must have no mistake."""
    found = loaded(document(case))
    assert not found.problems, "\n".join(map(str, found.problems))
    return found.cases


def instance(case: str) -> Instance:
    """The only instance of the only case."""
    (only,) = cases(case)
    (one,) = only.instances
    return one


def mistakes(case: str) -> list[str]:
    """The problems of a file with one case."""
    return problems(document(case))
