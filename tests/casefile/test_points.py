"""Points: literal values, what fits which size, asymptotic variables, which claims get which."""

from __future__ import annotations

import pytest

from tests.casefile.texts import cases, instance, mistakes


def test_the_default_is_eight_generic_points() -> None:
    (claim,) = instance("inputs: {x: real}\nclaims: [{id: a, that: x}]").claims
    assert [p.name for p in claim.points] == [f"generic#{k}" for k in range(8)]
    assert {p.group for p in claim.points} == {"generic"}


def test_literal_values_keep_their_text() -> None:
    (claim,) = instance("""
inputs: {x: real, y: vector(3), A: "matrix(1, 2)"}
points:
  p: {x: log(2)  - 1, y: [-0.0, 1e-300, 1/3], A: [[.inf, -inf]]}
claims: [{id: a, that: x}]
""").claims
    (point,) = claim.points
    assert point.name == "p"
    assert point.values == {"x": ("log(2) - 1",), "y": ("-0.0", "1e-300", "1/3"), "A": ("inf", "-inf")}


def test_at_chooses_points() -> None:
    found = instance("""
inputs: {x: real}
points: {p: {x: 1}, q: {sample: 2}}
claims:
- {id: a, that: x}
- {id: b, that: x, at: p}
- {id: c, that: x, at: [q, p]}
""")
    names = [[p.name for p in claim.points] for claim in found.claims]
    assert names == [["p", "q#0", "q#1"], ["p"], ["q#0", "q#1", "p"]]


def test_a_literal_point_applies_to_the_sizes_that_it_fits() -> None:
    (case,) = cases("""
sizes: {n: [1, 2, 3]}
inputs: {x: vector(n)}
points: {p: {x: [1, 2]}, q: {x: [1, 2, 3]}}
claims:
- {id: a, that: x}
- {id: b, that: x, at: q}
""")
    assert [(i.sizes["n"], [(c.id, [p.name for p in c.points]) for c in i.claims]) for i in case.instances] == [
        (2, [("a", ["p"])]),
        (3, [("a", ["q"]), ("b", ["q"])]),
    ]


def test_sizes_are_combined_in_the_order_of_the_file() -> None:
    (case,) = cases("sizes: {n: [2, 1], m: 3, k: [4, 5]}\ninputs: {x: vector(n)}\nclaims: [{id: a, that: x}]")
    assert [tuple(i.sizes.values()) for i in case.instances] == [(2, 3, 4), (2, 3, 5), (1, 3, 4), (1, 3, 5)]


def test_the_variable_of_an_asymptotic_claim_is_left_out() -> None:
    found = instance("""
inputs: {x: real, t: real}
points: {p: {x: 1}, q: {x: 2, t: 3}, r: {sample: 1}, s: {special: true}}
claims:
- {id: a, that: at(x**2, x = x + t) == x**2 + 2*t*x + O(t**2)}
- {id: b, that: x**2, at: p}
- {id: c, that: x*t, at: [q, r]}
""")
    a, b, c = found.claims
    given = {p.name: p.values for p in a.points}
    assert given["p"] == {"x": ("1",)}
    assert given["q"] == {"x": ("2",), "t": ("3",)}
    assert all(set(values) == {"x"} for name, values in given.items() if name[0] in "rs")
    assert b.points[0].values == {"x": ("1",), "t": ("0",)}  # the claim does not use t
    assert set(c.points[1].values) == {"x", "t"}
    assert a.asymptotic is not None
    assert (a.asymptotic.variable, a.asymptotic.order) == ("t", 2)


