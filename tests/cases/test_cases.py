"""The cases that ship with the package: they load, and the audit decides each claim as its file expects."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from conformance.casefile.load import Loaded, load
from conformance.casefile.model import Case
from conformance.casefile.shipped import shipped_cases
from conformance.language.ops import OPERATORS
from conformance.truth.audit import ClaimAudit, audit_case
from conformance.truth.cache import Cache
from conformance.truth.hints import case_hints

CHAPTER = "multivariable-calculus"

SECTIONS = [
    "Yüksek Boyutlu Türev Alma",
    "Gradyanların Geometrisi ve Gradyan (Eğim) İnişi",
    "Matematiksel Optimizasyon (Eniyileme) Üzerine Bir Not",
    "Çok Değişkenli Zincir Kuralı",
    "Geri Yayma Algoritması",
    "Hessianlar",
    "Biraz Matris Kalkülüsü",
    "Alıştırmalar",
]

ERRATA = {
    "gradient-geometry.angle/line-as-printed",
    "chain-rule.two-paths/paths-as-named-in-the-text",
    "backpropagation.autograd/printed-by-the-torch-cell",
    "hessian.bump/quadratic-at-the-point-in-the-code-comment",
    "hessian.bump/quadratic-agrees-in-curvature",
    "hessian.bump-quadratic/as-printed",
    "matrix-calculus.factorization-scalar/as-printed",
    "matrix-calculus.factorization-square/first-guess",
    "matrix-calculus.factorization/chain-rule-as-printed",
    "matrix-calculus.factorization/guess-as-printed",
    "matrix-calculus.factorization-entries/one-sum-left-as-printed",
    "matrix-calculus.factorization-entries/with-the-residual-as-printed",
    "matrix-calculus.factorization-entries/with-the-transpose-as-printed",
    "matrix-calculus.factorization-entries/entry-of-the-matrix-as-printed",
}


@cache
def shipped() -> Loaded:
    return load([shipped_cases()])


def chapter() -> list[Case]:
    return [case for case in shipped().cases if case.document == CHAPTER]


@cache
def of_case(case_id: str) -> tuple[ClaimAudit, ...]:
    (case,) = (case for case in shipped().cases if case.id == case_id)
    return tuple(audit_case(case, Cache(None)))


def audited() -> tuple[ClaimAudit, ...]:
    return tuple(audit for case in chapter() for audit in of_case(case.id))


def identities() -> list[Case]:
    return [case for case in shipped().cases if case.document == "identities"]


def name(audit: ClaimAudit) -> str:
    return f"{audit.case.id}/{audit.claim.id}"


def test_every_shipped_file_loads() -> None:
    assert [str(problem) for problem in shipped().problems] == []
    assert {case.document for case in shipped().cases} >= {CHAPTER, "primitives", "identities"}


def test_claim_names_are_unique() -> None:
    counts = Counter(f"{case.id}/{claim}" for case in shipped().cases for claim in case.claims)
    assert [claim for claim, count in counts.items() if count > 1] == []


def test_every_claim_has_a_point() -> None:
    pointless = [
        f"{case.id}/{claim.id}{dict(instance.sizes) or ''}"
        for case in shipped().cases
        for instance in case.instances
        for claim in instance.claims
        if not claim.points
    ]
    assert pointless == []


def test_the_chapter_is_covered_section_by_section() -> None:
    assert list(dict.fromkeys(case.section for case in chapter())) == SECTIONS


def test_every_case_of_the_chapter_says_where_it_comes_from() -> None:
    assert [case.id for case in chapter() if not case.source] == []


def test_refuted_claims_say_what_is_wrong() -> None:
    claims = [claim for case in chapter() for instance in case.instances for claim in instance.claims]
    assert [claim.text for claim in claims if (claim.expect == "refuted") != bool(claim.erratum)] == []


def test_the_catalog_has_every_named_operator() -> None:
    used = {
        node.op
        for case in shipped().cases
        if case.document == "primitives"
        for instance in case.instances
        for node in instance.graph.nodes
    }
    wanted = {operator.name for operator in OPERATORS.values() if operator.group != "comparison"}
    assert wanted - used == set()


def test_the_audit_agrees_with_every_expectation() -> None:
    differing = [f"{name(a)} {dict(a.instance.sizes) or ''}: {a.verdict}" for a in audited() if not a.as_expected]
    assert differing == []


def test_the_audit_finds_exactly_these_errata() -> None:
    assert {name(a) for a in audited() if a.verdict == "refuted"} == ERRATA


def test_a_refuted_claim_comes_with_its_counterexample() -> None:
    refuted = [a for a in audited() if a.verdict == "refuted"]
    assert all(a.point and a.inputs and a.lhs and a.rhs and a.difference for a in refuted)


@pytest.mark.parametrize("erratum", sorted(ERRATA))
def test_each_erratum_has_a_correct_neighbour(erratum: str) -> None:
    case = erratum.partition("/")[0]
    assert any(a.verdict == "confirmed" and a.case.id == case for a in audited())


def test_every_identity_holds() -> None:
    audits = [audit for case in identities() for audit in of_case(case.id)]
    assert [f"{name(a)} {dict(a.instance.sizes) or ''}: {a.verdict}" for a in audits if a.verdict != "confirmed"] == []


def test_identities_say_where_they_come_from() -> None:
    assert [case.id for case in identities() if not case.source] == []


def test_identities_in_arrays_of_any_size_hold_at_size_one_too() -> None:
    sizes = {case.id: [dict(instance.sizes) for instance in case.instances] for case in identities()}
    assert [case for case, at in sizes.items() if any(at) and not any(s.get("n") == 1 for s in at)] == []


def test_no_claim_hides_a_permuted_or_transposed_result() -> None:
    hints = [hint for case in shipped().cases for hint in case_hints(of_case(case.id), Cache(None))]
    assert [f"{h.position}: {h.case}/{h.claim} at {h.points}" for h in hints if h.covered_by is None] == []
