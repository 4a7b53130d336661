"""junit.xml: a class as CI systems show tests, a suite for each learner, a case for each stage."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.classroom.database import Database
from grader.classroom.row import Row
from grader.files import write
from grader.report.as_junit import verdict
from grader.report.model import CheckResult, Report, StageResult
from grader.report.plain_text import in_a_line, in_full, standing
from grader.report.safe_text import safe_line

FILE = "junit.xml"
KINDS = ("failure", "error", "skipped")


def write_junit(out: Path, database: Database) -> Iterator[str]:
    """Write the file into OUT, and say where it is; raises CannotWrite."""
    write(out / FILE, as_junit((row, database.report(row.learner)) for row in database.rows()))
    yield f"JUnit: {out / FILE}"


def as_junit(learners: Iterable[tuple[Row, Report | None]]) -> str:
    """The class as XML 1.0; points stand in properties, as they count."""
    root = ET.Element("testsuites")
    for row, report in learners:
        suite = ET.SubElement(root, "testsuite", name=safe_line(row.called))
        properties = ET.SubElement(suite, "properties")
        for name, points in _points(row):
            ET.SubElement(properties, "property", name=name, value=f"{points:g}")
        for stage in report.stages if report else ():
            _add_stage(suite, row, stage)
        if report is None:
            _add_nothing(suite, row)
        _count(suite)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, "unicode")}\n'


def _points(row: Row) -> Iterator[tuple[str, float]]:
    yield "points", row.most
    if row.total is not None:
        yield "total", row.total
    if row.late_deduction:
        yield "late_deduction", row.late_deduction


def _case(suite: ET.Element, row: Row, name: str, seconds: float = 0.0) -> ET.Element:
    facts = {"classname": safe_line(row.called), "name": name, "time": f"{seconds:.3f}"}
    return ET.SubElement(suite, "testcase", facts)


def _add_stage(suite: ET.Element, row: Row, stage: StageResult) -> None:
    """Add a stage, with the first of its checks that is wrong."""
    seconds = sum(check.seconds for check in stage.checks)
    case = _case(suite, row, safe_line(f"{stage.number} {stage.title}"), seconds)
    first = _first(stage)
    if first is not None:
        told = ET.SubElement(
            case, verdict(first), type=first.outcome.reason, message=in_a_line(first)
        )
        told.text = in_full(first)
    elif stage.status != "passed":
        ET.SubElement(case, "skipped", message=standing(stage))


def _first(stage: StageResult) -> CheckResult | None:
    return next((c for c in stage.checks if verdict(c) in ("failure", "error")), None)


def _add_nothing(suite: ET.Element, row: Row) -> None:
    """Add why there is no report: nothing was sent, or it could not be read."""
    case = _case(suite, row, "what was handed in")
    if row.unusable:
        ET.SubElement(case, "error", type="unusable", message=safe_line(row.unusable))
    else:
        why = row.missing or row.failed or "not graded yet"
        ET.SubElement(case, "skipped", message=safe_line(why))


def _count(suite: ET.Element) -> None:
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    for kind in KINDS:
        count = sum(case.find(kind) is not None for case in cases)
        suite.set("skipped" if kind == "skipped" else f"{kind}s", str(count))
