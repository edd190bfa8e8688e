"""What a query can ask for: the one table of fields, which `query.js` is given as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.language.ops import OPERATORS

__all__ = ["FIELDS", "Field", "spec"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a result. `kind` says how a value fits: a `name` whole, a `text` where it occurs, a `number`
    by comparison; in names and texts upper and lower case are alike, and `*` and `?` are wild."""

    name: str
    kind: str
    meaning: str
    example: str
    before: bool = True
    """Whether it is known before a backend has answered."""
    allowed: tuple[str, ...] = ()
    """The names there are; empty where they are not ours to list."""


_VERDICTS = tuple(
    "pass subgradient edge inaccurate underflow wrong spurious-nan outside wrong-shape wrong-dtype unsupported "
    "error timeout crash ill-conditioned unsure".split()
)
_GROUPS = ("agree", "convention", "inaccurate", "wrong", "no-answer", "undecided")
_TRUTHS = ("smooth", "touched", "kink", "undefined", "unsure")

FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        Field("backend", "name", "whose answer it is", "backend:jax,torch"),
        Field("verdict", "name", "what was found of it", "verdict:wrong", before=False, allowed=_VERDICTS),
        Field("group", "name", "the group of its verdict", "group:no-answer", before=False, allowed=_GROUPS),
        Field("operator", "name", "an operator differentiated in the claim", "operator:relu",
              allowed=tuple(sorted(OPERATORS))),
        Field("order", "number", "how often is differentiated; 0 for a value", "order:>=2"),
        Field("mode", "name", "the mode of differentiation", "mode:forward"),
        Field("dtype", "name", "the dtype asked for", "dtype:float32"),
        Field("execution", "name", "eager, compiled or batched", "execution:compiled"),
        Field("truth", "name", "the class of the true derivative", "truth:kink", before=False, allowed=_TRUTHS),
        Field("error", "number", "the largest error in ulps, to three digits", "error:>1e6", before=False),
        Field("section", "text", "the section of its document", 'section:"chain rule"'),
        Field("document", "text", "the document that the case is of", "document:calculus"),
        Field("case", "text", "the id of the case", "case:softmax"),
        Field("claim", "text", "the id of the claim", "claim:gradient"),
        Field("tag", "text", "a tag of the case", "tag:backpropagation"),
        Field("point", "text", "the name of the point", "point:generic"),
    )
}  # fmt: skip


def spec() -> list[dict[str, Any]]:
    """The table as `query.js` reads it."""
    return [{"name": f.name, "kind": f.kind, "example": f.example, "allowed": list(f.allowed)} for f in FIELDS.values()]
