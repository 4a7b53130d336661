"""Type hints everywhere: a protocol says what the nodes of the graph must have."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol


class Node(Protocol):
    @property
    def _prev(self) -> Collection[Node]: ...


def topological_sort(root: Node) -> list[Node]:
    order: list[Node] = []
    state: dict[Node, str] = {}

    def visit(node: Node) -> None:
        seen: str | None = state.get(node)
        if seen == "open":
            raise ValueError("cycle: a value is made from itself")
        if seen is None:
            state[node] = "open"
            for operand in node._prev:
                visit(operand)
            state[node] = "closed"
            order.append(node)

    visit(root)
    return order
