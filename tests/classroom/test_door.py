"""`class` and `override` as an instructor calls them."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from grader.classroom import door
from grader.classroom.out import opened
from grader.sandbox.canary import canary
from tests.classroom import submissions
from tests.classroom.made_classes import MadeLearner, made_class
from tests.classroom.running import gradebook, run

pytestmark = [pytest.mark.slow("grades classes"), pytest.mark.timeout(900)]

RIGHT = {file: text.encode() for file, text in submissions.right("").items()}
FILE, OLD, NEW = submissions.WRONG[1]
UPHILL = {**RIGHT, FILE: RIGHT[FILE].replace(OLD.encode(), NEW.encode())}
ROSTER = "Student ID,Name,Email\n17,Anna Smith,anna@example.org\n18,Ben Okafor,b@example.org\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of five: right, wrong, empty, unreadable, one that never ends."""
    learners = [
        MadeLearner("Anna", "Smith", 73519001, RIGHT),
        MadeLearner("Chloé", "Dubois", 1002, UPHILL),
        MadeLearner("=Cmd", "Brien", 1003, {"notes.txt": b"see my repository"}),
        MadeLearner("Eve", "Null", 1004, {"value.py": b"\0\0\0"}),
        MadeLearner("Ida", "Loop", 1005, {**RIGHT, "value.py": b"while True: pass"}),
    ]
    return made_class(tmp_path_factory.mktemp("handed-in") / "Kata 1", "Moodle, folders", learners)


@pytest.fixture(scope="module")
def graded(folder: Path) -> Path:
    """OUT of a first run."""
    code, said, complained = run("class", folder, "--trust")
    assert (code, complained) == (1, ""), said
    return folder.with_name("Kata 1-graded")


def seed_of(out: Path) -> str:
    with sqlite3.connect(out / "class.sqlite") as connection:
        return str(connection.execute("SELECT value FROM facts WHERE name = 'seed'").fetchone()[0])


def test_every_learner_has_a_row(graded: Path) -> None:
    rows = gradebook(graded)

    assert list(rows) == sorted(rows)
    assert rows["Anna Smith"]["total"] == submissions.FULL
    assert rows["Chloé Dubois"]["total"] == "105"
    assert rows["Chloé Dubois"]["stage_11"] == "5"
    assert rows["Chloé Dubois"]["remarks"].startswith("stage 11 looks like step-uphill")
    assert rows["'=Cmd Brien"]["total"] == ""
    assert rows["'=Cmd Brien"]["remarks"].startswith("no file that could be code; ")
    assert "left out: notes.txt" in rows["'=Cmd Brien"]["remarks"]
    assert rows["Eve Null"]["total"] == "0"
    assert rows["Eve Null"]["remarks"].startswith("value.py: it is not a text file; not there: by_")
    assert rows["Ida Loop"]["stage_3"] == "10"
    assert "value.py was still running after 1 s" in rows["Ida Loop"]["remarks"]


def test_a_summary_is_said_at_the_end(folder: Path, graded: Path) -> None:
    code, said, complained = run("class", folder, "--trust")

    assert (code, complained) == (1, "")
    assert "5 learners, as from Moodle" in said
    assert "0 to grade" in said
    assert "5 learners, 4 graded, 1 right in all stages" in said
    assert re.search(r"1 Your step moves along the gradient.*\(step-uphill\)", said)
    assert "=Cmd Brien: " in said
    assert str(graded / "gradebook.csv") in said.replace("\n", "")


def test_a_dry_run_says_who_was_recognised_and_writes_nothing(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER)
    before = sorted(folder.parent.rglob("*"))

    code, said, _ = run("class", folder, "--dry-run", "--roster", tmp_path / "roster.csv")

    assert code == 0
    assert "Anna Smith_73519001_assignsubmission_file" in said
    assert re.search(r"\n  17 +Anna Smith\n", said)
    assert re.search(r"\n  18 +Ben Okafor\n +sent nothing", said)
    assert "not on the roster" in said
    assert "value.py" in said
    assert sorted(folder.parent.rglob("*")) == before


