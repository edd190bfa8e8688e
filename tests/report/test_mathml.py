from __future__ import annotations

import ast
import operator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from conformance.language.ops import OPERATORS
from conformance.report.mathml import equation, formula, name
from tests.report.linear import arithmetic, linear
from tests.report.pages import MATH, Page

RANKS = {"x": 1, "v": 1, "y": 1, "beta": 1, "A": 2, "B": 2, "X": 2, "U": 2, "V": 2, "p": 1}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        # Derivatives.
        ("grad(f, x)", "∇_{**x**}f"),
        ("grad(f, [w, z])", "∇_{w,z}f"),
        ("grad(f, a) == grad(f, u)*grad(u, a) + grad(f, t)*grad(t, a)", "∇_{a}f = ∇_{u}f ∇_{a}u + ∇_{t}f ∇_{a}t"),
        ("grad(a + b, a)", "∇_{a}(a + b)"),
        ("grad(grad(f, a), b)", "∇_{b}(∇_{a}f)"),
        ("grad(f, a)**2", "(∇_{a}f)^{2}"),
        ("grad(f, t)*(a + b)", "∇_{t}f · (a + b)"),
        ("partial(f, u)*partial(u, a)", "{∂f}/{∂u} {∂u}/{∂a}"),
        ("partial(p, x)", "{∂**p**}/{∂**x**}"),
        ("derivative(f, t)", "{df}/{dt}"),
        ("derivative(f, t, 1)", "{df}/{dt}"),
        ("derivative(f, t, 2)", "{d^{2}f}/{dt^{2}}"),
        ("derivative(sin(t), t, k)", "{d^{k}}/{dt^{k}} sin(t)"),
        ("grad(tanh(t), t) + grad(exp(t), t)", "∇_{t} tanh(t) + ∇_{t}(e^{t})"),
        ("jac(softmax(x), x) @ v", "J_{**x**} softmax(**x**) **v**"),
        ("jac(F, x) @ v", "J_{**x**}F **v**"),
        ("jvp(F, x, v)", "J_{**x**}F **v**"),
        ("vjp(F, x, v)", "**v**^{⊤} J_{**x**}F"),
        ("hess(f, x)", "∇_{**x**}^{2}f"),
        ("hvp(f, x, v)", "∇_{**x**}^{2}f **v**"),
        ("hvp(f, x, v - x)", "∇_{**x**}^{2}f · (**v** − **x**)"),
        ("at(grad(f, x), x = zeros(n))", "∇_{**x**}f|_{**x** = **0**_{n}}"),
        ("at(f, a = 1, b = 2/3)", "f|_{a = 1,b = {2}/{3}}"),
        ("at(a + b, a = 1)", "(a + b)|_{a = 1}"),
        ("at(f, t = t + 1) == f + O(t**2)", "f|_{t = t + 1} = f + O(t^{2})"),
        # Precedence.
        ("a - (b - c)", "a − (b − c)"),
        ("a - b - c", "a − b − c"),
        ("a - -b", "a − (−b)"),
        ("-(a + b)", "−(a + b)"),
        ("-a*b", "−a b"),
        ("a*-b", "a · (−b)"),
        ("(a + b)*c", "(a + b) c"),
        ("c*(a + b)", "c · (a + b)"),
        ("2*(a + b)", "2 (a + b)"),
        ("(a*b)/c", "{a b}/{c}"),
        ("a/b/c", "{{a}/{b}}/{c}"),
        ("(a/b)**2", "({a}/{b})^{2}"),
        ("(-a)**2", "(−a)^{2}"),
        ("-a**2", "−a^{2}"),
        ("a**b**c", "a^{b^{c}}"),
        ("(a**b)**c", "(a^{b})^{c}"),
        ("2*sum(x)*t", "(2 ∑**x**) t"),
        ("sum(x) + t", "∑**x** + t"),
        ("sum(x + y)", "∑(**x** + **y**)"),
        ("t*2", "t · 2"),
        ("2*3", "2 · 3"),
        ("loss*t", "loss · t"),
        # Arrays.
        ("x*y", "**x** ⊙ **y**"),
        ("2*x", "2 **x**"),
        ("x @ y", "**x** · **y**"),
        ("x @ A @ x", "**x**^{⊤} **A** **x**"),
        ("A @ B", "**A** **B**"),
        ("(A + A.T) @ x", "(**A** + **A**^{⊤}) **x**"),
        ("2*U.T @ (X - U @ V)", "2 **U**^{⊤} · (**X** − **U** **V**)"),
        ("sum((X - U @ V)**2)", "∑(**X** − **U** **V**)^{∘2}"),
        ("square(X)", "**X**^{∘2}"),
        ("norm(X - U @ V)**2", "‖**X** − **U** **V**‖^{2}"),
        ("inv(A).T", "(**A**^{−1})^{⊤}"),
        ("det(A)*trace(A)", "|**A**| · tr(**A**)"),
        ("abs(A) + abs(t)", "abs(**A**) + |t|"),
        ("outer(x, y) + kron(A, B)", "**x** ⊗ **y** + **A** ⊗ **B**"),
        ("sum(outer(x, x)*A)", "∑(**x** ⊗ **x**) ⊙ **A**"),
        ("x*y*v", "**x** ⊙ **y** ⊙ **v**"),
        ("(A @ x)*y", "(**A** **x**) ⊙ **y**"),
        ("dot(A @ x, y)*t", "((**A** **x**) · **y**) t"),
        ("2*x*y", "2 **x** ⊙ **y**"),
        ("dot(x, y) + 1", "**x** · **y** + 1"),
        ("(x*y) @ A", "(**x** ⊙ **y**)^{⊤} **A**"),
        ("[a, b]", "[a,b]"),
        ("[[a, b], [c, d]]", "[a & b ; c & d]"),
        ("x[0] + A[1, :]", "**x**_{0} + **A**_{1,:}"),
        ("eye(n) + ones([2, 3])", "**I**_{n} + **1**_{2×3}"),
        ("sum(A, axis=0)", "∑_{axis 0}**A**"),
        ("softmax(x, axis=-1)", "softmax(**x**;axis = −1)"),
        ("transpose(A)", "**A**^{⊤}"),
        ("reshape(x, (2, 3))", "reshape(**x**,(2,3))"),
        ('einsum([A, x], "ij,j->i")', "einsum([**A**,**x**],ij,j->i)"),
        ("cross(x, y)", "**x**×**y**"),
        # Functions.
        ("exp(-t**2)", "e^{−t^{2}}"),
        ("exp(t)**2", "(e^{t})^{2}"),
        ("exp(sin(t))", "exp(sin(t))"),
        ("sin(t)**2", "sin^{2}(t)"),
        ("log2(t)**2", "log_{2}^{2}(t)"),
        ("asin(t) + acosh(t)", "arcsin(t) + arcosh(t)"),
        ("sqrt(1 + t**2)", "√{1 + t^{2}}"),
        ("rsqrt(t) + cbrt(t)", "{1}/{√{t}} + √[3]{t}"),
        ("pow(t, 3) == t**array(3)", "t^{3} = t^{array(3)}"),
        ("where(t > 0, t, 0)", "{t & if\u00a0t > 0 ; 0 & otherwise".replace("\u00a0", " ")),
        ("maximum(a, b) <= max(x)", "max(a,b) ≤ max(**x**)"),
        ("mean(x)", "mean(**x**)"),
        # Names and numbers.
        ("alpha*beta", "α **β**"),
        ("w1 + x_0 + epsilon_1", "w_{1} + x_{0} + ε_{1}"),
        ("1e-300*t + 2.5e10 + 1_000", "10^{−300} t + 2.5×10^{10} + 1000"),
        ("pi*e != inf", "π e ≠ ∞"),
    ],
)  # fmt: skip
def test_written(text: str, written: str) -> None:
    assert linear(formula(text, RANKS)) == written


