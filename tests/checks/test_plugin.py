"""pytest's own door: an ordinary session over a submission, of which nothing is read or run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader.checks.collection import checks_of, stage_file
from grader.curriculum import STAGES
from grader.paths import EXERCISES, ROOT, SOLUTIONS

pytestmark = pytest.mark.slow("each is a pytest session in a process of its own")

CHECKS = "grader/checks"
STAGE_1 = f"{CHECKS}/{stage_file(1).name}"
NAMES = [check.name for stage in STAGES for check in checks_of(stage.number)]
OF_STAGE_1 = len(checks_of(1))
USAGE_ERROR = 4


def call(
    *arguments: str | Path, folder: Path = ROOT, **variables: str
) -> subprocess.CompletedProcess[str]:
    """`pytest` with these arguments, in an environment into which this pyproject is installed."""
    others = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "COLUMNS"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *map(str, arguments)],
        cwd=folder,
        env={**others, "PYTHONPATH": str(folder), **variables},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


@pytest.fixture
def submission(tmp_path: Path) -> Path:
    """A submission that is right, outside the repository."""
    return Path(shutil.copytree(SOLUTIONS, tmp_path / "submission"))


def edit(submission: Path, file: str, old: str, new: str) -> None:
    source = (submission / file).read_text(encoding="utf-8")
    assert old in source
    (submission / file).write_text(source.replace(old, new), encoding="utf-8")


# An ordinary session


def test_what_is_right_passes(submission: Path) -> None:
    done = call(STAGE_1, "--submission", submission)

    assert (done.returncode, done.stderr) == (0, "")
    assert f"{OF_STAGE_1} passed" in done.stdout


def test_an_archive_is_a_submission_too(submission: Path) -> None:
    archive = shutil.make_archive(str(submission), "zip", submission)
    Path(archive).rename(submission.with_name("anna.zip"))

    done = call(STAGE_1, "--submission", submission.with_name("anna.zip"))

    assert (done.returncode, done.stderr) == (0, "")
    assert "every file equals the reference to the letter" in done.stdout
    assert f"{OF_STAGE_1} passed" in done.stdout


def test_every_check_is_one_item() -> None:
    done = call(CHECKS, "--submission", "exercises", "--collect-only", "-q")

    found = re.findall(r"^grader/checks/stage_\w+\.py::(\S+)$", done.stdout, re.MULTILINE)
    assert found == NAMES


def test_a_failure_is_shown_as_our_program_and_table(submission: Path) -> None:
    edit(submission, "value.py", "self.data + other.data", "self.data - other.data")

    done = call(STAGE_1, "--submission", submission, "-q")

    assert done.returncode == 1
    assert "      a = Value(2.0)\n" in done.stdout
    assert re.search(r"yours +torch +\n +c.data +5.0 +-1.0 +✘", done.stdout)
    assert "Traceback" not in done.stdout
    assert "plugin.py" not in done.stdout
    assert "check.py" not in done.stdout


def test_what_is_to_do_is_skipped_with_its_reason_and_its_place() -> None:
    done = call(STAGE_1, "--submission", EXERCISES, "-q", "-rs")

    assert done.returncode == 0
    assert f"{OF_STAGE_1} skipped" in done.stdout
    line = checks_of(1)[0].line
    assert f"SKIPPED [1] {STAGE_1}:{line}: to do: needs Value.__init__, which" in done.stdout


def test_what_is_to_do_can_be_made_to_fail() -> None:
    done = call(STAGE_1, "--submission", EXERCISES, "-q", "--to-do=fail")

    assert done.returncode == 1
    assert f"{OF_STAGE_1} failed" in done.stdout
    assert "\nto do: needs Value.__init__, which is not written yet (stage 1)\n" in done.stdout
    assert "plugin.py" not in done.stdout


def test_extra_credit_never_fails(submission: Path) -> None:
    bonus = next(check.name for check in checks_of(5) if check.is_bonus)

    done = call(CHECKS, "--submission", submission, "-k", bonus, "--to-do=fail", "-q", "-rx")

    assert done.returncode == 0
    assert "1 xfailed" in done.stdout
    assert "extra credit, which is never needed" in done.stdout


def test_x_ends_it_at_the_first_failure() -> None:
    done = call(STAGE_1, "--submission", EXERCISES, "-x", "--to-do=fail")

    assert done.returncode == 1
    assert "1 failed in" in done.stdout


def test_k_selects_checks_by_their_names(submission: Path) -> None:
    done = call(CHECKS, "--submission", submission, "-k", "diamond", "-q")

    assert done.returncode == 0
    selected = sum("diamond" in name for name in NAMES)
    assert f"{selected} passed, {len(NAMES) - selected} deselected" in done.stdout


def test_nothing_selected_exits_with_pytests_own_code(submission: Path) -> None:
    assert call(STAGE_1, "--submission", submission, "-k", "no_such_check").returncode == 5


def test_one_check_is_run_by_its_id(submission: Path) -> None:
    check = checks_of(1)[-1]

    done = call(f"{STAGE_1}::{check.name}", "--submission", submission, "-v")

    assert done.returncode == 0
    assert re.search(rf"::{check.name} PASSED.*1 passed in", done.stdout, re.DOTALL)


def test_junit_xml_has_a_case_for_every_check(submission: Path, tmp_path: Path) -> None:
    edit(submission, "value.py", "self.data + other.data", "self.data - other.data")

    call(STAGE_1, "--submission", submission, "--junitxml", tmp_path / "report.xml")

    cases = list(ElementTree.parse(tmp_path / "report.xml").iter("testcase"))
    assert [case.get("name") for case in cases] == [check.name for check in checks_of(1)]
    failures = [str(f.text) for case in cases for f in case.iter("failure")]
    assert any("c.data" in text for text in failures)
    assert not any("plugin.py" in text for text in failures)


def test_the_learners_prints_stay_within_the_failure(submission: Path) -> None:
    edit(submission, "value.py", "self.data + other.data", "print('here') or self.data")

    done = call(STAGE_1, "--submission", submission, "-q", "-s")

    assert re.search(r"You printed\n +│ here\n", done.stdout)
    assert "\nhere" not in done.stdout


def test_the_checks_are_found_by_a_link(submission: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(ROOT / CHECKS)

    done = call(tmp_path / "link" / stage_file(1).name, "--submission", submission, "-q")

    assert f"{OF_STAGE_1} passed" in done.stdout


# Calls at fault: one line, and pytest's code for it


def assert_refused(done: subprocess.CompletedProcess[str], words: str) -> None:
    assert done.returncode == USAGE_ERROR, done.stdout
    assert done.stdout.strip() == ""
    assert done.stderr.startswith("ERROR: ")
    assert done.stderr.strip().count("\n") == 0
    assert words in done.stderr


@pytest.mark.parametrize("argument", [CHECKS, STAGE_1, f"{STAGE_1}::test_it", ROOT / CHECKS])
def test_checks_without_a_submission(argument: str | Path) -> None:
    assert_refused(call(argument), "add --submission exercises")


def test_a_submission_that_is_not_there(tmp_path: Path) -> None:
    assert_refused(call(CHECKS, "--submission", tmp_path / "gone"), "gone: no such file or folder")


def test_a_submission_that_is_named_as_tests(submission: Path) -> None:
    done = call(CHECKS, submission, f"--submission={submission}")

    assert_refused(done, "lies in the submission")


# Nothing of the submission is read or run

ORDERS: dict[str, Callable[[Path], list[str]]] = {
    "checks first": lambda path: [STAGE_1, "--submission", str(path)],
    "checks first, one word": lambda path: [STAGE_1, f"--submission={path}"],
    "checks last, one word": lambda path: [f"--submission={path}", STAGE_1],
    "checks last": lambda path: ["--submission", str(path), STAGE_1],
}
CONFIGURATIONS = {
    "pytest.ini": "[pytest]\naddopts = {addopts}\npythonpath = .\n",
    ".pytest.ini": "[pytest]\naddopts = {addopts}\npythonpath = .\n",
    "pytest.toml": '[pytest]\naddopts = ["{addopts}"]\npythonpath = ["."]\n',
    "pyproject.toml": '[tool.pytest.ini_options]\naddopts = "{addopts}"\npythonpath = "."\n',
    "tox.ini": "[pytest]\naddopts = {addopts}\npythonpath = .\n",
    "setup.cfg": "[tool:pytest]\naddopts = {addopts}\npythonpath = .\n",
}
SPRINGS = ("conftest", "trap", "stage_05_topological_sort", "test_it", "setup")


def lay_traps(submission: Path) -> Path:
    """Put modules there that leave a trace when they are run; the file that would hold it."""
    ran = submission.parent / "ran"
    for name in SPRINGS:
        (submission / f"{name}.py").write_text(f"open({str(ran)!r}, 'a').write({name!r})\n")
    return ran


def configure(submission: Path, file: str, addopts: str) -> None:
    (submission / file).write_text(CONFIGURATIONS[file].format(addopts=addopts))


@pytest.mark.parametrize("order", [order for order in ORDERS if order != "checks last"])
def test_no_file_of_a_submission_elsewhere_is_read_or_run(order: str, submission: Path) -> None:
    ran = lay_traps(submission)
    for file in CONFIGURATIONS:
        configure(submission, file, "-ptrap")

    done = call(*ORDERS[order](submission))

    assert not ran.exists()
    assert f"{OF_STAGE_1} passed" in done.stdout
    assert "configfile: pyproject.toml" in done.stdout
    assert f"rootdir: {ROOT}" in done.stdout


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kata of its own, with a submission in it."""
    folder = tmp_path_factory.mktemp("house") / "kata"
    for name in ("grader", "helper_draw", "solutions"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(SOLUTIONS, folder / "exercises")
    return folder


@pytest.mark.parametrize("order", ORDERS)
def test_no_file_of_a_submission_in_the_repository_is_read_or_run(order: str, house: Path) -> None:
    ran = lay_traps(house / "exercises")
    for file in CONFIGURATIONS:
        configure(house / "exercises", file, "-ptrap")

    done = call(*ORDERS[order](Path("exercises")), folder=house)

    assert not ran.exists()
    assert f"{OF_STAGE_1} passed" in done.stdout


@pytest.mark.parametrize("order", [order for order in ORDERS if order != "checks last"])
def test_nothing_is_read_when_called_from_within_the_submission(
    order: str, submission: Path
) -> None:
    ran = lay_traps(submission)
    for file in CONFIGURATIONS:
        configure(submission, file, "-ptrap")
    pytest_itself = "import sys; sys.path.pop(0); import pytest; sys.exit(pytest.main())"
    arguments = [str(ROOT / a) if a == STAGE_1 else a for a in ORDERS[order](Path("."))]

    done = subprocess.run(
        [sys.executable, "-c", pytest_itself, *arguments],
        cwd=submission,
        env={**os.environ, "PYTHONPATH": f"{ROOT}"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )

    assert not ran.exists()
    assert f"{OF_STAGE_1} passed" in done.stdout


@pytest.mark.parametrize("file", CONFIGURATIONS)
def test_configuration_that_pytest_took_from_the_submission_is_refused(
    file: str, submission: Path
) -> None:
    """It looks for it before it knows the option, and takes the submission for tests."""
    ran = lay_traps(submission)
    configure(submission, file, "-q")

    done = call(*ORDERS["checks last"](submission))

    assert_refused(done, f"{file} lies in the submission")
    assert not ran.exists()


def test_a_plug_in_that_pytest_took_from_there_gets_no_verdict(submission: Path) -> None:
    """pytest imports what its configuration names before it asks any plug-in, ours too."""
    lay_traps(submission)
    configure(submission, "pytest.ini", "-ptrap")

    assert_refused(call(*ORDERS["checks last"](submission)), "lies in the submission")


def test_a_submission_without_configuration_may_come_first(submission: Path) -> None:
    ran = lay_traps(submission)

    done = call(*ORDERS["checks last"](submission))

    assert f"{OF_STAGE_1} passed" in done.stdout
    assert not ran.exists()


# Other people's sessions


def test_it_imports_nothing_of_ours_before_it_is_needed(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import sys\n\ndef test_it():\n"
        "    names = [n for n in sys.modules if n.split('.')[0] in ('grader', 'msgspec', 'rich')]\n"
        "    assert sorted(names) == ['grader', 'grader.checks', 'grader.checks.plugin']\n"
    )

    done = call(tmp_path, "-q")

    assert "1 passed" in done.stdout


def test_files_of_others_that_are_called_like_ours_are_no_tests(tmp_path: Path) -> None:
    (tmp_path / "stage_01_of_a_rocket.py").write_text("1 / 0\n")
    (tmp_path / "test_it.py").write_text("def test_it(): pass\n")

    done = call(tmp_path, "-q")

    assert "1 passed" in done.stdout
    assert done.returncode == 0
