"""What an instructor can ask of the grader itself: is it right about what is known?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context

from grader import grading
from grader.answers import random_answers
from grader.answers.answers import Answers, Record, compute
from grader.answers.solutions import solution_sources, with_extra_credit
from grader.checks.collection import names_beyond_the_lecture, names_of_extra_credit
from grader.curriculum import STAGES, TORCH_FILES, WITH_TORCH, WITHOUT_TORCH
from grader.diagnosis.recognition.catalogue import ALL, Misconception, apply
from grader.paths import LECTURE
from grader.python_source import stub
from grader.report.model import Report
from grader.submission.folder import read_folder
from grader.submission.submission import Submission, of_sources
from grader.upkeep.worthless import worthless

# Of a program's time: enough for code of ours, and mutants that never end cost less.
TIME_FACTOR = 0.5
BATCH = 8  # submissions to a session: collecting the checks takes as long as half a submission


def recomputed_answers() -> Record:
    """Every answer that grading asks for, from the live torch and the live reference."""
    answers = Answers(Record())
    grading.grade(solutions_with_extra_credit(), answers=answers)
    return answers.computed


def recomputed_random_answers(
    seed: int = random_answers.SEED,
) -> dict[int, random_answers.Pool]:
    """The random programs of a seed, drawn again, with live torch's numbers."""
    return {
        stage: {
            program: random_answers.numbers_of(compute("torch", program))
            for program in random_answers.draw(stage, seed)
        }
        for stage in random_answers.STAGES
    }


def solutions() -> Submission:
    """The solutions, plain."""
    return of_sources("solutions", solution_sources())


def solutions_with_extra_credit() -> Submission:
    """The solutions with solutions/extra_credit.py laid over them."""
    return of_sources("solutions with extra credit", with_extra_credit(solution_sources()))


def mutant(misconception: Misconception) -> Submission:
    """The plain solutions with one misconception put in."""
    return of_sources(misconception.name, apply(misconception.edits, solution_sources()))


def stubs() -> Submission:
    """The exercises as they are handed out."""
    return of_sources("stubs", {file: stub(text) for file, text in solution_sources().items()})


def lost_checks(report: Report) -> dict[int, list[str]]:
    """{stage: the checks that did not pass}, extra credit left out."""
    lost = {
        stage.number: [c.name for c in stage.checks if c.status != "passed" and not c.bonus]
        for stage in report.stages
    }
    return {number: names for number, names in lost.items() if names}


def graded(
    submissions: Sequence[Submission],
    *,
    stages: Sequence[int] | None = None,
    diagnosed: bool = False,
    seed: int = random_answers.SEED,
) -> Iterator[Report]:
    """The report of each submission, in order, made on all processors at once."""
    batches = [submissions[i : i + BATCH] for i in range(0, len(submissions), BATCH)]
    settings = repeat(stages), repeat(diagnosed), repeat(seed)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for reports in pool.map(_graded_here, batches, *settings):
            yield from reports


def _graded_here(
    submissions: Sequence[Submission], stages: Sequence[int] | None, diagnosed: bool, seed: int
) -> list[Report]:
    reports: list[Report] = []
    grading.grade_all(
        submissions,
        reports.append,
        stages=stages,
        seed=seed,
        time_factor=TIME_FACTOR,
        with_diagnosis=diagnosed,
    )
    return reports


def kill_matrix(
    misconceptions: Iterable[Misconception], *, diagnosed: bool = False
) -> Iterator[tuple[Misconception, Report]]:
    """Grade every mutant: each misconception with its report, those that need torch last.

    Importing torch takes a second or two, and the stages that do need no file of others: only
    mutants of their files are put to them, and to no other.
    """
    for stages in (WITHOUT_TORCH, WITH_TORCH):
        group = [
            m
            for m in misconceptions
            if (stages == WITH_TORCH) == any(edit.file in TORCH_FILES for edit in m.edits)
        ]
        yield from zip(
            group, graded([mutant(m) for m in group], stages=stages, diagnosed=diagnosed)
        )


