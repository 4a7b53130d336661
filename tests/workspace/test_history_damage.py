"""A damaged index of what passed: set aside with one line, and begun anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.curriculum import STAGES
from grader.report.model import Report, StageResult
from grader.submission.submission import Submission, of_sources
from grader.workspace.history import History, needed

WORK = of_sources("exercises", {"value.py": "a = 1\n"})
CHANGED = of_sources("exercises", {"value.py": "a = 2\n"})
STAGE = StageResult(4, "Backward", "value.py", 10.0, 10.0, "passed", [])
REPORT = Report("exercises", "hash", 0, 10.0, 10.0, 0.0, [STAGE])
ENTRY = '{"4": {"time": TIME, "files": {"value": "HASH"}}}'.replace("HASH", "0" * 16)


@pytest.mark.parametrize(
    "damage",
    [
        *(ENTRY.replace("TIME", time) for time in ("1e308", "1e400", "NaN", "-1e15", "-1", '"x"')),
        ENTRY.replace("TIME", "1.0").replace("0" * 16, "../../secret"),
        '{"4":' * 100_000,
        "[]",
        "",
    ],
    ids=range(10),
)
def test_a_damaged_index_is_set_aside_and_begun_anew(tmp_path: Path, damage: str) -> None:
    index, said = tmp_path / "passed" / "index.json", list[str]()
    History(tmp_path).keep(WORK, REPORT)
    index.write_text(damage)

    past = History(tmp_path, said.append)
    assert past.since(CHANGED, 4) is None
    past.keep(WORK, REPORT)

    assert len(said) == 1
    assert index.with_name("index.json.damaged").read_text() == damage
    assert json.loads(index.read_text())["4"]["files"]


def test_an_index_of_any_time_that_a_calendar_has_is_read(tmp_path: Path) -> None:
    History(tmp_path).keep(WORK, REPORT)
    index = tmp_path / "passed" / "index.json"
    kept = json.loads(index.read_text())
    for time in (0, 253_370_764_799):
        kept["4"]["time"] = time
        index.write_text(json.dumps(kept))
        assert History(tmp_path).since(CHANGED, 4)


def test_a_kept_file_that_was_changed_since_is_no_past(tmp_path: Path) -> None:
    History(tmp_path).keep(WORK, REPORT)
    (kept,) = (tmp_path / "passed").glob("*.py")
    kept.write_text("a = 3\n")

    assert History(tmp_path).since(CHANGED, 4) is None
    History(tmp_path).keep(WORK, REPORT)
    assert kept.read_text() == "a = 1\n"


@pytest.mark.parametrize(
    "line", ["import b", "import math, b", "from b import x", "import b as c", "if 1: import b"]
)
def test_a_stage_needs_what_its_file_imports(line: str) -> None:
    work = of_sources("exercises", {"value.py": f"{line}\n", "b.py": "import d\n", "d.py": ""})
    assert set(needed(work, STAGES[0])) == {"value", "b", "d"}


def test_a_part_of_one_file_needs_all_of_it() -> None:
    parts = {name: (f"hw.ipynb/{name}.py", "") for name in ("value", "nn", "torch_neuron")}
    work = Submission("hw", {**parts, "own": ("own.py", "")})
    assert set(needed(work, STAGES[6])) == set(parts)
