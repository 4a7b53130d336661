"""The words for every outcome: the one table that faces take them from."""

from __future__ import annotations

from grader.curriculum import first_stage
from grader.report import exceptions
from grader.report.outcome import Outcome
from grader.submission.submission import Hidden
from grader.trace import PROGRAM

# By claim where there is one, else by reason; then the notes. {place} and the like are facts
# and fields of the outcome.
WORDS: dict[str, str] = {
    "right": "",
    "differs": "not what it should be: {names}",
    "not_raised": "no exception was raised, where {expected} is expected",
    "raised": "{exception}",
    "raised_another": "{exception} (where {expected} is expected)",
    "lacks_name": "the program left no {name!r}",
    "endless": "still running after {seconds:g} s of computing, and was stopped: an endless loop?",
    "waited": "stopped after waiting for {seconds:g} s: for a sleep, a lock, or input?",
    "out_of_memory": "the program used more memory than it is given (512 MB)",
    "too_many_threads": "the program started more threads or processes than it may",
    "too_many_files": "the program opened more files at once than it may",
    "file_too_large": "the program wrote to a file, which it may not",
    "reached_files": "the program tried to use a file, which it may not",
    "reached_network": "the program tried to open a socket, which it may not",
    "reached_system": "the program tried to start or reach another program, or to change the "
    "system, which it may not",
    "died": "the program took Python down: {how}",
    "garbled": "no usable answer: {how}",
    "stopped": "the check as a whole took too long, and was stopped",
    "stub": "needs {function}, which is not written yet{asked}",
    "undefined": "needs {function}, which {module}.py does not have{asked}",
    "needs_torch": "torch is not installed here",
    "not_run": "not run: two programs ran out of time or memory in {slow} before it",
    "waits": "waits for {file}, which cannot be imported: {exception}",
    # Claims of the checks
    "text_starts": "{what} is {yours}; it should start with {expected!r}",
    "has_an_op": 'the op of {what} is {yours}; it should be "{expected}"',
    "operands_themselves": "of {operands}, {found} was found in {result}._prev; both "
    "themselves should be there",
    "picture_is_whole": "the picture lacks the Value of {missing}",
    "picture_has_label": 'Value(..., label="weight") is drawn without its label: __init__ is '
    "to keep it, self.label = label",
    "step_is_used": "for f(a) = a * a at {a} and h = {h} the slope is {slope}; "
    "(f(a + h) - f(a)) / h is {forward}",
    "right_after_others": "right alone, but not after other programs, and so are {count} of "
    "{total}: does a list or a set outlive the program it was made for?",
    "stated": "{text}",
    "root_is_a_value": "{root} is {yours}, and not a Value",
    "order_is_a_list": "topological_sort returned {yours}, and not a list",
    "order_holds_values": "the list holds {yours}, which is no Value",
    "order_lists_once": "{node} is in the list twice",
    "order_has_operands_first": "{node} comes before its operand {operand}",
    "order_has_all_operands": "{node} is there without its operand {operand}",
    "order_ends_with_root": "the root, {node}, must come last",
    "weights_are_a_list": "n.w is not a list",
    "weights_are_values": "n.w holds something but Values",
    "bias_is_a_value": "n.b is not a Value",
    "bias_is_a_number": "n.b holds no plain number",
    "numbers_are_plain": "the data are not all plain numbers",
    "weights_within_one": "a weight is {weight}; all should be between -1 and 1",
    "weights_are_random": "all 100 weights are {weight}; they should be random",
    "weights_are_many_numbers": "the 100 weights are only {kinds} different numbers; use "
    "random.uniform",
    "weights_have_both_signs": "the 100 weights go from {least:.3f} to {largest:.3f}; both "
    "signs are needed",
    "neurons_differ": "both neurons have the very same weights",
    "biases_differ": "both biases are {bias}; a bias should be random, or 0",
    "calls_a_stub": "waits for {file}: its line {line} calls {calls}, which is not written yet",
    "runs_at_import": "{file} was still running after {seconds:g} s, as it was imported: put what "
    'is to run under if __name__ == "__main__":',
    "calls_ahead": "this computes {form}, which Values learn in stage {later}: "
    "if plain numbers were meant, take .data",
    # What is still to be written
    "part": "{function}: {part}",
    "attribute": "self.{attribute}",
    "memory": "self._prev and self._op",
    "memory_of_results": "{function}, its operands and its op",
    # What is the matter with a file
    "missing": "{file} is missing; `make reset FILE={stem}` gives you a new one",
    "misnamed": "{file} is missing; {found} looks like it: rename it to {stem}.py",
    "empty": "{file} is empty; `make reset FILE={stem}` gives you a new one",
    "not_a_file": "{file} is not a file; move it away, then `make reset FILE={stem}` gives you "
    "a new one",
    "leads_out": "{file} is a link that leads out of its folder; put the file itself there",
    "too_large": "{file} is larger than {megabytes} MB",
    "unreadable": "{file} cannot be read ({why})",
    "zero_bytes": "{file} is not a text file: it holds zero bytes; `make reset FILE={stem}` "
    "gives you a new one",
    "encoding": "{file} is not in UTF-8; save it in that encoding",
    "other_encoding": "{file} is in {encoding}; save it in UTF-8",
}

