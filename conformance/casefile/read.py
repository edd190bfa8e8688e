"""From the bytes of a file to a tree with positions, whatever the bytes are.

Nothing here can be made to run for long or to take much memory: the file's size, the
depth and the number of values (with anchors expanded) are bounded as they are read.
"""

from __future__ import annotations

import warnings
from pathlib import Path

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from conformance.casefile.compose import Composer, StopError
from conformance.casefile.problems import Problems
from conformance.casefile.tree import Tree

__all__ = ["MAX_BYTES", "read_bytes", "read_tree"]

MAX_BYTES = 256 * 1024

_QUOTE = "text that starts with [ { & * ! @ ` % | > or holds `: ` or ` #` must stand in quotes"


def read_bytes(path: Path, problems: Problems) -> bytes | None:
    """What is in the file; a problem if it is none, cannot be read, or is too large."""
    try:
        if not path.exists():
            problems.at(1, 1, "no such file or directory")
        elif not path.is_file():
            problems.at(1, 1, "not a file; allowed: case files (*.yaml, *.yml) and directories of them")
        else:
            with path.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
            if len(data) <= MAX_BYTES:
                return data
            problems.at(1, 1, f"the file is larger than {MAX_BYTES // 1024} KiB, the most allowed; split it")
    except OSError as error:
        problems.at(1, 1, f"cannot be read: {error.strerror}")
    return None


def read_tree(data: bytes, problems: Problems) -> Tree | None:
    """The document of a file, or None where it is no YAML document at all."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode(errors="replace")) + 1
        problems.at(line, column, f"not UTF-8: the byte 0x{data[error.start]:02x}")
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Composer(text, problems).document()
    except StopError as stop:
        problems.at(stop.line, stop.column, stop.message)
    except ReaderError as error:
        before_text = text[: error.position]
        line, column = before_text.count("\n") + 1, len(before_text.rpartition("\n")[2]) + 1
        problems.at(line, column, f"not YAML: the character U+{ord(text[error.position]):04X} is not allowed")
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problems.at(line, column, f"not YAML: {error.problem or error.context}; {_QUOTE}")
    except (YAMLError, ValueError, RecursionError) as error:
        problems.at(1, 1, f"not YAML: {str(error).partition(chr(10))[0] or type(error).__name__}")
    return None
