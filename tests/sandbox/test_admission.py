"""Every way in that takes a path says what holds others' code, or warns that nothing does."""

from __future__ import annotations

import ast
import itertools
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.paths import EXERCISES, ROOT, SOLUTIONS
from grader.sandbox import canary
from grader.sandbox.admission import admitted
from grader.sandbox.canary import Found, Layer
from grader.submission.submission import UnusableSubmission
from tests.test_layers import files

HELD = Found((Layer("a cage", "stops all"),), ())
UNHELD = Found((), ("read a file",))
NOTE = "this code was held by a cage"
WARNING = "other people's code is not held here: ours read a file; "
# A call in a process of its own, in which canary() finds that, or must not be asked.
CALL = """
import sys
from pathlib import Path
from grader.commands import call, main
from grader.sandbox import canary
from tests.sandbox.test_admission import HELD, UNHELD, never
canary.canary = never if {found} is None else lambda: {found}
call.EXERCISES = Path({exercises!r})
if sys.argv[1] == "pytest":
    import pytest
    sys.exit(pytest.main(sys.argv[2:]))
sys.exit(main.main(sys.argv[1:]))
"""
slow = pytest.mark.slow("each is a call in a process of its own")
each = pytest.mark.parametrize("name", ["HELD", "UNHELD"])


def call(
    found: str, *arguments: str | Path, exercises: Path = EXERCISES
) -> subprocess.CompletedProcess[str]:
    program = CALL.format(found=found, exercises=str(exercises))
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


def assert_said(done: subprocess.CompletedProcess[str], name: str) -> None:
    """It is said once what holds the code, or warned in one line that nothing does."""
    if name == "HELD":
        assert done.stderr == ""
        assert " ".join(done.stdout.split()).count(NOTE) == 1
    else:
        assert done.stderr.startswith(f"grader: {WARNING}")
        assert done.stderr.count("\n") == 1
        assert NOTE not in done.stdout


@pytest.fixture
def others(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOLUTIONS, tmp_path / "others"))


@pytest.fixture(params=[HELD, UNHELD], ids=["held", "unheld"])
def found(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Found:
    monkeypatch.setattr(canary, "canary", lambda: request.param)
    assert isinstance(request.param, Found)
    return request.param


def never(_: str = "") -> Found:
    raise AssertionError("nothing was to be tried or said")


# The door


def test_what_holds_others_code_is_said_in_one_line(others: Path, found: Found) -> None:
    notes: list[str] = []
    warnings: list[str] = []

    submission = admitted(others, notes.append, warnings.append)

    assert submission.is_others
    assert submission.is_held == submission.may_be_lent_functions == found.is_held
    said, unsaid = (notes, warnings) if found.is_held else (warnings, notes)
    assert len(said) == 1 and "\n" not in said[0]
    assert said[0].startswith(NOTE if found.is_held else WARNING)
    assert unsaid == []


def test_of_ones_own_code_nothing_is_tried_or_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canary, "canary", never)

    submission = admitted(SOLUTIONS, never, never)

    assert not submission.is_others
    assert submission.may_be_lent_functions


def test_of_code_that_is_trusted_nothing_is_tried_or_said(
    others: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canary, "canary", never)

    submission = admitted(others, never, never, is_trusted=True)

    assert submission.is_others  # so it is confined where it can be
    assert submission.may_be_lent_functions


def test_a_link_in_the_repository_to_others_code_is_others(others: Path, found: Found) -> None:
    link = ROOT / "tests" / f"link-{others.parent.name}"
    link.symlink_to(others)
    try:
        submission = admitted(link, lambda _: None, lambda _: None)
    finally:
        link.unlink()

    assert submission.is_others
    assert submission.is_held == found.is_held


def test_what_is_no_submission_is_not_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canary, "canary", never)

    with pytest.raises(UnusableSubmission):
        admitted(tmp_path / "gone", never, never)


def test_there_is_no_other_door() -> None:
    """Nobody else reads a path but what proves the grader, on code of ours."""
    callers: dict[str, set[str]] = {"read_folder": set(), "read_path": set()}
    for module, path in files().items():
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in callers:
                callers[getattr(node.func, "id", "")].add(module)

    door, ours = "grader.sandbox.admission", {"grader.submission.reading", "grader.upkeep.proof"}
    assert callers == {"read_path": {door}, "read_folder": {door, *ours}}


# Those who come by it


@slow
@each
@pytest.mark.parametrize("command", ["grade --stage 1", "fuzz --seconds 0.1"])
def test_commands_with_a_path_say_so(command: str, name: str, others: Path) -> None:
    pytest.importorskip("hypothesis")
    command, *options = command.split()

    done = call(name, command, others, *options)

    assert done.returncode == 0
    assert_said(done, name)


@slow
@pytest.mark.parametrize("command", ["grade --stage 1", "fuzz --only-ask"])
def test_trust_says_nothing(command: str, others: Path) -> None:
    command, *options = command.split()

    done = call("None", command, others, *options, "--trust")

    assert (done.returncode, done.stderr) == (0, "")
    assert "held" not in done.stdout


@slow
@pytest.mark.parametrize(
    ("command", "name"),
    [
        *itertools.product(["grade --stage 1", "hint"], ["HELD", "UNHELD"]),
        ("fuzz --only-ask", "UNHELD"),  # make asks again where it is held, and then it is said
    ],
)
def test_exercises_that_lie_elsewhere_are_others_code(
    command: str, name: str, others: Path
) -> None:
    (others / "nn.py").write_text("class Neuron: pass\n")

    done = call(name, *command.split(), exercises=others)

    assert done.returncode in (0, 1)
    assert_said(done, name)


@slow
def test_unheld_code_is_lent_nothing_and_trusted_code_is_explained(others: Path) -> None:
    value = others / "value.py"
    value.write_text(value.read_text().replace("self.data * other.data", "self.data + other.data"))
    command = ["grade", others, "--stage", "1", "--format", "json"]

    unheld, trusted = call("UNHELD", *command), call("None", *command, "--trust")

    assert unheld.returncode == trusted.returncode == 1
    assert '"function": "Value.__mul__"' not in unheld.stdout
    assert '"function": "Value.__mul__"' in trusted.stdout
    assert trusted.stderr.startswith("grader: by_hand.py, topological_sort.py, ")
    assert trusted.stderr.endswith(" equal the reference to the letter\n")
    assert trusted.stderr.count("\n") == 1


@slow
@each
def test_pytest_says_so_too(name: str, others: Path) -> None:
    done = call(name, "pytest", "grader/checks/stage_01_arithmetic.py", "--submission", others)

    assert done.returncode == 0, done.stdout + done.stderr
    assert_said(done, name)
