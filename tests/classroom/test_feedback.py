"""Pages that are handed back: what counts, of one learner alone, harmless; and Moodle's zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from grader.classroom import out
from grader.classroom.database import Database
from grader.classroom.faces.feedback import feedback_page
from grader.classroom.faces.feedback_files import FOLDER, ZIP, rewrite_page, write_feedback
from grader.classroom.faces.moodle_zip import feedback_zip, moodle_folders
from grader.classroom.finding.handed_in import NOT_TOLD, SENT_NOTHING, HandedIn
from grader.classroom.graded import graded, incidents
from grader.classroom.marking import marked
from grader.classroom.row import Override
from grader.course.course import Course, ExtraCredit, Text
from grader.curriculum import STAGES
from grader.report.model import Report
from grader.submission.bundle import Bundle
from tests.browser import Chromium
from tests.classroom.test_gradebook import row
from tests.made_reports import made_check, made_report, made_stage
from tests.report.test_as_html import EXPLAINED, MARKUP, WAITS, Read
from tests.report.test_escaping import HOSTILE, INJECTED

ANNA = row(learner="anna@example.org", name="Anna Smith")
MOODLE = "Anna Smith_12345_assignsubmission_file_"


def report() -> Report:
    """A report with stage 1 wrong and the others right."""
    right = [made_stage(stage.number, made_check("passed")) for stage in STAGES[1:]]
    return made_report(made_stage(1, EXPLAINED), *right)


def text_of(page: str) -> str:
    return Read(page).text


def test_it_says_whose_it_is_what_it_counts_and_all_of_the_report() -> None:
    text = text_of(feedback_page(ANNA, report()))

    for said in ["Anna Smith", "anna@example.org", "110 of 110 points", "Extra credit: 4"]:
        assert said in text
    assert "Looks like Your + assigns gradients." in text


def test_points_of_the_instructor_count_and_are_marked() -> None:
    overrides = (Override(0, None, "Well done."), Override(1, 8.0, "The idea\nis right."))
    stages = {**ANNA.stages, 1: 0.0}
    one = replace(ANNA, overrides=overrides, stages=stages, earned=100.0)

    text = text_of(feedback_page(one, report()))

    assert "108 of 110 points" in text
    assert "On the whole Well done." in text
    assert "Stage 1, Arithmetic 8 points by the instructor The idea is right." in text
    assert "8/10 look here first, by your instructor" in text
    assert "8/10 points · by your instructor · the checks came to 0" in text


def test_a_stage_that_was_not_graded_is_no_zero() -> None:
    stages = {**ANNA.stages, 7: None}

    assert "7 The same in torch –/10" in text_of(
        feedback_page(replace(ANNA, stages=stages), report())
    )


def test_points_are_those_of_the_course() -> None:
    course = Course(points={stage.number: 20.0 for stage in STAGES})
    one = marked(replace(ANNA, stages={**ANNA.stages, 1: 0.0}, earned=100.0), course)

    text = text_of(feedback_page(one, report()))

    assert "200 of 220 points" in text
    assert "2 Memory 20/20" in text


@pytest.mark.parametrize(
    ("credit", "said"),
    [
        (None, "Extra credit: 1 of 4, beside the 110, and not in the total"),
        (ExtraCredit("added", each=0.5), "Extra credit: 1 of 2, which is in the total"),
        (ExtraCredit("fills", most=3.0), "1 of 3, which is in the total, in the place of missing"),
    ],
)
def test_extra_credit_says_of_how_much_and_whether_it_counts(
    credit: ExtraCredit | None, said: str
) -> None:
    bonus = [made_check(bonus=True, points=2.0) for _ in range(2)]
    found = made_report(made_stage(1, made_check("passed"), *bonus))

    assert said in text_of(feedback_page(replace(ANNA, bonus=1.0), found, credit=credit))


def test_what_the_report_says_is_no_note_beside_it() -> None:
    found = made_report(made_stage(1, made_check(WAITS)))
    (note,) = incidents(found)

    page = feedback_page(ANNA, found, notes=[note, "hw.py counts as value.py"])

    assert "hw.py counts" in page
    assert "<li>waits for" not in page


def test_late_work_is_called_late() -> None:
    late = replace(ANNA, is_late=True, handed_in_at="2026-11-20T23:58:01+00:00")

    assert "handed in 2026-11-20 23:58:01+00:00 · late" in text_of(feedback_page(late, report()))


def test_an_instructors_texts_are_paragraphs_of_plain_text() -> None:
    said = Text("Exercise 3", "First <b>\nline.\n\nSecond.", "Bye.", {1: "On Tuesday."})

    page = feedback_page(ANNA, report(), said)

    assert "<p>First &lt;b&gt;<br>line.</p>\n<p>Second.</p>" in page
    assert "<title>Exercise 3: Anna Smith</title>" in page
    assert "<p>Bye.</p>" in page
    assert "On Tuesday." in Read(page).text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"missing": SENT_NOTHING}, "You handed in nothing."),
        ({"missing": "only a link, no file"}, "nothing to grade in what you handed in (only a"),
        ({"unusable": "no file of the kata"}, "could not be read: no file of the kata."),
        ({"failed": "/home/teacher/x.py broke"}, "not been graded yet. That is no fault of yours."),
        ({"was_graded": False}, "not been graded yet"),
    ],
)
def test_without_a_report_it_says_why(changed: dict[str, object], said: str) -> None:
    one = row(learner="anna", earned=None, stages={}, **changed)

    text = text_of(feedback_page(one, None))

    assert "Nothing was graded" in text
    assert said in text
    assert "/home/teacher" not in text


def test_points_by_hand_count_without_a_report() -> None:
    one = row(missing=SENT_NOTHING, earned=None, stages={}, overrides=(Override(2, 7.0, ""),))

    text = text_of(feedback_page(one, None))

    assert "7 of 110 points" in text
    assert "Stage 2: 7/10, by your instructor" in text


def test_nothing_of_others_and_nothing_for_the_instructor_alone_is_on_it() -> None:
    notes = ("shared with Bob", "there is another Anna Smith", "matched to the roster by name")
    absent = row(missing=f"{NOT_TOLD}Bob_1_assignsubmission_file_", notes=notes, stages={})
    on_work = ["hw.py counts as value.py", "value.py equals the reference to the letter"]

    pages = feedback_page(absent, None) + feedback_page(
        replace(ANNA, notes=notes, source="class/bob/"), report(), notes=on_work
    )

    assert "hw.py counts as value.py" in pages
    for private in ["Bob", "bob", "another Anna", "roster", "the letter"]:
        assert private not in pages


@pytest.mark.parametrize("has_report", [True, False])
def test_markup_and_controls_in_any_text_stay_text(has_report: bool) -> None:
    hostile = f"{MARKUP}{HOSTILE}"
    one = row(
        learner=hostile,
        name=hostile,
        handed_in_at=hostile,
        missing="" if has_report else hostile,
        overrides=(Override(0, None, hostile), Override(1, 3.0, hostile)),
    )
    text = Text(hostile, hostile, hostile, {1: hostile})

    page = feedback_page(one, report() if has_report else None, text, [hostile])

    found = Read(page)
    assert MARKUP in found.text and INJECTED in found.text
    assert not found.named("script")
    assert {c for c in page if not c.isprintable()} <= {"\n"}


# Moodle


def entries(archive: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        assert file.testzip() is None
        return {name: file.read(name).decode() for name in file.namelist()}


@pytest.mark.parametrize(
    ("source", "name", "ids", "folder"),
    [
        (MOODLE, "", {}, MOODLE),
        (MOODLE.rstrip("_"), "", {}, MOODLE),
        (f"part 1/{MOODLE}value.py, {MOODLE}nn.py", "", {}, MOODLE),
        ("José Núñez_7_assignsubmission_file_", "x", {}, "José Núñez_7_assignsubmission_file_"),
        ("Participant_9_assignsubmission_file_", "", {}, "Participant_9_assignsubmission_file_"),
        ("anna/", "Anna Smith", {"moodle": "12345"}, MOODLE),
        ("", "A_n/n\\a..\x00", {"moodle": "5"}, "A n n a.._5_assignsubmission_file_"),
        ("", "", {"moodle": "5"}, "anna_5_assignsubmission_file_"),
    ],
)
def test_a_folder_is_called_as_moodle_knows_it(
    source: str, name: str, ids: dict[str, str], folder: str
) -> None:
    one = row(source=source, name=name, ids=ids)

    assert moodle_folders([one]) == ({"anna": folder}, [])


@pytest.mark.parametrize("ids", [{}, {"sid": "5"}, {"moodle": ""}, {"moodle": "x5"}])
def test_who_has_no_number_is_left_out_and_named(ids: dict[str, str]) -> None:
    assert moodle_folders([row(ids=ids, source="anna/")]) == ({}, ["anna"])


def test_a_number_that_several_share_is_a_groups_and_nobodys() -> None:
    rows = [row(learner=learner, source=MOODLE) for learner in ("anna", "ben")]

    assert moodle_folders(rows) == ({}, ["anna", "ben"])


def test_the_zip_holds_a_page_for_each_and_is_the_same_every_time() -> None:
    pages = [(MOODLE, "<p>é</p>"), ("José_7_assignsubmission_file_", "<p>2</p>")]

    archive = feedback_zip(pages)

    assert entries(archive) == {f"{folder}/feedback.html": page for folder, page in pages}
    assert archive == feedback_zip(reversed(pages))
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        accented = next(info for info in file.infolist() if "José" in info.filename)
        assert accented.flag_bits & 0x800


# Into OUT


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Path, Database, list[str]]]:
    """OUT of a class of two, its database, and what was said as the pages were written."""
    where = tmp_path / "out"
    with out.opened(where, is_new=True) as database:
        here = HandedIn("anna", "Anna Smith", {"moodle": "12345"}, source=MOODLE)
        absent = HandedIn("ben", missing=SENT_NOTHING)
        learners = [(here, Bundle("", {"value.py": b""}), "c", "r"), (absent, None, "", "")]
        database.replace_learners(learners)
        database.keep(graded("r", report(), ("a.py counts as value.py",)), "c", "g", 0, "t")
        (where / FOLDER).mkdir()
        (where / FOLDER / "gone.html").write_text("")
        yield where, database, list(write_feedback(where, database))


def test_every_learner_has_a_page_and_those_who_are_gone_have_none(
    made: tuple[Path, Database, list[str]],
) -> None:
    where, _, said = made

    pages = {path.name: path.read_text(encoding="utf-8") for path in (where / FOLDER).iterdir()}

    assert sorted(pages) == ["anna.html", "ben.html"]
    assert "a.py counts as value.py" in pages["anna.html"]
    assert "You handed in nothing." in pages["ben.html"]
    assert entries((where / ZIP).read_bytes()) == {f"{MOODLE}/feedback.html": pages["anna.html"]}
    assert said[-1] == f"not in {ZIP}, for they have no participant number: ben"


def test_points_of_ones_own_are_on_the_page_and_in_the_zip_at_once(
    made: tuple[Path, Database, list[str]],
) -> None:
    where, database, _ = made
    others = (where / FOLDER / "ben.html").stat()

    database.override("anna", Override(1, 9.5, "By hand."))
    rewrite_page(where, database, "anna")

    (page,) = entries((where / ZIP).read_bytes()).values()
    assert "9.5/10" in page and "By hand." in page
    assert page == (where / FOLDER / "anna.html").read_text(encoding="utf-8")
    assert (where / FOLDER / "ben.html").stat() == others


@pytest.mark.slow("starts a browser")
@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("width", [320, 1200])
def test_it_is_quiet_and_readable(
    chromium: Chromium, tmp_path: Path, width: int, is_dark: bool
) -> None:
    path = tmp_path / "page.html"
    one = replace(ANNA, overrides=(Override(1, 3.0, MARKUP + "x" * 500),), name="N" * 300)
    text = Text(MARKUP, MARKUP, MARKUP, {1: MARKUP})
    path.write_text(feedback_page(one, report(), text, [MARKUP]), encoding="utf-8")

    with chromium.visit(path, width=width, is_dark=is_dark) as visit:
        visit.assert_readable()
        visit.assert_no_wider_than_the_window()
        visit.assert_quiet()
        assert visit.page.evaluate("document.scripts.length") == 0
