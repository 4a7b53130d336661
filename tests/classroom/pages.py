"""Classes made up for the pages that show one: real reports, for as many learners as wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from grader import grading
from grader.answers.solutions import solution_sources
from grader.classroom.faces.index.source_lines import lines_at
from grader.classroom.faces.index_page import index_page
from grader.classroom.graded import graded
from grader.classroom.row import POINTS, Override, Row
from grader.python_source import stub
from grader.report.model import Report
from grader.submission.submission import of_sources
from tests.classroom.submissions import WRONG

PLUS = "self.grad += out.grad"
NAMES = ("Anna", "Ben", "Clara", "Dario", "Ewa", "José", "Łukasz", "Zoë", "Øyvind", "Mei")


class Work(Struct):
    """What some learners handed in, and its report."""

    sources: dict[str, str]
    report: Report


class Made(Struct):
    """A class: what index_page() is given of it."""

    rows: list[Row]
    works: dict[str, Work]

    def page(self, title: str = "A class", **options: object) -> str:
        """The text of index.html."""
        return index_page(
            title,
            self.rows,
            self.report,
            POINTS,
            {row.learner: f"{row.learner}.html" for row in self.rows},
            **{"source_lines": self.lines, **options},  # type: ignore[arg-type]
        )

    def report(self, learner: str) -> Report | None:
        return self.works[learner].report if learner in self.works else None

    def lines(self, learner: str, file: str, line: int) -> list[tuple[int, str]]:
        return lines_at(self.works[learner].sources.get(file.rpartition("/")[2], ""), line)


def sources() -> Iterator[dict[str, str]]:
    """Right work, work with a mistake in it, and work that is not finished, in this order."""
    full = solution_sources()
    yield full
    for file, old, new in WRONG:
        yield {**full, file: full[file].replace(old, new)}
    yield {**full, "value.py": full["value.py"].replace(PLUS, f"print(out)\n            {PLUS}")}
    yield {f: stub(t) if f in ("nn.py", "training.py") else t for f, t in full.items()}
    yield {**full, "nn.py": f"def (:\n{full['nn.py']}"}
    yield {file: stub(text) for file, text in full.items()}


def works() -> list[Work]:
    """The sources, graded."""
    made = list(sources())
    reports: list[Report] = []
    submissions = [of_sources(str(at), files) for at, files in enumerate(made)]
    grading.grade_all(submissions, reports.append, seed=3, with_diagnosis=True)
    return [Work(files, report) for files, report in zip(made, reports)]


def row(learner: str, name: str, report: Report | None, **fields: object) -> Row:
    """The row that a report makes."""
    marks = graded("", report, ()).marks if report else None
    known = {
        "learner": learner,
        "name": name,
        "ids": {},
        "source": "",
        "handed_in_at": "",
        "is_late": None,
        "missing": "" if report else "nothing was handed in",
        "notes": (),
        "was_graded": marks is not None,
        "earned": marks.earned if marks else None,
        "bonus": marks.bonus if marks else None,
        "is_right": bool(marks and marks.is_right),
        "unusable": "",
        "failed": "",
        "stages": {stage.number: stage.earned for stage in marks.stages} if marks else {},
        "named": tuple((n.stage, n.misconception) for n in marks.named) if marks else (),
        "overrides": (),
    }
    return Row(**{**known, **fields})  # type: ignore[arg-type]


def made_class(
    made: Sequence[Work], count: int, which: Callable[[int], int] = lambda number: number
) -> Made:
    """A class of so many, the number-th of whom handed in the which(number)-th work.

    Every seventh is late; the third has an override, and the last sent nothing.
    """
    rows: list[Row] = []
    have: dict[str, Work] = {}
    for number in range(count):
        learner = f"learner-{number:04}"
        name = f"{NAMES[number % len(NAMES)]} {number:04}"
        if number == count - 1:
            rows.append(row(learner, name, None))
            continue
        work = made[which(number) % len(made)]
        have[learner] = work
        mine: Mapping[str, object] = {
            "is_late": number % 7 == 6,
            "overrides": (Override(5, 8.0, "Explained at the desk"),) if number == 2 else (),
            "ids": {"moodle": str(1000 + number)},
        }
        rows.append(row(learner, name, work.report, **mine))
    return Made(rows, have)
