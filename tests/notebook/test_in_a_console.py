"""grade() in IPython in a terminal prints the page; elsewhere it says where it belongs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.paths import ROOT

ENTERED = """\
Value = 1

class Value:
    def __init__(self, data):
        self.data = data

from grader.notebook import grade
grade(1)
exit
"""


@pytest.mark.slow("starts IPython, and a process that grades")
def test_in_ipython_it_prints_the_page(tmp_path: Path) -> None:
    options = ("--simple-prompt", "--no-banner", "--colors=NoColor", "--HistoryManager.enabled=0")
    done = subprocess.run(
        [sys.executable, "-m", "IPython", f"--ipython-dir={tmp_path}", *options],
        input=ENTERED,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "COLUMNS": "80", "TERM": "dumb", "HOME": str(tmp_path)},
        check=True,
    )
    page = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)

    assert "✘  1 Arithmetic               1/10   ← you are here" in page
    assert "Stage 1 · Arithmetic · session.ipynb" in page
    assert re.search(r"Graded +cell \[2\]", page)  # what is defined anew does not count
    assert re.search(r"Next +(mend|write) .*grade\(1\)", page)
    assert "<div" not in page and "Traceback" not in page


def test_in_python_alone_it_says_where_it_belongs() -> None:
    program = "from grader.notebook import grade\ngrade(5)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    said = "grader: grade() is for a notebook or IPython; elsewhere: make grade\n"
    assert (done.stdout, done.stderr) == (said, "")
