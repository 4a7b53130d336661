"""The report as Markdown, as GitHub's own parser reads it: the map, one check, and no markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report.as_markdown import escaped, to_markdown
from grader.report.model import Blame, Diagnosis, Report
from grader.report.outcome import Outcome
from grader.report.safe_text import safe_line
from grader.trace import Difference
from tests.made_reports import made_check, made_report, made_stage
from tests.report.github_page import page

# What GitHub links or draws, of a text that is already HTML.
LATER = re.compile(r"@\w|#\d|:\w+:|GH-\d|https?://\w|www\.\w", re.IGNORECASE)
NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![a](https://example.org/a.png)",
    "[a](javascript:alert(1))",
    "https://example.org www.example.org a@example.org",
    "@everyone see #1 and GH-1 :smile: $x$",
    "a | b `c` **d** ~~e~~ _f_ # g\n# h\n\n- i\n```\nj",
    "<!-- &amp; &#64; \\@ -->",
    "</code></td></table>",
]


def wrong(text: str) -> Report:
    """A report with a text wherever a learner's may be."""
    check = made_check(
        title=text,
        program=text,
        output=text,
        outcome=Outcome(
            status="failed",
            reason="differs",
            differences=(Difference(text, "data", text, "b", "torch"),),
        ),
        diagnosis=[Diagnosis(text, text)],
        blame=[Blame(text, text, 1)],
    )
    report = made_report(made_stage(1, check, made_check(title=text)))
    report.notes.append(text)
    return report


@pytest.mark.parametrize("text", NASTY)
def test_no_text_of_a_learners_is_markup(text: str) -> None:
    tame, found = page(to_markdown(wrong("tame"))), page(to_markdown(wrong(text)))

    assert found.tags == tame.tags
    assert safe_line(text) in "".join(found.texts)


@given(st.text(max_size=40))
def test_what_is_escaped_is_shown_as_it_was(text: str) -> None:
    found = page(f"- **x** {escaped(text)} y")

    assert found.tags == ["ul", "li", "strong"]
    shown = "".join(found.texts).strip()
    assert " ".join(shown.split()) == " ".join(f"x {safe_line(text)} y".split())


@pytest.mark.parametrize("text", NASTY)
def test_nothing_in_a_sentence_is_linked_later(text: str) -> None:
    found = page(f"- **x** {escaped(text)}")

    assert not any(LATER.search(part) for part in found.texts)


@pytest.mark.parametrize("text", ["```", "`````\n# out", "~~~\nout", "````python\n```"])
def test_no_program_ends_its_block(text: str) -> None:
    tame, found = page(to_markdown(wrong("tame"))), page(to_markdown(wrong(text)))

    assert found.tags == tame.tags
    assert f"{text}\n" in found.texts


def test_the_map_has_every_stage_and_says_where_one_is() -> None:
    report = made_report(
        made_stage(1, made_check("passed")),
        made_stage(2, made_check("failed")),
        made_stage(3, made_check("to do")),
        made_stage(7, made_check("needs torch")),
    )

    rows = [line for line in to_markdown(report).split("\n") if line.startswith("| ")]

    assert [row[2] for row in rows[1:5]] == ["✔", "✘", "·", "·"]
    assert "you are here" in rows[2]
    assert "to do" in rows[3] and "needs torch" in rows[4]


def test_numbers_stand_side_by_side() -> None:
    found = page(to_markdown(made_report(made_stage(1, made_check("failed")))))

    assert {"yours", "torch", "1.0", "2.0"} <= set(found.texts)


def test_what_is_right_says_so() -> None:
    text = to_markdown(made_report(made_stage(1, made_check("passed"))))

    assert "All that was graded is right." in text
