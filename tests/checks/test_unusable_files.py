"""Files that are not what they should be: each is told, with what it costs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader import grading
from grader.curriculum import WITHOUT_TORCH
from grader.paths import SOLUTIONS
from grader.report import words
from grader.report.model import CheckResult, Report
from grader.report.outcome import CheckStatus, Claim, Outcome, Reason
from grader.submission.folder import read_folder
from grader.submission.sources import LARGEST_FILE

pytestmark = pytest.mark.slow("grades many submissions")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A submission that is right."""
    return Path(shutil.copytree(SOLUTIONS, tmp_path / "submission"))


def first_outcome(folder: Path) -> Outcome:
    """How the first check of stage 1 ended."""
    return grading.grade(read_folder(folder), stages=[1]).stages[0].checks[0].outcome


def graded(folder: Path) -> Report:
    return grading.grade(read_folder(folder), stages=WITHOUT_TORCH)


def checks(report: Report) -> list[CheckResult]:
    return [check for stage in report.stages for check in stage.checks]


A_RESET = "`make reset FILE=value` gives you a new one"


@pytest.mark.parametrize(
    ("content", "status", "claim", "said"),
    [
        (b"", "to do", "empty", f"value.py is empty; {A_RESET}"),
        (
            "# caf\u00e9\n".encode("latin-1"),
            "error",
            "encoding",
            "value.py is not in UTF-8; save it in that encoding",
        ),
        (
            "class Value: ...\n".encode("utf-16"),
            "error",
            "other_encoding",
            "value.py is in UTF-16; save it in UTF-8",
        ),
        (
            b"class Value: ...\n\0",
            "error",
            "zero_bytes",
            f"value.py is not a text file: it holds zero bytes; {A_RESET}",
        ),
        (b" " * (LARGEST_FILE + 1), "error", "too_large", "value.py is larger than 1 MB"),
    ],
    ids=["empty", "latin-1", "utf-16", "a zero byte", "too large"],
)
def test_a_file_that_is_no_source_is_told_in_one_line(
    folder: Path, content: bytes, status: CheckStatus, claim: Claim, said: str
) -> None:
    (folder / "value.py").write_bytes(content)

    outcome = first_outcome(folder)

    reason = "file_missing" if status == "to do" else "file_unusable"
    assert (outcome.status, outcome.reason, outcome.claim) == (status, reason, claim)
    assert outcome.file and Path(outcome.file).name == "value.py"
    assert words.message(outcome) == f"{folder}/{said}"


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (b"class Value:\n  def\n", "SyntaxError", "Python cannot read the file: invalid syntax"),
        (
            b"if 1:\na = 1\n",
            "IndentationError",
            "Python cannot read the file: expected an indented block",
        ),
        (b"(" * 5000, "SyntaxError", "too many nested parentheses"),
        (b"import sys\nsys.exit(0)\n", "SystemExit", "sys.exit(0) was called"),
        (b"import os\nos._exit(0)\n", "EndedProcess", "os._exit(0) would have ended Python"),
        (b"1 / 0\n", "ZeroDivisionError", "ZeroDivisionError: division by zero"),
    ],
)
def test_a_file_that_cannot_be_imported_is_told(
    folder: Path, content: bytes, kind: str, said: str
) -> None:
    (folder / "value.py").write_bytes(content)

    outcome = first_outcome(folder)

    assert (outcome.status, outcome.reason) == ("error", "waits")
    assert outcome.raised and outcome.raised.kind == kind
    assert said in words.message(outcome)


def test_a_file_that_imports_torch_is_told_which_one_may(folder: Path) -> None:
    (folder / "value.py").write_text("import torch\nValue = torch.Tensor\nVALUE = Value()\n")

    remark = words.remark(first_outcome(folder))

    assert remark.startswith("Only torch_neuron.py may import torch")


def test_a_file_that_ends_python_is_told(folder: Path) -> None:
    (folder / "value.py").write_text("import posix\nposix._exit(0)\n")

    outcome = first_outcome(folder)

    assert (outcome.status, outcome.reason) == ("crashed", "died")
    assert "took Python down" in words.message(outcome)


def test_a_syntax_error_is_located(folder: Path) -> None:
    (folder / "value.py").write_text("a = 1\nb = = 2\n")

    outcome = first_outcome(folder)

    assert outcome.file
    assert (Path(outcome.file).name, outcome.line) == ("value.py", 2)


def test_a_folder_named_like_a_file_is_told_with_the_remedy(folder: Path) -> None:
    (folder / "value.py").unlink()
    (folder / "value.py").mkdir()

    outcome = first_outcome(folder)

    assert (outcome.claim, outcome.remedy) == ("not_a_file", "reset")
    assert "value.py is not a file; move it away" in words.message(outcome)


def test_a_link_to_nowhere_is_told_with_the_remedy(folder: Path) -> None:
    (folder / "value.py").unlink()
    (folder / "value.py").symlink_to("gone.py")

    outcome = first_outcome(folder)

    assert (outcome.claim, outcome.remedy) == ("missing", "reset")
    assert f"value.py is missing; {A_RESET}" in words.message(outcome)


def test_one_broken_file_costs_only_the_stages_that_need_it(folder: Path) -> None:
    (folder / "by_hand.py").write_text("(\n")

    lost = {s.number: s.status for s in graded(folder).stages if s.status != "passed"}

    assert lost == {3: "error"}


@pytest.mark.timeout(60)
def test_two_programs_without_end_stop_the_run(folder: Path) -> None:
    (folder / "value.py").write_text("while True: pass\n")

    found = [check.outcome for check in checks(graded(folder)) if check.status != "passed"]

    endless: list[Reason] = ["endless", "endless"]
    assert [outcome.reason for outcome in found] == endless + ["not_run"] * (len(found) - 2)
    assert {(o.status, o.was_put) for o in found[:2]} == {("timeout", True)}
    assert {(o.status, o.was_put) for o in found[2:]} == {("error", False)}
