"""Which backends the tests drive: CONFORMANCE_TEST_BACKENDS, comma-separated, `numpy` unless set.

A backend that is named there and not installed is an error, never a skip. Tests marked
with a backend that is not named there are for another environment, and not collected.
"""

from __future__ import annotations

import os

import pytest

from conformance.backends.contract import Backend
from conformance.backends.registry import load

SELECTED = [name for name in os.environ.get("CONFORMANCE_TEST_BACKENDS", "numpy").split(",") if name]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "backend(name): drives this backend")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    elsewhere = [item for item in items if any(m.args[0] not in SELECTED for m in item.iter_markers("backend"))]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in elsewhere]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "backend" in metafunc.fixturenames:
        names = [pytest.param(name, marks=pytest.mark.backend(name)) for name in SELECTED]
        metafunc.parametrize("backend", names, indirect=True, scope="session")


@pytest.fixture(scope="session")
def backend(request: pytest.FixtureRequest) -> Backend:
    return load(request.param)
