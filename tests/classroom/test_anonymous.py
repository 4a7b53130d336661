"""Numbers that stand for people, and names of files that tell no more of them than those do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from grader.classroom.anonymous import FILE, Anonymous
from grader.classroom.database import CannotKeep
from grader.classroom.finding.handed_in import HandedIn
from grader.submission.bundle import Bundle
from grader.submission.reading import submission_of
from grader.submission.submission import Problem, UnusableSubmission

VALUE = b"class Value: pass\n"


def zipped(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return content.getvalue()


@pytest.mark.parametrize(
    ("files", "paths"),
    [
        ({"value.py": VALUE, "nn.py": VALUE}, ["value.py", "nn.py"]),
        ({"anna.py": VALUE}, ["submission.py"]),
        ({"Anna Smith.ipynb": b"{}"}, ["submission.ipynb"]),
        ({"value.py": VALUE, "anna.ipynb": b"{}"}, ["value.py", "submission 1.ipynb"]),
        ({"anna/exercises/value.py": VALUE}, ["folder 0/exercises/value.py"]),
        ({"anna.zip": zipped({"Anna/value.py": VALUE})}, ["folder 0/folder 1/value.py"]),
        ({"a.py": Problem("anna/a.py", "unreadable")}, ["submission.py"]),
        ({"anna.zip": b"no archive"}, ["submission.zip"]),
    ],
)
def test_names_of_files_tell_of_nobody(
    tmp_path: Path, files: dict[str, bytes | Problem], paths: list[str]
) -> None:
    found = Anonymous(tmp_path).hidden(Bundle("anna", files, ("anna.py counts",)))

    assert sorted(found.files) == sorted(paths)
    assert "anna" not in repr(found).lower()
    try:
        read = repr(submission_of(found, is_export=True))
    except UnusableSubmission as error:
        read = str(error)
    assert "anna" not in read.lower()


def test_modules_of_ones_own_keep_their_names(tmp_path: Path) -> None:
    files: dict[str, bytes | Problem] = {"value.py": VALUE, "engine.py": VALUE}

    assert Anonymous(tmp_path).hidden(Bundle("anna", files)).files == files


def test_numbers_stay_and_no_two_are_alike(tmp_path: Path) -> None:
    people = [HandedIn(f"{n}", name="=1+1") for n in range(300)]
    first = Anonymous(tmp_path)
    first.number(people)
    again = Anonymous(tmp_path)
    again.number([*people, HandedIn("new")])

    numbers = [again.of(one).learner for one in people]
    assert numbers == [first.of(one).learner for one in people]
    assert len({*numbers, again.of(HandedIn("new")).learner}) == 301
    assert sorted(numbers) != numbers  # which would tell of their order
    assert not any(number.startswith("0") for number in numbers)
    assert '"\'=1+1"' in (tmp_path / FILE).read_text()


def test_a_number_leads_back_to_who_it_is(tmp_path: Path) -> None:
    learners = [HandedIn("=anna", "+Anna"), HandedIn("ben", "Ben Kim")]
    numbered = Anonymous(tmp_path)
    numbered.number(learners)

    people = Anonymous(tmp_path).people()

    assert {numbered.of(each).learner: (each.learner, each.name) for each in learners} == people


@pytest.mark.parametrize("content", [b"\xff", b"a,b\n1,2\n"])
def test_a_damaged_key_is_told_in_a_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)

    with pytest.raises(CannotKeep, match=r"identities\.csv: cannot be read .*; name another OUT"):
        Anonymous(tmp_path)
