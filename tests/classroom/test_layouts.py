"""Each layout as its platform writes it, and what stands in a class's folder besides."""

from __future__ import annotations

import os
import shutil
import time
import zipfile
from pathlib import Path

import pytest

from grader.classroom.finding.handed_in import Class, HandedIn, UnusableClass, find, read
from grader.classroom.finding.layouts import LAYOUTS
from grader.paths import ROOT
from grader.submission.submission import Problem
from tests.classroom.made_classes import (
    MADE_LAYOUTS,
    MadeLearner,
    made_class,
    plain_name,
    thirty,
    zipped,
)


def made(folder: Path, *paths: str) -> Path:
    """A class's folder with these files, each of which holds its own path; "x/" is a folder."""
    for path in paths:
        if path.endswith("/"):
            (folder / path).mkdir(parents=True)
        else:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(path, encoding="utf-8")
    return folder


def only(found: Class) -> HandedIn:
    (each,) = found.handed_in
    return each


def learners(found: Class) -> list[str]:
    return [each.learner for each in found.handed_in]


def counts(each: HandedIn) -> dict[str, str]:
    """{what it counts as: where it lies}."""
    return {place.counts_as: place.path for place in each.places}


CALLED = {
    "Moodle, folders": "Moodle, one folder each",
    "Moodle, folders of 3.1": "Moodle, one folder each",
    "Moodle, flat": "Moodle, flat",
    "Moodle, blind": "Moodle, one folder each, blind",
    "nbgrader": "nbgrader, assignment micrograd",
    "plain zips": "plain files",
}


@pytest.mark.parametrize("layout", MADE_LAYOUTS)
@pytest.mark.parametrize("is_zipped", [False, True])
def test_a_layout_is_recognised_and_said(tmp_path: Path, layout: str, is_zipped: bool) -> None:
    people = thirty([{"value.py": b"a = 1\n"}])[:9]
    folder = made_class(tmp_path / "class", layout, people)

    found = find(zipped(folder) if is_zipped else folder)

    assert found.layout == CALLED.get(layout, layout)
    assert len(found.handed_in) == 9


def test_every_layout_has_a_file_of_its_own_and_says_its_rule() -> None:
    folder = ROOT / "grader" / "classroom" / "finding" / "layouts"
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "layout", "plain"}

    assert {layout.find.__module__.rpartition(".")[2] for layout in LAYOUTS} == files
    assert all("`" in layout.rule for layout in LAYOUTS)


@pytest.mark.parametrize("layout", sorted({*MADE_LAYOUTS} - {"plain zips"}))
def test_paths_within_a_submission_are_kept(tmp_path: Path, layout: str) -> None:
    is_flat = layout in ("Moodle, flat", "Canvas", "Canvas, anonymous", "Blackboard", "plain files")
    sources = {"value.py": b"a = 1\n", **({} if is_flat else {"sub/nn.py": b"b = 1\n"})}
    person = MadeLearner("Anna", "Smith", 7, sources)
    folder = made_class(tmp_path / "class", layout, [person])

    files = read(folder, only(find(folder))).files

    if layout == "plain files":
        assert files == {"Anna Smith.py": b"a = 1\n"}
    else:
        assert files == sources


def test_an_archive_of_a_learners_stays_one(tmp_path: Path) -> None:
    people = [MadeLearner("Anna", "Smith", 7, {"value.py": b"a = 1\n"})]
    folder = made_class(tmp_path / "class", "plain zips", people)

    for where in (folder, zipped(folder)):
        files = read(where, only(find(where))).files
        assert files == {"Anna Smith.zip": (folder / "Anna Smith.zip").read_bytes()}


# Moodle


def test_moodles_two_folders_of_one_person_are_one(tmp_path: Path) -> None:
    folder = made(
        tmp_path,
        "Anna Smith_12_assignsubmission_file_/value.py",
        "Anna Smith_12_assignsubmission_onlinetext_/onlinetext.html",
        "Anna Smith_12_assignsubmission_file/nn.py",
    )

    anna = only(find(folder))

    assert anna.learner == "Anna Smith"
    assert anna.ids == {"moodle": "12"}
    assert set(read(folder, anna).files) == {"value.py", "nn.py"}
    assert any("an online text, which is not graded" in note for note in anna.notes)


