"""A backend's run from start to end, with a worker and a truth made up for the purpose."""

from __future__ import annotations

import numpy as np
import pytest

from conformance.casefile.model import Claim
from conformance.language.build import Builder
from conformance.run.campaign import Campaign, run_backend
from conformance.run.errors import PlanError, UnavailableError
from conformance.run.expected import Expectations
from conformance.run.plan import Options
from conformance.run.runfile import read
from tests.run import fake_worker as fake
from tests.run.cases import case, points
from tests.run.test_supervisor import settings
from tests.run.truths import smooth


class FakeTruth:
    """That every side of a claim is x; counts how often it is asked."""

    def __init__(self):
        self.asked = 0

    def inputs(self, instance, claim, point, dtype):
        return {"x": np.array(float(point.values["x"][0]), dtype=dtype)}

    def sides(self, instance, claim, point, dtype):
        self.asked += 1
        x = float(point.values["x"][0])
        return tuple(smooth(x, 1e-6 * abs(x) if dtype == "float32" else 1e-15 * abs(x)) for _ in claim.sides)


def identity(*numbers):
    b = Builder()
    x = b.input("x", ())
    at = tuple(point for n in numbers for point in points(f"at-{n}", x=(str(n),)))
    return case("identity", Claim("both", "x == x", x, "==", x, points=at), builder=b)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.jsonl"


def ran(path, *numbers, backend="steady", options=None, truth=None, timeout=30.0, progress=None, **about):
    options = options or Options(dtypes=("float64",))
    campaign = Campaign([identity(*numbers)], "abc", options, truth or FakeTruth(), Expectations(), **about)
    return run_backend(campaign, settings(backend, timeout=timeout), path, progress or (lambda units: lambda: None))


def test_every_point_has_a_line(path):
    summary = ran(path, 1, fake.CRASH, 2, fake.HANG, 3, timeout=1.0)
    run = read(path)
    assert run.header["checks"] == 5
    assert [r["verdict"] for r in run.results] == ["pass", "crash", "pass", "timeout", "pass"]
    assert run.results[1]["message"].startswith("the worker exited with status 3")
    assert run.results[1]["observed"] is None
    assert run.results[1]["truth_class"] == "smooth"
    assert summary.groups["agree"] == 3
    assert summary.results == 5
    assert [verdict for _, verdict in summary.unexpected] == ["crash", "timeout"]


def test_a_line_says_everything(path):
    ran(path, 0.5)
    (line,) = read(path).results
    assert line == {
        "kind": "result",
        "id": "identity/both@at-0.5:steady.float64.reverse.eager",
        "case": "identity",
        "claim": "both",
        "sizes": {},
        "point": "at-0.5",
        "inputs": {"x": 0.5},
        "backend": "steady",
        "dtype": "float64",
        "mode": "reverse",
        "execution": "eager",
        "device": "cpu",
        "verdict": "pass",
        "group": "agree",
        "truth_class": "smooth",
        "side": "left",
        "error_ulps": 0.0,
        "permitted_ulps": 4.504,
        "digits": 15.9,
        "entry": [],
        "observed": 0.5,
        "truth": "0.5",
        "message": None,
        "seconds": 0.001,
    }


def test_truth_is_asked_once_for_all_executions(path):
    truth = FakeTruth()
    ran(path, 1, 2, truth=truth, options=Options("full"))
    assert len(read(path).results) == 2 * 2 * 2
    assert truth.asked == 2 * 2


def test_progress_is_told_of_every_result(path):
    told = []

    def progress(units):
        told.append(sum(len(unit.points) for unit in units))
        return lambda: told.append(1)

    ran(path, 1, 2, 3, progress=progress)
    assert told == [3, 1, 1, 1]


def test_a_backend_that_does_not_start(path):
    summary = ran(path, 1, backend="absent")
    assert summary.environment_error == "absent is not installed here: pip install absent"
    run = read(path)
    assert (run.results, run.environment_error) == ([], summary.environment_error)
    assert run.header["version"] is None


def test_a_backend_that_stops_starting_leaves_an_interrupted_run(path, tmp_path):
    count = tmp_path / "count"
    count.write_text("0")

    def progress(units):
        count.write_text("100")
        return lambda: None

    with pytest.raises(UnavailableError, match=r"does not start here(.|\n)*what was finished is kept in"):
        ran(
            path,
            1,
            2,
            fake.CRASH,
            3,
            backend=str(count),
            options=Options("quick", modes=("reverse",)),
            progress=progress,
        )
    run = read(path)
    assert run.footer is None
    assert run.header["checks"] == 4 > len(run.results)


def test_options_are_checked_before_the_file_is_touched(path):
    with pytest.raises(PlanError):
        ran(path, 1, options=Options(modes=("sideways",)))
    with pytest.raises(PlanError, match="nothing is selected"):
        ran(path, 1, options=Options(select=("nowhere",)))
    assert not path.exists()


def test_an_empty_shard_is_a_run_without_results(path):
    assert ran(path, 1, options=Options(shard=(2, 2))).results == 0
    assert read(path).footer["results"] == 0
