"""From the checked tree of a case to cases: one for each combination, an instance for each size."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

from conformance.casefile.budget import Budget
from conformance.casefile.declare import declaration
from conformance.casefile.each import Expression, combinations, suffix
from conformance.casefile.instance import Draft, DraftClaim, instance
from conformance.casefile.model import Case, Instance
from conformance.casefile.names import clashes, unique_claims
from conformance.casefile.points import Group, group
from conformance.casefile.problems import Problems
from conformance.casefile.tree import Tree
from conformance.language.suggest import listed, nearest

__all__ = ["cases"]

MAX_INSTANCES = 100
MAX_WORK = 2_000_000
"""Characters of expressions in a case, times its sizes and combinations."""

_NO_MAPPING = Tree("mapping", 0, 0)
_GENERIC = Tree("mapping", 0, 0, entries={"sample": (Tree("text", 0, 0, "sample"), Tree("number", 0, 0, "8"))})


def cases(tree: Tree, document: str | None, section: str | None, budget: Budget, problems: Problems) -> Iterator[Case]:
    """The cases that one entry of `cases` stands for. Its mistakes are reported, and what has one is left out."""
    shadowing = clashes(tree, problems)
    claims = tree.get("claims")
    if claims is not None:
        unique_claims(claims, problems)
    sizes = _sizes(tree.get("sizes"), problems)
    chosen = list(combinations(tree.get("each"), problems))
    if not sizes or not _bounded(tree, len(sizes) * len(chosen), problems):
        return
    for values in chosen:
        before = len(problems.found)
        draft = _draft(tree, values, shadowing, budget, problems)
        instances = [found for at in sizes if (found := instance(draft, at))]
        _report_misfits(draft)
        if not draft.failed and len(problems.found) == before:
            _report_unpointed(draft)
        yield _case(tree, draft, instances, document, section, values)


def _case(
    tree: Tree,
    draft: Draft,
    instances: list[Instance],
    document: str | None,
    section: str | None,
    values: Mapping[str, str],
) -> Case:
    inputs = tree.get("inputs") or _NO_MAPPING
    types = {name: (t.get("type") or t) if t.kind == "mapping" else t for name, t in inputs.pairs()}
    return Case(
        id=draft.id,
        title=prose(tree.get("title")) or "",
        position=draft.problems.position(tree),
        instances=tuple(instances),
        document=document,
        section=section,
        source=_texts(tree.get("source")),
        tags=_texts(tree.get("tags")),
        inputs={name: " ".join(Expression.of(t, values).text.split()) for name, t in types.items()},
        let={name: " ".join(e.text.split()) for name, e in draft.lets.items()},
        claims={c.id: " ".join(c.that.text.split()) for c in draft.claims},
    )


def _draft(tree: Tree, values: Mapping[str, str], shadowing: set[str], budget: Budget, problems: Problems) -> Draft:
    name = tree.get("id")
    identity = (name.text if name else "") + suffix(values)
    inputs = tree.get("inputs") or _NO_MAPPING
    declared = [d for n, t in inputs.pairs() if (d := declaration(n, t, values, problems))]
    let = tree.get("let") or _NO_MAPPING
    broken = {*inputs.entries} - {d.name for d in declared}
    broken |= {
        name for field in ("sizes", "each", "inputs", "let") for name in (tree.get(field) or _NO_MAPPING).dropped
    }
    lets = {n: Expression.of(t, values) for n, t in let.pairs() if n not in shadowing}
    written = tree.get("points")
    pairs = list(written.pairs()) if written else [("generic", replace(_GENERIC, line=tree.line, column=tree.column))]
    groups = {n: group(n, t, [*inputs.entries, *inputs.dropped], values, problems) for n, t in pairs}
    for dropped in written.dropped if written else ():
        groups[dropped] = None
    claims = tree.get("claims")
    drafts = [_claim(c, groups, values, problems) for c in (claims.items if claims else ())]
    return Draft(identity, tree, values, declared, lets, [d for d in drafts if d], broken, budget, problems)


def _claim(
    tree: Tree, groups: Mapping[str, Group | None], values: Mapping[str, str], problems: Problems
) -> DraftClaim | None:
    that, name, at, expect = tree.get("that"), tree.get("id"), tree.get("at"), tree.get("expect")
    wanted = list(groups)
    if at is not None:
        named = at.items if at.kind == "list" else (at,)
        for item in named:
            if item.text not in groups:
                hint = nearest(item.text, groups)
                problems.add(item, f"there is no point {item.text}{hint}; points here: {listed(groups)}")
        wanted = list(dict.fromkeys(item.text for item in named))
    if that is None:
        return None
    found = tuple(g for n in wanted if (g := groups.get(n)))
    return DraftClaim(
        name.text if name else "",
        Expression.of(that, values),
        tree,
        found,
        expect.text if expect else "confirmed",
        prose(tree.get("erratum")),
        len(found) == len(wanted),
    )


def _report_misfits(draft: Draft) -> None:
    """Literal points that fit no size."""
    unfit = {g.name: g for c in draft.claims for g in c.groups if g.name in draft.misfits}
    for name, written in unfit.items():
        if name not in draft.fitted:
            draft.problems.add(written.tree, f"the point {name} fits no size: {draft.misfits[name]}")


def _report_unpointed(draft: Draft) -> None:
    for claim in draft.claims:
        if claim.complete and claim.id not in draft.pointed:
            draft.problems.add(claim.tree, "the claim has no point at any size")


def _sizes(tree: Tree | None, problems: Problems) -> list[dict[str, int]]:
    """Every combination of sizes, in the order of the file."""
    if tree is None:
        return [{}]
    lists = {n: [int(i.text) for i in (t.items if t.kind == "list" else (t,))] for n, t in tree.pairs()}
    count = math.prod(len(v) for v in lists.values())
    if count > MAX_INSTANCES:
        problems.add(tree, f"{count:,} combinations of sizes; allowed: at most {MAX_INSTANCES}")
        return []
    for name, numbers in lists.items():
        if len(set(numbers)) < len(numbers):
            problems.add(tree.entries[name][1], f"{name} has the same size twice")
    return [dict(zip(lists, chosen, strict=True)) for chosen in itertools.product(*lists.values())]


def _bounded(tree: Tree, times: int, problems: Problems) -> bool:
    lets = (t for _, t in (tree.get("let") or _NO_MAPPING).pairs())
    claims = tree.get("claims")
    thats = (c.get("that") for c in (claims.items if claims else ()))
    length = sum(len(t.text) for t in (*lets, *thats) if t)
    if length * times <= MAX_WORK:
        return True
    problems.add(
        tree,
        f"{length:,} characters of expressions at {times:,} sizes and combinations; "
        f"allowed: {MAX_WORK:,} in all; split the case",
    )
    return False


def _texts(tree: Tree | None) -> tuple[str, ...]:
    if tree is None:
        return ()
    return tuple(prose(t) or "" for t in (tree.items if tree.kind == "list" else (tree,)))


def prose(tree: Tree | None) -> str | None:
    """Plain text on one line."""
    return None if tree is None else " ".join(tree.text.split())
