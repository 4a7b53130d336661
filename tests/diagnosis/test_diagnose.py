"""The diagnosis as a whole: whom it explains what to, and that it always comes to an end."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from grader import grading
from grader.answers.solutions import solution_sources
from grader.diagnosis.recognition.catalogue import ALL, LECTURE, apply
from grader.report.model import CheckResult, Report
from grader.submission.submission import Submission, of_sources
from grader.upkeep import proof

pytestmark = pytest.mark.slow("diagnoses many submissions")

VALUE_STAGES = [1, 2, 4, 5, 6]


def graded(submission: Submission, stages: list[int] | None = None) -> Report:
    return grading.grade(submission, stages=stages or VALUE_STAGES, with_diagnosis=True)


def edited(file: str, old: str, new: str) -> Submission:
    sources = solution_sources()
    assert old in sources[file]
    sources[file] = sources[file].replace(old, new)
    return of_sources("edited", sources)


def wrong(report: Report) -> list[CheckResult]:
    return [c for s in report.stages for c in s.checks if c.status != "passed" and not c.bonus]


def test_what_is_right_is_not_explained() -> None:
    report = graded(of_sources("right", solution_sources()))
    checks = [check for stage in report.stages for check in stage.checks]
    assert not any(c.diagnosis or c.blame or c.first_wrong_step for c in checks)


def test_what_is_to_do_is_not_explained() -> None:
    checks = [check for stage in graded(proof.stubs()).stages for check in stage.checks]
    assert not any(c.diagnosis or c.blame or c.first_wrong_step for c in checks)


def test_a_bug_like_no_other_is_blamed_but_not_named() -> None:
    report = graded(edited("value.py", "self.data * other.data", "self.data * other.data * 1.5"))
    check = wrong(report)[0]
    assert check.diagnosis == []
    assert [(b.function, b.file) for b in check.blame] == [("Value.__mul__", "exercises/value.py")]


def test_two_functions_at_fault_are_blamed_each_for_its_checks_and_together_for_others() -> None:
    sources = solution_sources()
    for name in ("sum-changes-operand", "product-changes-operand"):
        misconception = next(m for m in ALL if m.name == name)
        sources = apply(misconception.edits, sources)
    checks = wrong(graded(of_sources("both", sources), [1]))
    blamed = {tuple(b.function for b in check.blame) for check in checks}
    assert blamed >= {("Value.__add__",), ("Value.__mul__",)}
    assert blamed <= {("Value.__add__",), ("Value.__mul__",), ("Value.__add__", "Value.__mul__")}


def test_of_a_misconception_in_many_functions_those_are_blamed_that_were_proven() -> None:
    sources = solution_sources()
    sources["value.py"] = sources["value.py"].replace(".grad += ", ".grad = ")
    report = graded(of_sources("assigned", sources))
    named = [check for check in wrong(report) if check.diagnosis]
    assert {d.misconception for check in named for d in check.diagnosis} == {"all-assign-gradients"}
    blamed = {tuple(b.function for b in check.blame) for check in named}
    assert blamed == {("Value.__add__", "Value.__mul__")}


def test_operands_unpacked_from_a_set_are_no_fault_of_the_set() -> None:
    """It is the lecture's; with a tuple in its place all would be right."""
    sources = apply(LECTURE, solution_sources())
    for old, new in {
        "self.grad += out.grad\n            other.grad += ": "x.grad += out.grad; y.grad += ",
        "self.grad += other.data * out.grad\n            other.grad += self.data * ": (
            "x.grad += y.data * out.grad; y.grad += x.data * "
        ),
    }.items():
        assert sources["value.py"].count(old) == 1
        sources["value.py"] = sources["value.py"].replace(old, f"x, y = out._prev; {new}")

    checks = wrong(graded(of_sources("unpacked", sources), [5]))

    blamed = {check.name: {b.function for b in check.blame} for check in checks}
    assert blamed["test_a_value_added_to_itself"] == {"Value.__add__"}
    assert blamed["test_a_value_times_itself"] == {"Value.__mul__"}
    assert not any("Value.__init__" in functions for functions in blamed.values())


@pytest.mark.parametrize("name", ["product-own-factor", "breadth-first", "power-factor-forgotten"])
def test_a_misconception_in_the_lectures_style_is_named_too(name: str) -> None:
    misconception = next(m for m in ALL if m.name == name)
    sources = apply(misconception.edits, apply(LECTURE, solution_sources()))
    report = graded(of_sources(name, sources), [misconception.stage])
    check = next(check for check in wrong(report) if check.diagnosis)
    assert [d.misconception for d in check.diagnosis] == [name]


def test_a_failing_backward_has_its_first_wrong_step_and_its_picture() -> None:
    misconception = next(m for m in ALL if m.name == "product-own-factor")
    check = wrong(graded(proof.mutant(misconception)))[0]
    assert check.first_wrong_step
    assert check.first_wrong_step.kind == "wrong contribution"
    assert check.picture
    assert check.picture.startswith("<svg")


def test_a_wrong_value_has_its_first_wrong_step_before_there_is_a_backward() -> None:
    report = graded(edited("value.py", "self.data * other.data", "self.data + other.data"))
    check = next(check for check in wrong(report) if check.name == "test_product")
    assert check.first_wrong_step
    assert check.first_wrong_step.text == (
        "`c = a * b` gives -1.0 where `a` is 2.0 and `b` is -3.0; it should be -6.0."
    )
    assert check.picture
    assert "it should be -6.0" in "".join(ElementTree.fromstring(check.picture).itertext())


@pytest.mark.timeout(120)  # the diagnosis gives up after some time-outs
def test_code_that_hangs_in_the_diagnosis_alone_does_not_keep_the_report_from_coming() -> None:
    # base64 is what the diagnosis brings along: with it there, importing value never ends.
    trap = "import sys\nif 'base64' in sys.modules:\n    while True:\n        pass\n"
    sources = solution_sources()
    sources["value.py"] = trap + sources["value.py"].replace(
        "self.data * other.data", "self.data + other.data"
    )
    report = graded(of_sources("trap", sources), [1])
    assert wrong(report)[0].blame == []


def test_the_feedback_process_leaves_no_output_in_the_report() -> None:
    sources = solution_sources()
    sources["value.py"] = (
        "import sys\nif 'base64' in sys.modules:\n    print('peeked')\n"
        + sources["value.py"].replace("self.data * other.data", "self.data + other.data")
    )
    report = graded(of_sources("peeks", sources), [1])
    assert wrong(report)[0].blame
    assert not any("peeked" in c.output for s in report.stages for c in s.checks)
