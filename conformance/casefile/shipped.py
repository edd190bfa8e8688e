"""Where the cases that come with the package are."""

from __future__ import annotations

from pathlib import Path

__all__ = ["shipped_cases"]


def shipped_cases() -> Path:
    """`cases` inside the installed package, or beside it in a checkout. FileNotFoundError if there are none."""
    package = Path(__file__).resolve().parent.parent
    for directory in (package / "cases", package.parent / "cases"):
        if directory.is_dir():
            return directory
    raise FileNotFoundError(f"the cases that come with the package are missing from {package}")
