"""An exception class of the learner's own for a cycle, which is not even a ValueError."""


class CycleError(Exception):
    """The graph is no DAG."""


def topological_sort(root):
    topo, visited, ancestors = [], set(), []

    def build(node):
        if node in ancestors:
            raise CycleError(f"found a cycle of {len(ancestors) - ancestors.index(node)} values")
        if node in visited:
            return
        visited.add(node)
        ancestors.append(node)
        for operand in node._prev:
            build(operand)
        ancestors.pop()
        topo.append(node)

    build(root)
    return topo
