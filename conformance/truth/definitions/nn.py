"""Activations, losses and normalizations of neural networks, by what they mean."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.truth.definitions.activations import ACTIVATIONS
from conformance.truth.definitions.losses import LOSSES
from conformance.truth.definitions.model import Definition
from conformance.truth.definitions.normalizations import NORMALIZATIONS

__all__ = ["DEFINITIONS"]

DEFINITIONS: Mapping[str, Definition] = {**ACTIVATIONS, **LOSSES, **NORMALIZATIONS}
