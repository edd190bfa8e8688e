"""Every finding of a backend still shows in the framework alone."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.run.findings_file import Finding, load
from tests.findings import FINDINGS, printed

STALE = """{id}: its script no longer shows what reports/findings/{backend}.json says.
The data: {returned}; the script now: {now}
If it is repaired in this release, delete the finding, its script and its entries in reports/expected/{backend}.json;
if it is another now, correct `returned`; then write FINDINGS.md anew with python -m conformance.reproduce."""


@pytest.mark.parametrize(
    "finding",
    [pytest.param(f, marks=pytest.mark.backend(f.backend), id=f.id) for f in load(FINDINGS)],
)
def test_it_still_shows(finding: Finding, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(finding.script, encoding="utf-8")
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=300
    )
    now = printed(done.stdout, "returned") or (done.stderr.strip().splitlines() or ["nothing"])[-1]
    told = STALE.format(id=finding.id, backend=finding.backend, returned=finding.returned, now=now)
    if finding.verdict == "crash":
        assert done.returncode < 0, told
    elif finding.verdict == "error":
        assert done.returncode > 0, told
        assert finding.returned in done.stderr, told
    else:
        assert done.returncode == 0, done.stderr
        assert printed(done.stdout, "truth") == finding.truth
        assert same(now, finding.returned, finding.legal), told


def same(now: str, told: str, legal: tuple[float, float]) -> bool:
    """Whether a number is the one that is told to fewer digits, and not one nearer to what is right."""
    try:
        value, wanted = float(now), float(told)
    except ValueError:
        return now == told
    if not math.isfinite(wanted):
        return math.isnan(value) if math.isnan(wanted) else value == wanted
    digits, _, exponent = told.lower().partition("e")
    last = 10.0 ** (int(exponent or 0) - len(digits.partition(".")[2]))
    wrong_by = max(legal[0] - wanted, wanted - legal[1])
    return abs(value - wanted) <= min(1.5 * last, wrong_by / 4)


def test_sameness_is_to_the_digits_given() -> None:
    one = (1.0, 1.0)
    assert same("0.3694560646", "0.3695", one)
    assert same("-0.0", "0.0", one)
    assert same("nan", "nan", one)
    assert same("torch.float64", "torch.float64", one)
    assert not same("0.3695", "0.3795", one)
    assert not same("1.0", "nan", one)
    assert not same("inf", "-inf", one)
    assert not same("1.2e-07", "1.5e-07", one)
    assert not same("1e-18", "0.0", (1e-18, 1e-18))
    assert not same("20.500000001", "20.5", (20.500000001, 20.500000001))
