"""The cache on disk: damage, sharing, a disk that refuses."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest

from conformance.truth.cache import Cache, digest


def entry_file(directory: Path) -> Path:
    (path,) = directory.rglob("*.json")
    return path


def test_what_was_put_is_got(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(digest("a"), {"x": ["0x1.8p+1"]})
    assert Cache(tmp_path).get(digest("a")) == {"x": ["0x1.8p+1"]}
    assert cache.get(digest("b")) is None


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b'{"check": "00", "value": 1}', b"[1, 2]", b'{"value": 3}'])
def test_a_damaged_entry_is_dropped(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put(digest("a"), 1)
    entry_file(tmp_path).write_bytes(damage)
    assert cache.get(digest("a")) is None
    cache.put(digest("a"), 2)
    assert cache.get(digest("a")) == 2


def test_an_entry_changed_by_hand_is_dropped(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(digest("a"), [1.0])
    path = entry_file(tmp_path)
    path.write_text(path.read_text().replace("1.0", "2.0"))
    assert cache.get(digest("a")) is None


def test_no_directory_keeps_nothing() -> None:
    cache = Cache(None)
    cache.put(digest("a"), 1)
    assert cache.get(digest("a")) is None


def test_a_directory_that_cannot_be_made_costs_only_the_caching(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "below")
    cache.put(digest("a"), 1)
    assert cache.get(digest("a")) is None


def _write_many(directory: str) -> None:
    cache = Cache(Path(directory))
    for i in range(100):
        cache.put(digest("shared", i % 5), {"value": i % 5})
        found = cache.get(digest("shared", i % 5))
        assert found == {"value": i % 5}


def test_processes_may_share_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write_many, args=(os.fspath(tmp_path),)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert not list(tmp_path.rglob(".new-*"))
