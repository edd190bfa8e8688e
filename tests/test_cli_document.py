"""`conformance audit --document`: a text's statements in its order, each with its verdict."""

from __future__ import annotations

import json

import pytest

from tests.cli import MINIATURES, command
from tests.cli import conformance as call

CASES = """\
format: 1
document: a-text
section: One
cases:
- id: made.up
  title: Made up
  inputs: {x: real}
  points: {one: {x: 1}, two: {x: 2}}
  claims:
  - {id: right, that: grad(x*x, x) == 2*x}
  - {id: misprinted, that: grad(x*x, x) == x, expect: refuted, erratum: The factor 2 is missing.}
  - {id: nowhere, that: log(x - 2), at: two, expect: undefined}
"""

OTHER = """\
format: 1
document: another-text
cases:
- {id: other, title: Of another text, inputs: {x: real}, claims: [{id: untrue, that: x + 1 == x}]}
"""

INVENTORY = {
    "format": 1,
    "document": "a-text",
    "title": "A text",
    "inventory": [
        {"id": "square", "kind": "equation", "label": "eq_1", "section": "One", "formula": "d/dx x² = 2x",
         "claims": ["made.up/right"]},
        {"id": "slip", "kind": "formula", "section": "One", "formula": "d/dx x² = x", "claims": ["made.up/misprinted"],
         "related": ["made.up/right"], "erratum": "Two is lost."},
        {"id": "log", "kind": "code", "section": "Two", "formula": "prints log(x − 2)", "claims": ["made.up/nowhere"]},
        {"id": "name", "kind": "figure", "section": "Two", "formula": "x → f", "untestable": "Shows nothing.",
         "note": "As printed."},
    ],
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "cases.yaml").write_text(CASES)
    (tmp_path / "inventory.json").write_text(json.dumps(INVENTORY))
    return tmp_path


def test_the_terminal(folder, capsys):
    assert call("audit", "--document", "a-text", folder, "--no-cache") == 0
    assert capsys.readouterr().out == (
        "a-text: A text\n"
        "4 entries: 1 confirmed, 1 refuted, 1 undefined, 1 untestable; in 1 a symbol is misprinted\n"
        "\n"
        "One\n"
        "\n"
        "  confirmed   equation  square (eq_1)\n"
        "                        d/dx x² = 2x\n"
        "                        by  made.up/right\n"
        "\n"
        "  refuted     formula   slip\n"
        "                        d/dx x² = x\n"
        "                        refuted: made.up/misprinted\n"
        "                            grad(x*x, x) == x\n"
        "                            erratum: The factor 2 is missing.\n"
        "                            at one: x = 1\n"
        "                            left        2\n"
        "                            right       1\n"
        "                            difference  1\n"
        "                        see made.up/right\n"
        "                        erratum: Two is lost.\n"
        "\n"
        "Two\n"
        "\n"
        "  undefined   code      log\n"
        "                        prints log(x − 2)\n"
        "                        undefined: made.up/nowhere\n"
        "                            log(x - 2)\n"
        "\n"
        "  untestable  figure    name\n"
        "                        x → f\n"
        "                        untestable: Shows nothing.\n"
        "                        note: As printed.\n"
    )


def test_json(folder, capsys):
    assert call("audit", "--document", "a-text", folder, "--json", "--no-cache") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["document"], found["title"]) == ("a-text", "A text")
    entries = found["inventory"]
    assert [entry["verdict"] for entry in entries] == ["confirmed", "refuted", "undefined", "untestable"]
    assert entries[1]["claims"][0]["difference"] == "1"
    assert entries[1]["related"][0]["verdict"] == "confirmed"
    assert entries[3]["untestable"] == "Shows nothing."


def test_what_is_not_as_expected(folder, capsys):
    (folder / "cases.yaml").write_text(CASES.replace("== 2*x", "== 3*x"))
    assert call("audit", "--document", "a-text", folder, "--no-cache") == 1
    out = capsys.readouterr().out
    assert "  refuted     equation  square" in out
    assert "refuted, not as expected (confirmed): made.up/right\n" in out
    assert out.count("not as expected") == 2  # of the entry that states it, and of the one that it is related to


def test_claims_that_the_inventory_does_not_name_have_no_say(folder, capsys):
    """Another document's cases may lie in the same folder."""
    (folder / "other.yaml").write_text(OTHER)
    assert call("audit", folder, "--no-cache") == 1
    assert call("audit", "--document", "a-text", folder, "--no-cache") == 0
    assert "other" not in capsys.readouterr().out.partition("a-text: A text")[2]


@pytest.mark.parametrize(
    ("name", "inside", "message"),
    [
        ("a-txt", True, "there is no inventory of a document 'a-txt'; did you mean a-text?; those with one: a-text"),
        ("a-text", False, "there is no inventory of a document 'a-text'; PATH must hold its inventory.json"),
    ],
)
def test_an_unknown_document(folder, capsys, name, inside, message):
    assert call("audit", "--document", name, folder if inside else folder / "cases.yaml") == 2
    error = capsys.readouterr().err
    assert message in error
    assert "Traceback" not in error


def test_mistakes_are_told_and_the_rest_is_shown(folder, capsys):
    entries = [*INVENTORY["inventory"], {"id": "b", "kind": "figure"}]
    entries[0] = entries[0] | {"claims": ["made.up/rigth"]}
    (folder / "inventory.json").write_text(json.dumps(INVENTORY | {"inventory": entries}, indent=1))
    assert call("audit", "--document", "a-text", folder, "--no-cache") == 2
    out, error = capsys.readouterr()
    assert f"{folder}/inventory.json:13:6: no claim of these cases is named made.up/rigth; did you mean" in error
    assert f"{folder}/inventory.json:46:3: an entry needs section, formula" in error
    assert "  not found   equation  square" in out
    assert "  undefined   code      log" in out


def test_a_plain_audit_tells_mistakes_in_an_inventory_too(folder, capsys):
    (folder / "cases.yaml").write_text(CASES + "  - {id: unnamed, that: x == x}\n")
    assert call("audit", folder, "--no-cache") == 2
    assert "cases.yaml:13:5: made.up/unnamed is named by no entry of" in capsys.readouterr().err
    assert call("audit", folder / "cases.yaml", "--no-cache") == 0


def test_the_report_has_a_page_of_it(folder, tmp_path, capsys):
    run, site = tmp_path / "run.jsonl", tmp_path / "site"
    call("run", folder, "--backend", f"{MINIATURES}.sound", "--no-cache", "--output", run)
    assert call("report", run, "--cases", folder, "--no-cache", "--output", site) == 0
    assert "d/dx x² = 2x" in (site / "document" / "a-text.html").read_text(encoding="utf-8")
    (folder / "inventory.json").write_text("{}")
    assert call("report", run, "--cases", folder, "--no-cache", "--output", site) == 2
    assert "inventory.json:1:1: an inventory needs format, document, inventory" in capsys.readouterr().err
    assert not (site / "document" / "a-text.html").exists()


def test_a_narrow_terminal(folder, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "20")
    assert call("audit", "--document", "a-text", folder, "--no-cache") == 0
    assert max(map(len, capsys.readouterr().out.partition("One")[2].splitlines())) <= 64


def test_a_reader_that_has_had_enough(folder):
    process = command("audit", "--document", "a-text", folder, "--no-cache")
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 141
    assert error == ""
