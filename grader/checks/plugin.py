"""The pytest plug-in: collects the checks as items, and puts them to one learner or to many.

`pytest grader/checks --submission exercises` is an ordinary session over one submission;
`grading.py` runs a session of its own over many, collected once. Loaded by every pytest of
this environment, so nothing of ours is imported before it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from grader.answers.answers import Answers
    from grader.checks.check import Attempt, Check
    from grader.checks.learner import Learner
    from grader.report.model import CheckResult

FOLDER = Path(__file__).parent
OUTER_NET = 300  # seconds, pytest-timeout's limit: far beyond what any check's programs may take
PUT = pytest.StashKey["Callable[[Check], None]"]()  # puts a check to this session's learner


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("kata", "the checks of the kata")
    group.addoption("--submission", metavar="PATH", help="the folder to put the checks to")
    group.addoption(
        "--to-do",
        choices=("skip", "fail"),
        default="skip",
        help="what to make of a check whose work is still to do (skip)",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Refuse where pytest took a configuration file of the submission for its own."""
    path, found = early_config.known_args_namespace.submission, early_config.inipath
    if path and found and Path(path).resolve() in found.resolve().parents:
        raise pytest.UsageError(
            f"{found} lies in the submission and is not to be read; name grader/checks first, "
            "then --submission"
        )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("python_files", "stage_*.py")
    if config.getoption("submission", None):
        config.pluginmanager.register(OneSubmission(config))


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> pytest.Collector | None:
    """Collect the checks of a stage in our own way."""
    if module_path.parent != FOLDER:
        return None
    if PUT not in parent.config.stash:
        raise pytest.UsageError("there is nothing to put the checks to: add --submission PATH")
    collector: pytest.Collector = StageFile.from_parent(parent, path=module_path)
    return collector


class StageFile(pytest.File):
    """The file that holds the checks of one stage."""

    def collect(self) -> Iterator[pytest.Item]:
        from grader.checks.collection import checks_of, stage_of

        stage = stage_of(self.path)
        for check in checks_of(stage.number) if stage else ():
            yield CheckItem.from_parent(self, name=check.name, check=check)


class CheckItem(pytest.Item):
    """One check."""

    def __init__(self, *, check: Check, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.check = check
        self.add_marker(pytest.mark.timeout(OUTER_NET))

    def runtest(self) -> None:
        self.config.stash[PUT](self.check)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.check.line - 1, self.name

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, NotRight):
            return excinfo.value.text
        return super().repr_failure(excinfo, style)


class NotRight(Exception):
    """A check that is not right, in an ordinary session."""

    def __init__(self, result: CheckResult) -> None:
        from grader.report.terminal.check_in_full import check_as_text

        super().__init__(result.title)
        self.text = check_as_text(result)


class OneSubmission:
    """An ordinary session over one submission."""

    def __init__(self, config: pytest.Config) -> None:
        from grader.answers.answers import Answers
        from grader.checks.learner import Learner
        from grader.submission.folder import read_folder
        from grader.submission.submission import UnusableSubmission

        try:
            submission = read_folder(Path(config.getoption("submission")))
        except UnusableSubmission as error:
            raise pytest.UsageError(str(error)) from None
        self.to_do = config.getoption("to_do")
        self.learner = Learner(submission)
        self.answers = Answers()
        config.stash[PUT] = self._put

    def _put(self, check: Check) -> None:
        from grader.report import words

        result = check.run(self.learner, self.answers, outer_net=(pytest.fail.Exception,)).result
        is_open = result.status in ("to do", "needs torch")
        if result.status == "passed":
            return
        if not result.outcome.was_put or (is_open and self.to_do == "skip"):
            pytest.skip(f"{result.status}: {words.what(result.outcome)}")
        if result.bonus:
            pytest.xfail("extra credit, which is never needed")
        raise NotRight(result)

    def pytest_unconfigure(self) -> None:
        self.learner.close()


class ManySubmissions:
    """A session over one learner after the other; each one's attempts are delivered."""

    def __init__(
        self,
        learners: Iterable[Learner],
        answers: Answers,
        deliver: Callable[[Learner, list[Attempt]], None],
    ) -> None:
        self.learners = learners
        self.answers = answers
        self.deliver = deliver
        self.learner: Learner
        self.attempts: list[Attempt] = []
        self.errors: list[str] = []  # the grader's own, not the learners'

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[PUT] = self._put

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for learner in self.learners:
            self.learner, self.attempts = learner, []
            try:
                for item, following in zip(session.items, [*session.items[1:], None]):
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            finally:
                learner.close()
            if self.errors:
                break
            self.deliver(learner, self.attempts)
        return True

    def _put(self, check: Check) -> None:
        try:
            attempt = check.run(self.learner, self.answers, outer_net=(pytest.fail.Exception,))
        except Exception as error:
            self.errors.append(f"{check.name}: {error!r}")
            raise
        self.attempts.append(attempt)

    def pytest_internalerror(self, excrepr: Any) -> None:
        self.errors.append(str(excrepr).strip().splitlines()[-1])

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.errors.append(str(report.longrepr))
