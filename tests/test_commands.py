"""The command line, called as a learner calls it: exit codes, and errors of one line."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from grader import grading
from grader.curriculum import FILES, STAGES
from grader.paths import EXERCISES, ROOT, SOLUTIONS
from grader.report.model import CheckResult
from grader.submission.folder import read_folder

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
    """A submission that is right."""
    return Path(shutil.copytree(SOLUTIONS, tmp_path / "submission"))


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


def first_check(folder: Path) -> CheckResult:
    """The first check of stage 1, graded without a command line around it."""
    return grading.grade(read_folder(folder), stages=[1]).stages[0].checks[0]


# Exit codes


def test_what_is_right_exits_with_0(folder: Path) -> None:
    done = call("grade", folder, "--stage", "1")

    assert (done.returncode, done.stderr) == (0, "")
    assert "It is right." in done.stdout


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
    (house / "grader" / "interpreters" / "answers.json").write_text("{")

    assert_refused(call("grade", root=house), 3, "the grader itself failed")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["grade", "gone"], "gone: no such folder"),
        (["grade", "solutions/value.py"], "solutions/value.py: not a folder"),
        (["grade", "grader"], "no file of the kata"),
        (["grade", "--stage", "0"], "there are stages 1 to 11"),
        (["grade", "--stage", "12"], "there are stages 1 to 11"),
        (["grade", "--stage", "-1"], "there are stages 1 to 11"),
        (["grade", "--stage", "five"], "there are stages 1 to 11"),
        (["grade", "--format", "word"], "--format word: no such format"),
        (["grade", "--format", ""], "no such format"),
        (["grade", "--format", "terminal,json"], "add --out DIR"),
        (["grade", "one", "two"], "unrecognized arguments: two"),
        (["grade", "\x1b[2J"], "\\x1b[2J: no such folder"),
        (["grade", "a\nb"], "a b: no such folder"),
        (["reset", "nm"], "nm: no exercise of that name; there are value"),
        (["dance"], "invalid choice: 'dance'"),
        ([], "required: COMMAND"),
    ],
)
def test_a_call_at_fault_exits_with_2(arguments: list[str], words: str) -> None:
    assert_refused(call(*arguments), 2, words)


def test_a_path_that_is_no_text_exits_with_2() -> None:
    assert_refused(call("grade", os.fsdecode(b"\xff")), 2, "no such folder")


@pytest.mark.parametrize("place", ["/proc/self/reports", "{file}", "{file}/below"])
def test_an_impossible_place_for_reports_exits_with_2(folder: Path, place: str) -> None:
    out = place.format(file=folder / "value.py")

    done = call("grade", folder, "--stage", "1", "--format", "json", "--out", out)

    assert_refused(done, 2, "report.json: cannot be written")


def test_stopping_it_exits_without_a_report(folder: Path, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    (folder / "value.py").write_text(f"import time\nopen({str(begun)!r}, 'w')\ntime.sleep(1.5)\n")
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
    while not begun.exists() and time.monotonic() < deadline:
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


# Files that are not what they should be


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", "to do", "value.py is empty"),
        (b"class Value:\n  def\n", "error", "Python cannot read the file: invalid syntax"),
        (b"if 1:\na = 1\n", "error", "Python cannot read the file: expected an indented block"),
        ("# caf\u00e9\n".encode("latin-1"), "error", "value.py is not in UTF-8"),
        ("class Value: ...\n".encode("utf-16"), "error", "it holds zero bytes"),
        (b"class Value: ...\n\0", "error", "it holds zero bytes"),
        (b"(" * 5000, "error", "too many nested parentheses"),
        (b"import sys\nsys.exit(0)\n", "error", "sys.exit(0) was called"),
        (b"import os\nos._exit(0)\n", "error", "os._exit(0) would have ended Python"),
        (b"import posix\nposix._exit(0)\n", "crashed", "took Python down"),
        (b"import torch\n", "error", "torch is for stage 7"),
        (b"1 / 0\n", "error", "ZeroDivisionError: division by zero"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(
    folder: Path, content: bytes, status: str, words: str
) -> None:
    (folder / "value.py").write_bytes(content)

    check = first_check(folder)

    assert check.status == status
    assert words in check.message


def test_a_syntax_error_is_located(folder: Path) -> None:
    (folder / "value.py").write_text("a = 1\nb = = 2\n")

    check = first_check(folder)

    assert check.file
    assert (Path(check.file).name, check.line) == ("value.py", 2)


def test_a_folder_named_like_a_file_is_told(folder: Path) -> None:
    (folder / "value.py").unlink()
    (folder / "value.py").mkdir()

    check = first_check(folder)

    assert "value.py is not a file" in check.message


def test_a_link_to_nowhere_is_told(folder: Path) -> None:
    (folder / "value.py").unlink()
    (folder / "value.py").symlink_to("gone.py")

    check = first_check(folder)

    assert "value.py is missing" in check.message


def test_one_broken_file_costs_only_the_stages_that_need_it(folder: Path) -> None:
    (folder / "by_hand.py").write_text("(\n")
    shutil.copy(EXERCISES / "torch_neuron.py", folder)  # torch would take its seconds

    report = json.loads(call("grade", folder, "--format", "json").stdout)

    wrong = [stage["number"] for stage in report["stages"] if stage["status"] == "error"]
    assert wrong == [3]


@pytest.mark.slow("waits for two programs to run out of time")
def test_two_programs_without_end_stop_the_run(folder: Path) -> None:
    (folder / "value.py").write_text("while True: pass\n")
    began = time.monotonic()

    report = json.loads(call("grade", folder, "--format", "json").stdout)

    assert time.monotonic() - began < 60
    checks = [c for stage in report["stages"] for c in stage["checks"] if c["status"] == "timeout"]
    assert [c["message"].startswith("still running") for c in checks[:3]] == [True, True, False]
    assert all(c["message"].startswith("not run: two programs") for c in checks[2:])


# The schema of the report

REPORT = {
    "schema": int,
    "submission": str,
    "grader": str,
    "seed": int,
    "points": (int, float),
    "earned": (int, float),
    "bonus_earned": (int, float),
    "stages": list,
}
STAGE = {
    "number": int,
    "title": str,
    "file": str,
    "points": (int, float),
    "earned": (int, float),
    "status": str,
    "checks": list,
}
CHECK = {
    "name": str,
    "title": str,
    "status": str,
    "bonus": bool,
    "points": (int, float),
    "earned": (int, float),
    "message": str,
    "remark": str,
    "program": str,
    "file": (str, type(None)),
    "line": (int, type(None)),
    "output": str,
    "seconds": (int, float),
    "picture": (str, type(None)),
    "differences": list,
    "diagnosis": list,
    "blame": list,
    "first_wrong_step": (dict, type(None)),
    "counterexample": (str, type(None)),
}
DIFFERENCE = ["name", "quantity", "yours", "expected", "source"]
CHECK_STATUSES = {"passed", "failed", "to do", "error", "timeout", "crashed", "needs torch"}


def assert_is(thing: dict[str, Any], schema: dict[str, Any]) -> None:
    assert list(thing) == list(schema)
    for key, kind in schema.items():
        assert isinstance(thing[key], kind), (key, thing[key])


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A report that has everything in it: right, wrong, to do, crashed, printed, infinite."""
    folder = tmp_path_factory.mktemp("mixed")
    for name in FILES:
        shutil.copy(EXERCISES / name, folder / name)
    (folder / "value.py").write_text(
        'print("caf\u00e9 \x1b[31m")\n'
        "class Value:\n"
        "    def __init__(self, data): self.data = data\n"
        "    def __repr__(self): return f'Value(data={self.data})'\n"
        "    def __add__(self, other): return Value(float('nan'))\n"
        "    def __mul__(self, other): import posix; posix._exit(0)\n"
    )
    done = call("grade", folder, "--format", "json", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (1, "")
    return dict(json.loads(done.stdout))


def test_a_report_has_every_field_of_the_schema(mixed: dict[str, Any]) -> None:
    assert_is(mixed, REPORT)
    assert mixed["schema"] == 1
    assert mixed["points"] == 110


def test_a_report_has_every_stage(mixed: dict[str, Any]) -> None:
    for stage in mixed["stages"]:
        assert_is(stage, STAGE)
        assert stage["points"] == 10
        assert stage["checks"]
        assert stage["status"] in CHECK_STATUSES - {"timeout", "crashed"}
    assert [(s["number"], s["title"]) for s in mixed["stages"]] == [
        (stage.number, stage.title) for stage in STAGES
    ]


def test_a_report_has_every_field_of_every_check(mixed: dict[str, Any]) -> None:
    checks = [check for stage in mixed["stages"] for check in stage["checks"]]
    for check in checks:
        assert_is(check, CHECK)
        assert 0 <= check["earned"] <= check["points"]
        assert check["title"]
        assert all(list(row) == DIFFERENCE for row in check["differences"])
        assert all(row["source"] in ("torch", "reference") for row in check["differences"])
    assert {"passed", "failed", "to do", "crashed"} <= {c["status"] for c in checks}
    assert {c["status"] for c in checks} <= CHECK_STATUSES


def test_the_points_of_a_report_add_up(mixed: dict[str, Any]) -> None:
    for stage in mixed["stages"]:
        counted = [check for check in stage["checks"] if not check["bonus"]]
        assert stage["points"] == pytest.approx(sum(check["points"] for check in counted))
        assert stage["earned"] == pytest.approx(sum(check["earned"] for check in counted))
    assert mixed["earned"] == pytest.approx(sum(stage["earned"] for stage in mixed["stages"]))


def test_numbers_that_json_cannot_hold_are_strings(mixed: dict[str, Any]) -> None:
    rows = [r for s in mixed["stages"] for c in s["checks"] for r in c["differences"]]

    assert "nan" in [row["yours"] for row in rows]


def test_what_was_printed_is_in_the_report_unchanged(mixed: dict[str, Any]) -> None:
    outputs = [check["output"] for check in mixed["stages"][0]["checks"]]

    assert "caf\u00e9 \x1b[31m\n" in outputs


def test_a_report_goes_where_it_is_told(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "reports"

    done = call("grade", folder, "--stage", "1", "--format", "json", "--out", out)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert json.loads((out / "report.json").read_text())["earned"] == 10


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


# A desk that is not as it should be


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


def test_a_hint_says_so_where_kata_is_a_file(house: Path) -> None:
    (house / ".kata").write_text("in the way")

    assert_refused(call("hint", root=house), 2, "cannot be written")


def test_hints_come_one_after_the_other(house: Path) -> None:
    first, second = call("hint", root=house), call("hint", root=house)

    assert (first.returncode, first.stderr) == (1, "")
    assert "Hint 1 of" in first.stdout
    assert "Hint 2 of" in second.stdout


def test_a_package_that_is_missing_is_told_with_the_remedy(house: Path) -> None:
    (house / "msgspec.py").write_text("raise ModuleNotFoundError('none', name='msgspec')\n")

    done = call("grade", root=house)

    assert_refused(done, 2, "the package msgspec is not installed here; run `make grade`")
