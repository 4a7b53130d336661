"""Neurons, known by their shape: products of weights and inputs and a bias, added up.

The sum may be associated in any way and begin at 0, the bias may come first or last or not at all,
and an operation on the sum alone, such as tanh, is the neuron's activation. Names say nothing.
"""

from collections import Counter
from typing import NamedTuple

from ..graph import Box, Graph
from .activations import activated, is_activation

LOOKS = 20  # at each box, on the average, before the search is given up: it is no network


class Neuron(NamedTuple):
    """Places of boxes in the whole graph.

    output      the box that shows the neuron's number
    inputs      what it sees, in the order of the sum
    weights     of each input
    constants   its bias, and numbers such as the 0 that a sum begins with
    inner       the products and sums between, and what an activation was made of
    activation  its op, or ""
    """

    output: int
    inputs: tuple[int, ...]
    weights: tuple[int, ...]
    constants: tuple[int, ...]
    inner: tuple[int, ...]
    activation: str


class _Sum(NamedTuple):
    """A sum that may be a neuron's: its products' operands, its other terms, what is between."""

    products: list[tuple[int, int, bool]]  # two operands, and whether their order is known
    biases: list[int]
    zeros: list[int]
    inner: list[int]


def neurons_of(graph: Graph) -> list[Neuron]:
    """The neurons of an expression, each box being an inner one of one neuron at most."""
    return _Search(graph).neurons()


class _Search:
    def __init__(self, graph: Graph) -> None:
        self.graph, self.boxes = graph, graph.boxes
        self.users: list[list[int]] = [[] for _ in self.boxes]
        for at in range(len(self.boxes)):
            for operand in self._operands(at):
                self.users[operand].append(at)
        self.looks = LOOKS * len(self.boxes) + 1000
        self.sums: dict[int, _Sum] = {}  # by the box in which a neuron's sum ends
        self.outputs: dict[int, tuple[int, str, list[int]]] = {}

    def neurons(self) -> list[Neuron]:
        for at, box in enumerate(self.boxes):
            if is_activation(box) and len(self.users[box.parents[0]]) == 1:
                self._try(box.parents[0], at, box.op)
        roots = [at for at in range(len(self.boxes)) if self._is_sum(at) and not self._is_inner(at)]
        for root in roots:  # grows: a linear neuron's sum may be part of a larger one
            if root not in self.sums and not self._try(root, root, ""):
                roots += [each for each in self._operands(root) if self._is_inner(each)]
        weights = _Weights(self.boxes, self.users, list(self.sums.values()))
        return [self._neuron(root, weights) for root in self.sums]

    def _try(self, root: int, output: int, activation: str) -> bool:
        found = self._sum(root)
        if found is None or (not activation and not self._is_linear_neuron(root, found)):
            return False
        shape = activated(self.boxes, self.users, root) if not activation else None
        self.sums[root] = found
        self.outputs[root] = shape or (output, activation, [])
        return True

    def _neuron(self, root: int, weights: "_Weights") -> Neuron:
        found = self.sums[root]
        output, activation, between = self.outputs[root]
        sides = [weights.side(product, found) for product in found.products]
        constants = [at for each in between for at in self.boxes[each].parents if self._is_leaf(at)]
        inner = [at for at in (*found.inner, *between) if at != output]
        return Neuron(
            output,
            tuple(product[1 - side] for product, side in zip(found.products, sides)),
            tuple(product[side] for product, side in zip(found.products, sides)),
            (*found.biases, *found.zeros, *constants),
            tuple(inner),
            activation,
        )

    def _sum(self, root: int) -> _Sum | None:
        """The terms of a sum, left to right; None where one is no neuron's."""
        found = _Sum([], [], [], [])
        if not self._is_sum(root):
            return None
        stack, biases = [root], 0
        while stack:
            at = stack.pop()
            self.looks -= 1
            if self.looks < 0:
                return None
            if at == root or self._is_inner(at):
                if at in self.sums or (at == root and found.inner):
                    return None  # another neuron's, or a cycle
                found.inner.append(at)
                operands = self._operands(at)
                biases += sum(self._is_leaf(each) and self._has_number(each) for each in operands)
                if biases > 1 or not all(map(self._may_be_term, operands)):
                    return None
                stack += reversed(operands)
            elif self._is_leaf(at):
                (found.biases if self._has_number(at) else found.zeros).append(at)
            else:
                found.inner.append(at)
                one, other = self._operands(at)
                found.products.append((one, other, not self.boxes[at].unordered))
        return found if found.products and len(found.zeros) <= 2 else None

    def _is_linear_neuron(self, root: int, found: _Sum) -> bool:
        """Whether a sum without activation is one neuron's, and nothing was added to it.

        All inputs are of one sort then, and the bias is the first term or the last.
        """
        if len({self._is_leaf(a) and self._is_leaf(b) for a, b, _ in found.products}) > 1:
            return False
        inner = set(found.inner)
        if not found.biases:
            return True
        depths = {root: 0}
        for at in found.inner:  # results come before their operands
            if self._is_sum(at):
                depths.update(dict.fromkeys(self._operands(at), depths[at] + 1))
        terms = [each for each in depths if each not in inner or not self._is_sum(each)]
        return depths[found.biases[0]] in (1, max(depths[each] for each in terms))

    def _operands(self, at: int) -> list[int]:
        """As they were written, a sum first where a set forgot that; one used twice comes twice."""
        box = self.boxes[at]
        if box.uses_one_operand_twice:
            return [*box.parents, *box.parents]
        if box.unordered:
            return sorted(box.parents, key=lambda each: self.boxes[each].op != "+")
        return [*box.parents]

    def _is_sum(self, at: int) -> bool:
        return self.boxes[at].op == "+" and len(self.boxes[at].parents) > 0

    def _is_inner(self, at: int) -> bool:
        """Whether it is a sum that only another sum is made from."""
        users = self.users[at]
        return self._is_sum(at) and len(users) == 1 and self._is_sum(users[0])

    def _is_leaf(self, at: int) -> bool:
        return not self.boxes[at].parents and not self.boxes[at].op

    def _has_number(self, at: int) -> bool:
        """Whether it may be a bias; the 0 that a sum begins with is none."""
        return self.boxes[at].data != 0

    def _may_be_term(self, at: int) -> bool:
        return self._is_inner(at) or self._is_leaf(at) or self._is_product(at)

    def _is_product(self, at: int) -> bool:
        """Whether it is used once, and a product of a leaf and of something else."""
        box = self.boxes[at]
        if box.op != "*" or len(self.users[at]) != 1 or len(box.parents) != 2:
            return False
        one, other = box.parents
        return one != other and (self._is_leaf(one) or self._is_leaf(other))


