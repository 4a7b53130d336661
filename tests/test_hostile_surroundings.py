"""Odd terminals, broken streams, damaged folders: the grader says what, where, and what to do."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.paths import ROOT, SOLUTIONS

pytestmark = pytest.mark.slow("starts the grader many times")

ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name not in ("COLUMNS", "LINES", "PYTHONIOENCODING") and not name.startswith("PYTEST_")
}
ENVIRONMENT["PYTHONPATH"] = str(ROOT)  # this grader, wherever it is called from
FULL = Path("/dev/full")


def grader(
    *arguments: str | Path,
    cwd: Path = ROOT,
    variables: dict[str, str] | None = None,
    before: Callable[[], None] | None = None,
    stdout: int | None = subprocess.PIPE,
) -> subprocess.CompletedProcess[str]:
    """`python -m grader` with these arguments; before runs in its process, before it does."""
    return subprocess.run(
        [sys.executable, "-m", "grader", *map(str, arguments)],
        cwd=cwd,
        env=ENVIRONMENT if variables is None else variables,
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="surrogateescape",
        preexec_fn=before,
        timeout=120,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A submission that is right."""
    return Path(shutil.copytree(SOLUTIONS, tmp_path / "submission"))


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A kata of its own, with exercises/ as handed out, that anybody may read and write."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("grader", "helper_draw", "solutions", "exercises"):
        shutil.copytree(ROOT / name, tmp_path / "kata" / name, ignore=ignored)
    return tmp_path / "kata"


def assert_refused(done: subprocess.CompletedProcess[str], words: str) -> None:
    """Exit code 2, and one line that says why."""
    assert (done.returncode, done.stdout or "") == (2, ""), done.stderr
    assert done.stderr.startswith("grader: ")
    assert done.stderr.count("\n") == 1
    assert len(done.stderr) < 500
    assert words in done.stderr


# Standard output


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "arguments",
    [
        ["grade", "solutions", "--stage", "1"],
        ["grade", "solutions", "--stage", "1", "--format", "json"],
        ["hint", "--stage", "1"],
        ["--help"],
    ],
    ids=["terminal", "json", "hints", "help"],
)
def test_an_output_that_is_full_is_told(arguments: list[str]) -> None:
    full = os.open(FULL, os.O_WRONLY)
    try:
        done = grader(*arguments, stdout=full)
    finally:
        os.close(full)

    assert_refused(done, "standard output: cannot be written (No space left on device)")


def test_an_output_that_is_closed_is_told() -> None:
    done = grader("grade", SOLUTIONS, "--stage", "1", before=lambda: os.close(1))

    assert_refused(done, "standard output: cannot be written (it is closed)")


def test_a_closed_output_is_no_fault_where_nothing_is_printed(tmp_path: Path) -> None:
    arguments = ("grade", SOLUTIONS, "--stage", "1", "--format", "json", "--out", tmp_path)

    done = grader(*arguments, before=lambda: os.close(1))

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((tmp_path / "report.json").read_text())["earned"] == 10


