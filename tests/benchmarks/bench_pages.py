"""What the page of a class costs in a real browser, to open and to filter: `make bench`.

Figures of one run each, beside a class of a tenth; `SIZE=5000 make bench` takes a larger one.
"""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import Chromium, Visit
from tests.classroom import pages
from tests.classroom.pages import Work, made_class

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession

SIZE = int(os.environ.get("SIZE", "1000"))
TIMES = 5  # of which the median counts
pytestmark = pytest.mark.timeout(3600)

# Milliseconds until the page was there and drawn.
OPENED = """
async () => {
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now();
}
"""
# [what, milliseconds of the script, milliseconds until all was drawn] of each thing asked for.
ASKED = """
async (things) => {
  const found = [];
  for (const [id, value] of things) {
    const button = document.querySelector(`#map th[data-sort="${id}"] button`);
    const control = document.getElementById(id);
    const began = performance.now();
    if (button) button.click();
    else {
      control.value = value;
      control.dispatchEvent(new Event("input"));
    }
    const ran = performance.now();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    found.push([`${id} ${value}`, ran - began, performance.now() - began]);
  }
  return found;
}
"""
THINGS = [
    *(("q", "anna"), ("q", ""), ("stage", "5"), ("stage", ""), ("is", "")),
    *(("misconception", "sum-assigns-gradient"), ("misconception", "")),
    *(("total", "sorted"), ("name", "sorted")),
]


def test_the_page_of_a_class(chromium: Chromium, tmp_path: Path) -> None:
    works = pages.works()
    small, large = max(SIZE // 10, 1), SIZE
    opened = {size: measured(chromium, tmp_path, works, size) for size in (small, large)}
    print(f"  opening {large} takes {opened[large] / opened[small]:.1f} times what {small} take")


def measured(chromium: Chromium, folder: Path, works: list[Work], size: int) -> float:
    """Milliseconds of work to open the page of so many; all else is printed."""
    made = made_class(works, size)
    began = time.perf_counter()
    text = made.page()
    print(f"\n  {size} learners: written in {time.perf_counter() - began:.1f} s, ", end="")
    path = folder / f"{size}.html"
    path.write_text(text, encoding="utf-8")
    opened, worked, asked = [], [], []
    for _ in range(TIMES):
        with chromium.visit(path) as visit:
            opened.append(visit.page.evaluate(OPENED))
            worked.append(milliseconds_of_work(visit, path))
            assert visit.said == []
            asked.append(visit.page.evaluate(ASKED, THINGS))
    megabytes, work = len(text.encode()) / 1e6, statistics.median(worked)
    drawn = statistics.median(opened)
    print(f"{megabytes:.2f} MB, open in {drawn:.0f} ms, {work:.0f} of them the page's own work")
    for same in zip(*asked):
        script, drawn = (statistics.median(one[at] for one in same) for at in (1, 2))
        print(f"    {same[0][0]:<36} script {script:4.0f} ms, drawn after {drawn:4.0f} ms")
    return float(statistics.median(worked))


def milliseconds_of_work(visit: Visit, path: Path) -> float:
    """What opening the page costs a processor, however busy others keep it."""
    session = visit.page.context.new_cdp_session(visit.page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    visit.page.goto("about:blank")
    before = _work(session)
    visit.page.goto(path.as_uri())
    visit.page.evaluate(OPENED)
    return 1000 * (_work(session) - before)


def _work(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")
