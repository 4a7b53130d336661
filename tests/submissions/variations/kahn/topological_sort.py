"""Kahn's algorithm, from the result downward; what it leaves over is a cycle."""

from collections import Counter, deque


def topological_sort(root):
    everything = {root}
    frontier = deque([root])
    results_left = Counter()
    while frontier:
        for operand in frontier.popleft()._prev:
            results_left[operand] += 1
            if operand not in everything:
                everything.add(operand)
                frontier.append(operand)

    order = deque()
    free = deque(node for node in everything if results_left[node] == 0)
    while free:
        node = free.popleft()
        order.appendleft(node)
        for operand in node._prev:
            results_left[operand] -= 1
            if results_left[operand] == 0:
                free.append(operand)

    if len(order) < len(everything):
        raise ValueError(f"{len(everything) - len(order)} values are part of a cycle")
    return list(order)
