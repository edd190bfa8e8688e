"""Whatever stands in case files and run files, a browser that opens the report does nothing but show it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from tests.browser.watched import Watched
from tests.report.test_hostile import HOSTILE, hostile_site


@pytest.mark.parametrize("text", [text for text in HOSTILE if set("<>{") & set(text) or "alert" in text])
def test_hostile_text_does_nothing(watched: Watched, text: str, tmp_path: Path) -> None:
    hostile_site(text, tmp_path)
    for path in sorted(tmp_path.rglob("*.html")):
        page = watched.open(path)
        assert page.locator("h1").count() >= 1
        assert page.locator("img, iframe, object, embed, base, [onerror], [onload], [onmouseover]").count() == 0
    page = watched.open(tmp_path / "results.html", f"#q={quote(text.encode('utf-8', 'replace').decode())}")
    page.wait_for_selector("#Search:not([hidden])")
    page.fill("#Query", "verdict:wrong")
    page.press("#Query", "Enter")
    assert page.locator("#Rows tr").count() > 0
    assert page.locator("#Rows img, #Rows script, #Rows [onmouseover], #Facets script, #Status *").count() == 0


@pytest.mark.parametrize(
    "more",
    [
        "#q=<img src=x onerror=alert(1)>",
        "?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "#q=%E0%A4%A&sort=__proto__&from=1e99",
        "#javascript:alert(1)",
        "#q=" + "*a" * 4000,
    ],
)
def test_a_hostile_address_does_nothing(results: Watched, folder: Path, more: str) -> None:
    results.page.goto("about:blank")
    page = results.open(folder / "results.html", more)
    page.wait_for_selector("#Search:not([hidden])")
    assert page.locator("main img, main script").count() == 0


def test_what_watches_sees(watched: Watched, tmp_path: Path) -> None:
    """A test that cannot fail would be none: a page that does what it must not is noticed."""
    policy = "default-src 'none'; script-src 'unsafe-inline'"
    page = tmp_path / "bad.html"
    page.write_text(
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><h1>Bad</h1>'
        "<script>alert(1); eval('2'); </script><img src=http://nowhere.invalid/x.png>"
    )
    watched.open(page)
    told = " ".join(watched.happened)
    watched.happened.clear()
    assert "called: alert" in told
    assert "policy: script-src" in told
    assert "policy: img-src" in told
