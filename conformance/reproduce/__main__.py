"""`python -m conformance.reproduce [ROOT]`: writes FINDINGS.md at the root from reports/findings there."""

from __future__ import annotations

import sys
from pathlib import Path

from conformance.reproduce.page import page
from conformance.run.findings_file import FindingsError, load

__all__ = ["main"]


def main(arguments: list[str]) -> int:
    root = Path(arguments[0]) if arguments else Path()
    try:
        findings = load(root / "reports" / "findings")
    except FindingsError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    if not findings:
        print(f"Error: {root / 'reports' / 'findings'}: there are no findings here", file=sys.stderr)
        return 2
    (root / "FINDINGS.md").write_text(page(findings), encoding="utf-8")
    print(f"{root / 'FINDINGS.md'}: {len(findings)} findings")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
