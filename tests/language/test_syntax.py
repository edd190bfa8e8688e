"""What is refused by looking at the text alone, quickly and with a clear message."""

from __future__ import annotations

import time

import pytest

from conformance.language.syntax import MAX_LENGTH, read
from tests.language.scopes import refused


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x" * 1_000_000, "the expression has 1,000,000 characters; allowed: at most 10,000"),
        ("(" * 4_000 + "1" + ")" * 4_000, "brackets nested deeper than 100; name parts of it under let"),
        ("(" * 10_000 + "1", "the expression has 10,001 characters; allowed: at most 10,000"),
        ("[" * 101 + "1" + "]" * 101, "brackets nested deeper than 100; name parts of it under let"),
        ("-" * 9_000 + "1", "nested deeper than 100; name parts of it under let"),
        ("-" * 101 + "1", "nested deeper than 100, each operator of a row counting one; name parts of it under let"),
        ("1+" * 4_900 + "1", "nested deeper than 100; name parts of it under let"),
        ("x**" * 3_000 + "x", "nested deeper than 100; name parts of it under let"),
        ("9" * 5_000, "a number of 5,000 digits; allowed: at most 1,000"),
        ("1e9999", "the exponent of `1e9999` is too large; allowed: at most 1,000"),
        ("1e" + "9" * 5_000, "the exponent of `1e999999999999999…` is too large; allowed: at most 1,000"),
    ],
    ids=lambda value: value[:12],
)
def test_too_large(text: str, message: str) -> None:
    start = time.process_time()
    assert refused(text) == message
    assert time.process_time() - start < 0.5


def test_nesting_of_ten_thousand_parentheses_never_reaches_the_parser() -> None:
    text = "(" * 5_000 + ")" * 5_000
    assert len(text) == MAX_LENGTH
    assert refused(text, "(") == "brackets nested deeper than 100; name parts of it under let"


def test_a_hundred_levels_are_allowed() -> None:
    read("(" * 100 + "1" + ")" * 100)
    read("-" * 99 + "1")
    read("+".join("1" * 100))


@pytest.mark.parametrize(
    ("text", "part", "message"),
    [
        ("x.__class__", "x.__class__", "no attribute __class__; allowed: .T, the transpose of a matrix"),
        ("x.T.__init__.__globals__", None, "no attribute __globals__; allowed: .T, the transpose of a matrix"),
        ("__import__(s)", "__import__", "unknown function __import__"),
        ("__builtins__", "__builtins__", "the name __builtins__ is not allowed; names start with a letter"),
        ("x.sum()", "x.sum", "no attribute sum to call; functions are called by name, as in sum(x)"),
        ("(lambda: 1)()", None, "only a function's name may stand before parentheses; * multiplies"),
        ("2(x)", "2", "only a function's name may stand before parentheses; * multiplies"),
        ("lambda: 1", None, "not part of the language: lambda; allowed: numbers, names, + - * / ** @,"),
        ("[y for y in x]", None, "not part of the language: a comprehension; allowed: numbers,"),
        ("(y for y in x)", None, "not part of the language: a comprehension; allowed: numbers,"),
        ("x if s else y", None, "not part of the language: if … else; where(a < b, x, y) chooses;"),
        ("s and t", None, "not part of the language: and/or; a claim is a single relation;"),
        ("not s", None, "not part of the language: not and ~;"),
        ("x, y", None, "not part of the language: a tuple; a list is written [a, b];"),
        ("(s := 1)", None, "not part of the language: `:=`; names are given under let;"),
        ("(yield s)", None, "not part of the language: yield;"),
        ("True", "True", "not part of the language: `True`;"),
        ("None", "None", "not part of the language: `None`;"),
        ("...", None, "not part of the language: `...`;"),
        ("sum(*x)", "*x", "not part of the language: unpacking; arguments are written out"),
        ("sum(**x)", "x", "not part of the language: unpacking; arguments are written out"),
        ("x[0:2]", "0:2", "not part of the language: a slice with ends; allowed: `:` alone, or take(x, [1, 2])"),
        ("s // t", "s // t", "no such operator; allowed: + - * / ** @"),
        ("s in x", "s in x", "no such relation; allowed: == != < <= > >="),
        ("s is t", "s is t", "no such relation; allowed: == != < <= > >="),
        ("'x'", "'", "`'` is not part of the language; an expression holds no text in quotes;"),
        ("x^2", "^", "`^` is not part of the language; write ** for powers"),
        ("s % t", "%", "`%` is not part of the language; allowed: letters, digits and _ + - * / @"),
        ("x²", "²", "`²` is not part of the language; write **2"),
        ("s − t", "−", "`−` is not part of the language; write - for minus"),
        ("s # t", "#", "`#` is not part of the language; an expression holds no comments"),
        ("s\0t", "\0", "the character U+0000 is not part of the language; a null character"),
        ("s\u202et", "\u202e", "the character U+202E is not part of the language; allowed: letters,"),
        ("0x1F", "0x1F", "`0x1F` is not a number; allowed: decimal numbers such as 12, 0.5 and 1e-3"),
        ("1_000", "1_000", "`1_000` is not a number; allowed: decimal numbers such as 12, 0.5 and 1e-3"),
        ("2j", "2j", "`2j` is not a number; allowed: decimal numbers such as 12, 0.5 and 1e-3"),
        ("2x", "2x", "`2x` is not a number; allowed: decimal numbers such as 12, 0.5 and 1e-3"),
        ("", None, "the expression is empty"),
        (" \n ", None, "the expression is empty"),
        ("()", None, "not part of the language: a tuple; a list is written [a, b];"),
        ("(s", "(", "`(` is never closed"),
        ("s)", ")", "`)` closes nothing"),
        ("(s]", "]", "`]` closes a bracket of the other kind"),
        ("s +", "+", "not an expression: invalid syntax"),
        ("s t", "s", "not an expression: invalid syntax. Perhaps you forgot a comma?"),
        ("s = t", "s", "not an expression: `=` only gives a parameter in a call; a relation is written =="),
    ],
)
def test_not_in_the_language(text: str, part: str | None, message: str) -> None:
    found = refused(text, part)
    assert found == message or found.startswith(message)


def test_line_breaks_do_not_move_positions() -> None:
    assert refused("s +\n\t t +\r\n unknown", "unknown").startswith("unknown name unknown")
