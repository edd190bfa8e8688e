"""JSON with positions: the standard library says whether it is JSON, the YAML reader where everything stands."""

from __future__ import annotations

import json
import re

from conformance.casefile.problems import Problems
from conformance.casefile.read import read_tree
from conformance.casefile.tree import Tree

__all__ = ["read_json"]

_HALF = re.compile(r"(?<!\\)(?:\\\\)*(\\u[dD][89a-fA-F])")
"""Half of a surrogate pair, which JSON puts together and YAML does not."""


def read_json(data: bytes, problems: Problems) -> Tree | None:
    """The document of a file, or None where it is no JSON document at all.

    Every JSON document is a YAML document but for tabs between its values.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return read_tree(data, problems)
    try:
        json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        problems.at(error.lineno, error.colno, f"not JSON: {error.msg}")
        return None
    except (ValueError, RecursionError) as error:
        problems.at(1, 1, f"not JSON: {str(error).partition(';')[0]}")
        return None
    if half := _HALF.search(text):
        before = text[: half.start(1)]
        line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
        problems.at(line, column, "half of a character; write the character itself")
        return None
    return read_tree(text.replace("\t", " ").encode(), problems)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not allowed")
