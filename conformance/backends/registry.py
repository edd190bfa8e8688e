"""Which backends there are, and how a name becomes one. Imports a framework only on `load`."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import cast

from conformance.backends.contract import Backend, UnsupportedError

__all__ = ["BUILT_IN", "BackendStartError", "load", "names"]

GROUP = "conformance.backends"


class BackendStartError(Exception):
    """A backend cannot start here; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class BuiltIn:
    module: str
    requirement: str
    """What pip installs for it, pinned to the versions that the suite is tested with."""


BUILT_IN = {
    "torch": BuiltIn("conformance.backends.torch", "torch==2.13.0"),
    "jax": BuiltIn("conformance.backends.jax", "jax==0.10.2"),
    "tensorflow": BuiltIn("conformance.backends.tensorflow", "tensorflow-cpu==2.21.0"),
    "mxnet": BuiltIn("conformance.backends.mxnet", "mxnet==1.9.1 'numpy==1.23.5'"),
    "numpy": BuiltIn("conformance.backends.numpy", "'numpy>=2'"),
}


def names() -> list[str]:
    """Every backend that has a name here: those built in, and those that other packages register."""
    return sorted({*BUILT_IN, *(entry.name for entry in entry_points(group=GROUP))})


def load(name: str, device: str = "cpu") -> Backend:
    """The backend, its framework imported, on the device. BackendStartError if it cannot start.

    A name with a dot is a Python module: such a name can only come from whoever started
    the run, never from a case file.
    """
    try:
        backend = cast(Backend, importlib.import_module(_module(name)))
        backend.use(device)
    except BackendStartError:
        raise
    except UnsupportedError as error:
        raise BackendStartError(str(error)) from error
    except Exception as error:  # a broken installation raises anything: OSError, AttributeError, …
        raise BackendStartError(_explain(name, error)) from error
    return backend


def _module(name: str) -> str:
    if name in BUILT_IN:
        return BUILT_IN[name].module
    if "." in name:
        return name
    for entry in entry_points(group=GROUP):
        if entry.name == name:
            return entry.value
    raise BackendStartError(
        f"no backend is named {name!r}; known here: {', '.join(names())}, or a module's dotted name"
    )


def _explain(name: str, error: Exception) -> str:
    requirement = f"pip install {BUILT_IN[name].requirement}" if name in BUILT_IN else ""
    if isinstance(error, ModuleNotFoundError) and error.name == name:
        return f"{name} is not installed here" + (f": {requirement}" if requirement else "")
    advice = f"; the suite is tested with: {requirement}" if requirement else ""
    return f"{name} does not start here: {type(error).__name__}: {error}{advice}"
