"""The random programs on record with torch's numbers, drawn before anything is graded.

random_answers.json holds {stage: {program: {name: [data, grad]}}}, in 12 digits.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeAlias

import msgspec

from grader import curriculum, edition
from grader.answers.record_file import write_record
from grader.trace import Node, NodeRef, Trace, number

FILE = Path(__file__).with_name("random_answers.json")
STAGES = tuple(stage.number for stage in curriculum.STAGES if stage.has_random_programs)
SEED = edition.SEED  # of the programs on record
PROGRAMS = 200  # of a stage
DIGITS = 12  # of the numbers on record

Numbers: TypeAlias = dict[str, tuple[float, float]]  # {name: (data, grad)}
Pool: TypeAlias = dict[str, Numbers]  # {program: its numbers}


@cache
def load() -> dict[int, Pool]:
    """The record as it lies beside this file; empty where there is none yet."""
    if not FILE.exists():
        return {}
    return msgspec.json.decode(FILE.read_bytes(), type=dict[int, Pool])


def find(program: str) -> Numbers | None:
    """The numbers of a program, if it is on record."""
    return next((pool[program] for pool in load().values() if program in pool), None)


def save(record: dict[int, Pool], path: Path | None = None) -> None:
    """Write a record, in its order; raises CannotWrite."""
    write_record(
        path or FILE,
        {
            str(stage): {program: rounded(numbers) for program, numbers in pool.items()}
            for stage, pool in record.items()
        },
    )
    load.cache_clear()


def draw(stage: int, seed: int) -> list[str]:
    """The programs of a stage for a seed."""
    from grader.answers import random_programs  # only for a pool that is not on record

    return random_programs.pool(random_programs.VOCABULARIES[stage], seed, PROGRAMS)


def rounded(numbers: Numbers) -> Numbers:
    return {
        name: (float(f"{data:.{DIGITS}g}"), float(f"{grad:.{DIGITS}g}"))
        for name, (data, grad) in numbers.items()
    }


def numbers_of(trace: Trace) -> Numbers:
    """The data and gradients of a trace whose names are all Values."""
    found = {}
    for name in trace.names:
        node = trace.node(name)
        data, grad = (number(node.data), number(node.grad)) if node else (None, None)
        assert data is not None and grad is not None, f"{name} has no numbers"
        found[name] = data, grad
    return found


def trace_of(numbers: Numbers) -> Trace:
    """The other way round."""
    names = {name: NodeRef(index) for index, name in enumerate(numbers)}
    return Trace(dict(names), tuple(Node(data, grad) for data, grad in numbers.values()))
