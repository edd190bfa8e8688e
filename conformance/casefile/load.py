"""Loading case files: all of them, all of their mistakes, one never hiding another."""

from __future__ import annotations

import hashlib
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from conformance.casefile.budget import Budget
from conformance.casefile.cases import cases, prose
from conformance.casefile.fields import FILE
from conformance.casefile.model import Case, Position, Problem
from conformance.casefile.problems import Problems
from conformance.casefile.read import read_bytes, read_tree

__all__ = ["Loaded", "load", "real"]

SUFFIXES = frozenset({".yaml", ".yml"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """The cases that are right, the mistakes in those that are not, and a hash of what was read.

    The hash is of names relative to the given paths, and bytes: equal wherever the files lie.
    """

    cases: tuple[Case, ...]
    problems: tuple[Problem, ...]
    content_hash: str


def load(paths: Sequence[Path]) -> Loaded:
    """The cases in the files, and in the *.yaml and *.yml files below the directories."""
    found: list[Case] = []
    problems: list[Problem] = []
    contents: list[tuple[str, bytes]] = []
    ids: dict[str, Position] = {}
    seen: set[Path] = set()
    for path, name in _files(paths, problems):
        file = real(path)
        if file in seen:
            continue
        seen.add(file)
        mine = Problems(str(path))
        data = read_bytes(path, mine)
        if data is not None:
            contents.append((name, data))
            for case in _cases(data, mine):
                first = ids.setdefault(case.id, case.position)
                if first is case.position:
                    found.append(case)
                else:
                    position = case.position
                    mine.at(position.line, position.column, f"duplicate case id {case.id}; it stands at {first} too")
        problems += mine.sorted
    return Loaded(tuple(found), tuple(problems), _hash(contents))


def _cases(data: bytes, problems: Problems) -> Iterator[Case]:
    tree = read_tree(data, problems)
    cleaned = FILE.clean(tree, problems) if tree is not None else None
    written = cleaned.get("cases") if cleaned is not None else None
    if cleaned is None or written is None or cleaned.get("format") is None:
        return
    document, section = prose(cleaned.get("document")), prose(cleaned.get("section"))
    budget = Budget()
    found = [case for item in written.items for case in cases(item, document, section, budget, problems)]
    starts = [(item.line, item.column) for item in written.items]
    mistaken = {bisect(starts, (p.line, p.column)) for p in problems.places}
    for case in found:
        if bisect(starts, (case.position.line, case.position.column)) not in mistaken:
            yield case


def _files(paths: Sequence[Path], problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    """Each file, with its name relative to the path that it was found under."""
    for path in paths:
        try:
            if not path.is_dir():
                yield path, path.name
                continue
            below = sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES and not p.is_dir())
        except OSError as error:
            problems.append(Problem(Position(str(path), 1, 1), f"cannot be read: {error.strerror}"))
            continue
        if not below:
            problems.append(Problem(Position(str(path), 1, 1), "no case files (*.yaml, *.yml) in this directory"))
        for file in below:
            yield file, file.relative_to(path).as_posix()


def real(path: Path) -> Path:
    """The file itself, however many names it has."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a loop of links, for example; reading it says so
        return path


def _hash(contents: list[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for name, data in sorted(contents):
        for part in (name.encode(), data):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()
