"""What the random programs cost a grading run: milliseconds, printed and not judged."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from grader.answers import random_answers
from grader.checks import batch
from grader.curriculum import imports
from grader.paths import SOLUTIONS
from grader.sandbox.process import LearnerProcess
from grader.submission.folder import read_folder

ROUNDS = 20


def milliseconds(work: Callable[[], object]) -> str:
    """The fastest and the median of many."""
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        taken.append(1e3 * (time.perf_counter() - began))
    return f"{min(taken):5.1f} ms (median {statistics.median(taken):.1f})"


def test_two_hundred_programs_in_one_batch() -> None:
    size = random_answers.FILE.stat().st_size // 1024

    def load() -> None:
        random_answers.load.cache_clear()
        random_answers.load()

    print(f"\n  random answers, {size} KB, read  {milliseconds(load)}")
    with LearnerProcess(read_folder(SOLUTIONS).files) as process:
        for stage, pool in random_answers.load().items():
            text = batch.program(pool)
            program = imports(text) + text
            trace = process.run(program)
            assert batch.wrong(trace, pool) == []
            run = milliseconds(lambda program=program: process.run(program))
            compared = milliseconds(
                lambda trace=trace, pool=pool: batch.wrong(trace, pool)  # type: ignore[misc]
            )
            print(f"  stage {stage}, {len(pool)} programs, run     {run}; compared {compared}")
