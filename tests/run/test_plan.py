from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.casefile.model import Claim
from conformance.language.build import Builder
from conformance.run.errors import PlanError
from conformance.run.plan import Abilities, Options, plan, shard_of, sharded
from tests.run.cases import case, points, squares

ALL = Abilities(
    "torch",
    ("float32", "float64", "float16"),
    ("reverse", "forward", "forward-over-reverse", "reverse-over-forward"),
    ("eager", "compiled", "batched"),
)


def shown(units):
    return [(u.claim.id, u.dtype, u.mode, u.execution, len(u.points)) for u in units]


def test_default_profile():
    modes = {"value": ["reverse"], "gradient": ["reverse", "forward"], "second": list(ALL.modes)}
    expected = [
        (claim, dtype, mode, "eager", 3)
        for claim in ("value", "gradient", "second")
        for dtype in ("float32", "float64")
        for mode in (modes[claim] if dtype == "float64" or claim == "gradient" else ["reverse"])
    ]
    assert shown(plan([squares()], ALL, Options())) == expected


def test_a_dtype_that_is_asked_for_gets_every_mode():
    units = plan([squares()], ALL, Options(dtypes=("float32",)))
    assert [u.mode for u in units if u.claim.id == "second"] == list(ALL.modes)


def test_quick_profile_takes_two_points_of_a_group():
    b = Builder()
    x = b.input("x", ())
    at = points("a#0", "a#1", "a#2", "b", "a#3")
    made = case("c", Claim("value", "x", x, points=at), builder=b)
    (unit,) = plan([made], ALL, Options("quick"))
    assert shown([unit]) == [("value", "float64", "reverse", "eager", 3)]
    assert [p.name for p in unit.points] == ["a#0", "a#1", "b"]


@pytest.mark.parametrize(("shape", "order", "modes"), [
    ((), 1, ("reverse", "forward")), ((), 2, ("reverse",)), ((2,), 1, ("reverse",)),
])  # fmt: skip
def test_first_derivatives_of_numbers_are_taken_in_every_mode_of_every_dtype(shape, order, modes):
    b = Builder()
    x = b.input("x", shape)
    body = b.op("sum", b.op("sin", x)) if shape else b.op("sin", x)
    node = b.derivative("grad", body, [x]) if order == 1 else b.derivative("derivative", body, [x], order=order)
    made = case("c", Claim("slope", "", node, points=points("a")), builder=b)
    assert tuple(u.mode for u in plan([made], ALL, Options()) if u.dtype == "float32") == modes


def test_full_profile_takes_everything():
    units = plan([squares()], ALL, Options("full"))
    assert len(units) == 3 * 3 * (1 + 2 + 4)
    assert {u.dtype for u in units} == set(ALL.dtypes)


def test_orders_past_the_third_take_the_first_mode_unless_all_are_asked_for():
    b = Builder()
    x = b.input("x", ())
    node = b.derivative("derivative", b.op("sin", x), [x], order=4)
    made = case("c", Claim("fourth", "derivative(sin(x), x, 4)", node, points=points("a")), builder=b)

    def modes(options: Options) -> list[str]:
        return [u.mode for u in plan([made], ALL, options) if u.dtype == "float64" and u.execution == "eager"]

    assert modes(Options()) == ["reverse"]
    assert modes(Options(modes=("forward",))) == ["forward"]
    found = modes(Options("full"))
    assert found[:4] == list(ALL.modes)
    assert len(found) == len(set(found)) == 2**4
    assert "forward-over-forward-over-forward-over-reverse" in found
    deep = "reverse-over-forward-over-reverse"
    assert modes(Options(modes=(deep,))) == [deep]


def test_an_array_function_is_not_nested_in_modes_of_three_words():
    b = Builder()
    x = b.input("x", (2,))
    inner = b.derivative("hess", b.op("sum", b.op("exp", x)), [x])
    node = b.derivative("jac", inner, [x])
    made = case("c", Claim("third", "jac(hess(sum(exp(x)), x), x)", node, points=points("a")), builder=b)
    assert {u.mode for u in plan([made], ALL, Options("full"))} == set(ALL.modes)


