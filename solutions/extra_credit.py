"""Extra credit: each function goes in the place of its namesake in the other files."""

from nn import Layer


class Value:
    # A second backward() starts from zero like the first, so what was there is set aside,
    # and added back at the end.
    def backward(self):
        from topological_sort import topological_sort

        nodes = topological_sort(self)
        earlier = [node.grad for node in nodes]
        for node in nodes:
            node.grad = 0.0

        self.grad = 1.0
        for node in reversed(nodes):
            node._backward()

        for node, grad in zip(nodes, earlier):
            node.grad += grad


# Recursion ends at about 1,000 calls. A list of what is still to visit has no such end: a
# Value is in it twice, once before its operands are visited and once after.
def topological_sort(root):
    order = []
    done = set()
    in_progress = set()
    to_visit = [(root, False)]

    while to_visit:
        node, operands_are_done = to_visit.pop()
        if operands_are_done:
            order.append(node)
            done.add(node)
            in_progress.remove(node)
        elif node in in_progress:
            raise ValueError("the graph has a cycle, so it has no topological order")
        elif node not in done:
            in_progress.add(node)
            to_visit.append((node, True))
            for operand in node._prev:
                to_visit.append((operand, False))

    return order


class MLP:
    # A bare int is a list of one.
    def __init__(self, nin, nouts):
        if isinstance(nouts, int):
            nouts = [nouts]
        sizes = [nin] + nouts
        self.layers = [Layer(size, next_size) for size, next_size in zip(sizes, sizes[1:])]
