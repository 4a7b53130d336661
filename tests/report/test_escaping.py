"""Control characters in every text of a report: no face lets one through."""

from __future__ import annotations

import io
import json
import string
import types
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from rich.console import Console

from grader.report.faces import FACES
from grader.report.model import CheckResult, Report
from grader.report.outcome import Outcome
from grader.report.terminal.check_in_full import check_as_text
from grader.report.terminal.page import show
from grader.report.told import Line
from grader.report.words import NOTES, WORDS
from grader.submission.submission import Hidden
from tests.report.github_page import page

INJECTED = "INJECTED"
HOSTILE = f"a\x1b[31m\x07\r\u202e\x9b2J\x7f\U000e0001\x00\n{INJECTED}"


def hostile(kind: Any) -> Any:
    """An instance of a type of the report's, every text in it hostile."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind is str or kind is object:
        return HOSTILE
    if kind in (int, float, bool):
        return kind(1)
    if origin is Literal:
        return inner[0]
    if origin in (Union, types.UnionType):
        return hostile(next(one for one in inner if one is not type(None)))
    if origin in (list, tuple):
        return origin([hostile(inner[0])])
    if origin is dict:
        return {HOSTILE: hostile(inner[1])}
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = get_type_hints(kind)
        return kind(**{name: hostile(hints[name]) for name in kind.__struct_fields__})
    raise AssertionError(kind)


def facts_of(text: str) -> dict[str, Any]:
    """A hostile fact for each place in a text, or a number where it asks for one."""
    fields = list(string.Formatter().parse(text))
    return {name: 1.0 if spec else HOSTILE for _, name, spec, _ in fields if name}


def hostile_check(key: str, note: str) -> CheckResult:
    """A failed check with that text, its claim's or its reason's, and that note."""
    outcome: Outcome = hostile(Outcome)
    known = {"function", "file", "line", "asked", "names", "exception"}
    facts = {k: v for k, v in facts_of(WORDS[key]).items() if k not in known}
    reasons = get_args(get_type_hints(Outcome)["reason"])
    outcome = msgspec.structs.replace(
        outcome,
        status="failed",
        reason=key if key in reasons else "unfit",
        claim=None if key in reasons else key,
        facts={**facts, "stem": HOSTILE},
        note=msgspec.structs.replace(outcome.note, name=note, facts=facts_of(NOTES[note])),
    )
    return msgspec.structs.replace(hostile(CheckResult), bonus=False, outcome=outcome)


def hostile_report(*checks: CheckResult) -> Report:
    report: Report = hostile(Report)
    stage = msgspec.structs.replace(
        report.stages[0], number=1, status="failed", checks=list(checks)
    )
    return msgspec.structs.replace(report, stages=[stage])


def saying(text: str, report: Report) -> Report:
    """The report with that text in the place of each hostile one."""

    def changed(part: Any) -> Any:
        if isinstance(part, str):
            return text if part == HOSTILE else part
        if isinstance(part, dict):
            return {changed(key): changed(value) for key, value in part.items()}
        return [changed(item) for item in part] if isinstance(part, list) else part

    return msgspec.convert(changed(msgspec.to_builtins(report)), Report)


def on_the_terminal(report: Report) -> str:
    shown = io.StringIO()
    console = Console(file=shown, width=3000, color_system=None, highlight=False)
    lines = [Line(HOSTILE, HOSTILE, (HOSTILE,))]
    show(report, console, lines, {1: HOSTILE}, hidden=[Hidden(HOSTILE, HOSTILE, True)])
    return shown.getvalue()


SHOWN: dict[str, Callable[[Report], str]] = {
    "terminal": on_the_terminal,
    **{name: face.render for name, face in FACES.items()},
}


def assert_harmless(text: str) -> None:
    """What was injected is there, but steers no terminal, and begins no line of its own."""
    assert INJECTED in text
    assert {c for c in text if not c.isprintable()} <= {"\n"}
    assert not any(line.startswith(INJECTED) for line in text.split("\n"))


@pytest.mark.parametrize("face", SHOWN)
def test_no_control_character_of_a_report_reaches_a_face(face: str) -> None:
    checks = [hostile_check(key, "chain_rule") for key in WORDS]

    assert_harmless(SHOWN[face](hostile_report(*checks)))


@pytest.mark.parametrize("status", ["to do", "needs torch", "passed"])
def test_no_control_character_reaches_the_terminal_where_nothing_is_wrong(status: str) -> None:
    check = hostile_check("right", "chain_rule")
    outcome = msgspec.structs.replace(check.outcome, status=status, remedy="reset")
    report = hostile_report(msgspec.structs.replace(check, outcome=outcome))

    assert_harmless(on_the_terminal(report))


@pytest.mark.parametrize("key", WORDS)
def test_no_control_character_of_an_outcome_reaches_a_check_in_full(key: str) -> None:
    assert_harmless(check_as_text(hostile_check(key, "chain_rule")))


@pytest.mark.parametrize("note", NOTES)
def test_no_control_character_of_a_note_reaches_a_check_in_full(note: str) -> None:
    assert_harmless(check_as_text(hostile_check("right", note)))


MARKUP = (
    "</failure></testcase><testcase name='forged'/>",
    "]]>&lt;b&gt;&#64;",
    "<img src=x onerror=alert(1)>",
    "`````\n| forged | 10/10 |",
    "\n::error::forged",
)


def shape(value: Any) -> Any:
    """What a JSON value is built of, without its texts and numbers."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items() if key != HOSTILE}
    return [shape(item) for item in value] if isinstance(value, list) else type(value)


# What a face is built of, as its reader has it.
SHAPES: dict[str, Callable[[str], Any]] = {
    "json": lambda text: shape(json.loads(text)),
    "gradescope": lambda text: shape(json.loads(text)),
    "autograding": lambda text: shape(json.loads(text)),
    "junit": lambda text: [element.tag for element in ET.fromstring(text.encode()).iter()],
    "markdown": lambda text: page(text).tags,
}


@pytest.mark.parametrize("face", SHAPES)
@pytest.mark.parametrize("text", MARKUP)
def test_no_text_of_a_report_changes_what_a_face_is_built_of(face: str, text: str) -> None:
    report = hostile_report(hostile_check("raised", "chain_rule"))
    tame, found = (SHOWN[face](saying(said, report)) for said in ("tame", text))

    assert SHAPES[face](found) == SHAPES[face](tame)


def test_json_says_the_same_with_its_characters_escaped() -> None:
    report = hostile_report(hostile_check("raised", "chain_rule"))

    read = json.loads(FACES["json"].render(report))

    assert read["submission"] == HOSTILE
    assert read["stages"][0]["checks"][0]["output"] == HOSTILE
