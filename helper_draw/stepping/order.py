"""Order: the topological sort of the lecture, replayed on a graph: operands before results."""

from ..graph import Graph


class Circle(ValueError):
    """A value is computed from itself: there is no order to go through."""


def topological_order(graph: Graph, root: int) -> list[int]:
    """The root and all it is made from, as the lecture's `build_topo` visits them.

    It does not recurse, so that an expression may be as deep as it likes. Raises Circle.
    """
    order: list[int] = []
    open_, done = {root}, set[int]()
    stack = [(root, iter(graph.boxes[root].parents))]
    while stack:
        at, operands = stack[-1]
        operand = next((each for each in operands if each not in done), None)
        if operand is None:
            stack.pop()
            open_.remove(at)
            done.add(at)
            order.append(at)
        elif operand in open_:
            raise Circle("step_through: a value is computed from itself, in a circle; see draw_dot")
        else:
            open_.add(operand)
            stack.append((operand, iter(graph.boxes[operand].parents)))
    return order
