"""Notebooks for tests, as Jupyter saves them, and what grading makes of one."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader import grading
from grader.answers.solutions import solution_sources
from grader.curriculum import WITHOUT_TORCH
from grader.report.model import Report
from grader.submission.one_file import OneFile
from grader.submission.submission import Submission

SOURCES = solution_sources()
PYTHON = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def notebook(*cells: str, runs: Sequence[int | None] = ()) -> bytes:
    """A notebook of these code cells, with the numbers that runs gives to the first of them."""
    made = [new_code_cell(text) for text in cells]
    for cell, run in zip(made, runs):
        cell["execution_count"] = run
    text = new_markdown_cell("# Homework\n\nclass Value: no code")
    return nbformat.writes(new_notebook(cells=[text, *made], metadata=PYTHON)).encode()


def graded(one: OneFile, stages: Sequence[int] = WITHOUT_TORCH, *, why: bool = False) -> Report:
    return grading.grade(Submission("hw", one.files), stages=stages, with_diagnosis=why)


def earned(one: OneFile, stages: Sequence[int] = WITHOUT_TORCH) -> dict[int, float]:
    """{stage: points}"""
    return {stage.number: stage.earned for stage in graded(one, stages).stages}


def wrong(report: Report) -> list[str]:
    """What is not passed, extra credit aside."""
    return [
        f"{check.name}: {check.status} {check.outcome.reason}"
        for stage in report.stages
        for check in stage.checks
        if check.status != "passed" and not check.bonus
    ]


def methods(name: str = "value.py") -> tuple[str, list[tuple[str, str]]]:
    """What stands above the class in a file of the solutions, and its methods: (name, text)."""
    source = SOURCES[name]
    place = next(node for node in ast.parse(source).body if isinstance(node, ast.ClassDef))
    above = "\n".join(source.split("\n")[: place.lineno - 1])
    found = [node for node in place.body if isinstance(node, ast.FunctionDef)]
    return above, [(node.name, ast.unparse(node)) for node in found]


def indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))
