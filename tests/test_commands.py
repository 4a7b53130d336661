"""The command line, called as a learner calls it: exit codes, and errors of one line."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from grader.curriculum import FILES
from grader.paths import EXERCISES, LECTURE, ROOT, SOLUTIONS
from grader.report.faces import FACES

pytestmark = pytest.mark.slow("starts the grader many times")

linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing holds it")

ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING")
    and not name.startswith(("LC_", "PYTEST_"))
}


def call(
    *arguments: str | Path, root: Path = ROOT, **variables: str
) -> subprocess.CompletedProcess[str]:
    """`python -m grader` with these arguments."""
    return subprocess.run(
        [sys.executable, "-m", "grader", *map(str, arguments)],
        cwd=root,
        env={**ENVIRONMENT, **variables},
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=120,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A submission that is right, and not the reference to the letter."""
    folder = Path(shutil.copytree(SOLUTIONS, tmp_path / "submission"))
    for file in FILES:
        (folder / file).write_text(f"# mine\n{(folder / file).read_text(encoding='utf-8')}")
    return folder


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A kata of its own, with exercises/ as handed out."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("grader", "helper_draw", "solutions"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    shutil.copytree(EXERCISES, tmp_path / "exercises", ignore=ignored)
    return tmp_path


def assert_refused(done: subprocess.CompletedProcess[str], code: int, words: str) -> None:
    """It says in one line what is at fault, and nothing else."""
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("grader: ")
    assert done.stderr.count("\n") == 1
    assert words in done.stderr


# What was handed in


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    """An archive of a folder in which one file lies elsewhere."""
    with zipfile.ZipFile(tmp_path / "anna.zip", "w") as made:
        for name in ("value.py", "old/topological_sort.py"):
            made.write(LECTURE / Path(name).name, f"hw/{name}")
    return tmp_path / "anna.zip"


NOT_THERE = "not there: by_hand.py, torch_neuron.py, nn.py, training.py"


def missing(archive: Path) -> str:
    """What is said of that archive."""
    return f"missing in {archive}/hw/, taken: {archive}/hw/old/topological_sort.py"


def test_what_counts_of_an_archive_is_said_on_the_page(handed_in: Path) -> None:
    done = call("grade", handed_in, "--stage", "2", "--trust")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(
        f"    Note        {missing(handed_in)}\n    Note        {NOT_THERE}\n"
    )


def test_what_counts_of_an_archive_is_said_beside_other_formats(handed_in: Path) -> None:
    done = call("grade", handed_in, "--stage", "2", "--trust", "--format", "json")

    said = f"grader: {missing(handed_in)}\ngrader: {NOT_THERE}\n"
    assert (done.returncode, done.stderr) == (0, said)
    assert json.loads(done.stdout)["submission"] == str(handed_in)