def test_equation_and_name() -> None:
    assert linear(equation("f", "x @ x", RANKS)) == "f = **x** · **x**"
    assert linear(name("sigma_2")) == "σ_{2}"


def test_a_long_formula_comes_in_pieces() -> None:
    text = "grad(f, [w, z]) == first_long_name + second_long_name - (third + fourth)"
    pieces = formula(text).split("<math")
    assert len(pieces) == 5
    assert pieces[1].count("alttext") == 1
    assert not any("alttext" in piece for piece in pieces[2:])
    assert linear(formula(text)) == "∇_{w,z}f = first_long_name + second_long_name − (third + fourth)"


def test_source_is_kept_as_alternative_text() -> None:
    assert 'alttext="t &lt; 1"' in formula("t  <\n 1")


def test_text_over_several_lines() -> None:
    assert linear(formula("a\n  + b")) == "a + b"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "x.__class__", "__import__('os')", "f'{x}'", "lambda: 0", "[i for i in x]",
        "x if y else z", "a < b < c", "a and b", "x[1:2]", "f(*x)", "f(**x)", "True", "None", "'x'", "(1, 2)",
        "a := 1", "", "a b", "1 +", "#", "a # b", "a // b", "~a", "+a", "\x00", "\ud800",
        "grad(f)", "grad(f, x, y)", "at(f)", "sum()", "exp()", "[]",
        "(" * 10_000, "-" * 5_000 + "x", "a" * 20_000, "9" * 9_000, "+".join(["x"] * 500),
        "(x+" * 150 + "x" + ")" * 150, "x" + "[0]" * 3_000, "sqrt(" * 150 + "x" + ")" * 150,
    ],
)  # fmt: skip
def test_what_is_no_expression_is_shown_as_code(text: str) -> None:
    shown = formula(text)
    assert shown.startswith("<code>")
    assert "<script" not in shown
    if text.isprintable() and text.isascii():
        assert shown == f"<code>{escape(text)}</code>"


