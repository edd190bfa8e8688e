"""`each`: functions and numbers put in for whole names, and the way back to where they were written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.casefile.each import Expression
from conformance.casefile.tree import Tree
from tests.casefile.texts import cases, document, loaded, mistakes


def put_in(text: str, **values: str) -> str:
    return Expression.of(Tree("text", 1, 1, text, verbatim=1), values).text


@pytest.mark.parametrize(
    ("text", "values", "result"),
    [
        ("g(x)**k", {"g": "sin", "k": "2"}, "sin(x)**2"),
        ("-k*gg(x) + kk", {"g": "sin", "k": "(-1)"}, "-(-1)*gg(x) + kk"),
        ("sum(x, axis=axis)", {"axis": "1"}, "sum(x, axis=1)"),
        ("tril(A, k = k)", {"k": "0"}, "tril(A, k = 0)"),
        ("k == k", {"k": "0"}, "0 == 0"),
        ("1e5*e5", {"e5": "2"}, "1e5*2"),
        ("A.T*T", {"T": "3"}, "A.T*3"),
    ],
)
def test_whole_names_only(text: str, values: dict[str, str], result: str) -> None:
    assert put_in(text, **values) == result


def test_each_makes_one_case_for_each_combination() -> None:
    found = cases("""
each: {g: [sin, log_softmax], k: [1, -2, 1/2, 1e-5]}
inputs: {x: vector(3)}
let: {f: sum(g(x)**k)}
claims: [{id: a, that: "k*f == f*k"}]
""")
    assert [case.id.removeprefix("made.case") for case in found] == [
        ".sin.1", ".sin.-2", ".sin.1-2", ".sin.1e-5",
        ".log-softmax.1", ".log-softmax.-2", ".log-softmax.1-2", ".log-softmax.1e-5",
    ]  # fmt: skip
    assert found[1].let == {"f": "sum(sin(x)**(-2))"}
    assert found[2].claims == {"a": "(1/2)*f == f*(1/2)"}
    assert found[2].instances[0].claims[0].text == "(1/2)*f == f*(1/2)"


def test_numbers_stand_in_types_intervals_and_points_too() -> None:
    (case,) = cases("""
each: {k: [2]}
inputs: {x: {type: vector(k), in: [k, 2*k]}}
points: {p: {x: [k, k/3]}, q: {sample: 1}}
claims: [{id: a, that: "x[k - 1]"}]
""")
    p, q = case.instances[0].claims[0].points
    assert p.values == {"x": ("2", "2/3")}
    assert all(2 < float(v) < 4 for v in q.values["x"])
    assert case.inputs == {"x": "vector(2)"}


def test_text_in_quotes_is_left_as_it_is() -> None:
    text = Tree('k*einsum([x, y], "k,k->") + k', 1, 1, 'k*einsum([x, y], "k,k->") + k', verbatim=1)
    assert Expression.of(text, {"k": "2"}).text == '2*einsum([x, y], "k,k->") + 2'


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("each: {g: [sin, flattenn]}\ninputs: {x: real}\nclaims: [{id: a, that: g(x)}]",
         "5:19: flattenn is neither a function nor a number; did you mean flatten"),
        ("each: {g: [sin, x + 1]}\ninputs: {x: real}\nclaims: [{id: a, that: g(x)}]",
         "5:19: unknown name x; known here: pi, e, inf"),
        ("each: {x: [1]}\ninputs: {x: real}\nclaims: [{id: a, that: x}]", "6:12: x is a name under each already;"),
        ("each: {sin: [cos]}\ninputs: {x: real}\nclaims: [{id: a, that: x}]", "5:10: sin is a function;"),
        ("each: {g: [sin, matmul]}\ninputs: {x: real}\nclaims: [{id: a, that: 2*g(x)}]",
         "7:28: too few arguments; allowed: matmul(x, y)"),
        ("each: {k: [1, 2]}\ninputs: {x: vector(2)}\nclaims: [{id: a, that: x + ones(k + 1)}]",
         "7:26: shapes do not broadcast: a 2-vector and a 3-vector (at k=2)"),
        ("each: {k: [1, 1]}\ninputs: {x: real}\nclaims: [{id: a, that: x}]", "3:3: duplicate case id made.case.1;"),
        (f"each: {{k: {list(range(40))}, m: {list(range(40))}}}\ninputs: {{x: real}}\nclaims: [{{id: a, that: x}}]",
         "5:9: 1,600 combinations; allowed: at most 1,000"),
    ],
)  # fmt: skip
def test_mistakes(case: str, message: str) -> None:
    (found,) = mistakes(case)
    assert found.startswith(message)


def test_a_mistake_is_underlined_in_the_text_that_was_put_in() -> None:
    (problem,) = loaded(
        document("each: {g: [sin]}\ninputs: {x: real}\nclaims: [{id: a, that: g(x) + sine(x)}]")
    ).problems
    assert problem.excerpt == "    sin(x) + sine(x)\n             ^^^^"
    assert problem.position.column == 33


@given(st.lists(st.sampled_from(["g", "k", "x", "axis", " + ", "(", "=", "=="]), max_size=12))
def test_every_offset_leads_back(parts: list[str]) -> None:
    text = " ".join(parts)
    expression = Expression.of(Tree("text", 1, 1, text, verbatim=1), {"g": "arctan", "k": "(-1)"})
    offsets = [expression.original(i) for i in range(len(expression.text))]
    assert offsets == sorted(offsets)
    for i, offset in enumerate(offsets):
        character = text[offset]
        assert character in "gk" or character == expression.text[i]
