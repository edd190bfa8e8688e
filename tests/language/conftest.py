"""Machines that run tests are busy: properties have no deadline of their own."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("busy", deadline=None)
settings.load_profile("busy")
