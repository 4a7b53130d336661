"""The report as JUnit XML, read by another's reader, and by the rules of those who show it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from typing import Any

import pytest
from junitparser import JUnitXml, TestCase, TestSuite

from grader.report.as_junit import to_junit
from grader.report.model import Blame, Diagnosis, Report
from grader.report.outcome import Outcome
from grader.trace import Raised
from tests.made_reports import NOT_RUN, OUTCOMES, made_check, made_report, made_stage

WAITS = Outcome(status="error", reason="waits", file="value.py", raised=Raised("SyntaxError", "no"))
VERDICTS = {
    "passed": None,
    "failed": "failure",
    "to do": "skipped",
    "error": "failure",
    "timeout": "error",
    "crashed": "error",
    "needs torch": "skipped",
}


def suites(report: Report) -> list[TestSuite]:
    return list(JUnitXml.fromstring(to_junit(report).encode()))


def cases(report: Report) -> list[TestCase]:
    return [case for suite in suites(report) for case in suite]


def verdict(case: TestCase) -> str | None:
    """The name of what a reader finds in a case; None where it passed."""
    return case.result[0]._tag if case.result else None


@pytest.mark.parametrize("status", OUTCOMES)
def test_a_check_has_the_verdict_of_its_status(status: Any) -> None:
    (case,) = cases(made_report(made_stage(5, made_check(status))))

    assert verdict(case) == VERDICTS[status]
    assert (case.classname, case.name) == ("5 Topological sort", "It works.")


@pytest.mark.parametrize("outcome", [NOT_RUN, WAITS])
def test_what_was_not_put_to_the_learner_is_skipped(outcome: Outcome) -> None:
    (case,) = cases(made_report(made_stage(1, made_check(outcome))))

    assert verdict(case) == "skipped"


@pytest.mark.parametrize("status", ["failed", "error", "crashed", "to do"])
def test_extra_credit_never_fails(status: Any) -> None:
    (case,) = cases(made_report(made_stage(1, made_check(status, bonus=True))))

    assert verdict(case) == "skipped"


def test_each_stage_is_a_suite_whose_sums_are_those_of_its_cases() -> None:
    checks = [made_check(status, title=f"{n}", seconds=0.25) for n, status in enumerate(OUTCOMES)]
    report = made_report(made_stage(1, *checks), made_stage(2, made_check("passed")))

    first, second = suites(report)
    found = Counter(verdict(case) for case in first)

    assert (first.name, second.name) == ("1 Arithmetic", "2 Memory")
    assert (first.tests, first.failures, first.errors, first.skipped) == (
        len(checks),
        found["failure"],
        found["error"],
        found["skipped"],
    )
    assert first.time == pytest.approx(0.25 * len(checks))
    whole = JUnitXml.fromstring(to_junit(report).encode())
    assert (whole.tests, whole.failures, whole.errors) == (len(checks) + 1, 2, 2)
    assert {p.name: p.value for p in first.properties()}["seed"] == "0"


def test_a_failure_holds_the_check_in_full_and_its_cause() -> None:
    check = made_check(
        "failed",
        program="a = Value(1.0)\n",
        diagnosis=[Diagnosis("assigned", "Gradients are assigned.")],
        blame=[Blame("Value.__add__", "exercises/value.py", 62)],
    )

    (case,) = cases(made_report(made_stage(1, check)))
    text = case.result[0].text

    assert "a = Value(1.0)" in text
    assert "yours" in text and "torch" in text
    assert "Gradients are assigned." in text
    assert "Value.__add__ (value.py:62)" in text
    assert case.result[0].message == "not what it should be: a.data"


def test_a_case_names_the_line_that_failed() -> None:
    outcome = Outcome(
        status="error",
        reason="raised",
        raised=Raised("ValueError", "no"),
        file="exercises/value.py",
        line=7,
    )

    (case,) = cases(made_report(made_stage(1, made_check(outcome))))

    assert (case._elem.get("file"), case._elem.get("line")) == ("exercises/value.py", "7")


def test_no_two_cases_of_a_suite_are_called_alike() -> None:
    titles = ["It works.", "It works.", "It works. (2)", "It works."]
    checks = [made_check(title=title) for title in titles]

    names = [case.name for case in cases(made_report(made_stage(1, *checks)))]

    assert names[0] == "It works."
    assert len(set(names)) == len(titles)


def test_what_xml_forbids_is_spelled_out() -> None:
    forbidden = "\x00\x08\x0b\x1f\ud800\ufffe\uffff"
    check = made_check(title=f"<a>&\"']]>{forbidden}", output=f"]]><failure/>{forbidden}")

    text = to_junit(made_report(made_stage(1, check)))
    (case,) = ET.fromstring(text.encode()).iter("testcase")

    assert case.get("name") == "<a>&\"']]>" + r"\x00\x08\x0b\x1f\ud800\ufffe\uffff"
    assert [inner.tag for inner in case] == ["failure"]
    assert r"]]><failure/>\x00" in (case[0].text or "")
