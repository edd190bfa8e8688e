"""The one exception of the report."""

__all__ = ["ReportError"]


class ReportError(Exception):
    """Run files and cases that cannot be shown together, or a folder that cannot be written to."""
