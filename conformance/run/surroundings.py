"""The environment that a worker runs in: its interpreter, its path to this package, its threads."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_cache_path

import conformance

__all__ = ["Surroundings"]

# One thread each: a few cores are shared by several backends, and sums come out the same every time.
_QUIET = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "PYTHONHASHSEED": "0",
}

# jax compiles every operation for every shape, 40 ms each; workers side by side and later runs share the outcome.
_COMPILED_ONCE = {
    "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
    "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
}


class Surroundings:
    """How to start the workers of one backend.

    Another interpreter (`python`) may lack this package; it is then found through
    PYTHONPATH, by a folder that holds nothing else, since the packages installed beside
    it here belong to another environment.
    """

    def __init__(self, python: str | None = None) -> None:
        self._python = python or sys.executable
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        # Not by realpath: the interpreters of two virtual environments are often links to the same file.
        self._foreign = python is not None and os.path.abspath(python) != os.path.abspath(sys.executable)

    @property
    def command(self) -> list[str]:
        return [self._python, "-m", "conformance.run.worker"]

    def environment(self) -> Mapping[str, str]:
        settings = _QUIET | _COMPILED_ONCE | {"JAX_COMPILATION_CACHE_DIR": str(_compiled())} | dict(os.environ)
        path = [part for part in (self._package_folder(), os.environ.get("PYTHONPATH")) if part]
        return settings | ({"PYTHONPATH": os.pathsep.join(path)} if path else {})

    def close(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _package_folder(self) -> str | None:
        package = Path(conformance.__file__).parent
        if not _holds_others(package.parent):
            return str(package.parent)
        if not self._foreign:
            return None
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="conformance-")
            (Path(self._folder.name) / "conformance").symlink_to(package, target_is_directory=True)
        return self._folder.name


def _compiled() -> Path:
    """A folder of the user's cache for what is compiled for this kind of processor, which another may not run."""
    try:
        about = next(line for line in _CPUS.read_text(encoding="utf-8").splitlines() if line.startswith("flags"))
    except (OSError, UnicodeDecodeError, StopIteration):
        about = platform.node()
    kind = hashlib.sha256(f"{platform.machine()} {about}".encode()).hexdigest()[:12]
    return user_cache_path("conformance") / "jax" / kind


_CPUS = Path("/proc/cpuinfo")


def _holds_others(folder: Path) -> bool:
    return (folder / "numpy").is_dir()
