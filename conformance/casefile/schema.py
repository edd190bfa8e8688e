"""The JSON Schema for editors, made from the table of fields: `python -m conformance.casefile.schema`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from conformance.casefile.fields import FILE

__all__ = ["SCHEMA_FILE", "schema", "text"]

SCHEMA_FILE = Path(__file__).with_name("case.schema.json")


def schema() -> dict[str, Any]:
    """The schema of a case file, draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Cases of the autograd conformance suite, format 1",
        **FILE.schema(),
    }


def text() -> str:
    """The schema as the committed file has it."""
    return json.dumps(schema(), indent=1, ensure_ascii=True) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
