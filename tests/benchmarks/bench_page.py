"""How long the page is for every misconception, at 80 columns: `make bench`."""

from __future__ import annotations

import io
import statistics

from rich.console import Console

from grader.diagnosis.recognition.catalogue import ALL
from grader.report.model import Report
from grader.report.terminal.page import show
from grader.report.told import Line
from grader.upkeep import proof

FITS, LONGEST = 40, 50  # lines
MOST_LONGER = 0.1  # of the catalogue


def lines_of(report: Report) -> int:
    """The lines that a learner sees, with the picture and the failing program kept."""
    shown = io.StringIO()
    console = Console(file=shown, width=80, color_system=None, highlight=False)
    kept = {stage.number: f".kata/stage-{stage.number}.svg" for stage in report.stages}
    show(report, console, [Line("Try it", ".venv/bin/python .kata/failing.py")], kept)
    return shown.getvalue().count("\n")


def test_the_page_fits_a_terminal() -> None:
    lengths = {m.name: lines_of(report) for m, report in proof.kill_matrix(ALL, diagnosed=True)}
    longer = {name: length for name, length in lengths.items() if length > FITS}

    print(f"\n  Lines of the page at 80 columns, for {len(lengths)} misconceptions")
    print(f"    median {statistics.median(lengths.values()):g}, at most {max(lengths.values())}")
    print(f"    more than {FITS}: {len(longer)} {longer}")
    assert max(lengths.values()) <= LONGEST
    assert len(longer) <= MOST_LONGER * len(lengths)
