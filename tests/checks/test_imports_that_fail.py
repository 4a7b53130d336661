"""A file that cannot be imported is one block: what needs it waits, and nothing else turns red."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader import grading
from grader.answers.solutions import solution_sources
from grader.curriculum import WITHOUT_TORCH
from grader.python_source import stub
from grader.report.model import CheckResult, Report
from grader.submission.folder import read_folder
from grader.submission.submission import of_sources
from tests.report.terminal.shown import shown

SOURCES = solution_sources()
NEED_VALUE = {1, 2, 4, 5, 6, 8, 9, 10, 11}
NEED_NN = {8, 9, 10, 11}


def report_of(**files: str) -> Report:
    others = {f"{module}.py": text for module, text in files.items()}
    submission = of_sources("learner", {**SOURCES, **others})
    return grading.grade(submission, stages=WITHOUT_TORCH, with_diagnosis=True)


def waiting(report: Report) -> set[int]:
    """The stages in which a check waits."""
    return {stage.number for stage, _ in report.waiting}


def wrong(report: Report) -> list[CheckResult]:
    return [c for stage in report.stages for c in stage.checks if c.is_wrong and not c.bonus]


@pytest.mark.parametrize(
    ("module", "top", "stages", "said"),
    [
        ("value", "x = = 1\n", NEED_VALUE, "Python cannot read the file: invalid syntax"),
        ("value", "if 1:\n\tx = 1\n        y = 1\n", NEED_VALUE, "Python cannot read the file"),
        ("value", "x = y\n", NEED_VALUE, "NameError: name 'y' is not defined"),
        ("value", "1 / 0\n", NEED_VALUE, "ZeroDivisionError: division by zero"),
        ("value", "raise SystemExit\n", NEED_VALUE, "sys.exit() was called"),
        ("value", "from nn import Neuron\n", NEED_VALUE, "ImportError: cannot import name"),
        ("nn", "from exercises.value import Value\n", NEED_NN, "No module named 'exercises'"),
        ("nn", "from torch import nn\nnn.Module()\n", NEED_NN, "No module named 'torch' (exerci"),
        ("nn", "def f(:\n", NEED_NN, "Python cannot read the file: invalid syntax"),
        ("training", "open('data.csv')\n", {11}, "FileNotFoundError"),
        ("by_hand", "x = = 1\n", {3}, "Python cannot read the file: invalid syntax"),
    ],
)
def test_what_needs_it_waits(module: str, top: str, stages: set[int], said: str) -> None:
    report = report_of(**{module: top + SOURCES[f"{module}.py"]})

    assert wrong(report) == []
    assert waiting(report) == stages
    assert all(c.status == "error" and c.earned == 0 for _, c in report.waiting)
    assert sum(stage.earned for stage in report.stages if stage.number not in stages) == (
        10.0 * (len(WITHOUT_TORCH) - len(stages))
    )
    text = " ".join(shown(report).split())
    assert f"{module}.py cannot be imported" in text
    assert said in text
    assert "checks wait for it" in text


def test_files_that_import_each_other_are_one_block_at_the_import_too_many() -> None:
    report = report_of(value="from nn import Neuron\n" + SOURCES["value.py"])
    text = " ".join(shown(report).split())
    assert "Two files import each other" in text
    assert text.count("cannot be imported") == 1
    assert "1 │ from nn import Neuron" in text


def test_a_module_of_the_kata_that_is_misspelt_is_no_package() -> None:
    text = " ".join(shown(report_of(nn="from vaule import Value\n" + SOURCES["nn.py"])).split())
    assert "nn.py cannot be imported" in text
    assert "The file is called value.py: from value import ..." in text


def test_a_file_that_cannot_be_read_is_one_block_too(tmp_path: Path) -> None:
    for file, source in SOURCES.items():
        (tmp_path / file).write_text(source, encoding="utf-8")
    (tmp_path / "value.py").write_bytes("# caf\u00e9\n".encode("latin-1"))
    report = grading.grade(read_folder(tmp_path), stages=WITHOUT_TORCH)

    assert wrong(report) == []
    assert waiting(report) == NEED_VALUE
    assert "value.py is not in UTF-8; save it in that encoding" in shown(report, width=200)


def test_the_line_stands_there_with_a_caret_where_python_cannot_read_on() -> None:
    report = report_of(value="class Value:\n    x = = 1\n")
    assert "       2 │ x = = 1\n               ^\n" in shown(report)


@pytest.mark.parametrize(
    "line",
    ["import graphviz", "from torch import nn", "import matplotlib.pyplot as plt", "import numpy"],
)
def test_a_package_that_is_not_here_blocks_nothing(line: str) -> None:
    report = report_of(value=f"{line}\n{SOURCES['value.py']}", nn=f"{line}\n{SOURCES['nn.py']}")
    assert report.earned == report.points


def test_a_stub_that_is_called_on_import_is_named_with_its_line() -> None:
    value = stub(SOURCES["value.py"])
    value = value.replace(
        'raise NotImplementedError("stage 1: Value.__init__")', "self.data = data"
    )
    value += "\nprint(Value(2.0) * Value(3.0))\n"
    report = report_of(value=value)

    assert wrong(report) == []
    assert 1 in waiting(report)
    line = value.count("\n")
    text = " ".join(shown(report).split())
    assert f"value.py line {line} calls *, which you have not written yet" in text
    assert "write Value.__mul__, or take the line out of the file" in text


def test_what_is_wrong_before_it_is_shown_first_with_the_block_beside() -> None:
    value = SOURCES["value.py"].replace("self.data * other.data", "self.data - other.data")
    text = shown(report_of(value=value, nn="x = = 1\n"))

    assert "✘ a * b is a Value that holds the product." in text
    assert "nn.py cannot be imported" in text


def test_what_is_wrong_after_it_can_wait() -> None:
    value = SOURCES["value.py"] + "x = = 1\n"
    training = SOURCES["training.py"].replace("losses = []", "return 1")
    text = shown(report_of(value=value, training=training))

    assert "value.py cannot be imported" in text
    assert "Stage 11 ·" not in text
