"""The run file of a pytest session: the results that the items of one backend gave, in the order in which they came."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from conformance.casefile.load import Loaded
from conformance.pytest_plugin.engine import Engine
from conformance.run.contents import contents, instance_name
from conformance.run.writer import RunWriter, make_header

__all__ = ["Record"]


class Record:
    """A run file being written. RunFileError or WriteError where that cannot be."""

    def __init__(self, path: Path, engine: Engine, loaded: Loaded, selected: Collection[str]) -> None:
        """`selected` are the names, `case/claim[n=2]`, of the claims that pytest is going to run."""
        options = engine.options
        planned = {
            f"{case.id}/{instance_name(claim.id, instance.sizes)}": engine.units(case, instance, claim)
            for case in loaded.cases
            for instance in case.instances
            for claim in instance.claims
        }
        if planned.keys() - set(selected):
            options = type(options)(options.profile, select=tuple(f"{name}@" for name in selected))
        header = make_header(
            backend=engine.backend,
            about=engine.about,
            device=engine.settings.device,
            cases=loaded.content_hash,
            options=options,
            timeout=engine.settings.timeout,
            contents=contents(loaded.cases),
            checks=sum(len(unit.points) for name in selected for unit in planned.get(name, ())),
        )
        self._writer = RunWriter.create(path, header)

    def write(self, results: str) -> None:
        """The results of an item, as JSON."""
        for result in json.loads(results):
            self._writer.result(result)

    def close(self, complete: bool) -> None:
        """Without its footer the file is of an interrupted run."""
        with self._writer:
            if complete:
                self._writer.footer()
