"""The findings: whole, confirmed by a second method, and on the page as they are."""

from __future__ import annotations

import json
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import mpmath
import pytest

from conformance.casefile.load import load as load_cases
from conformance.casefile.shipped import shipped_cases
from conformance.language.ops import OPERATORS
from conformance.reproduce.__main__ import main
from conformance.reproduce.page import page
from conformance.run.expected import Expectations
from conformance.run.findings_file import Finding, FindingsError, load
from tests.findings import EXPECTED, FINDINGS, PAGE

FOUND = load(FINDINGS)
EACH = pytest.mark.parametrize("finding", FOUND, ids=lambda finding: finding.id)

ENTRY: dict[str, Any] = {
    "id": "fake-sign",
    "title": "The sign is wrong",
    "operators": ["exp"],
    "dtypes": ["float64"],
    "modes": ["reverse"],
    "order": 1,
    "verdict": "wrong",
    "returned": "-1.0",
    "truth": "1",
    "check": "exp(0)",
    "result": "a/b@p:fake.float64.reverse.eager",
    "cause": "a minus too many",
}


def folder(path: Path, *entries: dict[str, Any], script: str = "print('returned: -1.0')\n") -> Path:
    told = {"format": 1, "backend": "fake", "version": "1.0", "findings": list(entries)}
    (path / "fake.json").write_text(json.dumps(told))
    for entry in entries:
        (path / f"{entry['id']}.py").write_text(script)
    return path


def evaluated(check: str) -> list[Any]:
    """The ends of the range, or one number twice."""
    with mpmath.workdps(60):
        value = eval(check, {**vars(mpmath), "__builtins__": {"abs": abs, "sum": sum, "zip": zip}})
        return list(value) if isinstance(value, list) else [value, value]


def last_digit(text: str) -> Any:
    """One unit in the last place of a decimal."""
    digits, _, exponent = text.partition("e")
    return mpmath.mpf(10) ** (int(exponent or 0) - len(digits.partition(".")[2]))


@EACH
def test_the_truth_is_confirmed_by_a_second_method(finding: Finding) -> None:
    texts = finding.truth.strip("[]").split(", ")
    for text, value in zip((texts[0], texts[-1]), evaluated(finding.check), strict=True):
        with mpmath.workdps(60):
            assert abs(value - mpmath.mpf(text)) <= last_digit(text), f"{finding.check} is {value}, not {text}"


@EACH
def test_its_script_prints_the_truth_that_the_data_say(finding: Finding) -> None:
    assert f"truth: {finding.truth}" in finding.script
    assert "returned:" in finding.script


@cache
def claims() -> frozenset[str]:
    return frozenset(f"{case.id}/{claim}" for case in load_cases([shipped_cases()]).cases for claim in case.claims)


@EACH
def test_it_names_what_there_is(finding: Finding) -> None:
    assert set(finding.operators) <= set(OPERATORS)
    claim = re.split(r"[@\[]", finding.result)[0]
    assert claim in claims(), f"{finding.id}: no claim is named {claim}; name the result of a present one"


def test_the_page_is_what_the_data_give() -> None:
    told = "FINDINGS.md is not what reports/findings gives: write it anew with python -m conformance.reproduce"
    assert PAGE.read_text(encoding="utf-8") == page(FOUND), told


def test_the_most_severe_come_first() -> None:
    ranks = [finding.rank for finding in FOUND]
    assert ranks == sorted(ranks)
    first = {finding.verdict: number for number, finding in reversed(list(enumerate(FOUND)))}
    assert first["wrong"] < first["spurious-nan"] < first["inaccurate"]


@pytest.mark.parametrize("path", sorted(EXPECTED.glob("*.json")), ids=lambda path: path.stem)
def test_every_known_result_has_a_cause(path: Path) -> None:
    unexplained = Expectations.load(path).unexplained
    assert not unexplained, f"{path.name}: reproduce each with the framework alone and write its cause"


def test_there_are_known_results_for_each_backend() -> None:
    assert {path.stem for path in EXPECTED.glob("*.json")} == {"torch", "jax", "tensorflow", "mxnet", "numpy"}


def test_the_page_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    made = tmp_path / "reports" / "findings"
    made.mkdir(parents=True)
    folder(made, ENTRY)
    assert main([str(tmp_path)]) == 0
    text = (tmp_path / "FINDINGS.md").read_text(encoding="utf-8")
    assert "## The sign is wrong" in text
    assert "a minus too many" in text
    assert "print('returned: -1.0')" in text
    assert "1 findings" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"verdict": "bad"}, "fake-sign.verdict"),
        ({"truth": "about 1"}, "fake-sign.truth"),
        ({"issue": "#12"}, "fake-sign.issue"),
        ({"surprise": 1}, "fake-sign: "),
        ({"id": "other-sign"}, "begins with the backend's name"),
        ({"result": "a/b@p:torch.float64.reverse.eager"}, "is no result of fake"),
        ({"returned": "1.0"}, "which the truth 1 allows"),
        ({"truth": "[-2, 2]"}, "which the truth [-2, 2] allows"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(FindingsError) as caught:
        load(folder(tmp_path, ENTRY | change))
    assert str(caught.value).startswith(str(tmp_path / "fake.json"))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("x = 1\n" * 21, "fake-sign.py:21: a script has at most 20 lines"),
        (f"x = '{'x' * 120}'\n", "fake-sign.py:1: 126 characters; at most 120"),
        ("from conformance import language\n", "fake-sign.py:1: a script uses the framework alone"),
    ],
)
def test_a_script_is_short_and_alone(tmp_path: Path, script: str, message: str) -> None:
    with pytest.raises(FindingsError, match=re.escape(message)):
        load(folder(tmp_path, ENTRY, script=script))


def test_what_does_not_belong_together_is_told(tmp_path: Path) -> None:
    with pytest.raises(FindingsError, match="fake-sign is there twice"):
        load(folder(tmp_path, ENTRY, ENTRY))
    folder(tmp_path, ENTRY)
    (tmp_path / "fake-other.py").write_text("")
    with pytest.raises(FindingsError, match="the script of no finding"):
        load(tmp_path)
    (tmp_path / "fake-other.py").unlink()
    (tmp_path / "fake-sign.py").unlink()
    with pytest.raises(FindingsError, match=r"its script fake-sign\.py cannot be read"):
        load(tmp_path)
    (tmp_path / "fake.json").write_text("{")
    with pytest.raises(FindingsError, match=r"fake\.json:1:2: not JSON"):
        load(tmp_path)


def test_digits_and_links() -> None:
    (finding,) = load_one(returned="0.875", truth="1", issue="owner/thing#7")
    assert finding.digits == 0.9
    assert finding.link == "https://github.com/owner/thing/issues/7"
    assert load_one(returned="nan")[0].digits == 0.0
    assert load_one(truth="[0, 2]", returned="2.25")[0].digits == 0.9


def load_one(**change: Any) -> tuple[Finding, ...]:
    with tempfile.TemporaryDirectory() as place:
        return load(folder(Path(place), ENTRY | change))
