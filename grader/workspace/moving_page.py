"""The moving page of a failing check, made by helper_draw: .kata/stage-5.html."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.report.told import places

if TYPE_CHECKING:
    from grader.report.model import CheckResult
    from grader.report.wrong_step import WrongStepKind
    from helper_draw.stepping import Wrong

# Which part of the code each kind of step is about; {} is the operation.
PARTS: dict[WrongStepKind, str] = {
    "wrong value": "what {} computes",
    "not zero": "the grad that a value begins with",
    "not seeded": "`backward()`: the grad of the result itself",
    "seeded again": "`backward()`, which is called again inside itself",
    "wrong order": "`backward()`: the topological order",
    "wrong contribution": "the `_backward` of {}",
    "overwritten": "the `_backward` of {}",
}


def moving_page(stage: int, check: CheckResult, most: int = 5_000) -> str | None:
    """The text of the page; None where a check has none, or more values than that."""
    moving = check.moving
    if moving is None or len(moving.values) > most:
        return None
    from helper_draw import Box, Graph
    from helper_draw.stepping import Failing, Ran, Stepping

    graph = Graph(
        Box(each.data, each.grad, each.label, each.op, each.parents, each.is_unordered)
        for each in moving.values
    )
    failing = Failing(
        f"Stage {stage}: {check.title}",
        check.program,
        moving.source,
        {at: (each.expected_data, each.expected_grad) for at, each in enumerate(moving.values)},
        _wrong(check),
        tuple(
            Ran(
                step.node,
                step.grad,
                tuple((each.operand, each.before, each.after) for each in step.given),
            )
            for step in moving.ran
        ),
        _place(check),
        check.diagnosis[0].explanation if check.diagnosis else "",
    )
    try:
        return Stepping(graph, moving.roots, failing).page
    except ValueError:  # a circle; results that share more than leaves
        return None


def _wrong(check: CheckResult) -> Wrong | None:
    from helper_draw.stepping import Wrong

    step, moving = check.first_wrong_step, check.moving
    if step is None or moving is None or moving.kind is None:
        return None
    return Wrong(step.text, moving.kind, moving.node, moving.operand)


def _place(check: CheckResult) -> str:
    """Where the fault is: the part of the code, and the function with its line where known."""
    step, moving, function = check.first_wrong_step, check.moving, places(check)
    if step is None or moving is None or moving.kind is None:
        return f"in {function}" if function else ""
    op = moving.values[moving.node].op
    part = PARTS[step.kind].format(f"`{op}`" if op else "the operation")
    return f"in {part}, in {function}" if function else f"in {part}"
