"""The learner's desk: nothing of theirs is ever lost, and .kata/ may be in any state."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader import files
from grader.curriculum import FILES
from grader.paths import ROOT, SOLUTIONS
from grader.python_source import stub
from grader.report.model import CheckResult, CheckStatus, Report, StageResult, stage_status
from grader.trace import Difference
from grader.workspace import desk

HINTS = ("first", "second", "third")


@pytest.fixture(autouse=True)
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk of its own, with exercises/ as handed out and no .kata/ yet."""
    monkeypatch.setattr(desk, "EXERCISES", tmp_path / "exercises")
    kata = desk.KATA
    for name in ("KATA", "HINTS", "FAILING", "BACKUPS"):
        inside = getattr(desk, name).relative_to(kata)
        monkeypatch.setattr(desk, name, tmp_path / ".kata" / inside)
    desk.EXERCISES.mkdir()
    for name in FILES:
        (desk.EXERCISES / name).write_text(fresh(name))
    return tmp_path


def fresh(name: str) -> str:
    return stub((SOLUTIONS / name).read_text(encoding="utf-8"))


def report(*statuses: CheckStatus, bonus: bool = False, program: str = "a = 1\n") -> Report:
    checks = [
        CheckResult(f"test_{i}", f"Check {i}.", status, bonus, 1, 0, program=program)
        for i, status in enumerate(statuses)
    ]
    stage = StageResult(1, "Arithmetic", "value.py", 10, 0, stage_status(checks), checks)
    return Report("exercises", "", 0, 10, 0, 0, [stage])


# reset


def test_reset_puts_a_fresh_stub(room: Path) -> None:
    (desk.EXERCISES / "nn.py").write_text("mine")

    path, _ = desk.reset("nn")

    assert path == desk.EXERCISES / "nn.py"
    assert path.read_text() == fresh("nn.py")


def test_reset_keeps_the_old_file(room: Path) -> None:
    (desk.EXERCISES / "nn.py").write_text("mine")

    _, kept = desk.reset("nn")

    assert kept
    assert kept.parent == room / ".kata" / "backup"
    assert kept.read_text() == "mine"


def test_resets_within_a_second_keep_every_old_file(room: Path) -> None:
    for i in range(4):
        (desk.EXERCISES / "nn.py").write_text(f"mine {i}")
        desk.reset("nn")

    kept = sorted(path.read_text() for path in desk.BACKUPS.iterdir())
    assert kept == ["mine 0", "mine 1", "mine 2", "mine 3"]


@pytest.mark.parametrize("name", ["nn", "nn.py", "exercises/nn.py", "./exercises/nn"])
def test_reset_takes_the_name_in_any_form(name: str) -> None:
    assert desk.reset(name)[0] == desk.EXERCISES / "nn.py"


@pytest.mark.parametrize("name", ["nm", "", ".", "/", "nn.txt", "../solutions", "nn.py.py", "NN"])
def test_reset_of_an_unknown_name_lists_the_known(name: str) -> None:
    with pytest.raises(desk.NoSuchFile, match="there are value, by_hand"):
        desk.reset(name)


def test_reset_of_a_missing_file_keeps_nothing() -> None:
    (desk.EXERCISES / "nn.py").unlink()

    path, kept = desk.reset("nn")

    assert kept is None
    assert path.read_text() == fresh("nn.py")


def test_reset_makes_a_missing_folder() -> None:
    for name in FILES:
        (desk.EXERCISES / name).unlink()
    desk.EXERCISES.rmdir()

    assert desk.reset("nn")[0].read_text() == fresh("nn.py")


def test_reset_keeps_a_folder_that_is_in_the_way() -> None:
    (desk.EXERCISES / "nn.py").unlink()
    (desk.EXERCISES / "nn.py").mkdir()
    (desk.EXERCISES / "nn.py" / "work").write_text("mine")

    path, kept = desk.reset("nn")

    assert path.is_file()
    assert kept
    assert (kept / "work").read_text() == "mine"


def test_reset_replaces_a_link_to_nowhere() -> None:
    (desk.EXERCISES / "nn.py").unlink()
    (desk.EXERCISES / "nn.py").symlink_to("gone.py")

    assert desk.reset("nn")[0].read_text() == fresh("nn.py")


def test_reset_changes_nothing_where_the_old_file_cannot_be_kept(room: Path) -> None:
    (room / ".kata").write_text("in the way")
    (desk.EXERCISES / "nn.py").write_text("mine")

    with pytest.raises(files.CannotWrite, match="nothing was changed"):
        desk.reset("nn")

    assert (desk.EXERCISES / "nn.py").read_text() == "mine"


