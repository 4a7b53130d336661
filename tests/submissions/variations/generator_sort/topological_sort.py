"""A generator yields the operands first, then the value itself."""


def topological_sort(root):
    return list(walk(root, done=set(), path=set()))


def walk(node, done, path):
    if node in path:
        raise ValueError("the values form a cycle")
    if node in done:
        return
    path.add(node)
    for operand in node._prev:
        yield from walk(operand, done, path)
    path.discard(node)
    done.add(node)
    yield node
