"""The moving page of a failing check, made by helper_draw: .kata/stage-5.html."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.report.model import CheckResult
    from helper_draw.stepping import Wrong


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
        tuple(Ran(step.node, step.grad, step.given) for step in moving.ran),
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
    return Wrong(step.text.replace("`", ""), moving.kind, moving.node, moving.operand)