class _Weights:
    """Which of a product's two operands is the weight."""

    def __init__(self, boxes: tuple[Box, ...], users: list[list[int]], sums: list[_Sum]) -> None:
        self.boxes, self.users = boxes, users
        products = [(product, each) for each in sums for product in each.products]
        sides = [self._evident(*pair) for pair in products if pair[0][2]]
        self.votes = Counter(side for side in sides if side is not None)
        self.alike = Counter(
            boxes[at].data for product, _ in products for at in product[:2] if not boxes[at].parents
        )

    def side(self, product: tuple[int, int, bool], found: _Sum) -> int:
        """0 or 1: what is evident, else what is not the same in many neurons, else as elsewhere."""
        evident = self._evident(product, found)
        if evident is not None:
            return evident
        one, other = (self.alike[self.boxes[at].data] for at in product[:2])
        if one != other:
            return int(one > other)
        return int(product[2] and self.votes[1] > self.votes[0])

    def _evident(self, product: tuple[int, int, bool], found: _Sum) -> int | None:
        """A weight is a leaf, and takes part as often as the bias, once for each example."""
        one, other, _ = product
        is_leaf = [not self.boxes[at].parents for at in (one, other)]
        if is_leaf[0] != is_leaf[1]:
            return is_leaf.index(True)
        often = [len(self.users[at]) for at in (one, other)]
        wanted = len(self.users[found.biases[0]]) if found.biases else 0
        return often.index(wanted) if often.count(wanted) == 1 else None
