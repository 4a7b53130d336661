"""The pytest plug-in: collects the checks as items, and puts them to one learner or to many.

`pytest grader/checks --submission exercises` is an ordinary session over one submission;
`grading.py` runs a session of its own over many, collected once. Loaded by every pytest of
this environment, so nothing of ours is imported before it is needed.

In `pytest --submission FOLDER grader/checks`, pytest does not know the option yet when it looks
for its configuration, takes FOLDER for tests, and does what a pytest.ini there says before any
plug-in is asked. Such a run ends in a usage error, but modules that pytest.ini names have been
imported by then. Folders inside the repository, `--submission=FOLDER`, and grader/checks named
first are safe from that.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from grader.answers.answers import Answers
    from grader.checks.asked import Asked
    from grader.checks.check import Attempt, Check
    from grader.checks.learner import Learner
    from grader.report.model import CheckResult

FOLDER = Path(__file__).parent
OUTER_NET = 300  # seconds, pytest-timeout's limit: far beyond what any check's programs may take
PUT = pytest.StashKey["Callable[[Check], None]"]()  # puts a check to this session's learner
EXTRA = pytest.StashKey["Mapping[int, tuple[Check, ...]]"]()  # {stage: an instructor's checks}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("kata", "the checks of the kata")
    group.addoption(
        "--submission",
        metavar="PATH",
        help="what to put the checks to: a folder, .py, .ipynb or .zip",
    )
    group.addoption(
        "--to-do",
        choices=("skip", "fail"),
        default="skip",
        help="what to make of a check whose work is still to do (skip)",
    )
    group.addoption("--course", metavar="FILE", help="an instructor's course, for its own checks")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Refuse where pytest took the submission for a place of tests or of its configuration."""
    options = early_config.known_args_namespace
    if not options.submission:
        return
    for path in (early_config.inipath, *map(_without_names, options.file_or_dir)):
        if path and _is_within(path, Path(options.submission)):
            raise pytest.UsageError(
                f"{path} lies in the submission, which pytest is not to read; "
                "call pytest grader/checks --submission PATH, in this order"
            )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("submission", None):
        config.pluginmanager.register(OneSubmission(config))
    if PUT in config.stash:
        config.addinivalue_line("python_files", "stage_*.py")
    elif any(_is_within(_without_names(argument), FOLDER) for argument in config.args):
        raise pytest.UsageError(
            "there is nothing to put the checks to; add --submission exercises, or another folder"
        )


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> pytest.Collector | None:
    """Collect the checks of a stage in our own way."""
    if PUT not in parent.config.stash or not _is_within(module_path, FOLDER):
        return None
    collector: pytest.Collector = StageFile.from_parent(parent, path=module_path)
    return collector


def _without_names(argument: str) -> Path:
    """The path in an argument, which may name tests after it."""
    return Path(argument.split("::")[0])


def _is_within(path: Path, folder: Path) -> bool:
    """Whether a path is a folder or in it; a link in it counts, wherever it leads."""
    path = Path(os.path.abspath(path))
    path = path.parent.resolve() / path.name
    return folder.resolve() in (path.resolve(), *path.parents)


class StageFile(pytest.File):
    """The file that holds the checks of one stage."""

    def collect(self) -> Iterator[pytest.Item]:
        from grader.checks.collection import checks_of, stage_of

        stage = stage_of(FOLDER / self.path.name)  # the path may have come by a link
        if stage is None:
            return
        checks = checks_of(stage.number)
        extra = self.config.stash.get(EXTRA, {}).get(stage.number, ())
        if extra:
            from grader.checks.extra import together

            checks = together(checks, extra)
        for check in checks:
            yield CheckItem.from_parent(self, name=check.name, check=check)


class CheckItem(pytest.Item):
    """One check."""

    def __init__(self, *, check: Check, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.check = check
        self.add_marker(pytest.mark.timeout(outer_net(check)))

    def runtest(self) -> None:
        self.config.stash[PUT](self.check)

    def reportinfo(self) -> tuple[Path, int, str]:
        return Path(self.check.file or self.path), self.check.line - 1, self.name

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, NotRight):
            return excinfo.value.text
        return super().repr_failure(excinfo, style)


def _stage_of(item: pytest.Item) -> int:
    """The number of the stage that a check is of; 0 where it is no check."""
    return item.check.stage.number if isinstance(item, CheckItem) else 0


def outer_net(check: Check) -> float:
    """Seconds of wall clock that a check may take in all, however busy the machine is."""
    return OUTER_NET


class NotRight(Exception):
    """A check that is not right, in an ordinary session."""

    def __init__(self, result: CheckResult) -> None:
        from grader.report.terminal.check_in_full import check_as_text

        super().__init__(result.title)
        self.text = _open_as_text(result) if _is_open(result) else check_as_text(result)


