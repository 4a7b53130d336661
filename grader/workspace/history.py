"""Since it last worked: the files with which each stage last passed, kept in .kata/."""

from __future__ import annotations

import ast
import difflib
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta, Struct

from grader.curriculum import STAGES, Stage
from grader.python_source import functions, parsed
from grader.report.model import Report
from grader.submission.submission import Submission
from grader.workspace import kept_file
from grader.workspace.kept_file import Say, aloud

DIFF_LINES = 12
NAMES = 4


# Up to the year 9999: what lies beyond is no time of ours, and no calendar has it.
Seconds = Annotated[float, Meta(ge=0, lt=253_370_764_800)]
Hash = Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]


class Entry(Struct, frozen=True):
    """When a stage last passed (seconds since 1970), and with which files, by their hashes.

    is_right says whether it still did when it was last graded.
    """

    time: Seconds
    files: dict[str, Hash]
    is_right: bool = True


class Change(NamedTuple):
    """What changed since a stage was right: when and which functions, and the lines."""

    words: str
    diff: tuple[str, ...]


class History:
    """What passed when. The index is {stage: Entry}, as JSON.

    Each file is kept once, under the hash of its text. A damaged index is begun anew: it
    only ever serves a remark. say is told so.
    """

    def __init__(self, folder: Path, say: Say = aloud) -> None:
        self.say = say
        self.folder = folder / "passed"
        self.index = self.folder / "index.json"
        self.stages = kept_file.read(self.index, dict[str, Entry], say) or {}

    def keep(self, submission: Submission, report: Report) -> list[int]:
        """Remember the files of every stage that passes now; raises CannotWrite.

        Returns the stages that have turned right: that were not when they were last graded.
        """
        now, turned_right = time.time(), []
        for stage in report.stages:
            entry = self.stages.get(str(stage.number))
            if stage.status != "passed":
                if entry and (stage.is_wrong or not stage.waiting):
                    broken = msgspec.structs.replace(entry, is_right=False)
                    self.stages[str(stage.number)] = broken
            else:
                if not (entry and entry.is_right):
                    turned_right.append(stage.number)
                hashes = {
                    module: self._keep_text(submission.files[module][1])
                    for module in needed(submission, STAGES[stage.number - 1])
                }
                self.stages[str(stage.number)] = Entry(now, hashes)
        index = msgspec.json.format(msgspec.json.encode(self.stages), indent=1)
        kept_file.write(self.index, index.decode(), self.say)
        self._forget()
        return turned_right

    def since(self, submission: Submission, stage: int) -> Change | None:
        """What changed since a stage was right; None where it never was, or nothing did."""
        entry = self.stages.get(str(stage))
        if entry is None:
            return None
        changed: list[str] = []
        diff: list[str] = []
        for module in needed(submission, STAGES[stage - 1]):
            path, source = submission.files[module]
            before = self._text(entry.files.get(module, ""))
            if before is not None and before != source:
                changed += changed_functions(before, source) or [path]
                diff += _diff(before, source)
        if not changed:
            return None
        if len(changed) > NAMES:
            changed[NAMES - 1 :] = [f"{len(changed) - NAMES + 1} more"]
        what = changed[0] if len(changed) == 1 else f"{', '.join(changed[:-1])} and {changed[-1]}"
        title = STAGES[stage - 1].title
        words = f"stage {stage}, {title}, was right {_when(entry.time)}; since then: {what}"
        if len(diff) > DIFF_LINES:
            diff = [*diff[:DIFF_LINES], f"... and {len(diff) - DIFF_LINES} lines more"]
        return Change(words, tuple(diff))

    def _keep_text(self, source: str) -> str:
        name = _hash(source)
        if self._text(name) is None:
            kept_file.write(self.folder / f"{name}.py", source, self.say)
        return name

    def _text(self, name: str) -> str | None:
        """The file of that hash; None where it is not there, or not what it was any more."""
        try:
            text = (self.folder / f"{name}.py").read_bytes().decode("utf-8")
        except (OSError, ValueError):
            return None
        return text if _hash(text) == name else None

    def _forget(self) -> None:
        """Drop the files that no stage refers to any more."""
        used = {name for entry in self.stages.values() for name in entry.files.values()}
        for path in self.folder.glob("*.py"):
            if path.stem not in used:
                kept_file.remove(path)


def _hash(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def needed(submission: Submission, stage: Stage) -> list[str]:
    """The modules of a stage, and those of the submission that they import, and so on.

    A part of one file has all names of that file.
    """
    found: list[str] = []
    to_visit = [file.removesuffix(".py") for file in stage.files]
    while to_visit:
        module = to_visit.pop()
        if module in submission.files and module not in found:
            found.append(module)
            to_visit += [*_imported(submission.files[module][1]), *submission.beside(module)]
    return found


def _imported(source: str) -> Iterator[str]:
    """The modules that a source imports anywhere, by the first part of their names."""
    tree = parsed(source)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def changed_functions(before: str, after: str) -> list[str]:
    """The functions that are not the same in two sources, such as "Value.__add__".

    An empty list where one of them does not parse.
    """
    old, new = _code(before), _code(after)
    if not old or not new:
        return []
    return [name for name in {**old, **new} if old.get(name) != new.get(name)]


def _code(source: str) -> dict[str, str]:
    """{function: what it does}, comments and layout left out."""
    return {name: ast.dump(defined[-1]) for name, defined in functions(source).items()}


def _diff(before: str, after: str) -> list[str]:
    old, new = before.splitlines(), after.splitlines()
    found = []
    # Without autojunk: it would take the lines that a file has often for changes.
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if tag != "equal":
            found += [f"-{line}" for line in old[i1:i2]] + [f"+{line}" for line in new[j1:j2]]
    return found


def _when(seconds: float) -> str:
    moment, today = time.localtime(seconds), time.localtime()
    if moment[:3] == today[:3]:
        return time.strftime("at %H:%M", moment)
    return time.strftime("on %d %B at %H:%M", moment)