@pytest.mark.parametrize("format", ["terminal", "json"])
def test_a_reader_that_hangs_up_ends_the_grader_without_a_word(format: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = grader("grade", SOLUTIONS, "--stage", "1", "--format", format, stdout=writer)
    finally:
        os.close(writer)

    assert (done.returncode, done.stderr) == (2, "")


def test_closed_streams_change_no_exit_code(tmp_path: Path) -> None:
    def close_both() -> None:
        os.close(0)
        os.close(2)

    done = grader("grade", SOLUTIONS, "--stage", "1", before=close_both)

    assert done.returncode == 0
    assert "It is right." in done.stdout


# The terminal


@pytest.mark.parametrize("name", ["COLUMNS", "LINES"])
@pytest.mark.parametrize("value", ["0", "-1", "1", "99999999", "9" * 5000, "²", "wide"])
def test_any_size_of_terminal_can_be_written_on(name: str, value: str) -> None:
    done = grader("grade", SOLUTIONS, "--stage", "1", variables={**ENVIRONMENT, name: value})

    assert (done.returncode, done.stderr) == (0, "")
    assert "It is right." in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 200


@pytest.mark.parametrize("value", ["", "dumb", "unknown", "no such thing", "\x1b[2J"])
def test_any_kind_of_terminal_can_be_written_on(value: str) -> None:
    done = grader("grade", SOLUTIONS, "--stage", "1", variables={**ENVIRONMENT, "TERM": value})

    assert (done.returncode, done.stderr) == (0, "")
    assert "It is right." in done.stdout


@pytest.mark.parametrize(
    "variables",
    [{}, {"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
    ids=["nothing", "C", "ascii"],
)
def test_no_variable_of_the_environment_is_needed(variables: dict[str, str]) -> None:
    done = grader("grade", SOLUTIONS, "--stage", "1", variables=variables)

    assert (done.returncode, done.stderr) == (0, "")
    assert "It is right." in done.stdout


# The call


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["grade", "--stage", "9" * 5000], "there are stages 1 to 11"),
        (["grade", "--stage", "٣"], "there are stages 1 to 11"),
        (["grade", "--seed", "9" * 5000], "argument --seed: invalid"),
        (["grade", ""], "argument PATH: it is empty"),
        (["grade", "--out", ""], "argument --out: it is empty"),
        (["grade", "a" * 5000], "cannot be opened (File name too long)"),
        (["fuzz", ""], "argument PATH: it is empty"),
        (["fuzz", "--seconds", "nan"], "nan is no time to search for"),
        (["reset", "../../nn"], "../../nn: no exercise of that name"),
        (["reset", "../../x"], "../../x: no exercise of that name"),
    ],
    ids=["stage", "digits", "seed", "path", "out", "long", "fuzz", "nan", "reset", "reset x"],
)
def test_an_odd_argument_is_told_in_one_short_line(arguments: list[str], words: str) -> None:
    assert_refused(grader(*arguments), words)


def test_where_reports_go_is_looked_at_before_grading(tmp_path: Path) -> None:
    (tmp_path / "value.py").write_text("while True: pass\n")  # grading would take its time
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "out" / "report.json").mkdir(parents=True)
    arguments = ("grade", tmp_path, "--format", "json", "--out")

    assert_refused(grader(*arguments, tmp_path / "file"), "file/report.json: cannot be written")
    assert_refused(grader(*arguments, tmp_path / "out"), "(a folder is in its place)")


# Files and folders


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()

    done = grader("grade", SOLUTIONS, cwd=here, before=here.rmdir)

    assert_refused(done, "the folder you are in is gone")


@pytest.mark.ordinary_user
def test_a_repository_that_cannot_be_written_is_graded_all_the_same(house: Path) -> None:
    house.chmod(0o555)

    done = grader("grade", "--stage", "1", cwd=house)

    house.chmod(0o755)
    assert (done.returncode, done.stderr) == (1, "")
    assert "you are here" in done.stdout


def test_a_repository_on_a_full_disk_is_graded_all_the_same(house: Path) -> None:
    (house / "exercises" / "value.py").write_text("class Value: pass\n")

    done = grader("grade", "--stage", "1", cwd=house, before=allow_no_file)

    assert (done.returncode, done.stderr) == (1, "")
    assert "cannot be written (File too large)" in done.stdout
    assert "you are here" in done.stdout


def allow_no_file() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def test_a_disk_that_is_full_is_told(tmp_path: Path) -> None:
    done = grader(
        *("grade", SOLUTIONS, "--stage", "1", "--format", "json", "--out", tmp_path / "out"),
        before=allow_no_file,
    )

    assert_refused(done, "out/report.json: cannot be written (File too large)")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("command", ["grade", "hint"])
