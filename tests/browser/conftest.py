"""A real browser: Debian's Chromium, driven by playwright. Without one these tests fail, and say what to install."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.made import Site, made
from tests.browser.watched import Watched

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str:
    named = os.environ.get("CONFORMANCE_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail(
            "no Chromium is installed: apt-get install chromium, or name one in CONFORMANCE_CHROMIUM", pytrace=False
        )
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = executable()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return made(tmp_path_factory.mktemp("site"))


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A page of which everything that must not happen is remembered; at the end nothing of it may have happened."""
    with Watched(browser) as page:
        yield page
    assert page.happened == []


@pytest.fixture
def results(watched: Watched, site: Site) -> Watched:
    """The page of results, ready to be asked."""
    watched.open(site.folder / "results.html")
    watched.page.wait_for_selector("#Search:not([hidden])")
    return watched


@pytest.fixture(scope="session")
def folder(site: Site) -> Path:
    return site.folder