@pytest.mark.parametrize(
    "path",
    [
        "Anna_12_assignsubmission_onlinetext/onlinetext.html",
        "Anna_12_assignsubmission_onlinetext_/Texte en ligne.html",
        "Anna_12_assignsubmission_onlinetext_onlinetext.html",
        "annasmith_12_text.html",
        "annasmith_LATE_12_text.html",
    ],
)
def test_an_online_text_alone_is_no_file(tmp_path: Path, path: str) -> None:
    found = only(find(made(tmp_path, path)))

    assert found.places == ()
    assert found.missing == "only an online text, no file"


def test_a_link_alone_is_no_file(tmp_path: Path) -> None:
    assert only(find(made(tmp_path, "anna_12_link.html"))).missing == "only a link, no file"


def test_an_underscore_in_moodles_file_name_stays(tmp_path: Path) -> None:
    folder = made(tmp_path, "Anna_12_assignsubmission_file_my_own_value.py")

    assert set(counts(only(find(folder)))) == {"my_own_value.py"}


# Canvas


def test_canvas_prefix_goes_and_its_mark_says_late(tmp_path: Path) -> None:
    folder = made(
        tmp_path,
        "smithanna_123_456_value.py",
        "okaforben_LATE_124_457_my_1_2_file.py",
        "LATE_anon_aB3x9_458_value.py",
    )

    found = {each.learner: each for each in find(folder).handed_in}

    assert counts(found["123"]) == {"value.py": "smithanna_123_456_value.py"}
    assert set(counts(found["124"])) == {"my_1_2_file.py"}
    assert {key: each.is_late for key, each in found.items()} == {
        "123": False,
        "124": True,
        "anon_aB3x9": True,
    }


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("value-1.py", "value.py"),
        ("value-12.py", "value.py"),
        ("value-0b8c7d5e-1f2a-4b3c-8d9e-0a1b2c3d4e5f.py", "value.py"),
        ("my_module-2.py", "my_module.py"),
        ("kata-1.ipynb", "kata.ipynb"),
        ("value-1.py.txt", "value.py.txt"),
        ("lab-1.zip", "lab-1.zip"),
        ("value1.py", "value1.py"),
    ],
)
def test_what_canvas_adds_to_a_name_used_before_goes(tmp_path: Path, name: str, meant: str) -> None:
    found = only(find(made(tmp_path, f"smithanna_123_456_{name}")))

    assert set(counts(found)) == {meant}
    assert (f"{name} counts as {meant}" in " ".join(found.notes)) == (name != meant)


@pytest.mark.parametrize(("plain", "again", "newer"), [(456, 470, "470"), (480, 470, "480")])
def test_of_two_files_that_count_as_one_the_greater_number_is_newer(
    tmp_path: Path, plain: int, again: int, newer: str
) -> None:
    folder = made(tmp_path, f"anna_1_{plain}_value.py", f"anna_1_{again}_value-1.py")

    found = only(find(folder))

    assert f"_{newer}_" in counts(found)["value.py"]
    assert len(found.places) == 1
    assert any("is a newer value.py" in note for note in found.notes)


# Blackboard


def attempt(username: str, stamp: str, file: str = "") -> str:
    return f"Homework 1_{username}_attempt_{stamp}{f'_{file}' if file else '.txt'}"


FIRST, SECOND = "2026-11-19-10-00-00", "2026-11-20-23-58-01"


def test_of_blackboards_attempts_the_newest_counts(tmp_path: Path) -> None:
    folder = made(
        tmp_path,
        *(attempt("anna", stamp) for stamp in (FIRST, SECOND)),
        attempt("anna", FIRST, "value.py"),
        attempt("anna", FIRST, "nn.py"),
        attempt("anna", SECOND, "value.py"),
    )

    found = only(find(folder))

    assert counts(found) == {"value.py": attempt("anna", SECOND, "value.py")}
    assert found.handed_in_at == "2026-11-20T23:58:01"
    assert found.notes[0] == "2 attempts: the newest counts, of 2026-11-20T23:58:01"
    assert found.is_late is None


