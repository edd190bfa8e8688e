"""A backend's modules, run with stand-ins for its framework.

Nothing is imported that is not the standard library or ours: a framework's modules, and
numpy, which is the framework of one backend, are Symbols. The table of operators that
comes out is the backend's own, so that an operator is written in one place only.
"""

from __future__ import annotations

import ast
import builtins
import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, NamedTuple

from conformance import backends
from conformance.backends.contract import Array
from conformance.language.ops import INTERNAL, OPERATORS
from conformance.reproduce.symbol import Symbol, UnsayableError, node_of

__all__ = ["Import", "StandIn", "stand_in"]

_PACKAGE = backends.__name__


class Import(NamedTuple):
    """What a statement defines: a module under a name, or a function."""

    name: str
    statement: str


class StandIn:
    """What `lower` needs of a backend, its operators written down instead of computed."""

    def __init__(self, name: str, operators: Mapping[str, Callable[..., Array]], imports: Mapping[str, Import]) -> None:
        self.name = name
        self.operators = operators
        self.imports = imports
        """How the backend's modules import what they do, by path."""


@cache
def stand_in(name: str) -> StandIn:
    """The backend of that name, one of those that come with the package."""
    source = Path(next(iter(backends.__path__))) / name / "__init__.py"
    loader = _Loader(f"{_PACKAGE}.{name}", source.parent)
    table = loader.module(f"{_PACKAGE}.{name}").operators
    return StandIn(name, {op: _written(op, row) for op, row in table.items()}, loader.imports)


def _written(name: str, row: Callable[..., Any]) -> Callable[..., Array]:
    """An operator that also knows the shape of what it returns."""
    operator = OPERATORS.get(name) or INTERNAL.get(name)

    def written(*args: Array, **params: Any) -> Array:
        try:
            value = row(*args, **params)
        except UnsayableError as error:
            raise UnsayableError(f"{name}: {error}") from error
        except (TypeError, ValueError, AttributeError) as error:
            raise UnsayableError(f"{name} is computed by a program of its own: {error}") from error
        node = node_of(value)
        if operator is None or any(value is a for a in args):
            return Symbol(node)
        if node.shape is None and node.path is None:
            shapes = [a.shape if isinstance(a, Symbol) else () for a in args]
            node.shape = operator.shape(shapes, {k: v for k, v in params.items() if k != "dtype"})
        return Symbol(node)

    if not isinstance(row, Symbol):
        written.__dict__.update(getattr(row, "__dict__", {}))  # `absent`, `takes_numbers`
    return written


class _Loader:
    """Runs the modules of one package, whose imports it answers."""

    def __init__(self, package: str, folder: Path) -> None:
        self._package = package
        self._folder = folder
        self._modules: dict[str, SimpleNamespace] = {}
        self.imports: dict[str, Import] = {}

    def module(self, name: str) -> SimpleNamespace:
        if name not in self._modules:
            self._modules[name] = SimpleNamespace()  # before it runs: modules may import one another
            path = self._path(name)
            text = path.read_text(encoding="utf-8")
            self.imports |= dict(_imports(ast.parse(text)))
            names: dict[str, Any] = {
                "__name__": name,
                "__package__": name if path.name == "__init__.py" else name.rpartition(".")[0],
                "__builtins__": vars(builtins) | {"__import__": self._import},
            }
            exec(compile(text, str(path), "exec"), names)  # our own module, on stand-ins
            self._modules[name].__dict__.update(names)
        return self._modules[name]

    def _path(self, name: str) -> Path:
        parts = name.removeprefix(self._package).strip(".").split(".") if name != self._package else []
        folder = self._folder.joinpath(*parts)
        return folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")

    def _import(
        self, name: str, scope: Any = None, local: Any = None, wanted: tuple[str, ...] | None = (), level: int = 0
    ) -> Any:
        if level:
            name = importlib.util.resolve_name("." * level + name, scope["__package__"])
        top = name.partition(".")[0]
        if name == self._package or name.startswith(f"{self._package}."):
            module = self.module(name)
            for part in wanted or ():
                if self._path(f"{name}.{part}").is_file() and not hasattr(module, part):
                    setattr(module, part, self.module(f"{name}.{part}"))
            return module
        if top == "os":  # it would set environment variables for the framework
            return Symbol.module(top)
        if top == "conformance" or top in sys.stdlib_module_names:
            found: ModuleType = builtins.__import__(name, scope, local, wanted or (), 0)
            return found
        return Symbol.module(name if wanted else top)


def _imports(tree: ast.Module) -> Iterator[tuple[str, Import]]:
    """The path of each module that is imported, and the statement that gives it a name."""
    for statement in ast.walk(tree):
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                name = alias.asname or alias.name.partition(".")[0]
                yield alias.name if alias.asname else name, Import(name, ast.unparse(ast.Import([alias])))
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            for alias in statement.names:
                text = ast.unparse(ast.ImportFrom(statement.module, [alias], 0))
                yield f"{statement.module}.{alias.name}", Import(alias.asname or alias.name, text)
