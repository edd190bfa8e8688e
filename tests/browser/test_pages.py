"""Every page of a site, in a browser: nothing happens that must not, and everybody can read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.made import Site
from tests.browser.watched import Watched

_AXE = Axe()
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
_PART = {"exclude": [["tbody tr:nth-child(n+12)"], ["tbody:nth-of-type(n+8)"], ["article:nth-of-type(n+8)"]]}
"""Of what is repeated the beginning, as the rest is made alike."""
_CONTRAST = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}


def violations(page: Page, options: dict[str, object]) -> list[str]:
    found = _AXE.run(page, _PART, options).response["violations"]
    return [f"{page.url.rpartition('/')[2]}: {v['id']}: {n['html'][:160]}" for v in found for n in v["nodes"][:2]]


def test_every_template_of_a_page_is_in_the_site(site: Site) -> None:
    """What follows looks at one page of each type, so a type that is missing here would be tested nowhere."""
    folder = resources.files("conformance.report") / "templates"
    pages = {t.name for t in folder.iterdir() if '{% extends "base.html" %}' in t.read_text("utf-8")}
    assert pages - site.templates == set()
    assert len(site.types) >= len(pages)


def test_no_page_says_asks_or_loads_anything(watched: Watched, site: Site) -> None:
    for name in site.pages:
        watched.open(site.folder / name)
        assert watched.page.locator("h1").count() >= 1, name


def test_axe_finds_nothing(watched: Watched, site: Site) -> None:
    found = []
    for name in site.types.values():
        page = watched.open(site.folder / name)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        found += violations(page, RULES)
    assert found == []


def test_the_dark_is_dark_and_legible(browser: Browser, site: Site) -> None:
    found = []
    with Watched(browser, color_scheme="dark") as dark:
        for name in site.types.values():
            page = dark.open(site.folder / name)
            assert _lightness(page) < 60, name
            found += violations(page, _CONTRAST)
    assert found == []


def _lightness(page: Page) -> float:
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(map(int, re.findall(r"\d+", colour)[:3])) / 3


@pytest.mark.parametrize("width", [320, 1024])
def test_no_page_is_wider_than_the_screen(browser: Browser, site: Site, width: int) -> None:
    """Tables and formulas scroll in boxes of their own."""
    wide = []
    with Watched(browser, viewport={"width": width, "height": 800}) as narrow:
        for name in site.types.values():
            page = narrow.open(site.folder / name)
            page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append((name, page.evaluate(_WIDEST)))
    assert wide == []


_WIDEST = """
() => [...document.querySelectorAll("main *")].filter((e) => e.getBoundingClientRect().right > innerWidth
  && !e.parentElement.closest(".scroll, .formula, pre")).slice(0, 3).map((e) => e.outerHTML.slice(0, 120))
"""


def test_without_scripts_everything_is_there(browser: Browser, site: Site) -> None:
    with Watched(browser, java_script_enabled=False) as plain:
        page = plain.open(site.folder / "results.html")
        assert not page.locator("#Search").is_visible()
        assert page.locator("#Listed tbody tr").count() > 50
        page.click(".parts a:has-text('2')")
        page.wait_for_url("**/results-2.html")
        page.click("#Listed tbody tr:first-child a")
        page.wait_for_url("**/case/**")
        for name in site.types.values():
            page = plain.open(site.folder / name)
            assert page.locator("main h1").first.is_visible()
            if name != "single.html":
                page.click(".top .brand")
                page.wait_for_url("**/index.html")
        assert plain.happened == []


def test_the_keyboard_reaches_the_content_and_every_page_of_the_menu(watched: Watched, site: Site) -> None:
    page = watched.open(site.folder / "index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]  # a link that has the focus has a box
    page.keyboard.press("Enter")
    page.wait_for_url("**#Main")
    page.reload()
    names = page.locator(".top nav a").all_text_contents()
    for number, name in enumerate(names):
        page = watched.open(site.folder / "index.html")
        for _ in range(number + 2):
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == name
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", name
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator(".top [aria-current]").count() == 1, name


def test_what_scrolls_is_reached_by_the_keyboard(watched: Watched, site: Site) -> None:
    for name in site.types.values():
        page = watched.open(site.folder / name)
        unreachable = page.evaluate(
            "[...document.querySelectorAll('main *')].filter((e) => e.scrollWidth > e.clientWidth + 1"
            " && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX) && e.tabIndex < 0"
            " && e.getClientRects().length).map((e) => e.outerHTML.slice(0, 120))"
        )
        assert unreachable == [], name


def test_every_page_prints(watched: Watched, site: Site) -> None:
    """On paper there is no menu and no form, boxes do not cut off what they hold, and what was closed is open."""
    for name in site.types.values():
        page = watched.open(site.folder / name)
        page.emulate_media(media="print")
        assert not page.locator(".top nav a:not(.brand)").first.is_visible(), name
        assert page.locator("form:visible").count() == 0, name
        cut = page.evaluate(
            "[...document.querySelectorAll('.scroll')]"
            ".filter((e) => getComputedStyle(e).overflowX !== 'visible').length"
        )
        closed = page.evaluate(
            "[...document.querySelectorAll('details')].filter((d) => "
            "getComputedStyle(d, '::details-content').contentVisibility === 'hidden').length"
        )
        assert (cut, closed) == (0, 0), name
        page.emulate_media(media="screen")


def test_links_lead_somewhere(watched: Watched, site: Site) -> None:
    """From every type of page, where a click leads is a page with a place of that name."""
    for name in site.types.values():
        page = watched.open(site.folder / name)
        links = page.evaluate("[...document.querySelectorAll('main a')].map((a) => a.href)")
        for link in _some([link for link in links if link.startswith("file:") and ".json" not in link]):
            page.goto(link)
            place = page.evaluate("decodeURIComponent(location.hash.slice(1))")
            assert not place or page.evaluate("(id) => !!document.getElementById(id)", place), link


def _some(links: list[str]) -> Iterator[str]:
    """The first, the last, and one in the middle."""
    yield from dict.fromkeys(links[i] for i in (0, len(links) // 2, -1) if links)


def test_a_page_is_readable_within_a_second(watched: Watched, site: Site) -> None:
    """In one of three tries, since machines that run tests are busy."""
    for name in site.types.values():
        assert any(_milliseconds(watched, site.folder / name) < 1000 for _ in range(3)), name


def _milliseconds(watched: Watched, path: Path) -> float:
    page = watched.open(path)
    return float(page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"))