def test_an_attempt_without_a_file_does_not_hide_one_with_files(tmp_path: Path) -> None:
    folder = made(
        tmp_path,
        *(attempt("anna", stamp) for stamp in (FIRST, SECOND)),
        attempt("anna", FIRST, "value.py"),
        attempt("ben", SECOND),
    )

    anna, ben = find(folder).handed_in

    assert set(counts(anna)) == {"value.py"}
    assert "that of 2026-11-20T23:58:01 has none" in anna.notes[0]
    assert ben.missing == "only a receipt, no file"


@pytest.mark.parametrize(
    ("heads", "usernames"),
    [
        (["Home_work_anna", "Home_work_ben"], ["anna", "ben"]),
        (["HW_a_smith", "HW_b_smith"], ["a_smith", "b_smith"]),
        (["HW_anna"], ["anna"]),
        (["HW_a_x@uni.edu", "HW_b_x@uni.edu"], ["a_x@uni.edu", "b_x@uni.edu"]),
    ],
)
def test_the_username_is_what_the_attempts_have_not_in_common(
    tmp_path: Path, heads: list[str], usernames: list[str]
) -> None:
    names = [f"{head}_attempt_{stamp}_value.py" for head in heads for stamp in (FIRST, SECOND)]

    assert learners(find(made(tmp_path, *names))) == usernames


def test_the_name_of_the_download_tells_the_assignment_from_the_username(tmp_path: Path) -> None:
    folder = tmp_path / "gradebook_CS1_HW_2026-11-21"

    made(folder, *(f"HW_a_{name}_attempt_{FIRST}_value.py" for name in ("smith", "jones")))

    assert learners(find(folder)) == ["a_jones", "a_smith"]


# Gradescope

METADATA = """\
submission_1:
  :submitters:
  - :name: Anna Smith
    :sid: 00123
    :email: anna@example.org
  - :name: Ben Okafor
    :email: ben@example.org
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: &1 2026-11-20 18:00:00.123456000 Z
    time: *1
  :score: 3.0
submission_2:
  :submitters:
  - :name: Ben Okafor
    :email: ben@example.org
  :created_at: 2026-11-21 18:00:00.000000000 Z
submission_4:
  :submitters:
  - :name: 'Null'
    :sid:
    :email: d@example.org
"""


def test_gradescopes_submitters_each_have_a_row_and_the_newest_counts(tmp_path: Path) -> None:
    made(tmp_path, *(f"submission_{i}/value.py" for i in (1, 2, 3)))
    (tmp_path / "submission_metadata.yml").write_text(METADATA)

    found = {each.learner: each for each in find(tmp_path).handed_in}

    anna, ben = found["00123"], found["ben@example.org"]
    assert [place.path for place in anna.places] == ["submission_1"]
    assert anna.notes == ("shared with Ben Okafor",)
    assert anna.handed_in_at == "2026-11-20T18:00:00Z"
    assert [place.path for place in ben.places] == ["submission_2"]
    assert ben.notes[0] == "2 attempts: the newest counts, of 2026-11-21T18:00:00Z"
    assert found["submission_3"].places and "does not say whose" in found["submission_3"].notes[0]
    assert "not in the export" in found["d@example.org"].missing
    assert len(found) == 4


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "is missing"),
        ("a: [", "is damaged"),
        ("", "is empty"),
        ("!!python/object/apply:os.system [true]", "is damaged"),
    ],
)
def test_without_gradescopes_metadata_the_folders_are_still_graded(
    tmp_path: Path, content: str | None, said: str
) -> None:
    made(tmp_path, "submission_1/value.py", "submission_2/value.py")
    if content is not None:
        (tmp_path / "submission_metadata.yml").write_text(content)

    found = find(tmp_path)

    assert learners(found) == ["submission_1", "submission_2"]
    assert said in found.notes[0]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_results_and_history_are_passed_over_wherever_they_stand(tmp_path: Path, end: str) -> None:
    made(tmp_path, "submission_1/value.py", "submission_2/value.py")
    text = """\
submission_1:
  :results:
    output: |
      submission_9:

      :submitters:
  :history:
  - :id: 3
    :submitters:
    - :name: Nobody
  :submitters:
  - :name: Anna
    :email: anna@example.org
  :created_at: 2026-11-20 18:00:00 Z
submission_2:
  :submitters:
  - :name: Ben
    :email: ben@example.org
  :history: [&1 {':id': 4}]
  :status: *1
"""
    (tmp_path / "submission_metadata.yml").write_text(text, newline=end)

    found = find(tmp_path)

    assert learners(found) == ["anna@example.org", "ben@example.org"]
    assert found.notes == ()