def test_what_the_claim_says_of_itself() -> None:
    found = instance("""
inputs: {x: real}
claims:
- id: a
  that: >-
    x
    == 1
  expect: refuted
  erratum: >
    Not
    always.
""")
    (claim,) = found.claims
    assert (claim.text, claim.relation, claim.expect, claim.erratum) == ("x == 1", "==", "refuted", "Not always.")
    assert (claim.position.line, claim.position.column) == (7, 5)
    assert len(claim.sides) == 2


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("inputs: {x: real}\npoints: {p: {x: y}}\nclaims: [{id: a, that: x}]", "6:19: unknown name y; known here: pi,"),
        ("inputs: {x: real}\npoints: {p: {x: log(0)}}\nclaims: [{id: a, that: x}]",
         "6:19: log(0) is not a finite number"),
        ("inputs: {x: real}\npoints: {p: {x: log(-1)}}\nclaims: [{id: a, that: x}]",
         "6:19: log(-1) is not a finite number"),
        ("inputs: {x: real}\npoints: {p: {x: inf - inf}}\nclaims: [{id: a, that: x}]",
         "6:19: inf - inf is not a finite number"),
        ("inputs: {x: real}\npoints: {p: {x: .nan}}\nclaims: [{id: a, that: x}]", "6:19: not an expression: invalid"),
        ("inputs: {x: real}\npoints: {p: {x: true}}\nclaims: [{id: a, that: x}]",
         "6:19: 'true' is not allowed here; allowed: an expression, or a list of"),
        ("inputs: {x: real}\npoints: {p: {x: lgamma(1/3)}}\nclaims: [{id: a, that: x}]",
         "6:19: lgamma is not for constants; allowed: abs acos acosh asin"),
        ("inputs: {x: real}\npoints: {p: {x: \"[1, 2]\"}}\nclaims: [{id: a, that: x}]",
         "6:20: a number is needed here; this is a 2-vector"),
        ("inputs: {x: real, y: real}\npoints: {p: {x: 1}}\nclaims: [{id: a, that: x}]",
         "6:15: the point p gives no value for y"),
        ("inputs: {x: real}\npoints: {p: {x: 1, z: 2}}\nclaims: [{id: a, that: x}]",
         "6:22: there is no input z; inputs here: x"),
        ("inputs: {width: real}\npoints: {p: {widht: 1}}\nclaims: [{id: a, that: width}]",
         "6:16: there is no input widht; did you mean width?; inputs here: width"),
        ("inputs: {x: vector(3)}\npoints: {p: {x: [1, 2]}}\nclaims: [{id: a, that: x}]",
         "6:15: the point p fits no size: x is a 3-vector, its value is a 2-vector"),
        ("inputs: {x: vector(n)}\nsizes: {n: [1, 3]}\npoints: {p: {x: [1, 2]}}\nclaims: [{id: a, that: x}]",
         "7:15: the point p fits no size: x is a 1-vector, its value is a 2-vector"),
        ("inputs: {x: \"matrix(2, 2)\"}\npoints: {p: {x: [[1, 2], [3]]}}\nclaims: [{id: a, that: x}]",
         "6:28: ragged: the entries of a list have one shape"),
        ("inputs: {x: real, t: real}\npoints: {p: {x: 1}}\nclaims:\n- {id: a, that: x == x + O(t)}\n"
         "- {id: b, that: x*t}",
         "9:5: the claim uses t, for which the point p gives no value"),
        ("inputs: {x: vector(100000)}\nclaims: [{id: a, that: x}]",
         "3:3: the points have 800,000 entries; left of the 400,000 that a file may have over all sizes and"),
        ("inputs: {x: \"matrix(1000000, 1000000)\"}\nclaims: [{id: a, that: x}]",
         "5:16: 1000000×1000000 entries; allowed: at most 1,000,000 in one array"),
        ("inputs: {x: real}\nclaims: [{id: a, that: \"" + " + ".join(["ones([1000, 1000])"] * 5) + "\"}]",
         "3:3: the arrays of the case have 9,000,001 entries at one size; allowed: 5,000,000 in all"),
        ("inputs: {x: vector(n)}\nsizes: {n: 999999999999}\nclaims: [{id: a, that: x}]",
         "6:14: '999999999999' is not allowed here; allowed: a whole number from 1 to 1,000,000"),
        ("inputs: {x: vector(99999999999999)}\nclaims: [{id: a, that: x}]", "5:22: a dimension has at most 9 digits"),
        ("inputs: {x: real}\nsizes: {n: [1, 2, 3], m: [1, 2, 3, 4, 5], k: [1, 2, 3, 4, 5, 6, 7]}\n"
         "claims: [{id: a, that: x}]", "6:10: 105 combinations of sizes; allowed: at most 100"),
    ],
)  # fmt: skip
def test_mistakes(case: str, message: str) -> None:
    (found,) = mistakes(case)
    assert found.startswith(message)


def test_the_long_form_of_an_input_needs_no_quotes_around_its_type() -> None:
    (case,) = cases("""
sizes: {n: [1, 3]}
inputs: {A: {type: matrix(n, n), in: [-2, 2], where: symmetric}, B: matrix(n, 2)}
claims: [{id: a, that: A @ B}]
""")
    assert case.inputs == {"A": "matrix(n, n)", "B": "matrix(n, 2)"}
    assert [i.shape for i in case.instances[1].inputs] == [(3, 3), (3, 2)]
    assert case.instances[1].inputs[0].where == ("symmetric",)
