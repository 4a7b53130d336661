"""junit.xml of a class, read by another's reader."""

from __future__ import annotations

from junitparser import JUnitXml, TestSuite
from msgspec.structs import replace

from grader.classroom.faces.junit import as_junit
from grader.curriculum import STAGES
from grader.report.outcome import Outcome
from tests.classroom.test_gradebook import row
from tests.made_reports import made_check, made_report, made_stage
from tests.report.test_as_html import EXPLAINED
from tests.report.test_escaping import HOSTILE

TO_DO = made_check("to do")
CRASHED = made_check(Outcome(status="crashed", reason="died", facts={"how": "SIGKILL"}))
RIGHT = [made_stage(stage.number, made_check("passed")) for stage in STAGES[3:]]
REPORT = made_report(made_stage(1, EXPLAINED), made_stage(2, TO_DO), made_stage(3, CRASHED), *RIGHT)
NOBODY = replace(row(), learner="Umar", name="", missing="nothing was handed in", earned=None)
BROKEN = replace(row(), learner="Sven", name="", unusable="sven.zip: damaged", earned=None)


def read(*learners: tuple[object, object]) -> list[TestSuite]:
    return list(JUnitXml.fromstring(as_junit(learners).encode()))  # type: ignore[arg-type]


def test_a_learner_is_a_suite_and_a_stage_a_case() -> None:
    (suite,) = read((replace(row(), learner="Anna", name=""), REPORT))

    cases = list(suite)
    assert suite.name == "Anna"
    assert len(cases) == len(STAGES)
    assert [case.result[0]._tag for case in cases[:3]] == ["failure", "skipped", "error"]
    assert not any(case.result for case in cases[3:])
    assert "Looks like" in cases[0].result[0].text
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (len(STAGES), 1, 1, 1)
    points = {one.name: one.value for one in suite.properties()}
    assert (points["points"], points["total"]) == ("110", "110")


def test_who_has_no_report_has_a_case_that_says_why() -> None:
    nobody, broken = read((NOBODY, None), (BROKEN, None))

    (nothing,), (damaged,) = nobody, broken
    assert (nothing.result[0]._tag, nothing.result[0].message) == (
        "skipped",
        "nothing was handed in",
    )
    assert (damaged.result[0]._tag, damaged.result[0].message) == ("error", "sven.zip: damaged")


def test_names_are_no_markup() -> None:
    name = f"</testsuite><testsuite>&amp;{HOSTILE}"
    (suite,) = read((replace(row(), learner=name, name=name), REPORT))

    assert suite.name.startswith("</testsuite><testsuite>&amp;a\\x1b[31m")
    assert len(list(suite)) == len(STAGES)
