from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain

import pytest

from conformance.casefile.model import Claim, Instance
from conformance.language.build import Builder
from conformance.run.plan import Abilities, Options, Unit, plan, sharded
from conformance.run.thin import thinned
from tests.run.cases import case, points

TORCH = Abilities("torch", ("float64",), ("reverse",), ("eager",))
ORDERS = ("v", "d1", "d2", "d3")


def instance(n: int) -> Instance:
    """A value and derivatives up to the third, at one size."""
    b = Builder()
    x = b.input("x", ())
    f = b.let("f", b.op("sin", x))
    roots = [f, *(b.derivative("derivative", f, [x], order=order) for order in (1, 2, 3))]
    claims = (Claim(name, name, root, points=points("p")) for name, root in zip(ORDERS, roots, strict=True))
    return case("c", *claims, builder=b, sizes={"n": n}).instances[0]


@pytest.fixture(scope="module")
def units() -> list[Unit]:
    made = replace(case("c", builder=Builder()), instances=tuple(map(instance, (2, 3, 4))))
    return plan([made], TORCH, Options("quick"))


def shown(units: list[Unit]) -> list[tuple[str, int]]:
    return [(unit.claim.id, unit.instance.sizes["n"]) for unit in units]


def test_few_units_stay_as_they_are(units: list[Unit]) -> None:
    assert len(units) == 12
    assert thinned(units, 12) == units


def test_of_many_each_claim_stays_at_one_size_whatever_else_there_is(units: list[Unit]) -> None:
    kept = shown(thinned(units, 11))
    assert sorted(claim for claim, _ in kept) == sorted(ORDERS)
    assert len({size for _, size in kept}) > 1
    assert shown(thinned(units, 4)) == kept
    assert shown(thinned([unit for unit in units if unit.claim.id != "d1"], 8)) == [x for x in kept if x[0] != "d1"]


def test_of_many_one_point_of_a_group_stays(units: list[Unit]) -> None:
    wide = [replace(unit, points=points("a#0", "a#1", "b", "a#2")) for unit in units]
    assert {tuple(point.name for point in unit.points) for unit in thinned(wide, 11)} == {("a#0", "b")}


@pytest.mark.parametrize(("many", "left"), [(3, "v d1 d2"), (2, "v d1"), (1, "v d1"), (0, "v d1")])
def test_of_more_the_highest_orders_go_but_not_the_first(units: list[Unit], many: int, left: str) -> None:
    assert {unit.claim.id for unit in thinned(units, many)} == set(left.split())


def test_a_claim_stays_in_every_dtype_that_was_asked_for(units: list[Unit]) -> None:
    both = [replace(unit, dtype=dtype) for unit in units for dtype in "ab"]
    assert Counter(unit.dtype for unit in thinned(both, 23)) == {"a": 4, "b": 4}


def test_sizes_of_1_stay_only_where_there_is_no_other() -> None:
    for sizes, expected in ((range(1, 3), {2}), (range(1, 2), {1})):
        made = replace(case("c", builder=Builder()), instances=tuple(map(instance, sizes)))
        assert {n for _, n in shown(thinned(plan([made], TORCH, Options("quick")), 0))} == expected


def test_what_has_high_orders_alone_keeps_the_lowest_of_them(units: list[Unit]) -> None:
    high = [unit for unit in units if unit.claim.id in ("d2", "d3")]
    assert {unit.claim.id for unit in thinned(high, 0)} == {"d2"}


def test_the_shards_of_what_is_left_are_a_partition_of_it(units: list[Unit]) -> None:
    kept = thinned(units, 11)
    parts = [shown(sharded(kept, (part, 3))) for part in (1, 2, 3)]
    assert all(parts)
    assert sorted(chain(*parts)) == sorted(shown(kept))
