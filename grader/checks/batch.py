"""Many short programs as one: sent to the learner's process together, read back apart.

A program on its own costs a request, fresh modules and a reply: for hundreds, too much.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from textwrap import indent

from grader.answers import random_answers
from grader.answers.answers import Answers
from grader.answers.random_answers import Numbers, Pool
from grader.curriculum import Stage, imports
from grader.submission.submission import Submission
from grader.trace import Datum, Many, SetOrder, Table, Trace, close, number

# Each program is a function, so that its names are its own, and Python reads the whole batch
# once, however often it is run. Of an exception its kind is enough: the program is run again
# alone before anything is said of it.
PROGRAM = """\
_programs = []
{programs}
answers = []
for _program in _programs:
    try:
        _values = {{n: value for n, value in _program().items() if isinstance(value, Value)}}
        answers.append(
            {{f"{{n}}.data": value.data for n, value in _values.items()}}
            | {{f"{{n}}.grad": value.grad for n, value in _values.items()}}
        )
    except BaseException as _error:
        answers.append(type(_error).__name__)
"""
FUNCTION = """
@_programs.append
def _program():
{body}    return locals()
"""


def set_orders(stage: Stage) -> tuple[SetOrder, ...]:
    """The orders in which sets of Values are walked in a stage's programs, one run for each."""
    return ("forward", "reverse") if stage.has_both_set_orders else ("forward",)


def program(programs: Iterable[str]) -> str:
    """One program that runs them all, and leaves what their Values hold in `answers`."""
    return _program(tuple(programs))


@lru_cache(16)
def _program(programs: tuple[str, ...]) -> str:
    functions = (FUNCTION.format(body=indent(text, "    ")) for text in programs)
    return PROGRAM.format(programs="".join(functions))


def on_record(
    stages: Iterable[Stage], submission: Submission, answers: Answers
) -> Iterator[tuple[str, SetOrder]]:
    """The batches that grading will ask for, as far as their answers are on record.

    Those of a stage that still has a stub are left out, for they will not be asked for.
    """
    sources = [text for _, text in submission.files.values()]
    for stage in stages if answers.seed == random_answers.SEED else ():
        if stage.has_random_programs and not any(f'"stage {stage.number}: ' in s for s in sources):
            text = program(answers.pool(stage.number))
            yield from ((imports(text) + text, order) for order in set_orders(stage))


def wrong(trace: Trace, pool: Pool) -> list[str]:
    """The programs of a pool with other numbers in the batch's trace, the shortest first."""
    answers = trace.names.get("answers")
    items = answers.items if isinstance(answers, Many) else ()
    if len(items) != len(pool):
        return shortest_first(pool)
    return shortest_first(
        text for (text, numbers), item in zip(pool.items(), items) if not _same(item, numbers)
    )


def shortest_first(programs: Iterable[str]) -> list[str]:
    return sorted(programs, key=lambda text: (text.count("\n"), len(text)))


def _same(item: Datum, expected: Numbers) -> bool:
    """Whether a program's {"a.data": number, "a.grad": number, ...} is what it should be."""
    wanted = {f"{name}.data": data for name, (data, _) in expected.items()}
    wanted.update((f"{name}.grad", grad) for name, (_, grad) in expected.items())
    if not isinstance(item, Table) or item.items.keys() != wanted.keys():
        return False
    if item.items == wanted and bool not in map(type, item.items.values()):
        return True  # to the last bit, as nearly always
    yours = {name: number(datum) for name, datum in item.items.items()}
    return all(
        (x := yours[name]) is not None and close(x, target) for name, target in wanted.items()
    )
