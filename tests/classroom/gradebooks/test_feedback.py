"""What a learner reads beside the grade: true, in sentences, and the instructor's words first."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from grader.classroom.faces.gradebooks.feedback import LONGEST, feedback
from grader.classroom.row import Override, Row
from grader.curriculum import STAGES
from grader.report.model import CheckResult, Diagnosis, Report
from grader.report.outcome import Outcome
from grader.trace import Raised
from tests.classroom.gradebooks.exported import POINTS, row
from tests.made_reports import made_check, made_report, made_stage

ASSIGNS = Diagnosis("assigned", "Your `+` assigns gradients (=). Add to them.")
FORGETS = Diagnosis("forgets", "Your `*` forgets.")


def waits(file: str, raised: Raised) -> CheckResult:
    return made_check(Outcome(status="error", reason="waits", file=file, raised=raised))


def report(**checks: CheckResult) -> Report:
    """A report in which these stages have a check that is not right, by "s1" and so on."""
    return made_report(
        *(
            made_stage(stage.number, checks.get(f"s{stage.number}", made_check("passed")))
            for stage in STAGES
        )
    )


def with_points(**stages: float) -> Row:
    """Somebody who has all points, but for these stages."""
    points = {stage.number: stages.get(f"s{stage.number}", stage.points) for stage in STAGES}
    return replace(row("anna", POINTS), stages=points, earned=sum(points.values()))


def test_what_the_first_stage_looks_like_is_said_in_a_sentence() -> None:
    found = report(
        s4=made_check("failed", diagnosis=[ASSIGNS, FORGETS]),
        s5=made_check("failed", diagnosis=[FORGETS]),
    )

    assert feedback(with_points(s4=5.0, s5=0.0), POINTS, found) == (
        "95 of 110 points; stage 4: 5 of 10; nothing in stage 5; "
        "in stage 4 it looks like this: Your `+` assigns gradients (=). Add to them."
    )
    assert feedback(with_points(s5=0.0), POINTS, found).endswith(
        "5 it looks like this: Your `*` forgets."
    )
    assert feedback(with_points(), POINTS, found) == "110 of 110 points"


def test_a_file_that_cannot_be_imported_is_named_instead_of_what_is_in_it() -> None:
    bad = waits("value.py", Raised("SyntaxError", "invalid syntax (value.py, line 3)"))
    other = waits("nn.py", Raised("NameError", "name '<b>' is not defined"))
    found = report(s1=bad, s2=bad, s3=bad, s5=other)

    assert feedback(with_points(s1=0.0, s2=0.0, s3=4.0, s5=0.0, s6=0.0), POINTS, found) == (
        "64 of 110 points; stage 3: 4 of 10; value.py could not be imported "
        "(Python cannot read the file: invalid syntax), so nothing could be graded in stages 1, 2; "
        "nn.py could not be imported (NameError: name '(b)' is not defined), "
        "so nothing could be graded in stage 5; nothing in stage 6"
    )


def test_an_instructors_words_are_there_in_full_whatever_was_graded() -> None:
    comment = "word " * 200 + "end"
    overrides = (Override(0, None, "Ill; excused."), Override(4, 8.0, comment))
    one = replace(with_points(s4=0.0, s5=0.0), overrides=(*overrides, Override(6, None, "Neat.")))
    found = report(s5=made_check("failed", diagnosis=[Diagnosis("long", "long " * 200)]))

    said = feedback(one, POINTS, found)

    assert said.startswith(
        "98 of 110 points; your instructor: Ill; excused.; stage 4: 8 of 10 by your instructor: wo"
    )
    assert f"{comment}; your instructor on stage 6: Neat.; nothing in stage 5; in stage 5" in said
    assert said.endswith("...") and len(said.partition("Neat.; ")[2]) == LONGEST


def test_a_comment_is_there_though_nothing_was_graded() -> None:
    one = row("anna", None)

    assert feedback(one, POINTS) == ""
    excused = replace(one, overrides=(Override(0, None, "=Ill; excused."),))
    assert feedback(excused, POINTS) == "your instructor: =Ill; excused."
    unusable = replace(excused, unusable="no file of the kata")
    assert feedback(unusable, POINTS).startswith("Not graded: no file of the kata; your instr")


@pytest.mark.parametrize("hostile", ["a;=1+1", "<b>x</b>", 'a\\"', "x,\n@y", "\x1b[31m", "a|'+1'"])
def test_an_instructors_words_are_as_harmless_as_all_else(hostile: str) -> None:
    one = replace(row("anna", POINTS), overrides=(Override(0, None, hostile),))

    said = feedback(one, POINTS)

    assert not set(said) & set('<>&\\"\x1b\n')
    assert not any(f"{sign}{start}" in said.replace(" ", "") for sign in ",;|'" for start in "=+-@")


def test_what_the_sheet_makes_of_the_total_is_said() -> None:
    assert feedback(row("anna", 47.0), POINTS, None, "42.73 of 100").startswith(
        "47 of 110 points, which is 42.73 of 100 here; "
    )
