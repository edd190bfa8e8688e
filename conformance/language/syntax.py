"""From text to Python's syntax tree, without ever evaluating anything.

What can be refused by looking at the characters is refused before `ast` sees them,
so that no text, however long or deep, costs more than a moment.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

from conformance.language.errors import ExpressionError

__all__ = ["MAX_DEPTH", "MAX_DIGITS", "MAX_EXPONENT", "MAX_LENGTH", "NUMBER", "read", "span"]

MAX_LENGTH = 10_000
MAX_DEPTH = 100
MAX_DIGITS = 1_000
MAX_EXPONENT = 1_000

NUMBER = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"

_FOREIGN = re.compile(r"[^A-Za-z0-9_+\-*/@()\[\],.:=<>! \t\r\n]")
_NUMBER_LIKE = re.compile(r"(?<![\w.])(?:[0-9]|\.[0-9])(?:[eE][+-](?=[0-9])|[\w.])*")
_NUMBER = re.compile(NUMBER)
_QUOTED = re.compile(r'"[A-Za-z,>-]*"')
"""The one text that an expression holds: the spec of einsum."""
_CLOSING = {"(": ")", "[": "]"}
_INSTEAD = {
    "^": "write ** for powers",
    "−": "write - for minus",
    "×": "write * for times",
    "·": "write * for times",
    "²": "write **2",
    "³": "write **3",
    "≤": "write <=",
    "≥": "write >=",
    "≠": "write !=",
    "π": "write pi",
    "∞": "write inf",
    "ᵀ": "write .T",
    "√": "write sqrt(…)",
    '"': 'text in double quotes is the spec of einsum alone, such as "ij,jk->ik"',
    "'": "an expression holds no text in quotes; the transpose is A.T",
    "#": "an expression holds no comments",
    "{": "parentheses are ( and )",
    "}": "parentheses are ( and )",
    "\0": "a null character",
}
_SPLIT = "name parts of it under let"
_ALLOWED = "letters, digits and _ + - * / @ ( ) [ ] , . : = < > !"


def read(text: str) -> ast.expr:
    """The syntax tree of an expression. ExpressionError if the text is none, is too long or too deep."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"the expression has {len(text):,} characters; allowed: at most {MAX_LENGTH:,}", 0, 1)
    return _read(text)


@lru_cache(maxsize=4096)
def _read(text: str) -> ast.expr:
    if not text.strip():
        raise ExpressionError("the expression is empty")
    unquoted = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), text)
    _characters(unquoted)
    _brackets(unquoted)
    _numbers(unquoted)
    tree = _parse(re.sub(r"[\t\r\n]", " ", text))
    _depth(tree)
    return tree


def span(node: ast.AST) -> tuple[int, int]:
    """Start and end offset of a part of the expression."""
    # One for the parenthesis that `_parse` adds; the text is one line of ASCII, so columns are offsets.
    return max(int(getattr(node, "col_offset", 1)) - 1, 0), int(getattr(node, "end_col_offset", 1)) - 1


def _characters(text: str) -> None:
    if match := _FOREIGN.search(text):
        character = match.group()
        shown = f"`{character}`" if character.isprintable() else f"the character U+{ord(character):04X}"
        hint = _INSTEAD.get(character, f"allowed: {_ALLOWED}")
        raise ExpressionError(f"{shown} is not part of the language; {hint}", *match.span())


def _brackets(text: str) -> None:
    opened: list[int] = []
    for match in re.finditer(r"[()\[\]]", text):
        at, bracket = match.start(), match.group()
        if bracket in _CLOSING:
            opened.append(at)
            if len(opened) > MAX_DEPTH:
                raise ExpressionError(f"brackets nested deeper than {MAX_DEPTH}; {_SPLIT}", at, at + 1)
        elif not opened:
            raise ExpressionError(f"`{bracket}` closes nothing", at, at + 1)
        elif bracket != _CLOSING[text[opened.pop()]]:
            raise ExpressionError(f"`{bracket}` closes a bracket of the other kind", at, at + 1)
    if opened:
        raise ExpressionError(f"`{text[opened[-1]]}` is never closed", opened[-1], opened[-1] + 1)


def _numbers(text: str) -> None:
    for match in _NUMBER_LIKE.finditer(text):
        number = match.group()
        shown = number if len(number) <= 20 else number[:17] + "…"
        if not _NUMBER.fullmatch(number):
            raise ExpressionError(
                f"`{shown}` is not a number; allowed: decimal numbers such as 12, 0.5 and 1e-3", *match.span()
            )
        digits, _, exponent = number.lower().partition("e")
        if len(digits) > MAX_DIGITS:
            raise ExpressionError(f"a number of {len(digits):,} digits; allowed: at most {MAX_DIGITS:,}", *match.span())
        if len(exponent) > 6 or abs(int(exponent or 0)) > MAX_EXPONENT:
            raise ExpressionError(
                f"the exponent of `{shown}` is too large; allowed: at most {MAX_EXPONENT:,}", *match.span()
            )


def _parse(line: str) -> ast.expr:
    try:
        return ast.parse(f"({line})", mode="eval").body
    except SyntaxError as error:
        start = min(max((error.offset or 2) - 2, 0), len(line) - 1)
        message = error.msg
        if ":=" in message or "keyword" in message or "assign" in message:
            message = "`=` only gives a parameter in a call; a relation is written =="
        raise ExpressionError(f"not an expression: {message}", start, start + 1) from None
    except (MemoryError, RecursionError, ValueError, OverflowError):
        raise ExpressionError(f"nested deeper than {MAX_DEPTH}; {_SPLIT}") from None


def _depth(tree: ast.expr) -> None:
    level: list[ast.AST] = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in _parts(node)]
    if level:
        raise ExpressionError(
            f"nested deeper than {MAX_DEPTH}, each operator of a row counting one; {_SPLIT}",
            *span(level[0]),
        )


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.keyword):
            yield child.value
        elif isinstance(child, ast.expr):
            yield child
