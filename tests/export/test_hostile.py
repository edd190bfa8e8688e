"""Whatever stands in a run file comes out as text, in every format."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from conformance.export.atom import Entry, atom
from conformance.export.badge import shields, svg
from conformance.export.comparison import comparison_page
from conformance.export.ctrf import ctrf
from conformance.export.junit import junit
from conformance.export.markdown import code
from conformance.export.summary import summary
from conformance.run.compare import compare
from conformance.run.text import line
from tests.export.samples import HOSTILE, hostile
from tests.run.test_runfile import header, result

texts = pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))

# What XML 1.0 allows, less what moves or hides other text.
_ILLEGAL = re.compile("[^\t\n\x20-\x7e\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class Tags(HTMLParser):
    """The tags and attributes of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()
        self.cells: list[int] = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= set(attrs)
        if tag == "tr":
            self.cells.append(0)
        if tag in ("td", "th"):
            self.cells[-1] += 1


def shown(page: str) -> Tags:
    tags = Tags()
    tags.feed(MARKDOWN.render(page))
    return tags


@texts
def test_xml(text):
    for document in (junit(hostile(text)), *(svg(run) for run in hostile(text))):
        assert not _ILLEGAL.search(document.decode())
        tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(document).iter()}
        assert tags <= {
            "testsuites", "testsuite", "properties", "property", "testcase", "failure", "error", "skipped",
            "svg", "title", "rect", "g", "text",
        }  # fmt: skip


@texts
def test_a_badge_stays_small(text):
    for run in hostile(text):
        assert int(ET.fromstring(svg(run)).attrib["width"]) < 2_000


@texts
def test_json(text):
    for document in (ctrf(hostile(text)), *(shields(run) for run in hostile(text))):
        assert not _ILLEGAL.search(document.replace("\\n", "").replace("\\t", ""))
        json.loads(document)


@texts
def test_markdown(text):
    tags = shown(summary(hostile(text)))
    assert tags.tags <= {
        "h2", "h3", "p", "code", "strong", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "details",
        "summary",
    }  # fmt: skip
    assert {name for name, _ in tags.attributes} <= {"style"}  # of cells aligned to the right
    assert {value for _, value in tags.attributes} <= {"text-align:right"}
    assert set(tags.cells) <= {4, 9}


def hostile_comparison(text):
    both = {"case": text, "claim": text, "truth": text, "dtype": text, "observed": "nan", "sizes": {text: 2}}
    old, new = result(0, "pass", **both), result(0, "wrong", **both)
    heads = [header(run=f"{n}{text}", backend=text or "x", version=text, started=text) for n in (1, 2)]
    return heads, compare(heads[0], [old], heads[1], [new])


@texts
def test_a_comparison_page(text):
    heads, found = hostile_comparison(text)
    tags = shown(comparison_page(*heads, found, [text]))
    assert tags.tags <= {
        "h2", "h3", "p", "code", "strong", "blockquote", "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert set(tags.cells) <= {3, 4}


@texts
def test_a_feed(text):
    heads, found = hostile_comparison(text)
    entries = [Entry(heads[0]), Entry(heads[1], text, earlier=heads[0], found=found)]
    document = atom(entries, text, text or None)
    assert not _ILLEGAL.search(document.decode())
    for content in ET.fromstring(document).iter("{http://www.w3.org/2005/Atom}content"):
        tags = Tags()
        tags.feed(content.text or "")
        assert tags.tags <= {"p", "h3", "ul", "li", "code"}
        assert not tags.attributes


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
    | st.text("|\\`<>&[]()!*_~$:/.w@#-\n ", max_size=200)
)
def test_code_is_one_cell_of_text(text):
    """The words come out as they went in, whatever stands beside them."""
    page = f"| a | b |\n| --- | --- |\n| {code(text)} | end |\n"
    tags = shown(page)
    assert tags.cells == [2, 2]
    assert tags.tags <= {"table", "thead", "tbody", "tr", "th", "td", "code"}
    cell = re.search(r"<td>(.*)</td>\n<td>end</td>", MARKDOWN.render(page))
    assert cell is not None
    assert unescape(re.sub(r"</?code>", "", cell[1])) == line(text)


def test_a_feed_of_a_dtype_that_numpy_does_not_have():
    before = result(0, "subgradient", dtype="bfloat16", observed=0.0)
    after = result(0, "subgradient", dtype="bfloat16", observed=0.5)
    assert compare(header(), [before], header(), [after]).counts["changed convention"] == 1