def test_who_is_on_the_roster_has_a_row_by_the_id(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER)

    run("class", folder, "--trust", "--out", tmp_path / "out", "--roster", tmp_path / "roster.csv")

    rows = gradebook(tmp_path / "out")
    assert rows["17"]["total"] == submissions.FULL
    assert rows["18"]["name"] == "Ben Okafor"
    assert rows["18"]["remarks"].startswith("sent nothing")
    assert len(rows) == 6


def test_a_roster_is_kept_until_there_is_another_or_none(folder: Path, tmp_path: Path) -> None:
    roster, out = tmp_path / "of 2026.csv", tmp_path / "out"
    roster.write_text(ROSTER)
    call = ("class", folder, "--trust", "--out", out)
    run(*call, "--roster", roster)
    roster.unlink()
    before = list(gradebook(out))

    _, said, _ = run("class", folder, "--dry-run", "--out", out)
    assert "\n  roster as before: of 2026.csv\n" in said
    assert re.search(r"\n  17 +Anna Smith\n", said)
    _, said, _ = run(*call)
    assert "\n  roster as before: of 2026.csv\n" in said
    assert list(gradebook(out)) == before

    _, said, _ = run(*call, "--roster", "none")
    assert "\n  roster no more: of 2026.csv\n" in said
    assert "Anna Smith" in gradebook(out)
    _, said, _ = run(*call)
    assert "roster as before" not in said
    assert "Anna Smith" in gradebook(out)


def test_no_file_need_be_called_otherwise_than_none(folder: Path, tmp_path: Path) -> None:
    _, said, complained = run("class", folder, "--dry-run", "--roster", tmp_path / "none")

    assert said == ""
    assert "none: no such file" in complained


