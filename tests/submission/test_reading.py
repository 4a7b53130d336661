"""Which of the files that were handed in count, and what is said of that."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from grader import grading
from grader.curriculum import FILES
from grader.paths import EXERCISES, LECTURE, ROOT, SOLUTIONS
from grader.sandbox.process import LearnerProcess
from grader.submission.bundle import Bundle
from grader.submission.reading import read_path, submission_of
from grader.submission.submission import Problem, Submission, UnusableSubmission

STUBS = {file: (EXERCISES / file).read_bytes() for file in FILES}
WORK = {file: (LECTURE / file).read_bytes() for file in FILES}
REFERENCE = {file: (SOLUTIONS / file).read_bytes() for file in FILES}
EVERYTHING = b"\n".join(WORK[file] for file in FILES)
Files = dict[str, bytes]


def at(folder: str, files: Files) -> Files:
    return {f"{folder}/{name}": content for name, content in files.items()}


def notebook(*cells: bytes) -> bytes:
    """A notebook with these cells of code."""
    made = [
        {
            "cell_type": "code",
            "metadata": {},
            "execution_count": None,
            "outputs": [],
            "source": cell.decode(),
        }
        for cell in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()


def of(files: Files, *, is_export: bool = False) -> Submission:
    return submission_of(Bundle("anna", dict(files)), is_export=is_export)


def sources(submission: Submission) -> dict[str, str]:
    """{module: where it comes from}, of the kata's."""
    return {module: path for module, (path, _) in submission.files.items()}


def refused(files: Files, *, is_export: bool = False) -> str:
    """The one line with which a bundle is refused."""
    with pytest.raises(UnusableSubmission) as caught:
        of(files, is_export=is_export)
    assert str(caught.value).isprintable()
    return str(caught.value)


# The kata's folder


def test_files_beside_one_another_are_the_submission() -> None:
    found = of(WORK | {"engine.py": b"b = 2\n"})

    assert found.name == "anna"
    assert sources(found) == {
        name.removesuffix(".py"): f"anna/{name}" for name in (*FILES, "engine.py")
    }
    assert (found.problems, found.notes, found.is_others) == ({}, (), True)


def test_the_exercises_of_a_clone_count_before_others() -> None:
    clone = at("kata/exercises", WORK) | at("kata/solutions", REFERENCE) | at("old", WORK)

    found = of(clone | {"value.py": STUBS["value.py"]})

    assert sources(found)["value"] == "anna/kata/exercises/value.py"
    assert found.notes == ()


def test_of_other_folders_the_least_deep_counts() -> None:
    found = of(at("a/b", WORK) | at("z", WORK))

    assert sources(found)["value"] == "anna/z/value.py"


def test_a_folder_in_which_nothing_was_written_counts_last() -> None:
    found = of(at("kata/exercises", STUBS) | at("kata", WORK))

    assert sources(found)["value"] == "anna/kata/value.py"
    assert found.notes == ("anna/kata/ counts: anna/kata/exercises/ is as it was handed out",)


def test_an_untouched_clone_is_stubs() -> None:
    found = of(at("kata/exercises", STUBS) | at("kata/solutions", REFERENCE))

    assert {path.rpartition("/")[0] for path in sources(found).values()} == {"anna/kata/exercises"}
    assert (found.notes, found.like_reference) == ((), ())


def test_files_that_are_missing_are_taken_from_elsewhere_and_said() -> None:
    rest = {file: WORK[file] for file in FILES if file != "nn.py"}

    found = of(at("hw", rest) | at("hw/later/on", {"nn.py": WORK["nn.py"]}))

    assert sources(found)["nn"] == "anna/hw/later/on/nn.py"
    assert found.notes == ("missing in anna/hw/, taken: anna/hw/later/on/nn.py",)
    assert not found.problems


@pytest.mark.parametrize(
    "room", ["solutions", "grader", "tests/submissions/lecture", "helper_draw"]
)
def test_the_katas_own_files_are_never_taken(room: str) -> None:
    hw = at("kata/exercises", {"value.py": WORK["value.py"]})

    found = of(hw | at(f"kata/{room}", REFERENCE))

    assert sources(found) == {"value": "anna/kata/exercises/value.py"}
    assert found.problems["nn"] == Problem("anna/kata/exercises/nn.py", "missing")


