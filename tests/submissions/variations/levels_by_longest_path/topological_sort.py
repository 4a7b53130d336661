"""Values sorted by their level: the length of the longest path down to a leaf."""


def topological_sort(root):
    levels = {}

    def find_level(node):
        levels[node] = None  # under way
        level = 0
        for operand in node._prev:
            if operand not in levels:
                find_level(operand)
            if levels[operand] is None:
                raise ValueError("no level can be given: there is a cycle")
            level = max(level, levels[operand] + 1)
        levels[node] = level

    find_level(root)
    return sorted(levels, key=levels.get)
