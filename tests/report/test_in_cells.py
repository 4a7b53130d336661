"""Lines of a notebook are told by cell, in every face; those of files are as they were."""

from __future__ import annotations

import pytest

from grader import grading
from grader.curriculum import STAGES
from grader.python_source import stub
from grader.report.as_json import to_json
from grader.report.faces import FACES
from grader.report.model import Report
from grader.report.terminal.check_in_full import check_as_text
from grader.report.told import example
from grader.submission.bundle import Bundle
from grader.submission.reading import submission_of
from tests.submission.notebooks import SOURCES, notebook

FAILS = SOURCES["value.py"].replace("t = math.tanh(self.data)", "t = math.tan(self.dat)")
LINE = FAILS.split("\n").index("        t = math.tan(self.dat)") + 1
ADDS = SOURCES["value.py"].replace("self.grad += out.grad", "self.grad = out.grad", 1)
AT = ADDS.split("\n").index("    def __add__(self, other):") + 1


def report_of(*cells: str, stages: tuple[int, ...] = (4,)) -> Report:
    submission = submission_of(Bundle("", {"hw.ipynb": notebook(*cells)}), is_others=False)
    return grading.grade(submission, stages=stages, with_diagnosis=True)


def test_a_line_that_raised_is_told_by_its_cell() -> None:
    report = report_of("x = 1", FAILS)
    check = next(c for c in report.stages[0].checks if c.outcome.raised and not c.bonus)

    assert f"in tanh, cell 3, line {LINE}: t = math.tan(self.dat)" in check_as_text(check)
    assert f"cell 3, line {LINE}" in FACES["html"].render(report)
    assert f"cell 3, line {LINE}" in to_json(report)
    assert "from value import" not in check.program


def test_a_fault_is_told_by_its_cell() -> None:
    report = report_of("x = 1", ADDS, SOURCES["topological_sort.py"], stages=(5,))
    blame = next(c.blame for c in report.stages[0].checks if c.blame)

    assert str(blame[0].cell) == f"cell 3, line {AT}"
    assert f"Value.__add__ (cell 3, line {AT})" in FACES["html"].render(report)


@pytest.mark.parametrize("by_assignment", [True, False])
def test_a_method_that_is_put_into_its_class_is_found_there(by_assignment: bool) -> None:
    tanh = "def tanh(self):\n    return Value(1.0)\n"
    cell = f"\n{tanh}\nValue.tanh = tanh"
    if not by_assignment:
        cell = "class Value(Value):\n" + tanh.replace("\n    ", "\n        ").replace(
            "def", "    def"
        )
    report = report_of(SOURCES["value.py"], cell)

    blame = next(c.blame for c in report.stages[0].checks if c.blame)
    assert (blame[0].function, str(blame[0].cell)) == ("Value.tanh", "cell 3, line 2")


def test_what_is_to_write_is_told_by_its_cell_or_by_the_notebook() -> None:
    handed_out = stub(SOURCES["value.py"])
    (stage,) = report_of("x = 1", handed_out, stages=(1,)).stages
    line = handed_out.split("\n").index("    def __repr__(self):") + 1
    assert stage.to_write[1].place == f"cell 3, line {line}"

    (stage,) = report_of(handed_out, stages=(3,)).stages
    assert {part.place for part in stage.to_write} == {"hw.ipynb"}


def test_a_cell_that_fails_as_it_runs_is_named() -> None:
    html = FACES["html"].render(report_of(SOURCES["value.py"] + "\nValue.one = 1 / 0", stages=(1,)))
    assert "cell 2 of hw.ipynb fails as it is run" in html
    assert "correct line" in html and "of cell 2" in html


def test_what_to_try_needs_no_import_in_a_notebook() -> None:
    notebook_report = report_of(SOURCES["value.py"], stages=(1,))
    in_files = Report("", "", 0, 0.0, 0.0, 0.0, [])
    assert example(notebook_report, STAGES[0]).startswith("print(Value(")
    assert example(notebook_report, STAGES[1]).startswith("from helper_draw import draw_dot\nprint")
    assert example(in_files, STAGES[0]).startswith("from value import Value\nprint(Value(")
