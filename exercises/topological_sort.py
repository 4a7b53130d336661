def topological_sort(root):
    """Stage 5: return a list of root and every Value it was made from, each of
    them once, operands before their results. So root comes last.

        a = Value(3.0)
        b = a + a
        topological_sort(b)                  # [a, b]

    Follow _prev. Add a Value to the list only after all of its operands are in it.

    Only a directed acyclic graph has such an order. If a Value is its own
    ancestor, raise a ValueError that says so, instead of walking in circles:

        b._prev = {b}
        topological_sort(b)                  # ValueError: the graph has a cycle

    Extra credit: a chain of 2,000 operations, which is too deep for recursion.
    """
    raise NotImplementedError("stage 5: topological_sort")