def test_where_nothing_can_be_kept_the_learner_is_still_helped(house: Path, command: str) -> None:
    (house / ".kata").write_text("in the way")
    (house / "exercises" / "value.py").write_text("class Value: pass\n")

    done = grader(command, cwd=house)

    assert (done.returncode, done.stderr) == (1, "")
    assert ".kata" in done.stdout
    assert "cannot be written" in done.stdout
    assert "Next" in done.stdout
    assert command == "grade" or "Hint 1 of" in done.stdout


def test_a_process_that_cannot_be_started_is_told() -> None:
    def allow_few_files() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (7, 7))

    done = grader("grade", SOLUTIONS, "--stage", "1", before=allow_few_files)

    assert_refused(done, "refuses what this needs (Too many open files)")


# The working directory


@pytest.mark.parametrize("module", ["json", "math", "re", "argparse", "msgspec", "rich", "pytest"])
def test_no_file_of_the_working_directory_is_taken_for_a_module(folder: Path, module: str) -> None:
    (folder / f"{module}.py").write_text("print('forged'); raise SystemExit(0)\n")
    (folder / "value.py").write_text("class Value: pass\n")
    done = grader("grade", ".", "--stage", "1", "--no-diagnosis", cwd=folder)

    assert (done.returncode, done.stderr) == (1, "")
    assert "forged" not in done.stdout
    assert f"rename ./{module}.py" in done.stdout or module in ("msgspec", "rich", "pytest")


def test_the_repository_itself_may_be_the_working_directory(house: Path) -> None:
    (house / "json.py").write_text("print('forged'); raise SystemExit(0)\n")
    (house / "grader" / "curriculum.py").write_text("raise SystemExit('of this repository')\n")

    done = grader("grade", "--stage", "1", cwd=house)

    assert (done.stdout, done.stderr) == ("", "of this repository\n")


def test_the_makefile_isolates_python() -> None:
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    calls = [line for line in lines if "python -" in line and not line.startswith("#")]

    grading = [line for line in calls if "-m grader" in line]
    assert grading
    assert all("python -I -m grader" in line for line in grading)


# The end


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_grader_that_is_told_to_end_says_so(folder: Path, number: signal.Signals) -> None:
    process, worker = endless(folder)

    process.send_signal(number)
    out, err = process.communicate(timeout=60)

    assert (process.returncode, out, err) == (2, "", "grader: stopped\n")
    assert is_gone(worker)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells a child that it is alone")
def test_no_learners_process_outlives_a_grader_that_is_killed(folder: Path) -> None:
    process, worker = endless(folder)

    process.kill()
    process.communicate(timeout=60)

    assert is_gone(worker)


def endless(folder: Path) -> tuple[subprocess.Popen[str], int]:
    """A grader in the middle of a program without end, and the process that runs that."""
    (folder / "value.py").write_text("while True: pass\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "grade", str(folder), "--stage", "1"],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # nohup ignores it
    )
    while process.poll() is None:
        found = processes()
        for worker, (_, _, seconds) in found.items():
            if seconds > 0.4 and process.pid in ancestors(worker, found):  # loading takes less
                return process, worker
        time.sleep(0.01)
    raise AssertionError(process.communicate())


def ancestors(pid: int, found: dict[int, tuple[str, int, float]]) -> list[int]:
    """What a process was started by, and so on: bubblewrap's stand between it and the grader."""
    line: list[int] = []
    while pid in found and len(line) < 10:
        pid = found[pid][1]
        line.append(pid)
    return line


def processes() -> dict[int, tuple[str, int, float]]:
    """{pid: state, parent, seconds of CPU}, of all there are."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent, *fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended
        ticks = int(fields[9]) + int(fields[10])
        found[int(path.parent.name)] = state, int(parent), ticks / os.sysconf("SC_CLK_TCK")
    return found


def is_gone(pid: int) -> bool:
    """Whether a process ends; it is waited for, for a while."""
    for _ in range(500):
        if processes().get(pid, "Z")[0] in "ZX":
            return True
        time.sleep(0.01)
    return False
