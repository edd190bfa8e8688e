"""A pytest session with --conformance: starts the backends, finds the cases, keeps the run files.

With xdist every process that runs items has workers of its own; the controlling one starts each backend once,
to say early and clearly that it cannot run here, and writes the run files.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import click
import pytest

from conformance.casefile.load import SUFFIXES, Loaded, load, real
from conformance.casefile.model import Case, Problem
from conformance.cli.loading import check_names, truth_cache
from conformance.cli.options import interpreters
from conformance.cli.run import outputs
from conformance.pytest_plugin.engine import Engine
from conformance.pytest_plugin.nodes import CaseFile, ClaimItem
from conformance.pytest_plugin.record import Record
from conformance.run.errors import PlanError, RunFileError, UnavailableError, WriteError
from conformance.run.expected import Expectations
from conformance.run.plan import Options
from conformance.run.slot import Settings
from conformance.run.surroundings import Surroundings
from conformance.run.truths import CachedTruth

__all__ = ["ConformanceSession"]

_RESULTS = "conformance_results"

T = TypeVar("T")


class ConformanceSession:
    """The hooks. Mistakes in the options, and a backend that is not there, are usage errors."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._names: Sequence[str] = tuple(dict.fromkeys(config.getoption("conformance")))
        self._engines: list[Engine] = []
        self._records: dict[str, Record] = {}
        self._finished: set[str] = set()
        self._open = ExitStack()

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        self._engines = _or_usage_error(self._started)
        if self._controls:
            self._open.close()

    def pytest_report_header(self) -> list[str]:
        profile = self._config.getoption("conformance_profile")
        return [f"conformance: {e.backend} {e.about['version']}, profile {profile}" for e in self._engines]

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> CaseFile | None:
        if file_path.suffix not in SUFFIXES:
            return None
        node: CaseFile = CaseFile.from_parent(parent, path=file_path)
        node.cases, node.problems = self._of(file_path)
        node.engines = self._engines
        return node

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        items = [item for item in session.items if isinstance(item, ClaimItem)]
        if not hasattr(self._config, "workerinput"):
            self._record([(item.engine.backend, item.claim_id) for item in items])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any, ids: Sequence[str]) -> None:
        if not self._records:
            self._record([name for name in map(self._named, ids) if name is not None])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if isinstance(item, ClaimItem) and call.when == "call":
            if self._output is not None:
                setattr(report, _RESULTS, [item.engine.backend, item.results_text()])
            if report.skipped and isinstance(report.longrepr, tuple):
                report.longrepr = (str(item.path), item.position.line, report.longrepr[2])
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "teardown":
            self._finished.add(report.nodeid)
        if hasattr(report, _RESULTS) and self._records:
            backend, results = getattr(report, _RESULTS)
            delattr(report, _RESULTS)  # reports are kept to the end, and this is most of their size
            self._records[backend].write(results)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        complete = not session.shouldstop and len(self._finished) == session.testscollected
        for record in self._records.values():
            record.close(complete)
        self._open.close()  # a process of xdist may be ended as soon as its session is

    def pytest_unconfigure(self) -> None:
        self._open.close()

    @property
    def _controls(self) -> bool:
        """Whether other processes run the items."""
        return self._config.pluginmanager.has_plugin("dsession")

    @property
    def _output(self) -> Path | None:
        output: Path | None = self._config.getoption("conformance_output")
        return output

    def _started(self) -> list[Engine]:
        elsewhere = interpreters(tuple(self._config.getoption("conformance_python")))
        check_names(self._names, elsewhere)
        options = Options(self._config.getoption("conformance_profile"))
        truth = CachedTruth(truth_cache(None, off=False))
        engines = []
        for name in self._names:
            python = elsewhere.get(name)
            settings = Settings(name, surroundings=Surroundings(python))
            engine = Engine(settings, options, truth, self._expectations(name), python)
            self._open.callback(engine.close)
            engines.append(engine)
        return engines

    def _expectations(self, backend: str) -> Expectations:
        path: Path | None = self._config.getoption("conformance_expected")
        if path is None:
            return Expectations()
        if not path.is_dir():
            return Expectations.load(path)
        path /= f"{backend}.json"
        return Expectations.load(path) if path.is_file() else Expectations()

    @cached_property
    def _loaded(self) -> Loaded:
        """The cases below the paths that pytest was given, as `conformance run` would load them."""
        paths = []
        for argument in self._config.args:
            path = self._config.invocation_params.dir / argument.partition("::")[0]
            if path.is_dir() or path.suffix in SUFFIXES:
                paths.append(path)
        return load(paths)

    def _of(self, path: Path) -> tuple[list[Case], list[Problem]]:
        """The cases and the mistakes of one file."""
        file = real(path)
        cases = [case for case in self._loaded.cases if real(Path(case.position.file)) == file]
        problems = [problem for problem in self._loaded.problems if real(Path(problem.position.file)) == file]
        return cases, problems

    def _named(self, nodeid: str) -> tuple[str, str] | None:
        """Backend and `case/claim[n=2]` of an item in another process; None for an item that is not ours."""
        parts = nodeid.split("::")
        if len(parts) != 3 or Path(parts[0]).suffix not in SUFFIXES:
            return None
        for name in self._names:
            if len(self._names) == 1 or parts[2].endswith(f"[{name}]"):
                claim = parts[2] if len(self._names) == 1 else parts[2].removesuffix(f"[{name}]")
                return name, f"{parts[1]}/{claim}"
        return None

    def _record(self, selected: Sequence[tuple[str, str]]) -> None:
        if self._output is None or self._config.getoption("collectonly"):
            return
        for (name, path), engine in zip(_or_usage_error(self._outputs), self._engines, strict=True):
            claims = [claim for backend, claim in selected if backend == name]
            self._records[name] = _or_usage_error(lambda: Record(path, engine, self._loaded, claims))  # noqa: B023

    def _outputs(self) -> list[tuple[str, Path]]:
        return outputs(self._output, tuple(self._names))


def _or_usage_error(make: Callable[[], T]) -> T:
    try:
        return make()
    except click.ClickException as error:
        raise pytest.UsageError(error.message) from error
    except UnavailableError as error:
        elsewhere = "if it lives in another environment, give --conformance-python NAME=PATH of its interpreter"
        raise pytest.UsageError(f"{error}\n{elsewhere}") from error
    except (PlanError, RunFileError, WriteError) as error:
        raise pytest.UsageError(str(error)) from error
