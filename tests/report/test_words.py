"""Reasons are data: every one has words, every text can be reached, and no code reads them."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable, Iterator
from string import Formatter
from typing import Any, get_args

import msgspec
import pytest
from rich.console import Console

from grader import grading
from grader.answers.answers import Answers
from grader.answers.solutions import solution_sources
from grader.checks import check as check_module
from grader.checks.check import Check
from grader.checks.collection import checks_of
from grader.checks.learner import MOST_RUNAWAYS, Learner
from grader.diagnosis.recognition.catalogue import ALL
from grader.python_source import stub
from grader.report import exceptions, words
from grader.report.model import Report
from grader.report.outcome import Claim, NoteName, Outcome, Reason
from grader.report.terminal import page
from grader.submission.folder import read_folder
from grader.submission.submission import Problem, ProblemKind, Submission, of_sources
from grader.upkeep import proof

CLOSER = {"unfit", "unwritten", "file_missing", "file_unusable"}  # reasons with a claim, always
STAGES = [1, 2, 4, 5, 8, 9]
TIME_FACTOR = 0.5  # an endless loop may end sooner here
MISCONCEPTIONS = (
    "sum-returns-self",
    "all-assign-gradients",
    "tanh-slope-from-input",
    "breadth-first",
    "layer-always-a-list",
)

FORGER = """
import os

for descriptor in range(3, 32):
    try:
        os.write(descriptor, b"no reply of ours")
    except OSError:
        pass
