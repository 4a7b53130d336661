"""What is told of a check: lines with a name in front, for whatever face people read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from grader import edition
from grader.curriculum import STAGES, Stage, imports
from grader.report import words
from grader.report.model import Blame, CheckResult, Report, StageResult, ToWrite
from grader.report.side_by_side import LONGEST_VALUE
from grader.submission.submission import file_of

LONGEST_MESSAGE = 600
MOST_PLACES = 3  # functions at fault that a line names
WAS_NOT_RUN = "Two programs ran out of time or memory in one file; what needs it was not run."


class Line(Struct, frozen=True):
    """A line with a name in front, such as "Try it", and lines of code below it."""

    name: str
    text: str
    code: tuple[str, ...] = ()


def lines_on(check: CheckResult, picture: str = "") -> Iterator[Line]:
    """What is said below the table of a check; picture is where its picture is kept, if it is."""
    outcome = check.outcome
    what, remark = words.what(outcome), words.remark(outcome)
    if what and outcome.reason != "differs":  # the rows say that
        yield Line("What", what[:LONGEST_MESSAGE])
        if outcome.frame:
            yield Line("Where", words.where(outcome)[:LONGEST_MESSAGE])
    if check.first_wrong_step:
        yield Line("First wrong", check.first_wrong_step.text)
    if picture:
        yield Line("Picture", picture)
    if remark and (outcome.differences or not check.diagnosis):  # one cause is said once
        yield Line("Remember" if outcome.differences else "That means", remark)


def cause(check: CheckResult) -> Iterable[Line]:
    """The misconception that explains a check, and the function that is at fault."""
    for number, diagnosis in enumerate(check.diagnosis):
        yield Line("or like" if number else "Looks like", diagnosis.explanation)
    if check.blame:
        yield Line("The fault", f"is in {places(check)}")
    if edition.IS_STUDENT and check.first_wrong_step is None:  # else enough is said of it
        yield Line("The fault", edition.instructors("where it is, and what it looks like,"))


def places(check: CheckResult) -> str:
    """Where the fault of a check is; "" where that is not known."""
    return _listed([_place(blame) for blame in check.blame]) if check.blame else ""


def other_fault(check: CheckResult, shown: CheckResult) -> str:
    """The functions at fault in another check, if they are not those of the one shown."""
    functions = [blame.function for blame in check.blame if blame.function]
    return ", ".join(functions) if check.blame != shown.blame else ""


def is_same_fault(check: CheckResult, shown: CheckResult) -> bool:
    """Whether what is known of the fault of another check is the same as of the one shown."""
    is_known = bool(check.blame or check.diagnosis)
    return is_known and (check.blame, check.diagnosis) == (shown.blame, shown.diagnosis)


def may_follow(report: Report) -> list[StageResult]:
    """The stages that build on the one to look at first, and may be wrong because of it alone.

    A fault that is known to be their own is not.
    """
    first = report.first_to_look_at()
    if first is None or not first[1].is_wrong or STAGES[first[0].number - 1].stands_alone:
        return []
    return [
        stage
        for stage in report.stages
        if stage.number > first[0].number
        and stage.is_wrong
        and not STAGES[stage.number - 1].stands_alone
        and not any(check.blame or check.diagnosis for check in stage.checks)
    ]


def _listed(places: list[str]) -> str:
    """Places in one line; of many the first."""
    if len(places) > MOST_PLACES:
        places = [*places[:MOST_PLACES], f"{len(places) - MOST_PLACES} more"]
    *before, last = places
    return f"{', '.join(before)} and {last}" if before else last


def _place(blame: Blame) -> str:
    if not blame.function:
        return file_of(blame.file) or blame.file
    return f"{blame.function} ({blame.cell or f'{_file_name(blame)}:{blame.line}'})"


def _file_name(blame: Blame) -> str:
    return (file_of(blame.file) or blame.file).rpartition("/")[2]


def printed(output: str, most: int) -> tuple[list[str], int]:
    """The lines that the learner's code printed, as far as they are short; how many more."""
    lines = output.rstrip().split("\n") if output.strip() else []
    return [line[:LONGEST_VALUE] for line in lines[:most]], max(0, len(lines) - most)


def head_of(stage: StageResult, dot: str, check: CheckResult | None = None) -> str:
    """A stage's number and title, and the file to look into: where a check's fault is, if known."""
    files = list(dict.fromkeys(_file_name(blame) for blame in check.blame)) if check else []
    return f"Stage {stage.number} {dot} {stage.title} {dot} {' and '.join(files) or stage.file}"


def example(report: Report, stage: Stage) -> str:
    """A few lines to run once a stage is right; in a notebook what they need is there."""
    is_notebook = any(result.file.endswith(".ipynb") for result in report.stages)
    needed = imports(stage.example)
    if is_notebook:
        needed = "".join(re.findall(r"from helper_draw .*\n", needed))
    return needed + stage.example


def to_write(part: ToWrite) -> str:
    """A function that is still to write, and which part of it."""
    return f"{part.function}: {part.words}" if part.words else part.function


def extra_credit(report: Report) -> list[tuple[StageResult, CheckResult]]:
    """Its checks with their stages, as soon as some of it is earned or all else is right."""
    if not (report.bonus_earned or report.is_right):
        return []
    return [(stage, check) for stage in report.stages for check in stage.checks if check.bonus]


def was_all_run(report: Report) -> bool:
    """Whether no check was left out because programs before it took too long."""
    return all(c.outcome.reason != "not_run" for stage in report.stages for c in stage.checks)
