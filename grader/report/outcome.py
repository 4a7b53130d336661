"""How a check ended, as data: a reason of a closed set, and what its words are about.

Nothing here is prose. Faces put an outcome into words (`words.py`), and no other code reads
these words.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from grader.trace import Difference, Frame, InCell, Limit, Raised

CheckStatus = Literal["passed", "failed", "to do", "error", "timeout", "crashed", "needs torch"]

# What a check is where it was tried and is not right.
WRONG = ("failed", "error", "timeout", "crashed")

Reason = Literal[
    "right",
    "differs",  # in the numbers, operands or ops of its differences
    "unfit",  # a claim of the check does not hold
    "not_raised",  # an exception that should have been raised
    "raised",  # the learner's code raised an exception
    "raised_another",  # than the one that should have been raised
    "lacks_name",  # the trace has no such name, though the program ended well
    "endless",  # the program computed for longer than it may
    "waited",  # the program waited for longer than it may: in a sleep, for a lock, for input
    "out_of_memory",
    "too_many_threads",
    "too_many_files",
    "file_too_large",
    "reached_files",
    "reached_network",
    "reached_system",
    "died",  # the learner's process ended in the middle of a program
    "garbled",  # what the process answered is no trace
    "stopped",  # the outer net stopped the check as a whole
    "stub",  # a function is still as handed out
    "unwritten",  # a part that grows with a stage is not there yet
    "undefined",  # a file of the kata lacks a name that it should define
    "file_missing",
    "file_unusable",
    "needs_torch",
    "not_run",  # a file that it needs ran out of time or memory too often before
    "waits",  # for a file that cannot be imported
]

# The reason for an exception that is raised for a limit.
BROKEN: dict[Limit, Reason] = {
    "memory": "out_of_memory",
    "threads": "too_many_threads",
    "open_files": "too_many_files",
    "file_size": "file_too_large",
    "files": "reached_files",
    "network": "reached_network",
    "system": "reached_system",
}

# A closer reason: which claim of a check does not hold, what is unwritten, what a file is.
Claim = Literal[
    "text_starts",
    "has_an_op",
    "operands_themselves",
    "picture_is_whole",
    "picture_has_label",
    "step_is_used",
    "right_after_others",
    "stated",
    "root_is_a_value",
    "order_is_a_list",
    "order_holds_values",
    "order_lists_once",
    "order_has_operands_first",
    "order_has_all_operands",
    "order_ends_with_root",
    "weights_are_a_list",
    "weights_are_values",
    "bias_is_a_value",
    "bias_is_a_number",
    "numbers_are_plain",
    "weights_within_one",
    "weights_are_random",
    "weights_are_many_numbers",
    "weights_have_both_signs",
    "neurons_differ",
    "biases_differ",
    "runs_at_import",
    "calls_a_stub",
    "calls_ahead",
    "part",
    "attribute",
    "memory",
    "memory_of_results",
    "missing",
    "misnamed",
    "empty",
    "not_a_file",
    "leads_out",
    "too_large",
    "unreadable",
    "zero_bytes",
    "encoding",
    "other_encoding",
]

TEXTS: tuple[Claim, ...] = ("text_starts", "has_an_op")

# What a learner can do about it, where a command does it.
Remedy = Literal["reset", "torch"]

NoteName = Literal["chain_rule", "single_precision", "rounded", "nothing_returned", "needs_torch"]

Fact: TypeAlias = str | int | float | None


class Note(Struct, frozen=True):
    """Something worth remembering, whatever the outcome."""

    name: NoteName
    facts: dict[str, Fact] = {}


class Outcome(Struct, frozen=True, kw_only=True):
    """How a check ended. file and line are the learner's, where the outcome has a place there."""

    status: CheckStatus
    reason: Reason
    claim: Claim | None = None
    facts: dict[str, Fact] = {}  # what the words are about, by the names in them
    function: str = ""  # of the kata, such as "Value.__add__", where one is still to be written
    file: str | None = None
    line: int | None = None
    frame: Frame | None = None  # the line that failed, of the learner's code or of the program
    raised: Raised | None = None
    remedy: Remedy | None = None
    note: Note | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def cell(self) -> InCell | None:
        """Where in a notebook the line that failed is."""
        return self.frame.cell if self.frame else None

    @property
    def was_put(self) -> bool:
        """Whether the check was put to the learner at all."""
        return self.reason != "not_run" and not self.waits

    @property
    def waits(self) -> bool:
        """Whether it waits for a file that cannot be imported, or not even be read."""
        return self.reason in ("waits", "file_unusable")

    @property
    def is_about_text(self) -> bool:
        """Whether only a text is not right, such as a repr or an op, and no number."""
        only_ops = bool(self.differences) and all(r.quantity == "_op" for r in self.differences)
        return self.claim in TEXTS or only_ops

    @property
    def ran_out(self) -> bool:
        """Whether a program ran out of time or of memory, which is much the same."""
        return self.reason in ("endless", "waited", "out_of_memory")


RIGHT = Outcome(status="passed", reason="right")
