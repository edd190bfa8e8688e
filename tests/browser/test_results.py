"""The page of results, asked in every way there is."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from conformance.insight.rows import Rows, chosen
from conformance.insight.subject import Subjects
from conformance.run.select import Selection
from tests.browser.made import Site
from tests.browser.test_pages import RULES, violations
from tests.browser.watched import Watched

QUERIES = [
    "backend:jax",
    "backend:jax verdict:wrong order:>=2",
    "-backend:torch,jax",
    "group:no-answer",
    "operator:softmax,relu mode:forward",
    "operator:*max -dtype:float32",
    "dtype:float32 error:>=1e6",
    "error:inf",
    "-error:>=0",
    "truth:smooth verdict:wrong*",
    "section:zincir",
    'section:"Çok Değişkenli"',
    "document:calculus",
    "case:chain claim:gradient",
    "tag:chain",
    "point:chapter",
    "@generic#0:torch.float64.reverse.eager",
    "*[n=*]@*:jax.*",
    "verdict:pass",
    "nothing-has-this-name",
]


def ask(page: Page, query: str) -> None:
    page.fill("#Query", query)
    page.press("#Query", "Enter")


def number_found(page: Page) -> int:
    status = page.locator("#Status").inner_text()
    return int(re.match(r"[\d,]+", status)[0].replace(",", ""))  # type: ignore[index]  # it begins with a number


def column(page: Page, number: int) -> list[str]:
    return page.locator(f"#Rows tr > :nth-child({number})").all_inner_texts()


def test_it_finds_what_the_command_line_selects(results: Watched, site: Site) -> None:
    rows = Rows(site.cases, Subjects(site.cases))
    differing = [r for run in site.runs for r in run.results if r["group"] != "agree"]
    found, expected = {}, {}
    for query in QUERIES:
        ask(results.page, query)
        found[query] = number_found(results.page)
        expected[query] = len(chosen(differing, rows, Selection.parse([query])))
    assert found == expected
    assert [query for query, number in found.items() if not number] == ["verdict:pass", "nothing-has-this-name"]
    assert number_found(results.page) == 0
    assert "none" in results.page.locator("#Range").inner_text()


def test_the_query_is_in_the_address(results: Watched, site: Site) -> None:
    page = results.page
    ask(page, "backend:jax verdict:wrong")
    page.click("#Heads button:has-text('Error')")
    page.click("#Heads button:has-text('Error')")
    page.wait_for_url("**#q=backend%3Ajax%20verdict%3Awrong&sort=-error")
    first = column(page, 3)
    page.goto("about:blank")
    page.goto(f"{(site.folder / 'results.html').as_uri()}#q=backend%3Ajax%20verdict%3Awrong&sort=-error")
    page.wait_for_selector("#Rows tr")
    assert page.input_value("#Query") == "backend:jax verdict:wrong"
    assert column(page, 3) == first


def test_the_query_may_follow_a_question_mark(watched: Watched, site: Site) -> None:
    page = watched.open(site.folder / "results.html", f"?q={quote('backend:jax verdict:wrong')}")
    page.wait_for_selector("#Rows tr")
    assert set(column(page, 1)) == {"✗ wrong"}
    page.click("#Clear")
    assert page.input_value("#Query") == ""
    page.reload()
    page.wait_for_selector("#Search:not([hidden])")
    assert page.input_value("#Query") == ""


def test_one_can_go_back(results: Watched) -> None:
    page = results.page
    ask(page, "backend:jax")
    ask(page, "backend:torch")
    page.go_back()
    assert page.input_value("#Query") == "backend:jax"
    assert all("jax" in text for text in column(page, 4))
    page.go_back()
    assert page.input_value("#Query") == ""
    assert page.locator("#Listed").is_visible()


def test_one_can_go_back_to_what_was_typed_slowly(results: Watched) -> None:
    page = results.page
    for query in ("backend:jax", "backend:torch", "backend:"):
        for typed in (query[:-1], query):
            page.fill("#Query", typed)
            page.wait_for_url(f"**#q={quote(typed, safe='')}")
        page.press("#Query", "Enter")
    for query in ("backend:torch", "backend:jax", ""):
        page.go_back()
        assert page.input_value("#Query") == query
    assert page.locator("#Listed").is_visible()
    page.go_forward()
    assert page.input_value("#Query") == "backend:jax"


def test_the_overview_asks(watched: Watched, site: Site) -> None:
    page = watched.open(site.folder / "index.html")
    link = page.locator(".standing tbody tr", has_text="torch").locator("td.n a").nth(1)
    number = int(link.inner_text().replace(",", ""))
    link.click()
    page.wait_for_selector("#Rows tr")
    assert page.input_value("#Query").startswith("backend:torch group:")
    assert number_found(page) == number


def test_typing_is_enough(results: Watched) -> None:
    results.page.locator("#Query").press_sequentially("verdict:timeout")
    results.page.wait_for_url("**#q=verdict%3Atimeout")
    assert set(column(results.page, 1)) == {"∅ timeout"}


def test_what_is_wrong_with_a_query_is_told_in_its_place(results: Watched) -> None:
    page = results.page
    ask(page, "backend:jax verdict:wrnog")
    status = page.locator("#Status").inner_text()
    assert status.startswith("Not a query: column 21: there is no verdict 'wrnog'; allowed: pass, subgradient")
    assert page.get_attribute("#Query", "aria-invalid") == "true"
    ask(page, "backend:jax")
    assert page.get_attribute("#Query", "aria-invalid") is None


@pytest.mark.parametrize(
    ("field", "value", "query"),
    [
        ("backend", "torch", "backend:torch"),
        ("verdict", "spurious-nan", "verdict:spurious-nan"),
        ("operator", "softmax", "operator:softmax"),
        ("order", "2", "order:2"),
        ("mode", "forward", "mode:forward"),
        ("dtype", "float32", "dtype:float32"),
        ("section", "Çok Değişkenli Zincir Kuralı", 'section:"Çok Değişkenli Zincir Kuralı"'),
    ],
)
def test_lists_write_the_query_and_show_it(results: Watched, field: str, value: str, query: str) -> None:
    page = results.page
    ask(page, f"-point:nowhere {field}:{'1' if field == 'order' else '*'}")
    page.select_option(f"#Facet-{field}", value)
    assert page.input_value("#Query") == f"-point:nowhere {query}"
    assert number_found(page) > 0
    page.select_option(f"#Facet-{field}", "")
    assert page.input_value("#Query") == "-point:nowhere"
    ask(page, query)
    assert page.input_value(f"#Facet-{field}") == value


@pytest.mark.parametrize(
    "name", "Verdict Error,ulps Claim Backend dtype Mode Execution Order Point Operator Section".split()
)
def test_every_column_sorts_both_ways_by_the_keyboard(results: Watched, name: str) -> None:
    page = results.page
    ask(page, "backend:torch,jax")
    head = page.locator("#Heads th", has_text=name.replace(",", ", "))
    button = head.locator("button")
    number = page.locator("#Heads th").all_inner_texts().index(button.inner_text()) + 1
    button.focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    up = column(page, number)
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    down = column(page, number)
    assert up != down or name in ("Section", "Execution")
    if name not in ("Verdict", "Error,ulps", "Order", "Claim"):
        assert up == sorted(up)
        assert down == sorted(down, reverse=True)
    if name == "Order":
        assert up == sorted(up, key=int)
    page.keyboard.press("Enter")
    assert page.locator("#Heads [aria-sort]").count() == 0


def test_errors_sort_as_numbers_and_what_has_none_comes_last(results: Watched) -> None:
    page = results.page
    ask(page, "verdict:wrong,unsupported")
    for _ in range(2):
        page.click("#Heads button:has-text('Error')")
        errors = column(page, 2)
        assert "–" not in errors[: errors.index("–") if "–" in errors else None]
    assert errors[0] == "∞" or "×10" in errors[0]


def test_pages_turn(results: Watched) -> None:
    page = results.page
    ask(page, "verdict:unsupported,wrong,inaccurate")
    whole = number_found(page)
    assert whole > 200
    assert page.locator("#Before").is_disabled()
    assert page.locator("#Rows tr").count() == 100
    names = column(page, 3)
    page.click("#After")
    assert page.locator("#Range").inner_text() == f"101 to 200 of {whole:,}"
    page.wait_for_url("**&from=101")
    assert column(page, 3) != names
    page.click("#Before")
    assert column(page, 3) == names


def test_a_result_has_an_address_and_leads_to_its_claim(results: Watched) -> None:
    page = results.page
    ask(page, "chain-rule verdict:wrong")
    name = page.locator("#Rows th a").first.inner_text()
    page.locator("#Rows th a").first.click()
    case, _, claim = name.partition("[")[0].partition("/")
    page.wait_for_url(f"**/case/{case}.html#{claim}")
    assert page.locator(f"[id='{claim}']").is_visible()


def test_the_keyboard_alone_asks_sorts_and_opens(watched: Watched, site: Site) -> None:
    page = watched.open(site.folder / "results.html")
    page.wait_for_selector("#Search:not([hidden])")
    page.focus("#Query")
    page.keyboard.type("backend:jax verdict:wrong")
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#Rows a')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/case/**")


def test_verdicts_above_the_table_ask(results: Watched) -> None:
    page = results.page
    page.click(".tallies a:has-text('timeout')")
    page.wait_for_selector("#Rows tr")
    assert page.input_value("#Query") == "verdict:timeout"
    assert set(column(page, 1)) == {"∅ timeout"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_it_is_asked(browser: Browser, site: Site, scheme: str) -> None:
    found = []
    with Watched(browser, color_scheme=scheme) as asked:
        for query in ("backend:jax", "verdct:x"):
            page = asked.open(site.folder / "results.html", f"#q={quote(query)}&sort=-error")
            page.wait_for_selector("#Search:not([hidden])")
            found += violations(page, RULES)
    assert found == []


def test_it_fits_a_narrow_screen_while_it_is_asked(browser: Browser, site: Site) -> None:
    with Watched(browser, viewport={"width": 320, "height": 640}) as narrow:
        for query in ("backend:jax", "verdct:x", "nothing-has-this-name"):
            page = narrow.open(site.folder / "results.html", f"#q={quote(query)}")
            page.wait_for_selector("#Search:not([hidden])")
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), query
        assert narrow.happened == []
