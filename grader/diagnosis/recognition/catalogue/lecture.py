"""The lecture's own ways where the reference solution goes another: both are right."""

from __future__ import annotations

from grader.diagnosis.recognition.catalogue.edits import Edit, body

# A second backward() over a shared, computed Value counts its old gradient again.
LECTURE_BACKWARD = body(
    "value.py",
    "Value.backward",
    """
    from topological_sort import topological_sort

    self.grad = 1.0
    for node in reversed(topological_sort(self)):
        node._backward()
    """,
)

LECTURE_SORT = body(
    "topological_sort.py",
    "topological_sort",
    """
    topo = []
    visited = set()

    def build_topo(v):
        if v not in visited:
            visited.add(v)
            for child in v._prev:
                build_topo(child)
            topo.append(v)

    build_topo(root)
    return topo
    """,
)

# Operands in a set come in the order of their hashes, and `a + a` has one of them. Every
# misconception applies to these sources as it does to the reference solution.
LECTURE: tuple[Edit, ...] = (
    Edit("value.py", "Value.__init__", "tuple(_children)", "set(_children)"),
    LECTURE_BACKWARD,
    LECTURE_SORT,
)
