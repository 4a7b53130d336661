"""What is asked of one submission of many: which stages, and whether what is wrong is explained."""

from __future__ import annotations

from msgspec import Struct

from grader.submission.submission import Submission


class Asked(Struct, frozen=True):
    """A submission, and what is to be graded of it.

    is_told_twice has its report delivered as soon as it is known what is wrong, and once more
    with what explains it.
    """

    submission: Submission
    stages: tuple[int, ...]
    with_diagnosis: bool = False
    is_told_twice: bool = False
