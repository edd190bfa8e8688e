"""Cases as pytest items: `pytest --conformance torch cases/`.

Without --conformance this does nothing, and imports nothing but pytest.
"""

from __future__ import annotations

from pathlib import Path

import pytest

__all__ = ["pytest_addoption", "pytest_configure"]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("conformance", "Autograd conformance")
    group.addoption(
        "--conformance",
        metavar="NAME",
        action="append",
        default=[],
        help="Collect every claim of the case files (*.yaml, *.yml) given and run it on this backend; may be repeated.",
    )
    group.addoption(
        "--conformance-profile",
        choices=("quick", "default", "full"),
        default="default",
        help="How many points, dtypes, modes and executions a claim is run with, as for `conformance run`.",
    )
    group.addoption(
        "--conformance-python",
        metavar="NAME=PATH",
        action="append",
        default=[],
        help="The interpreter that runs the workers of a backend, where it lives in another environment.",
    )
    group.addoption(
        "--conformance-output",
        metavar="PATH",
        type=Path,
        help="Write a run file; PATH is a folder if there are several backends.",
    )
    group.addoption(
        "--conformance-expected",
        metavar="PATH",
        type=Path,
        help="Known results, which then are expected failures: a JSON file, or a folder that has BACKEND.json.",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("conformance"):
        from conformance.pytest_plugin.session import ConformanceSession

        config.pluginmanager.register(ConformanceSession(config), "conformance-session")
