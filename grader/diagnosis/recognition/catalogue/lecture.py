"""The lecture's own way where the solution goes another: both are right."""

from __future__ import annotations

from grader.diagnosis.recognition.catalogue.edits import Edit

# Operands in a set come in the order of their hashes, and `a + a` has one of them. Every
# misconception applies to these sources as it does to the solution.
LECTURE: tuple[Edit, ...] = (
    Edit("value.py", "Value.__init__", "tuple(_children)", "set(_children)"),
)
