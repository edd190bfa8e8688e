"""pytest with the plugin, in a folder with one case file."""

from __future__ import annotations

from importlib.metadata import entry_points

import pytest

import conformance.pytest_plugin
import conformance.pytest_plugin.session as imported_here  # since pytester forgets what is imported in it
from tests.cli import HERE
from tests.pytest_plugin.samples import CASES, SOUND

INSTALLED = any(entry.name == "conformance" for entry in entry_points(group="pytest11"))


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def cases(pytester, monkeypatch, cache):
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("PYTHONPATH", str(HERE.parent))
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    path = pytester.mkdir("cases") / "demo.yaml"
    path.write_text(CASES)
    return path


@pytest.fixture
def run(pytester, cases):
    def run(*arguments, backend=SOUND, apart=False):
        chosen = () if backend is None else ("--conformance", backend)
        options = ("-p", "no:cacheprovider", *chosen, "--conformance-profile", "quick", *map(str, arguments))
        if apart:
            plugin = () if INSTALLED else ("-p", "conformance.pytest_plugin")
            return pytester.runpytest_subprocess(*plugin, *options)
        assert imported_here
        return pytester.runpytest_inprocess(*options, plugins=[] if INSTALLED else [conformance.pytest_plugin])

    return run
