"""Derivative rules against Taylor series for every operator: orders 0 to 4 along a curve, at generic and special
points, and gradient and Hessian in several variables.

Where the function is not smooth, what the two methods see on either side must bear the class out.
"""

from __future__ import annotations

from functools import lru_cache

import pytest

from conformance.language.ops import OPERATORS
from conformance.truth.scalars import Poison, Scalar, ball
from conformance.truth.side import DisagreementError, Expression, agree, precision
from tests.truth import matrix_forms, nn_forms, structured_forms
from tests.truth.catalog import FORMS, Sample, samples, shapes
from tests.truth.lines import Found, Line, Texts, points

SYMBOLS = {"add", "subtract", "multiply", "divide", "power", "negative"}
ORDERS = (1, 2, 3, 4)
FORM = [(name, text) for name, forms in FORMS.items() for text in forms]

NOT_SMOOTH = {
    "abs": {"0": "kink", "-0.0": "kink"}, "sign": {"0": "undefined", "-0.0": "undefined"},
    "relu": {"0": "kink", "-0.0": "kink"}, "leaky_relu": {"0": "kink", "-0.0": "kink"},
    **{name: dict.fromkeys(("0 0", "-0.0 -0.0", "1 1"), "kink") for name in ("maximum", "minimum")},
    "hypot": {"0 0": "kink", "-0.0 -0.0": "kink"}, "norm": {"0 0": "kink", "0 0 0 0": "kink"},
    **{name: dict.fromkeys(("0", "-0.0", "-1"), "undefined") for name in ("sqrt", "rsqrt", "log", "log2", "log10")},
    "cbrt": {"0": "undefined", "-0.0": "undefined"}, "log1p": {"-1": "undefined", "-2": "undefined"},
    **{name: dict.fromkeys(("1", "-1", "2"), "undefined") for name in ("asin", "acos", "atanh", "erfinv")},
    "acosh": {"1": "undefined", "1/2": "undefined"}, "logit": dict.fromkeys(("0", "1", "2"), "undefined"),
    "lgamma": {"0": "undefined", "-1": "undefined"}, "digamma": {"0": "undefined", "-1": "undefined"},
    "i0e": {"0": "kink", "-0.0": "kink"}, "i1e": {"0": "touched", "-0.0": "touched"},
    "gamma": {"0": "undefined", "-1": "undefined"}, "polygamma": {"0": "undefined"},
    "gammainc": {"0": "undefined"}, "gammaincc": {"0": "undefined"},
    "ndtri": {"0": "undefined", "1": "undefined", "2": "undefined"}, "entr": {"0": "undefined", "-1": "undefined"},
    "expi": {"0": "undefined"}, "spence": {"0": "undefined", "-1": "undefined"},
    "xlog1py": {"3/8 -1": "undefined", "-1 -1": "undefined"}, "xdivy": {"5/8 0": "undefined", "0 0": "undefined"},
    "floor": dict.fromkeys(("0", "-0.0", "1"), "undefined"), "ceil": dict.fromkeys(("0", "-0.0", "1"), "undefined"),
    "trunc": {"0": "touched", "-0.0": "touched", "1": "undefined"},
    "frac": {"0": "touched", "-0.0": "touched", "1": "undefined"},
    "round": dict.fromkeys(("1/2", "5/2", "-5/2"), "undefined"),
    **{n: dict.fromkeys(("1 1", "-1 -1", "-3/4 -3/4"), "undefined") for n in ("remainder", "fmod", "floor_divide")},
    "heaviside": {"0 -7/16": "undefined", "0 0": "undefined"},
    "reciprocal": {"0": "undefined"},
    "max": {"0 0": "kink", "3/8 3/8": "kink", "0 0 0 0": "kink", "5/2 5/2 5/2 5/2": "kink"},
    "min": {"0 0": "kink", "3/8 3/8": "kink", "0 0 0 0": "kink", "5/2 5/2 5/2 5/2": "kink"},
    "std": {"3/8 3/8": "kink", "0 0": "kink", "5/2 5/2 5/2 5/2": "kink"},
    "normalize": {"0 0": "undefined", "0 0 0 0": "undefined"},
    "cholesky": {"1 1 1 1": "undefined"}, "slogdet": {"1 1 1 1": "undefined"}, "logdet": {"1 1 1 1": "undefined"},
    "inv": {"1 1 1 1": "undefined"},
    **matrix_forms.NOT_SMOOTH,
    **nn_forms.NOT_SMOOTH,
    **structured_forms.NOT_SMOOTH,
}  # fmt: skip
"""The class of the first derivative at the special points of an operator alone; smooth at all others."""


