"""Whatever stands in case files, run files and frameworks' messages, it is text on the page and nothing else."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.casefile.model import Case, Input, Point
from conformance.insight.known import Known
from conformance.language.build import Builder
from conformance.report.site import build
from conformance.run.findings_file import Finding
from tests.report.pages import check_site
from tests.report.samples import SampleAudit, SampleRun, audit, case, result, run

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "</style><style>*{display:none}",
    "</title><svg onload=alert(1)>",
    "{{ 7*7 }}{% for x in () %}",
    "&lt;b&gt; &amp; &#x3c;script&#x3e;",
    "<!-- --><![CDATA[ ]]>",
    "\x00\x1b[31m\x07\ud800\ufffe",
    "\u202egnp.exe\u2066",
    "a" * 5_000,
    "\n\t ",
    "",
]


def hostile_site(text: str, folder: Path, *, single: bool = False) -> None:
    """A site, or one file, in which every text that comes from outside is the one given."""
    text = text or "-"  # nothing that loads has an empty id
    bad = _case(text)
    runs = [_run(bad, text), _absent(text)]
    known = {"wrong": Known(text, "owner/name#1"), "inaccurate": Known(f"{text}?", text)}
    build(
        runs,
        [bad],
        _audits(bad, text),
        folder,
        known=lambda result: known.get(result["verdict"]),
        verified=[_finding(text, runs[0].results[0]["id"]), _finding(f"{text}!", "elsewhere")],
        single=single,
    )


def _finding(text: str, result_id: str) -> Finding:
    """A verified finding; its verdict, order and truth are checked when it is read."""
    words = (text,)
    return Finding(
        text, text, text, text, words, words, words, 1, "wrong", text, "1", text, result_id, text, text, text, text
    )  # fmt: skip


def _case(text: str) -> Case:
    made = case(
        "demo.hostile",
        text,
        claims={"gradient": text, "relation": f"f == {text}"},
        expect={"gradient": ("refuted", text)},
        let={"f": text},
        document=text,
        section=text,
        source=(text, text),
        tags=(text,),
    )
    point = Point(f"{text}#0", {"x": (text,)})
    instance = made.instances[0]
    claims = tuple(replace(c, points=(point,)) for c in instance.claims)
    # A claim's id and the names of inputs and sizes are plain in every file that loads; they are escaped all the same.
    builder = Builder()
    x = builder.input("x", ())
    slope = builder.derivative("grad", builder.op("exp", x), [x])
    claims = tuple(replace(c, lhs=slope, rhs=c.rhs and slope) for c in claims)
    claims += (replace(claims[0], id=text),)
    instance = replace(
        instance, graph=builder.graph(), claims=claims, inputs=(Input("x", (), (text, text), (text,)),), sizes={text: 2}
    )
    return replace(
        made,
        instances=(instance,),
        inputs={"x": text, text: text},
        let={**made.let, text: text},
        claims={**made.claims, text: text},
    )


def _run(of: Case, text: str) -> SampleRun:
    fields = {
        "point": text, "dtype": text, "mode": text, "execution": text, "message": text, "truth": text, "observed": text,
        "sizes": {text: 2}, "truth_class": text, "side": text,
    }  # fmt: skip
    verdicts = ("wrong", "pass", "error", "inaccurate", "unsupported", "ill-conditioned")
    results = [result(of, claim, verdict, **fields) for claim in ("gradient", text) for verdict in verdicts]
    chosen = fields | {"choice": {"answer": "nan", "lower": 0.0, "upper": 1.0}}
    results += [
        result(of, "gradient", "spurious-nan", **chosen | {"truth_class": truth})
        for truth in ("kink", "undefined", "touched")
    ]
    refused = result(of, "relation", "unsupported", **fields | {"side": None})
    results += [refused]
    for number, line in enumerate(results):
        line["id"] = f"{text}{number}"
    header = dict.fromkeys(("python", "platform", "device", "profile", "suite", "started"), text)
    options = {"dtypes": [text], "modes": [text], "select": [text], "shard": [1, 1], "timeout": 1.0}
    return run(results, text, text, run_id=text, packages={text: text}, options=options, **header)


def _absent(text: str) -> SampleRun:
    return run([], "absent", text, run_id="another", environment_error=text or "x")


def _audits(of: Case, text: str) -> list[SampleAudit]:
    fields = {"point": text, "inputs": {"x": [text]}, "lhs": (text,), "rhs": (text,), "difference": text}
    return [audit(of, claim, verdict="refuted", as_expected=False, **fields) for claim in ("gradient", text)]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(text: str, tmp_path: Path) -> None:
    hostile_site(text, tmp_path)
    check_site(tmp_path)


def test_text_arrives_as_it_is(tmp_path: Path) -> None:
    hostile_site("<script>alert(1)</script>", tmp_path)
    for name, page in check_site(tmp_path).items():
        assert "<script>alert(1)</script>" in page.text, name


@given(st.text(max_size=30))
@settings(max_examples=40)
def test_any_text(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        hostile_site(text, Path(folder))
        check_site(Path(folder))