# nbgrader and clones


@pytest.mark.parametrize("given", ["", "submitted"])
def test_nbgraders_course_or_its_submitted_folder_may_be_given(tmp_path: Path, given: str) -> None:
    made(
        tmp_path,
        "gradebook.db",
        "source/kata/kata.ipynb",
        "release/kata/kata.ipynb",
        "submitted/anna/kata/value.py",
        "submitted/ben/other/value.py",
        "submitted/ben/kata/nn.py",
        "submitted/cy/other/notes.txt",
        "submitted/ben/kata/timestamp.txt",
    )
    (tmp_path / "submitted/ben/kata/timestamp.txt").write_text("2026-11-20 10:00:00.000000 UTC")
    (tmp_path / "submitted/ben/other/value.py").rename(tmp_path / "submitted/ben/other/a.py")

    found = find(tmp_path / given)

    anna, ben, cy = found.handed_in
    assert anna.places and ben.places and not cy.places
    assert cy.missing == "no .py, .ipynb or .zip (nothing of kata)"
    assert ben.handed_in_at == "2026-11-20T10:00:00Z"
    assert set(read(tmp_path / given, ben).files) == {"nn.py"}


def test_of_several_assignments_of_nbgrader_none_is_guessed(tmp_path: Path) -> None:
    made(tmp_path, "submitted/anna/a/value.py", "submitted/anna/b/value.py")

    with pytest.raises(UnusableClass, match=r"several assignments \(a, b\)"):
        find(tmp_path)


def test_a_plain_folder_may_be_called_submitted(tmp_path: Path) -> None:
    folder = tmp_path / "submitted"
    made(folder, "anna/value.py", "ben/exercises/value.py")

    assert [len(each.places) for each in find(folder).handed_in] == [1, 1]
    assert find(folder).layout == "plain folders"

    made(folder, "cy/mine/value.py")
    shutil.rmtree(folder / "anna")
    made(folder, "anna.py")
    assert [len(each.places) for each in find(folder).handed_in] == [1, 1, 1]


def test_what_is_no_clone_of_the_assignment_has_a_row_too(tmp_path: Path) -> None:
    folder = tmp_path / "hw-1-submissions"
    made(folder, "hw-1-anna/value.py", "hw-1-ben-b/value.py", "zed/value.py", "hw-1-cy/.git/HEAD")

    found = find(tmp_path)

    assert found.layout == "classroom clones"
    assert learners(found) == ["anna", "ben-b", "cy", "zed"]
    assert found.handed_in[2].missing == "empty: a folder without a file"
    assert any("zed" in note for note in found.notes)


# Plain ones, and what is odd


def test_plain_names_lose_their_ending_alone(tmp_path: Path) -> None:
    made(tmp_path, "anna/value.py", "ben.ipynb", "cy.b.py", "dora.py.txt", "emil.tar.gz")

    found = find(tmp_path)

    assert found.layout == "plain folders and files"
    assert learners(found) == ["anna", "ben", "cy.b", "dora", "emil"]
    assert found.handed_in[4].missing == (
        "no .py, .ipynb or .zip (emil.tar.gz cannot be opened; pack it as .zip)"
    )


def test_what_nobody_hands_in_is_left_out_and_said(tmp_path: Path) -> None:
    made(
        tmp_path,
        *("anna/value.py", "ben/value.py", "grades.csv", "READ ME.txt"),
        *("__MACOSX/anna/._value.py", ".DS_Store", "._anna", ".git/HEAD", "~$grades.xlsx"),
    )

    found = find(tmp_path)

    assert learners(found) == ["anna", "ben"]
    assert found.notes[0] == (
        "left out: READ ME.txt and grades.csv (no folder, .py, .ipynb or .zip)"
    )