NOTES: dict[str, str] = {
    "chain_rule": "{gradient} = {rule}.",
    "single_precision": "Right to about seven digits only: the numbers went through float32, "
    "torch's default (torch.Tensor([2.0]) is float32 before .double()). With "
    "dtype=torch.float64 from the start they are right to sixteen.",
    "rounded": "Right to a few digits only: is a number rounded somewhere, or a float32? Python's "
    "own floats are right to sixteen.",
    "nothing_returned": exceptions.NOTHING_RETURNED,
    "needs_torch": "needs torch: make torch",
}

HIDDEN: dict[str, str] = {
    "of_python": "rename {path}: it hides Python's {module}",
    "of_others": "rename {path}: it hides {module}",
}

MOST_NAMES = 3  # of differences that a message names


def message(outcome: Outcome) -> str:
    """What happened, in one line; a second one says where, if that is known."""
    return what(outcome) + (f"\n{where(outcome)}" if outcome.frame else "")


def hidden(file: Hidden) -> str:
    """What to do about a file that hides a module."""
    text = HIDDEN["of_python" if file.is_of_python else "of_others"]
    return text.format(path=file.path, module=file.module)


def what(outcome: Outcome) -> str:
    """What happened, in one sentence without its full stop; "" where all is right."""
    rows, cell = outcome.differences[:MOST_NAMES], outcome.cell
    return WORDS[outcome.claim or outcome.reason].format(
        **outcome.facts,
        function=outcome.function,
        asked=_asked(outcome.function),
        file=f"cell {cell.number}" if cell else outcome.file,
        line=cell.line if cell else outcome.line,
        names=", ".join(f"{row.name}.{row.quantity}" for row in rows),
        exception=exceptions.message(outcome.raised) if outcome.raised else "",
    )


def _asked(function: str) -> str:
    """Which stage asks for a function first, where one does."""
    number = first_stage(function)
    return f" (stage {number})" if number else ""


def where(outcome: Outcome) -> str:
    """The line that failed; "" where that is not known."""
    frame = outcome.frame
    if frame is None:
        return ""
    if frame.file == PROGRAM:
        return f"in the program, line {frame.line}: {frame.text}"
    place = frame.cell or f"{frame.file}, line {frame.line}"
    return f"in {frame.function}, {place}: {frame.text}"


def remark(outcome: Outcome) -> str:
    """What it most likely means, or what is worth remembering; or ""."""
    if outcome.note:
        return NOTES[outcome.note.name].format(**outcome.note.facts)
    return exceptions.remark(outcome.raised) if outcome.raised else ""
