"""Whatever the text, an expression is parsed or refused with a place in it, and soon."""

from __future__ import annotations

import time
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.language.errors import ExpressionError
from conformance.language.parse import Scope, parse_claim, parse_let
from conformance.language.scope import FUNCTIONS
from tests.expressions import World, expressions, worlds
from tests.language.scopes import scope

LONGEST = 5.0
"""Seconds of the processor that no text of this size takes; each takes milliseconds."""

TOKENS = [
    *sorted(FUNCTIONS), *["x", "A", "B", "s", "f", "g", "n", "unknown", "__init__", "pi", "inf", "O"] * 4,
    *["(", ")", "[", "]", ",", "."] * 12, *["+", "-", "*", "/", "**", "@", "==", "<=", "=", ":", ".T"] * 8,
    *["0", "1", "2.5", "1e-3", "1e999", "0x1", "1_0", "9" * 40, "1000", "-1", "1e", ".", "1.e5"] * 3,
    "axis=", "x=", "shape=", "k=", " ", "\n", "\t", "lambda", "if", "for", "not", "é", "²", "\0", "\u202e",
    "'", "#", "\\",
]  # fmt: skip
SOUP = st.lists(st.sampled_from(TOKENS), max_size=25).map("".join)
CHARACTERS = st.one_of(st.text(max_size=200), st.text(alphabet="xAst01.,()[]+-*/@<>=:_ eT\n", max_size=60))


def refusal(parse: Callable[[], object]) -> ExpressionError | None:
    start = time.process_time()
    found = None
    try:
        parse()
    except ExpressionError as error:
        found = error
    assert time.process_time() - start < LONGEST
    return found


def well_placed(error: ExpressionError | None, text: str) -> bool:
    """Parsed, or refused with a message and a place inside the text."""
    if error is None:
        return True
    return bool(error.message) and 0 <= error.start <= (len(text) if error.end is None else error.end) <= len(text)


def check(text: str, made: Scope) -> None:
    assert well_placed(refusal(lambda: parse_claim(text, made)), text)


@given(CHARACTERS)
def test_any_text(text: str) -> None:
    check(text, scope())


@settings(max_examples=300)
@given(SOUP)
def test_words_of_the_language_in_any_order(text: str) -> None:
    check(text, scope())


@given(SOUP)
def test_a_let_of_any_text(text: str) -> None:
    made = scope()
    error = refusal(lambda: parse_let("h", text, made))
    assert well_placed(error, text)
    if error is None:
        assert refusal(lambda: parse_claim("h", made)) is None


def damaged(data: st.DataObject, text: str) -> str:
    """With a part left out, doubled, moved, or a word put in."""
    first, last = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    part = text[first:last]
    where = data.draw(st.integers(0, len(text)))
    return data.draw(
        st.sampled_from(
            [
                text[:first] + text[last:],
                text[:where] + part + text[where:],
                text[:first] + part[::-1] + text[last:],
                text[:where] + data.draw(st.sampled_from(TOKENS)) + text[where:],
            ]
        )
    )


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_expression(data: st.DataObject) -> None:
    world: World = data.draw(worlds())
    text = data.draw(expressions(world, data.draw(st.sampled_from([(), (2,), (2, 2)]))))
    for _ in range(data.draw(st.integers(1, 3))):
        text = damaged(data, text)
    check(text, world.scope())


@given(st.data(), st.sampled_from(["({})", "-{}", "[{}]", "sin({})", "({} + {})", "kron({0}, {0})", "outer({0}, {0})",
                                   "jac({0}, x)", "stack([{0}, {0}])", "({}**9)", "({}*{})", "{}[0]"]))  # fmt: skip
def test_what_grows(data: st.DataObject, wrap: str) -> None:
    """Text that doubles, arrays that multiply, powers of powers."""
    text = data.draw(st.sampled_from(["x", "A", "s", "9", "1.5", "f"]))
    for _ in range(data.draw(st.integers(1, 120))):
        text = wrap.format(text, text)
        if len(text) > 20_000:
            break
    check(text, scope())