def test_a_roster_that_cannot_be_read_any_more_is_told(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with opened(out, is_new=True) as database:
        database.set_fact("roster", "{}")

    code, _, complained = run("class", folder, "--trust", "--out", out)
    assert code == 2
    assert "its roster cannot be read; give it again, by --roster" in complained


def test_a_dry_run_says_when_work_came(tmp_path: Path) -> None:
    for name in ("anna", "ben", "cleo"):
        submissions.write(tmp_path / "class" / name, {"value.py": "x = 1\n"})
    roster = tmp_path / "roster.csv"
    roster.write_text(
        "name,handed in,late\nanna,2026-11-23T21:05:30+01:00,\nben,,yes\ncleo,,\ndora,,\n"
    )

    _, said, _ = run("class", tmp_path / "class", "--dry-run", "--roster", roster)
    anna, ben, cleo, dora = (block.splitlines() for block in said.split("\n\n")[1:])
    assert "    handed in 2026-11-23 21:05 +01:00" in anna
    assert "    late" in ben
    assert "    when it was handed in is not known, so it is not taken for late" in cleo
    assert dora == ["  dora", "    sent nothing"]

    _, said, _ = run("class", tmp_path / "class", "--dry-run")
    assert said.count("not known") == 1


def test_a_seed_is_drawn_once_and_another_grades_all_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    call = ("class", folder, "--trust", "--out", out)
    run(*call)
    first, book = seed_of(out), (out / "gradebook.csv").read_bytes()
    assert first != "0"

    _, said, _ = run(*call, "--seed", "new")
    second = seed_of(out)
    assert second != first
    assert "4 to grade" in said

    _, said, _ = run(*call, "--seed", first)
    assert "0 to grade" in said
    assert (out / "gradebook.csv").read_bytes() == book


def test_one_learner_is_graded_again(folder: Path, graded: Path) -> None:
    _, said, _ = run("class", folder, "--trust", "--only", "Anna Smith")
    assert "1 to grade" in said
    assert f"\n  Anna Smith, {submissions.FULL} points\n" in said
    assert "Chlo" not in said

    code, _, complained = run("class", folder, "--trust", "--only", "Anna Smyth")
    assert code == 2
    assert complained == "grader: --only Anna Smyth: no such learner; did you mean Anna Smith?\n"

    _, said, _ = run("class", folder, "--trust", "--only", "73519001")
    assert f"\n  Anna Smith, {submissions.FULL} points\n" in said


def test_only_what_changed_is_graded_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("class", folder, "--trust", "--out", out)
    value = next(folder.glob("Anna*")) / "value.py"
    text = value.read_bytes()
    value.write_bytes(text + b"# again\n")
    try:
        _, said, _ = run("class", folder, "--trust", "--out", out)
    finally:
        value.write_bytes(text)

    assert "1 to grade" in said
    assert gradebook(out)["Anna Smith"]["total"] == submissions.FULL


def test_the_instructors_points_survive_and_are_marked(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("class", folder, "--trust", "--out", out)
    override = ("override", out, "Chloé Dubois")

    code, said, _ = run(*override, "--stage", "11", "--points", "8", "--comment", "=nearly")
    assert code == 0
    assert "gradebook.csv: Chloé Dubois, 108 points: stage 11: 8 points by the instructor" in said
    assert run(*override, "--comment", "well done")[0] == 0
    run("class", folder, "--trust", "--out", out, "--seed", "new")

    row = gradebook(out)["Chloé Dubois"]
    assert (row["total"], row["stage_11"]) == ("108", "8")
    assert row["remarks"].startswith("well done; stage 11: 8 points by the instructor: =nearly")
    assert run("override", out, "1002", "--stage", "11", "--remove")[0] == 0
    assert gradebook(out)["Chloé Dubois"]["stage_11"] == "5"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Anna Smiht", "--comment", "x"), "Anna Smiht: no such learner; did you mean Anna Smith?"),
        (("Anna Smith", "--stage", "5", "--points", "11"), "--points 11: stage 5 has from 0 to 10"),
        (("Anna Smith", "--stage", "5", "--points", "-1"), "--points -1: stage 5 has from 0 to 10"),
        (("Anna Smith", "--stage", "5", "--points", "nan"), "nan: no number of points; write 7.5"),
        (("Anna Smith", "--stage", "5", "--points", "7,5"), "7,5: no number of points; write 7.5"),
        (("Anna Smith", "--stage", "5", "--points", "7.125"), "more than 2 decimals; write 7.13"),
        (("Anna Smith", "--stage"), "one argument; see python -m grader override --help"),
        (("Anna Smith", "--stage", "12", "--points", "1"), "there are stages 1 to 11"),
        (("Anna Smith", "--points", "1"), "of which stage? add --stage N"),
        (("Anna Smith",), "nothing to keep"),
        (("Anna Smith", "--stage", "5", "--remove"), "has nothing of yours for stage 5"),
        (("Anna Smith", "--remove"), "has nothing of yours for the whole"),
        (("Anna", "--remove"), "no such learner; did you mean Anna Smith?"),
    ],
)
def test_an_override_that_makes_no_sense_is_told_in_a_line(
    graded: Path, arguments: tuple[str, ...], words: str
) -> None:
    code, _, complained = run("override", graded, *arguments)

    assert code == 2
    assert words in complained
    assert complained.count("\n") == 1


