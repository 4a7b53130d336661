"""A student edition grades as the whole kata does with its seed, and gives no solution away."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader import edition
from grader.answers.solutions import solution_sources
from grader.commands import main
from grader.commands.call import Parser
from grader.curriculum import FILES
from grader.diagnosis.recognition.catalogue import ALL
from grader.paths import ROOT
from grader.submission.submission import Submission
from grader.upkeep import proof, student_edition, write_stubs
from grader.upkeep.given_away import given_away
from grader.upkeep.without_instructors import makefile, readme
from grader.workspace import kata_notebook
from tests.notebook.solved import solved_notebook

GRADED_THERE = Path(__file__).with_name("graded_there.py")
SEED = 7
# The kata of a folder comes before this repository, which an editable install adds at the end.
COMMAND = """\
import sys
sys.path.insert(0, {kata!r})
{before}
import grader
assert grader.__path__ == [{kata!r} + "/grader"]
from grader.commands.main import main
sys.exit(main(sys.argv[1:]))
"""
EVERY = int(os.environ.get("EVERY", "40"))  # of how many misconceptions one is graded
WITHOUT_TORCH = "sys.modules['torch'] = None"
SAME = ("status", "points", "earned", "message", "remark", "program", "output", "file", "line")
STEPS = ("first_wrong_step", "picture")


def call(kata: Path, *arguments: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command with the code of that folder alone."""
    program = COMMAND.format(kata=str(kata), before=before)
    return subprocess.run(
        [sys.executable, "-I", "-c", program, *arguments],
        cwd=kata,
        capture_output=True,
        text=True,
        timeout=240,
    )


def graded(
    kata: Path, submissions: list[Submission], seed: int | None = None, *, diagnosed: bool = False
) -> dict[str, Any]:
    """{name: report as JSON} of submissions, by the grader of that folder alone."""
    wanted = {
        "seed": seed,
        "diagnosed": diagnosed,
        "submissions": {
            s.name: {f"{module}.py": text for module, (_, text) in s.files.items()}
            for s in submissions
        },
    }
    done = subprocess.run(
        [sys.executable, "-I", str(GRADED_THERE), str(kata)],
        input=json.dumps(wanted),
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def told(report: dict[str, Any], fields: tuple[str, ...]) -> dict[str, list[Any]]:
    """{stage and check: these fields} of a report."""
    return {
        f"{stage['number']}:{check['name']}": [check[field] for field in fields]
        for stage in report["stages"]
        for check in stage["checks"]
    }


def put_into_exercises(kata: Path, sources: dict[str, str]) -> None:
    for file, text in sources.items():
        (kata / "exercises" / file).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The student edition with seed 0."""
    folder = tmp_path_factory.mktemp("student") / "edition"
    student_edition.build(folder)
    return folder


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The student edition with another seed."""
    folder = tmp_path_factory.mktemp("student") / "edition"
    student_edition.build(folder, seed=SEED)
    return folder


@pytest.fixture
def kata(built: Path, tmp_path: Path) -> Path:
    """A student edition that a test may change."""
    ignored = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(built, tmp_path / "kata", ignore=ignored))


# What is in it, and what is not