def test_reset_puts_the_old_file_back_where_the_new_one_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(path: Path, content: str) -> None:
        raise files.CannotWrite(f"{path}: cannot be written (No space left on device)")

    (desk.EXERCISES / "nn.py").write_text("mine")
    monkeypatch.setattr(files, "write", full)

    with pytest.raises(files.CannotWrite):
        desk.reset("nn")

    assert (desk.EXERCISES / "nn.py").read_text() == "mine"


def test_missing_exercises_are_restored_and_others_left() -> None:
    (desk.EXERCISES / "value.py").unlink()
    (desk.EXERCISES / "nn.py").write_text("mine")

    restored = desk.restore_missing()

    assert restored == [desk.EXERCISES / "value.py"]
    assert (desk.EXERCISES / "value.py").read_text() == fresh("value.py")
    assert (desk.EXERCISES / "nn.py").read_text() == "mine"


# hints


def test_hints_come_one_after_the_other_and_the_last_stays() -> None:
    numbers = [desk.next_hint("1:test_a", HINTS) for _ in range(5)]

    assert numbers == [0, 1, 2, 2, 2]


def test_each_check_has_hints_of_its_own() -> None:
    desk.next_hint("1:test_a", HINTS)

    assert desk.next_hint("2:test_b", HINTS) == 0
    assert desk.next_hint("1:test_a", HINTS) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"7",
        b'"text"',
        b'{"1:test_a": "many"}',
        b'{"1:test_a": null}',
        b'{"1:test_a": [1]}',
        b'{"1:test_a": Infinity}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_hints_begin_again_where_their_file_is_damaged(content: bytes) -> None:
    desk.HINTS.parent.mkdir()
    desk.HINTS.write_bytes(content)

    assert [desk.next_hint("1:test_a", HINTS) for _ in range(2)] == [0, 1]


@pytest.mark.parametrize(("count", "number"), [(-5, 0), (99, 2)])
def test_a_count_of_hints_out_of_range_is_brought_back(count: int, number: int) -> None:
    desk.HINTS.parent.mkdir()
    desk.HINTS.write_text(f'{{"1:test_a": {count}}}')

    assert desk.next_hint("1:test_a", HINTS) == number


def test_hints_say_so_where_kata_is_a_file(room: Path) -> None:
    (room / ".kata").write_text("in the way")

    with pytest.raises(files.CannotWrite):
        desk.next_hint("1:test_a", HINTS)


# the failing program


def test_the_failing_program_runs_as_a_script(room: Path) -> None:
    (desk.EXERCISES / "value.py").write_text("class Value:\n    def __init__(self, data): ...\n")
    path = desk.keep_failing_program(
        report("passed", "failed", program="from value import Value\nprint(Value(1) is None)\n")
    )
    assert path

    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, cwd=room)

    assert (done.stdout, done.stderr) == ("False\n", "")


def test_the_failing_program_prints_what_is_wrong_beside_what_it_should_be(room: Path) -> None:
    (desk.EXERCISES / "value.py").write_text(
        "class Value:\n    def __init__(self, data):\n        self.data, self.grad = data, 0.5\n"
    )
    row = Difference("a", "grad", 0.5, 2.0, "torch")
    failing = report("failed", program="from value import Value\na = Value(1.0)\n")
    failing.stages[0].checks[0].differences = [row]
    path = desk.keep_failing_program(failing)
    assert path

    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, cwd=room)

    assert (done.stdout, done.stderr) == ("a.grad = 0.5   torch: 2.0\n", "")


@pytest.mark.parametrize("statuses", [("passed",), ("to do",), ("needs torch",)])
def test_no_program_is_kept_where_nothing_fails(statuses: tuple[CheckStatus, ...]) -> None:
    assert desk.keep_failing_program(report(*statuses)) is None
    assert not desk.FAILING.exists()


def test_a_failing_program_says_so_where_kata_is_a_file(room: Path) -> None:
    (room / ".kata").write_text("in the way")

    with pytest.raises(files.CannotWrite):
        desk.keep_failing_program(report("failed"))


@pytest.mark.parametrize(
    ("statuses", "first"),
    [
        (("passed", "to do", "failed"), 2),
        (("to do", "error"), 1),
        (("timeout", "failed"), 0),
        (("crashed", "failed"), 0),
        (("passed", "to do", "to do"), 1),
    ],
)
def test_what_fails_comes_before_what_is_to_do(
    statuses: tuple[CheckStatus, ...], first: int
) -> None:
    found = desk.first_not_right(report(*statuses))

    assert found
    assert found[1].name == f"test_{first}"


def test_extra_credit_is_never_the_first_thing_to_look_at() -> None:
    assert desk.first_not_right(report("failed", bonus=True)) is None


def test_the_desk_lies_beside_the_grader() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from grader import desk; print(desk.KATA)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.stdout == f"{ROOT / '.kata'}{os.linesep}"
