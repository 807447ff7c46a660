"""What hangs together, and what goes in a ring: two questions about graphs that are asked of reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from reportedly.comparison import Step

__all__ = ["by_child", "components", "rings"]


def by_child(step: Step) -> tuple[str, str, str, str]:
    """The order of steps: by the report that has it from another, then by kind."""
    return step.child, step.kind, step.parent or "", step.cited or ""


def components(nodes: Sequence[str], edges: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """What hangs together, each component sorted."""
    of = {node: node for node in nodes}

    def root(node: str) -> str:
        while of[node] != node:
            of[node] = node = of[of[node]]
        return node

    for a, b in edges:
        of[max(root(a), root(b))] = min(root(a), root(b))
    found: dict[str, list[str]] = defaultdict(list)
    for node in sorted(nodes):
        found[root(node)].append(node)
    return [tuple(found[first]) for first in sorted(found)]


def rings(steps: Iterable[Step]) -> list[tuple[str, ...]]:
    """The strongly connected components of more than one document, each from its smallest id on along the edges.

    Tarjan, Depth-first search and linear graph algorithms, 1972, without recursion. Where a component is no single ring, its
    documents follow one another as they are met from the smallest id on, smaller ids first.
    """
    parents: dict[str, set[str]] = defaultdict(set)
    for step in steps:
        if step.parent is not None:
            parents[step.child].add(step.parent)
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found = []
    for start in sorted(parents):
        if start in index:
            continue
        work = [(start, iter(sorted(parents[start])))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while work:
            node, ahead = work[-1]
            child = next(ahead, None)
            if child is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component = [stack.pop()]
                    while component[-1] != node:
                        component.append(stack.pop())
                    on_stack.difference_update(component)
                    if len(component) > 1:
                        found.append(_along(component, parents))
            elif child not in index:
                index[child] = low[child] = len(index)
                stack.append(child)
                on_stack.add(child)
                work.append((child, iter(sorted(parents.get(child, ())))))
            elif child in on_stack:
                low[node] = min(low[node], index[child])
    return sorted(found)


def _along(component: Collection[str], parents: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    inside, order, ahead = set(component), [], [min(component)]
    while ahead:
        node = ahead.pop()
        if node in inside:
            inside.remove(node)
            order.append(node)
            ahead += sorted((p for p in parents.get(node, ()) if p in inside), reverse=True)
    return tuple(order)
