"""The errors of a run that are nobody's bug: each becomes one line and an exit code."""

__all__ = ["PlanError", "RunFileError", "UnavailableError", "WriteError"]


class PlanError(Exception):
    """Options that no plan can be made from; the message lists what is allowed."""


class RunFileError(Exception):
    """A file that is not a run file, or not the one that is needed; the message begins with file:line."""


class WriteError(Exception):
    """The run file cannot be written: a full disk, a missing permission. What is in it is kept."""


class UnavailableError(Exception):
    """A backend that cannot run here: its framework is missing, or its worker does not start."""