def main() -> int:
    """Print the proof, one line a claim; 0 where every claim holds, 1 otherwise."""
    print("\n  Is the grader right? Every line is a grading run.\n")
    right = all(
        [
            _solutions_are_right(),
            _extra_credit_is_right(),
            _stubs_are_to_do(),
            _lecture_is_as_known(),
            _nothing_earns_nothing(),
        ]
    )
    right = _mutants_are_caught() and right
    print("\n  " + ("The grader is right." if right else "The grader is wrong where a line has ✘."))
    print()
    return 0 if right else 1


def say(holds: bool, claim: str, otherwise: str = "") -> bool:
    print(f"  {'✔' if holds else '✘'} {claim}" + ("" if holds else f": {otherwise}"), flush=True)
    return holds


def _solutions_are_right() -> bool:
    report = grading.grade(solutions())
    missed = [name for names in lost_checks(report).values() for name in names]
    return say(
        not missed,
        f"solutions/ earns {report.earned:g} of {report.points:g} points",
        ", ".join(missed),
    )


def _extra_credit_is_right() -> bool:
    report = grading.grade(solutions_with_extra_credit())
    missed = [c.name for stage in report.stages for c in stage.checks if c.status != "passed"]
    return say(
        not missed,
        f"with extra_credit.py laid over, {report.earned:g} and {report.bonus_earned:g} of extra "
        "credit",
        ", ".join(missed),
    )


def _stubs_are_to_do() -> bool:
    report = grading.grade(stubs())
    odd = [c.name for stage in report.stages for c in stage.checks if c.status != "to do"]
    return say(
        not odd and report.earned == 0, "the stubs earn nothing, and all is to do", ", ".join(odd)
    )


def _lecture_is_as_known() -> bool:
    """The lecture's code fails what is marked as beyond it, and what is extra credit."""
    report = grading.grade(read_folder(LECTURE))
    failed = {
        (stage.number, check.name)
        for stage in report.stages
        for check in stage.checks
        if check.status != "passed"
    }
    announced = {(stage.number, name) for stage in STAGES for name in beyond(stage.number)}
    odd = sorted(failed ^ announced)
    return say(
        not odd,
        f"the lecture's code fails the {len(announced)} checks that ask for more, and no other",
        ", ".join(f"{number}:{name}" for number, name in odd),
    )


def _nothing_earns_nothing() -> bool:
    """No check is passed by code that does nothing, as one that only looks for a 0 would be."""
    submissions = list(worthless())
    passed = [
        f"{submission.name} earns stage {stage.number}'s {check.name}"
        for submission, report in zip(submissions, graded(submissions))
        for stage in report.stages
        for check in stage.checks
        if check.status == "passed"
    ]
    return say(
        not passed,
        f"{len(submissions)} submissions that do nothing right earn nothing",
        "; ".join(passed),
    )


def beyond(stage: int) -> list[str]:
    """The checks of a stage that ask for more than the lecture shows, or are extra credit."""
    return names_beyond_the_lecture(stage) + names_of_extra_credit(stage)


def _mutants_are_caught() -> bool:
    numbers = "".join(f"{stage.number:>3}" for stage in STAGES)
    print(f"\n  {len(ALL)} misconceptions, and the checks that each fails, stage by stage")
    print(f"\n    {'':<44}{numbers}")
    wrong: list[str] = []

    for misconception, report in kill_matrix(ALL):
        lost = lost_checks(report)
        caught = min(lost, default=0)
        holds = caught == misconception.caught and misconception.stage in lost
        cells = "".join(f"{len(lost.get(stage.number, [])) or '·':>3}" for stage in STAGES)
        print(f"  {'✔' if holds else '✘'} {misconception.name:<44}{cells}", flush=True)
        if not holds:
            wrong.append(misconception.name)
    print()
    return say(not wrong, "every misconception is caught where it should be", ", ".join(wrong))
