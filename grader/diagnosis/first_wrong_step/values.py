"""Whether each operation of the program made the number that it should of its operands."""

from __future__ import annotations

from collections.abc import Iterator

from grader.diagnosis.first_wrong_step.local_derivatives import result_of
from grader.diagnosis.first_wrong_step.named_replay import NamedReplay
from grader.diagnosis.first_wrong_step.naming import format_number, format_unlike
from grader.diagnosis.first_wrong_step.replay import Result
from grader.report.wrong_step import FirstWrongStep
from grader.trace import close


def wrong_values(replay: NamedReplay) -> Iterator[FirstWrongStep]:
    """Results that hold another number, in the order in which they came to be."""
    for result in replay.results:
        data = tuple(number for _, number in result.counted if number is not None)
        if result.data is None or len(data) < len(result.counted):
            continue
        expected = result_of(result.op, data)
        if expected is not None and not close(result.data, expected):
            text = (
                f"`{result.expression.statement}` gives {format_unlike(result.data, expected)}"
                f"{_operands_in_words(result)}; it should be "
                f"{format_unlike(expected, result.data)}."
            )
            yield replay.build_first_wrong_step(
                "wrong value", text, result.node, yours=result.data, expected=expected
            )


def _operands_in_words(result: Result) -> str:
    """The numbers that its text does not show."""
    pairs = dict(zip(result.expression.operands, result.operands))
    words = [
        f"`{text}` is {format_number(data)}"
        for text, (node, data) in pairs.items()
        if node is not None and data is not None and not text.startswith("Value(")
    ]
    return f" where {' and '.join(words)}" if words else ""
