"""The failing program as a script: it runs, and says what is wrong."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.files import CannotWrite
from grader.report.model import Report
from grader.report.outcome import CheckStatus, Outcome
from grader.trace import Difference
from grader.workspace import failing_program
from grader.workspace.failing_program import keep_failing_program
from tests.made_reports import OUTCOMES, made_check, made_report, made_stage


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own, with an empty exercises/ and no .kata/ yet."""
    monkeypatch.setattr(failing_program, "EXERCISES", tmp_path / "exercises")
    monkeypatch.setattr(failing_program, "FILE", tmp_path / ".kata" / "failing.py")
    (tmp_path / "exercises").mkdir()
    return tmp_path


def report(*outcomes: CheckStatus | Outcome, program: str = "a = 1\n") -> Report:
    return made_report(
        made_stage(1, *(made_check(outcome, program=program) for outcome in outcomes))
    )


def test_the_failing_program_runs_as_a_script(home: Path) -> None:
    (home / "exercises" / "value.py").write_text(
        "class Value:\n    def __init__(self, data): ...\n"
    )
    path = keep_failing_program(
        report("passed", "error", program="from value import Value\nprint(Value(1) is None)\n")
    )
    assert path

    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, cwd=home)

    assert (done.stdout, done.stderr) == ("False\n", "")


def test_the_failing_program_prints_what_is_wrong_beside_what_it_should_be(home: Path) -> None:
    (home / "exercises" / "value.py").write_text(
        "class Value:\n    def __init__(self, data):\n        self.data, self.grad = data, 0.5\n"
    )
    differs = msgspec.structs.replace(
        OUTCOMES["failed"], differences=(Difference("a", "grad", 0.5, 2.0, "torch"),)
    )
    path = keep_failing_program(
        report(differs, program="from value import Value\na = Value(1.0)\n")
    )
    assert path

    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, cwd=home)

    assert (done.stdout, done.stderr) == ("a.grad = 0.5   torch: 2.0\n", "")


VALUE = """
class Value:
    def __init__(self, data, op=""):
        self.data, self.grad, self._op = data, 0.5, op
    def __repr__(self):
        return " Value"
"""


@pytest.mark.parametrize(
    ("outcome", "printed"),
    [
        (
            {"differences": (Difference("a", "grad", 0.5, 2.0, "torch"),)},
            "a.grad = 0.5   torch: 2.0",
        ),
        (
            {"differences": (Difference("a", "grad", 0.5, 2.0, "reference"),)},
            "a.grad = 0.5   expected: 2.0",
        ),
        (
            {"differences": (Difference("a", "type", "a Value", "a float", "torch"),)},
            "type(a) = <class 'value.Value'>   expected: a float",
        ),
        (
            {"differences": (Difference("[a]", "length", 1, 2, "torch"),)},
            "len([a]) = 1   expected: 2",
        ),
        (
            {"differences": (Difference("a", "_op", "", "+", "reference"),)},
            "a._op = ''   expected: '+'",
        ),
        (
            {
                "reason": "unfit",
                "claim": "text_starts",
                "facts": {"what": "repr(a)", "yours": "' Value'", "expected": "Value(data=1.0"},
            },
            "repr(a) = ' Value'   should start with 'Value(data=1.0'",
        ),
        (
            {
                "reason": "unfit",
                "claim": "has_an_op",
                "facts": {"what": "a", "yours": "''", "expected": "tanh"},
            },
            "(a)._op = ''   should be 'tanh'",
        ),
    ],
)
def test_it_prints_what_is_wrong_of_every_kind(
    home: Path, outcome: dict[str, Any], printed: str
) -> None:
    (home / "exercises" / "value.py").write_text(VALUE)
    differs = msgspec.structs.replace(OUTCOMES["failed"], **{"differences": (), **outcome})
    path = keep_failing_program(
        report(differs, program="from value import Value\na = Value(1.0)\n")
    )
    assert path

    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, cwd=home)

    assert (done.stdout, done.stderr) == (printed + "\n", "")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("endless", "it does not end: Ctrl-C stops it"),
        ("waited", "it waits and does not end: Ctrl-C stops it"),
        ("out_of_memory", "it fills the memory: Ctrl-C stops it"),
        ("raised", ""),
    ],
)
def test_a_program_that_does_not_end_says_so_first(reason: str, words: str) -> None:
    outcome = Outcome(status="timeout", reason=reason, facts={"seconds": 1.0})  # type: ignore[arg-type]
    path = keep_failing_program(report(outcome))
    assert path

    script = path.read_text()
    assert failing_program.warning(outcome) == words
    assert (f"\n# {words}\n" in script) == bool(words)
    ast.parse(script)


def test_what_no_line_can_print_is_said_in_a_comment() -> None:
    outcome = Outcome(
        status="failed",
        reason="unfit",
        claim="picture_is_whole",
        facts={"missing": "b"},
    )
    path = keep_failing_program(report(outcome))
    assert path

    assert "\n# the picture lacks the Value of b\n\na = 1\n" in path.read_text()


@pytest.mark.parametrize("statuses", [("passed",), ("to do",), ("needs torch",)])
def test_no_program_is_kept_where_nothing_fails(statuses: tuple[CheckStatus, ...]) -> None:
    assert keep_failing_program(report(*statuses)) is None
    assert not failing_program.FILE.exists()


def test_a_failing_program_says_so_where_kata_is_a_file(home: Path) -> None:
    (home / ".kata").write_text("in the way")

    with pytest.raises(CannotWrite):
        keep_failing_program(report("failed"))
