"""`watch` in a terminal: every save is answered, whatever way it is made, and every key works."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.paths import SOLUTIONS
from tests.workspace.kata import environment, made_kata, solve
from tests.workspace.terminal import Terminal
from tests.workspace.ways_to_save import WAYS

pytestmark = [
    pytest.mark.slow("each watches exercises/ of its own"),
    pytest.mark.skipif(sys.platform == "win32", reason="there is no terminal of this kind"),
    pytest.mark.timeout(900),
]

SAVES = int(os.environ.get("SAVES", "5"))  # of each kind
COMMAND = (sys.executable, "-m", "grader", "watch")
VALUE = (SOLUTIONS / "value.py").read_text(encoding="utf-8")
ASSIGNED = VALUE.replace("self.grad += out.grad", "self.grad = out.grad")
ENDLESS = VALUE.replace(
    "def __add__(self, other):", "def __add__(self, other):\n        while True: pass"
)


@pytest.fixture
def kata(tmp_path: Path) -> Path:
    return made_kata(tmp_path)


@pytest.fixture
def watched(kata: Path) -> Iterator[Terminal]:
    """The terminal, once all that is there at first has been graded."""
    terminal = Terminal(COMMAND, kata, environment())
    terminal.until("you are here")
    terminal.until("To write")
    yield terminal
    terminal.close()


@pytest.mark.parametrize("save", WAYS)
def test_every_save_is_answered(
    save: Callable[[Path, str], None], kata: Path, watched: Terminal
) -> None:
    path = kata / "exercises" / "value.py"
    for number in range(SAVES):
        said = f"save {number:04} by {save.__name__}"
        save(
            path,
            VALUE.replace(
                "def __add__(self, other):",
                f"def __add__(self, other):\n        raise RuntimeError('{said}')",
            ),
        )
        watched.until(said)


def test_saves_quick_upon_another_end_with_the_last(kata: Path, watched: Terminal) -> None:
    path = kata / "exercises" / "value.py"
    for number in range(20):
        path.write_text(
            VALUE.replace(
                "def __repr__(self):",
                f"def __repr__(self):\n        raise RuntimeError('{number}')",
            )
        )
        time.sleep(0.03)
    path.write_text(VALUE)

    text = watched.until("is right")

    assert "RuntimeError" not in text


# What is saved


def test_the_table_comes_first_and_then_the_cause_in_its_place(
    kata: Path, watched: Terminal
) -> None:
    solve(kata, "by_hand.py", "topological_sort.py")
    (kata / "exercises" / "value.py").write_text(ASSIGNED)

    before = watched.until("yours")
    after = watched.until("Looks like")

    assert re.search(r"a\.grad +[\d.]+ +[\d.]+", after)
    assert before.partition("Stage 5")[0] == after.partition("Stage 5")[0]
    assert before.partition("✘ A chain")[2][:200] == after.partition("✘ A chain")[2][:200]
    assert "The fault" in after and "Looking for" not in after
    assert after.splitlines()[-1].strip().startswith("h hint")


def test_an_endless_loop_and_its_mending(kata: Path, watched: Terminal) -> None:
    path = kata / "exercises" / "value.py"
    path.write_text(ENDLESS)
    watched.until("does not end")
    path.write_text(VALUE)
    watched.until("Stage 2, Memory, is right")


def test_a_save_need_not_wait_for_an_endless_loop(kata: Path, watched: Terminal) -> None:
    path = kata / "exercises" / "value.py"
    path.write_text(ENDLESS)
    watched.until("Checking")
    path.write_text(VALUE)
    assert "does not end" not in watched.until("Stage 2, Memory, is right")


def test_a_syntax_error_and_a_file_that_is_gone(kata: Path, watched: Terminal) -> None:
    path = kata / "exercises" / "value.py"
    path.write_text(VALUE.replace("def __add__(self", "def __add__((self"))
    watched.until("value.py cannot be")
    path.unlink()
    watched.until(lambda text: "value.py" in text and "reset" in text)
    path.write_text(VALUE)
    watched.until("Stage 2, Memory, is right")


def test_the_folder_may_go_and_come_back(kata: Path, watched: Terminal) -> None:
    (kata / "exercises").rename(kata / "elsewhere")
    watched.until("no such folder")
    (kata / "elsewhere").rename(kata / "exercises")
    watched.until("you are here")


def test_what_is_printed_at_import_stays_off_the_screen(kata: Path, watched: Terminal) -> None:
    noisy = f"import sys\nprint('noise')\nsys.stderr.write('noise')\n{VALUE}"
    (kata / "exercises" / "value.py").write_text(noisy)
    assert "noise" not in watched.until("Stage 2, Memory, is right")


def test_a_stage_that_turns_right_is_celebrated_until_the_learner_goes_on(
    kata: Path, watched: Terminal
) -> None:
    (kata / "exercises" / "value.py").write_text(VALUE)

    text = watched.until("n on to stage 3")
    assert "Stage 2, Memory, is right" in text and "Try it now" in text
    assert "Stage 3" not in text

    watched.press("n")
    assert "Gradients by hand · by_hand.py" in watched.until("To write")


def test_a_stage_that_broke_is_turned_to_and_said_when_another_is_looked_at(
    kata: Path, watched: Terminal
) -> None:
    solve(kata, "value.py", "by_hand.py", "topological_sort.py")
    watched.until("Stage 6, More operations, is right")
    watched.press("l8\r")
    watched.until("Neuron.__init__")

    (kata / "exercises" / "value.py").write_text(ASSIGNED)
    watched.until("With this save stages 5, 6 went wrong")
    watched.press("n")
    assert "Stage 5 · Topological sort" in watched.until("yours")


def test_a_training_that_turns_right_is_drawn_while_nobody_waits(
    kata: Path, watched: Terminal
) -> None:
    others = ("value.py", "by_hand.py", "topological_sort.py", "nn.py")
    solve(kata, *others)
    watched.until("Stage 10, MLP, is right")
    solve(kata, "training.py")
    watched.until("Stage 11, Training, is right")
    watched.until(".kata/training.html (")
    assert "</html>" in (kata / ".kata" / "training.html").read_text("utf-8")


def test_a_stage_that_turns_right_waits_for_n_though_the_next_was_begun(
    kata: Path, watched: Terminal
) -> None:
    solve(kata, "value.py")
    watched.until("Stage 2, Memory, is right")
    by_hand = kata / "exercises" / "by_hand.py"
    by_hand.write_text((SOLUTIONS / "by_hand.py").read_text().replace("return", "return 1 or"))
    watched.until("yours")
    (kata / "exercises" / "value.py").write_text(
        VALUE.replace("self.data + other", "self.data - other")
    )
    watched.until("Stage 1 · Arithmetic")
    (kata / "exercises" / "value.py").write_text(VALUE)
    watched.until("n on to stage 3")
    watched.press("n")
    watched.until("Gradients by hand · by_hand.py")


def test_a_file_that_is_gone_or_empty_ends_a_celebration_and_is_what_r_brings(
    kata: Path, watched: Terminal
) -> None:
    solve(kata, "value.py", "by_hand.py", "topological_sort.py")
    watched.until("n on to stage 7")
    file = kata / "exercises" / "topological_sort.py"
    for spoil in (file.unlink, lambda: file.write_text("")):
        spoil()
        text = watched.until("topological_sort.py is gone, or empty: r gives a fresh one")
        assert "is right" not in text
        watched.press("r")
        watched.until("A fresh stub in the place of topological_sort.py?")
        watched.press("y")
        watched.until(lambda text: "To write" in text and "is gone, or empty" not in text)
    assert (kata / "exercises" / "value.py").read_text() == VALUE


def test_a_picture_is_of_the_check_that_is_looked_at(kata: Path, watched: Terminal) -> None:
    solve(kata, "by_hand.py", "topological_sort.py")
    path = kata / "exercises" / "value.py"
    path.write_text(ASSIGNED)
    watched.until("Looks like")
    watched.press("d")
    watched.until(".kata/stage-5.html")
    path.write_text(VALUE)
    watched.until("Stage 6, More operations, is right")
    unnoticed = (
        (SOLUTIONS / "topological_sort.py").read_text().replace("raise ValueError", "ValueError")
    )
    (kata / "exercises" / "topological_sort.py").write_text(unnoticed)
    watched.until("The fault")
    watched.press("d")
    watched.until("there is none of this check")


# Keys


def test_hints_pictures_the_list_and_going_back(kata: Path, watched: Terminal) -> None:
    watched.press("h")
    watched.until("Hint 1 of")
    watched.press("h")
    watched.until("Hint 2 of")
    watched.press("d")
    watched.until("there is none of this check")
    watched.press("l")
    watched.until("Which stage?")
    watched.press("9\x7f11")
    watched.until("Which stage? 11_")
    watched.press("\r")
    watched.until("squared_error")
    watched.press("l")
    watched.until("Which stage?")
    watched.press("\x1b")
    watched.until("squared_error")
    watched.press("n")
    watched.until("Value.__repr__")

    solve(kata, "by_hand.py", "topological_sort.py")
    (kata / "exercises" / "value.py").write_text(ASSIGNED)
    watched.until("Looks like")
    watched.press("d")
    watched.until(".kata/stage-5.html")
    assert "Step through" in (kata / ".kata" / "stage-5.html").read_text("utf-8")


def test_a_reset_asks_first(kata: Path, watched: Terminal) -> None:
    path = kata / "exercises" / "value.py"
    stub = path.read_text()
    mine = f"raise ValueError('mine')\n{stub}"
    path.write_text(mine)
    watched.until("mine")

    watched.press("r")
    watched.until("y or n")
    watched.press("x")
    watched.until(lambda text: "y or n" not in text)
    assert path.read_text() == mine

    watched.press("r")
    watched.until("y or n")
    watched.press("y")
    watched.until("To write")
    assert path.read_text() == stub
    (kept,) = (kata / ".kata" / "backup").iterdir()
    assert kept.read_text() == mine


@pytest.mark.parametrize("key", ["q", "Q", "\x04", "\x03"])
def test_leaving_gives_the_terminal_back(key: str, watched: Terminal) -> None:
    assert not watched.is_as_before()
    watched.press(key)
    assert watched.wait() == 1  # something is to do
    assert watched.is_as_before()


def test_nothing_is_left_behind(watched: Terminal) -> None:
    started = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(watched.pid)], capture_output=True, text=True
    ).stdout.split()
    assert started
    os.kill(watched.pid, signal.SIGKILL)
    watched.exit_code = os.waitpid(watched.pid, 0)[1]
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and any(Path(f"/proc/{pid}").exists() for pid in started):
        time.sleep(0.05)
    assert not any(Path(f"/proc/{pid}").exists() for pid in started)


def test_another_size_of_the_terminal(kata: Path, watched: Terminal) -> None:
    solve(kata, "by_hand.py", "topological_sort.py")
    (kata / "exercises" / "value.py").write_text(ASSIGNED)
    wide = watched.until("The fault")
    assert 80 < max(map(len, wide.splitlines())) <= 90

    watched.resize(50, 60)
    narrow = watched.until(lambda text: "The fault" in text and text != wide)

    assert max(map(len, narrow.splitlines())) <= 60
    assert narrow.count("Looks like") == 1


def test_what_was_there_before_scrolls_away_and_stays(kata: Path) -> None:
    command = ("/bin/sh", "-c", f"echo before; exec {' '.join(COMMAND)}")
    terminal = Terminal(command, kata, environment())
    try:
        assert "before" not in terminal.until("To write")
        assert "before" in terminal.scrolled_away()
    finally:
        terminal.close()


@pytest.mark.parametrize("columns", [50, 120])
def test_grade_is_as_wide_as_its_terminal(columns: int, kata: Path) -> None:
    solve(kata, "by_hand.py", "topological_sort.py")
    (kata / "exercises" / "value.py").write_text(ASSIGNED)
    command = (sys.executable, "-m", "grader", "grade")
    terminal = Terminal(command, kata, environment(), lines=60, columns=columns)
    try:
        lines = terminal.until("make hint").splitlines()
        assert columns * 2 // 3 < max(map(len, lines)) <= columns
    finally:
        terminal.close()


def test_without_a_terminal_each_verdict_is_printed_once(kata: Path) -> None:
    process = subprocess.Popen(
        COMMAND,
        cwd=kata,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout
    for line in process.stdout:
        if "Value.__mul__" in line:
            break
    (kata / "exercises" / "value.py").write_text(VALUE)
    said = ""
    for line in process.stdout:
        said += line
        if "draw_dot(Value" in line:
            break
    process.send_signal(signal.SIGINT)
    _, complained = process.communicate(timeout=60)

    assert (process.returncode, complained) == (1, "")
    assert "Stage 2, Memory, is right" in said
    assert "\x1b" not in said and "quit" not in said and "Checking" not in said
