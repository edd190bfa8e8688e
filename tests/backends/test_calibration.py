"""A fixed part of the calibration set: nothing beyond what is permitted, where no cause is known."""

from __future__ import annotations

import pytest

from benchmarks.calibration.functions import cases, operator_of, order_of
from benchmarks.calibration.known import cause_of, causes
from benchmarks.calibration.measure import measured
from conformance.backends.contract import Backend, has, modes
from conformance.backends.evaluate import Failure, evaluate
from conformance.casefile.model import Case, Claim, Instance
from conformance.run.protocol import encode_array
from conformance.run.truths import CachedTruth
from conformance.truth.cache import Cache

pytestmark = pytest.mark.filterwarnings("default")  # the frameworks' own

_CHOSEN = (
    "elementwise.line.exp", "elementwise.line.sin", "elementwise.positive.log", "elementwise.binary.hypot",
    "arithmetic.divide", "reduction.vector.sum", "reduction.vector.logsumexp", "normalizing.vector.softmax",
    "linear-algebra.matmul", "linear-algebra.determinant.det", "linear-algebra.inverse.inv",
    "linear-algebra.factor.cholesky", "shaping.take",
)  # fmt: skip
_MOST = 5
"""The largest size: what remains takes a few seconds."""


def _parts(case: Case, backend: Backend) -> list[tuple[Instance, Claim]]:
    """The claims at one size; of the baseline, whose differences are no derivatives, those without one."""
    small = [i for i in case.instances if max(i.sizes.values(), default=1) <= _MOST]
    found = [(i, claim) for i in small[-1:] for claim in i.claims]
    return [(i, claim) for i, claim in found if backend.name != "numpy" or order_of(i, claim) == 0]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", _CHOSEN)
def test_answers_are_within_what_is_permitted(name: str, dtype: str, backend: Backend) -> None:
    (case,) = (c for c in cases() if c.id == f"calibration.{name}")
    source, known, compared = CachedTruth(Cache(None)), causes(), 0
    for instance, claim in _parts(case, backend):
        point, mode = claim.points[0], modes(backend)[0]
        inputs = source.inputs(instance, claim, point, dtype)
        graph, roots = instance.graph.restricted(claim.sides)
        (seen,) = evaluate(backend, graph, roots, [inputs], dtype=dtype, mode=mode, execution="eager")
        (outcome,) = seen.outcomes
        if isinstance(outcome, Failure):
            assert outcome.kind == "unsupported", outcome
            continue
        line = {
            "id": f"{case.id}/{claim.id}@{point.name}:{backend.name}.{dtype}.{mode}.eager", "case": case.id,
            "backend": backend.name, "dtype": dtype, "mode": mode,
            "values": [{"array": encode_array(outcome.array), "missing": outcome.missing}],
        }  # fmt: skip
        found = measured(line, source.sides(instance, claim, point, dtype), order_of(instance, claim))
        compared += found["ratio"] is not None
        assert cause_of(line["id"], known) or found["verdict"] == "ill-conditioned" or found["ratio"] <= 1, line["id"]
    assert compared or not has(backend, operator_of(case.id)[1])
