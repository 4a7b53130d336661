"""How a check ends when it does not pass: exceptions that carry data, for any face."""

from __future__ import annotations

from grader.report.model import CheckStatus
from grader.sandbox.protocol import Place
from grader.trace import Difference


class NotPassed(Exception):
    """Why a check did not pass, with what a face shows of it."""

    def __init__(
        self,
        status: CheckStatus,
        message: str,
        *,
        remark: str = "",
        file: str | None = None,
        line: int | None = None,
        differences: list[Difference] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.remark = remark
        self.file = file
        self.line = line
        self.differences = differences or []


def to_do(what: str, where: Place | None = None, *, remark: str = "") -> NotPassed:
    """What is still to be written, and where its stub is."""
    file, line = (where.file, where.line) if where else (None, None)
    return NotPassed("to do", what, remark=remark, file=file, line=line)


def wrong(
    message: str, *, remark: str = "", differences: list[Difference] | None = None
) -> NotPassed:
    return NotPassed("failed", message, remark=remark, differences=differences)