def test_nothing_of_the_solutions_can_be_read_in_it(built: Path) -> None:
    assert given_away(built) == []
    contents = {path: path.read_bytes() for path in built.rglob("*") if path.is_file()}
    assert [path for path, content in contents.items() if re.search(rb"\bEdit\(", content)] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", 'def other(self):\n    """Another."""\n    return self   *  (-1)  # so\n'),
        ("a.py", 'TEXT = """\nsizes = [nin] + nouts\n{}\n"""'),
        ("a.py", "def f(self, nin, nouts):\n  sizes = [nin] + nouts\n  {}\n  print(self)\n"),
        ("a.json", '{{"a": ["sizes = [nin] + nouts\\n{}"]}}'),
        ("a.md", "sizes = [nin] + nouts\n{}\n"),
    ],
)
def test_a_solution_in_another_guise_is_found(tmp_path: Path, name: str, text: str) -> None:
    layers = "self.layers = [Layer(size, next_size) for size, next_size in zip(sizes, sizes[1:])]"
    (tmp_path / name).write_text(text.format(layers), encoding="utf-8")

    assert len(given_away(tmp_path)) == 1


def test_compiled_code_is_found(tmp_path: Path) -> None:
    (tmp_path / "value.pyc").write_bytes(b"\xff")

    assert given_away(tmp_path) == ["value.pyc: compiled code"]


def test_every_solution_would_be_found(tmp_path: Path) -> None:
    for file, source in solution_sources().items():
        (tmp_path / file).write_text(source, encoding="utf-8")

    assert {found.split(": ")[0] for found in given_away(tmp_path)} == set(FILES)


def test_it_is_the_kata_without_what_is_the_instructors(built: Path) -> None:
    assert {path.name for path in built.iterdir()} == {
        *(".ci", ".github", ".gitignore", "LICENSE", "Makefile", "README.md", "pyproject.toml"),
        *("exercises", "grader", "helper_draw"),
    }
    assert not (built / "grader" / "upkeep").exists()
    assert not (built / "grader" / "diagnosis" / "recognition").exists()


def test_its_exercises_are_the_stubs(built: Path) -> None:
    exercises = {path.name: path.read_text(encoding="utf-8") for path in built.glob("exercises/*")}

    assert exercises == write_stubs.derived()


@pytest.mark.slow("imports all of the grader")
def test_all_that_it_has_of_the_grader_can_be_imported(built: Path) -> None:
    modules = [
        ".".join(path.relative_to(built).with_suffix("").parts).removesuffix(".__init__")
        for path in (built / "grader").rglob("*.py")
        if path.name not in ("__main__.py", "recording.py") and "stubs" not in path.parts
    ]
    before = f"for name in {modules}: __import__(name)"

    assert len(modules) > 100
    assert call(built, "--help", before=before).stderr == ""


def test_its_readme_leads_nowhere_that_it_has_not(built: Path) -> None:
    text = (built / "README.md").read_text(encoding="utf-8")

    assert [
        word for word in ("solutions/", "CONTRIBUTING", "make solution", "<!-- i") if word in text
    ] == []
    targets = set(re.findall(r"^([a-z-]+):", (built / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"`make\s([a-z-]+)", text)) <= targets


# How it is made


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kept")

    with pytest.raises(student_edition.CannotBuild, match="not empty"):
        student_edition.build(tmp_path)
    with pytest.raises(student_edition.CannotBuild, match="a file is in its place"):
        student_edition.build(tmp_path / "mine")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()

    paths = student_edition.build(folder)

    assert paths == sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


def test_nothing_is_left_where_it_would_give_a_solution_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(student_edition, "AS_THEY_ARE", ("solutions/nn.py",))

    with pytest.raises(student_edition.CannotBuild, match=r"solutions away: solutions/nn\.py"):
        student_edition.build(tmp_path / "edition")
    assert list(tmp_path.iterdir()) == []


def test_another_seed_is_not_recorded_without_torch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(student_edition, "torch_is_installed", lambda: False)

    with pytest.raises(student_edition.CannotBuild, match="make torch"):
        student_edition.build(tmp_path / "edition", seed=SEED)


def test_the_readme_loses_what_is_marked() -> None:
    text = (
        "a<!-- instructors --> (b)<!-- /instructors -->\n"
        "| c |\n| d <!-- instructors --> |\n\n"
        "<!-- instructors -->\ne\n<!-- /instructors -->\n<!-- students\nf\n-->\ng\n"
    )

    assert readme(text) == "a\n| c |\n\nf\ng\n"


def test_the_makefile_has_one_rule_for_what_is_the_instructors() -> None:
    text = (
        "A := 1\n# of test\nB := 2\n\n.PHONY: help grade test class\n\n"
        "help: ## this\n\t@awk 1\n\t@echo 2\n\ngrade: ## grades\n\t@run $(A)\n\n"
        "class: ## for instructors: a class\n\t@run\n\ntest: .venv/.test #@ tests\n\t@run $(B)\n\n"
        ".venv/.test:\n\t@install\n"
    )

    kept, refusal = makefile(text).split("\n\n.PHONY: class test\nclass test:\n")

    assert kept == (
        "A := 1\n\n.PHONY: help grade\n\nhelp: ## this\n\t@awk 1\n\ngrade: ## grades\n\t@run $(A)"
    )
    assert edition.instructors("make $@") in refusal


# How it grades


@pytest.mark.slow("records the answers of another seed, with torch")
def test_stubs_and_solutions_earn_what_they_should(built: Path, varied: Path) -> None:
    learners = [proof.stubs(), proof.solutions_with_extra_credit()]

    for kata, seed in ((built, 0), (varied, SEED)):
        stubs, right = graded(kata, learners).values()
        assert (stubs["earned"], right["earned"], right["seed"]) == (0, right["points"], seed)
        assert {c["status"] for s in right["stages"] for c in s["checks"]} == {"passed"}


@pytest.mark.slow("grades every 40th misconception four times")
@pytest.mark.parametrize("seed", [0, SEED])
def test_it_says_of_wrong_code_what_the_whole_kata_says(
    seed: int, request: pytest.FixtureRequest
) -> None:
    kata = request.getfixturevalue("varied" if seed else "built")
    learners = [proof.mutant(misconception) for misconception in ALL[::EVERY]]

    here, there = graded(ROOT, learners, seed), graded(kata, learners)

    assert learners
    for name, report in here.items():
        assert told(there[name], SAME) == told(report, SAME), name


@pytest.mark.slow("diagnoses every 60th misconception four times")
@pytest.mark.parametrize("seed", [0, SEED])
def test_it_finds_the_same_first_wrong_step(seed: int, request: pytest.FixtureRequest) -> None:
    kata = request.getfixturevalue("varied" if seed else "built")
    learners = [proof.mutant(misconception) for misconception in ALL[::60]]

    here = graded(ROOT, learners, seed, diagnosed=True)
    there = graded(kata, learners, diagnosed=True)

    steps = [step for report in there.values() for step, _ in told(report, STEPS).values() if step]
    assert steps
    for name, report in here.items():
        same = STEPS if seed == 0 else STEPS[:1]  # torch's are "expected" where all is at hand
        assert told(there[name], same) == told(report, same), name
        assert not any(found for (found,) in told(there[name], ("blame",)).values())


# What a learner calls


def assert_refused(done: subprocess.CompletedProcess[str], words: str) -> None:
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1 and words in done.stderr


@pytest.mark.slow("records the answers of another seed, with torch")
def test_any_seed_but_its_own_is_refused_in_one_line(built: Path, varied: Path) -> None:
    assert_refused(call(built, "grade", "--seed", "7"), "--seed 7: the student edition has the")
    assert_refused(call(varied, "grade", "--seed", "0"), f"the answers for seed {SEED} alone")
    assert call(varied, "grade", "--seed", str(SEED), "--format", "json").returncode == 1


@pytest.mark.slow("calls each command")
def test_each_command_of_an_instructor_says_so_in_one_line(built: Path) -> None:
    commands = Parser().add_subparsers(parser_class=Parser)
    for kind in main.INSTRUCTORS:
        kind.add(commands)

    assert {"solution", "check", "class", "student-edition", "stubs"} <= set(commands.choices)
    for name in commands.choices:
        done = call(built, name, "--seed", "new")
        assert_refused(done, f"{name} is the instructor's; this is the student edition")


def test_each_target_of_an_instructor_says_so_in_one_line(built: Path) -> None:
    for name in ("solution", "check", "test", "student-edition"):
        done = subprocess.run(["make", name], cwd=built, capture_output=True, text=True)
        said = [line for line in done.stderr.splitlines() if not line.startswith("make")]
        assert said == [f"grader: {edition.instructors(f'make {name}')}"]


def test_the_page_says_who_could_say_more_where_there_is_no_first_wrong_step(kata: Path) -> None:
    assigned = solution_sources()["value.py"].replace("self.grad += other", "self.grad = other")
    put_into_exercises(kata, {**solution_sources(), "value.py": assigned})
    shown = call(kata, "grade").stdout
    assert "First wrong" in shown and "instructor" not in shown
    assert (kata / ".kata").exists()

    text = solution_sources()["value.py"].replace("Value(data=", "Value(")
    put_into_exercises(kata, {"value.py": text})
    shown = " ".join(call(kata, "grade").stdout.split())
    assert "The fault where it is, and what it looks like, is the instructor's" in shown


@pytest.mark.slow("imports torch")
def test_who_is_done_is_not_sent_to_the_solutions(kata: Path) -> None:
    put_into_exercises(kata, solution_sources())

    done = call(kata, "grade")

    assert done.returncode == 0
    assert "make fuzz" in done.stdout and "make solution" not in done.stdout


def test_hints_are_the_same(built: Path) -> None:
    for stage in ("1", "5", "11"):
        here, there = (call(kata, "hint", "--stage", stage).stdout for kata in (ROOT, built))
        assert here == there != ""


def test_a_fresh_stub_is_the_same(kata: Path) -> None:
    put_into_exercises(kata, {"nn.py": "mine\n"})

    assert "your old one is" in call(kata, "reset", "nn").stdout

    assert (kata / "exercises" / "nn.py").read_text("utf-8") == write_stubs.derived()["nn.py"]


def test_nobody_is_told_of_stubs_that_have_not_changed(kata: Path) -> None:
    assert [
        line for _ in range(2) for line in call(kata, "grade").stdout.split() if line == "New"
    ] == []


@pytest.mark.slow("searches for programs, with torch")
def test_a_search_is_answered_by_torch(kata: Path, varied: Path) -> None:
    """A relu that ends at 6 is right in all that seed 0 asks."""
    right, relu = solution_sources(), "self.data if self.data > 0"
    wrong = right["value.py"].replace(relu, f"min(self.data, 6.0){relu.removeprefix('self.data')}")
    put_into_exercises(kata, {**right, "value.py": wrong})
    put_into_exercises(varied, right)

    found, none = (call(folder, "fuzz", "--seed", "1") for folder in (kata, varied))

    assert found.returncode == 1, found.stderr
    assert "this is the smallest that went wrong" in found.stdout
    assert none.returncode == 0, none.stderr
    assert "tried, and all agree with torch." in none.stdout


def test_a_search_without_torch_says_what_it_takes(kata: Path) -> None:
    put_into_exercises(kata, solution_sources())

    assert_refused(call(kata, "fuzz", before=WITHOUT_TORCH), "make torch, then again")


@pytest.mark.slow("installs the packages of a learner, from the network")
def test_a_learner_begins_with_make_grade(kata: Path) -> None:
    command = ["make", "grade", f"PYTHON={sys.executable}"]
    first = subprocess.run(command, cwd=kata, capture_output=True, text=True, timeout=280)

    assert first.returncode == 0, first.stderr
    assert "Stage 1 · Arithmetic" in first.stdout

    put_into_exercises(kata, solution_sources())
    second = subprocess.run(command, cwd=kata, capture_output=True, text=True)
    assert "All that can be graded without torch is right." in second.stdout


def test_it_writes_the_notebook_and_grades_what_is_in_it(kata: Path) -> None:
    path = kata / "exercises" / "kata.ipynb"
    assert call(kata, "notebook").returncode == 0
    assert path.read_text(encoding="utf-8") == kata_notebook.text()
    assert "stays as it is" in call(kata, "notebook").stderr

    path.write_bytes(solved_notebook())
    done = call(kata, "grade", "--stage", "1")
    assert done.returncode == 0
    assert "exercises/kata.ipynb counts: the .py files are as they were handed out" in " ".join(
        done.stdout.split()
    )
