"""What several tests do with the findings and the known results of the checkout.

Both lie beside the tests: in a checkout, and where the tests are copied to.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["EXPECTED", "FINDINGS", "PAGE", "printed"]

ROOT = Path(__file__).parents[1]
FINDINGS = ROOT / "reports" / "findings"
EXPECTED = ROOT / "reports" / "expected"
PAGE = ROOT / "FINDINGS.md"


def printed(output: str, what: str) -> str | None:
    """What a script printed after `truth:` or `returned:`; None where it printed no such line."""
    for line in output.splitlines():
        if line.startswith(f"{what}: "):
            return line.removeprefix(f"{what}: ").partition(" (")[0].strip()
    return None