def entrywise(name: str, text: str) -> bool:
    """Whether the form is taken of scalars: several of them would show no more."""
    return (OPERATORS[name].group in {"elementwise", "comparison"} or name in SYMBOLS) and "A" not in text


def joined(point: Texts) -> str:
    return " ".join(v for values in point.values() for v in values)


@lru_cache(maxsize=4)
def line_of(name: str, text: str) -> tuple[Line, list[dict[str, tuple[str, ...]]]]:
    shape = () if entrywise(name, text) else (2,)
    return Line(text, shape, 2), points(name, text, shape, 2)


def test_every_operator_has_forms() -> None:
    assert set(FORMS) == set(OPERATORS)
    used = {(sample.name, node.op) for sample in samples() for node in sample.builder.nodes}
    assert all((name, name) in used for name in OPERATORS)
    assert all(set(NOT_SMOOTH[name]) for name in NOT_SMOOTH)


def meet(a: Scalar, b: Scalar) -> bool:
    """Both exist and their enclosures overlap."""
    return not isinstance(a, Poison) and not isinstance(b, Poison) and agree(a, b)


def inconsistency(found: Found, order: int) -> str | None:
    """What contradicts the class that was found; None if nothing does."""
    kind = found.value.kind
    right, left = found.right, found.left
    sides = [meet(a, b) for a, b in zip(right, left, strict=True)]
    continuous = meet(found.here, right[0]) and sides[0]
    exist = not any(isinstance(x, Poison) for x in (*right, *left))
    if kind == "undefined":
        sound = continuous and exist and all(sides[:order])
        return "there is a one-sided derivative on both sides, and all below are equal" if sound else None
    if not continuous or not exist or not all(sides[:order]):
        return "a derivative below, or the value, differs between the sides"
    if sides[order] == (kind == "kink"):
        return "the sides agree" if kind == "kink" else "the sides differ"
    if kind != "kink" and not meet(found.value.value[()], right[order]):
        return "the value is not the one-sided derivative"
    if kind == "smooth" and not isinstance(found.rules, Poison) and not meet(found.rules, right[order]):
        return "the rules have another value"
    for rules, series in ((found.rules_right, right[order]), (found.rules_left, left[order])):
        if rules is not None and not meet(rules, series):
            return "the rules have another limit on one side"
    return None


@pytest.mark.parametrize(("name", "text"), FORM, ids=[text for _, text in FORM])
def test_rules_and_series_agree_along_a_curve(name: str, text: str) -> None:
    line, places = line_of(name, text)
    for point in places:
        if (name, joined(point)) in nn_forms.REMOVABLE:
            continue
        for order in ORDERS:
            found = line.at(point, order)
            with precision(256):
                assert inconsistency(found, order) is None, (point, order, found)
            if point == places[0]:
                assert found.value.kind == "smooth"
                assert not isinstance(found.rules, Poison)


@pytest.mark.parametrize("name", [name for name, forms in FORMS.items() if forms[0].startswith(f"{name}(")])
def test_the_class_at_special_points_is_that_of_textbooks(name: str) -> None:
    text = FORMS[name][0]
    line, places = line_of(name, text)
    for point in places:
        at = joined(point)
        if (name, at) in nn_forms.REMOVABLE or name in {"atan2", "xlogy", "pow", "clip", "where", "elu"}:
            continue
        assert line.at(point, 1).value.kind == NOT_SMOOTH.get(name, {}).get(at, "smooth"), at


