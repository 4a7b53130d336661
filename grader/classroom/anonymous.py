"""Numbers that stand for people, and the one file that says for whom: identities.csv."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from grader.classroom.database import CannotKeep
from grader.classroom.finding.handed_in import HandedIn
from grader.classroom.gradebook import as_it_was, harmless
from grader.curriculum import FILES
from grader.files import write
from grader.paths import EXERCISES, HELPER_DRAW, ROOT, SOLUTIONS
from grader.submission.bundle import Bundle
from grader.submission.opening import opened
from grader.submission.submission import Problem, UnusableSubmission

FILE = "identities.csv"
KATA = frozenset(path.name for path in (EXERCISES, SOLUTIONS, HELPER_DRAW, ROOT / "grader"))
COLUMNS = ("number", "learner", "name")
DIGITS = 3  # after the first


class Anonymous:
    """The numbers of a class, kept from run to run; raises CannotKeep where they are damaged."""

    def __init__(self, out: Path) -> None:
        self._path = out / FILE
        self._numbers: dict[str, str] = {}
        self._names: dict[str, str] = {}
        if not self._path.exists():
            return
        try:
            text = self._path.read_text(encoding="utf-8")
            for row in csv.DictReader(io.StringIO(text)):
                who = as_it_was(row["learner"])
                self._numbers[who], self._names[who] = row["number"], row["name"]
        except (OSError, ValueError, KeyError, AttributeError, csv.Error) as error:
            raise CannotKeep(f"{self._path}: cannot be read ({error}); name another OUT") from None

    def number(self, handed_in: Sequence[HandedIn]) -> None:
        """Give a number, drawn by chance, to each who has none, and keep them all."""
        new = [one for one in handed_in if one.learner not in self._numbers]
        taken = set(self._numbers.values())
        size = max(10**DIGITS, 10 * (len(new) + len(taken)))  # none begins with 0: a sheet drops it
        for one in new:
            number = ""
            while not number or number in taken:
                number = str(size + secrets.randbelow(9 * size))
            taken.add(number)
            self._numbers[one.learner], self._names[one.learner] = number, harmless(one.name)
        text = io.StringIO()
        writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(COLUMNS)
        for who, number in sorted(self._numbers.items(), key=lambda pair: pair[1]):
            writer.writerow([number, harmless(who), self._names[who]])
        write(self._path, text.getvalue())
        self._path.chmod(0o600)

    @property
    def numbers(self) -> dict[str, str]:
        """{learner: number}"""
        return dict(self._numbers)

    def people(self) -> dict[str, tuple[str, str]]:
        """{number: the learner and the name that it stands for}"""
        return {
            number: (learner, as_it_was(self._names[learner]))
            for learner, number in self._numbers.items()
        }

    def hidden(self, bundle: Bundle) -> Bundle:
        """The same files under names that nobody has given; archives are opened for that.

        Modules keep theirs, for they are imported by them, but for one that is alone.
        """
        try:
            bundle = opened(bundle)
        except UnusableSubmission:
            pass  # whoever grades it will say so
        folders: dict[str, str] = {}
        paths: dict[str, bytes | Problem] = {}
        for path, content in bundle.files.items():
            *above, name = path.split("/")
            for folder in above:
                folders.setdefault(folder, folder if folder in KATA else f"folder {len(folders)}")
            stem, dot, ending = name.rpartition(".")
            if name not in FILES and (ending != "py" or len(bundle.files) == 1):
                stem = f"submission {len(paths)}" if paths else "submission"
            new = "/".join([*(folders[folder] for folder in above), stem + dot + ending])
            paths[new] = replace(content, path=new) if isinstance(content, Problem) else content
        return Bundle("", paths)

    def of(self, handed_in: HandedIn) -> HandedIn:
        """The same without anything that says who it was; notes may."""
        number = self._numbers[handed_in.learner]
        return replace(handed_in, learner=number, name="", ids={}, source="", notes=())