def test_what_counts_of_an_archive_is_said_in_the_files_that_others_read(
    handed_in: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = call(
        *("grade", handed_in, "--stage", "2", "--trust", "--out", out),
        *("--format", "gradescope,markdown"),
    )

    assert done.returncode == 0
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert f"Note: {NOT_THERE}" in results["output"]
    assert "**Note** not there" in (out / "report.md").read_text(encoding="utf-8")


def test_every_format_becomes_a_file_of_its_own(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = call(
        *("grade", folder, "--stage", "1", "--trust", "--out", out, "--format", ",".join(FACES))
    )

    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert {path.name for path in out.iterdir()} == {face.file for face in FACES.values()}


def test_gradescope_is_told_why_there_was_nothing_to_grade(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = call("grade", tmp_path / "empty", "--format", "gradescope", "--out", tmp_path / "out")

    assert_refused(done, 2, "no file of the kata")
    results = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert results["score"] == 0 and "no file of the kata" in results["output"]


def test_other_formats_leave_nothing_where_there_was_nothing_to_grade(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = call("grade", tmp_path / "empty", "--format", "junit", "--out", tmp_path / "out")

    assert_refused(done, 2, "no file of the kata")
    assert not (tmp_path / "out").exists()


def test_what_counts_of_an_archive_is_said_before_a_search(handed_in: Path) -> None:
    pytest.importorskip("hypothesis")

    done = call("fuzz", handed_in, "--seconds", "0.1", "--trust")

    assert (done.returncode, done.stderr) == (0, "")
    assert f"Note: {missing(handed_in)}\n" in done.stdout


def test_one_file_is_graded_by_its_own_name(tmp_path: Path) -> None:
    path = Path(shutil.copy(LECTURE / "value.py", tmp_path / "my_homework.py"))

    assert call("grade", path, "--stage", "2", "--trust").returncode == 0


# Exit codes


def test_what_is_right_exits_with_0(folder: Path) -> None:
    done = call("grade", folder, "--stage", "1")

    assert (done.returncode, done.stderr) == (0, "")
    assert "It is right." in done.stdout


@linux
def test_it_is_said_what_held_other_peoples_code(folder: Path) -> None:
    held = "this code was held by"

    assert held in call("grade", folder, "--stage", "1").stdout
    assert held not in call("grade", SOLUTIONS, "--stage", "1").stdout
    assert held not in call("grade", "--stage", "1").stdout


@linux
def test_the_canary_says_what_holds() -> None:
    done = call("canary")

    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[0] for line in done.stdout.splitlines()[:3]] == [
        *("bubblewrap", "landlock", "seccomp")
    ]


def test_what_is_to_do_exits_with_1() -> None:
    done = call("grade", "--stage", "1")

    assert (done.returncode, done.stderr) == (1, "")


def test_what_is_wrong_exits_with_1(folder: Path) -> None:
    (folder / "value.py").write_text("class Value: pass\n")

    done = call("grade", folder, "--stage", "1")

    assert (done.returncode, done.stderr) == (1, "")


def test_a_grader_that_is_broken_exits_with_3(house: Path) -> None:
    (house / "grader" / "checks" / "stage_01_arithmetic.py").write_text("1 / 0\n")

    done = call("grade", root=house)

    assert_refused(done, 3, "the grader itself failed")


def test_answers_that_are_damaged_exit_with_3(house: Path) -> None:
    (house / "grader" / "answers" / "answers.json").write_text("{")

    assert_refused(call("grade", root=house), 3, "the grader itself failed")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["grade", "gone"], "gone: no such file or folder"),
        (["grade", "Makefile"], "Makefile: not a folder, nor a submission; give a folder, a .py"),
        (["grade", "gone.zip"], "gone.zip: no such file"),
        (["grade", "grader"], "no file of the kata"),
        (["grade", "--stage", "0"], "there are stages 1 to 11"),
        (["grade", "--stage", "12"], "there are stages 1 to 11"),
        (["grade", "--stage", "-1"], "there are stages 1 to 11"),
        (["grade", "--stage", "five"], "there are stages 1 to 11"),
        (["grade", "--format", "word"], "--format word: no such format"),
        (["grade", "--format", ""], "no such format"),
        (["grade", "--format", "terminal,json"], "add --out DIR"),
        (["grade", "--out", "reports"], "--out reports: which format? add --format json"),
        (["grade", "one", "two"], "unrecognized arguments: two"),
        (["grade", "\x1b[2J"], "\\x1b[2J: no such file or folder"),
        (["grade", "a\nb"], "a\\nb: no such file or folder"),
        (["reset", "nm"], "nm: no exercise of that name; there are value"),
        (["dance"], "invalid choice: 'dance'"),
        ([], "required: COMMAND"),
    ],
)
def test_a_call_at_fault_exits_with_2(arguments: list[str], words: str) -> None:
    assert_refused(call(*arguments), 2, words)


def test_a_path_that_is_no_text_exits_with_2() -> None:
    assert_refused(call("grade", os.fsdecode(b"\xff")), 2, "no such file or folder")


@pytest.mark.parametrize("place", ["/proc/self/reports", "{file}", "{file}/below"])
def test_an_impossible_place_for_reports_exits_with_2(folder: Path, place: str) -> None:
    out = place.format(file=folder / "value.py")

    done = call("grade", folder, "--stage", "1", "--format", "json", "--out", out)

    assert_refused(done, 2, "report.json: cannot be written")


