"""When a run was started."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

__all__ = ["NEVER", "started"]

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def started(header: Mapping[str, Any]) -> datetime:
    """In UTC. A time that is none, which a run file may hold since its schema asks for text alone, counts as NEVER."""
    try:
        found = datetime.fromisoformat(header["started"])
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return NEVER