def test_a_folder_of_the_learners_own_called_tests_is_theirs() -> None:
    assert sources(of(at("tests", WORK)))["value"] == "anna/tests/value.py"


def test_what_lies_in_solutions_alone_is_refused() -> None:
    assert refused(at("kata/solutions", REFERENCE)).startswith(
        "anna: no file of the kata but in solutions/ (kata/solutions/by_hand.py, "
    )


def test_a_folder_by_a_files_name_is_told_from_a_part_of_one() -> None:
    found = of(at("hw.ipynb", WORK) | at("hw.ipynb/value.py", {"value.py": WORK["value.py"]}))

    assert sources(found)["nn"] == "anna/hw.ipynb/./nn.py"


def test_where_a_folder_is_called_like_a_file_the_file_in_it_is_found(tmp_path: Path) -> None:
    (tmp_path / "value.py").mkdir()
    (tmp_path / "value.py" / "value.py").write_bytes(WORK["value.py"])

    assert sources(read_path(tmp_path))["value"] == f"{tmp_path}/value.py/./value.py"


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "value.py").mkdir()
    (tmp_path / "nn.py").write_bytes(WORK["nn.py"])

    assert read_path(tmp_path).problems["value"].kind == "not_a_file"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"\xe9", "encoding"),
        (b"a\0", "zero_bytes"),
        ("a = 1".encode("utf-16"), "other_encoding"),
        (bytes(1 << 20) + b"a", "too_large"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(content: bytes, kind: str) -> None:
    found = of(WORK | {"nn.py": content})

    assert (found.problems["nn"].path, found.problems["nn"].kind) == ("anna/nn.py", kind)


def test_modules_that_hide_pythons_are_told() -> None:
    (hidden,) = of(WORK | {"math.py": b"a = 1\n"}).hidden

    assert (hidden.path, hidden.module) == ("anna/math.py", "math")


@pytest.mark.parametrize("litter", [".git", "__MACOSX", "__pycache__", "mine"])
def test_litter_in_a_bundle_does_not_count(litter: str) -> None:
    files = at("hw", {"value.py": WORK["value.py"], "hw.pdf": b"%PDF"})

    found = of(files | at(f"hw/{litter}/in", WORK) | {"hw/mine/pyvenv.cfg": b""})

    assert (sources(found), found.notes) == ({"value": "anna/hw/value.py"}, ())


def test_a_bundle_without_a_name_is_shown_by_its_paths() -> None:
    rest = {file: WORK[file] for file in FILES if file not in ("nn.py", "training.py")}
    files = rest | at("old", {"nn.py": WORK["nn.py"]})

    found = submission_of(Bundle("", files))

    assert sources(found)["value"] == "value.py"
    assert found.problems["training"].path == "training.py"
    assert found.notes == ("missing in the topmost folder, taken: old/nn.py",)
    with pytest.raises(UnusableSubmission, match=r"^no file of the kata; there is nothing in it"):
        submission_of(Bundle("", {}))


def test_an_archive_that_others_could_not_open_is_said() -> None:
    problem = Problem("hw.zip", "unreadable", {"why": "it is damaged"})

    found = submission_of(Bundle("anna", {**WORK, "hw.zip": problem}))

    assert found.notes == ("hw.zip is left out: it cannot be read (it is damaged)",)


# Several that could count


MINE = {"value.py": b"# mine\n" + WORK["value.py"]}


def zipped(files: Files) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, source in files.items():
            made.writestr(name, source)
    return content.getvalue()


def test_of_two_folders_with_work_it_is_said_which_counts() -> None:
    found = of(at("new", MINE) | at("old", WORK))

    assert sources(found)["value"] == "anna/old/value.py"
    assert found.notes == ("anna/old/ counts, and anna/new/ does not",)


def test_of_two_archives_with_work_it_is_said_which_counts() -> None:
    found = of({"draft.zip": zipped(WORK), "final.zip": zipped(WORK | MINE)})

    assert sources(found)["value"] == "anna/draft.zip/value.py"
    assert found.notes == ("anna/draft.zip counts, and anna/final.zip does not",)


def test_of_more_folders_those_that_do_not_count_are_named() -> None:
    found = of(at("exercises", WORK) | at("a", MINE) | at("b", {"nn.py": b"b = 2\n"}))

    assert found.notes == ("anna/exercises/ counts, and anna/a/ and anna/b/ do not",)


@pytest.mark.parametrize("other", [WORK, STUBS, {"value.py": b""}])
def test_a_folder_with_the_same_or_nothing_is_not_spoken_of(other: Files) -> None:
    assert of(at("hw", WORK) | at("other", other)).notes == ()


CLASSES: dict[str, Files] = {
    "folders": {k: v for name in ("anna", "ben", "cleo") for k, v in at(name, WORK).items()},
    "clones": {
        k: v
        for name in ("anna", "ben", "cleo")
        for k, v in (at(f"{name}/exercises", WORK) | at(f"{name}/solutions", REFERENCE)).items()
    },
    "archives": {f"{name}.zip": zipped(WORK) for name in ("anna", "ben", "cleo")},
    "notebooks": {f"{name}.ipynb": notebook(*WORK.values()) for name in ("anna", "ben", "cleo")},
    "of all kinds": {
        **at("anna", MINE),
        "ben.zip": zipped({"value.py": WORK["value.py"]}),
        "cleo.ipynb": notebook(WORK["value.py"]),
    },
}


@pytest.mark.parametrize("kind", CLASSES)
def test_a_class_is_refused_where_one_submission_is_meant(kind: str) -> None:
    line = refused(at("wrapped", CLASSES[kind]))

    assert line.startswith("anna: looks like a class (")
    assert all(name in line for name in ("anna", "ben", "cleo"))
    assert line.endswith("): make class DIR=anna, or give one of them")


def test_in_an_export_what_looks_like_a_class_is_one_learners() -> None:
    found = of(at("a", WORK) | at("b", MINE) | at("c", MINE), is_export=True)

    assert sources(found)["nn"] == "anna/a/nn.py"
    assert found.notes == ("anna/a/ counts, and anna/b/ and anna/c/ do not",)


@pytest.mark.parametrize(
    "files",
    [
        {k: v for name in ("exercises", "a", "b", "c") for k, v in at(name, WORK).items()},
        WORK | {k: v for name in ("a", "b", "c") for k, v in at(name, WORK).items()},
        {k: v for name in FILES for k, v in at(name[:-3], {name: WORK[name]}).items()},
        at("anna", WORK) | at("ben", STUBS) | at("cleo", STUBS),
        at("anna", WORK) | at("ben", WORK),
    ],
    ids=["copies of exercises", "copies below", "a folder a file", "stubs", "only two"],
)
def test_what_is_no_class_is_graded(files: Files) -> None:
    assert "value" in of(files).files


def test_files_that_are_missing_are_named_where_somebody_elses_are_graded(tmp_path: Path) -> None:
    for file in ("value.py", "nn.py", "training.py", "by_hand.py"):
        (tmp_path / file).write_bytes(WORK[file])

    assert read_path(tmp_path).notes == ("not there: topological_sort.py, torch_neuron.py",)
    assert of({"value.py": WORK["value.py"]}, is_export=True).notes == ()  # the class says it


def test_what_was_left_out_before_is_said_where_nothing_is_left() -> None:
    bundle = Bundle("anna", {}, ("left out: notes.docx (no code)",))

    with pytest.raises(UnusableSubmission) as caught:
        submission_of(bundle)

    assert str(caught.value) == "anna: no file of the kata; left out: notes.docx (no code)"


def test_a_folder_of_other_files_says_what_was_found(tmp_path: Path) -> None:
    (tmp_path / "notes.docx").touch()

    with pytest.raises(UnusableSubmission, match=r"no file of the kata; found notes\.docx; expect"):
        read_path(tmp_path)


# Names that copying changed


@pytest.mark.parametrize("name", ["Value.py", "value (1).py", "value-1.py", "value.py.txt"])
def test_a_copy_is_misnamed_but_counts_in_an_export(name: str) -> None:
    files = {file: WORK[file] for file in FILES if file != "value.py"} | {name: WORK["value.py"]}

    as_folder, exported = of(files), of(files, is_export=True)

    assert as_folder.problems["value"] == Problem("anna/value.py", "misnamed", {"found": name})
    assert sources(exported)["value"] == f"anna/{name}"
    assert exported.notes == (f"anna/{name} counts as value.py",)
    assert not exported.problems


def test_of_several_copies_the_newest_number_counts() -> None:
    copies = {f"value-{i}.py": b"a = %d\n" % i for i in (2, 10, 9)}

    found = of(copies | {"value.PY": b"", "nn.py": WORK["nn.py"]}, is_export=True)

    assert sources(found)["value"] == "anna/value-10.py"


def test_a_file_by_its_right_name_counts_before_copies() -> None:
    found = of(WORK | {"value-1.py": b"a = 1\n"}, is_export=True)

    assert sources(found)["value"] == "anna/value.py"
    assert found.notes == ()


@pytest.mark.parametrize("name", ["value_final.py", "old_value.py", "values.py"])
def test_other_names_are_no_copies_even_in_an_export(name: str) -> None:
    assert "value" not in of({"nn.py": WORK["nn.py"], name: WORK["value.py"]}, is_export=True).files


def test_copies_alone_are_refused_with_the_remedy() -> None:
    copies = {"value (1).py": WORK["value.py"], "nn (1).py": WORK["nn.py"]}

    assert refused(copies) == "anna: no file of the kata; rename value (1).py to value.py"
    assert set(of(copies, is_export=True).files) == {"value", "nn"}


# One file with everything in it


@pytest.mark.parametrize("name", ["hw.py", "value.py", "nn.py", "My Homework.py", "deep/hw.py"])
def test_one_file_may_hold_everything(name: str) -> None:
    found = of({name: EVERYTHING})

    assert set(found.files) == {file.removesuffix(".py") for file in FILES}
    assert found.problems == {}


def test_a_file_of_the_kata_alone_is_a_folder_with_one_file() -> None:
    found = of({"value.py": WORK["value.py"]})

    assert sources(found) == {"value": "anna/value.py"}
    assert {problem.kind for problem in found.problems.values()} == {"missing"}
    assert len(found.problems) == len(FILES) - 1


def test_what_one_file_lacks_is_still_to_do() -> None:
    report = grading.grade(of({"hw.py": WORK["value.py"]}), stages=[1, 2, 3, 8, 11])

    assert [stage.status for stage in report.stages] == ["passed", "passed", *["to do"] * 3]


def test_modules_of_the_learners_own_come_along_with_one_file() -> None:
    found = of({"value.py": EVERYTHING, "engine.py": b"b = 2\n", "notes.ipynb": b"{}"})

    assert sources(found)["engine"] == "anna/engine.py"
    assert "nn" in found.files


def test_of_several_files_by_other_names_that_with_most_of_the_kata_counts() -> None:
    found = of({"a.py": WORK["value.py"], "hw.py": EVERYTHING, "z.py": b"a = 1\n"})

    assert len(found.problems) == 0
    assert found.notes[0] == (
        "anna/hw.py counts, in which most of the kata is; not anna/a.py, anna/z.py"
    )
    assert sources(found)["z"] == "anna/z.py"


@pytest.mark.parametrize("names", [["a.py"], ["a.py", "b.py"], ["a.py", "b.ipynb"]])
def test_files_without_anything_of_the_kata_are_refused(names: list[str]) -> None:
    line = refused({name: notebook() if "nb" in name else b"a = 1\n" for name in names})

    assert line.startswith("anna")
    assert len(names) == 1 or "found a.py, b." in line


def test_an_archive_by_another_name_is_told() -> None:
    for name in ("value.py", "hw.py", "hw.ipynb"):
        line = refused({name: b"PK\x03\x04\0\0"})
        assert line == f"anna/{name}: it is a .zip archive; rename it to .zip"


# Notebooks


def test_a_notebook_is_read() -> None:
    found = of({"hw/hw.ipynb": notebook(*WORK.values())})

    assert set(found.files) == {file.removesuffix(".py") for file in FILES}
    with LearnerProcess(found.files) as process:
        assert process.run("from value import Value\na = Value(2.0).data", 20).names["a"] == 2.0


def test_of_several_notebooks_that_with_most_of_the_kata_counts() -> None:
    found = of({"a.ipynb": notebook(WORK["value.py"]), "b.ipynb": notebook(*WORK.values())})

    assert "nn" in found.files
    assert found.notes[0] == ("anna/b.ipynb counts, in which most of the kata is; not anna/a.ipynb")


def test_of_two_that_were_begun_the_files_count_and_it_is_said() -> None:
    found = of(at("exercises", WORK) | {"kata.ipynb": notebook(*WORK.values())})

    assert sources(found)["value"] == "anna/exercises/value.py"
    assert found.notes == ("the .py files in anna/exercises/ count, and anna/kata.ipynb does not",)


def test_a_notebook_counts_where_it_alone_was_begun() -> None:
    found = of(at("exercises", STUBS) | {"kata.ipynb": notebook(*WORK.values())})

    assert sources(found)["value"].startswith("anna/kata.ipynb")
    assert found.notes[0] == "anna/kata.ipynb counts: the .py files are as they were handed out"


def test_a_notebook_that_was_not_begun_is_not_spoken_of() -> None:
    for files in (WORK, STUBS):
        found = of(at("exercises", files) | {"kata.ipynb": notebook(*STUBS.values())})

        assert sources(found)["value"] == "anna/exercises/value.py"
        assert found.notes == ()


def test_a_notebook_with_some_of_the_stubs_was_not_begun() -> None:
    found = of(at("exercises", STUBS) | {"kata.ipynb": notebook(STUBS["by_hand.py"])})

    assert (sources(found)["value"], found.notes) == ("anna/exercises/value.py", ())


def test_a_notebook_that_cannot_be_read_is_said_where_nothing_else_was_begun() -> None:
    found = of(at("exercises", STUBS) | {"kata.ipynb": b"{"})

    (note,) = found.notes
    assert note.startswith("anna/kata.ipynb")
    assert of(at("exercises", WORK) | {"kata.ipynb": b"{"}).notes == ()


# The reference


def test_a_file_that_is_the_reference_is_graded_and_it_is_said() -> None:
    found = of(WORK | {"value.py": REFERENCE["value.py"]})

    assert found.like_reference == ("value.py",)
    assert found.notes == ("value.py equals the reference to the letter",)


def test_line_ends_and_spaces_make_no_other_file_of_the_reference() -> None:
    content = REFERENCE["value.py"].replace(b"\n", b"  \r\n") + b"\n\n"

    assert of(WORK | {"value.py": content}).like_reference == ("value.py",)
    content = REFERENCE["value.py"].replace(b"self", b"this", 1)
    assert of(WORK | {"value.py": content}).like_reference == ()


def test_several_files_of_the_reference_are_one_note() -> None:
    found = of(WORK | {file: REFERENCE[file] for file in ("value.py", "nn.py")})

    assert found.notes == ("value.py and nn.py equal the reference to the letter",)
    assert of(REFERENCE).notes == ("every file equals the reference to the letter",)


def test_of_ones_own_code_that_is_not_said() -> None:
    assert read_path(SOLUTIONS).notes == ()


# Whose it is, and grading


def test_whose_code_it_is(tmp_path: Path) -> None:
    (tmp_path / "hw.py").write_bytes(EVERYTHING)
    assert read_path(tmp_path / "hw.py").is_others
    assert not read_path(LECTURE).is_others
    assert not read_path(LECTURE / "value.py").is_others
    packed = ROOT / "tests" / f"packed-{tmp_path.name}.zip"
    try:
        with zipfile.ZipFile(packed, "w") as made:
            made.writestr("value.py", WORK["value.py"])
        assert read_path(packed).is_others
    finally:
        packed.unlink()


def test_paths_are_shown_from_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "value.py").write_bytes(WORK["value.py"])
    (tmp_path / "value.py").write_bytes(STUBS["value.py"])
    monkeypatch.chdir(tmp_path)

    assert sources(read_path(Path(".")))["value"] == "exercises/value.py"
    assert sources(read_path(tmp_path / "value.py"))["value"] == "value.py"
    assert read_path(Path("value.py")).problems["nn"].path == "./nn.py"


def test_the_exercises_are_read_as_ever() -> None:
    found = read_path(ROOT / "tests" / ".." / "exercises")

    assert sources(found)["value"].endswith("exercises/value.py")
    assert (found.is_others, found.notes, found.problems) == (False, (), {})


def test_every_shape_earns_the_same() -> None:
    shapes = [WORK, {"hw.py": EVERYTHING}, {"hw.ipynb": notebook(*WORK.values())}]

    reports = [grading.grade(of(files), stages=[*range(1, 7), *range(8, 12)]) for files in shapes]

    folder, one_file, in_a_notebook = ([stage.earned for stage in r.stages] for r in reports)
    assert min(folder) > 5
    assert folder == one_file == in_a_notebook
