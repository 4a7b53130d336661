"""Moving: what the page of a failing program needs: its graph, what was expected, what ran."""

from __future__ import annotations

from msgspec import UNSET

from grader.diagnosis.first_wrong_step.picture import MOST_NODES, number_or_words, parents_of
from grader.diagnosis.first_wrong_step.replay import Replay
from grader.diagnosis.first_wrong_step.unnamed import CALL, agreed_nodes
from grader.report.moving import Moving, MovingGiven, MovingKind, MovingStep, MovingValue
from grader.report.wrong_step import FirstWrongStep, WrongStepKind
from grader.trace import Many, Node, NodeRef, Trace, number
from helper_draw.wording import one_line

KINDS: dict[WrongStepKind, MovingKind] = {
    "wrong value": "value",
    "not zero": "seed",
    "not seeded": "seed",
    "seeded again": "turn",
    "wrong order": "turn",
    "wrong contribution": "gave",
    "overwritten": "gave",
}


def moving_of(
    trace: Trace,
    expected: Trace,
    step: FirstWrongStep | None,
    replay: Replay | None,
    program: str,
    source: str = "torch",
) -> Moving | None:
    """The data of a page; None where a replay by the rules would not come to what was expected.

    So it is where the program calls no backward(), where an operation is not known, and where the
    learner's values do not remember what they were made of.
    """
    refs = [trace.names.get(name) for name in CALL.findall(program)]
    roots = [ref.index for ref in refs if isinstance(ref, NodeRef)]
    if not roots or len(trace.nodes) > MOST_NODES:
        return None
    wanted = agreed_nodes(trace, expected, program)
    if wanted is None or len(wanted) < len(trace.nodes):
        return None
    labels = trace.first_names()
    values = tuple(
        _value(trace, place, labels.get(place, ""), wanted[place])
        for place in range(len(trace.nodes))
    )
    here = [node for node in step.nodes if node < len(values)] if step else []
    return Moving(
        values,
        tuple(roots),
        source,
        _ran(replay, len(values)),
        KINDS[step.kind] if step and here else None,
        here[0] if here else -1,
        here[1] if len(here) > 1 else -1,
    )


def _value(trace: Trace, place: int, label: str, wanted: Node) -> MovingValue:
    node = trace.nodes[place]
    return MovingValue(
        _short(number_or_words(node.data, trace)),
        None if node.grad is UNSET else _short(number_or_words(node.grad, trace)),
        one_line(label),
        one_line(node.op) if isinstance(node.op, str) else "",
        parents_of(node),
        isinstance(node.parents, Many) and node.parents.is_set,
        number(wanted.data),
        number(wanted.grad),
    )


def _short(shown: float | str) -> float | str:
    """A number, or what a learner has in its place as a text that any format can hold."""
    return one_line(shown) if isinstance(shown, str) else shown


def _ran(replay: Replay | None, count: int) -> tuple[MovingStep, ...]:
    """The calls of `_backward`, by the places of the trace without the record."""
    if replay is None:
        return ()
    steps = []
    for step in replay.steps:
        node = replay.place_without_record(step.node)
        given = tuple(
            MovingGiven(replay.place_without_record(each.node), each.grad_before, each.grad_after)
            for each in step.operands
            if each.node is not None
        )
        if node < count and all(each.operand < count for each in given):
            steps.append(MovingStep(node, step.grad, given))
    return tuple(steps)