def test_numbers_stand_for_names_wherever_they_would_be(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    call = ("class", folder, "--trust", "--out", out)
    _, said, _ = run(*call, "--anonymise")

    names = ("Anna", "Smith", "Chlo", "Dubois", "Brien", "Null", "73519001", "assignsubmission")
    files = [path for path in out.rglob("*") if path.is_file()]
    kept = {path.relative_to(out).as_posix(): path.read_bytes() for path in files}
    identities = kept.pop("identities.csv").decode()
    pages = {name for name in kept if name.startswith("feedback/")}
    assert len(pages) == len(identities.splitlines()) - 1
    assert set(kept) - pages == {
        *("class.sqlite", "gradebook.csv"),
        *("index.html", "integrity.html", "junit.xml"),
    }
    for name in names[:-2]:
        assert name in identities
    for content in (*kept.values(), said.encode()):
        assert not [name for name in names if name.encode() in content]
    assert (out / "identities.csv").stat().st_mode & 0o077 == 0
    numbers = dict(line.split(",")[1::-1] for line in identities.replace('"', "").split("\n")[1:-1])
    assert gradebook(out)[numbers["Anna Smith"]]["total"] == submissions.FULL

    _, said, _ = run(*call, "--anonymise")
    assert "0 to grade" in said
    assert (out / "identities.csv").read_text() == identities
    assert run("override", out, "Anna Smith", "--comment", "x")[2] == (
        "grader: Anna Smith: no such learner; gradebook.csv names them all\n"
    )
    code, _, complained = run(*call)
    assert code == 2
    assert "add --anonymise" in complained


def test_an_anonymised_class_keeps_no_roster(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER)
    out = tmp_path / "out"
    call = ("class", folder, "--trust", "--out", out, "--anonymise")

    _, said, _ = run(*call, "--roster", tmp_path / "roster.csv")

    assert "the roster is not kept, for it names people: give it each time" in said
    with opened(out) as database:
        assert database.fact("roster") is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("{folder}/../nowhere",), "nowhere"),
        (("{folder}", "--dry-run", "--anonymise"), "--dry-run names people"),
        (("{folder}", "--out", "{folder}/out"), "lies in"),
        (("{folder}", "--out", "{folder}/../file"), "no folder can be made there"),
        (("{folder}", "--roster", "nowhere.csv"), "nowhere.csv"),
        (("{folder}", "--seed", "many"), "--seed many: give a number, or new"),
        (("{folder}", "--workers", "0"), "0 is not between 1 and 1000"),
    ],
)
def test_a_call_that_makes_no_sense_is_told_in_a_line(
    folder: Path, arguments: tuple[str, ...], words: str
) -> None:
    (folder.parent / "file").write_text("")

    code, _, complained = run("class", *(text.format(folder=folder) for text in arguments))

    assert code == 2
    assert words in complained
    assert complained.count("\n") == 1
    assert not (folder.parent / "nowhere-graded").exists()


def test_who_is_gone_is_said(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("class", folder, "--trust", "--out", out)
    run("override", out, "Eve Null", "--comment", "ill")
    (tmp_path / "other" / "Zora").mkdir(parents=True)

    _, said, _ = run("class", tmp_path / "other", "--trust", "--out", out)

    assert "not in this class any more, but kept: =Cmd Brien, Anna Smith" in said
    assert "your points or comments for Eve Null wait: nobody here is called so" in said
    assert run("override", out, "Eve Null", "--remove")[0] == 0


def test_other_peoples_code_is_graded_only_where_it_is_held(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if canary().is_held:
        _, said, _ = run("class", folder, "--dry-run")
        assert "held" not in said
    monkeypatch.setattr("grader.sandbox.canary._succeeded", lambda _: ["read a file"])

    with pytest.raises(door.CannotGrade, match=r"not held here.*--trust grades all the same"):
        door.grade_class(
            folder,
            tmp_path / "out",
            door.Wanted(),
            roster=None,
            workers=1,
            dask=None,
        )
    assert not (tmp_path / "out").exists()


def test_without_torch_it_is_said_before_anything_is_graded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "class" / "anna").mkdir(parents=True)
    monkeypatch.setattr(door, "torch_is_installed", lambda: False)

    door.grade_class(
        tmp_path / "class",
        tmp_path / "out",
        door.Wanted(is_trusted=True),
        roster=None,
        workers=1,
        dask=None,
    )

    said = capsys.readouterr().out
    assert 0 < said.index("Stage 7 will not be graded") < said.index("to grade")