def test_wrapping_folders_are_looked_through(tmp_path: Path) -> None:
    made(tmp_path, *(f"course/homework/{name}/value.py" for name in ("anna", "ben")))
    made(tmp_path, "__MACOSX/course/._x", "course/.DS_Store")

    found = find(tmp_path)

    assert learners(found) == ["anna", "ben"]
    assert found.handed_in[0].places[0].path == "course/homework/anna"


def test_an_export_that_is_still_packed_is_pointed_out(tmp_path: Path) -> None:
    zipped(made(tmp_path / "here" / "export", "anna/value.py", "ben/value.py"))
    shutil.rmtree(tmp_path / "here" / "export")

    found = find(tmp_path / "here")

    assert learners(found) == ["export"]
    assert "export.zip is taken for one learner's; if it is a class, give it itself" in found.notes


def test_a_class_of_one_is_not_looked_through(tmp_path: Path) -> None:
    assert learners(find(made(tmp_path, "anna/value.py", "anna/nn.py"))) == ["anna"]


def test_one_submission_is_no_class(tmp_path: Path) -> None:
    with pytest.raises(UnusableClass, match="one submission, not a class; give the folder above"):
        find(made(tmp_path, "value.py", "nn.py"))


@pytest.mark.parametrize(
    "paths",
    [
        ("exercises/value.py", "solutions/value.py", "grader/curriculum.py", "old/value.py"),
        ("exercises/value.py", "README.md", "hw.zip"),
        ("solutions/value.py", "tests/test_value.py"),
    ],
)
def test_a_clone_is_no_class(tmp_path: Path, paths: tuple[str, ...]) -> None:
    with pytest.raises(UnusableClass, match="one submission, not a class; give the folder above"):
        find(made(tmp_path, *paths))


def test_one_clone_in_a_folder_is_a_class_of_one(tmp_path: Path) -> None:
    assert learners(find(made(tmp_path, "anna/exercises/value.py"))) == ["anna"]


def test_the_solutions_beside_learners_are_no_learner(tmp_path: Path) -> None:
    found = find(made(tmp_path, *(f"{name}/nn.py" for name in ("anna", "ben", "solutions"))))

    assert learners(found) == ["anna", "ben"]
    assert "left out: solutions/ (where the reference lies, not a learner)" in found.notes


@pytest.mark.parametrize("path", ["anna.zip", "anna.ipynb"])
def test_one_archive_or_notebook_is_a_class_of_one(tmp_path: Path, path: str) -> None:
    assert learners(find(made(tmp_path, path))) == ["anna"]


def test_what_is_not_in_the_layout_of_most_is_graded_too(tmp_path: Path) -> None:
    made(tmp_path, *(f"a{i}_{i}_1_value.py" for i in range(3)), "late ones/value.py", "x.csv")

    found = find(tmp_path)

    assert found.layout == "Canvas"
    assert learners(found) == ["0", "1", "2", "late ones"]
    assert any("taken for somebody's own: late ones" in note for note in found.notes)


def test_a_mixed_folder_is_taken_as_plain_and_that_is_said(tmp_path: Path) -> None:
    made(tmp_path, "anna_1_2_value.py", "Ben_1_assignsubmission_file/value.py", "cy/value.py")

    found = find(tmp_path)

    assert found.layout == "plain folders and files"
    assert len(found.handed_in) == 3
    assert any("too few, so each name is taken for a learner's own" in n for n in found.notes)


def test_an_empty_folder_has_a_row(tmp_path: Path) -> None:
    made(tmp_path, "anna/", "ben/deep/er/", "cy/value.py")

    anna, ben, cy = find(tmp_path).handed_in

    assert anna.missing == ben.missing == "empty: a folder without a file"
    assert cy.missing == ""


@pytest.mark.ordinary_user
def test_a_folder_that_cannot_be_read_has_a_row_with_the_reason(tmp_path: Path) -> None:
    made(tmp_path, "anna/value.py", "ben/value.py")
    (tmp_path / "anna").chmod(0)
    try:
        anna, ben = find(tmp_path).handed_in
    finally:
        (tmp_path / "anna").chmod(0o755)

    assert anna.missing == "cannot be read (Permission denied)"
    assert ben.places


