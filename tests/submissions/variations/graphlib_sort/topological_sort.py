"""The standard library's graphlib does the sorting; its CycleError is a ValueError."""

import graphlib


def topological_sort(root):
    operands = {}
    remaining = [root]
    while remaining:
        node = remaining.pop()
        if node not in operands:
            operands[node] = tuple(node._prev)
            remaining.extend(operands[node])
    return [*graphlib.TopologicalSorter(operands).static_order()]