@pytest.mark.skipif(sys.platform != "linux", reason="no other tells of children")
def test_stopping_it_exits_without_a_report(folder: Path) -> None:
    (folder / "value.py").write_text("import time\ntime.sleep(1.5)\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "grade", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Where the tests run in the background, SIGINT is ignored, and that is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    deadline = time.monotonic() + 60
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while not children.read_text() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)

    assert (process.returncode, output, errors) == (2, "", "grader: stopped\n")


def test_a_reader_that_leaves_early_is_no_error_to_read(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    done = subprocess.run(
        [sys.executable, "-m", "grader", "grade", str(folder), "--stage", "1"],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writing)

    assert done.stderr == ""


# Reports


def test_a_report_in_json_is_utf_8_whatever_the_terminal_speaks(folder: Path) -> None:
    text = (folder / "value.py").read_text(encoding="utf-8")
    (folder / "value.py").write_text(f'{text}\nprint("caf\u00e9 \x1b[31m")\n', encoding="utf-8")

    done = call("grade", folder, "--stage", "1", "--format", "json", PYTHONIOENCODING="ascii")

    assert (done.returncode, done.stderr) == (0, "")
    outputs = [check["output"] for check in json.loads(done.stdout)["stages"][0]["checks"]]
    assert "caf\u00e9 \x1b[31m\n" in outputs


def test_a_report_goes_where_it_is_told(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "reports"

    done = call("grade", folder, "--stage", "1", "--format", "json", "--out", out)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"10 of 10 points: {out / 'report.json'}\n"
    assert json.loads((out / "report.json").read_text())["earned"] == 10


def test_what_it_came_to_is_said_once(folder: Path, tmp_path: Path) -> None:
    formats = ("--format", "terminal,json", "--out", tmp_path)
    done = call("grade", folder, "--stage", "1", "--trust", *formats)

    assert "report.json" not in done.stdout


def test_the_same_submission_has_the_same_report(folder: Path) -> None:
    def report() -> dict[str, Any]:
        found = json.loads(call("grade", folder, "--stage", "5", "--format", "json").stdout)
        for check in found["stages"][0]["checks"]:
            del check["seconds"]
        return dict(found)

    (folder / "topological_sort.py").write_text(
        "def topological_sort(root):\n    return [root, *root._prev]\n"
    )

    assert report() == report()


# Surroundings that are not as they should be


def test_a_missing_exercises_folder_is_told_with_the_remedy(house: Path) -> None:
    shutil.rmtree(house / "exercises")

    assert_refused(call("grade", root=house), 2, "exercises: no such folder; `make reset`")


def test_reset_brings_a_missing_exercises_folder_back(house: Path) -> None:
    shutil.rmtree(house / "exercises")

    done = call("reset", root=house)

    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in (house / "exercises").iterdir()} == set(FILES)


def test_reset_says_where_the_old_file_is(house: Path) -> None:
    (house / "exercises" / "nn.py").write_text("mine")

    done = call("reset", "nn", root=house)

    kept = done.stdout.split("your old one is ")[1].strip()
    assert (house / kept).read_text() == "mine"


def test_grading_goes_on_where_kata_is_a_file(house: Path) -> None:
    (house / ".kata").write_text("in the way")
    (house / "exercises" / "value.py").write_text("class Value:\n    def __init__(self, d): ...\n")

    done = call("grade", "--stage", "1", root=house)

    assert (done.returncode, done.stderr) == (1, "")
    assert "cannot be written" in done.stdout
    assert "Next" in done.stdout


def test_hints_come_one_after_the_other(house: Path) -> None:
    first, second = call("hint", root=house), call("hint", root=house)

    assert (first.returncode, first.stderr) == (1, "")
    assert "Hint 1 of" in first.stdout
    assert "Hint 2 of" in second.stdout


def test_a_package_that_is_missing_is_told_with_the_remedy(house: Path) -> None:
    (house / "msgspec.py").write_text("raise ModuleNotFoundError('none', name='msgspec')\n")

    done = call("grade", root=house)

    assert_refused(done, 2, "the package msgspec is not installed here; run `make grade`")
