"""Expressions to lines of Python: what is used twice gets a name, what is long is broken up.

Everything is pure, so an expression may stand anywhere where its variables do: one that
is needed twice is computed once, in the outermost function that has all of them.
"""

from __future__ import annotations

import keyword
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from conformance.reproduce.stand_in import Import
from conformance.reproduce.symbol import LAMBDA, Block, Node, Slot, UnsayableError

__all__ = ["WIDTH", "Layout"]

WIDTH = 120
_LONGEST_LAMBDA = 70
_SHORTEST_NAMED = 12
_INDENT = "    "


class _AgainError(Exception):
    """A function turned out to need a `def`."""


class Layout:
    """The lines that compute one expression into a variable."""

    def __init__(self, result: Node, inputs: Sequence[Node], imports: Mapping[str, Import], dense: bool) -> None:
        """`imports` by the path of what they import; an input of such a name gets another one.

        With `dense` a function has a line of its own, `def` and all, only where it must.
        """
        self._dense = dense
        self._result = result
        self._imports = imports
        self._uses: Counter[Node | Block] = Counter()
        self._blocks: list[Block] = []
        self._owner: dict[Node, Block] = {}
        self._free: dict[Node | Block, frozenset[Node]] = {}
        self._walk(result)
        self._names: dict[Node | Block, str] = {}
        self._taken = {"got", "unit", *(known.name for known in imports.values())}
        for node in inputs:
            self._names[node] = self._unused(node.pieces[0] if isinstance(node.pieces[0], str) else "x")
        self._inputs = frozenset(inputs)
        self._parameters()
        self._named = {n for n, count in self._uses.items() if isinstance(n, Node) and count > 1 and self._worth(n)}
        self._defined: set[Block] = set()
        self._origin: dict[str, Node] = {}
        """What each line says."""
        self.imports: dict[str, Import] = {}
        """Those that the lines use."""

    def name(self, node: Node) -> str:
        """What an input is called."""
        return self._names[node]

    def text(self) -> str:
        """The expression itself, however long it is."""
        return self._text(self._result, LAMBDA)

    def lines(self) -> list[str]:
        """Ends with `got = …`. UnsayableError where a line cannot be broken up."""
        while True:
            self.imports = {}
            self._origin.clear()
            self._settle()
            try:
                lines = self._body(None, self._result)
                lines.append(self._line("got = ", self._text(self._result, LAMBDA), self._result))
            except _AgainError:
                continue
            long = next((line for line in lines if len(line) > WIDTH), None)
            if long is None:
                return lines
            self._break_up(self._origin[long.strip()])

    def _line(self, before: str, text: str, origin: Node) -> str:
        line = before + text
        self._origin[line] = origin
        return line

    def _break_up(self, origin: Node) -> None:
        """Write the largest function in it with `def`; else name the largest part that fits a line."""
        parts: list[tuple[int, int, Node]] = []
        functions: list[tuple[int, int, Block]] = []
        stack = list(_parts(origin))
        seen: set[Node | Block] = set()
        while stack:
            at = stack.pop()
            if at in seen or at in self._names:
                continue
            seen.add(at)
            stack += _parts(at)
            if isinstance(at, Block) and self._head(at) is None:
                functions.append((len(self._result_text(at)), -len(functions), at))
            elif isinstance(at, Node) and self._worth(at) and at.shape is not None:
                parts.append((len(self._plain(at)), -len(parts), at))
        fitting = [part for part in parts if _SHORTEST_NAMED <= part[0] <= WIDTH - 20] or parts
        if functions:
            self._defined.add(max(functions)[2])
        elif fitting:
            self._named.add(max(fitting)[2])
        else:
            raise UnsayableError(f"an expression does not fit a line of {WIDTH} characters")

    def _walk(self, start: Node) -> None:
        """Counts uses, and finds each expression's free variables; without recursion, for graphs can be deep."""
        stack: list[tuple[Node | Block, bool]] = [(start, False)]
        while stack:
            at, done = stack.pop()
            parts = list(_parts(at))
            if done:
                free = frozenset[Node]().union(*(self._free[part] for part in parts))
                if isinstance(at, Block):
                    free -= set(at.params)
                elif at in self._owner:
                    free = frozenset({at})
                self._free[at] = free
                continue
            if at in self._free:
                continue
            self._free[at] = frozenset()
            if isinstance(at, Block):
                self._blocks.append(at)
                for param in at.params:
                    self._owner[param] = at
                    self._free[param] = frozenset({param})
            stack.append((at, True))
            for part in parts:
                self._uses[part] += 1
                if part not in self._free:
                    stack.append((part, False))

    def _home(self, at: Node | Block) -> Block | None:
        """The innermost function whose parameters it needs."""
        return max((self._owner[p] for p in self._free[at]), key=lambda block: block.depth, default=None)

    def _parameters(self) -> None:
        for block in sorted(self._blocks, key=lambda block: block.depth):
            seen = {self._names[leaf] for leaf in self._leaves(block) if leaf in self._names}
            for param, primal in zip(block.params, block.primals, strict=True):
                wish = self._names.get(primal) if primal in self._owner or primal in self._names else None
                if wish is None or wish in seen:
                    wish = self._unused(wish or "x", seen)
                self._names[param] = wish
                seen.add(wish)

    def _leaves(self, block: Block) -> Iterator[Node]:
        """The variables of outer functions and the inputs that the function refers to."""
        seen: set[Node | Block] = set()
        stack: list[Node | Block] = [block.result]
        while stack:
            at = stack.pop()
            if at not in seen:
                seen.add(at)
                stack += _parts(at)
        yield from (at for at in seen if isinstance(at, Node) and at not in block.params)

    def _unused(self, wish: str, seen: Collection[str] = ()) -> str:
        """The name, or the next one with a number; it is taken from now on."""
        number = 0
        name = wish
        while name in self._taken or name in seen or keyword.iskeyword(name):
            number += 1
            name = f"{wish}{number}"
        self._taken.add(name)
        return name

    def _fresh(self, letters: str) -> str:
        return next((self._unused(c) for c in letters if c not in self._taken), None) or self._unused(letters[0])

    def _worth(self, node: Node) -> bool:
        """Whether a name makes it shorter."""
        return any(isinstance(piece, Slot) for piece in node.pieces)

    def _settle(self) -> None:
        """Which functions have to be written with `def`, and the names of all that have one."""
        changed = True
        while changed:
            homes = {self._home(at) for at in self._named} | {self._home(at) for at in self._defined}
            needed = {b for b in self._blocks if b in homes or (self._uses[b] > 1 and self._head(b) is None)}
            changed = not needed <= self._defined
            self._defined |= needed
        for at in self._uses:
            if at not in self._names and (at in self._named or at in self._defined):
                self._names[at] = self._fresh("fghpqrs" if isinstance(at, Block) else "abcduvwyz")

    def _head(self, block: Block) -> Node | Block | None:
        """g, where the function is `lambda x: g(x)`."""
        result = block.result
        head = result.function
        if head is None or result in self._named or tuple(result.arguments) != block.params:
            return None
        return None if self._free[head] & set(block.params) else head

    def _body(self, block: Block | None, result: Node) -> list[str]:
        """The statements before `return`: all that is named and has its place in this function."""
        lines: list[str] = []
        seen: set[Node | Block] = set()
        stack: list[tuple[Node | Block, bool]] = [(result, False)]
        while stack:
            at, done = stack.pop()
            if done:
                if self._home(at) is block and at is not result:
                    lines += self._statement(at)
            elif at not in seen:
                seen.add(at)
                stack.append((at, True))
                stack += [(part, False) for part in reversed(list(_parts(at)))]
        return lines

    def _statement(self, at: Node | Block) -> list[str]:
        if isinstance(at, Node):
            return [self._line(f"{self._names[at]} = ", self._plain(at), at)] if at in self._named else []
        if at not in self._defined:
            return []
        inner = [*self._body(at, at.result), self._line("return ", self._result_text(at), at.result)]
        params = ", ".join(self._names[p] for p in at.params)
        head = f"def {self._names[at]}({params}):"
        if self._dense and len(inner) == 1 and len(head) + len(inner[0]) < WIDTH - 8:
            return [self._line(f"{head} ", inner[0], at.result)]
        return [head, *(_INDENT + line for line in inner)]

    def _result_text(self, block: Block) -> str:
        return self._plain(block.result) if self._home(block.result) is block else self._text(block.result, LAMBDA)

    def _text(self, at: Node | Block, strength: int) -> str:
        if isinstance(at, Block):
            return self._function(at, strength)
        if at in self._names:
            return self._names[at]
        text = self._plain(at)
        return text if at.strength >= strength else f"({text})"

    def _plain(self, node: Node) -> str:
        if node in self._owner or node in self._inputs:
            return self._names[node]
        if node.path is not None:
            return self._short(node.path)
        return "".join(p if isinstance(p, str) else self._text(p.content, p.strength) for p in node.pieces)

    def _function(self, block: Block, strength: int) -> str:
        head = self._head(block)
        if head is not None:
            return self._text(head, strength)
        if block in self._defined:
            return self._names[block]
        params = ", ".join(self._names[p] for p in block.params)
        text = f"lambda {params}: {self._result_text(block)}"
        if len(text) > (WIDTH - 4 if self._dense else _LONGEST_LAMBDA):
            self._defined.add(block)
            self._names[block] = self._fresh("fghpqrs")
            raise _AgainError
        return text if strength <= LAMBDA else f"({text})"

    def _short(self, path: str) -> str:
        """The path as the backend's module has it, with the name that it gave to what it imports."""
        parts = path.split(".")
        for end in range(len(parts), 0, -1):
            prefix = ".".join(parts[:end])
            known = self._imports.get(prefix)
            if known is not None:
                self.imports[prefix] = known
                return ".".join([known.name, *parts[end:]])
        raise UnsayableError(f"{path} is imported in no way that is known")


def _parts(at: Node | Block) -> Iterator[Node | Block]:
    if isinstance(at, Block):
        yield at.result
    else:
        yield from (piece.content for piece in at.pieces if isinstance(piece, Slot))
