"""`each`: one case for each combination of functions and numbers, put in for whole names."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conformance.casefile.constants import constant
from conformance.casefile.problems import Problems, excerpt
from conformance.casefile.tree import Tree
from conformance.language.errors import ExpressionError, ShapeError
from conformance.language.scope import FUNCTIONS
from conformance.language.suggest import nearest
from conformance.language.syntax import NUMBER

__all__ = ["MAX_COMBINATIONS", "Expression", "combinations", "suffix"]

MAX_COMBINATIONS = 1_000

_NAME = re.compile(r""""[^"]*"|(?<![\w.])[A-Za-z][A-Za-z0-9_]*(?!\w)(?!\s*=(?!=))""")
"""Not the `axis` of `axis=0`, and nothing in quotes: a text in quotes matches as a whole."""


@dataclass(frozen=True, slots=True)
class Expression:
    """The text of an expression after `each`, and the way back to where it was written.

    `pieces` are (start in the text, its length, start in the original, its length) of what was put in.
    """

    tree: Tree
    text: str
    pieces: tuple[tuple[int, int, int, int], ...] = ()

    @classmethod
    def of(cls, tree: Tree, values: Mapping[str, str]) -> Expression:
        if not values:
            return cls(tree, tree.text)
        pieces: list[tuple[int, int, int, int]] = []
        parts: list[str] = []
        length = end = 0
        for match in _NAME.finditer(tree.text):
            if match.group() in values:
                value = values[match.group()]
                parts += [tree.text[end : match.start()], value]
                length += match.start() - end
                pieces.append((length, len(value), match.start(), len(match.group())))
                length += len(value)
                end = match.end()
        return cls(tree, "".join([*parts, tree.text[end:]]), tuple(pieces))

    def original(self, offset: int) -> int:
        """Where a character of the text stands in the original."""
        shift = 0
        for start, length, there, written in self.pieces:
            if offset < start:
                break
            if offset < start + length:
                return there
            shift = there + written - start - length
        return offset + shift

    def report(self, problems: Problems, error: ExpressionError, suffix: str = "") -> None:
        """The error at its place in the file, with the part underlined; of a shape, with the suffix (the sizes)."""
        suffix = suffix if isinstance(error, ShapeError) else ""
        shown = excerpt(self.text, error.start, error.end)
        problems.add(self.tree, error.message + suffix, shown, self.original(error.start), once=True)


def combinations(tree: Tree | None, problems: Problems) -> Iterator[dict[str, str]]:
    """Each combination as name to text; none where a value is mistaken or they are too many."""
    if tree is None:
        yield {}
        return
    choices: dict[str, list[str]] = {}
    good = True
    for name, values in tree.pairs():
        choices[name] = []
        for value in values.items:
            text = _value(value, problems)
            good &= text is not None
            choices[name].append(text or "")
    count = math.prod(len(c) for c in choices.values())
    if count > MAX_COMBINATIONS:
        problems.add(tree, f"{count:,} combinations; allowed: at most {MAX_COMBINATIONS:,}")
    elif good:
        for chosen in itertools.product(*choices.values()):
            yield dict(zip(choices, chosen, strict=True))


def suffix(values: Mapping[str, str]) -> str:
    """What is appended to the id: `.sin.2`."""
    return "".join("." + re.sub(r"[^a-z0-9.-]+", "-", v.strip("()").lower()).strip(".") for v in values.values())


def _value(tree: Tree, problems: Problems) -> str | None:
    """A function's name, or a number in parentheses where it needs them."""
    text = " ".join(tree.text.split())
    if text in FUNCTIONS:
        return text
    try:
        constant(text)
    except ExpressionError as error:
        if text.isidentifier():
            hint = nearest(text, FUNCTIONS)
            problems.add(tree, f"{text} is neither a function nor a number{hint}")
        else:
            problems.add(tree, error.message, excerpt(text, error.start, error.end), error.start)
        return None
    return text if re.fullmatch(NUMBER, text) or text.isidentifier() else f"({text})"
