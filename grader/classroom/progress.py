"""How far a class is: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

SECONDS = 10.0  # between two plain lines
ENOUGH = 5  # submissions after which a rate says something


class Shown:
    """Shows how many of a class are graded, at which rate, and how long the rest will take."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar: Progress | None = None
        self._total = self._done = 0
        self._began = self._said = time.monotonic()

    def begin(self, total: int, learners: int) -> None:
        """So many are to grade, which are the work of so many learners."""
        self._total = total
        self._began = self._said = time.monotonic()
        alike = "" if total == learners else f" ({learners} learners: equal work is graded once)"
        self._console.print(f"  {total} to grade{alike}", highlight=False)
        if not total or not self._console.is_terminal:
            return
        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"))
        self._bar = Progress(*columns, console=self._console, transient=True)
        self._bar.add_task("", total=total, pace="")
        self._bar.start()

    def advance(self) -> None:
        self._done += 1
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=self._done, pace=self._pace())
        elif time.monotonic() - self._said >= SECONDS and self._done < self._total:
            self._said = time.monotonic()
            line = ", ".join(
                filter(None, [f"  {self._done} of {self._total} graded", self._pace()])
            )
            self._console.print(line, highlight=False)

    def _pace(self) -> str:
        seconds = time.monotonic() - self._began
        if self._done < ENOUGH or not seconds:
            return ""
        rate = self._done / seconds
        left = (self._total - self._done) / rate
        return f"{rate:.1f} a second, {_length(left)} left"

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()


def _length(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
