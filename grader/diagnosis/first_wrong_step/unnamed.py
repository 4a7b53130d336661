"""What torch has in the steps that a program gives no name, computed from those it names."""

from __future__ import annotations

import re

from grader.diagnosis.first_wrong_step.local_derivatives import (
    local_derivatives,
    order_from_set,
    result_of,
)
from grader.trace import Many, Node, NodeRef, Trace, close, number

CALL = re.compile(r"^(\w+)\.backward\(\)$", re.MULTILINE)


def expected_nodes(trace: Trace, expected: Trace, program: str) -> dict[int, Node]:
    """For each place in the trace what should be there; those with a name have torch's.

    The others follow from their operands and by the chain rule, in the graph as the learner's
    code remembers it, and are left out unless all that has a name comes out as torch has it.
    """
    return agreed_nodes(trace, expected, program) or _named(trace, expected)


def agreed_nodes(trace: Trace, expected: Trace, program: str) -> dict[int, Node] | None:
    """The same for every place; None where what follows is not all as torch has it."""
    named = _named(trace, expected)
    computed = _Computation(trace, named, CALL.findall(program)).nodes()
    agree = all(_agrees(computed.get(place), node) for place, node in named.items())
    return {**computed, **named} if agree else None


def _named(trace: Trace, expected: Trace) -> dict[int, Node]:
    return {
        place: node
        for place, name in trace.first_names().items()
        if (node := expected.node(name)) is not None
    }


def _agrees(computed: Node | None, torch: Node) -> bool:
    if computed is None:
        return False
    for quantity in ("data", "grad"):
        wanted = number(getattr(torch, quantity))
        found = number(getattr(computed, quantity))
        if wanted is not None and (found is None or not close(found, wanted)):
            return False
    return True


class _Computation:
    """Numbers forwards and gradients backwards; nothing where an operation is not known."""

    def __init__(self, trace: Trace, named: dict[int, Node], results: list[str]) -> None:
        self.trace, self.named = trace, named
        self.seeds = [trace.names.get(name) for name in results]
        self.data: dict[int, float] = {}

    def nodes(self) -> dict[int, Node]:
        order = self._operands_first()
        for place in order:
            number_there = self._number(place)
            if number_there is None:
                return {}
            self.data[place] = number_there
        grads = self._grads(order)
        return {place: Node(self.data[place], grads[place]) for place in order}

    def _operands_first(self) -> list[int]:
        order: list[int] = []
        met: set[int] = set()
        stack = [(place, False) for place in range(len(self.trace.nodes))]
        while stack:
            place, is_done = stack.pop()
            if is_done:
                order.append(place)
            elif place not in met:
                met.add(place)
                stack.append((place, True))
                stack += [(operand, False) for operand in self._operands(place)]
        return order

    def _operands(self, place: int) -> list[int]:
        parents = self.trace.nodes[place].parents
        items = parents.items if isinstance(parents, Many) else ()
        return [item.index for item in items if isinstance(item, NodeRef)]

    def _number(self, place: int) -> float | None:
        node, operands = self.trace.nodes[place], self._operands(place)
        if not operands:
            return number(self.named[place].data if place in self.named else node.data)
        own = number(node.data)
        if own is None or not isinstance(node.op, str) or not self.data.keys() >= set(operands):
            return None
        data = tuple(self.data[operand] for operand in operands)
        if self._is_set(place):
            # Which came first is told by the number that the learner's own made of them.
            mine = tuple(number(self.trace.nodes[each].data) or 0.0 for each in operands)
            data = tuple(data[at] for at in order_from_set(node.op, mine, own))
        return result_of(node.op, data)

    def _is_set(self, place: int) -> bool:
        parents = self.trace.nodes[place].parents
        return isinstance(parents, Many) and parents.is_set

    def _grads(self, order: list[int]) -> dict[int, float]:
        grads = dict.fromkeys(order, 0.0)
        for seed in self.seeds:
            if isinstance(seed, NodeRef):
                grads[seed.index] += 1.0
        for place in reversed(order):
            operands, op = self._operands(place), self.trace.nodes[place].op
            data = tuple(self.data[operand] for operand in operands)
            is_set = self._is_set(place)
            for use in local_derivatives(str(op), data, self.data[place], is_set=is_set):
                grads[operands[use.operand]] += use.value * grads[place]
        return grads
