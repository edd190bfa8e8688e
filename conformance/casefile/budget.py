"""What a file may take of memory: bounds that are checked before anything is made."""

from __future__ import annotations

import math
from dataclasses import dataclass

from conformance.casefile.problems import Problems
from conformance.casefile.tree import Tree
from conformance.language.graph import Graph

__all__ = ["Budget"]

MAX_ENTRIES = 400_000
"""Of all the points that are made for one file."""
MAX_NODES = 400_000
"""Of all the graphs of one file."""
MAX_GRAPH_ENTRIES = 5_000_000
"""Of all the arrays that one evaluation of a case at one size makes."""


@dataclass(slots=True)
class Budget:
    """What a file may still take of memory; what goes beyond it is refused before it is made."""

    entries: int = MAX_ENTRIES
    nodes: int = MAX_NODES

    def spend_entries(self, count: int, tree: Tree, problems: Problems) -> bool:
        if count <= self.entries:
            self.entries -= count
            return True
        problems.add(
            tree,
            f"the points have {count:,} entries; left of the {MAX_ENTRIES:,} that a file may have over all sizes and "
            f"combinations: {self.entries:,}; take smaller sizes or fewer samples",
            once=True,
        )
        return False

    def spend_nodes(self, graph: Graph, tree: Tree, problems: Problems) -> bool:
        entries = sum(math.prod(node.shape) for node in graph.nodes)
        if entries > MAX_GRAPH_ENTRIES:
            message = (
                f"the arrays of the case have {entries:,} entries at one size; allowed: {MAX_GRAPH_ENTRIES:,} in all"
            )
            problems.add(tree, message, once=True)
            return False
        count = len(graph)
        if count <= self.nodes:
            self.nodes -= count
            return True
        problems.add(
            tree,
            f"the case has {count:,} operations; left of the {MAX_NODES:,} that a file may have over all sizes and "
            f"combinations: {self.nodes:,}; split the case or the file",
            once=True,
        )
        return False
