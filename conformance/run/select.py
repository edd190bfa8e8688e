"""Choosing results by name: what `--select` takes.

A selector is words separated by spaces, all of which must fit:

- `tag:WORD`, `case:ID`, `section:TEXT`, `document:NAME`, `claim:ID` look at that one thing;
- any other word looks at the result's id, `case/claim[n=2]@point:backend.dtype.mode.execution`.

A word fits where it occurs, upper and lower case alike; with `*` or `?` in it, it must
fit the whole. Several selectors are alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from conformance.casefile.model import Case, Claim

__all__ = ["Selection"]

_KEYS = ("tag", "case", "section", "document", "claim")


@dataclass(frozen=True, slots=True)
class Selection:
    """Alternatives, each a list of words; no alternatives select everything."""

    alternatives: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def parse(cls, selectors: Sequence[str]) -> Selection:
        return cls(tuple(tuple(s.split()) for s in selectors if s.split()))

    def selects(self, case: Case, claim: Claim, result_id: str) -> bool:
        if not self.alternatives:
            return True
        return any(all(_fits(word, case, claim, result_id) for word in words) for words in self.alternatives)


def _fits(word: str, case: Case, claim: Claim, result_id: str) -> bool:
    key, _, rest = word.partition(":")
    if key not in _KEYS:
        return _matches(word, result_id)
    texts = {
        "tag": case.tags,
        "case": (case.id,),
        "section": (case.section or "",),
        "document": (case.document or "",),
        "claim": (claim.id,),
    }[key]
    return any(_matches(rest, text) for text in texts)


def _matches(word: str, text: str) -> bool:
    pattern, whole = _compiled(word)
    return bool(pattern.fullmatch(text) if whole else pattern.search(text))


@lru_cache(maxsize=256)
def _compiled(word: str) -> tuple[re.Pattern[str], bool]:
    """Only * and ? are wild: the brackets in an id are brackets."""
    wild = {"*": ".*", "?": "."}
    parts = [wild.get(part, re.escape(part)) for part in re.split(r"([*?])", word)]
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL), any(c in word for c in "*?")
