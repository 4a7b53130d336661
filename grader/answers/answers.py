"""The answers on record, and where an answer comes from that is not.

answers.json holds, for every fixed program, torch's trace (data and gradients) or the
reference's (parents, ops, lists), and random_answers.json torch's numbers for the random
ones, so that grading imports no torch and reads no solution.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from grader import edition
from grader.answers import random_answers
from grader.answers.random_answers import Pool
from grader.answers.record_file import write_record
from grader.trace import Trace

FILE = Path(__file__).with_name("answers.json")

Source = Literal["torch", "reference"]


class Record(Struct):
    """{program: trace}, by the interpreter that answered."""

    torch: dict[str, Trace] = {}
    reference: dict[str, Trace] = {}


class Answers:
    """Looks an answer up, or has it computed once.

    computed holds the answers that were not on record, asked all that were wanted. Programs
    are those of a seed; those of random_answers.SEED are on record, and the reference answers
    all others. It answers for torch too where that is not to be asked, as for what is never on
    record, so that the answers are the same wherever they are asked for.
    """

    def __init__(
        self,
        record: Record | None = None,
        seed: int = random_answers.SEED,
        *,
        asks_torch: bool = True,
    ) -> None:
        self.record = load() if record is None else record
        self.seed = seed
        self.asks_torch = asks_torch
        self.computed = Record()
        self.asked: set[tuple[Source, str]] = set()
        self._pools: dict[int, Pool] = {}

    def of(self, source: Source, program: str) -> tuple[Trace, Source]:
        """The trace to expect of a program, and the interpreter it is from."""
        self.asked.add((source, program))
        recorded: dict[str, Trace] = getattr(self.record, source)
        if program in recorded:
            return recorded[program], source
        numbers = random_answers.find(program) if source == "torch" else None
        if numbers:
            return random_answers.trace_of(numbers), source
        is_live = self.asks_torch and self.seed == edition.AS_WRITTEN and torch_is_installed()
        computed: dict[str, Trace] = getattr(self.computed, source)
        if program not in computed:
            stands_in = source == "torch" and not is_live
            computed[program] = as_torch(program) if stands_in else compute(source, program)
        return computed[program], source if is_live else "reference"

    def pool(self, stage: int) -> Pool:
        """The random programs of a stage, with the numbers to expect of each."""
        if stage not in self._pools:
            on_record = random_answers.load().get(stage)
            if self.seed != random_answers.SEED or on_record is None:
                on_record = {
                    program: random_answers.numbers_of(self.of("torch", program)[0])
                    for program in random_answers.draw(stage, self.seed)
                }
            self._pools[stage] = on_record
        return self._pools[stage]


def compute(source: Source, program: str) -> Trace:
    """A program's trace from the live interpreter."""
    if source == "torch":
        from grader.answers import torch  # takes a second: never on the way to a grade

        return torch.run(program)
    from grader.answers import reference

    return reference.run(program)


def as_torch(program: str) -> Trace:
    """A program's trace from the reference, with what torch's would have."""
    from grader.answers import reference

    return reference.as_torch(program)


def assert_any_program_is_answered() -> None:
    """Raise NotInThisEdition where what is not on record has no answer."""
    if edition.IS_STUDENT and not torch_is_installed():
        raise edition.NotInThisEdition(
            "torch is to answer this, since there is no reference in the student edition of the "
            "kata; make torch, then again"
        )


def torch_is_installed() -> bool:
    """Whether `import torch` would find something, without importing it."""
    return importlib.util.find_spec("torch") is not None


def load() -> Record:
    """The record as it lies beside this file; empty where there is none yet."""
    if not FILE.exists():
        return Record()
    return msgspec.json.decode(FILE.read_bytes(), type=Record)


def save(record: Record, path: Path | None = None) -> None:
    """Write a record, sorted by program; raises CannotWrite."""
    by_source = {"torch": record.torch, "reference": record.reference}
    write_record(
        path or FILE,
        {
            source: {program: _bare(trace) for program, trace in sorted(traces.items())}
            for source, traces in by_source.items()
        },
    )


def _bare(trace: Trace) -> Trace:
    """The trace alone: a reply also bears the number of the request it was to."""
    return Trace(trace.names, trace.nodes, trace.output, trace.raised)
