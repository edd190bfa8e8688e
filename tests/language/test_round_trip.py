"""What is parsed, printed and parsed again is the same graph."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conformance.language.graph import Graph
from conformance.language.parse import parse_expression
from tests.language.printer import text
from tests.language.scopes import scope

NUMBERS = st.sampled_from(["0", "2", "0.1", "1e-3", "-0.0", "1/3", "2.0", "pi", "e", "-inf", "n"])


def of(template: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(lambda found: template.format(*found))


def _scalars(scalars: st.SearchStrategy[str], vectors: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        of("({} + {})", scalars, scalars),
        of("({} - {}*s)", scalars, scalars),
        of("(s + {})/(t*t + {})", scalars, scalars),
        of("(-sin({}))", scalars),
        of("(s*{})**2", scalars),
        of("where({} < {}, s, {})", scalars, scalars, scalars),
        of("sum({}, axis=0)", vectors),
        of("{}[1]", vectors),
        of("dot({}, {})", vectors, vectors),
        of("grad({}, s)", scalars),
        of("derivative({}, t, 2)", scalars),
        of("partial(g, f)*{}", scalars),
        of("hess({}, [s, t])[0, 1]", scalars),
        of("at({}, s = {})", scalars, scalars),
    )


def _vectors(scalars: st.SearchStrategy[str], vectors: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        of("[{}, {}, {}]", scalars, scalars, scalars),
        of("(A @ {})", vectors),
        of("({} - {})", vectors, vectors),
        of("softmax({}, axis=-1)", vectors),
        of("grad({}, x)", scalars),
        of("jvp({}, x, {})", vectors, vectors),
        of("at({}, x = {}, t = {})", vectors, vectors, scalars),
        of("jac({}, x)[:, 0]", vectors),
        of("(stack([{}, {}], axis=1)[:, 0] + transpose(B, axes=[1, 0])[:, 1])", vectors, vectors),
        of("take({}, [2, 0, 1])", vectors),
    )


def expressions(depth: int) -> tuple[st.SearchStrategy[str], st.SearchStrategy[str]]:
    scalars: st.SearchStrategy[str] = st.one_of(NUMBERS.map(lambda n: f"({n})"), st.sampled_from(["s", "t", "f", "g"]))
    vectors: st.SearchStrategy[str] = st.sampled_from(["x", "y"])
    for _ in range(depth):
        scalars, vectors = (
            st.one_of(scalars, _scalars(scalars, vectors)),
            st.one_of(vectors, _vectors(scalars, vectors)),
        )
    return scalars, vectors


def parsed(written: str) -> tuple[Graph, int]:
    made = scope()
    root = parse_expression(written, made)
    graph, roots = made.builder.graph().restricted([root, *made.builder.lets.values()])
    return graph, roots[0]


@given(st.one_of(*expressions(3)))
def test_round_trip(written: str) -> None:
    graph, root = parsed(written)
    printed = text(graph, root)
    again, root_again = parsed(printed)
    assert again == graph, printed
    assert root_again == root
