"""A variation that differs from a base by a few lines: what it is, and how it is made."""

from __future__ import annotations

import textwrap
from pathlib import Path

from msgspec import Struct

from grader.diagnosis.recognition.catalogue.edits import Edit, apply

SUBMISSIONS = Path(__file__).parents[1] / "submissions"
PLAIN, NAMED_RESULTS = "plain", "named_results"  # folders in submissions/bases


class Variation(Struct, frozen=True, kw_only=True):
    """A correct submission in an unusual style: a base with some edits.

    unusual is the sentence that its files open with, and base a folder in submissions/bases.
    A file of the base that has no edit is no part of the variation.
    """

    name: str
    unusual: str
    base: str = PLAIN
    edits: tuple[Edit, ...]


def edited(variation: Variation) -> dict[str, str]:
    """{file: text} of the files that the variation edits.

    Raises EditFailed where an edit does not fit the base.
    """
    folder = SUBMISSIONS / "bases" / variation.base
    files = sorted({edit.file for edit in variation.edits})
    plain = {file: (folder / file).read_text(encoding="utf-8") for file in files}
    return {
        file: f'"""{variation.unusual}"""\n' + text.partition("\n")[2]
        for file, text in apply(variation.edits, plain).items()
    }


def insert(file: str, new: str, *, before: str) -> Edit:
    """The edit that puts new code before a line that is there once, and indents it like that.

    A blank line parts methods, two part classes.
    """
    indent = before[: len(before) - len(before.lstrip())]
    code = textwrap.indent(textwrap.dedent(new).strip("\n"), indent)
    return Edit(file, "", before, code + ("\n\n" if indent else "\n\n\n") + before)
