"""README.md and Makefile as a student edition has them, without what is for instructors."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader import edition

# In a table a line alone can be marked.
MARKED_LINE = re.compile(r"^.+<!-- instructors -->(?!.*<!-- /instructors -->).*\n", re.MULTILINE)
MARKED = re.compile(r"<!-- instructors -->.*?<!-- /instructors -->(\n(?=\n|<))?", re.DOTALL)
FOR_STUDENTS = re.compile(r"^<!-- students\n(.*?)^-->\n", re.DOTALL | re.MULTILINE)
# Of the example of a report, what only the reference can tell.
BY_REFERENCE = re.compile(r"^    Looks like .*?(?=^    Try it )", re.DOTALL | re.MULTILINE)

BLANK = "\n\n"  # between the blocks of a Makefile
SOLUTION = "solution"  # a target for the one who may see it
RULE = re.compile(r"^([a-z-]+):.*?(##|#@) (.*)$", re.MULTILINE)
PHONY = re.compile(r"^\.PHONY:.*$", re.MULTILINE)
SET_UP = re.compile(r"^(\.venv/\.\w+):", re.MULTILINE)
HELP = re.compile(r"^help:.*\n\t@awk.*\n", re.MULTILINE)
VARIABLE = re.compile(r"^(?:#.*\n)*(\w+) [:?]?= .*\n", re.MULTILINE)
REFUSAL = """\
.PHONY: {names}
{names}:
\t@echo "grader: {words}" >&2; exit 2
"""


def readme(text: str) -> str:
    """Without what is marked as for instructors, and with what is put by for students."""
    for left_out in (MARKED_LINE, MARKED, BY_REFERENCE):
        text = left_out.sub("", text)
    return FOR_STUDENTS.sub(r"\1", text).rstrip() + "\n"


def makefile(text: str) -> str:
    """With one rule in the place of all that an instructor calls, which says so in a line."""
    kept, names = [], []
    for block in text.rstrip("\n").split(BLANK):
        rule = RULE.search(block)
        if rule and _is_instructors(*rule.groups()):
            names.append(rule[1])
        else:
            kept.append(_help(block))
    refusal = REFUSAL.format(names=" ".join(names), words=edition.instructors("make $@"))
    phony = [_without_names(block, names) for block in kept]
    return f"{_wanted(BLANK.join(phony))}{BLANK}{refusal}"


def _is_instructors(name: str, mark: str, words: str) -> bool:
    return mark == "#@" or words.startswith("for instructors") or name == SOLUTION


def _help(block: str) -> str:
    """The list of targets without the second half, which is not a learner's."""
    whole = HELP.match(block)
    return whole[0].rstrip("\n") if whole else block


def _without_names(block: str, names: Sequence[str]) -> str:
    """A block whose list of targets, if it has one, is without these."""

    def left(match: re.Match[str]) -> str:
        return " ".join(word for word in match[0].split(" ") if word not in names)

    return PHONY.sub(left, block)


def _wanted(text: str) -> str:
    """Without the variables, and what sets something up, that nothing asks for any more."""
    for variable in VARIABLE.finditer(text):
        if f"$({variable[1]})" not in text:
            text = text.replace(variable[0], "")
    blocks = text.split(BLANK)
    for block in list(blocks):
        target = SET_UP.search(block)
        if target and not any(target[1] in other for other in blocks if other is not block):
            blocks.remove(block)
    return BLANK.join(blocks)
