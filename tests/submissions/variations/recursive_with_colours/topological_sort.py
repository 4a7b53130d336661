"""The textbook's recursion with white, grey and black nodes; grey again means a cycle."""

WHITE, GREY, BLACK = range(3)


def topological_sort(root, order=None, colours=None):
    if order is None:
        order, colours = [], {}
    colour = colours.get(id(root), WHITE)
    if colour == GREY:
        raise ValueError("the graph has a cycle: no value can be its own ancestor")
    if colour == WHITE:
        colours[id(root)] = GREY
        for operand in root._prev:
            topological_sort(operand, order, colours)
        colours[id(root)] = BLACK
        order.append(root)
    return order
