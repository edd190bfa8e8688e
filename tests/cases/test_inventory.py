"""The inventory of the chapter: complete, in order, and every claim of the chapter in its place."""

from __future__ import annotations

from collections import Counter
from functools import cache

from conformance.casefile.inventory import Entry, load_inventories
from conformance.casefile.load import load
from conformance.casefile.shipped import shipped_cases
from conformance.truth.entries import entry_verdict
from tests.cases.test_cases import CHAPTER, SECTIONS, audited, name

COUNTS = {"equation": 63, "code": 10, "figure": 2, "exercise": 5}
"""What the chapter has: displayed equations, code cells, figures, exercises."""
EQUATIONS = [8, 2, 3, 6, 5, 9, 30, 0]
"""Displayed equations by section."""
LABELS = [
    "eq_part_der", "eq_nabla_use", "eq_multi_func_def", "fig_chain-1", "fig_chain-2", "eq_hess_def", "eq_mat_goal_1",
    "eq_mat_goal_2",
]  # fmt: skip

REFUTED = [
    "slope-at-an-angle", "two-paths-in-symbols", "autograd-torch", "bump-quadratic", "bump-graph-mxnet",
    "bump-graph-torch", "factorization-one-by-one", "factorization-first-guess", "factorization-guess",
    "factorization-chain-rule", "factorization-one-sum", "factorization-with-the-residual",
    "factorization-with-the-transpose", "factorization-entry", "factorization-result",
]  # fmt: skip


@cache
def entries() -> tuple[Entry, ...]:
    (inventory,) = (i for i in load_inventories([shipped_cases()], load([shipped_cases()]).cases)[0])
    assert inventory.document == CHAPTER
    return inventory.entries


def test_there_is_no_mistake_in_it() -> None:
    """Each entry has claims or a reason and not both, names only claims that exist, and no claim is left over."""
    problems = load_inventories([shipped_cases()], load([shipped_cases()]).cases)[1]
    assert [str(problem) for problem in problems] == []


def test_it_has_everything_that_the_chapter_has() -> None:
    counts = Counter(entry.kind for entry in entries())
    assert {kind: counts[kind] for kind in COUNTS} == COUNTS


def test_it_stands_in_the_order_of_the_chapter() -> None:
    assert list(dict.fromkeys(entry.section for entry in entries())) == SECTIONS
    equations = Counter(entry.section for entry in entries() if entry.kind == "equation")
    assert [equations[section] for section in SECTIONS] == EQUATIONS
    assert [entry.label for entry in entries() if entry.label] == LABELS


def test_every_entry_has_claims_or_a_reason() -> None:
    assert [entry.id for entry in entries() if bool(entry.claims) == bool(entry.untestable)] == []


def test_a_claim_that_the_chapter_makes_is_stated_by_an_entry() -> None:
    """Claims that are expected to be refuted are the text's own; they belong in `claims`, not in `related`."""
    stated = {name for entry in entries() for name in entry.claims}
    refuted = {
        f"{case.id}/{claim.id}"
        for case in load([shipped_cases()]).cases
        if case.document == CHAPTER
        for instance in case.instances
        for claim in instance.claims
        if claim.expect == "refuted"
    }
    assert refuted - stated == set()
    assert refuted


def test_the_audit_refutes_exactly_these_statements_and_confirms_the_rest() -> None:
    verdicts: dict[str, list[str]] = {}
    for audit in audited():
        verdicts.setdefault(name(audit), []).append(audit.verdict)
    found = {entry.id: entry_verdict(entry, (v for c in entry.claims for v in verdicts[c])) for entry in entries()}
    assert [entry for entry, verdict in found.items() if verdict == "refuted"] == REFUTED
    assert {verdict for entry, verdict in found.items() if entry not in REFUTED} == {"confirmed", "untestable"}
