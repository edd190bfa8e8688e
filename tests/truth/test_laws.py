"""Laws that hold for every expression, on random ones: shape-correct, smooth at the point."""

from __future__ import annotations

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from conformance.truth.relation import holds
from conformance.truth.scalars import UndecidedError
from conformance.truth.side import PRECISIONS, Value, precision
from tests.truth.texts import Point, truth, value_at

SCALARS = ("exp", "sin", "cos", "tanh", "atan", "sigmoid", "softplus", "square", "asinh", "erf", "gelu", "silu")
REDUCTIONS = ("sum", "mean", "logsumexp", "norm", "prod", "max")
ENTRYWISE = ("sin", "tanh", "exp", "softmax", "cumsum", "square", "log_softmax", "normalize")


def _pair(inner: st.SearchStrategy[str], operators: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.builds(lambda a, o, b: f"({a} {o} {b})", inner, st.sampled_from(operators), inner)


def _scalar(depth: int) -> st.SearchStrategy[str]:
    leaves = st.sampled_from(["a", "b", "x[0]", "x[2]", "0.5", "3", "pi"])
    if depth == 0:
        return leaves
    inner, vector = _scalar(depth - 1), _vector(depth - 1)
    return st.one_of(
        leaves,
        st.builds(lambda f, e: f"{f}({e})", st.sampled_from(SCALARS), inner),
        _pair(inner, ("+", "-", "*")),
        st.builds(lambda e, d: f"({e} / (2 + tanh({d})))", inner, inner),
        st.builds(lambda e, n: f"({e})**{n}", inner, st.integers(0, 3)),
        st.builds(lambda f, v: f"{f}({v})", st.sampled_from(REDUCTIONS), vector),
        st.builds(lambda u, v: f"dot({u}, {v})", vector, vector),
        st.builds(lambda c, e, d: f"where({c} < 1, {e}, {d})", inner, inner, inner),
    )


def _vector(depth: int) -> st.SearchStrategy[str]:
    leaves = st.sampled_from(["x", "y"])
    if depth == 0:
        return leaves
    inner, scalar = _vector(depth - 1), _scalar(depth - 1)
    return st.one_of(
        leaves,
        st.builds(lambda f, v: f"{f}({v})", st.sampled_from(ENTRYWISE), inner),
        _pair(inner, ("+", "-", "*")),
        st.builds(lambda s, v: f"({s} * {v})", scalar, inner),
        st.builds(lambda v: f"matmul(outer({v}, x), y)", inner),
        st.builds(lambda s, t: f"stack([{s}, {t}, 1])", scalar, scalar),
    )


expressions = _scalar(4)
targets = st.sampled_from(["a", "x"])
entries = st.integers(-31, 31).map(lambda n: f"{2 * n + 1}/64")
points = st.fixed_dictionaries(
    dict.fromkeys(("a", "b"), entries) | {name: st.tuples(*[entries] * 3) for name in ("x", "y")}
)
law = settings(max_examples=100, deadline=None)


def known(text: str, point: Point) -> Value:
    """The value, where the expression is smooth at the point and no larger than numbers usually are."""
    try:
        value = truth(text, point)
    except UndecidedError:
        assume(False)
        raise
    assume(value.kind == "smooth" and value.scale < 1e30)
    return value


def assert_equal(left: str, right: str, point: Point, elsewhere: Point | None = None) -> None:
    """Equal to 200 bits, `right` being taken at `elsewhere` if it is given: as an audit decides, at the
    lowest precision at which the difference of the two is decided."""
    elsewhere = elsewhere or point
    assert known(left, point).value.shape == known(right, elsewhere).value.shape
    for bits in PRECISIONS:
        with precision(bits):
            a, b = value_at(left, point), value_at(right, elsewhere)
            try:
                verdict, _ = holds("==", a.value, b.value, max(a.scale, b.scale, 1.0))
            except UndecidedError:
                continue
            assert verdict == "confirmed", (left, right)
            return
    raise UndecidedError


@law
@given(expressions, targets, points, st.sampled_from(["grad", "hess"]))
def test_the_two_methods_overlap(f: str, target: str, point: Point, operator: str) -> None:
    """`truth` raises DisagreementError if they do not."""
    known(f"{operator}({f}, {target})", point)


@law
@given(_scalar(3), _scalar(3), targets, points)
def test_the_gradient_is_linear(f: str, g: str, target: str, point: Point) -> None:
    assert_equal(f"grad(3*({f}) - b*({g}), {target})", f"3*grad({f}, {target}) - b*grad({g}, {target})", point)


# A rational meets a ball at the precision that is set, not at the ball's own.
@law
@example("b", "atan(a)", "a", {"a": "1/64", "b": "1/64"})
@given(_scalar(3), _scalar(3), targets, points)
def test_the_product_rule(f: str, g: str, target: str, point: Point) -> None:
    assert_equal(f"grad(({f})*({g}), {target})", f"({f})*grad({g}, {target}) + ({g})*grad({f}, {target})", point)


@law
@given(_scalar(3), points)
def test_a_substituted_value_is_the_value_at_the_other_point(f: str, point: Point) -> None:
    moved = dict(point) | {"a": point["b"], "x": point["y"]}
    assert_equal(f, f"at({f}, a=b, x=y)", moved, point)
    assert_equal(f"grad({f}, x)", f"at(grad({f}, x), a=b, x=y)", moved, point)


@law
@given(_scalar(2), _scalar(3), points)
def test_a_let_is_its_definition_and_the_chain_rule_goes_through_it(inner: str, outer: str, point: Point) -> None:
    """With h(a) = f(g(a)): h' = f'(g)·g', where f reads its argument as `a`."""
    assert_equal(f"grad(at({outer}, a={inner}), a)", f"at(grad({outer}, a), a={inner})*grad({inner}, a)", point)


@law
@given(_scalar(3), points)
def test_products_with_the_jacobian(f: str, point: Point) -> None:
    assert_equal(f"jvp({f}, x, y)", f"dot(grad({f}, x), y)", point)
    assert_equal(f"vjp(({f})*x, x, y)", f"matmul(y, jac(({f})*x, x))", point)
    assert_equal(f"hvp({f}, x, y)", f"matmul(hess({f}, x), y)", point)