"""

Edit = tuple[str, str, str]  # a file of the solutions, a text in it, and what replaces that

SUM = "self.data + other.data"
PRODUCT = "out = Value(self.data * other.data"
THREADS = (
    "import threading, time; [threading.Thread(target=time.sleep, args=(9,), daemon=True).start() "
    "for _ in range(10_000)]"
)
FILES = 'files = [open("/dev/null") for _ in range(99)]'
SOCKET = "import socket; socket.socket()"
# What the limit says on a system that lets learner code make files, and nothing else keeps it off.
LARGE_FILE = '(_ for _ in ()).throw(OSError(27, "File too large"))'
LOOP = "while True:\n            pass\n        out = Value(0"
WEIGHTS = "[Value(random.uniform(-1, 1)) for _ in range(nin)]"
BIAS = "self.b = Value(random.uniform(-1, 1))"
SORTED = "    visit(root)\n    return order"
LENGTH_ERROR = 'raise ValueError(f"expected'
OPERANDS = "self._prev = tuple(_children)\n"

# Each reason and claim: a stage, and edits of the solutions with which a check ends so.
BY_EDITS: dict[str, tuple[int, tuple[Edit, ...]]] = {
    "right": (1, ()),
    "differs": (1, (("value.py", SUM, "self.data - other.data"),)),
    "not_raised": (8, (("nn.py", LENGTH_ERROR, 'print(f"expected'),)),
    "raised": (1, (("value.py", SUM, "self.number + other.data"),)),
    "raised_another": (8, (("nn.py", LENGTH_ERROR, 'raise TypeError(f"expected'),)),
    "endless": (1, (("value.py", PRODUCT, LOOP),)),
    "waited": (1, (("value.py", PRODUCT, f'__import__("time").sleep(9); {PRODUCT}'),)),
    "out_of_memory": (1, (("value.py", PRODUCT, f"bytearray(1 << 40); {PRODUCT}"),)),
    "too_many_threads": (1, (("value.py", PRODUCT, f"{THREADS}; {PRODUCT}"),)),
    "too_many_files": (1, (("value.py", PRODUCT, f"{FILES}; {PRODUCT}"),)),
    "file_too_large": (1, (("value.py", PRODUCT, f"{LARGE_FILE}; {PRODUCT}"),)),
    "reached_files": (1, (("value.py", PRODUCT, f'open("/etc/passwd"); {PRODUCT}'),)),
    "reached_network": (1, (("value.py", PRODUCT, f"{SOCKET}; {PRODUCT}"),)),
    "reached_system": (1, (("value.py", PRODUCT, f'__import__("os").fork(); {PRODUCT}'),)),
    "died": (1, (("value.py", PRODUCT, 'out = Value(__import__("os").abort()'),)),
    "undefined": (3, (("by_hand.py", "def numerical_gradient", "def gradient"),)),
    "text_starts": (1, (("value.py", 'f"Value(', 'f"V('),)),
    "has_an_op": (6, (("value.py", ', "exp")', ")"),)),
    "operands_themselves": (
        2,
        (("value.py", OPERANDS, "self._prev = tuple(Value(v.data) for v in _children)\n"),),
    ),
    "picture_is_whole": (2, (("value.py", OPERANDS, "self._prev = tuple(_children)[:1]\n"),)),
    "step_is_used": (3, (("by_hand.py", "/ h)", "/ 1e-6)"),)),
    "right_after_others": (
        4,
        (
            ("value.py", "import math\n", "import math\n\nmade = []\n"),
            ("value.py", PRODUCT, f"made.append(1)\n        {PRODUCT} + len(made) // 100"),
        ),
    ),
    "order_is_a_list": (5, (("topological_sort.py", SORTED, "    return root"),)),
    "order_holds_values": (5, (("topological_sort.py", SORTED, "    return [root, 1]"),)),
    "order_lists_once": (5, (("topological_sort.py", SORTED, SORTED + " * 2"),)),
    "order_has_operands_first": (5, (("topological_sort.py", SORTED, SORTED + "[::-1]"),)),
    "order_has_all_operands": (5, (("topological_sort.py", SORTED, "    return [root]"),)),
    "order_ends_with_root": (5, (("topological_sort.py", SORTED, SORTED + "[:-1]"),)),
    "weights_are_a_list": (8, (("nn.py", f"self.w = {WEIGHTS}", "self.w = 1.0"),)),
    "weights_are_values": (8, (("nn.py", WEIGHTS, "[0.5] * nin"),)),
    "bias_is_a_value": (8, (("nn.py", BIAS, "self.b = 0.0"),)),
    "bias_is_a_number": (8, (("nn.py", BIAS, 'self.b = Value("0")'),)),
    "numbers_are_plain": (8, (("nn.py", WEIGHTS, '[Value("0") for _ in range(nin)]'),)),
    "weights_within_one": (8, (("nn.py", WEIGHTS, WEIGHTS.replace("-1", "-9")),)),
    "weights_are_random": (8, (("nn.py", WEIGHTS, "[Value(0.5) for _ in range(nin)]"),)),
    "weights_are_many_numbers": (
        8,
        (("nn.py", WEIGHTS, "[Value(random.choice([-0.5, 0.5])) for _ in range(nin)]"),),
    ),
    "weights_have_both_signs": (8, (("nn.py", WEIGHTS, WEIGHTS.replace("-1", "0")),)),
    "neurons_differ": (8, (("nn.py", "self.w = [V", "random.seed(1)\n        self.w = [V"),)),
    "biases_differ": (8, (("nn.py", BIAS, "self.b = Value(0.5)"),)),
    "attribute": (4, (("value.py", "self.grad = 0.0", "pass"),)),
    "memory": (2, (("value.py", OPERANDS, "\n"), ("value.py", "self._op = _op", ""))),
    "memory_of_results": (2, (("value.py", ', (self, other), "*")', ")"),)),
    "chain_rule": (3, (("by_hand.py", "a_grad = b * e_grad", "a_grad = a * e_grad"),)),
    "single_precision": (7, (("torch_neuron.py", "torch.float64, req", "torch.float32, req"),)),
    "nothing_returned": (1, (("value.py", f'{PRODUCT}, (self, other), "*")', "return None"),)),
}  # fmt: skip


def edited(*edits: Edit) -> Submission:
    """The solutions with these texts replaced, wherever they stand."""
    sources = solution_sources()
    for file, old, new in edits:
        assert old in sources[file], f"an edit that no longer applies: {old}"
        sources[file] = sources[file].replace(old, new)
    return of_sources("edited", sources)


def outcomes(learner: Learner, stage: int) -> Iterator[Outcome]:
    """How each check of a stage ends for a learner."""
    for check in checks_of(stage):
        yield check.run(learner, Answers()).result.outcome


def ends(outcome: Outcome) -> set[str]:
    """The texts that an outcome needs."""
    return {outcome.claim or outcome.reason} | ({outcome.note.name} if outcome.note else set())


def assert_filled(outcome: Outcome, entry: str) -> None:
    """Every placeholder of a text is a fact, or a field that the outcome does carry."""
    fields = {
        "function": outcome.function,
        "asked": outcome.function,
        "file": outcome.file,
        "line": outcome.line,
        "names": outcome.differences,
        "exception": outcome.raised,
    }
    if entry in words.NOTES:
        assert outcome.note
        text, facts = words.NOTES[entry], outcome.note.facts
        assert words.remark(outcome)
    else:
        text, facts = words.WORDS[entry], outcome.facts
        assert words.message(outcome) or outcome.reason == "right"
    for _, name, _, _ in Formatter().parse(text):
        assert name is None or fields.get(name) or facts.get(name) is not None, name


def with_function(function: Callable[..., None], *fixtures: str) -> Check:
    """A check of stage 1 that does something else."""
    return msgspec.structs.replace(checks_of(1)[0], function=function, fixtures=fixtures)


@pytest.fixture
def learner() -> Iterator[Learner]:
    """Whose code is right."""
    found = Learner(proof.solutions())
    yield found
    found.close()


# Every reason has words, and nothing else has


def test_every_reason_has_words() -> None:
    assert set(words.WORDS) == set(get_args(Reason)) - CLOSER | set(get_args(Claim))


def test_every_note_has_words() -> None:
    assert set(words.NOTES) == set(get_args(NoteName))


# Every text can be reached, and filled from what its outcome carries


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(entry, marks=pytest.mark.slow("imports torch") if stage == 7 else ())
        for entry, (stage, _) in BY_EDITS.items()
    ],
)
def test_code_that_earns_each_text(entry: str) -> None:
    stage, edits = BY_EDITS[entry]
    learner = Learner(edited(*edits), time_factor=TIME_FACTOR if entry == "endless" else 1.0)
    try:
        found = next((o for o in outcomes(learner, stage) if entry in ends(o)), None)
    finally:
        learner.close()

    assert found is not None
    assert_filled(found, entry)


@pytest.mark.parametrize("kind", get_args(ProblemKind))
def test_what_is_the_matter_with_a_file(kind: ProblemKind) -> None:
    facts: dict[str, dict[str, str | int | float | None]] = {
        "too_large": {"megabytes": 1},
        "unreadable": {"why": "Permission denied"},
        "misnamed": {"found": "Value.py"},
        "other_encoding": {"encoding": "UTF-16"},
    }
    problem = Problem("exercises/value.py", kind, facts.get(kind, {}))
    learner = Learner(Submission("s", {}, {"value": problem}))

    found = next(outcomes(learner, 1))
    learner.close()

    assert ends(found) == {kind}
    assert_filled(found, kind)


def test_a_stub() -> None:
    learner = Learner(proof.stubs())

    found = next(outcomes(learner, 1))
    learner.close()

    assert ends(found) == {"stub"}
    assert_filled(found, "stub")


def test_torch_that_is_not_there(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_module, "torch_is_installed", lambda: False)

    found = next(outcomes(learner, 7))

    assert ends(found) == {"needs_torch"}
    assert_filled(found, "needs_torch")
    assert words.remark(found)


def test_a_run_that_was_ended(learner: Learner) -> None:
    for _ in range(MOST_RUNAWAYS):
        learner.count_runaway("exercises/value.py", (), is_extra=False)

    found = next(outcomes(learner, 1))

    assert ends(found) == {"not_run"}
    assert_filled(found, "not_run")


def test_a_check_that_was_stopped(learner: Learner) -> None:
    def stuck() -> None:
        raise TimeoutError

    attempt = with_function(stuck).run(learner, Answers(), outer_net=(TimeoutError,))

    assert ends(attempt.result.outcome) == {"stopped"}
    assert_filled(attempt.result.outcome, "stopped")


def test_a_name_that_is_not_in_the_trace(learner: Learner) -> None:
    def asks(run: Any) -> None:
        run("a = Value(1.0)").of("b")

    found = with_function(asks, "run").run(learner, Answers()).result.outcome

    assert ends(found) == {"lacks_name"}
    assert_filled(found, "lacks_name")


def test_an_answer_that_is_none() -> None:
    learner = Learner(of_sources("forger", {**solution_sources(), "value.py": FORGER}))

    found = next(outcomes(learner, 1))
    learner.close()

    assert ends(found) == {"garbled"}
    assert_filled(found, "garbled")


def test_a_check_that_waits() -> None:
    broken = {**solution_sources(), "value.py": "class Value:\n  def\n"}
    learner = Learner(of_sources("learner", broken))

    found = next(outcomes(learner, 1))
    learner.close()

    assert ends(found) == {"waits"}
    assert_filled(found, "waits")


def test_a_check_that_waits_for_a_stub_that_is_called_on_import() -> None:
    begun = stub(solution_sources()["value.py"]) + "print(Value(2.0))\n"
    learner = Learner(of_sources("learner", {**solution_sources(), "value.py": begun}))

    found = [outcome for outcome in outcomes(learner, 8) if outcome.claim]
    learner.close()

    assert ends(found[0]) == {"calls_a_stub"}
    assert_filled(found[0], "calls_a_stub")


# No code reads them


@pytest.fixture(scope="module")
def submissions(tmp_path_factory: pytest.TempPathFactory) -> list[Submission]:
    """Some that end in all kinds of ways."""
    folders = [tmp_path_factory.mktemp(name) for name in ("missing", "empty", "not_text")]
    for folder in folders:
        for file, text in solution_sources().items():
            (folder / file).write_text(text, encoding="utf-8")
    missing, empty, not_text = (folder / "nn.py" for folder in folders)
    missing.unlink()
    empty.write_text("\n")
    not_text.write_bytes(b"\0")
    wrong = [m for m in ALL if m.name in MISCONCEPTIONS]
    assert len(wrong) == len(MISCONCEPTIONS)
    return [
        proof.solutions(),
        proof.stubs(),
        *map(read_folder, folders),
        edited(("nn.py", "class Layer:", "class Layer")),
        edited(*BY_EDITS["endless"][1]),
        edited(*BY_EDITS["raised"][1]),
        *map(proof.mutant, wrong),
    ]


@pytest.fixture(scope="module")
def reports(submissions: list[Submission]) -> list[Report]:
    """What is reported of each when the words are as they are."""
    return graded(submissions)


@pytest.fixture
def random_words(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every text replaced by one that says nothing; the new ones."""
    tokens: set[str] = set()

    def token(*_: object) -> str:
        text = secrets.token_hex()
        tokens.add(text)
        return text

    for table in (words.WORDS, words.NOTES):
        for name in table:
            monkeypatch.setitem(table, name, token())
    monkeypatch.setattr(exceptions, "message", token)
    monkeypatch.setattr(exceptions, "remark", token)
    return tokens


