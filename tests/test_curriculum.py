"""The list of stages says what the stubs say, and its examples run."""

from __future__ import annotations

import re

import pytest

from grader.answers.answers import torch_is_installed
from grader.answers.solutions import solution_sources
from grader.curriculum import HOME, STAGES, Stage, imports
from grader.python_source import functions
from grader.sandbox.process import LearnerProcess
from grader.submission.submission import of_sources

SOURCES = solution_sources()


def asked_for(number: int) -> set[str]:
    """The functions whose docstring has a paragraph or sentence of that stage."""
    found = set()
    for source in SOURCES.values():
        for name, (function,) in functions(source).items():
            docstring = function.body[0].value.value if hasattr(function.body[0], "value") else ""
            if isinstance(docstring, str) and re.search(rf"\bStage {number}:", docstring):
                found.add(name)
    return found


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.title)
def test_the_parts_of_a_stage_are_those_that_docstrings_ask_for(stage: Stage) -> None:
    assert {part.function for part in stage.parts} == asked_for(stage.number)


def test_every_part_lies_in_a_file_of_its_stage_but_one_that_grows() -> None:
    for stage in STAGES:
        files = {HOME[part.function.split(".")[0]] + ".py" for part in stage.parts}
        assert files == set(stage.files)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.title)
def test_the_example_of_a_stage_runs_and_prints(stage: Stage) -> None:
    if stage.needs_torch and not torch_is_installed():
        pytest.skip("torch is not installed")
    files = of_sources("solutions", SOURCES).files
    with LearnerProcess(files, with_torch=stage.needs_torch) as process:
        trace = process.run(imports(stage.example) + stage.example)

    assert trace.raised is None
    assert trace.output.strip()
    assert max(map(len, stage.example.split("\n"))) <= 64  # fits the page beside its name
