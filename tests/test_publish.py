"""The workflow that users copy: it parses, its scripts are scripts, its commands and their options exist."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest
from ruamel.yaml import YAML

from conformance.backends.registry import BUILT_IN
from conformance.cli import cli

FILE = Path(__file__).parents[1] / "docs" / "publish.yml"
WORKFLOW = YAML(typ="safe", pure=True).load(FILE.read_text(encoding="utf-8"))
JOBS = WORKFLOW["jobs"]
SCRIPTS = {
    f"{name}: {step.get('name')}": step["run"] for name, job in JOBS.items() for step in job["steps"] if "run" in step
}


def commands():
    for script in SCRIPTS.values():
        for line in script.replace("\\\n", " ").splitlines():
            for part in re.split(r"\|\||&&|;", line.partition(" >> ")[0]):
                words = shlex.split(part)
                if words[:1] == ["conformance"]:
                    yield words


def test_a_job_a_backend_and_none_stops_the_others():
    strategy = JOBS["backend"]["strategy"]
    assert strategy["fail-fast"] is False
    assert [entry["backend"] for entry in strategy["matrix"]["include"]] == list(BUILT_IN)
    keeping = JOBS["backend"]["steps"][-1]
    assert keeping["if"] == "${{ always() }}"
    assert keeping["uses"].startswith("actions/upload-artifact@")


def test_the_report_is_made_whatever_the_backends_did():
    assert JOBS["report"]["needs"] == "backend"
    assert JOBS["report"]["if"] == "${{ !cancelled() }}"
    assert JOBS["deploy"]["needs"] == "report"
    assert "needs.report.result == 'success'" in JOBS["deploy"]["if"]
    assert JOBS["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    loops = re.findall(r"for backend in (.*); do", "\n".join(SCRIPTS.values()))
    assert [loop.split() for loop in loops] == [list(BUILT_IN)] * 2


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts(name):
    subprocess.run(["bash", "-n"], input=SCRIPTS[name], text=True, check=True)


def test_commands_exist():
    context = click.Context(cli)
    used = list(commands())
    assert {words[1] for words in used} == {"run", "report", "compare", "export"}
    for words in used:
        command = cli.get_command(context, words[1])
        assert command is not None
        known = {name for parameter in command.params for name in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known
