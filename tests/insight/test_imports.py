"""An analysis needs no page: it stands on runs and cases alone."""

from __future__ import annotations

from tests.language.test_imports import loaded

MODULES = "causes, conventions, conventions_file, coverage, left_out, known, nearness, operators, special"


def test_nothing_of_the_report_is_imported() -> None:
    modules = loaded(", ".join(f"conformance.insight.{name}" for name in MODULES.split(", ")))
    assert not [m for m in modules if m.partition(".")[0] in {"jinja2", "markupsafe", "click"}]
    assert not [m for m in modules if m.startswith(("conformance.report", "conformance.cli"))]
    assert not [m for m in modules if m.partition(".")[0] in {"flint", "torch", "jax", "tensorflow", "mxnet"}]
