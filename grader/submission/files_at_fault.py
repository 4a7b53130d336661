"""What is wrong with the files of a submission, a line each, for whoever grades it."""

from __future__ import annotations

from collections.abc import Iterator

from grader.submission.listing import why_not
from grader.submission.submission import Submission


def files_at_fault(submission: Submission) -> Iterator[str]:
    """Those that cannot be read, one by one, and then all that are missing."""
    for problem in submission.problems.values():
        if problem.kind != "missing":
            yield f"{problem.path}: {why_not(problem)}"
    yield from not_there(submission)


def not_there(submission: Submission) -> Iterator[str]:
    """All that are missing, in one line; none where nothing is."""
    problems = submission.problems.items()
    missing = [f"{module}.py" for module, problem in problems if problem.kind == "missing"]
    if missing:
        yield f"not there: {', '.join(missing)}"
