"""README.md and Makefile as a student edition has them, without what is for instructors."""

from __future__ import annotations

import re

from grader import edition

FOR_INSTRUCTORS = re.compile(r"<!-- instructors -->\n?.*?<!-- /instructors -->\n?", re.DOTALL)
FOR_STUDENTS = re.compile(r"<!-- students\n(.*?)-->\n?", re.DOTALL)

SOLUTION = "solution"  # a target for the one who may see it
RULE = re.compile(r"^([a-z-]+):.*?(##|#@) (.*)$", re.MULTILINE)
SET_UP = re.compile(r"^(\.venv/\.\w+):", re.MULTILINE)
HELP = re.compile(r"^help:.*\n\t@awk.*\n", re.MULTILINE)
REFUSAL = """\
.PHONY: {names}
{names}:
\t@echo "grader: {words}" >&2; exit 2
"""


def readme(text: str) -> str:
    """Without the parts that are marked as for instructors, and with those for students."""
    return FOR_STUDENTS.sub(r"\1", FOR_INSTRUCTORS.sub("", text))


def makefile(text: str) -> str:
    """With one rule in the place of all that an instructor calls, which says so in a line."""
    kept, names = [], []
    for block in text.split("\n\n"):
        rule = RULE.search(block)
        if rule and _is_instructors(*rule.groups()):
            names.append(rule[1])
        else:
            kept.append(_help(block))
    refusal = REFUSAL.format(names=" ".join(names), words=edition.instructors("make $@"))
    return "\n\n".join([*_needed(_phony(kept, names)), refusal])


def _is_instructors(name: str, mark: str, words: str) -> bool:
    return mark == "#@" or words.startswith("for instructors") or name == SOLUTION


def _help(block: str) -> str:
    """The list of targets ends with those of a learner."""
    whole = HELP.match(block)
    return whole[0].rstrip("\n") if whole else block


def _phony(blocks: list[str], names: list[str]) -> list[str]:
    words = "|".join(map(re.escape, names))
    return [
        re.sub(r"(?m)(?<=^\.PHONY:)(.*)$", lambda m: re.sub(rf" (?:{words})\b", "", m[1]), b)
        for b in blocks
    ]


def _needed(blocks: list[str]) -> list[str]:
    """Without what sets up something that no target asks for."""

    def is_needed(block: str) -> bool:
        target = SET_UP.search(block)
        return not target or sum(target[1] in other for other in blocks) > 1

    return [block.strip("\n") for block in blocks if is_needed(block)]
