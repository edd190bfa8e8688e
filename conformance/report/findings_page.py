"""The page of findings: everything that did not agree, by its cause, the most severe first."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.report.causes import CauseView, Verified, refusals
from conformance.report.render import render

__all__ = ["findings_page"]

_LARGEST = 490_000
"""Bytes of the page."""
_ROOM = ((200, 80), (200, 40), (200, 0), (100, 0), (50, 0), (0, 0))
"""Causes that are told in full and scripts that are shown, until the page is small enough."""
_MOST_LISTED = 500
"""Causes that are named only."""
_UNANSWERED = ("unsupported",)


def findings_page(views: Sequence[CauseView], unseen: Sequence[Verified]) -> str:
    """`unseen`: verified findings that no result of these runs shows."""
    page = ""
    for most, scripts in _ROOM:
        page = _page(views, unseen, most, scripts)
        if len(page.encode()) <= _LARGEST:
            break
    return page


def _page(views: Sequence[CauseView], unseen: Sequence[Verified], most: int, most_scripts: int) -> str:
    own = [view for view in views if not view.cause.baseline]
    full = [view for view in own if view.cause.verdict not in _UNANSWERED and view.mark.word != "undecided"]
    scripts = [v.finding.id for view in full for v in view.verified] + [v.finding.id for v in unseen]
    return render(
        "findings.html",
        root="",
        page="findings",
        causes=full[:most],
        listed=full[most : most + _MOST_LISTED],
        omitted=len(full[most + _MOST_LISTED :]),
        refused=refusals([view for view in own if view.cause.verdict in _UNANSWERED]),
        undecided=[view for view in own if view.mark.word == "undecided"],
        baselines=[view for view in views if view.cause.baseline],
        unseen=unseen,
        with_script=frozenset(scripts[:most_scripts]),
        without_script=len(scripts[most_scripts:]),
    )
