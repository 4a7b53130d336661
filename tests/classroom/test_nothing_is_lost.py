"""A class with attacks in it, killed again and again, has every row as if nothing had been."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import sys
import time
from pathlib import Path

import pytest

from grader.report.outcome import BROKEN
from grader.report.words import WORDS
from grader.sandbox.canary import canary
from tests.classroom import submissions
from tests.classroom.running import (
    below,
    gradebook,
    is_alive,
    kill,
    left_of,
    run,
    start,
)
from tests.sandbox.harm import Surroundings

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="only there is other people's code held"),
    pytest.mark.slow("grades classes, one of them several times"),
    pytest.mark.timeout(3000),
]

COUNT = int(os.environ.get("CLASS", "60"))
KILLS = int(os.environ.get("KILLS", "3"))
PAGES = {"feedback", "index.html", "integrity.html", "junit.xml"}
KEPT = {"class.sqlite", "gradebook.csv", *PAGES}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class, a tenth of which attacks."""
    if not canary().is_held:
        pytest.skip("other people's code is not held here")
    folder = tmp_path_factory.mktemp("class") / "handed in"
    around = Surroundings(tmp_path_factory.mktemp("attacked"))
    for number in range(COUNT):
        is_attack = number % 10 == 9
        sources = (
            submissions.attacking(around, number, number // 10)
            if is_attack
            else submissions.right(number)
        )
        name = f"{'attacker' if is_attack else 'learner'} {number:04}"
        submissions.write(folder / name, sources)
    return folder


@pytest.fixture(scope="module")
def undisturbed(folder: Path) -> Path:
    out = folder.with_name("undisturbed")
    code, _, complained = run("class", folder, "--out", out, "--seed", "5")
    assert (code, complained) == (1, "")
    return out


def results(out: Path) -> int:
    """How many are kept so far, in a database that somebody may be writing."""
    if not (out / "class.sqlite").exists():
        return 0
    try:
        with sqlite3.connect(f"file:{out / 'class.sqlite'}?mode=ro", uri=True) as connection:
            return int(connection.execute("SELECT count(*) FROM results").fetchone()[0])
    except sqlite3.OperationalError:  # no table yet, or it is locked
        return 0


def test_the_right_ones_have_full_marks_and_every_other_a_row(
    folder: Path, undisturbed: Path
) -> None:
    rows = gradebook(undisturbed)

    assert len(rows) == COUNT
    for learner, row in rows.items():
        if learner.startswith("learner"):
            assert row["total"] == submissions.FULL, learner
        else:
            attack = submissions.attack(int(learner.split()[1]) // 10)
            assert float(row["stage_1"]) == attack.earns, learner
            assert not attack.told or WORDS[BROKEN[attack.told]] in row["remarks"], learner
            assert float(row["stage_3"]) == 10, learner  # by_hand.py is right, and not its value.py


def test_what_is_killed_goes_on_where_it_was(folder: Path, undisturbed: Path) -> None:
    out = folder.with_name("disturbed")
    chance = random.Random(1)
    seen: list[int] = []
    for kills in range(KILLS):
        before = results(out)
        process = start("class", folder, "--out", out, "--seed", "5")
        target = before + chance.randrange(1, max(2, COUNT // (KILLS + 2)))
        while results(out) < target and process.poll() is None:
            time.sleep(0.05)
        seen += below(process.pid)
        if kills == 0:  # a worker alone, and then the run
            kill(chance.choice([pid for pid in seen if is_worker(pid)]))
            while results(out) < target + 2 and process.poll() is None:
                time.sleep(0.05)
            seen += below(process.pid)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert left_of(seen) == []
        assert results(out) >= before

    code, said, complained = run("class", folder, "--out", out)

    assert (code, complained) == (1, "")
    assert "seed 5" in said
    assert (out / "gradebook.csv").read_bytes() == (undisturbed / "gradebook.csv").read_bytes()
    assert {path.name for path in out.iterdir()} == KEPT


def is_worker(pid: int) -> bool:
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return b"grader.classroom.worker" in line and is_alive(pid)


def test_a_second_run_grades_none_and_says_the_same(folder: Path, undisturbed: Path) -> None:
    before = (undisturbed / "gradebook.csv").read_bytes()

    code, said, _ = run("class", folder, "--out", undisturbed)

    assert code == 1
    assert "0 to grade" in said
    assert (undisturbed / "gradebook.csv").read_bytes() == before


def test_a_full_disk_ends_a_run_in_a_line_and_the_next_goes_on(
    folder: Path, undisturbed: Path
) -> None:
    out = folder.with_name("on a full disk")
    enough = (undisturbed / "class.sqlite").stat().st_size
    process = start("class", folder, "--out", out, "--seed", "5", largest_file=enough * 2 // 3)

    _, complained = process.communicate()

    assert process.returncode == 2
    assert complained.count("\n") == 1
    assert "class.sqlite: " in complained
    assert 0 < results(out) < COUNT
    code, _, complained = run("class", folder, "--out", out)
    assert (code, complained) == (1, "")
    assert (out / "gradebook.csv").read_bytes() == (undisturbed / "gradebook.csv").read_bytes()
    assert {path.name for path in out.iterdir()} == KEPT


def test_another_run_at_the_same_time_is_told_so(folder: Path, undisturbed: Path) -> None:
    before = (undisturbed / "gradebook.csv").read_bytes()
    first = start("class", folder, "--out", undisturbed, "--seed", "6")
    while not any(map(is_worker, below(first.pid))):
        time.sleep(0.01)
    first.send_signal(signal.SIGSTOP)  # however small the class is

    code, _, complained = run("class", folder, "--out", undisturbed)
    first.send_signal(signal.SIGINT)
    first.send_signal(signal.SIGCONT)
    said, stopped = first.communicate()

    assert code == 2
    assert "another run is at work" in complained
    # Its workers went on meanwhile: of a small class all may be done before it is stopped.
    assert (first.returncode, stopped) in ((2, "grader: stopped\n"), (1, "")), said
    run("class", folder, "--out", undisturbed, "--seed", "5")
    assert (undisturbed / "gradebook.csv").read_bytes() == before
