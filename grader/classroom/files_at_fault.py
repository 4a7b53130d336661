"""What is wrong with the files of a submission, a line each, for whoever reads the gradebook."""

from __future__ import annotations

from collections.abc import Iterator

from grader.submission.listing import why_not
from grader.submission.submission import Submission


def files_at_fault(submission: Submission) -> Iterator[str]:
    """Those that cannot be read, one by one, and then all that are missing."""
    missing = []
    for module, problem in submission.problems.items():
        if problem.kind == "missing":
            missing.append(f"{module}.py")
        else:
            yield f"{problem.path}: {why_not(problem)}"
    if missing:
        yield f"not there: {', '.join(missing)}"
