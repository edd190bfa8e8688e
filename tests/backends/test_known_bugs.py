"""Known bugs are looked at again with every version: one that is repaired has to leave the list."""

from __future__ import annotations

import subprocess
import sys

import pytest

from conformance.backends.contract import Backend
from tests.backends.known_bugs import KNOWN_BUGS


@pytest.mark.filterwarnings("default")
def test_known_bugs_are_still_there(backend: Backend) -> None:
    for bug in KNOWN_BUGS:
        if bug.backend == backend.name:
            run = subprocess.run([sys.executable, "-c", bug.script], capture_output=True, timeout=300, check=False)
            assert run.returncode != 0, f"repaired: {bug}"
            assert b"ModuleNotFoundError" not in run.stderr
