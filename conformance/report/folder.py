"""Writing pages and data into a folder, and taking away those of an earlier time."""

from __future__ import annotations

import gzip
import json
from collections.abc import Collection, Iterable
from pathlib import Path

import orjson

from conformance.report.errors import ReportError
from conformance.report.render import GENERATOR

__all__ = ["DATA", "compressed", "remove_stale", "write"]

DATA = ".json.gz"
"""How the name of compressed data ends."""
_LEVEL = 2
"""Six makes a quarter of it less, in three times the time."""


def compressed(data: object) -> bytes:
    """JSON, compressed by gzip; the same data give the same bytes."""
    try:
        text = orjson.dumps(data, default=dict)
    except orjson.JSONEncodeError:
        # Halves of surrogate pairs, which a backend's message may hold, are JSON to the standard library alone.
        text = json.dumps(data, default=dict, separators=(",", ":")).encode("ascii")
    return gzip.compress(text, _LEVEL, mtime=0)


def write(output: Path, pages: Iterable[tuple[str, str | bytes]]) -> list[str]:
    """Write each page as soon as it is there; their paths. ReportError where the folder cannot be written."""
    written = []
    try:
        for path, content in pages:
            target = output / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
            written.append(path)
    except OSError as error:
        raise ReportError(f"cannot write {error.filename or output}: {error.strerror}") from error
    return written


def remove_stale(output: Path, folders: Collection[str], written: Collection[str]) -> None:
    """Delete the pages that an earlier report left here, and nothing that another hand put here."""
    kept = frozenset(written)
    for place in (output, *(output / folder for folder in folders)):
        for path in place.glob("*.html"):
            gone = path.relative_to(output).as_posix() not in kept
            if gone and f'content="{GENERATOR}"' in path.read_text("utf-8", "replace")[:2000]:
                path.unlink()
                path.with_suffix(DATA).unlink(missing_ok=True)
