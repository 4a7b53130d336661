"""Stubs that changed under a learner, after `git pull` for instance; their file is not touched.

.kata/stubs.json holds, for each exercise, the hash of the file that its stub was last derived
from (the solution, but in a student edition), and every stub seen so far, the newest last. While
the hash is the same there is nothing to do. A learner whose docstring is in none of those stubs
has written their own.
"""

from __future__ import annotations

import ast
import difflib
import hashlib
from collections.abc import Iterator
from typing import NamedTuple

import msgspec
from msgspec import Struct

from grader.curriculum import FILES
from grader.paths import KATA, STUBS_FROM
from grader.python_source import functions, parsed, stub
from grader.submission.submission import Submission
from grader.workspace import kept_file
from grader.workspace.kept_file import Say, aloud

FILE = KATA / "stubs.json"
LINES = 6  # of what is new, that are shown


class Seen(Struct):
    """The hash of a solution, and the stubs of its file that were seen, the newest last."""

    solution: str
    stubs: list[str]


class Part(NamedTuple):
    """What a stub asks for under one name: how a function is called, and its docstring."""

    signature: str = ""
    docstring: str = ""


class StubChange(NamedTuple):
    """What changed in the stub of one exercise: a sentence, and the lines that are new."""

    words: str
    new: tuple[str, ...]


def stub_changes(submission: Submission, say: Say = aloud) -> list[StubChange]:
    """What changed in the stubs since they were last seen; told once. Raises CannotWrite."""
    seen = kept_file.read(FILE, dict[str, Seen], say) or {}
    before = msgspec.json.encode(seen)
    changes = [change for file in FILES for change in _changes(submission, file, seen)]
    after = msgspec.json.encode(seen)
    if after != before:
        kept_file.write(FILE, after.decode(), say)
    return changes


def _changes(submission: Submission, file: str, seen: dict[str, Seen]) -> Iterator[StubChange]:
    """The change of one exercise's stub, if there is one; seen holds the stub from now on."""
    try:
        content = (STUBS_FROM / file).read_bytes()
        solution = content.decode("utf-8")
    except (OSError, UnicodeError):
        return  # nothing to compare with: the stubs are those it came with
    digest, last = hashlib.sha256(content).hexdigest()[:16], seen.get(file)
    if last is not None and last.solution == digest:
        return
    today = stub(solution)
    if last is None or not last.stubs:
        seen[file] = Seen(digest, [today])
        return
    path, yours = submission.files.get(file.removesuffix(".py"), ("", None))
    if yours is not None:
        if parsed(yours) is None:
            return  # another time, when it can be read
        change = _change(path, yours, last.stubs, today)
        if change:
            yield change
    seen[file] = Seen(digest, [*(text for text in last.stubs if text != today), today])


def _change(path: str, yours: str, stubs: list[str], today: str) -> StubChange | None:
    """What is new in today's stub for a learner who began with an earlier one."""
    mine, new, earlier = _parts(yours), _parts(today), [_parts(text) for text in stubs]
    told: list[str] = []
    lines: list[str] = []
    for name in {**new, **earlier[-1]}:
        if new.get(name) == earlier[-1].get(name):
            continue
        known = [parts[name] for parts in earlier if name in parts]
        what, new_lines = _what_changed(mine.get(name), known, new.get(name))
        if what:
            told.append(f"{name} ({what})")
            lines += new_lines
    if not told:
        return None
    stem = path.rpartition("/")[2].removesuffix(".py")
    words = (
        f"{path}: its stub has changed since you began: {', '.join(told)}; "
        f"make reset FILE={stem} gives the new one and keeps your file"
    )
    if len(lines) > LINES:
        lines[LINES:] = [f"... and {len(lines) - LINES} lines more"]
    return StubChange(words, tuple(lines))


def _what_changed(mine: Part | None, known: list[Part], new: Part | None) -> tuple[str, list[str]]:
    """What of a part a learner does not have yet, and its new lines.

    "" where they have it, or one of their own. known is that part in the stubs seen so far.
    """
    if mine is None:
        return ("", []) if known or new is None else ("new", _new_lines("", "\n".join(new)))
    if new is None:
        is_told = mine.docstring and mine.docstring in [old.docstring for old in known]
        return ("no longer asked for" if is_told else "", [])
    changed = [
        (field, _new_lines(own, now))
        for field, own, now, *before in zip(Part._fields, mine, new, *known)
        if own != now and own in before
    ]
    return " and ".join(field for field, _ in changed), [
        line for _, lines in changed for line in lines
    ]


def _new_lines(before: str, after: str) -> list[str]:
    old, new = before.splitlines(), after.splitlines()
    changes = difflib.SequenceMatcher(None, old, new, False).get_opcodes()
    lines = [line for tag, _, _, j1, j2 in changes if tag != "equal" for line in new[j1:j2]]
    return [f"+ {line}" for line in lines if line.strip()]


def _parts(source: str) -> dict[str, Part]:
    """What a source asks for or defines, by name: its functions, and what it imports."""
    tree = parsed(source)
    imports = [
        ast.unparse(node)
        for node in (tree.body if tree else ())
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    return {line: Part(line) for line in imports} | {
        name: Part(
            f"def {name.rpartition('.')[2]}({ast.unparse(defined[-1].args)})",
            ast.get_docstring(defined[-1]) or "",
        )
        for name, defined in functions(source).items()
    }
