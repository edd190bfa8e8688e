"""A content-addressed store of truths on disk, shared by any number of processes.

One file an entry, named by the hash of everything that the entry depends on. Files are
written whole under another name and then renamed, so a reader sees all of an entry or
none; one that is damaged is dropped and computed again. A full disk costs the caching only.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

__all__ = ["Cache", "default_directory", "digest"]


def default_directory() -> Path:
    """Where truths are kept unless told otherwise: the user's cache directory."""
    return user_cache_path("conformance") / "truth"


def digest(*parts: Any) -> str:
    """A hash of JSON values."""
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Cache:
    """Maps digests to JSON values. `directory` None keeps nothing."""

    def __init__(self, directory: Path | None) -> None:
        self.directory = directory

    def get(self, key: str) -> Any | None:
        """The value, or None if there is none or it is damaged."""
        if self.directory is None:
            return None
        path = self._path(key)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        with contextlib.suppress(ValueError, TypeError, KeyError):
            entry = json.loads(text)
            if entry["check"] == digest(entry["value"]):
                return entry["value"]
        with contextlib.suppress(OSError):
            path.unlink()
        return None

    def put(self, key: str, value: Any) -> None:
        """Keep the value, if the disk lets us."""
        if self.directory is None:
            return
        path = self._path(key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump({"check": digest(value), "value": value}, file, separators=(",", ":"))
                Path(name).replace(path)
            except OSError:
                with contextlib.suppress(OSError):
                    Path(name).unlink()

    def _path(self, key: str) -> Path:
        assert self.directory is not None
        return self.directory / key[:2] / f"{key[2:]}.json"
