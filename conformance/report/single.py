"""The report as one file, for an attachment: pages one below the other, their links leading within the file.

Left out is what would make it large: the pages of operators, conventions, coverage, cost and
results, and of the pages of cases all but the answers that do not agree.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urldefrag

from markupsafe import Markup

from conformance.casefile.model import Case
from conformance.report.addresses import case_page, claim_anchor
from conformance.report.findings import Worst, worst
from conformance.report.merge import Column
from conformance.report.notices import Notice
from conformance.report.pages import Pages
from conformance.report.render import noticed, render

__all__ = ["single_page"]

_MAIN = re.compile(r'<main id="Main">\n(.*)</main>', re.DOTALL)
_ATTRIBUTE = re.compile(r' (id|href|aria-labelledby|aria-label)="([^"]*)"')
"""In what is written here no text holds a quotation mark: it is escaped."""
_ELSEWHERE = frozenset({"unsupported", "ill-conditioned", "unsure"})
"""Verdicts that the findings tell of, reason by reason."""
_SCHEME = re.compile(r"[a-z]+:")


@dataclass(frozen=True, slots=True)
class _CaseView:
    """The answers of a case that do not agree, claim by claim."""

    case: Case
    anchor: str
    claims: tuple[tuple[str, str, str, Sequence[Worst]], ...]
    """Id, anchor, text."""


def single_page(pages: Pages, notices: Sequence[Notice]) -> str:
    """The overview, findings, claims by backend, errata, documents, environment, and what does not agree."""
    with noticed(()):
        made = [(path, str(text)) for part in (pages.front, pages.claims, pages.others) for path, text in part()]
    bodies = {path: _body(text) for path, text in made if path != "cost.html"}
    cases = [view for case in pages.cases if (view := _case_view(case, pages)) is not None]
    known = {_place(path, name) for path, body in bodies.items() for name in ("", *_ids(body))}
    for view in cases:
        known |= {view.anchor, *(anchor for _, anchor, _, _ in view.claims)}
    sections = [(_place(path, ""), Markup(_moved(body, path, known))) for path, body in bodies.items()]
    with noticed(notices):
        return render(
            "single.html",
            root="",
            page="single",
            environment_at="#environment",
            sections=sections,
            cases=cases,
            titles=pages.titles,
            documents=list(pages.standings.values()),
            known=known,
        )


def _case_view(case: Case, pages: Pages) -> _CaseView | None:
    """None where there is nothing to tell. Baselines are expected to lose digits, and are left out."""
    columns: list[Column] = [column for column in pages.shown if not column.baseline]
    path = case_page(case.id)
    claims = tuple(
        (claim, _place(path, claim_anchor(claim)), text, found)
        for claim, text in case.claims.items()
        if (found := [one for one in worst(columns, case.id, claim) if one.finding.result["verdict"] not in _ELSEWHERE])
    )
    return _CaseView(case, _place(path, ""), claims) if claims else None


def _body(page: str) -> str:
    found = _MAIN.search(page)
    assert found is not None
    return found[1]


def _ids(body: str) -> Iterator[str]:
    return (value for name, value in _ATTRIBUTE.findall(body) if name == "id")


def _place(path: str, fragment: str) -> str:
    """The id in the one file of a page, or of a place in it."""
    name = path.removesuffix(".html")
    return f"{name}/{fragment}" if fragment else name


def _moved(body: str, path: str, known: Collection[str]) -> str:
    """The body with its ids made those of the one file, and its links; one that leads nowhere becomes text."""

    def replaced(found: re.Match[str]) -> str:
        name, value = found[1], found[2]
        if name == "aria-label":  # two regions of one name cannot be told apart
            return f' aria-label="{value} ({_place(path, "")})"'
        if name != "href":
            return f' {name}="{" ".join(_place(path, one) for one in value.split())}"'
        if _SCHEME.match(value):
            return found[0]
        target = _target(path, value)
        return f' href="#{target}"' if unquote(target) in known or target in known else ""

    return _ATTRIBUTE.sub(replaced, body)


def _target(path: str, link: str) -> str:
    address, fragment = urldefrag(link)
    page = posixpath.normpath(posixpath.join(posixpath.dirname(path), address)) if address else path
    return _place(page, fragment)
