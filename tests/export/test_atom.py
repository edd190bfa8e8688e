"""The feed: one entry a run, what got worse first, the latest run first."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from conformance.cli.feed import feed
from conformance.run.writer import RunWriter
from tests.export.samples import line
from tests.run.test_runfile import header

NAMES = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def write(tmp_path):
    def write(day, results, *, finished=True, error=None, **head):
        path = tmp_path / f"{head.get('backend', 'fake')}-{day}.jsonl"
        when = f"2026-11-{day:02}T10:00:00+02:00"
        with RunWriter.create(
            path, header(**{"run": f"r{day}", "started": when, "version": f"1.{day}"} | head)
        ) as file:
            for result in results:
                file.result({**result, "backend": head.get("backend", "fake")})
            if finished:
                file.footer(error)
        return path

    return write


def read(document):
    root = ET.fromstring(document)
    return root, [
        {name: entry.findtext(f"a:{name}", namespaces=NAMES) for name in ("title", "id", "updated", "content")}
        for entry in root.findall("a:entry", NAMES)
    ]


def test_runs_in_the_order_of_their_start(write):
    files = [write(3, [line(), line(1)]), write(1, [line()]), write(2, [line(0, "wrong"), line(1)])]
    root, entries = read(feed(files, "What changed", "https://example.org/report/"))
    assert [entry["title"] for entry in entries] == [
        "fake 1.2 → 1.3: 1 fixed",
        "fake 1.1 → 1.2: 1 regressed, 1 new",
        "fake 1.1: first run",
    ]
    assert [entry["updated"] for entry in entries] == [f"2026-11-0{day}T08:00:00Z" for day in (3, 2, 1)]
    assert root.findtext("a:updated", namespaces=NAMES) == "2026-11-03T08:00:00Z"
    assert root.findtext("a:title", namespaces=NAMES) == "What changed"
    assert root.find("a:author/a:name", NAMES) is not None
    assert {link.attrib["href"] for link in root.iter("{http://www.w3.org/2005/Atom}link")} == {
        "https://example.org/report/"
    }
    content = entries[1]["content"]
    assert content.index("<h3>regressed: 1 result</h3>") < content.index("<h3>new: 1 result</h3>")
    assert "<code>a/b[n=2]</code>: pass → wrong" in content


def test_ids_never_change_and_differ(write):
    files = [write(1, [line()]), write(2, [line()])]
    first, again = feed(files, "t", None), feed(files[::-1], "t", None)
    assert first == again
    ids = [entry["id"] for entry in read(first)[1]]
    ids.append(read(first)[0].findtext("a:id", namespaces=NAMES))
    assert len(set(ids)) == 3
    assert all(name.startswith("urn:uuid:") for name in ids)
    assert [e["id"] for e in read(feed([files[0]], "t", None))[1]] == [ids[1]]


def test_each_backend_by_itself(write):
    files = [write(1, [line()]), write(2, [line(0, "wrong")], backend="other"), write(3, [line()])]
    assert [entry["title"] for entry in read(feed(files, "t", None))[1]] == [
        "fake 1.1 → 1.3: nothing changed", "other 1.2: first run", "fake 1.1: first run",
    ]  # fmt: skip


def test_a_run_that_did_not_happen_or_did_not_end(write):
    files = [
        write(1, [line(), line(1)]),
        write(2, [], error="no module"),
        write(3, [line()], finished=False),
        write(4, [], finished=False, backend="other"),
    ]
    entries = read(feed(files, "t", None))[1]
    assert [entry["title"] for entry in entries] == [
        "other 1.4: first run", "fake 1.1 → 1.3: 1 removed", "fake could not start: no module", "fake 1.1: first run",
    ]  # fmt: skip
    assert "the run was interrupted; what it did not get to counts as removed" in entries[1]["content"]
    assert "interrupted" in entries[0]["content"]


def test_a_long_list_is_cut(write):
    files = [
        write(day, [line(0, verdict, f"c{n:03}") for n in range(60)]) for day, verdict in ((1, "pass"), (2, "wrong"))
    ]
    content = read(feed(files, "t", None))[1][0]["content"]
    assert content.count("<li><code>") == 50
    assert "<li>and 10 more claims</li>" in content
