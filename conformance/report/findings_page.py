"""The page of findings: everything that did not agree, by its cause, the most severe first."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.report.causes import CauseView, Verified, refusals
from conformance.report.render import render

__all__ = ["findings_page"]

_MOST = 200
"""Causes that a page can tell in full and stay within half a megabyte."""
_MOST_LISTED = 500
"""And others that it can name."""
_MOST_SCRIPTS = 80
_UNANSWERED = ("unsupported",)


def findings_page(views: Sequence[CauseView], unseen: Sequence[Verified]) -> str:
    """`unseen`: verified findings that no result of these runs shows."""
    own = [view for view in views if not view.cause.baseline]
    full = [view for view in own if view.cause.verdict not in _UNANSWERED and view.mark.word != "undecided"]
    scripts = [v.finding.id for view in full for v in view.verified] + [v.finding.id for v in unseen]
    return render(
        "findings.html",
        root="",
        page="findings",
        causes=full[:_MOST],
        listed=full[_MOST : _MOST + _MOST_LISTED],
        omitted=len(full[_MOST + _MOST_LISTED :]),
        refused=refusals([view for view in own if view.cause.verdict in _UNANSWERED]),
        undecided=[view for view in own if view.mark.word == "undecided"],
        baselines=[view for view in views if view.cause.baseline],
        unseen=unseen,
        with_script=frozenset(scripts[:_MOST_SCRIPTS]),
    )
