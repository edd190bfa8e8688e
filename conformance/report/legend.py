"""What every verdict and group of verdicts means, in one line each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conformance.run.verdicts import GROUP_OF, GROUPS

__all__ = [
    "AUDIT_VERDICTS",
    "ENTRY_MARKS",
    "EXPRESSION",
    "GROUP_MARKS",
    "NOTATION",
    "NOT_AUDITED",
    "VERDICTS_OF",
    "VERDICT_MEANINGS",
    "Mark",
]


@dataclass(frozen=True, slots=True)
class Mark:
    """How something is shown: the word, a symbol (never colour alone), its CSS class, its meaning."""

    word: str
    symbol: str
    css: str
    meaning: str


def _mark(word: str, symbol: str, meaning: str) -> Mark:
    return Mark(word, symbol, word.replace(" ", "-"), meaning)


GROUP_MARKS: Mapping[str, Mark] = {
    mark.word: mark
    for mark in (
        _mark("agree", "✓", "the value is the true one, as far as rounding permits"),
        _mark("convention", "◇", "there is no single right answer here; what was returned is recorded"),
        _mark("inaccurate", "≈", "digits were lost that a better formula keeps"),
        _mark("wrong", "✗", "not the value: further off than rounding can explain"),
        _mark("no answer", "∅", "the backend declined, failed, overran or died"),
        _mark("undecided", "?", "rounding could excuse any answer, or the truth is not known"),
    )
}
assert tuple(GROUP_MARKS) == GROUPS

VERDICT_MEANINGS: Mapping[str, str] = {
    "pass": "every entry within the permitted error, right shape, right dtype",
    "subgradient": "the function has a kink here, and the value is one of the legal ones",
    "edge": "no finite derivative exists here; whatever was returned (nan, inf, a number) is recorded",
    "inaccurate": "beyond the permitted error but close: digits were lost that a better formula keeps",
    "underflow": "the result is 0 or subnormal where the truth is a normal number",
    "wrong": "the error is beyond √u times the scale of the check",
    "spurious-nan": "nan or infinite where the truth is finite",
    "outside": "the function has a kink here, and the value is none of the legal ones",
    "wrong-shape": "the array has another shape than the derivative",
    "wrong-dtype": "the array has another dtype than the one asked for",
    "unsupported": "the backend says that it cannot (or returns None where the truth is not zero)",
    "error": "the backend raised an exception",
    "timeout": "the backend took longer than allowed",
    "crash": "the backend's process died",
    "ill-conditioned": "rounding alone can make any answer wrong here, so neither right nor wrong is claimed",
    "unsure": "interval arithmetic could not decide the truth",
}

VERDICTS_OF: Mapping[str, tuple[str, ...]] = {
    group: tuple(verdict for verdict in VERDICT_MEANINGS if GROUP_OF[verdict] == group) for group in GROUPS
}

AUDIT_VERDICTS: Mapping[str, Mark] = {
    mark.word: mark
    for mark in (
        _mark("confirmed", "✓", "provably holds at every point tried"),
        _mark("refuted", "✗", "provably fails at a point, which is shown"),
        _mark("undefined", "◇", "has no single finite value at any point tried: a kink, or log at 0"),
        _mark("unsure", "?", "could not be decided"),
    )
}

EXPRESSION = _mark("expression", "ƒ", "claims nothing of its value; the question is whether backends find it")
"""What a bare expression is, which the audit has nothing to refute in."""

ENTRY_MARKS: Mapping[str, Mark] = {
    "confirmed": _mark("confirmed", "✓", "what is stated provably holds at every point tried"),
    "refuted": _mark("refuted", "✗", "what is stated provably fails at a point, which is shown"),
    "undefined": _mark("undefined", "◇", "what is stated has no finite value"),
    "unsure": _mark("unsure", "?", "could not be decided"),
    "untestable": _mark("untestable", "–", "states nothing that could be true or false; the reason is given"),
}
"""What became of a statement of a text."""

NOT_AUDITED = _mark("not audited", "·", "nothing was decided")

NOTATION: tuple[tuple[str, str], ...] = (
    ("grad(f, x)", "gradient of f in x, over every path from x to f; what lies above x is held"),
    ("partial(f, a)", "derivative of f's own defining expression in a, every other name in it held"),
    ("derivative(f, t, k)", "k-th derivative of a scalar in a scalar"),
    ("jac(F, x)", "Jacobian: the shape of F, then that of x"),
    ("hess(f, x)", "Hessian"),
    ("jvp(F, x, v)", "Jacobian times a vector (forward mode's own product)"),
    ("vjp(F, x, v)", "a vector times the Jacobian (reverse mode's own product)"),
    ("hvp(f, x, v)", "Hessian times a vector"),
    ("at(grad(f, x), x = c)", "the value, derivatives included, at the point where x is c"),
    ("x*y", "vectors and matrices multiplied entry by entry"),
    ("X**2", "every entry of a matrix squared"),
    ("x[0]", "an entry; indices count from 0"),
    ("O(t**2)", "a difference that vanishes at least as fast as t² as t goes to 0"),
)
"""Expressions of the language, shown as the pages write them, and what they mean."""
