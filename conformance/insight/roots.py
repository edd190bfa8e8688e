"""What fails by itself, and what fails because of it.

An operator that fails alone explains what contains it, in the same dtype, where the other
is differentiated at least as often, in at least the same directions, at a point that has
at least the same remarks: a result at a zero is not explained by one at an infinity.
What nothing explains is a root, and simple results are looked at before involved ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from conformance.insight.item import Item
from conformance.insight.severity import covers

__all__ = ["explains", "rooted"]


def rooted(items: Sequence[Item]) -> list[tuple[Item, Item]]:
    """Each item with its root, which may be the item itself; all are of one run."""
    roots: dict[str, list[Item]] = {}
    found = []
    alike: dict[tuple[object, ...], tuple[int, Item]] = {}
    for item in sorted(items, key=_simplest_first):
        lists = [roots.get(op, ()) for op in item.subject.operators or ("",)]
        about, known = _about(item), sum(map(len, lists))
        known_then, root = alike.get(about, (-1, None))
        if root is None or known_then != known:
            candidates = {id(root): root for one in lists for root in one}
            root = _best(item, (c for c in candidates.values() if explains(c, item)))
            if root is None:
                root = item
                for op in item.subject.core or ("",):
                    roots.setdefault(op, []).append(item)
            else:
                alike[about] = known, root
        found.append((item, root))
    return found


def _about(item: Item) -> tuple[object, ...]:
    """All of an item that tells which roots explain it, and which of them is the nearest."""
    return item.subject, item.kind, item.result["dtype"], item.modes, item.marks


def explains(root: Item, item: Item) -> bool:
    """Whether what fails in the root is enough for the item to fail."""
    a, b = root.subject, item.subject
    contained = a.core == b.core or (root.alone and set(a.core) <= set(b.operators))
    return (
        contained
        and covers(root.kind, item.kind)
        and root.result["dtype"] == item.result["dtype"]
        and a.order <= b.order
        and root.modes <= item.modes
        and root.marks <= item.marks
    )


def _simplest_first(item: Item) -> tuple[object, ...]:
    alone = not item.alone
    return (alone, len(item.subject.core), len(item.marks), item.subject.order, item.rank, item.size)


def _best(item: Item, roots: Iterable[Item]) -> Item | None:
    """The root nearest to the item: it fails alike, in what the item is about, and is most like it."""

    def nearness(root: Item) -> tuple[object, ...]:
        return (
            root.subject.core == item.subject.core,
            root.kind == item.kind,
            len(set(root.subject.core) & set(item.subject.core)),
            len(root.marks),
            root.subject.order,
            root.result["id"],
        )

    return max(roots, key=nearness, default=None)