def graded(submissions: list[Submission]) -> list[Report]:
    found: list[Report] = []
    grading.grade_all(
        submissions, found.append, stages=STAGES, time_factor=TIME_FACTOR, with_diagnosis=True
    )
    return found


def without_seconds(report: Report) -> Any:
    """All of a report but how long its checks took."""
    found = msgspec.to_builtins(report)
    for stage in found["stages"]:
        for check in stage["checks"]:
            del check["seconds"]
    return found


def next_command(report: Report) -> str:
    """What the terminal ends with."""
    file = io.StringIO()
    page.show(report, Console(file=file, width=100))
    return file.getvalue().rpartition("    Next ")[2]


@pytest.mark.slow("thirteen submissions are graded and diagnosed, twice")
def test_no_verdict_hangs_on_a_word(
    submissions: list[Submission], reports: list[Report], random_words: set[str]
) -> None:
    again = graded(submissions)

    shown = [words.what(c.outcome) for r in again for s in r.stages for c in s.checks]
    assert set(shown) <= random_words
    for report, other in zip(reports, again, strict=True):
        assert without_seconds(other) == without_seconds(report)


@pytest.mark.slow("the same reports")
def test_the_reports_compared_are_of_all_kinds(reports: list[Report]) -> None:
    checks = [c for report in reports for stage in report.stages for c in stage.checks]

    statuses = {check.status for check in checks}
    assert statuses == {"passed", "failed", "to do", "error", "timeout"}
    assert sum(bool(check.diagnosis) for check in checks) > 5
    assert sum(bool(check.blame) for check in checks) > 5


@pytest.mark.slow("the same reports")
@pytest.mark.parametrize("number", [2, 3])
def test_the_advice_to_reset_hangs_on_no_word(
    number: int, reports: list[Report], random_words: set[str]
) -> None:
    assert next_command(reports[number]).split() == ["make", "reset", "FILE=nn"]