@pytest.mark.parametrize(
    ("text", "point", "kinds"),
    [
        ("elu(x)", "0", "touched kink undefined undefined"),
        ("elu(x, alpha=2)", "0", "kink undefined undefined undefined"),
        ("atan2(x, y)", "0 -1", "undefined undefined undefined undefined"),
        ("atan2(x, y)", "0 1", "smooth smooth smooth smooth"),
        ("atan2(x, y)", "1 0", "smooth smooth smooth smooth"),
        ("atan2(x, y)", "0 0", "undefined undefined undefined undefined"),
        ("xlogy(x, y)", "0 1", "smooth smooth smooth smooth"),
        ("xlogy(x, y)", "1 0", "undefined undefined undefined undefined"),
        ("pow(x, y)", "0 2", "undefined undefined undefined undefined"),
        ("pow(x, 2)", "0", "smooth smooth smooth smooth"),
        ("pow(x, array(3))", "0", "smooth smooth smooth smooth"),
        ("pow(x, y)", "1 0", "smooth smooth smooth smooth"),
        ("clip(x, -1/4, 1/2)", "-1/4", "kink undefined undefined undefined"),
        ("clip(x, -1/4, 1/2)", "1/2", "kink undefined undefined undefined"),
        ("clip(0, x, y)", "0 -1", "touched touched touched touched"),
        ("where(x < y, 2*x, x*y)", "0 0", "kink undefined undefined undefined"),
        ("where(x < y, 2*x, x*y)", "1 1", "undefined undefined undefined undefined"),
        ("where(x == y, 2*x, x*y)", "0 0", "touched touched touched touched"),
        ("where(x == y, 2*x, x*y)", "3 3", "undefined undefined undefined undefined"),
        ("sqrt(x**2)", "0", "kink undefined undefined undefined"),
        ("abs(x)*x**2", "0", "touched touched kink undefined"),
        ("relu(x)**4", "0", "touched touched touched kink"),
        ("abs(x)**3", "0", "touched touched kink undefined"),
        ("sinc(x)", "0", "smooth smooth smooth smooth"),
        *nn_forms.HIGHER,
    ],
)  # fmt: skip
def test_the_class_order_by_order(text: str, point: str, kinds: str) -> None:
    line = Line(text, (), 2)
    at = {name: (value,) for name, value in zip(shapes(text, (), 2), point.split(), strict=True)}
    for order, kind in zip(ORDERS, kinds.split(), strict=True):
        found = line.at(at, order)
        assert found.value.kind == kind, order
        with precision(256):
            assert inconsistency(found, order) is None, found


@pytest.mark.parametrize("order", ["grad", "hess"])
@pytest.mark.parametrize("sample", list(samples()), ids=lambda s: s.text)
def test_rules_and_series_agree_in_several_variables(sample: Sample, order: str) -> None:
    """`Expression.at` raises DisagreementError if their enclosures do not meet."""
    node = sample.builder.derivative(order, sample.f, [sample.x])
    with precision(256):
        value = Expression(sample.builder.graph(), node).at(sample.point)
    assert value.kind == "smooth"
    assert all(ball(x).is_finite() for x in value.value.ravel())


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("tanh", lambda x, y: 1 + y * y), ("exp", lambda x, y: y * 2), ("sin", lambda x, y: x.op("sin"))],
)
def test_a_wrong_rule_is_noticed(monkeypatch: pytest.MonkeyPatch, name: str, wrong: object) -> None:
    from conformance.truth import elementwise_rules

    monkeypatch.setitem(elementwise_rules.DERIVATIVES, name, wrong)  # type: ignore[arg-type]
    with pytest.raises(DisagreementError, match="bug of the suite"):
        Line(f"{name}(x)", (), 2).at({"x": ("1/3",)}, 1)
