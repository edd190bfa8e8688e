"""What tells cases apart that one entry of a file was expanded to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from conformance.casefile.model import Case, Position

__all__ = ["titles"]


def titles(cases: Sequence[Case]) -> Mapping[str, str]:
    """The title of each case by its id: as written, or the id where there is none.

    Where `each` made several of one entry, each has the end of its id added.
    """
    together: dict[Position, list[Case]] = {}
    for case in cases:
        together.setdefault(case.position, []).append(case)
    named: dict[str, str] = {}
    for group in together.values():
        words = [case.id.split(".") for case in group]
        shared = next((i for i, column in enumerate(zip(*words, strict=False)) if len(set(column)) > 1), 0)
        for case, parts in zip(group, words, strict=True):
            title = case.title or case.id
            named[case.id] = f"{title}: {'.'.join(parts[shared:])}" if case.title and len(group) > 1 else title
    return named
