"""The report as JUnit XML, which CI systems show: a suite for each stage, a case for each check."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from typing import Literal

from grader.report.model import CheckResult, Report, StageResult
from grader.report.plain_text import in_a_line, in_full
from grader.report.safe_text import safe_line

Verdict = Literal["passed", "failure", "error", "skipped"]


def to_junit(report: Report) -> str:
    """The report as XML 1.0: none of its characters is one that XML forbids."""
    checks = [check for stage in report.stages for check in stage.checks]
    root = ET.Element("testsuites", {"name": safe_line(report.submission), **_sums(checks)})
    for stage in report.stages:
        _add_suite(root, report, stage)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, "unicode")}\n'


def _sums(checks: list[CheckResult]) -> dict[str, str]:
    verdicts = [verdict(check) for check in checks]
    return {
        "tests": str(len(checks)),
        "failures": str(verdicts.count("failure")),
        "errors": str(verdicts.count("error")),
        "skipped": str(verdicts.count("skipped")),
        "time": _seconds(sum(check.seconds for check in checks)),
    }


def _add_suite(root: ET.Element, report: Report, stage: StageResult) -> None:
    name = safe_line(f"{stage.number} {stage.title}")
    suite = ET.SubElement(root, "testsuite", {"name": name, **_sums(stage.checks)})
    properties = ET.SubElement(suite, "properties")
    facts = {"points": stage.points, "earned": stage.earned, "seed": report.seed}
    for fact, value in {**facts, "grader": safe_line(report.grader)}.items():
        text = f"{value:g}" if isinstance(value, float) else str(value)
        ET.SubElement(properties, "property", name=fact, value=text)
    for called, check in zip(_names(stage.checks), stage.checks):
        _add_case(suite, name, called, check)


def _add_case(suite: ET.Element, classname: str, name: str, check: CheckResult) -> None:
    """Add a check. GitLab shows the classname as its suite, and links the file."""
    facts = {"classname": classname, "name": name, "time": _seconds(check.seconds)}
    case = ET.SubElement(suite, "testcase", facts)
    if check.outcome.file:
        case.set("file", safe_line(check.outcome.file))
        if check.outcome.line:
            case.set("line", str(check.outcome.line))
    found = verdict(check)
    if found == "passed":
        return
    told = ET.SubElement(case, found, type=check.outcome.reason, message=in_a_line(check))
    if found != "skipped":
        told.text = in_full(check)


def verdict(check: CheckResult) -> Verdict:
    """What a check is in JUnit's terms. Extra credit is never needed, so it never fails."""
    if check.status == "passed":
        return "passed"
    if check.bonus or not check.is_wrong:
        return "skipped"
    return "error" if check.status in ("crashed", "timeout") else "failure"


def _names(checks: Iterable[CheckResult]) -> Iterator[str]:
    """The titles, of which no two are the same: GitLab leaves out what is called like another."""
    taken: set[str] = set()
    for check in checks:
        title = name = safe_line(check.title)
        number = 1
        while name in taken:
            number += 1
            name = f"{title} ({number})"
        taken.add(name)
        yield name


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}"
