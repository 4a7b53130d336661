"""A learner's modules may have any name, that of one of the worker's own files too."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.sandbox import launcher
from grader.sandbox.launcher import WORKER
from grader.sandbox.process import LearnerProcess
from grader.trace import Many, Trace

SECONDS = 20.0
OURS = sorted(path.stem for path in WORKER.glob("[!_]*.py"))
NAMES = [*OURS, "worker", "_worker", "launcher", "process", "protocol"]


def trace_of(files: dict[str, str], program: str) -> Trace:
    modules = {name: (f"{name}.py", source) for name, source in files.items()}
    with LearnerProcess(modules) as process:
        process.run("import json, random")
        return process.run(program, SECONDS)


def test_modules_named_like_ours_are_the_learners() -> None:
    files = {name: f"mine = {name!r}\n" for name in NAMES}
    program = "\n".join(
        ["found = []", *(f"import {name}; found.append({name}.mine)" for name in NAMES)]
    )

    trace = trace_of(files, program)

    assert {"loop", "limits", "output"} < set(OURS)
    assert trace.names["found"] == Many("list", tuple(NAMES))


@pytest.mark.parametrize("name", [*NAMES, "_worker.loop", "grader.sandbox.worker.loop"])
def test_our_modules_cannot_be_imported(name: str) -> None:
    raised = trace_of({}, f"import {name}").raised

    assert raised
    assert raised.kind == "ModuleNotFoundError"


def test_main_holds_nothing_of_ours() -> None:
    trace = trace_of({}, "import __main__\nnames = [n for n in vars(__main__) if n[:2] != '__']")

    assert trace.names["names"] == Many("list", ())


def test_our_modules_are_not_among_those_that_are_loaded() -> None:
    trace = trace_of(
        {},
        "import sys\nfiles = [getattr(m, '__file__', None) or '' for m in sys.modules.values()]\n"
        f"ours = [f for f in [*files, *sys.path] if {str(WORKER)!r} in f]",
    )

    assert trace.names["ours"] == Many("list", ())


def test_the_worker_needs_its_own_folder_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "alone"
    shutil.copytree(WORKER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(launcher, "WORKER", copy)

    assert trace_of({"value": "x = 6\n"}, "import value\nx = value.x * 7").number("x") == 42
