"""Any op will do, but for none: what an operation is called is seen in pictures only."""

from __future__ import annotations

from grader.checks.fixtures import Named, RunProgram
from grader.checks.not_passed import assert_that


def assert_has_an_op(run: RunProgram, named: Named, operation: str, usual: str) -> None:
    """Raise NotPassed where the result of an operation on `a` has no op."""
    result = operation if operation.endswith(")") else f"({operation})"
    op = run(f"""
        a = Value(0.5)
        op = {result}._op
    """).of("op")
    holds = isinstance(op, str) and op != ""
    assert_that(holds, "has_an_op", what=named(operation), yours=repr(op), expected=usual)
