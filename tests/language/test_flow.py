from __future__ import annotations

from conformance.language.flow import Flow
from tests.backends.helper import Sketch


def test_a_node_depends_on_its_arguments() -> None:
    s = Sketch()
    x, y = s.input("x", ()), s.input("y", ())
    f = s.mul(x, y)
    g = s.op("sin", y)
    assert Flow(s.graph()).depends([x]) == {x, f}
    assert Flow(s.graph()).depends([y]) == {y, f, g}


def test_an_at_depends_on_what_it_puts_in_and_takes_from_outside() -> None:
    s = Sketch()
    x, y, z = s.input("x", ()), s.input("y", ()), s.input("z", ())
    f = s.mul(x, y)
    at = s.at(f, [("x", s.op("sin", z))])
    flow = Flow(s.graph())
    assert at not in flow.depends([x])
    assert at in flow.depends([y])
    assert at in flow.depends([z])
    assert f in flow.depends([x])


def test_an_at_in_an_at() -> None:
    s = Sketch()
    x, y = s.input("x", ()), s.input("y", ())
    inner = s.at(s.mul(x, y), [("x", s.op("sin", y))])
    outer = s.at(inner, [("y", s.number(2))])
    flow = Flow(s.graph())
    assert inner in flow.depends([y])
    assert outer not in flow.depends([y])
    assert outer not in flow.depends([x])


def test_a_let_over_which_a_derivative_is_taken_moves_it() -> None:
    s = Sketch()
    x = s.input("x", ())
    a = s.let("a", s.op("sin", x))
    b = s.let("b", s.op("exp", a))
    derivative = s.derivative("grad", s.op("cos", b), [a])
    assert derivative in Flow(s.graph()).depends([b])
