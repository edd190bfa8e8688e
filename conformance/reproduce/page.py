"""FINDINGS.md: the findings of all backends on one page, the most severe first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from conformance.run.findings_file import Finding

__all__ = ["page"]

_MEANING = {
    "wrong": "wrong, beyond lost digits",
    "spurious-nan": "not finite where the truth is",
    "outside": "not a legal value at a kink",
    "wrong-shape": "of another shape",
    "wrong-dtype": "of another dtype",
    "inaccurate": "digits lost that a better formula keeps",
    "underflow": "zero or subnormal where the truth is not",
    "error": "an error instead of a derivative",
    "crash": "the process dies",
    "timeout": "no answer in a minute",
}

_HEAD = """\
# Findings

What is wrong with the current releases, the most severe first. Each was found by a case of the suite, reproduced with
the framework alone by the script below it, and its truth confirmed by a second method (the last line, evaluated by
mpmath). The data are in `reports/findings/`, one file a backend; this page is made from them:

    python -m conformance.reproduce

"""


def page(findings: Sequence[Finding]) -> str:
    """The page as Markdown; `findings` in the order of the page."""
    return _HEAD + _overview(findings) + "".join(_section(finding) for finding in findings)


def _overview(findings: Sequence[Finding]) -> str:
    versions = {finding.backend: finding.version for finding in findings}
    counts = Counter((finding.verdict, finding.backend) for finding in findings)
    verdicts = list(dict.fromkeys(finding.verdict for finding in findings))
    rows = [
        "| | " + " | ".join(f"{name} {version}" for name, version in sorted(versions.items())) + " |",
        "|---" * (len(versions) + 1) + "|",
        *(
            f"| {verdict}: {_MEANING[verdict]} | "
            + " | ".join(str(counts[verdict, name] or "–") for name in sorted(versions))
            + " |"
            for verdict in verdicts
        ),
    ]
    return "\n".join(rows) + "\n"


def _section(finding: Finding) -> str:
    rows = [
        ("backend", f"{finding.backend} {finding.version}"),
        ("verdict", f"**{finding.verdict}**: {_MEANING[finding.verdict]}"),
        ("returned", f"`{finding.returned}`{_digits(finding)}"),
        ("truth", f"`{finding.truth}`"),
        ("shows in", _where(finding)),
        ("cause", finding.cause),
        *([("upstream", f"[{finding.issue}]({finding.link})")] if finding.issue else []),
        *([("remark", finding.remark)] if finding.remark else []),
        ("result", f"`{finding.result}`"),
        ("second check", f"`{finding.check}`"),
    ]
    table = "".join(f"| {key} | {_cell(value)} |\n" for key, value in rows)
    return (
        f"\n## {finding.title}\n\n"
        f"| | `{finding.id}` |\n|---|---|\n{table}\n"
        f"<details><summary>Script</summary>\n\n```python\n{finding.script.rstrip()}\n```\n\n</details>\n"
    )


def _digits(finding: Finding) -> str:
    shown = finding.group in ("inaccurate", "wrong") and finding.digits > 0
    return f", {finding.digits:.1f} digits right" if shown else ""


def _where(finding: Finding) -> str:
    order = "the value" if finding.order == 0 else f"derivatives from order {finding.order}"
    return f"{order}; {', '.join(finding.modes)}; {', '.join(finding.dtypes)}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
