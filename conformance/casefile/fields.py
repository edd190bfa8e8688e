"""The one table of fields: what a case file and an inventory may hold.

The loader checks against it, the JSON Schemas are made from it.
"""

from __future__ import annotations

from conformance.casefile.containers import Choice, Either, Field, ListOf, MapOf, Nested, Record
from conformance.casefile.kinds import Integer, OneOf, Text, Yes
from conformance.language.syntax import MAX_LENGTH

__all__ = [
    "CASE",
    "CLAIM",
    "ENTRY",
    "EXPECTATIONS",
    "FILE",
    "INPUT",
    "INVENTORY",
    "KINDS",
    "MAX_SIZE",
    "STRUCTURES",
    "TYPE_PATTERN",
]

MAX_SIZE = 1_000_000
MAX_SAMPLES = 1_000
MAX_RANK = 8

EXPECTATIONS = ("confirmed", "refuted", "undefined")
STRUCTURES = (
    "positive",
    "nonnegative",
    "nonzero",
    "integer",
    "distinct",
    "unit",
    "symmetric",
    "positive-definite",
    "orthogonal",
    "invertible",
    "simplex",
)
KINDS = ("equation", "formula", "code", "figure", "exercise")
"""What a text states things in: a displayed equation, a formula in running text, a code cell, …"""

_END = r"(?![\s\S])"
"""The very end: `$` would let a last line break through in some languages."""
_DIMENSION = r"\s*(?:[1-9][0-9]*|[A-Za-z][A-Za-z0-9_]*)\s*"
TYPE_PATTERN = (
    rf"^\s*(?:real|vector\({_DIMENSION}\)|matrix\({_DIMENSION},{_DIMENSION}\)"
    rf"|tensor\({_DIMENSION}(?:,{_DIMENSION}){{0,{MAX_RANK - 1}}}\))\s*{_END}"
)
_PROSE = r"^(?=[\s\S]*\S)[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+" + _END

_WORDS = r"[a-z0-9-]+(?:\.[a-z0-9-]+)*"
_ID = Text("an id: words of a-z, 0-9 and - joined by dots, such as chain-rule.sum", rf"^{_WORDS}{_END}", 200)
_REFERENCE = Text("a claim as case/claim, such as chain-rule.sum/in-a", rf"^{_WORDS}/{_WORDS}{_END}", 401)
_NAME = Text("a name: a letter, then letters, digits and _", rf"^[A-Za-z][A-Za-z0-9_]*{_END}", 50)
_POINT_NAME = Text("the name of a point: letters, digits, - and _", rf"^[A-Za-z0-9][A-Za-z0-9_-]*{_END}", 50)
_TITLE = Text("one or more lines of plain text", _PROSE, 500)
_LONG = Text("one or more lines of plain text", _PROSE, 2_000)
_EXPRESSION = Text("an expression", r"\S", MAX_LENGTH, numbers=True)
_ALTERNATIVE = Text("the name of a function, or a number", r"\S", 100, numbers=True)
_TYPE = Text("real, vector(n), matrix(n, m), tensor(n, m, k)", TYPE_PATTERN, 200)
_SIZE = Integer(1, MAX_SIZE)

INPUT = Record(
    "an input",
    (
        Field("type", _TYPE, "real, vector(n), matrix(n, m) or tensor(n, m, k); a dimension is an integer or a size",
              required=True),
        Field("in", ListOf(_EXPRESSION, 2, 2), "The interval that samples come from; [-2, 2] unless told."),
        Field("where", Either((OneOf(STRUCTURES), ListOf(OneOf(STRUCTURES), len(STRUCTURES)))),
              "What samples satisfy."),
    ),
)  # fmt: skip

_POINT = Choice(
    {
        "sample": Record("a point", (
            Field("sample", Integer(1, MAX_SAMPLES), "How many pseudo-random points to take.", required=True),
        )),
        "special": Record("a point", (
            Field("special", Yes(), "The special points of the operators in the case.", required=True),
        )),
    },
    MapOf(_NAME, Nested(_EXPRESSION, MAX_RANK, 10_000), 100),
)  # fmt: skip

CLAIM = Record(
    "a claim",
    (
        Field("id", _ID, "Unique in the case; never changed once published.", required=True),
        Field("that", _EXPRESSION, "A relation, an asymptotic relation, or a bare expression.", required=True),
        Field("at", Either((_POINT_NAME, ListOf(_POINT_NAME, 100))), "The point or points; all unless told."),
        Field("expect", OneOf(EXPECTATIONS), "confirmed unless told."),
        Field("erratum", _LONG, "What is wrong with a claim that is false."),
    ),
    paired=("erratum", "expect", "refuted"),
)

CASE = Record(
    "a case",
    (
        Field("id", _ID, "Unique over the suite; never changed once published.", required=True),
        Field("title", _TITLE, "Plain text.", required=True),
        Field("source", Either((_TITLE, ListOf(_TITLE, 50))), "Label, exercise or citation; a list if several."),
        Field("tags", ListOf(Text("a tag", _PROSE, 100), 50, 0), "Words to select by."),
        Field("sizes", MapOf(_NAME, Either((_SIZE, ListOf(_SIZE, 50))), 10), "Symbolic dimensions."),
        Field("each", MapOf(_NAME, ListOf(_ALTERNATIVE, 1_000), 10), "One case for each combination of these values."),
        Field("inputs", MapOf(_NAME, Either((_TYPE, INPUT)), 100, 1), "Names and types of the inputs.", required=True),
        Field("let", MapOf(_NAME, _EXPRESSION, 1_000), "Names for expressions; each may use the ones above."),
        Field("points", MapOf(_POINT_NAME, _POINT, 100, 1), "Where the claims are tried."),
        Field("claims", ListOf(CLAIM, 1_000), "What is claimed.", required=True),
    ),
)

FILE = Record(
    "a case file",
    (
        Field("format", Integer(1, 1), "The version of the format.", required=True),
        Field("document", _TITLE, "The text that the cases come from."),
        Field("section", _TITLE, "The section, as the text has it."),
        Field("cases", ListOf(CASE, 10_000), "The cases.", required=True),
    ),
)

ENTRY = Record(
    "an entry",
    (
        Field("id", _ID, "Unique in the inventory; never changed once published.", required=True),
        Field("kind", OneOf(KINDS), "equation: displayed; formula: in running text.", required=True),
        Field("section", _TITLE, "The section's title, as the text has it.", required=True),
        Field("formula", _LONG, "What is stated, so that a reader finds it again; no sentences of the text.",
              required=True),
        Field("label", _TITLE, "The label that the text gives it."),
        Field("claims", ListOf(_REFERENCE, 200), "The claims that state it as the text does."),
        Field("untestable", _LONG, "Why no claim can state it."),
        Field("related", ListOf(_REFERENCE, 200), "Claims around it: steps, corrected forms, variants."),
        Field("erratum", _LONG, "A slip by which the formula means something else."),
        Field("note", _LONG, "Anything else that a reader should know."),
    ),
    one_of=("claims", "untestable"),
)  # fmt: skip

INVENTORY = Record(
    "an inventory",
    (
        Field("$schema", _TITLE, "Where editors find this schema."),
        Field("format", Integer(1, 1), "The version of the format.", required=True),
        Field("document", _ID, "The document of the cases.", required=True),
        Field("title", _TITLE, "The title of the text."),
        Field("inventory", ListOf(ENTRY, 2_000), "Everything that the text states, in its order.", required=True),
    ),
)
