"""The language stands alone and is light: it imports nothing of ours and nothing heavy."""

from __future__ import annotations

import subprocess
import sys

HEAVY = [
    "numpy",
    "scipy",
    "flint",
    "ruamel",
    "jinja2",
    "jsonschema",
    "jsonschema_rs",
    "click",
    "torch",
    "jax",
    "tensorflow",
    "mxnet",
]


def loaded(module: str) -> list[str]:
    program = f"import sys; import {module}; print('\\n'.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return run.stdout.split()


def test_the_parser_imports_nothing_heavy() -> None:
    modules = loaded("conformance.language.parse")
    assert not [m for m in modules if m.partition(".")[0] in HEAVY]
    assert not [m for m in modules if m.startswith("conformance.") and not m.startswith("conformance.language")]


def test_the_graph_is_imported_without_the_parser() -> None:
    modules = loaded("conformance.language.graph, conformance.language.ops, conformance.language.shapes")
    assert "conformance.language.parse" not in modules