def test_nothing_is_evaluated() -> None:
    assert linear(formula("10**10**10")) == "10^{10^{10}}"


def test_nested_rows_take_no_exponential_time() -> None:
    text = "x"
    for _ in range(40):
        text = f"((x + {text}) @ A)"
    assert formula(text, RANKS).startswith("<math")


@pytest.mark.parametrize("function", sorted(OPERATORS))
def test_every_operator_is_written(function: str) -> None:
    """By its usual call; comparisons and arithmetic have symbols of their own."""
    operation = OPERATORS[function]
    if operation.group in {"comparison", "arithmetic"}:
        return
    args = (
        ["[A, B]" if function == "multi_dot" else "[a, b]"]
        if operation.arity is None
        else ["t > 0", "a", "b"]
        if function == "where"
        else ["A", "B", "c"][: operation.arity]
    )
    extra = {"reshape": ["(2, 2)"], "take": ["[0, 1]"], "zeros": ["2"], "ones": ["2"], "eye": ["2"], "arange": ["2"],
             "matrix_power": ["2"], "irfft": ["2"], "complex_power": ["2"]}  # fmt: skip
    text = f"{function}({', '.join(args + extra.get(function, []))})"
    assert formula(text, RANKS).startswith("<math"), text


NAMES = st.sampled_from(["a", "b", "c"])
TREES = st.recursive(
    NAMES.map(ast.Name) | st.integers(1, 4).map(ast.Constant),
    lambda inner: st.one_of(
        st.builds(ast.BinOp, inner, st.sampled_from([ast.Add(), ast.Sub(), ast.Mult(), ast.Div()]), inner),
        st.builds(ast.BinOp, inner, st.just(ast.Pow()), st.integers(0, 3).map(ast.Constant)),
        st.builds(ast.UnaryOp, st.just(ast.USub()), inner),
    ),
    max_leaves=12,
)  # fmt: skip
VALUES = {"a": Fraction(2, 3), "b": Fraction(-5, 7), "c": Fraction(11, 2)}


@given(TREES)
def test_what_a_reader_sees_means_the_same(tree: ast.expr) -> None:
    """The parentheses that are left out are those that nobody misses."""
    text = ast.unparse(tree)
    seen = arithmetic(formula(text))
    try:
        value = _value(ast.parse(text, mode="eval").body)
    except ZeroDivisionError:
        with pytest.raises(ZeroDivisionError):
            _value(ast.parse(seen, mode="eval").body)
        return
    assert _value(ast.parse(seen, mode="eval").body) == value


def _value(node: ast.AST) -> Fraction:
    match node:
        case ast.Constant(value=int(number)):
            return Fraction(number)
        case ast.Name(id=key):
            return VALUES[key]
        case ast.UnaryOp(operand=operand):
            return -_value(operand)
        case ast.BinOp(left=left, op=op, right=right):
            apply = {
                ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
                ast.Pow: lambda base, power: base ** int(power),
            }[type(op)]  # fmt: skip
            return Fraction(apply(_value(left), _value(right)))
    raise AssertionError(ast.dump(node))


@given(st.text() | st.text(alphabet="abx019 +-*/@()[],.:<>=!&\"'#\n", max_size=40) | TREES.map(ast.unparse))
def test_any_text_gives_harmless_markup(text: str) -> None:
    for shown in (formula(text, RANKS), equation(text, text), name(text)):
        page = Page(shown)
        assert page.problems == []
        assert set(_elements(shown)) <= MATH | {"code"}


def _elements(markup: str) -> list[str]:
    found: list[str] = []

    class Collector(Page):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append(tag)
            super().handle_starttag(tag, attrs)

    Collector(markup)
    return found
