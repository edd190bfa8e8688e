"""What a worker finds around it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import conformance
from conformance.run import surroundings
from conformance.run.surroundings import Surroundings

ROOT = str(Path(conformance.__file__).parent.parent)


def test_one_thread_unless_the_user_says_otherwise(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert Surroundings().environment()["OMP_NUM_THREADS"] == "1"
    monkeypatch.setenv("OMP_NUM_THREADS", "4")
    assert Surroundings().environment()["OMP_NUM_THREADS"] == "4"


def test_what_jax_compiles_is_kept_for_this_kind_of_processor(monkeypatch, tmp_path):
    monkeypatch.delenv("JAX_COMPILATION_CACHE_DIR", raising=False)
    folders = set()
    for flags in ("fpu avx2", "fpu avx512f", None):
        cpus = tmp_path / "cpuinfo"
        cpus.write_text(f"processor: 0\nflags: {flags}\n") if flags else cpus.unlink()
        monkeypatch.setattr(surroundings, "_CPUS", cpus)
        folders.add(Surroundings().environment()["JAX_COMPILATION_CACHE_DIR"])
    assert len(folders) == 3
    monkeypatch.setenv("JAX_COMPILATION_CACHE_DIR", "/mine")
    assert Surroundings().environment()["JAX_COMPILATION_CACHE_DIR"] == "/mine"


def test_a_source_tree_is_on_the_path(monkeypatch):
    monkeypatch.setattr(surroundings, "_holds_others", lambda folder: False)
    monkeypatch.setenv("PYTHONPATH", "/mine")
    assert Surroundings("/other/python").environment()["PYTHONPATH"] == os.pathsep.join([ROOT, "/mine"])


def test_another_interpreter_does_not_see_what_is_installed_here(monkeypatch):
    """Beside an installed package there is a numpy that another interpreter must not import."""
    monkeypatch.setattr(surroundings, "_holds_others", lambda folder: True)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    assert "PYTHONPATH" not in Surroundings().environment()
    foreign = Surroundings("/other/python")
    folder = Path(foreign.environment()["PYTHONPATH"])
    assert [path.name for path in folder.iterdir()] == ["conformance"]
    assert (folder / "conformance" / "run" / "worker.py").is_file()
    foreign.close()
    assert not folder.exists()
    assert Path(conformance.__file__).is_file()


def test_an_isolated_interpreter_finds_the_worker(monkeypatch):
    monkeypatch.setattr(surroundings, "_holds_others", lambda folder: True)
    foreign = Surroundings("/other/python")
    code = "import conformance.run.worker, conformance; print(conformance.__file__)"
    environment = {**foreign.environment()}
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert "conformance-" in done.stdout
    foreign.close()
