"""The JSON Schemas for editors, made from the table of fields.

`python -m conformance.casefile.schema` writes the files anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from conformance.casefile.fields import FILE, INVENTORY

__all__ = ["INVENTORY_SCHEMA_FILE", "SCHEMA_FILE", "inventory_schema", "schema", "text"]

SCHEMA_FILE = Path(__file__).with_name("case.schema.json")
INVENTORY_SCHEMA_FILE = Path(__file__).with_name("inventory.schema.json")

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema of a case file, draft 2020-12."""
    return {"$schema": _DRAFT, "title": "Cases of the autograd conformance suite, format 1", **FILE.schema()}


def inventory_schema() -> dict[str, Any]:
    """The schema of an inventory, draft 2020-12."""
    return {"$schema": _DRAFT, "title": "Inventory of a document, format 1", **INVENTORY.schema()}


def text(of: dict[str, Any] | None = None) -> str:
    """A schema (that of case files unless told) as the committed file has it."""
    return json.dumps(schema() if of is None else of, indent=1, ensure_ascii=True) + "\n"


if __name__ == "__main__":
    for path, made in ((SCHEMA_FILE, schema()), (INVENTORY_SCHEMA_FILE, inventory_schema())):
        path.write_text(text(made), encoding="utf-8", newline="\n")