def _is_open(result: CheckResult) -> bool:
    return result.status in ("to do", "needs torch")


def _open_as_text(result: CheckResult) -> str:
    from grader.report import words
    from grader.report.safe_text import safe_line

    return safe_line(f"{result.status}: {words.what(result.outcome)}")


def _extra_checks(file: str | None) -> Mapping[int, tuple[Check, ...]]:
    """{stage: checks} that a course's file adds to ours."""
    from grader.checks.extra import UnusableChecks, extra_checks
    from grader.course.reading import UnusableCourse, read_course

    try:
        return extra_checks(read_course(Path(file)).checks) if file else {}
    except (UnusableCourse, UnusableChecks) as error:
        raise pytest.UsageError(str(error)) from None


class OneSubmission:
    """An ordinary session over one submission."""

    def __init__(self, config: pytest.Config) -> None:
        from grader.answers.answers import Answers
        from grader.checks.learner import Learner
        from grader.sandbox.admission import admitted
        from grader.submission.submission import UnusableSubmission

        self.notes: list[str] = []
        self.warnings: list[str] = []
        try:
            path = Path(config.getoption("submission"))
            submission = admitted(path, self.notes.append, self.warnings.append)
        except UnusableSubmission as error:
            raise pytest.UsageError(str(error)) from None
        self.notes += submission.notes
        self.to_do = config.getoption("to_do")
        self.learner = Learner(submission)
        extra = _extra_checks(config.getoption("course"))
        self.answers = Answers(asks_torch=not extra)
        config.stash[PUT] = self._put
        config.stash[EXTRA] = extra

    def pytest_report_header(self) -> list[str]:
        return self.notes

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self) -> None:
        from grader import streams

        for warning in self.warnings:
            streams.complain(f"grader: {warning}")

    def _put(self, check: Check) -> None:
        result = check.run(self.learner, self.answers, outer_net=(pytest.fail.Exception,)).result
        if result.status == "passed":
            return
        if result.outcome.reason == "not_run" or (_is_open(result) and self.to_do == "skip"):
            pytest.skip(_open_as_text(result))
        if result.bonus:
            pytest.xfail("extra credit, which is never needed")
        raise NotRight(result)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Say of a check that was skipped where it is, and not where we skip it."""
        report = yield
        if isinstance(item, CheckItem) and report.skipped and isinstance(report.longrepr, tuple):
            path, line, _ = item.reportinfo()
            report.longrepr = (str(path), line + 1, report.longrepr[2])
        return report

    def pytest_unconfigure(self) -> None:
        self.learner.close()


class ManySubmissions:
    """A session over one learner after the other; each one's attempts are delivered."""

    def __init__(
        self,
        learners: Iterable[tuple[Asked, Learner]],
        answers: Answers,
        deliver: Callable[[Asked, Learner, list[Attempt]], None],
        extra: Mapping[int, tuple[Check, ...]],
    ) -> None:
        self.extra = extra
        self.learners = learners
        self.answers = answers
        self.deliver = deliver
        self.learner: Learner
        self.attempts: list[Attempt] = []
        self.errors: list[str] = []  # the grader's own, not the learners'
        self.mistakes: list[str] = []  # an instructor's, in extra checks
        self.refused: OSError | None = None  # what the operating system would not give us

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[PUT] = self._put
        config.stash[EXTRA] = self.extra

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for asked, learner in () if self.errors else self.learners:
            self.learner, self.attempts = learner, []
            items = [item for item in session.items if _stage_of(item) in asked.stages]
            for item, following in zip(items, [*items[1:], None]):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.errors or self.mistakes or self.refused:
                break
            self.deliver(asked, learner, self.attempts)
        return True

    def pytest_runtest_protocol(self, item: pytest.Item) -> bool:
        """Run a check, and no more: no phases, and no reports that nobody reads."""
        try:
            item.runtest()
        except OSError as error:
            self.refused = self.refused or error
        except Exception as error:
            self._note(error, item)
        return True

    def _note(self, error: Exception, item: pytest.Item) -> None:
        """Note what went wrong with a check itself, and whose check it is."""
        if isinstance(item, CheckItem) and item.check.file:
            from grader.checks.extra import mistake

            self.mistakes.append(mistake(error, item.check))
        else:
            self.errors.append(f"{item.name}: {error!r}")

    def _put(self, check: Check) -> None:
        outer_net = (pytest.fail.Exception,)
        self.attempts.append(check.run(self.learner, self.answers, outer_net=outer_net))

    def pytest_exception_interact(self, node: pytest.Collector, call: pytest.CallInfo[Any]) -> None:
        """Note what went wrong with a file of checks."""
        assert call.excinfo
        self.errors.append(f"{node.name}: {call.excinfo.value!r}")

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self.errors.append(repr(excinfo.value))
