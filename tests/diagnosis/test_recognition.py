"""What is named, and what is not: claims on the source, exceptions, several faults at once."""

from __future__ import annotations

import pytest

from grader import grading
from grader.answers.solutions import solution_sources
from grader.diagnosis.recognition.catalogue import ALL, LECTURE, apply
from grader.diagnosis.recognition.catalogue.claims import (
    calls,
    has,
    has_not,
    imports_not,
    in_order,
    lacks,
)
from grader.diagnosis.recognition.exceptions import same_exception
from grader.paths import LECTURE as LECTURE_FOLDER
from grader.report.model import CheckResult
from grader.submission.folder import read_folder
from grader.submission.submission import Submission, of_sources
from grader.trace import Frame, Raised

pytestmark = pytest.mark.slow("diagnoses many submissions")


def edits(*names: str) -> list[object]:
    return [edit for m in ALL if m.name in names for edit in m.edits]


def diagnosed(sources: dict[str, str], stages: list[int]) -> dict[str, CheckResult]:
    """{name of a wrong check: its result} of the stages that have a diagnosis."""
    report = grading.grade(of_sources("bug", sources), stages=stages, with_diagnosis=True)
    return {c.name: c for s in report.stages for c in s.checks if c.diagnosis or c.blame}


def names(results: dict[str, CheckResult]) -> set[str]:
    return {d.misconception for c in results.values() for d in c.diagnosis}


def with_text(file: str, old: str, new: str, sources: dict[str, str]) -> dict[str, str]:
    assert sources[file].count(old) == 1
    return {**sources, file: sources[file].replace(old, new)}


def lecture() -> dict[str, str]:
    """The lecture's own code, which lacks all that only the kata asks for."""
    files = read_folder(LECTURE_FOLDER).files
    return {f"{module}.py": text for module, (_, text) in files.items()}


def test_a_bug_in_the_lectures_own_code_is_named_though_daggers_fail() -> None:
    sources = with_text("value.py", "(1 - t**2)", "(1 - t)", lecture())
    assert names(diagnosed(sources, [4, 5, 6])) == {"tanh-slope-without-square"}


def test_a_dagger_in_an_earlier_stage_gives_way_to_a_later_bug() -> None:
    sources = with_text("nn.py", "act.tanh()", "act", lecture())
    assert names(diagnosed(sources, [6, 8])) == {"neuron-without-tanh"}


def test_a_style_that_mixes_the_solutions_and_the_lectures_is_no_hindrance() -> None:
    sources = apply([*edits("exp-slope-from-input"), LECTURE[0]], solution_sources())
    sources = with_text(
        "value.py",
        "        other = other if isinstance(other, Value) else Value(other)\n"
        "        return self * other**-1",
        "        return self * other**-1",
        sources,
    )
    assert names(diagnosed(sources, [4, 5, 6])) == {"exp-slope-from-input"}


def test_each_failing_check_has_the_fault_that_is_its_own() -> None:
    sources = apply(edits("by-hand-tanh-left-out", "difference-not-divided"), solution_sources())
    results = diagnosed(sources, [3])
    blamed = {
        (check.blame[0].function, *(d.misconception for d in check.diagnosis))
        for check in results.values()
    }
    assert blamed == {
        ("neuron_gradients", "by-hand-tanh-left-out"),
        ("numerical_gradient", "difference-not-divided"),
    }


def test_two_bugs_in_one_file_are_both_named() -> None:
    sources = apply(edits("product-own-factor", "tanh-slope-without-square"), solution_sources())
    found = names(diagnosed(sources, [4]))
    assert found == {"product-own-factor", "tanh-slope-without-square"}


def test_a_name_error_of_another_name_is_no_missing_import() -> None:
    sources = with_text(
        "value.py", "math.tanh(self.data)", "maths.tanh(self.data)", solution_sources()
    )
    results = diagnosed(sources, [4])
    assert names(results) == set()
    assert {b.function for c in results.values() for b in c.blame} == {"Value.tanh"}


def test_a_missing_import_is_named_and_its_file_is_at_fault() -> None:
    results = diagnosed(apply(edits("math-not-imported"), solution_sources()), [4])
    assert names(results) == {"math-not-imported"}
    assert {(b.function, b.file) for c in results.values() for b in c.blame} == {
        ("", "exercises/value.py")
    }


def test_a_new_value_is_not_spoken_of_where_nothing_is_stored() -> None:
    sources = with_text(
        "training.py",
        "p.data -= learning_rate * p.grad",
        "p.data - learning_rate * p.grad",
        solution_sources(),
    )
    assert "step-on-a-new-value" not in names(diagnosed(sources, [11]))


CODE = of_sources(
    "code",
    {
        "value.py": "import math as m\n\n\nclass Value:\n    def tanh(self):\n"
        "        self.late(); self.early()\n        return missing\n"
    },
)


def raised(kind: str, message: str, *frames: tuple[int, str]) -> Raised:
    path = "exercises/value.py"
    return Raised(kind, message, tuple(Frame(path, line, "f", text) for line, text in frames))


def are_same(mine: Raised, its: Raised) -> bool:
    return same_exception(mine, its, CODE, CODE)


def test_exceptions_differ_in_kind_text_or_place() -> None:
    one = raised("NameError", "name 'math' is not defined", (6, ""))
    assert are_same(one, raised("NameError", "name 'math' is not defined", (7, "")))
    assert not are_same(one, raised("TypeError", "name 'math' is not defined", (6, "")))
    assert not are_same(one, raised("NameError", "name 'maths' is not defined", (6, "")))
    assert not are_same(one, raised("NameError", "name 'math' is not defined", (1, "")))


def test_names_and_numbers_of_ones_own_do_not_count() -> None:
    one = raised("UnboundLocalError", "cannot access local variable 'topo'", (6, ""))
    assert are_same(
        one, raised("UnboundLocalError", "cannot access local variable 'order'", (6, ""))
    )
    two = raised("AttributeError", "'int' object has no attribute 'data'", (6, ""))
    assert not are_same(
        two, raised("AttributeError", "'int' object has no attribute 'grad'", (6, ""))
    )


def test_what_an_author_says_on_purpose_is_theirs() -> None:
    one = raised("ValueError", "a cycle!", (6, "raise ValueError('a cycle!')"))
    assert are_same(one, raised("ValueError", "the graph has a cycle", (6, "def tanh(self):")))


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        (imports_not("value.py", "math"), False),  # it uses none
        (imports_not("value.py", "missing"), True),
        (lacks("value.py", "Value.exp"), True),
        (lacks("value.py", "Value.tanh"), False),
        (has("value.py", "Value.tanh", calls("late")), True),
        (has_not("value.py", "Value.tanh", calls("late")), False),
        (has_not("value.py", "Value.exp", calls("late")), False),  # there is none
    ],
)
def test_a_claim_is_read_in_the_syntax_tree(claim: object, holds: bool) -> None:
    assert callable(claim)
    assert claim(CODE) is holds


def test_the_order_of_two_calls_is_a_claim() -> None:
    text = "def train():\n    step()\n    zero()\n"
    code: Submission = of_sources("code", {"training.py": text})
    assert in_order("training.py", "train", calls("step"), calls("zero"))(code)
    assert not in_order("training.py", "train", calls("zero"), calls("step"))(code)