def test_options_narrow_and_widen_a_profile():
    narrow = plan([squares()], ALL, Options("full", dtypes=("float32",), modes=("forward",), executions=("batched",)))
    assert shown(narrow) == [
        ("gradient", "float32", "forward", "batched", 3),
        ("second", "float32", "forward", "batched", 3),
    ]
    wide = plan([squares()], ALL, Options("quick", dtypes=("float16",), modes=("forward", "reverse-over-forward")))
    assert shown(wide) == [
        ("gradient", "float16", "forward", "eager", 3),
        ("second", "float16", "forward", "eager", 3),
        ("second", "float16", "reverse-over-forward", "eager", 3),
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (Options(dtypes=("int8",)), "torch has no dtype 'int8'; allowed: float32, float64, float16"),
        (Options(modes=("backward",)), "torch has no mode 'backward'; allowed: reverse, forward, "),
        (Options(executions=("jit",)), "torch has no execution 'jit'; allowed: eager, compiled, batched"),
    ],
)
def test_what_a_backend_lacks_is_named_with_what_it_has(options, message):
    with pytest.raises(PlanError) as error:
        plan([squares()], ALL, options)
    assert str(error.value).startswith(message)


def test_a_backend_without_the_usual_still_has_a_plan():
    odd = Abilities("odd", ("float16",), ("complex-step",), ("batched",))
    for profile in ("quick", "default", "full"):
        assert {(u.dtype, u.mode, u.execution) for u in plan([squares()], odd, Options(profile))} == {
            ("float16", "complex-step", "batched")
        }


def test_result_ids():
    b = Builder()
    x = b.input("x", (2,))
    at = points("chapter", x=("1", "2"))
    made = case("a.b", Claim("value", "x", x, points=at), builder=b, sizes={"n": 2, "m": 3})
    (unit,) = plan([made], ALL, Options("quick"))
    assert unit.result_id(at[0]) == "a.b/value[n=2,m=3]@chapter:torch.float64.reverse.eager"
    (unit,) = plan([replace(made, instances=(replace(made.instances[0], sizes={}),))], ALL, Options("quick"))
    assert unit.result_id(at[0]) == "a.b/value@chapter:torch.float64.reverse.eager"


@pytest.mark.parametrize(
    ("select", "count"),
    [
        ((), 21),
        (("squares",), 21),
        (("tag:small",), 21),
        (("tag:sma",), 21),
        (("tag:large",), 0),
        (("case:squares.*",), 21),
        (("case:*.other",), 0),
        (("section:zincir",), 21),
        (("document:MADE*",), 21),
        (("claim:value",), 3),
        (("claim:val?",), 0),
        (("claim:valu?",), 3),
        (("@origin",), 7),
        (("generic#1 forward.eager",), 5 - 2),
        (("tag:small claim:second origin",), 4),
        (("claim:value", "claim:gradient"), 9),
        (("*/gradient@origin:torch.float64.reverse.eager",), 1),
        (("*/gradient@origin",), 0),
        (("mode:forward claim:gradient",), 3),
        (("-claim:value,gradient",), 21 - 9),
        (("order:>=2",), 12),
        (("operator:multiply order:1", "order:0"), 9),
        (("operator:sin",), 0),
        (("point:origin backend:torch dtype:float64 execution:eager",), 7),
    ],
)
def test_select(select, count):
    units = plan([squares()], ALL, Options(dtypes=("float64",), select=select))
    assert sum(len(u.points) for u in units) == count


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("claim:value verdict:wrong", "column 13: verdict is not known before a run; allowed: backend, operator"),
        ("error:>1", "column 1: error is not known before a run"),
        ("operator:rellu", "column 10: there is no operator 'rellu'; did you mean relu"),
        ("order:two", "column 7: 'two' is no number; order takes one, for example order:>=2"),
    ],
)
def test_what_cannot_be_selected_before_a_run(query, message):
    with pytest.raises(PlanError) as error:
        plan([squares()], ALL, Options(select=(query,)))
    assert message in str(error.value)
    assert str(error.value).startswith(f"the query {query!r}, ")


def test_brackets_in_a_selector_are_brackets():
    b = Builder()
    made = case("a", Claim("v", "x", b.input("x", ()), points=points("p")), builder=b, sizes={"n": 2})
    assert plan([made], ALL, Options("quick", select=("a/v[n=2]@*",)))
    assert not plan([made], ALL, Options("quick", select=("a/v[n=3]@*",)))


def test_shards_are_a_partition_and_keep_a_claim_together():
    units = plan([squares()], ALL, Options("full"))
    everything = [u.result_id(p) for u in units for p in u.points]
    parts = [sharded(units, (i, 2)) for i in (1, 2)]
    assert sorted(u.result_id(p) for part in parts for u in part for p in u.points) == sorted(everything)
    assert [{u.claim.id for u in part} for part in parts] == [{"value", "second"}, {"gradient"}]


@pytest.mark.parametrize("text", ["", "1", "0/2", "3/2", "a/b", "1/2/3", "-1/2", "1/0"])
def test_shards_that_are_none(text):
    with pytest.raises(PlanError, match=r"allowed: i/n with 1 ≤ i ≤ n"):
        shard_of(text)


def test_shard():
    assert shard_of("2/5") == (2, 5)