def test_links_lead_nowhere(tmp_path: Path) -> None:
    made(tmp_path / "class", "anna/nn.py", "ben/value.py")
    made(tmp_path, "secret/value.py")
    (tmp_path / "class/anna/value.py").symlink_to(tmp_path / "secret/value.py")
    (tmp_path / "class/anna/more").symlink_to(tmp_path / "secret")
    (tmp_path / "class/cy").symlink_to("nowhere")

    anna, _, cy = find(tmp_path / "class").handed_in

    bundle = read(tmp_path / "class", anna)
    assert bundle.files["value.py"] == Problem("value.py", "leads_out")
    assert set(bundle.files) == {"value.py", "nn.py"}
    assert bundle.notes == ("more: left out (a link to a folder)",)
    assert cy.missing == "cannot be read (a link that leads nowhere)"


def test_what_is_gone_when_it_is_read_is_a_problem(tmp_path: Path) -> None:
    anna = only(find(made(tmp_path, "anna.py")))
    (tmp_path / "anna.py").unlink()

    (gone,) = read(tmp_path, anna).files.values()

    assert gone == Problem("anna.py", "not_a_file")
    assert read(tmp_path / "gone", anna).notes[0].endswith("give the one with the submissions")


def test_a_damaged_member_of_an_archive_is_a_problem_and_others_are_read(tmp_path: Path) -> None:
    made(tmp_path / "class", "anna/value.py", "ben/value.py")
    path = zipped(tmp_path / "class")
    content = bytearray(path.read_bytes())
    content[content.index(b"ben/value.py") + len(b"ben/value.py")] ^= 1  # its first byte
    path.write_bytes(content)

    anna, ben = find(path).handed_in

    (damaged,) = read(path, ben).files.values()
    assert isinstance(damaged, Problem) and damaged.kind == "unreadable"
    assert not isinstance(next(iter(read(path, anna).files.values())), Problem)


def test_what_is_too_large_is_a_problem_and_is_not_read(tmp_path: Path) -> None:
    folder = made(tmp_path, "anna/value.py", "anna/report.pdf", "ben/value.py")
    os.truncate(folder / "anna/value.py", 1 << 40)
    os.truncate(folder / "anna/report.pdf", 1 << 40)

    bundle = read(folder, find(folder).handed_in[0])

    assert bundle.files == {"value.py": Problem("value.py", "too_large", {"megabytes": 64})}
    assert bundle.notes == ("left out: report.pdf (no code)",)


def test_an_archive_does_not_lead_out_and_says_so(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for name in ("anna/value.py", "ben/value.py", "../evil.py", "ben/../../evil.py"):
            archive.writestr(name, "a = 1\n")

    found = find(tmp_path / "class.zip")

    assert learners(found) == ["anna", "ben"]
    assert sum("leads out of the archive" in note for note in found.notes) == 2


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "no such folder; give the one with the submissions"),
        (lambda path: path.mkdir(), "nothing in it; give the folder with the submissions"),
        (lambda path: path.write_text("x"), "neither a folder nor a .zip"),
        (lambda path: made(path, ".git/HEAD"), "nothing in it"),
    ],
)
def test_what_is_no_class_is_said_in_a_line(tmp_path: Path, make: object, said: str) -> None:
    assert callable(make)
    make(tmp_path / "class")

    with pytest.raises(UnusableClass, match=said) as error:
        find(tmp_path / "class")

    assert "\n" not in str(error.value)


def test_a_damaged_archive_is_no_class(tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(b"PK\x03\x04 and no more")

    with pytest.raises(UnusableClass, match=r"cannot be read as a \.zip"):
        find(tmp_path / "class.zip")


def test_thousands_are_found_without_reading_them(tmp_path: Path) -> None:
    for i in range(3000):
        (tmp_path / f"name{i}_{i}_{i}_value.py").touch()
    os.truncate(tmp_path / "name7_7_7_value.py", 1 << 40)  # takes no room, and hours to read

    start = time.process_time()
    found = find(tmp_path)

    assert len(found.handed_in) == 3000
    assert time.process_time() - start < 10


def test_what_a_person_is_called_is_never_empty(tmp_path: Path) -> None:
    found = find(made(tmp_path, " /value.py", "\u2003.py", "anna/value.py"))

    assert learners(found) == ["\\u2003", "anna", "blank name"]
    assert plain_name(MadeLearner("", "x", 1, {})) == "x"
