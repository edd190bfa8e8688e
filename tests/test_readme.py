"""What the README shows is true."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

from click.testing import CliRunner

from conformance.casefile.load import load
from conformance.cli import cli
from conformance.language.ops import OPERATORS
from conformance.run.findings_file import load as load_findings
from conformance.truth.audit import audit_case
from conformance.truth.cache import Cache
from tests.findings import FINDINGS


def readme() -> str:
    """The checkout's, or what the installed package carries of it."""
    beside = Path(__file__).parents[1] / "README.md"
    if beside.exists():
        return beside.read_text(encoding="utf-8")
    return str(metadata.metadata("autograd-conformance").get_payload())


def test_its_case_is_confirmed(tmp_path: Path) -> None:
    match = re.search(r"((?:^    .*\n|^\n)+)(?=\nThen `conformance audit)", readme(), re.MULTILINE)
    assert match
    file = tmp_path / "case.yaml"
    file.write_text(re.sub(r"^    ", "", match[1], flags=re.MULTILINE), encoding="utf-8")
    loaded = load([file])
    assert not loaded.problems
    audits = [audit for case in loaded.cases for audit in audit_case(case, Cache(None))]
    assert len(audits) == 6
    assert {audit.verdict for audit in audits} == {"confirmed"}


def test_its_commands_exist() -> None:
    listed = set(re.findall(r"^\| `conformance (\w+)", readme(), re.MULTILINE))
    assert listed == set(cli.list_commands(cli.make_context("conformance", [], resilient_parsing=True)))
    for name in listed:
        assert CliRunner().invoke(cli, [name, "--help"], obj={}).exit_code == 0


def test_its_counts_are_those_of_the_catalog_and_the_findings() -> None:
    said = " ".join(readme().split())
    assert f"{len(load_findings(FINDINGS))} findings, each with a script" in said
    assert f"a catalog of {len(OPERATORS)} operators" in said
